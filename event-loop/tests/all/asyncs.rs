//! Async handles.

use std::thread;

use napi_host_event_loop::{RunMode, pool};

use crate::support::{Log, callback, new_loop};

#[test]
fn sends_before_the_callback_coalesce() {
    let (event_loop, log) = (new_loop(), Log::default());
    let id = event_loop.async_new(log.note("run"));
    let sender = event_loop.async_sender(id).unwrap();
    for _ in 0..3 {
        sender.send();
    }
    event_loop.run(RunMode::NoWait);
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "run");
}

#[test]
fn send_in_the_callback_causes_one_more() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let sender = std::rc::Rc::new(std::cell::OnceCell::<napi_host_event_loop::AsyncSender>::new());
    let own = std::rc::Rc::clone(&sender);
    let id = event_loop.async_new(callback(move |_| {
        words.add("run");
        own.get().unwrap().send();
    }));
    sender.set(event_loop.async_sender(id).unwrap()).unwrap();
    sender.get().unwrap().send();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "run");
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "run run");
}

#[test]
fn asyncs_run_in_the_order_in_which_they_were_made() {
    let (event_loop, log) = (new_loop(), Log::default());
    let ids = ["a", "b", "c"].map(|word| event_loop.async_new(log.note(word)));
    let senders = ids.map(|id| event_loop.async_sender(id).unwrap());
    for index in [2, 0, 2, 1, 0] {
        senders[index].send();
    }
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "a b c");
}

#[test]
fn async_sent_to_in_a_callback_joins_the_pass_if_it_is_younger() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let others =
        std::rc::Rc::new(std::cell::OnceCell::<[napi_host_event_loop::AsyncSender; 2]>::new());
    let both = std::rc::Rc::clone(&others);
    let elder = event_loop.async_new(log.note("elder"));
    let middle = event_loop.async_new(callback(move |_| {
        words.add("middle");
        both.get().unwrap().iter().for_each(|sender| sender.send());
    }));
    let younger = event_loop.async_new(log.note("younger"));
    let senders = [elder, younger].map(|id| event_loop.async_sender(id).unwrap());
    assert!(others.set(senders).is_ok());
    event_loop.async_sender(middle).unwrap().send();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "middle younger");
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "middle younger elder");
}

#[test]
fn async_made_in_a_pass_waits_for_the_next_one() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let maker = event_loop.async_new(callback(move |event_loop| {
        words.add("maker");
        let made = event_loop.async_new(words.note("made"));
        event_loop.async_sender(made).unwrap().send();
    }));
    event_loop.async_sender(maker).unwrap().send();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "maker");
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "maker made");
}

#[test]
fn asyncs_made_in_a_pass_stand_after_the_one_that_made_them() {
    const MADE: usize = 100;
    let (event_loop, log) = (new_loop(), Log::default());
    let senders = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let (words, made) = (log.clone(), std::rc::Rc::clone(&senders));
    let maker = event_loop.async_new(callback(move |event_loop| {
        words.add("maker");
        let mut made = made.borrow_mut();
        while made.len() < MADE {
            let (words, number) = (words.clone(), made.len());
            let id = event_loop.async_new(callback(move |_| words.add(number.to_string())));
            made.push(event_loop.async_sender(id).unwrap());
        }
    }));
    let other = event_loop.async_new(log.note("other"));
    let [maker, other] = [maker, other].map(|id| event_loop.async_sender(id).unwrap());
    maker.send();
    event_loop.run(RunMode::NoWait);
    other.send();
    senders
        .borrow()
        .iter()
        .rev()
        .for_each(|sender| sender.send());
    maker.send();
    event_loop.run(RunMode::Once);
    let numbers: Vec<String> = (0..MADE).map(|number| number.to_string()).collect();
    assert_eq!(
        log.words(),
        format!("maker maker {} other", numbers.join(" "))
    );
}

