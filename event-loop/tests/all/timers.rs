//! Timers: order, repeats, and changes while they run.

use std::cell::Cell;
use std::rc::Rc;

use napi_host_event_loop::{RunMode, TimerId};

use crate::support::{Log, callback, new_loop};

#[test]
fn timers_run_by_due_time_then_by_start() {
    let (event_loop, log) = (new_loop(), Log::default());
    event_loop.timer_start(3, None, log.note("3a"));
    event_loop.timer_start(1, None, log.note("1a"));
    event_loop.timer_start(3, None, log.note("3b"));
    event_loop.timer_start(1, None, log.note("1b"));
    event_loop.timer_start(0, None, log.note("0"));
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "0 1a 1b 3a 3b");
}

#[test]
fn timer_started_by_a_timer_waits_for_the_next_iteration() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    event_loop.timer_start(
        0,
        None,
        callback(move |event_loop| {
            words.add("first");
            event_loop.timer_start(0, None, words.note("later"));
        }),
    );
    event_loop.timer_start(0, None, log.note("second"));
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "first second");
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "first second later");
}

#[test]
fn timer_stopped_by_one_that_is_due_with_it_does_not_run() {
    let (event_loop, log) = (new_loop(), Log::default());
    let victim = Rc::new(Cell::new(None::<TimerId>));
    let target = Rc::clone(&victim);
    event_loop.timer_start(
        0,
        None,
        callback(move |event_loop| assert!(event_loop.timer_stop(target.get().unwrap()))),
    );
    victim.set(Some(event_loop.timer_start(0, None, log.note("victim"))));
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "");
    assert!(!event_loop.timer_stop(victim.get().unwrap()));
}

#[test]
fn timer_restarted_while_due_runs_once_and_later() {
    let (event_loop, log) = (new_loop(), Log::default());
    let victim = Rc::new(Cell::new(None::<TimerId>));
    let target = Rc::clone(&victim);
    event_loop.timer_start(
        0,
        None,
        callback(move |event_loop| assert!(event_loop.timer_restart(target.get().unwrap(), 1))),
    );
    victim.set(Some(event_loop.timer_start(0, None, log.note("victim"))));
    event_loop.timer_start(0, None, log.note("other"));
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "other victim");
}

#[test]
fn one_shot_timer_is_gone_in_its_callback() {
    let event_loop = new_loop();
    let id = Rc::new(Cell::new(None::<TimerId>));
    let own = Rc::clone(&id);
    id.set(Some(event_loop.timer_start(
        0,
        Some(0),
        callback(move |event_loop| {
            let id = own.get().unwrap();
            assert_eq!(event_loop.timer_due_in(id), None);
            assert!(!event_loop.timer_stop(id));
            assert!(!event_loop.alive());
        }),
    )));
    assert!(!event_loop.run(RunMode::Default));
}

#[test]
fn repeating_timer_runs_until_stopped_and_again_needs_a_repeat() {
    let (event_loop, log) = (new_loop(), Log::default());
    let id = Rc::new(Cell::new(None::<TimerId>));
    let (own, words, left) = (Rc::clone(&id), log.clone(), Cell::new(3));
    id.set(Some(event_loop.timer_start(
        0,
        Some(1),
        callback(move |event_loop| {
            words.add("tick");
            left.set(left.get() - 1);
            if left.get() == 0 {
                assert!(event_loop.timer_stop(own.get().unwrap()));
            }
        }),
    )));
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "tick tick tick");
    let once = event_loop.timer_start(1000, None, log.note("once"));
    assert!(!event_loop.timer_again(once));
    event_loop.timer_set_repeat(once, Some(5));
    assert!(event_loop.timer_again(once));
    assert_eq!(event_loop.timer_due_in(once), Some(5));
}

#[test]
fn repeat_cleared_makes_the_next_run_the_last() {
    let (event_loop, log) = (new_loop(), Log::default());
    let id = event_loop.timer_start(0, Some(1), log.note("tick"));
    event_loop.timer_set_repeat(id, None);
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "tick");
}

#[test]
fn unreferenced_timer_keeps_nothing_alive_but_runs_while_others_do() {
    let (event_loop, log) = (new_loop(), Log::default());
    let id = event_loop.timer_start(0, None, log.note("unref"));
    event_loop.timer_ref(id, false);
    event_loop.timer_ref(id, false);
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "");
    event_loop.timer_start(1, None, log.note("ref"));
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "unref ref");
}

#[test]
fn clock_is_cached_until_updated() {
    let event_loop = new_loop();
    let before = event_loop.now_ms();
    while event_loop.hrtime() / 1_000_000 <= before {
        std::thread::yield_now();
    }
    assert_eq!(event_loop.now_ms(), before);
    event_loop.update_time();
    assert!(event_loop.now_ms() > before);
}

#[test]
fn timer_far_in_the_future_does_not_overflow() {
    let event_loop = new_loop();
    let id = event_loop.timer_start(u64::MAX, None, callback(|_| ()));
    assert_eq!(
        event_loop.timer_due_in(id),
        Some(u64::MAX - event_loop.now_ms())
    );
    assert!(event_loop.run(RunMode::NoWait));
}
