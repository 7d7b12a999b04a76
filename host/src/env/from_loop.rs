//! Calls into an addon from the loop: the ends of async work, thread-safe calls, their finalizers.
//!
//! Each is a callback scope of its own, in the async context that it belongs to. Most of them come in
//! batches and in a context that nobody observes: for those there is a short way, which asks V8 for
//! nothing that the words shared with it say is not there.
//! Deliberately absent: finalizers of values, which are no callbacks (`finalizer`).

use std::mem::MaybeUninit;
use std::rc::Rc;

use napi_host_sys as sys;

use super::Env;
use super::async_context::AsyncContext;
use crate::builtins::support::string;
use crate::engine::frame::Frame;
use crate::runtime::{
    Runtime, call_entered, close_in_batch, open_callback_scope, trigger_uncaught,
};

/// What happens to an exception that a call from the loop leaves pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnException {
    /// It becomes an uncaught exception.
    Uncaught,
    /// A warning (DEP0168), and it is forgotten.
    Warn,
}

/// A call among others.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    /// `None`: one that nobody can see.
    pub(crate) context: Option<&'a AsyncContext>,
    pub(crate) on_exception: OnException,
    /// Another call of the same batch follows at once. The last one sees to what V8 does at the end of
    /// a job besides running microtasks.
    pub(crate) more: bool,
}

impl Env {
    /// Calls into the addon from the loop, in a callback scope of its own and in its context. After the
    /// env's end was begun the call still happens, with JavaScript forbidden.
    pub(crate) fn call_from_loop(&self, call: Call<'_>, body: impl FnOnce()) {
        let runtime = self.runtime();
        if runtime.is_entered() && self.is_plain(&runtime, call) {
            let mut room = MaybeUninit::uninit();
            let native = Frame::new_in(&mut room);
            // SAFETY: `native` stays in place and is left below.
            unsafe { native.enter(&self.engine) };
            self.call_plain(&runtime, native, call, body);
            // SAFETY: entries nest, so this is the innermost frame again.
            unsafe { native.leave(&self.engine) };
            return;
        }
        crate::runtime::enter(&runtime, |scope| {
            self.call_observed(&runtime, scope, call, body);
        });
    }

    /// Runs `pass` with a frame that its calls share ([`Env::call_in_pass`]).
    pub(crate) fn in_pass(&self, pass: impl FnOnce(&Frame)) {
        let mut room = MaybeUninit::uninit();
        let native = Frame::new_in(&mut room);
        // SAFETY: `native` stays in place and is left below.
        unsafe { native.enter(&self.engine) };
        pass(native);
        // SAFETY: entries nest, so this is the innermost frame again.
        unsafe { native.leave(&self.engine) };
    }

    /// As [`Env::call_from_loop`], for one of many calls in a row: isolate and context are entered, and
    /// `native` is the innermost frame, from [`Env::in_pass`].
    #[inline(always)]
    pub(crate) fn call_in_pass(
        &self,
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'_, '_>,
        native: &Frame,
        call: Call<'_>,
        body: impl FnOnce(),
    ) {
        if self.is_plain(runtime, call) {
            // Here, not at the first call that can throw: V8 tells by the handler's address what is
            // inside of what, so it has to lie below every later call.
            native.arm(&self.engine);
            self.call_plain(runtime, native, call, body);
        } else {
            native.rest();
            self.call_observed(runtime, scope, call, body);
        }
    }

    /// Whether nobody observes the call's context.
    #[inline(always)]
    fn is_plain(&self, runtime: &Runtime, call: Call<'_>) -> bool {
        !runtime.is_exiting()
            && call.context.is_none_or(AsyncContext::is_plain)
            && !self.engine.has_continuation_data()
    }

    /// The short way, in `native`.
    #[inline(always)]
    fn call_plain(
        &self,
        runtime: &Rc<Runtime>,
        native: &Frame,
        call: Call<'_>,
        body: impl FnOnce(),
    ) {
        open_callback_scope(runtime);
        self.last_error.set(sys::napi_ok);
        let saved = self.begin_handles();
        body();
        if self.state.get() != 0 {
            self.end_plain_slow(runtime, native, call.on_exception);
        }
        self.end_handles(saved);
        native.settle();
        if self.engine.has_continuation_data() {
            forget_stores(runtime);
        }
        let microtasks = self.engine.has_microtasks();
        close_in_batch(runtime, call.more && !microtasks, native);
    }

    /// The addon has left open scopes, an exception, or a thread that ends.
    #[cold]
    #[inline(never)]
    fn end_plain_slow(&self, runtime: &Rc<Runtime>, native: &Frame, on_exception: OnException) {
        let exception = self.take_from_native(native);
        native.rest();
        let Some(exception) = exception else {
            return;
        };
        crate::runtime::enter(runtime, |scope| {
            self.report(runtime, scope, Some(exception), on_exception);
        });
    }

    /// The long way: hooks are told, and stores are set.
    #[cold]
    #[inline(never)]
    fn call_observed(
        &self,
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'_, '_>,
        call: Call<'_>,
        body: impl FnOnce(),
    ) {
        let run = |scope: &mut v8::PinScope<'_, '_>| {
            let entered = call.context.map(|context| context.enter(runtime, scope));
            let ((), exception) = self.call_from_native(body);
            let threw = exception.is_some() && call.on_exception == OnException::Uncaught;
            // Reported inside of the context that it came from.
            self.report(runtime, scope, exception, call.on_exception);
            if let Some(entered) = entered {
                entered.leave(runtime, scope, threw);
            }
        };
        if runtime.is_exiting() {
            v8::scope!(let scope, scope);
            run(scope);
        } else {
            call_entered(runtime, scope, run);
        }
    }

    /// What becomes of an exception that the addon has left.
    fn report(
        &self,
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'_, '_>,
        exception: Option<v8::Global<v8::Value>>,
        on_exception: OnException,
    ) {
        match (exception.filter(|_| !runtime.is_exiting()), on_exception) {
            (None, _) => {}
            (Some(_), OnException::Warn) => warn_swallowed(scope),
            (Some(exception), OnException::Uncaught) => {
                let exception = v8::Local::new(scope, exception);
                let message = v8::Exception::create_message(scope, exception);
                trigger_uncaught(runtime, scope, exception, Some(message), false);
            }
        }
    }
}

/// What a callback has left in the continuation data would be seen by the next one.
#[cold]
fn forget_stores(runtime: &Runtime) {
    crate::runtime::enter(runtime, |scope| {
        let undefined = v8::undefined(scope).into();
        scope.set_continuation_preserved_embedder_data(undefined);
    });
}

/// `process.emitWarning` as Node does for modules below version 10.
fn warn_swallowed(scope: &mut v8::PinScope<'_, '_>) {
    use crate::builtins::support::get;
    let global = scope.get_current_context().global(scope);
    let warned = (|| {
        let process = get(scope, global, "process").to_object(scope)?;
        let emit = get(scope, process, "emitWarning");
        let emit = v8::Local::<v8::Function>::try_from(emit).ok()?;
        let text = string(
            scope,
            "Uncaught Node-API callback exception detected, please run node with option \
             --force-node-api-uncaught-exceptions-policy=true to handle those exceptions properly.",
        );
        let kind = string(scope, "DeprecationWarning");
        let code = string(scope, "DEP0168");
        emit.call(
            scope,
            process.into(),
            &[text.into(), kind.into(), code.into()],
        )
    })();
    // Without `process` there is nobody to warn.
    let _ = warned;
}
