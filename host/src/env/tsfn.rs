//! Thread-safe functions: the loop's side. The queue itself, with its rules for
//! threads, is `napi_host_event_loop::ThreadSafeQueue`.
//!
//! A function is two halves. [`Shared`] is what threads use, through a slot that is
//! never freed (`tsfn_slot`): it lives until the function is finalized and every counted
//! thread has left. [`Local`] lives on the loop's thread and ends with the env at the
//! latest. It closes in two steps, as Node does: calls are refused at once, the finalizer
//! runs in the closing phase.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::ptr;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use napi_host_event_loop::{
    AsyncId, Consumer, Pass, Remote, Step, ThreadSafeQueue, thread_safe_queue,
};
use napi_host_sys as sys;

use super::async_context::AsyncContext;
use super::finalizer::Finalizer;
use super::from_loop::{Call, OnException};
use super::{Env, to_raw, tsfn_slot};
use crate::engine::frame::Frame;
use crate::runtime::Runtime;
use crate::sync::lock;

/// An addon's datum on its way to the loop's thread.
pub(crate) struct Item(pub(crate) *mut c_void);

// SAFETY: the pointer is handed through, never dereferenced; sending it between
// threads is what the addon asked for.
unsafe impl Send for Item {}

/// What all threads use of a function.
pub(crate) struct Shared {
    pub(crate) queue: Arc<ThreadSafeQueue<Item>>,
    pub(crate) context: *mut c_void,
    id: AsyncId,
    /// `None` once finalized: a function that is kept longer keeps nothing of the loop.
    remote: Mutex<Option<Remote>>,
    /// The finalizer has run.
    finalized: AtomicBool,
}

// SAFETY: `context` is only handed back to the addon; the rest is thread-safe.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// Whether nobody may use it any more. Of the two who make it so, the loop and the
    /// last thread, at least one sees it.
    pub(crate) fn is_over(&self) -> bool {
        self.finalized.load(Ordering::Acquire) && self.queue.is_retired()
    }

    /// References the function's handle or not: at once on the loop's thread, else there
    /// as soon as it looks.
    pub(crate) fn set_ref(&self, referenced: bool) {
        let id = self.id;
        let remote = lock(&self.remote);
        let Some(remote) = remote.clone() else {
            return;
        };
        if remote.is_loop_thread() {
            if let Some(runtime) = Env::current_runtime() {
                runtime.event_loop().async_ref(id, referenced);
            }
            return;
        }
        // A loop that is gone needs no reference.
        let _ = remote.post(Box::new(move |event_loop| {
            event_loop.async_ref(id, referenced)
        }));
    }
}

/// What an addon gives to make a thread-safe function.
pub(crate) struct Description {
    pub(crate) function: Option<v8::Global<v8::Function>>,
    pub(crate) max_queue_size: usize,
    pub(crate) initial_threads: usize,
    pub(crate) finalizer: Finalizer,
    pub(crate) context: *mut c_void,
    pub(crate) call_js: sys::napi_threadsafe_function_call_js,
    pub(crate) async_context: AsyncContext,
}

/// The half on the loop's thread.
pub(crate) struct Local {
    env: Weak<Env>,
    consumer: Consumer<Item>,
    shared: Arc<Shared>,
    function: RefCell<Option<v8::Global<v8::Function>>>,
    call_js: sys::napi_threadsafe_function_call_js,
    finalizer: Cell<Finalizer>,
    context: *mut c_void,
    async_context: AsyncContext,
    bounded: bool,
    /// What was in the queue when it closed.
    left: RefCell<VecDeque<Item>>,
    closing: Cell<bool>,
    /// Its entry in the teardown.
    number: Cell<u64>,
    handle: Cell<sys::napi_threadsafe_function>,
}

impl Env {
    /// Makes a thread-safe function; answers the addon's handle.
    pub(crate) fn new_threadsafe_function(
        self: &Rc<Self>,
        description: Description,
    ) -> sys::napi_threadsafe_function {
        let runtime = self.runtime();
        let event_loop = runtime.event_loop();
        let slot: Rc<RefCell<Weak<Local>>> = Rc::default();
        let target = Rc::clone(&slot);
        let wake = Rc::new(move |_: &_| {
            let local = target.borrow().upgrade();
            if let Some(local) = local {
                local.run_pass();
            }
        });
        let context = &description.async_context;
        let id = context.naming(&runtime, || event_loop.async_new(wake));
        event_loop.describe(id, "ThreadSafeFunction");
        let sender = event_loop
            .async_sender(id)
            .expect("the handle was made above");
        let (queue, consumer) = thread_safe_queue(
            description.max_queue_size,
            description.initial_threads,
            sender,
        );
        let shared = Arc::new(Shared {
            queue,
            context: description.context,
            id,
            remote: Mutex::new(Some(event_loop.remote())),
            finalized: AtomicBool::new(false),
        });
        let handle = tsfn_slot::publish(Arc::clone(&shared));
        let local = Rc::new(Local {
            env: Rc::downgrade(self),
            consumer,
            shared,
            function: RefCell::new(description.function),
            call_js: description.call_js,
            finalizer: Cell::new(description.finalizer),
            context: description.context,
            async_context: description.async_context,
            bounded: description.max_queue_size > 0,
            left: RefCell::default(),
            closing: Cell::new(false),
            number: Cell::new(0),
            handle: Cell::new(handle),
        });
        *slot.borrow_mut() = Rc::downgrade(&local);
        self.hold();
        let closes = Rc::downgrade(&local);
        let number = runtime.cleanup.add(Box::new(move |runtime| {
            if let Some(local) = closes.upgrade() {
                local.begin_close(runtime);
            }
        }));
        local.number.set(number);
        self.threadsafe_functions.borrow_mut().insert(number, local);
        handle
    }

