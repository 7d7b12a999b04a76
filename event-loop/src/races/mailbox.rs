//! [`Mailbox`], [`Batch`] and [`Leash`]: what ports, memory and workers of several threads share.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::bell::{Bell, Ringer};
use crate::mailbox::{Batch, Leash, Mailbox};

/// Listens with a bell of its own, as the loop that a port has come to does.
fn listen(mailbox: &Mailbox<u32>) -> Arc<Bell> {
    let bell = Arc::new(Bell::default());
    mailbox.listen_with(Box::new(Ringer(Arc::clone(&bell))));
    bell
}

fn take_all(mailbox: &Mailbox<u32>, messages: &mut Vec<u32>) {
    while let Some(message) = mailbox.take() {
        messages.push(message);
    }
}

#[test]
fn loom_messages_vs_transfer() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let mailbox = Arc::new(Mailbox::default());
        let sender = Arc::clone(&mailbox);
        let sender = thread::spawn(move || {
            sender.leave(1);
            sender.leave(2);
        });
        let mut messages = Vec::new();
        let _first_owner = listen(&mailbox);
        take_all(&mailbox, &mut messages);
        mailbox.ignore();
        let bell = listen(&mailbox);
        while messages.len() < 2 {
            bell.wait();
            take_all(&mailbox, &mut messages);
        }
        assert_eq!(messages, [1, 2], "in order, none lost, none twice");
        sender.join().expect("no panic");
    });
}

#[test]
fn loom_last_message_and_close_vs_listen() {
    loom::model(|| {
        let mailbox = Arc::new(Mailbox::default());
        let sender = Arc::clone(&mailbox);
        let sender = thread::spawn(move || {
            sender.leave(1);
            sender.close();
        });
        let bell = listen(&mailbox);
        let mut messages = Vec::new();
        while !mailbox.is_over() {
            bell.wait();
            take_all(&mailbox, &mut messages);
        }
        assert_eq!(messages, [1], "the end is told after the last message");
        sender.join().expect("no panic");
    });
}

#[test]
fn loom_two_adds_vs_take() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let batch = Arc::new(Batch::default());
        let taken = Arc::new(AtomicUsize::new(0));
        let threads = [1, 2].map(|item| {
            let (batch, taken) = (Arc::clone(&batch), Arc::clone(&taken));
            // Who is first posts a callback, here a thread, that takes.
            thread::spawn(move || {
                if batch.add(item) {
                    taken.fetch_add(batch.take().len(), Ordering::Relaxed);
                }
            })
        });
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert_eq!(taken.load(Ordering::Relaxed), 2, "nobody else would come");
    });
}

#[test]
fn loom_end_vs_attach() {
    loom::model(|| {
        let leash = Arc::new(Leash::default());
        let bell = Arc::new(Bell::default());
        let (other, its_bell) = (Arc::clone(&leash), Arc::clone(&bell));
        let worker = thread::spawn(move || {
            if other.attach(()) {
                // Nobody has ended it until now, so it is told: else this waits for ever.
                its_bell.wait();
            }
            assert!(other.is_ended());
        });
        leash.end(|()| bell.ring());
        worker.join().expect("no panic");
    });
}

#[test]
fn loom_end_vs_detach() {
    loom::model(|| {
        let leash = Arc::new(Leash::default());
        let told = Arc::new(AtomicUsize::new(0));
        assert!(leash.attach(()), "not ended");
        let (other, its_told) = (Arc::clone(&leash), Arc::clone(&told));
        let worker = thread::spawn(move || {
            other.detach();
            its_told.load(Ordering::Relaxed)
        });
        leash.end(|()| told.store(1, Ordering::Relaxed));
        let seen = worker.join().expect("no panic");
        assert_eq!(
            seen,
            told.load(Ordering::Relaxed),
            "nobody tells it after `detach`"
        );
    });
}
