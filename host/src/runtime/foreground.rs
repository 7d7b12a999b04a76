//! V8's own tasks for the thread of an isolate (cleanup of FinalizationRegistries,
//! `Atomics.waitAsync`, steps of garbage collection): they run on its event loop.
//!
//! They do not keep the loop alive, but those that are due when the loop is done have their turn before
//! the program ends. Tasks of an isolate that has no loop, because it
//! is being made or torn down, are dropped. Deliberately absent: idle tasks.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use napi_host_event_loop::{EventLoop, Remote, RunMode};

use super::{Runtime, call_into_js};

/// The loop of an isolate, and how many of its tasks are on their way there.
#[derive(Clone)]
struct Target {
    remote: Remote,
    waiting: Arc<AtomicUsize>,
}

/// The loop of each isolate, by the isolate's address.
static LOOPS: Mutex<BTreeMap<usize, Target>> = Mutex::new(BTreeMap::new());

thread_local! {
    /// The runtime of this thread.
    static CURRENT: RefCell<Weak<Runtime>> = const { RefCell::new(Weak::new()) };
}

/// What V8's platform hands its tasks to.
pub(super) struct Foreground;

impl v8::PlatformImpl for Foreground {
    fn post_task(&self, isolate: *mut c_void, task: v8::Task) {
        send(isolate, task, 0.0);
    }

    fn post_non_nestable_task(&self, isolate: *mut c_void, task: v8::Task) {
        send(isolate, task, 0.0);
    }

    fn post_delayed_task(&self, isolate: *mut c_void, task: v8::Task, delay: f64) {
        send(isolate, task, delay);
    }

    fn post_non_nestable_delayed_task(&self, isolate: *mut c_void, task: v8::Task, delay: f64) {
        send(isolate, task, delay);
    }

    fn post_idle_task(&self, _: *mut c_void, _: v8::IdleTask) {}
}

/// Posts `task` to the isolate's loop, to run `delay` seconds from now.
fn send(isolate: *mut c_void, task: v8::Task, delay: f64) {
    let target = {
        let loops = LOOPS.lock().unwrap_or_else(PoisonError::into_inner);
        loops.get(&isolate.addr()).cloned()
    };
    let Some(Target { remote, waiting }) = target else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "delays are seconds, and a negative one becomes 0"
    )]
    let delay_ms = (delay * 1000.0).ceil() as u64;
    waiting.fetch_add(1, Ordering::AcqRel);
    // A loop that is gone gives the task back: it is dropped.
    let _ = remote.post(Box::new(move |event_loop| {
        waiting.fetch_sub(1, Ordering::AcqRel);
        if delay_ms == 0 {
            run(task);
        } else {
            run_later(event_loop, task, delay_ms);
        }
    }));
}

fn run_later(event_loop: &EventLoop, task: v8::Task, delay_ms: u64) {
    let task = Cell::new(Some(task));
    let timer = event_loop.timer_start(
        delay_ms,
        None,
        Rc::new(move |_| {
            if let Some(task) = task.take() {
                run(task);
            }
        }),
    );
    event_loop.timer_ref(timer, false);
}

fn run(task: v8::Task) {
    if let Some(runtime) = current() {
        call_into_js(&runtime, |_| task.run());
    }
}

/// The runtime of this thread.
pub(crate) fn current() -> Option<Rc<Runtime>> {
    CURRENT.with_borrow(Weak::upgrade)
}

/// Where an isolate lies.
pub(super) fn address(isolate: v8::UnsafeRawIsolatePtr) -> usize {
    // SAFETY: the type is a transparent wrapper around the isolate's address.
    let pointer = unsafe { std::mem::transmute::<v8::UnsafeRawIsolatePtr, *mut c_void>(isolate) };
    pointer.addr()
}

/// From now on the isolate's tasks run on the runtime's loop.
pub(super) fn attach(runtime: &Rc<Runtime>) {
    CURRENT.set(Rc::downgrade(runtime));
    let mut loops = LOOPS.lock().unwrap_or_else(PoisonError::into_inner);
    let remote = runtime.event_loop().remote();
    let waiting = Arc::default();
    loops.insert(address(runtime.isolate), Target { remote, waiting });
}

/// Runs the tasks that have been posted, and what they post.
pub(super) fn drain(runtime: &Runtime) {
    let waiting = {
        let loops = LOOPS.lock().unwrap_or_else(PoisonError::into_inner);
        let target = loops.get(&address(runtime.isolate));
        target.map(|target| Arc::clone(&target.waiting))
    };
    let Some(waiting) = waiting else {
        return;
    };
    while waiting.load(Ordering::Acquire) > 0 && !runtime.is_exiting() {
        // The task has been posted or is about to be: the loop does not sleep for long.
        let hold = runtime.event_loop().request_begin("V8Task");
        runtime.event_loop().run(RunMode::Once);
        drop(hold);
    }
}

/// The isolate's tasks run no more.
pub(crate) fn detach(runtime: &Runtime) {
    CURRENT.take();
    let mut loops = LOOPS.lock().unwrap_or_else(PoisonError::into_inner);
    loops.remove(&address(runtime.isolate));
}
