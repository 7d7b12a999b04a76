//! Idle, prepare and check hooks.

use std::cell::Cell;
use std::rc::Rc;

use napi_host_event_loop::{HookId, Phase, RunMode};

use crate::support::{Log, callback, new_loop};

#[test]
fn hooks_run_newest_first() {
    let (event_loop, log) = (new_loop(), Log::default());
    for word in ["1", "2", "3"] {
        event_loop.hook_start(Phase::Prepare, log.note(word));
    }
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "3 2 1");
}

#[test]
fn hook_started_in_its_phase_waits_for_the_next_iteration() {
    let (event_loop, log) = (new_loop(), Log::default());
    let (words, once) = (log.clone(), Cell::new(true));
    event_loop.hook_start(
        Phase::Check,
        callback(move |event_loop| {
            words.add("old");
            if once.take() {
                event_loop.hook_start(Phase::Check, words.note("new"));
            }
        }),
    );
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "old");
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "old new old");
}

#[test]
fn hook_stopped_in_its_phase_does_not_run() {
    let (event_loop, log) = (new_loop(), Log::default());
    let victim = event_loop.hook_start(Phase::Idle, log.note("victim"));
    event_loop.hook_start(
        Phase::Idle,
        callback(move |event_loop| assert!(event_loop.hook_stop(victim))),
    );
    event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "");
}

#[test]
fn hook_may_stop_itself() {
    let event_loop = new_loop();
    let id = Rc::new(Cell::new(None::<HookId>));
    let own = Rc::clone(&id);
    id.set(Some(event_loop.hook_start(
        Phase::Idle,
        callback(move |event_loop| assert!(event_loop.hook_stop(own.get().unwrap()))),
    )));
    assert!(!event_loop.run(RunMode::Default));
}

#[test]
fn idle_hook_keeps_poll_awake_even_unreferenced() {
    let event_loop = new_loop();
    let keep = event_loop.request_begin("test");
    assert_eq!(event_loop.backend_timeout(), None);
    let idle = event_loop.hook_start(Phase::Idle, callback(|_| ()));
    event_loop.hook_ref(idle, false);
    assert_eq!(event_loop.backend_timeout(), Some(0));
    event_loop.hook_stop(idle);
    assert_eq!(event_loop.backend_timeout(), None);
    drop(keep);
}

#[test]
fn nested_run_in_a_hook_leaves_the_others_to_the_outer_pass() {
    let (event_loop, log) = (new_loop(), Log::default());
    event_loop.hook_start(Phase::Check, log.note("last"));
    let words = log.clone();
    let nested = callback(move |event_loop| {
        words.add("begin");
        if event_loop.depth() == 1 {
            event_loop.run(RunMode::NoWait);
        }
        words.add("end");
    });
    event_loop.hook_start(Phase::Check, nested);
    event_loop.hook_start(Phase::Check, log.note("first"));
    event_loop.run(RunMode::NoWait);
    // The nested run sees what has had its turn.
    assert_eq!(log.words(), "first begin first begin end end last");
    event_loop.run(RunMode::NoWait);
    assert_eq!(
        log.words(),
        "first begin first begin end end last first begin first begin end end last"
    );
}
