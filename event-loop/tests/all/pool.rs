//! The worker pool, seen from a loop.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use napi_host_event_loop::pool::{self, Outcome};
use napi_host_event_loop::{EventLoop, RunMode};

use crate::support::{Log, new_loop};

/// Holds the whole pool back until it is opened. What is submitted after it cannot begin before.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn close_pool(event_loop: &EventLoop) -> Self {
        let gate = Self::default();
        for _ in 0..pool::size() {
            let gate = gate.clone();
            pool::submit(
                event_loop,
                "gate",
                Box::new(move || gate.wait()),
                Box::new(|_, _| ()),
            );
        }
        gate
    }

    fn wait(&self) {
        let open = self.0.0.lock().unwrap();
        drop(self.0.1.wait_while(open, |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}

#[test]
fn work_runs_off_the_thread_and_done_on_it() {
    let event_loop = new_loop();
    let here = std::thread::current().id();
    let remote = event_loop.remote();
    let done = Rc::new(Cell::new(None));
    let told = Rc::clone(&done);
    pool::submit(
        &event_loop,
        "test",
        Box::new(move || {
            assert_ne!(std::thread::current().id(), here);
            assert!(!remote.is_loop_thread());
        }),
        Box::new(move |event_loop, outcome| {
            assert!(!event_loop.alive(), "the work does not count any more");
            told.set(Some((std::thread::current().id(), outcome)));
        }),
    );
    assert_eq!(event_loop.works_pending(), 1);
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(done.get(), Some((here, Outcome::Completed)));
}

#[test]
fn queued_work_is_cancelled_without_running_and_only_once() {
    let (event_loop, log) = (new_loop(), Log::default());
    let gate = Gate::close_pool(&event_loop);
    let words = log.clone();
    let guard = Arc::new(());
    let held = Arc::clone(&guard);
    let id = pool::submit(
        &event_loop,
        "test",
        Box::new(move || unreachable!("cancelled: {held:?}")),
        Box::new(move |_, outcome| words.add(format!("{outcome:?}"))),
    );
    assert!(pool::cancel(&event_loop, id));
    assert_eq!(Arc::strong_count(&guard), 1, "the work is dropped at once");
    assert!(!pool::cancel(&event_loop, id));
    assert_eq!(log.words(), "", "told in the poll phase");
    event_loop.run(RunMode::Once);
    assert_eq!(log.words(), "Cancelled");
    assert!(!pool::cancel(&event_loop, id));
    gate.open();
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "Cancelled");
}

#[test]
fn work_that_has_begun_or_ended_is_not_cancelled() {
    let (event_loop, log) = (new_loop(), Log::default());
    let gate = Gate::default();
    let (begun, waiter) = (Gate::default(), gate.clone());
    let signal = begun.clone();
    let words = log.clone();
    let work = move || {
        signal.open();
        waiter.wait();
    };
    let id = pool::submit(
        &event_loop,
        "test",
        Box::new(work),
        Box::new(move |_, outcome| words.add(format!("{outcome:?}"))),
    );
    begun.wait();
    assert!(!pool::cancel(&event_loop, id));
    gate.open();
    event_loop.run(RunMode::Default);
    assert!(!pool::cancel(&event_loop, id));
    assert_eq!(log.words(), "Completed");
}

#[test]
fn many_works_all_end_exactly_once_with_random_cancels() {
    const COUNT: usize = if cfg!(miri) { 50 } else { 10_000 };
    let event_loop = new_loop();
    let ended = Rc::new((Cell::new(0), Cell::new(0)));
    let mut cancelled = 0;
    let mut ids = Vec::new();
    for _ in 0..COUNT {
        let ended = Rc::clone(&ended);
        ids.push(pool::submit(
            &event_loop,
            "test",
            Box::new(|| ()),
            Box::new(move |_, outcome| {
                let count = if outcome == Outcome::Completed {
                    &ended.0
                } else {
                    &ended.1
                };
                count.set(count.get() + 1);
            }),
        ));
    }
    for id in ids.iter().rev().step_by(3) {
        cancelled += usize::from(pool::cancel(&event_loop, *id));
    }
    assert!(!event_loop.run(RunMode::Default));
    assert_eq!(
        (ended.0.get(), ended.1.get()),
        (COUNT - cancelled, cancelled)
    );
}

#[test]
fn panic_of_a_work_goes_on_in_the_loop() {
    let event_loop = new_loop();
    pool::submit(
        &event_loop,
        "test",
        Box::new(|| panic!("in the work")),
        Box::new(|_, _| unreachable!()),
    );
    let panic =
        panic::catch_unwind(AssertUnwindSafe(|| event_loop.run(RunMode::Default))).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"in the work"));
    assert!(!event_loop.alive());
}

#[test]
fn works_of_a_loop_that_ends_are_dropped_without_a_call() {
    let (event_loop, other) = (new_loop(), new_loop());
    let gate = Gate::close_pool(&other);
    let guard = Arc::new(());
    let (in_work, in_done) = (Arc::clone(&guard), Arc::clone(&guard));
    pool::submit(
        &event_loop,
        "test",
        Box::new(move || unreachable!("the loop is gone: {in_work:?}")),
        Box::new(move |_, _| unreachable!("the loop is gone: {in_done:?}")),
    );
    drop(event_loop);
    assert_eq!(Arc::strong_count(&guard), 1);
    gate.open();
}

#[test]
fn work_submitted_by_done_is_run() {
    let (event_loop, log) = (new_loop(), Log::default());
    let words = log.clone();
    pool::submit(
        &event_loop,
        "outer",
        Box::new(|| ()),
        Box::new(move |event_loop, _| {
            words.add("outer");
            pool::submit(
                event_loop,
                "inner",
                Box::new(|| ()),
                Box::new(move |_, _| words.add("inner")),
            );
        }),
    );
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "outer inner");
}

#[test]
fn task_runs_without_closures_and_is_cancelled_like_work() {
    fn work(words: pool::Words) {
        // SAFETY: the test keeps the counter until all has ended.
        let ran = unsafe { &*words[0].cast::<AtomicUsize>() };
        ran.fetch_add(1, Ordering::Relaxed);
    }
    fn done(_: &EventLoop, words: pool::Words, outcome: Outcome) {
        // SAFETY: as above.
        let log = unsafe { &*words[1].cast::<Log>() };
        log.add(format!("{outcome:?}"));
    }
    let event_loop = new_loop();
    let (ran, log) = (AtomicUsize::new(0), Log::default());
    let task = pool::Task {
        work,
        done,
        words: [
            std::ptr::from_ref(&ran).cast_mut().cast(),
            std::ptr::from_ref(&log).cast_mut().cast(),
        ],
    };
    pool::submit_task(&event_loop, "test", task, |_| {
        assert_eq!(ran.load(Ordering::Relaxed), 0, "it has not begun");
    });
    event_loop.run(RunMode::Default);
    let gate = Gate::close_pool(&event_loop);
    let mut queued = None;
    pool::submit_task(&event_loop, "test", task, |id| queued = Some(id));
    assert!(queued.is_some_and(|queued| pool::cancel(&event_loop, queued)));
    gate.open();
    event_loop.run(RunMode::Default);
    assert_eq!(log.words(), "Completed Cancelled");
    assert_eq!(ran.load(Ordering::Relaxed), 1);
}
