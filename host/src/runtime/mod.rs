//! One [`Runtime`] per isolate: the isolate, its context, its event loop and what
//! ties them together.
//!
//! The loop knows nothing of V8 and V8 knows nothing of the loop; they meet in
//! `callback_scope`, which owns the only rule for when ticks and microtasks drain.
//! Deliberately absent: Node-API environments (`env`) and built-in modules
//! (`builtins`), which are reached from here but know it only through this API.

mod array_memory;
mod bootstrap;
mod callback;
mod callback_scope;
mod errors;
pub(crate) mod explain;
mod foreground;
pub(crate) mod gc;
pub(crate) mod host;
mod memory;
mod out_of_memory;
mod platform;
pub use platform::start as start_v8;
mod rejection;
pub(crate) mod report;
pub(crate) mod snapshot;
mod stack_trace;
mod work;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ptr::NonNull;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, RunMode};
use napi_host_sys as sys;

pub(crate) use callback::JsCallback;
pub(crate) use callback_scope::{
    call_entered, call_into_js, call_timers, close as close_callback_scope, close_in_batch, enter,
    open as open_callback_scope,
};
pub(crate) use errors::trigger_uncaught;
pub(crate) use foreground::{current as of_this_thread, detach as detach_tasks};
pub(crate) use memory::limits as heap_limits;
pub(crate) use work::spawn_blocking;

use crate::builtins::performance::Milestones;
use crate::engine::Engine;
use crate::env::Env;
use crate::options::Options;

/// JavaScript functions that the native side calls, set once by the bootstrap.
#[derive(Default)]
pub(crate) struct Hooks {
    /// Drains nextTicks and microtasks until both are empty.
    pub(crate) process_ticks: OnceCell<v8::Global<v8::Function>>,
    /// `(error, fromPromise) -> handled`.
    pub(crate) uncaught: OnceCell<v8::Global<v8::Function>>,
    /// `(event, promise, value)` for promise rejections.
    pub(crate) rejection: OnceCell<v8::Global<v8::Function>>,
    /// `(event, …)` for the async resources of addons, once a program looks at them.
    pub(crate) async_resource: OnceCell<v8::Global<v8::Function>>,
    /// `(function, …)` with the receiver as `this`: calls the function for `napi_make_callback`, once a
    /// program uses domains.
    pub(crate) make_callback: OnceCell<v8::Global<v8::Function>>,
    /// `()`: tells of the async resources that have ended.
    pub(crate) destroys: OnceCell<v8::Global<v8::Function>>,
    /// `(value)`: what another thread has sent to this one.
    pub(crate) mailbox: OnceCell<v8::Global<v8::Function>>,
    /// `(error, sites)`: the text of a stack whose places are those of the sources that
    /// source maps name; undefined to leave it. Set once source maps are wanted.
    pub(crate) prepare_stack: OnceCell<v8::Global<v8::Function>>,
    /// `(file, line, column)`: the same for the place of an uncaught error.
    pub(crate) map_place: OnceCell<v8::Global<v8::Function>>,
    /// `(id)`: built-in `require`.
    pub(crate) require: OnceCell<v8::Global<v8::Function>>,
}

/// Flags that JavaScript and the native side share (bytes of one ArrayBuffer).
pub(crate) mod flag {
    /// A nextTick is queued.
    pub(crate) const TICK: usize = 0;
    /// A rejection waits to be reported.
    pub(crate) const REJECTION: usize = 1;
    /// The next call of the file system binding is for a promise.
    pub(crate) const FS_PROMISE: usize = 2;
    /// Number of flags.
    pub(crate) const COUNT: usize = 8;
}

/// An isolate with its context, loop and state. Lives on one thread.
pub(crate) struct Runtime {
    isolate: v8::UnsafeRawIsolatePtr,
    context: v8::Global<v8::Context>,
    event_loop: Rc<EventLoop>,
    options: Rc<Options>,
    bindings: RefCell<HashMap<&'static str, v8::Global<v8::Object>>>,
    pub(crate) hooks: Hooks,
    flags: v8::SharedRef<v8::BackingStore>,
    /// The contents of `flags`, which V8 hands out by a call.
    flag_cells: NonNull<[Cell<u8>]>,
    /// Depth of open callback scopes; ticks drain when it returns to 0.
    depth: Cell<u32>,
    exiting: Cell<bool>,
    /// The loop runs with isolate and context entered.
    entered: Cell<bool>,
    /// Someone wants to know who makes what the loop lives for.
    pub(crate) watches_creators: Cell<bool>,
    exit_code: Cell<i32>,
    engine: OnceCell<Rc<Engine>>,
    /// Every env of this isolate, oldest first, until it is torn down.
    envs: RefCell<Vec<Rc<Env>>>,
    /// Envs that have ended: addons are known to use them once more.
    ended_envs: RefCell<Vec<Rc<Env>>>,
    /// What runs at the end of the envs.
    pub(crate) cleanup: crate::env::teardown::Hooks,
    pub(crate) timers: crate::builtins::timers::Timers,
    /// Snapshots that are still to be written near the heap's limit.
    near_limit: memory::NearLimit,
    /// Bytes of external memory that addons have reported.
    pub(crate) reported_memory: Cell<i64>,
    /// The number of this thread's worker; 0 for the main thread.
    pub(crate) thread: Cell<u32>,
    /// When what began.
    pub(crate) milestones: Milestones,
    /// What addons call libuv's functions with.
    pub(crate) uv_loop: crate::uv::OwnedLoop,
    /// `Buffer.prototype`, set when the built-in `buffer` is loaded.
    pub(crate) buffer_prototype: RefCell<Option<v8::Global<v8::Object>>>,
}

