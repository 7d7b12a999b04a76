//! A worker from within: its thread from the start to the exit code.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::control::Control;
use super::limits::{Limits, Watch};
use super::thread::stop_children;
use super::tree::Tree;
use super::{Args, Return, Scope, method};
use crate::builtins::messaging::Message;
use crate::builtins::support;
use crate::options::Options;
use crate::runtime::Runtime;

/// What a worker's thread is started with.
pub(super) struct Start {
    pub(super) options: Options,
    pub(super) id: u32,
    pub(super) boot: Message,
    pub(super) limits: Limits,
    pub(super) tree: Arc<Tree>,
    pub(super) control: Arc<Control>,
}

/// Set in a worker's isolate.
struct ThisThread {
    id: u32,
    boot: Cell<Option<Message>>,
    control: Arc<Control>,
    limits: Limits,
}

fn this_thread(isolate: &v8::Isolate) -> Option<Rc<ThisThread>> {
    isolate.get_slot::<Rc<ThisThread>>().cloned()
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "boot", boot);
    let this = this_thread(scope);
    let id = this.as_ref().map_or(0, |this| this.id);
    support::number_constant(scope, target, "threadId", f64::from(id));
    if let Some(this) = this {
        let limits = this.limits.array(scope);
        support::constant(scope, target, "resourceLimits", limits.into());
    }
}

/// Whether this thread is a worker.
pub(super) fn is_worker(isolate: &v8::Isolate) -> bool {
    this_thread(isolate).is_some()
}

/// `boot()`: in a worker, what the parent sent along; once.
fn boot(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let Some(boot) = this_thread(scope).and_then(|this| this.boot.take()) else {
        return;
    };
    if let Some(value) = boot.read(scope) {
        rv.set(value);
    }
}

/// A worker's thread from start to exit code.
pub(super) fn run(start: Start) -> i32 {
    let Start {
        options,
        id,
        boot,
        limits,
        tree,
        control,
    } = start;
    if control.is_ended() {
        return 0;
    }
    let mut watch = None;
    let shared = Arc::clone(&tree);
    let started = Runtime::start_worker(Rc::new(options), limits.params(), |isolate| {
        isolate.set_slot(Rc::new(ThisThread {
            id,
            boot: Cell::new(Some(boot)),
            control: Arc::clone(&control),
            limits,
        }));
        isolate.set_slot(shared);
        limits.set_stack(isolate);
        watch = Some(watch_heap(isolate, &control));
    });
    let (isolate, runtime) = match started {
        Ok(started) => started,
        Err(_) if control.is_ended() => return 1,
        Err(message) => {
            eprintln!("napi-host: worker {id}: {message}");
            return 1;
        }
    };
    let remote = runtime.event_loop().remote();
    tree.add_thread(id, remote.clone());
    let runs = control.open((isolate.thread_safe_handle(), remote), &runtime);
    runtime.thread.set(id);
    let code = run_program(&runtime, &control, runs);
    tree.remove_thread(id);
    control.close();
    crate::runtime::enter(&runtime, stop_children);
    isolate.cancel_terminate_execution();
    runtime.tear_down();
    drop(runtime);
    drop(isolate);
    drop(watch);
    code
}

/// Runs a worker's program and loop to their end, for the exit code; not the program unless it `runs`.
fn run_program(runtime: &Rc<Runtime>, control: &Control, runs: bool) -> i32 {
    let ended_by = |code| {
        let code = if control.is_out_of_memory() { 1 } else { code };
        control.is_ended().then_some(code)
    };
    // One that was ended before it could be reached has not run, and ends with 0.
    let early = if runs { None } else { ended_by(0) };
    if let Some(code) = early {
        runtime.end_thread(code);
    }
    let code = runtime.run_worker();
    early.or_else(|| ended_by(1)).unwrap_or(code)
}

/// A worker whose heap is full ends, like one that its parent has ended.
fn watch_heap(isolate: &mut v8::Isolate, control: &Arc<Control>) -> Box<Watch> {
    let handle = isolate.thread_safe_handle();
    let control = Arc::clone(control);
    Watch::start(isolate, move || {
        control.end_out_of_memory();
        // Also while the isolate starts and cannot be reached yet.
        handle.terminate_execution();
    })
}

/// In a worker: ends it with `code` instead of the process. False on the main
/// thread.
pub(crate) fn exit_thread(scope: &mut v8::PinScope<'_, '_>, code: i32) -> bool {
    if !is_worker(scope) {
        return false;
    }
    support::runtime(scope).end_thread(code);
    scope.terminate_execution();
    true
}

/// Whether this thread is a worker that was told to end, by itself or by another.
pub(crate) fn ends(scope: &mut v8::PinScope<'_, '_>) -> bool {
    this_thread(scope)
        .is_some_and(|this| this.control.is_ended() || support::runtime(scope).is_exiting())
}
