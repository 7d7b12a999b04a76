//! Posts from other threads, and the loop as part of another one.

use std::sync::mpsc;
use std::thread;

use napi_host_event_loop::{EventLoop, RunMode};

use crate::support::{Log, new_loop};

fn is_readable(fd: i32) -> bool {
    let mut poll = libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one valid entry.
    unsafe { libc::poll(&raw mut poll, 1, 0) == 1 }
}

#[test]
fn posts_run_in_order_on_the_loop_thread() {
    let event_loop = new_loop();
    let keep = event_loop.request_begin("test");
    let remote = event_loop.remote();
    let (sender, receiver) = mpsc::channel();
    assert!(remote.is_loop_thread());
    let thread = thread::spawn(move || {
        assert!(!remote.is_loop_thread());
        for number in 0..100 {
            let sender = sender.clone();
            let post = move |event_loop: &EventLoop| {
                assert!(event_loop.remote().is_loop_thread());
                sender.send(number).unwrap();
                if number == 99 {
                    event_loop.stop();
                }
            };
            assert!(remote.post(Box::new(post)).is_ok());
        }
    });
    event_loop.run(RunMode::Default);
    thread.join().unwrap();
    drop(keep);
    assert_eq!(
        receiver.try_iter().collect::<Vec<_>>(),
        (0..100).collect::<Vec<_>>()
    );
}

#[test]
fn post_of_a_post_waits_for_the_next_poll() {
    let event_loop = new_loop();
    let keep = event_loop.request_begin("test");
    let (sender, receiver) = mpsc::channel();
    let post = move |event_loop: &EventLoop| {
        sender.send("outer").unwrap();
        assert!(
            event_loop
                .remote()
                .post(Box::new(move |_| sender.send("inner").unwrap()))
                .is_ok()
        );
    };
    assert!(event_loop.remote().post(Box::new(post)).is_ok());
    event_loop.run(RunMode::NoWait);
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["outer"]);
    event_loop.run(RunMode::Once);
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["inner"]);
    drop(keep);
}

#[test]
fn post_to_a_loop_that_is_gone_gives_the_callback_back() {
    let event_loop = new_loop();
    let remote = event_loop.remote();
    let (sender, receiver) = mpsc::channel::<()>();
    assert!(
        remote
            .post(Box::new(move |_| sender.send(()).unwrap()))
            .is_ok()
    );
    drop(event_loop);
    assert_eq!(
        receiver.recv(),
        Err(mpsc::RecvError),
        "dropped without a call"
    );
    assert!(remote.post(Box::new(|_| ())).is_err());
    remote.wake();
}

#[test]
#[cfg_attr(miri, ignore = "Miri has no poll on an epoll descriptor")]
fn backend_descriptor_is_readable_when_a_post_waits() {
    let (event_loop, log) = (new_loop(), Log::default());
    let fd = event_loop.backend_fd();
    let keep = event_loop.request_begin("test");
    event_loop.run(RunMode::NoWait);
    assert!(!is_readable(fd));
    let remote = event_loop.remote();
    let poster = remote.clone();
    thread::spawn(move || assert!(poster.post(Box::new(|_| ())).is_ok()))
        .join()
        .unwrap();
    assert!(is_readable(fd));
    event_loop.run(RunMode::NoWait);
    assert!(!is_readable(fd));
    // Woken by its own callback: the next pass is due.
    let words = log.clone();
    let timer = event_loop.timer_start(
        0,
        None,
        crate::support::callback(move |_| {
            words.add("timer");
            remote.wake();
        }),
    );
    event_loop.run(RunMode::NoWait);
    assert!(!event_loop.timer_stop(timer));
    assert!(is_readable(fd));
    drop(keep);
}