#[test]
fn async_that_work_of_the_pool_made_stands_before_all_others() {
    let (event_loop, log) = (new_loop(), Log::default());
    let other = event_loop.async_new(log.note("other"));
    let made = std::rc::Rc::new(std::cell::OnceCell::new());
    let (words, slot) = (log.clone(), std::rc::Rc::clone(&made));
    pool::submit(
        &event_loop,
        "work",
        Box::new(|| ()),
        Box::new(move |event_loop, _| {
            let id = event_loop.async_new(words.note("made"));
            assert!(slot.set(event_loop.async_sender(id).unwrap()).is_ok());
        }),
    );
    while made.get().is_none() {
        event_loop.run(RunMode::Once);
    }
    event_loop.async_sender(other).unwrap().send();
    made.get().unwrap().send();
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "made other");
}

#[test]
fn closing_callbacks_run_newest_first() {
    let (event_loop, log) = (new_loop(), Log::default());
    for word in ["first", "second"] {
        let log = log.clone();
        event_loop.close_post(move |_| log.add(word));
    }
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "second first");
}

#[test]
fn closed_async_does_not_run_and_late_sends_do_nothing() {
    let (event_loop, log) = (new_loop(), Log::default());
    let id = event_loop.async_new(log.note("run"));
    let sender = event_loop.async_sender(id).unwrap();
    sender.send();
    assert!(event_loop.async_close(id));
    assert!(!event_loop.async_close(id));
    assert!(event_loop.async_sender(id).is_none());
    event_loop.run(RunMode::NoWait);
    drop(event_loop);
    sender.send();
    sender.clone().send();
    assert_eq!(log.words(), "");
}

#[test]
fn closed_async_that_waits_holds_up_no_other() {
    let (event_loop, log) = (new_loop(), Log::default());
    // Those before the three are gone, so that new ranks are lower than theirs.
    let gone: Vec<_> = (0..100)
        .map(|_| event_loop.async_new(callback(|_| ())))
        .collect();
    let doomed = std::rc::Rc::new(std::cell::Cell::new(None));
    let (words, closes) = (log.clone(), std::rc::Rc::clone(&doomed));
    let closer = event_loop.async_new(callback(move |event_loop| {
        words.add("closer");
        event_loop.async_close(closes.take().expect("made before the loop runs"));
        // More than fit between two ranks: all get new ones.
        for _ in 0..40 {
            event_loop.async_new(callback(|_| ()));
        }
    }));
    doomed.set(Some(event_loop.async_new(log.note("doomed"))));
    let last = event_loop.async_new(log.note("last"));
    for id in gone {
        event_loop.async_close(id);
    }
    for id in [last, doomed.get().expect("just set"), closer] {
        event_loop.async_sender(id).unwrap().send();
    }
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "closer last");
}

#[test]
fn send_wakes_a_sleeping_loop() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let id = event_loop.async_new(callback(move |event_loop| {
        words.add("run");
        event_loop.stop();
    }));
    let sender = event_loop.async_sender(id).unwrap();
    let thread = thread::spawn(move || sender.send());
    event_loop.run(RunMode::Default);
    thread.join().unwrap();
    assert_eq!(log.words(), "run");
}

#[test]
fn no_send_of_many_threads_is_lost() {
    const THREADS: usize = 4;
    const SENDS: usize = if cfg!(miri) { 20 } else { 2000 };
    let event_loop = new_loop();
    let handles: Vec<_> = (0..THREADS)
        .map(|_| {
            let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
            let seen = std::sync::Arc::clone(&count);
            let id = std::rc::Rc::new(std::cell::Cell::new(None));
            let own = std::rc::Rc::clone(&id);
            id.set(Some(event_loop.async_new(callback(move |event_loop| {
                if seen.load(std::sync::atomic::Ordering::Relaxed) == SENDS {
                    event_loop.async_close(own.get().unwrap());
                }
            }))));
            let sender = event_loop.async_sender(id.get().unwrap()).unwrap();
            thread::spawn(move || {
                for _ in 0..SENDS {
                    count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    sender.send();
                }
            })
        })
        .collect();
    assert!(
        !event_loop.run(RunMode::Default),
        "each handle sees its last send and closes"
    );
    handles
        .into_iter()
        .for_each(|handle| handle.join().unwrap());
}

#[test]
fn unreferenced_async_does_not_keep_the_loop_alive() {
    let event_loop = new_loop();
    let id = event_loop.async_new(callback(|_| ()));
    assert!(event_loop.alive());
    event_loop.async_ref(id, false);
    assert!(!event_loop.alive());
    event_loop.async_ref(id, true);
    assert!(event_loop.alive());
}
