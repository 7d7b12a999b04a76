//! The order of the phases, and the callbacks that run in them.

use std::cell::RefCell;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, Phase, RunMode, pool};

use crate::support::{Log, callback, new_loop};

#[test]
fn run_goes_through_the_phases_in_order() {
    let (event_loop, log) = (new_loop(), Log::default());
    event_loop.timer_start(0, None, log.note("timer"));
    let (pending, closing) = (log.clone(), log.clone());
    event_loop.pending_post(move |_| pending.add("pending"));
    let hooks = [
        (Phase::Check, "check"),
        (Phase::Prepare, "prepare"),
        (Phase::Idle, "idle"),
    ]
    .map(|(phase, word)| event_loop.hook_start(phase, log.note(word)));
    let id = event_loop.async_new(log.note("async"));
    event_loop.async_sender(id).unwrap().send();
    event_loop.close_post(move |event_loop| {
        closing.add("closing");
        hooks
            .iter()
            .for_each(|hook| assert!(event_loop.hook_stop(*hook)));
        event_loop.async_close(id);
        event_loop.timer_start(0, None, closing.note("timer"));
        pool::submit(
            event_loop,
            "work",
            Box::new(|| ()),
            Box::new(move |_, _| closing.add("work")),
        );
    });
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(
        log.words(),
        "timer pending idle prepare async check closing timer work"
    );
}

/// Immediates as the host makes them: a check hook that is not referenced, and the flag.
fn set_immediate(event_loop: &EventLoop, log: &Log) {
    let log = log.clone();
    let hook = event_loop.hook_start(
        Phase::Check,
        callback(move |event_loop| {
            if event_loop.depth() > 0 {
                log.add("immediate");
                event_loop.set_immediate_pending(false);
            }
        }),
    );
    event_loop.hook_ref(hook, false);
    event_loop.set_immediate_pending(true);
}

#[test]
fn immediate_set_in_poll_runs_before_a_timer_of_0_ms() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let posted = event_loop.remote().post(Box::new(|_| ()));
    assert!(posted.is_ok());
    let id = event_loop.async_new(callback(move |event_loop| {
        event_loop.timer_start(0, None, words.note("timer"));
        set_immediate(event_loop, &words);
    }));
    event_loop.async_ref(id, false);
    event_loop.async_sender(id).unwrap().send();
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "", "nothing is referenced: nothing runs");
    let keep = event_loop.request_begin("test");
    event_loop.run(RunMode::NoWait);
    drop(keep);
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "immediate timer");
}

#[test]
fn immediate_set_in_a_timer_runs_after_the_timers_that_are_due() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    event_loop.timer_start(
        0,
        None,
        callback(move |event_loop| set_immediate(event_loop, &words)),
    );
    event_loop.timer_start(0, None, log.note("timer"));
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "timer immediate");
}

#[test]
fn immediate_flag_keeps_the_loop_alive_and_poll_awake() {
    let event_loop = new_loop();
    assert_eq!(event_loop.backend_timeout(), Some(0), "nothing is alive");
    let keep = event_loop.request_begin("test");
    assert_eq!(event_loop.backend_timeout(), None);
    event_loop.set_immediate_pending(true);
    assert_eq!(event_loop.backend_timeout(), Some(0));
    drop(keep);
    assert!(event_loop.alive());
    event_loop.set_immediate_pending(false);
    assert!(!event_loop.alive());
}

#[test]
fn pending_posted_by_pending_waits_for_its_next_turn() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    event_loop.pending_post(move |event_loop| {
        words.add("first");
        event_loop.pending_post(move |_| words.add("second"));
    });
    let hook = event_loop.hook_start(Phase::Idle, log.note("idle"));
    event_loop.hook_ref(hook, false);
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "first idle second");
}

#[test]
fn pending_posted_by_a_check_hook_waits_for_the_next_iteration() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    let keep = event_loop.request_begin("test");
    let check = event_loop.hook_start(
        Phase::Check,
        callback(move |event_loop| {
            words.add("check");
            let words = words.clone();
            event_loop.pending_post(move |_| words.add("pending"));
        }),
    );
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "check");
    event_loop.hook_stop(check);
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "check pending");
    drop(keep);
}

#[test]
fn closing_posted_by_closing_waits_for_the_next_iteration() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    event_loop.close_post(move |event_loop| {
        words.add("first");
        event_loop.close_post(move |_| words.add("second"));
    });
    assert!(event_loop.run(RunMode::Once));
    assert_eq!(log.words(), "first");
    assert!(!event_loop.run(RunMode::Once));
    assert_eq!(log.words(), "first second");
}

#[test]
fn stop_ends_the_iteration_and_only_that_run() {
    let (event_loop, log) = (new_loop(), Log::default());
    event_loop.timer_start(0, Some(1), callback(EventLoop::stop));
    assert!(event_loop.run(RunMode::Default));
    event_loop.stop();
    event_loop.pending_post({
        let log = log.clone();
        move |_| log.add("pending")
    });
    assert!(event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "", "stopped before it began");
    assert!(event_loop.run(RunMode::NoWait));
    assert_eq!(log.words(), "pending");
}

#[test]
fn run_of_a_loop_with_nothing_returns_at_once() {
    let event_loop = new_loop();
    for mode in [RunMode::Default, RunMode::Once, RunMode::NoWait] {
        assert!(!event_loop.run(mode));
    }
    assert_eq!(event_loop.iterations(), 0);
}

#[test]
fn run_default_runs_due_timers_before_the_first_iteration_and_once_does_not() {
    for (mode, expected) in [
        (RunMode::Default, "timer prepare"),
        (RunMode::Once, "prepare timer"),
    ] {
        let (event_loop, log) = (new_loop(), Log::default());
        event_loop.timer_start(0, None, log.note("timer"));
        let prepare = event_loop.hook_start(Phase::Prepare, log.note("prepare"));
        event_loop.hook_ref(prepare, false);
        event_loop.set_immediate_pending(true);
        event_loop.hook_start(
            Phase::Check,
            callback(|event_loop| {
                event_loop.set_immediate_pending(false);
                event_loop.stop();
            }),
        );
        event_loop.run(mode);
        assert_eq!(log.words(), expected, "{mode:?}");
    }
}

#[test]
fn iterations_are_counted_from_their_poll_phase_on() {
    let event_loop = new_loop();
    let counts = Rc::new(RefCell::new(Vec::new()));
    for phase in [Phase::Prepare, Phase::Check] {
        let counts = Rc::clone(&counts);
        let note =
            callback(move |event_loop| counts.borrow_mut().push((phase, event_loop.iterations())));
        event_loop.hook_start(phase, note);
    }
    event_loop.run(RunMode::NoWait);
    assert_eq!(*counts.borrow(), [(Phase::Prepare, 0), (Phase::Check, 1)]);
}
