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

/// The finalizers of an env that wait for the loop.
pub(crate) struct Queue {
    /// References whose referent was collected, each at the index that it knows; the
    /// last one runs first, as mostly in Node. Empty places are those of deleted ones.
    references: RefCell<Vec<Option<NonNull<Reference>>>>,
    /// Finalizers of their own (`node_api_post_finalizer`, a buffer), in order.
    plain: RefCell<VecDeque<Finalizer>>,
    scheduled: Cell<bool>,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Self {
            references: RefCell::default(),
            plain: RefCell::default(),
            scheduled: Cell::new(false),
        }
    }
}

impl Env {
    /// Enqueues the finalizer of a reference whose referent is gone. Called inside a
    /// collection: touches no V8 state.
    pub(crate) fn enqueue_reference(&self, reference: NonNull<Reference>) {
        let mut references = self.finalizers.references.borrow_mut();
        // SAFETY: a reference whose referent was just collected is alive.
        unsafe { reference.as_ref() }.set_queued(Some(references.len()));
        references.push(Some(reference));
        drop(references);
        self.schedule_finalizers();
    }

    /// Enqueues a finalizer of its own.
    pub(crate) fn enqueue_finalizer(&self, finalizer: Finalizer) {
        self.finalizers.plain.borrow_mut().push_back(finalizer);
        self.schedule_finalizers();
    }

    fn schedule_finalizers(&self) {
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
        // SAFETY: a reference that is being deleted is alive.
        if let Some(index) = unsafe { reference.as_ref() }.set_queued(None)
            && let Some(place) = self.finalizers.references.borrow_mut().get_mut(index)
        {
            *place = None;
        }
    }

    /// Runs everything that waits.
    pub(crate) fn drain_finalizers(&self, runtime: &Runtime) {
        self.finalizers.scheduled.set(false);
        loop {
            let reference = self.finalizers.references.borrow_mut().pop();
            let finalizer = match reference {
                Some(Some(reference)) => {
                    // SAFETY: a reference leaves the queue before it is freed.
                    unsafe { reference.as_ref() }.set_queued(None);
                    // SAFETY: as above; not used after.
                    unsafe { Reference::take_finalizer(reference) }
                }
                Some(None) => continue,
                None => match self.finalizers.plain.borrow_mut().pop_front() {
                    Some(finalizer) => finalizer,
                    None => return,
                },
            };
            self.run_finalizer(runtime, finalizer);
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
                let message = v8::Exception::create_message(scope, exception);
                trigger_uncaught(runtime, scope, exception, Some(message), false);
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
