//! The pending exception of an env: what JavaScript threw into the addon, or the
//! addon itself, until it is cleared or thrown on.

use std::ptr::NonNull;

use napi_host_sys as sys;

use super::{Env, local, state};
use crate::boundary::Status;
use crate::engine::layout::Root;

impl Env {
    /// Makes `exception` the pending one.
    pub(crate) fn set_pending(&self, exception: v8::Local<'_, v8::Value>) {
        let global = self.with_scope(|scope| v8::Global::new(scope, exception));
        *self.pending.borrow_mut() = Some(global);
        self.set_state(state::PENDING, true);
    }

    /// Takes the pending exception.
    pub(crate) fn take_pending(&self) -> Option<v8::Local<'_, v8::Value>> {
        let global = self.pending.borrow_mut().take()?;
        self.set_state(state::PENDING, false);
        Some(self.with_scope(|scope| {
            let exception = v8::Local::new(scope, &global);
            local(NonNull::from(&*exception))
        }))
    }

    /// Calls V8 for something that may throw; the handler of the innermost frame is
    /// constructed first.
    #[inline(always)]
    pub(crate) fn catching<R>(&self, call: impl FnOnce() -> R) -> R {
        let top = self.engine.top.get();
        // SAFETY: `boundary::entry::js` entered a frame, and frames outlive the
        // entries inside them.
        unsafe { &*top }.arm(&self.engine);
        call()
    }

    /// After V8 answered nothing: the exception becomes the pending one. The status
    /// is `napi_pending_exception` if there was one, else `otherwise`.
    #[cold]
    pub(crate) fn thrown_or(&self, otherwise: sys::napi_status) -> Status {
        if self.catch_pending() {
            Status::PENDING_EXCEPTION
        } else {
            Status::new(otherwise)
        }
    }

    /// As [`Self::thrown_or`], for the functions whose status does not tell an
    /// exception apart: it becomes pending, the status is `status` either way.
    #[cold]
    pub(crate) fn thrown_as(&self, status: sys::napi_status) -> Status {
        self.catch_pending();
        Status::new(status)
    }

    /// Moves what V8 has thrown into the env; answers whether there was anything.
    /// Being terminated counts, with `undefined` for a value, as in Node; V8 goes on
    /// unwinding on its own when the addon returns.
    pub(crate) fn catch_pending(&self) -> bool {
        let top = self.engine.top.get();
        if top.is_null() {
            return false;
        }
        // SAFETY: as in `catching`.
        let frame = unsafe { &*top };
        if let Some(exception) = frame.take_exception() {
            self.set_pending(local(exception));
            return true;
        }
        if !frame.is_terminating() {
            return false;
        }
        let undefined = self.root(Root::Undefined);
        self.set_pending(local(undefined));
        // A thread that ends runs no JavaScript any more; a script that took too long
        // (`vm`'s timeout) does, further out.
        let ends = self.with_scope(crate::builtins::worker::ends);
        if ends {
            self.set_state(state::NO_JS, true);
        }
        true
    }
}
