//! Threads that run JavaScript: starting one, ending it from either side, and the
//! news of its end.
//!
//! A worker has its own isolate, loop and modules; it shares with its parent only
//! what `Message` carries. Deliberately absent: resource limits, and everything
//! that JavaScript can do (`js/internal/worker/*.js`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use napi_host_event_loop::{AsyncId, IdleClock, Remote};

use super::{Args, Return, Scope, function, message};
use crate::builtins::messaging::Message;
use crate::builtins::performance::LoopStart;
use crate::builtins::support::{self, method};
use crate::options::{EvalMode, Options, Source};
use crate::runtime::{Runtime, call_into_js};

/// Bytes of a worker's stack; V8's own limit is well below.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// The number of the last worker of this process; the main thread has 0.
static LAST_ID: AtomicU32 = AtomicU32::new(0);

/// What both sides of a worker know.
#[derive(Default)]
struct Control {
    /// The parent wants it to end.
    ended: AtomicBool,
    exit_code: AtomicI32,
    /// How to reach the worker while it runs.
    reach: Mutex<Option<(v8::IsolateHandle, Remote)>>,
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
}

thread_local! {
    /// The runtime of this worker thread, for what the parent posts to its loop.
    static CURRENT: RefCell<Weak<Runtime>> = const { RefCell::new(Weak::new()) };
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "spawn", spawn);
    method(scope, target, "terminate", terminate);
    method(scope, target, "setThreadRef", set_thread_ref);
    method(scope, target, "boot", boot);
    method(scope, target, "loopTimes", loop_times);
    let id = scope.get_slot::<Rc<ThisThread>>().map_or(0, |this| this.id);
    support::number_constant(scope, target, "threadId", f64::from(id));
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

/// The options of a worker: the parent's with another program.
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
    let strings = |scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>| {
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
    };
    Options {
        source,
        args: strings(scope, args.get(2)),
        exec_argv: strings(scope, args.get(3)),
        // V8's flags hold for the whole process and are set already.
        v8_flags: Vec::new(),
        env: Vec::new(),
        ..Options::clone(parent)
    }
}

/// `spawn(program, isCode, argv, execArgv, onExit(code), bootValue, transferList,
/// makeError)`: the thread's number.
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
    let theirs = Arc::clone(&control);
    let thread = std::thread::Builder::new()
        .name(format!("worker-{id}"))
        .stack_size(STACK_SIZE)
        .spawn(move || {
            let code = run(options, id, boot, &theirs);
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
            rv.set_uint32(id);
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
            let code = v8::Integer::new(scope, code);
            on_exit.call(scope, receiver, &[code.into()]);
        });
    }));
    runtime.event_loop().describe(bell, "Worker");
    bell
}

/// A worker's thread from start to exit code.
fn run(options: Options, id: u32, boot: Message, control: &Arc<Control>) -> i32 {
    let started = Runtime::start_worker(Rc::new(options), |isolate| {
        isolate.set_slot(Rc::new(ThisThread {
            id,
            boot: Cell::new(Some(boot)),
            control: control.clone(),
        }));
    });
    let (isolate, runtime) = match started {
        Ok(started) => started,
        Err(message) => {
            eprintln!("napi-host: worker {id}: {message}");
            return 1;
        }
    };
    CURRENT.with(|current| *current.borrow_mut() = Rc::downgrade(&runtime));
    let reach = (isolate.thread_safe_handle(), runtime.event_loop().remote());
    *lock(&control.reach) = Some(reach);
    let clocks = (
        runtime.milestones.loop_start(),
        runtime.event_loop().idle_clock(),
    );
    // A thread sets them once.
    let _ = control.clocks.set(clocks);
    if control.ended.load(Ordering::Acquire) {
        runtime.end_thread(1);
    }
    let mut code = runtime.run_worker();
    if control.ended.load(Ordering::Acquire) {
        code = 1;
    }
    *lock(&control.reach) = None;
    crate::runtime::enter(&runtime, stop_children);
    isolate.cancel_terminate_execution();
    runtime.tear_down();
    drop(runtime);
    drop(isolate);
    code
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
    this.control.ended.load(Ordering::Acquire) || support::runtime(scope).is_exiting()
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
    control.ended.store(true, Ordering::Release);
    if let Some((isolate, remote)) = &*lock(&control.reach) {
        isolate.terminate_execution();
        // Refused only when the loop is gone, and then the worker has ended.
        let _ = remote.post(Box::new(|_| {
            let runtime = CURRENT.with(|current| current.borrow().upgrade());
            if let Some(runtime) = runtime {
                runtime.end_thread(1);
            }
        }));
    }
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
