//! The report of what keeps a loop alive.

use std::cell::Cell;
use std::io;
use std::os::fd::AsRawFd;
use std::rc::Rc;

use napi_host_event_loop::{Interest, Phase, RunMode};

use crate::support::{callback, new_loop};

#[test]
#[cfg_attr(miri, ignore = "Miri polls only what can be edge-triggered")]
fn active_lists_everything_with_its_kind() {
    let event_loop = new_loop();
    let (reader, _writer) = io::pipe().unwrap();
    let timer = event_loop.timer_start(1000, None, callback(|_| ()));
    event_loop.timer_ref(timer, false);
    event_loop.hook_start(Phase::Check, callback(|_| ()));
    event_loop.async_new(callback(|_| ()));
    let watch = event_loop
        .watch(reader.as_raw_fd(), Interest::READABLE, Rc::new(|_, _| ()))
        .unwrap();
    event_loop.describe(watch, "PipeWrap");
    let request = event_loop.request_begin("FSReqCallback");
    let list = || {
        let mut list: Vec<_> = event_loop
            .active()
            .iter()
            .map(|active| (active.kind, active.refed))
            .collect();
        list.sort_unstable();
        list
    };
    let all = [
        ("FSReqCallback", true),
        ("PipeWrap", true),
        ("async", true),
        ("check", true),
        ("timer", false),
    ];
    assert_eq!(list(), all);
    drop(request);
    assert_eq!(list(), all[1..]);
}

#[test]
fn creator_probe_names_who_made_a_handle() {
    let event_loop = new_loop();
    let before = event_loop.request_begin("before");
    let count = Cell::new(0);
    let probe = move || {
        count.set(count.get() + 1);
        Some(format!("addon.node:{}", count.get()))
    };
    event_loop.set_creator_probe(Some(Rc::new(probe)));
    let during = event_loop.request_begin("during");
    event_loop.set_creator_probe(None);
    let after = event_loop.request_begin("after");
    let creators: Vec<_> = event_loop
        .active()
        .into_iter()
        .map(|active| active.created_by)
        .collect();
    assert_eq!(creators, [None, Some("addon.node:1".to_owned()), None]);
    drop((before, during, after));
}

#[test]
fn ended_sums_up_what_kept_the_loop_alive_while_there_is_a_probe() {
    let event_loop = new_loop();
    drop(event_loop.request_begin("before"));
    event_loop.set_creator_probe(Some(Rc::new(|| Some(String::from("me")))));
    drop(event_loop.request_begin("twice"));
    drop(event_loop.request_begin("twice"));
    let timer = event_loop.timer_start(1, None, callback(|_| ()));
    event_loop.timer_ref(timer, false);
    event_loop.timer_stop(timer);
    let alive = event_loop.request_begin("alive");
    let ended = event_loop.ended();
    let [only] = ended.as_slice() else {
        panic!("one kind and creator, not {ended:?}");
    };
    assert_eq!((only.kind, only.count), ("twice", 2));
    assert_eq!(only.created_by.as_deref(), Some("me"));
    drop(alive);
}

#[test]
fn request_token_may_outlive_its_loop() {
    let event_loop = new_loop();
    let token = event_loop.request_begin("late");
    assert!(event_loop.alive());
    drop(event_loop);
    drop(token);
}

#[test]
fn callbacks_are_dropped_when_their_handle_ends_and_may_use_the_loop_then() {
    struct EndsAnother(
        Rc<napi_host_event_loop::EventLoop>,
        napi_host_event_loop::TimerId,
    );
    impl Drop for EndsAnother {
        fn drop(&mut self) {
            assert!(self.0.timer_stop(self.1));
        }
    }
    let event_loop = new_loop();
    let other = event_loop.timer_start(1000, None, callback(|_| ()));
    let guard = EndsAnother(Rc::clone(&event_loop), other);
    let id = event_loop.timer_start(
        1000,
        None,
        callback(move |_| assert!(Rc::strong_count(&guard.0) > 0)),
    );
    assert!(event_loop.timer_stop(id));
    assert!(!event_loop.run(RunMode::Default));
}

#[test]
fn has_ref_tells_of_living_handles_only() {
    let event_loop = new_loop();
    let id = event_loop.timer_start(1000, None, callback(|_| ()));
    assert!(event_loop.has_ref(id));
    event_loop.set_ref(id, false);
    assert!(!event_loop.has_ref(id));
    event_loop.set_ref(id, true);
    event_loop.timer_stop(id);
    assert!(!event_loop.has_ref(id));
}
