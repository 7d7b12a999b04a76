//! Threads that run JavaScript: starting one, ending it from either side, and the
//! news of its end.
//!
//! A worker has its own isolate, loop and modules; it shares with its parent only
//! what `Message` carries. Deliberately absent: what limits mean (`limits`), and
//! everything that JavaScript can do (`js/internal/worker/*.js`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use napi_host_event_loop::{AsyncId, IdleClock, Leash, Remote};

use super::limits::{Limits, Watch};
use super::tree::{self, Tree};
use super::{Args, Return, Scope, function, message};
use crate::arguments::{self, WorkerMistake};
use crate::builtins::messaging::Message;
use crate::builtins::performance::LoopStart;
use crate::builtins::support::{self, method};
use crate::options::{EvalMode, Options, Source};
use crate::runtime::{Runtime, call_into_js};

/// The number of the last worker of this process; the main thread has 0.
static LAST_ID: AtomicU32 = AtomicU32::new(0);

/// What both sides of a worker know.
#[derive(Default)]
struct Control {
    /// How to reach the worker while it runs; and whether the parent wants it to end.
    leash: Leash<(v8::IsolateHandle, Remote)>,
    /// It has ended because its heap was full.
    out_of_memory: AtomicBool,
    exit_code: AtomicI32,
    /// When the worker's loop began, and how long it has waited.
    clocks: OnceLock<(Arc<LoopStart>, Arc<IdleClock>)>,
}

/// A worker as its parent's isolate knows it.
struct Child {
    control: Arc<Control>,
    bell: AsyncId,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// The workers of this isolate.
#[derive(Default)]
struct Children(RefCell<HashMap<u32, Child>>);

/// Set in a worker's isolate.
struct ThisThread {
    id: u32,
    boot: Cell<Option<Message>>,
    control: Arc<Control>,
    limits: Limits,
}

/// What a worker's thread is started with.
struct Start {
    options: Options,
    id: u32,
    boot: Message,
    limits: Limits,
    tree: Arc<Tree>,
    control: Arc<Control>,
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "spawn", spawn);
    method(scope, target, "terminate", terminate);
    method(scope, target, "setThreadRef", set_thread_ref);
    method(scope, target, "boot", boot);
    method(scope, target, "loopTimes", loop_times);
    method(scope, target, "mistakeIn", mistake_in);
    let id = scope.get_slot::<Rc<ThisThread>>().map_or(0, |this| this.id);
    support::number_constant(scope, target, "threadId", f64::from(id));
    let limits = scope.get_slot::<Rc<ThisThread>>().map(|this| this.limits);
    if let Some(limits) = limits {
        let limits = numbers(scope, &limits);
        support::constant(scope, target, "resourceLimits", limits.into());
    }
}

fn numbers<'s>(scope: &mut v8::PinScope<'s, '_>, limits: &Limits) -> v8::Local<'s, v8::Array> {
    let numbers = limits.0.map(|limit| v8::Number::new(scope, limit).into());
    v8::Array::new_with_elements(scope, &numbers)
}

