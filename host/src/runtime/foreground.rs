//! V8's own tasks for the thread of an isolate (cleanup of FinalizationRegistries,
//! `Atomics.waitAsync`, steps of garbage collection): they run on its event loop.
//!
//! They do not keep the loop alive, but those that are due when the loop is done have their turn before
//! the program ends, without a pass of the loop. Tasks of an isolate that has no loop, because it
//! is being made or torn down, are dropped. Deliberately absent: idle tasks.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::ffi::c_void;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Mutex};

use napi_host_event_loop::{EventLoop, Remote};

use super::{Runtime, call_into_js};
use crate::sync::lock;

/// A task and how many milliseconds from now it is due.
type Waiting = (v8::Task, u64);

/// The loop of an isolate, and the tasks that have been posted to it.
#[derive(Clone)]
struct Target {
    remote: Remote,
    tasks: Arc<Mutex<VecDeque<Waiting>>>,
}

impl Target {
    fn next(&self) -> Option<Waiting> {
        lock(&self.tasks).pop_front()
    }
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
        let loops = lock(&LOOPS);
        loops.get(&isolate.addr()).cloned()
    };
    let Some(target) = target else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "delays are seconds, and a negative one becomes 0"
    )]
    let delay_ms = (delay * 1000.0).ceil() as u64;
    lock(&target.tasks).push_back((task, delay_ms));
    // Refused by a loop that is gone: the task is dropped with the target.
    let _ = target.remote.post(Box::new(|event_loop| {
        if let Some(runtime) = current()
            && let Some(target) = target_of(&runtime)
            && let Some(waiting) = target.next()
        {
            start(event_loop, waiting);
        }
    }));
}

fn start(event_loop: &EventLoop, (task, delay_ms): Waiting) {
    if delay_ms == 0 {
        run(task);
    } else {
        run_later(event_loop, task, delay_ms);
    }
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
    let target = Target {
        remote: runtime.event_loop().remote(),
        tasks: Arc::default(),
    };
    lock(&LOOPS).insert(address(runtime.isolate), target);
}

fn target_of(runtime: &Runtime) -> Option<Target> {
    let loops = lock(&LOOPS);
    loops.get(&address(runtime.isolate)).cloned()
}

/// Runs the tasks that have been posted, and what they post.
pub(super) fn drain(runtime: &Runtime) {
    let Some(target) = target_of(runtime) else {
        return;
    };
    while !runtime.is_exiting()
        && let Some(waiting) = target.next()
    {
        start(runtime.event_loop(), waiting);
    }
}

/// The isolate's tasks run no more.
pub(crate) fn detach(runtime: &Runtime) {
    CURRENT.take();
    let mut loops = lock(&LOOPS);
    loops.remove(&address(runtime.isolate));
}
