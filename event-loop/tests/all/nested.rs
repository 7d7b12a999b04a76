//! A run inside a callback, as synchronous waits do it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use napi_host_event_loop::{Phase, RunMode, pool};

use crate::support::{Log, callback, new_loop};

#[test]
fn nested_run_finds_what_the_outer_one_has_taken_over() {
    let (event_loop, log) = (new_loop(), Log::default());
    let inner_done = Rc::new(Cell::new(false));
    let ids = RefCell::new(Vec::new());
    let (words, done) = (log.clone(), Rc::clone(&inner_done));
    ids.borrow_mut()
        .push(event_loop.async_new(callback(move |event_loop| {
            words.add("outer");
            assert_eq!(event_loop.depth(), 1);
            while !done.get() {
                event_loop.run(RunMode::Once);
            }
            assert_eq!(event_loop.depth(), 1);
            words.add("waited");
        })));
    let (words, done) = (log.clone(), Rc::clone(&inner_done));
    ids.borrow_mut()
        .push(event_loop.async_new(callback(move |event_loop| {
            assert_eq!(event_loop.depth(), 2);
            words.add("inner");
            done.set(true);
        })));
    for id in ids.borrow().iter() {
        event_loop.async_sender(*id).unwrap().send();
    }
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "outer inner waited");
}

#[test]
fn nested_run_in_a_timer_runs_the_other_due_timers() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    event_loop.timer_start(
        0,
        None,
        callback(move |event_loop| {
            words.add("begin");
            event_loop.run(RunMode::NoWait);
            words.add("end");
        }),
    );
    event_loop.timer_start(0, None, log.note("other"));
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "begin other end");
}

#[test]
fn nested_run_in_done_waits_for_other_work() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    pool::submit(
        &event_loop,
        "outer",
        Box::new(|| ()),
        Box::new(move |event_loop, _| {
            let inner = words.clone();
            pool::submit(
                event_loop,
                "inner",
                Box::new(|| ()),
                Box::new(move |_, _| inner.add("inner")),
            );
            assert!(!event_loop.run(RunMode::Default));
            words.add("outer");
        }),
    );
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "inner outer");
}

#[test]
fn nested_run_works_in_hooks_and_due_callbacks() {
    let (event_loop, log) = (new_loop(), Log::default());
    for phase in [Phase::Idle, Phase::Prepare, Phase::Check] {
        let words = log.clone();
        event_loop.hook_start(
            phase,
            callback(move |event_loop| {
                if event_loop.depth() == 1 {
                    words.add(format!("{phase:?}"));
                    event_loop.run(RunMode::NoWait);
                }
            }),
        );
    }
    event_loop.close_post(|event_loop| assert!(event_loop.run(RunMode::NoWait)));
    event_loop.pending_post(|event_loop| assert!(event_loop.run(RunMode::NoWait)));
    assert!(event_loop.run(RunMode::NoWait));
    assert_eq!(log.words(), "Idle Prepare Check");
}