    /// The process exits: no thread waits for room in a queue any more.
    pub(crate) fn refuse_calls(&self) {
        for local in self.threadsafe_functions.borrow().values() {
            if local.bounded {
                drop(local.consumer.close());
            }
        }
    }
}

impl Local {
    /// One wake-up: hands out at most the queue's share, each item in a callback scope
    /// of its own.
    fn run_pass(self: &Rc<Self>) {
        let Some(env) = self.env.upgrade() else {
            return;
        };
        let runtime = env.runtime();
        crate::runtime::enter(&runtime, |scope| {
            let function = self.function.borrow().clone();
            let function = function.map(|function| v8::Local::new(scope, function));
            env.in_pass(|native| self.hand_out(&env, &runtime, scope, native, function));
        });
    }

    fn hand_out(
        self: &Rc<Self>,
        env: &Env,
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'_, '_>,
        native: &Frame,
        function: Option<v8::Local<'_, v8::Function>>,
    ) {
        let mut call = Call {
            context: Some(&self.async_context),
            on_exception: on_exception(env),
            more: true,
        };
        let mut pass = Pass::default();
        while !self.closing.get() {
            match self.consumer.next(&mut pass) {
                Step::Item(item) => {
                    call.more = self.consumer.has_more(&pass);
                    env.call_in_pass(runtime, scope, native, call, || {
                        self.call(env, function, &item);
                    });
                }
                Step::Idle | Step::Yield => return,
                Step::Close => self.begin_close(runtime),
            }
        }
    }

    #[inline(always)]
    fn call(&self, env: &Env, function: Option<v8::Local<'_, v8::Function>>, item: &Item) {
        match (self.call_js, function) {
            (Some(call_js), function) => {
                let function = function.map_or(ptr::null_mut(), |f| to_raw(&f));
                // SAFETY: the addon gave the callback for these arguments.
                unsafe { call_js(env.as_raw(), function, self.context, item.0) };
            }
            (None, Some(function)) => env.with_scope(|scope| call_plainly(env, scope, function)),
            (None, None) => {}
        }
    }

    /// Refuses calls from here on; the rest happens in the closing phase.
    fn begin_close(self: &Rc<Self>, runtime: &Rc<Runtime>) {
        if self.closing.replace(true) {
            return;
        }
        self.left.replace(self.consumer.close());
        runtime.cleanup.remove(self.number.get());
        runtime.cleanup.begin_wait();
        let event_loop = runtime.event_loop();
        event_loop.async_close(self.shared.id);
        let (this, runtime) = (Rc::clone(self), Rc::clone(runtime));
        event_loop.close_post(move |_| this.finish(&runtime));
    }

    /// Items that are left get `call_js(NULL, NULL, …)`, then the finalizer runs.
    fn finish(&self, runtime: &Rc<Runtime>) {
        if let Some(call_js) = self.call_js {
            for item in self.left.take() {
                // SAFETY: the ABI: without env and function, to free the datum.
                unsafe { call_js(ptr::null_mut(), ptr::null_mut(), self.context, item.0) };
            }
        }
        let env = self.env.upgrade();
        let finalizer = self.finalizer.replace(Finalizer::NONE);
        if let (Some(callback), Some(env)) = (finalizer.callback, &env) {
            let call = Call {
                context: Some(&self.async_context),
                on_exception: on_exception(env),
                more: false,
            };
            env.call_from_loop(call, || {
                // SAFETY: the addon gave the callback for these arguments.
                unsafe { callback(env.as_raw(), finalizer.data, self.context) };
            });
        }
        self.function.borrow_mut().take();
        let shared = &self.shared;
        let remote = lock(&shared.remote).take();
        drop(remote);
        shared.finalized.store(true, Ordering::Release);
        // Leaving the gate frees the slot if nobody is counted any more.
        // SAFETY: the handle of this function.
        drop(unsafe { tsfn_slot::enter(self.handle.get()) });
        runtime.cleanup.end_wait();
        if let Some(env) = env {
            crate::runtime::enter(runtime, |_| self.async_context.id().destroy(&env));
            env.threadsafe_functions
                .borrow_mut()
                .remove(&self.number.get());
            env.release_hold(runtime);
        }
    }
}

/// What becomes of an exception that a callback of a thread-safe function leaves.
fn on_exception(env: &Env) -> OnException {
    if env.version >= 10 || env.force_uncaught() {
        OnException::Uncaught
    } else {
        OnException::Warn
    }
}

/// Without a `call_js`: the function is called with no arguments.
fn call_plainly(
    env: &Env,
    scope: &mut v8::PinScope<'_, '_>,
    function: v8::Local<'_, v8::Function>,
) {
    v8::tc_scope!(let scope, scope);
    let receiver = v8::undefined(scope).into();
    function.call(scope, receiver, &[]);
    if let Some(exception) = scope.exception() {
        scope.reset();
        env.set_pending(exception);
    }
}
