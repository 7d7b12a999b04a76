//! The workers of an isolate: starting one, ending it, and the news of its end.
//!
//! A worker has its own isolate, loop and modules; it shares with its parent only
//! what `Message` carries and what both know of it (`control`). Deliberately absent: what a
//! worker itself does (`inside`), what limits mean (`limits`), and everything that JavaScript
//! can do (`js/internal/worker/*.js`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use napi_host_event_loop::AsyncId;

use super::control::{Control, Reach};
use super::inside::{self, Start};
use super::limits::Limits;
use super::{Args, Return, Scope, function, message, options, tree};
use crate::builtins::support::{self, method};
use crate::runtime::{Runtime, call_into_js};

/// The number of the last worker of this process; the main thread has 0.
static LAST_ID: AtomicU32 = AtomicU32::new(0);

/// A worker as its parent's isolate knows it.
struct Child {
    control: Arc<Control>,
    bell: AsyncId,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// The workers of this isolate.
#[derive(Default)]
struct Children(RefCell<HashMap<u32, Child>>);

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "spawn", spawn);
    method(scope, target, "terminate", terminate);
    method(scope, target, "setThreadRef", set_thread_ref);
    method(scope, target, "loopTimes", loop_times);
    method(scope, target, "mistakeIn", options::mistake_in);
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
fn loop_times(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let children = children(scope);
    let control = children
        .0
        .borrow()
        .get(&id)
        .map(|child| Arc::clone(&child.control));
    let Some((idle, age)) = control.and_then(|control| control.loop_times()) else {
        return;
    };
    let times = [idle, (age - idle).max(0.0)].map(|time| v8::Number::new(scope, time).into());
    rv.set(v8::Array::new_with_elements(scope, &times).into());
}

/// `spawn(program, isCode, argv, execArgv, onExit(code, outOfMemory), bootValue,
/// transferList, makeError, limits, NODE_OPTIONS)`: the thread's number and its limits. With the
/// options of its parent unless `execArgv` is an array.
fn spawn(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(on_exit) = function(&args, 4) else {
        return;
    };
    let options = options::of_worker(scope, &args);
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
    let limits = Limits::read(scope, args.get(8)).filled();
    let tree = tree::of(scope);
    if !inside::is_worker(scope) {
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
            theirs.set_exit_code(inside::run(start));
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
            let limits = limits.array(scope).into();
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
        let code = child.control.exit_code();
        call_into_js(&runtime, |scope| {
            let on_exit = v8::Local::new(scope, &on_exit);
            let receiver = v8::undefined(scope).into();
            let code = v8::Integer::new(scope, code).into();
            let full = child.control.is_out_of_memory();
            let full = v8::Boolean::new(scope, full).into();
            on_exit.call(scope, receiver, &[code, full]);
        });
    }));
    runtime.event_loop().describe(bell, "Worker");
    bell
}

/// `terminate(id)`: the worker stops as soon as it can.
fn terminate(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let children = children(scope);
    let children = children.0.borrow();
    if let Some(child) = children.get(&id) {
        child.control.end();
    }
}

/// How to reach worker `id` of this isolate, while it runs.
pub(super) fn reach(scope: &mut v8::PinScope<'_, '_>, id: u32) -> Option<Reach> {
    let children = children(scope);
    let children = children.0.borrow();
    children.get(&id)?.control.reach()
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
        child.control.end();
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
