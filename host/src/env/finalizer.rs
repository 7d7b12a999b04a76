//! Finalizers: what an addon wants called when a value is collected or the env ends.
//!
//! A finalizer of an ordinary module never runs inside a collection: it waits in the
//! env's queue, which is drained as one immediate. Only experimental modules' basic
//! finalizers run at once. Deleting a reference takes its finalizer out of the queue.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::ptr::{self, NonNull};

use napi_host_sys as sys;

use super::reference::Reference;
use super::{Env, state};
use crate::runtime::{Runtime, trigger_uncaught};

/// A finalize callback with its data and hint.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finalizer {
    pub(crate) callback: sys::napi_finalize,
    pub(crate) data: *mut c_void,
    pub(crate) hint: *mut c_void,
}

impl Finalizer {
    /// Nothing to call.
    pub(crate) const NONE: Self = Self {
        callback: None,
        data: ptr::null_mut(),
        hint: ptr::null_mut(),
    };

    /// Whether there is something to call.
    pub(crate) fn is_some(&self) -> bool {
        self.callback.is_some()
    }
}

/// Something that waits to be finalized.
enum Waiting {
    /// The referent of a reference was collected.
    Reference(NonNull<Reference>),
    /// A finalizer of its own (`node_api_post_finalizer`, a buffer).
    Plain(Finalizer),
}

/// The finalizers of an env that wait for the loop.
pub(crate) struct Queue {
    waiting: RefCell<VecDeque<Waiting>>,
    scheduled: Cell<bool>,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self {
            waiting: RefCell::new(VecDeque::new()),
            scheduled: Cell::new(false),
        }
    }
}

impl Env {
    /// Enqueues the finalizer of a reference whose referent is gone. Called inside a
    /// collection: touches no V8 state.
    pub(crate) fn enqueue_reference(&self, reference: NonNull<Reference>) {
        self.enqueue(Waiting::Reference(reference));
    }

    /// Enqueues a finalizer of its own.
    pub(crate) fn enqueue_finalizer(&self, finalizer: Finalizer) {
        self.enqueue(Waiting::Plain(finalizer));
    }

    fn enqueue(&self, waiting: Waiting) {
        self.finalizers.waiting.borrow_mut().push_back(waiting);
        let Some(runtime) = self.runtime.upgrade() else {
            return;
        };
        // The teardown drains by itself.
        if runtime.is_exiting() || self.finalizers.scheduled.replace(true) {
            return;
        }
        let env = self.as_raw();
        crate::builtins::timers::set_native_immediate(
            &runtime,
            Box::new(move |runtime| {
                // The runtime holds every env until its teardown, which drains too.
                if let Some(env) = runtime.env(env) {
                    env.drain_finalizers(runtime);
                }
            }),
        );
    }

    /// Takes a reference out of the queue (it is being deleted).
    pub(crate) fn cancel_finalizer(&self, reference: NonNull<Reference>) {
        self.finalizers
            .waiting
            .borrow_mut()
            .retain(|w| !matches!(w, Waiting::Reference(r) if *r == reference));
    }

    /// Runs everything that waits.
    pub(crate) fn drain_finalizers(&self, runtime: &Runtime) {
        self.finalizers.scheduled.set(false);
        loop {
            let next = self.finalizers.waiting.borrow_mut().pop_front();
            match next {
                None => return,
                Some(Waiting::Plain(finalizer)) => self.run_finalizer(runtime, finalizer),
                Some(Waiting::Reference(reference)) => {
                    // SAFETY: a reference leaves the queue before it is freed.
                    let finalizer = unsafe { Reference::take_finalizer(reference) };
                    self.run_finalizer(runtime, finalizer);
                }
            }
        }
    }

    /// Calls a finalizer on the loop's thread, outside of any collection. What it
    /// throws becomes an uncaught exception.
    pub(crate) fn run_finalizer(&self, runtime: &Runtime, finalizer: Finalizer) {
        let Some(callback) = finalizer.callback else {
            return;
        };
        let call = || {
            // SAFETY: the addon gave the callback for these arguments.
            unsafe { callback(self.as_raw(), finalizer.data, finalizer.hint) }
        };
        crate::runtime::enter(runtime, |scope| {
            let ((), exception) = self.call_from_native(call);
            if let Some(exception) = exception
                && !runtime.is_exiting()
            {
                let exception = v8::Local::new(scope, exception);
                trigger_uncaught(runtime, scope, exception, None, false);
            }
        });
    }

    /// Calls a basic finalizer inside a collection (experimental modules).
    pub(crate) fn run_basic_finalizer(&self, finalizer: Finalizer) {
        let Some(callback) = finalizer.callback else {
            return;
        };
        self.set_state(state::IN_GC, true);
        // SAFETY: the addon gave the callback for these arguments.
        unsafe { callback(self.as_raw(), finalizer.data, finalizer.hint) };
        self.set_state(state::IN_GC, false);
    }
}
