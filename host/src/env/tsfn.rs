//! Thread-safe functions: the loop's side. The queue itself, with its rules for
//! threads, is `napi_host_event_loop::ThreadSafeQueue`.
//!
//! A function is two halves. [`Shared`] is what addons hold: counted on its own, it
//! survives the env, and a late call is answered `napi_closing`. [`Local`] lives on the
//! loop's thread and ends with the env at the latest.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use napi_host_event_loop::{
    AsyncId, Consumer, Pass, Remote, Step, ThreadSafeQueue, thread_safe_queue,
};
use napi_host_sys as sys;

use super::async_context::{AsyncContext, OnException};
use super::finalizer::Finalizer;
use super::{Env, to_raw};
use crate::boundary::Status;

/// An addon's datum on its way to the loop's thread.
pub(crate) struct Item(pub(crate) *mut c_void);

// SAFETY: the pointer is handed through, never dereferenced; sending it between
// threads is what the addon asked for.
unsafe impl Send for Item {}

/// What a `napi_threadsafe_function` points at.
pub(crate) struct Shared {
    pub(crate) queue: Arc<ThreadSafeQueue<Item>>,
    pub(crate) context: *mut c_void,
    pub(crate) id: AsyncId,
    pub(crate) remote: Remote,
}

// SAFETY: `context` is only handed back to the addon; the rest is thread-safe.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

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
    closed: Cell<bool>,
}

impl Env {
    /// Makes a thread-safe function; the addon holds one count of the result.
    pub(crate) fn new_threadsafe_function(
        self: &Rc<Self>,
        description: Description,
    ) -> Arc<Shared> {
        let runtime = self.runtime();
        let event_loop = runtime.event_loop();
        let slot: Rc<RefCell<Weak<Local>>> = Rc::default();
        let target = Rc::clone(&slot);
        let id = event_loop.async_new(Rc::new(move |_| {
            let local = target.borrow().upgrade();
            if let Some(local) = local {
                local.run_pass();
            }
        }));
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
            remote: event_loop.remote(),
        });
        let local = Rc::new(Local {
            env: Rc::downgrade(self),
            consumer,
            shared: Arc::clone(&shared),
            function: RefCell::new(description.function),
            call_js: description.call_js,
            finalizer: Cell::new(description.finalizer),
            context: description.context,
            async_context: description.async_context,
            closed: Cell::new(false),
        });
        *slot.borrow_mut() = Rc::downgrade(&local);
        self.threadsafe_functions.borrow_mut().push(local);
        shared
    }

    /// Closes every thread-safe function: the env ends.
    pub(crate) fn close_threadsafe_functions(&self) {
        loop {
            let next = self.threadsafe_functions.borrow_mut().pop();
            match next {
                Some(local) => local.close(),
                None => return,
            }
        }
    }
}

impl Local {
    /// One wake-up: hands out at most the queue's share, each item in a callback scope
    /// of its own.
    fn run_pass(self: &Rc<Self>) {
        let mut pass = Pass::default();
        loop {
            if self.closed.get() {
                return;
            }
            match self.consumer.next(&mut pass) {
                Step::Item(item) => self.call(&item),
                Step::Idle | Step::Yield => return,
                Step::Close => return self.close(),
            }
        }
    }

    fn call(&self, item: &Item) {
        let Some(env) = self.env.upgrade() else {
            return;
        };
        let on_exception = if env.version >= 10 || env.force_uncaught() {
            OnException::Uncaught
        } else {
            OnException::Warn
        };
        env.call_from_loop(Some(&self.async_context), on_exception, |scope| {
            let function = self.function.borrow();
            let function = function.as_ref().map(|f| v8::Local::new(scope, f));
            match (self.call_js, function) {
                (Some(call_js), function) => {
                    let function = function.map_or(ptr::null_mut(), |f| to_raw(&f));
                    // SAFETY: the addon gave the callback for these arguments.
                    unsafe { call_js(env.as_raw(), function, self.context, item.0) };
                }
                (None, Some(function)) => call_plainly(&env, scope, function),
                (None, None) => {}
            }
        });
    }

    /// Closes: items that are left get `call_js(NULL, NULL, …)`, then the finalizer.
    fn close(self: &Rc<Self>) {
        if self.closed.replace(true) {
            return;
        }
        let left = self.consumer.close();
        let env = self.env.upgrade();
        if let Some(call_js) = self.call_js {
            for item in left {
                // SAFETY: the ABI: without env and function, to free the datum.
                unsafe { call_js(ptr::null_mut(), ptr::null_mut(), self.context, item.0) };
            }
        }
        let Some(env) = env else {
            return;
        };
        env.runtime().event_loop().async_close(self.shared.id);
        let finalizer = self.finalizer.replace(Finalizer::NONE);
        if let Some(callback) = finalizer.callback {
            let on_exception = if env.version >= 10 || env.force_uncaught() {
                OnException::Uncaught
            } else {
                OnException::Warn
            };
            env.call_from_loop(Some(&self.async_context), on_exception, |_| {
                // SAFETY: the addon gave the callback for these arguments.
                unsafe { callback(env.as_raw(), finalizer.data, self.context) };
            });
        }
        self.function.borrow_mut().take();
        let mut all = env.threadsafe_functions.borrow_mut();
        all.retain(|other| !Rc::ptr_eq(other, self));
        drop(all);
        if self.shared.queue.is_retired() {
            release(&self.shared);
        }
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

/// The addon's count of a function, as a pointer.
pub(crate) fn into_raw(shared: &Arc<Shared>) -> sys::napi_threadsafe_function {
    Arc::into_raw(Arc::clone(shared)).cast_mut().cast()
}

/// What the addon's pointer points at.
///
/// # Safety
/// The function is used by a thread that is counted, or not yet closed (the ABI).
pub(crate) unsafe fn from_raw<'a>(
    function: sys::napi_threadsafe_function,
) -> Result<&'a Shared, Status> {
    // SAFETY: the caller's promise.
    unsafe { function.cast::<Shared>().as_ref() }.ok_or(Status::INVALID_ARG)
}

/// Drops the addon's count: the queue is closed and no thread may use it any more.
fn release(shared: &Arc<Shared>) {
    let pointer = NonNull::from(&**shared);
    // SAFETY: balances `into_raw`; a retired queue is retired once.
    unsafe { Arc::decrement_strong_count(pointer.as_ptr()) };
}
