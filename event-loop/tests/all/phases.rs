//! The order of the phases, and the callbacks that run in them.

use napi_host_event_loop::{Phase, RunMode, pool};

use crate::support::{Log, new_loop};

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