/// The limits of a JavaScript array of four numbers.
fn limits_in(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Limits {
    let array = v8::Local::<v8::Array>::try_from(value).ok();
    let limit = |scope: &mut v8::PinScope<'_, '_>, at| {
        let number = array?.get_index(scope, at)?;
        number.number_value(scope)
    };
    Limits([0, 1, 2, 3].map(|at| limit(scope, at).unwrap_or(-1.0)))
}

fn children(scope: &mut v8::PinScope<'_, '_>) -> Rc<Children> {
    if let Some(children) = scope.get_slot::<Rc<Children>>() {
        return Rc::clone(children);
    }
    let children = Rc::new(Children::default());
    scope.set_slot(Rc::clone(&children));
    children
}

/// `loopTimes(id)`: [idle, active] milliseconds of a worker's loop; undefined before it has
/// begun and after its end.
#[expect(clippy::cast_precision_loss, reason = "exact for a hundred days")]
fn loop_times(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let children = children(scope);
    let control = children
        .0
        .borrow()
        .get(&id)
        .map(|child| Arc::clone(&child.control));
    let Some((start, idle)) = control.as_ref().and_then(|control| control.clocks.get()) else {
        return;
    };
    let Some(age) = start.age() else {
        return;
    };
    let idle = idle.idle_ns() as f64 / 1e6;
    let times = [idle, (age - idle).max(0.0)].map(|time| v8::Number::new(scope, time).into());
    rv.set(v8::Array::new_with_elements(scope, &times).into());
}

fn strings(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Vec<String> {
    let Ok(array) = v8::Local::<v8::Array>::try_from(value) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for at in 0..array.length() {
        if let Some(item) = array.get_index(scope, at) {
            texts.push(support::text(scope, item));
        }
    }
    texts
}

fn optional_text(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Option<String> {
    value.is_string().then(|| support::text(scope, value))
}

/// `mistakeIn(execArgv, NODE_OPTIONS)`: [whether it is in the second, what it is]; undefined if there is none.
fn mistake_in(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let exec_argv = strings(scope, args.get(0));
    let node_options = optional_text(scope, args.get(1));
    let (is_environment, text) = match arguments::of_worker(exec_argv, node_options) {
        Ok(_) => return,
        Err(WorkerMistake::Environment(text)) => (true, text),
        Err(WorkerMistake::ExecArgv(text)) => (false, text),
    };
    let is_environment = v8::Boolean::new(scope, is_environment).into();
    let text = support::string(scope, &text).into();
    rv.set(v8::Array::new_with_elements(scope, &[is_environment, text]).into());
}

/// The options of a worker: the parent's, or its own, with another program. They were checked before.
fn options_of(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Options {
    let runtime = support::runtime(scope);
    let parent = runtime.options();
    let code = support::text(scope, args.get(0));
    let source = if args.get(1).boolean_value(scope) {
        Source::Eval {
            code,
            mode: EvalMode::Run,
        }
    } else {
        Source::File(code)
    };
    let own = args.get(3);
    let base = if own.is_array() {
        let exec_argv = strings(scope, own);
        let node_options = optional_text(scope, args.get(9));
        arguments::of_worker(exec_argv, node_options).unwrap_or_default()
    } else {
        Options::clone(parent)
    };
    Options {
        source,
        argv0: parent.argv0.clone(),
        args: strings(scope, args.get(2)),
        // V8's flags hold for the whole process and are set already.
        v8_flags: Vec::new(),
        env: Vec::new(),
        ..base
    }
}

/// `spawn(program, isCode, argv, execArgv, onExit(code, outOfMemory), bootValue,
/// transferList, makeError, limits, NODE_OPTIONS)`: the thread's number and its limits. With the
/// options of its parent unless `execArgv` is an array.
fn spawn(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(on_exit) = function(&args, 4) else {
        return;
    };
    let options = options_of(scope, &args);
    let Some(boot) = message(scope, &args, 5) else {
        return;
    };
    let id = LAST_ID.fetch_add(1, Ordering::Relaxed) + 1;
    let control = Arc::<Control>::default();
    let children = children(scope);
    let on_exit = v8::Global::new(scope, on_exit);
    let runtime = support::runtime(scope);
    let bell = exit_bell(&runtime, &children, id, on_exit);
    let Some(sender) = runtime.event_loop().async_sender(bell) else {
        return;
    };
    let limits = limits_in(scope, args.get(8)).filled();
    let tree = tree::of(scope);
    if scope.get_slot::<Rc<ThisThread>>().is_none() {
        tree.add_thread(0, runtime.event_loop().remote());
    }
    let theirs = Arc::clone(&control);
    let start = Start {
        options,
        id,
        boot,
        limits,
        tree,
        control: Arc::clone(&control),
    };
    let thread = std::thread::Builder::new()
        .name(format!("worker-{id}"))
        .stack_size(limits.stack_size())
        .spawn(move || {
            let code = run(start);
            theirs.exit_code.store(code, Ordering::Release);
            sender.send();
        });
    match thread {
        Ok(thread) => {
            let child = Child {
                control,
                bell,
                thread: Some(thread),
            };
            children.0.borrow_mut().insert(id, child);
            let id = v8::Integer::new_from_unsigned(scope, id).into();
            let limits = numbers(scope, &limits).into();
            rv.set(v8::Array::new_with_elements(scope, &[id, limits]).into());
        }
        Err(_) => {
            runtime.event_loop().async_close(bell);
            support::throw_error(scope, "the system gives no thread for a worker");
        }
    }
}

/// Rings when the worker has ended; keeps the parent's loop alive until then.
fn exit_bell(
    runtime: &Rc<Runtime>,
    children: &Rc<Children>,
    id: u32,
    on_exit: v8::Global<v8::Function>,
) -> AsyncId {
    let weak_runtime = Rc::downgrade(runtime);
    let weak_children = Rc::downgrade(children);
    let bell = runtime.event_loop().async_new(Rc::new(move |_| {
        let (Some(runtime), Some(children)) = (weak_runtime.upgrade(), weak_children.upgrade())
        else {
            return;
        };
        let child = children.0.borrow_mut().remove(&id);
        let Some(mut child) = child else {
            return;
        };
        if let Some(thread) = child.thread.take() {
            // Its last act was to ring this bell; a panic there was reported there.
            let _ = thread.join();
        }
        runtime.event_loop().async_close(child.bell);
        let code = child.control.exit_code.load(Ordering::Acquire);
        call_into_js(&runtime, |scope| {
            let on_exit = v8::Local::new(scope, &on_exit);
            let receiver = v8::undefined(scope).into();
            let code = v8::Integer::new(scope, code).into();
            let full = child.control.out_of_memory.load(Ordering::Acquire);
            let full = v8::Boolean::new(scope, full).into();
            on_exit.call(scope, receiver, &[code, full]);
        });
    }));
    runtime.event_loop().describe(bell, "Worker");
    bell
}

/// A worker's thread from start to exit code.
fn run(start: Start) -> i32 {
    let Start {
        options,
        id,
        boot,
        limits,
        tree,
        control,
    } = start;
    if control.leash.is_ended() {
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
        Err(_) if control.leash.is_ended() => return 1,
        Err(message) => {
            eprintln!("napi-host: worker {id}: {message}");
            return 1;
        }
    };
    let remote = runtime.event_loop().remote();
    tree.add_thread(id, remote.clone());
    let runs = control.leash.attach((isolate.thread_safe_handle(), remote));
    runtime.thread.set(id);
    let clocks = (
        runtime.milestones.loop_start(),
        runtime.event_loop().idle_clock(),
    );
    // A thread sets them once.
    let _ = control.clocks.set(clocks);
    // One that was ended before it could be reached has not run, and ends with 0.
    let ended_by = |code| {
        let full = control.out_of_memory.load(Ordering::Acquire);
        control
            .leash
            .is_ended()
            .then_some(if full { 1 } else { code })
    };
    let early = if runs { None } else { ended_by(0) };
    if let Some(code) = early {
        runtime.end_thread(code);
    }
    let code = runtime.run_worker();
    let code = early.or_else(|| ended_by(1)).unwrap_or(code);
    tree.remove_thread(id);
    control.leash.detach();
    crate::runtime::enter(&runtime, stop_children);
    isolate.cancel_terminate_execution();
    runtime.tear_down();
    drop(runtime);
    drop(isolate);
    drop(watch);
    code
}

/// A worker whose heap is full ends, like one that its parent has ended.
fn watch_heap(isolate: &mut v8::Isolate, control: &Arc<Control>) -> Box<Watch> {
    let handle = isolate.thread_safe_handle();
    let control = Arc::clone(control);
    Watch::start(isolate, move || {
        if !control.leash.is_ended() {
            control.out_of_memory.store(true, Ordering::Release);
        }
        // Also while the isolate starts and cannot be reached yet.
        handle.terminate_execution();
        stop(&control);
    })
}

/// In a worker: ends it with `code` instead of the process. False on the main
/// thread.
pub(crate) fn exit_thread(scope: &mut v8::PinScope<'_, '_>, code: i32) -> bool {
    if scope.get_slot::<Rc<ThisThread>>().is_none() {
        return false;
    }
    support::runtime(scope).end_thread(code);
    scope.terminate_execution();
    true
}

/// Whether this thread is a worker that was told to end, by itself or by another.
pub(crate) fn ends(scope: &mut v8::PinScope<'_, '_>) -> bool {
    let Some(this) = scope.get_slot::<Rc<ThisThread>>() else {
        return false;
    };
    this.control.leash.is_ended() || support::runtime(scope).is_exiting()
}

/// `terminate(id)`: the worker stops as soon as it can.
fn terminate(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let children = children(scope);
    let children = children.0.borrow();
    if let Some(child) = children.get(&id) {
        stop(&child.control);
    }
}

fn stop(control: &Control) {
    control.leash.end(|(isolate, remote)| {
        isolate.terminate_execution();
        // Refused only when the loop is gone, and then the worker has ended.
        let _ = remote.post(Box::new(|_| {
            if let Some(runtime) = crate::runtime::of_this_thread() {
                runtime.end_thread(1);
            }
        }));
    });
}

/// How to reach worker `id` of this isolate, while it runs.
pub(super) fn reach(
    scope: &mut v8::PinScope<'_, '_>,
    id: u32,
) -> Option<(v8::IsolateHandle, Remote)> {
    let children = children(scope);
    let children = children.0.borrow();
    children.get(&id)?.control.leash.reach()
}

/// Ends every worker of this isolate and waits for it: what an env's end asks for.
pub(crate) fn stop_children(scope: &mut v8::PinScope<'_, '_>) {
    let Some(children) = scope.get_slot::<Rc<Children>>().cloned() else {
        return;
    };
    let all: Vec<Child> = children
        .0
        .borrow_mut()
        .drain()
        .map(|(_, child)| child)
        .collect();
    for child in &all {
        stop(&child.control);
    }
    for child in all {
        if let Some(thread) = child.thread {
            let _ = thread.join();
        }
    }
}

/// `setThreadRef(id, on)`: whether the worker keeps this loop alive.
fn set_thread_ref(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let on = args.get(1).boolean_value(scope);
    let children = children(scope);
    let bell = children.0.borrow().get(&id).map(|child| child.bell);
    if let Some(bell) = bell {
        support::runtime(scope).event_loop().async_ref(bell, on);
    }
}

/// `boot()`: in a worker, what the parent sent along; once.
fn boot(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let this = scope.get_slot::<Rc<ThisThread>>().cloned();
    let Some(boot) = this.and_then(|this| this.boot.take()) else {
        return;
    };
    if let Some(value) = boot.read(scope) {
        rv.set(value);
    }
}