impl Runtime {
    /// The runtime of the current isolate.
    pub(crate) fn from_scope(scope: &v8::PinScope<'_, '_>) -> Rc<Self> {
        Rc::clone(
            scope
                .get_slot::<Rc<Self>>()
                .expect("every isolate of this crate is made by Runtime"),
        )
    }

    /// The runtime of an isolate by its address, on the isolate's own thread.
    pub(crate) fn of_isolate(address: usize) -> Option<Rc<Self>> {
        foreground::current().filter(|runtime| foreground::address(runtime.isolate) == address)
    }

    /// The event loop of this thread.
    pub(crate) fn event_loop(&self) -> &Rc<EventLoop> {
        &self.event_loop
    }

    /// What the program was started with.
    pub(crate) fn options(&self) -> &Rc<Options> {
        &self.options
    }

    /// The main context.
    pub(crate) fn context<'s>(
        &self,
        scope: &v8::PinScope<'s, '_, ()>,
    ) -> v8::Local<'s, v8::Context> {
        v8::Local::new(scope, &self.context)
    }

    /// The flags shared with JavaScript.
    pub(crate) fn flag(&self, index: usize) -> &Cell<u8> {
        // SAFETY: memory of the backing store, which the runtime keeps and nobody detaches.
        let cells = unsafe { self.flag_cells.as_ref() };
        &cells[index]
    }

    /// The binding `name`, made at its first use.
    pub(crate) fn binding<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
    ) -> Option<v8::Local<'s, v8::Object>> {
        if let Some(binding) = self.bindings.borrow().get(name) {
            return Some(v8::Local::new(scope, binding));
        }
        let bindings = crate::builtins::BINDINGS;
        let index = bindings.binary_search_by_key(&name, |(n, _)| n).ok()?;
        let (name, install) = bindings[index];
        let target = v8::Object::new(scope);
        install(scope, target);
        self.bindings
            .borrow_mut()
            .insert(name, v8::Global::new(scope, target));
        Some(target)
    }

    /// Calls the built-in `require` from native code.
    pub(crate) fn require_builtin<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: &str,
    ) -> Option<v8::Local<'s, v8::Value>> {
        let require = v8::Local::new(scope, self.hooks.require.get()?);
        let id = crate::builtins::support::string(scope, id);
        let receiver = v8::undefined(scope);
        require.call(scope, receiver.into(), &[id.into()])
    }

    /// What the envs of this isolate share, made for the first of them.
    pub(crate) fn engine(&self, scope: &mut v8::PinScope<'_, '_>) -> Rc<Engine> {
        Rc::clone(self.engine.get_or_init(|| Rc::new(Engine::new(scope))))
    }

    /// Keeps an env until its teardown.
    pub(crate) fn add_env(&self, env: Rc<Env>) {
        env.register_end(self);
        self.envs.borrow_mut().push(env);
    }

    /// The envs, oldest first.
    pub(crate) fn envs(&self) -> Vec<Rc<Env>> {
        self.envs.borrow().clone()
    }

    /// An env has ended: it cannot be found any more, but stays in memory, for ever if it
    /// `is_remembered` by references that were left: static ones are deleted when another thread's env replaces them.
    pub(crate) fn retire_env(&self, env: &Env, is_remembered: bool) {
        let mut envs = self.envs.borrow_mut();
        if let Some(index) = envs.iter().position(|other| std::ptr::eq(&**other, env)) {
            let env = envs.remove(index);
            env.ended.set(true);
            if is_remembered {
                std::mem::forget(Rc::clone(&env));
            }
            self.ended_envs.borrow_mut().push(env);
        }
    }

    /// The env with this address, if it is not torn down.
    pub(crate) fn env(&self, raw: sys::napi_env) -> Option<Rc<Env>> {
        let envs = self.envs.borrow();
        envs.iter().find(|env| env.as_raw() == raw).cloned()
    }

    /// Runs the loop until nothing keeps it alive, with isolate and context entered.
    pub(crate) fn run_loop(&self) {
        enter(self, |_| {
            self.entered.set(true);
            self.event_loop.run(RunMode::Default);
            self.entered.set(false);
        });
    }

    /// Whether callbacks of the loop need not enter the isolate and its context.
    #[inline(always)]
    pub(crate) fn is_entered(&self) -> bool {
        self.entered.get()
    }

    /// From here on JavaScript may no longer run.
    pub(crate) fn begin_exit(&self) {
        self.exiting.set(true);
    }

    /// Whether JavaScript may no longer run (the environment is being torn down).
    pub(crate) fn is_exiting(&self) -> bool {
        self.exiting.get()
    }
}
