//! Signals. Each test has a signal of its own, as they are the process's.

use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

use napi_host_event_loop::{EventLoop, RunMode, SignalCallback};

use crate::support::{Log, new_loop};

fn send(signum: i32) {
    let this = i32::try_from(std::process::id()).unwrap();
    // SAFETY: signals this process; a handler is installed.
    assert_eq!(unsafe { libc::kill(this, signum) }, 0);
}

fn listener(call: impl Fn(&EventLoop, i32) + 'static) -> SignalCallback {
    Rc::new(call)
}

#[test]
fn signal_reaches_all_listeners_in_order_and_counts() {
    let (event_loop, log) = (new_loop(), Log::default());
    for word in ["a", "b"] {
        let words = log.clone();
        let tell = listener(move |_, signum| {
            assert_eq!(signum, libc::SIGUSR1);
            words.add(word);
        });
        event_loop.signal_start(libc::SIGUSR1, tell).unwrap();
    }
    // Blocked or on another thread, the kernel would merge them; to this thread each one is delivered.
    for _ in 0..2 {
        // SAFETY: a handler is installed.
        assert_eq!(unsafe { libc::raise(libc::SIGUSR1) }, 0);
    }
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "a b a b");
}

#[test]
fn signal_reaches_every_loop_of_the_process() {
    let (ready, is_ready) = mpsc::channel();
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let ready = ready.clone();
            thread::spawn(move || {
                let event_loop = new_loop();
                event_loop
                    .signal_start(libc::SIGUSR2, listener(|event_loop, _| event_loop.stop()))
                    .unwrap();
                ready.send(()).unwrap();
                assert!(event_loop.run(RunMode::Default));
            })
        })
        .collect();
    for _ in 0..3 {
        is_ready.recv().unwrap();
    }
    send(libc::SIGUSR2);
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn last_listener_gives_the_signal_its_default_back() {
    // SIGWINCH is ignored by default, so that the test survives either way.
    let disposition = || {
        // SAFETY: zeroed is a valid sigaction, and the call only writes to it.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        let read = unsafe { libc::sigaction(libc::SIGWINCH, std::ptr::null(), &raw mut action) };
        assert_eq!(read, 0);
        action.sa_sigaction
    };
    assert_eq!(disposition(), libc::SIG_DFL);
    let (one, two) = (new_loop(), new_loop());
    let first = one
        .signal_start(libc::SIGWINCH, listener(|_, _| ()))
        .unwrap();
    let second = one
        .signal_start(libc::SIGWINCH, listener(|_, _| ()))
        .unwrap();
    two.signal_start(libc::SIGWINCH, listener(|_, _| ()))
        .unwrap();
    assert!(one.signal_stop(first));
    assert!(one.signal_stop(second));
    assert!(!one.signal_stop(second));
    assert_ne!(disposition(), libc::SIG_DFL);
    drop(two);
    assert_eq!(disposition(), libc::SIG_DFL);
}

#[test]
fn signal_start_refuses_what_cannot_be_caught() {
    let event_loop = new_loop();
    for signum in [libc::SIGKILL, libc::SIGSTOP, 0, -1, 65] {
        let error = event_loop
            .signal_start(signum, listener(|_, _| ()))
            .unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EINVAL), "{signum}");
    }
    assert!(!event_loop.alive());
}

#[test]
fn unreferenced_listener_does_not_keep_the_loop_alive_and_still_hears() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let id = event_loop
        .signal_start(libc::SIGCONT, listener(move |_, _| words.add("heard")))
        .unwrap();
    event_loop.signal_ref(id, false);
    assert!(!event_loop.run(RunMode::Default));
    send(libc::SIGCONT);
    let keep = event_loop.request_begin("test");
    while log.words().is_empty() {
        event_loop.run(RunMode::Once);
    }
    drop(keep);
}

#[test]
fn signal_that_came_before_a_listener_is_not_for_it() {
    let (event_loop, log) = (new_loop(), Log::default());
    let listen = |word: &'static str| {
        let words = log.clone();
        let tell = listener(move |_, _| words.add(word));
        event_loop.signal_start(libc::SIGURG, tell).unwrap()
    };
    let raise = || {
        // SAFETY: a handler is installed, and the signal does nothing by itself.
        assert_eq!(unsafe { libc::raise(libc::SIGURG) }, 0);
    };
    let first = listen("first");
    raise();
    listen("second");
    event_loop.run(RunMode::Once);
    raise();
    event_loop.signal_stop(first);
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "first second");
}
