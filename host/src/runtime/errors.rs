//! Uncaught exceptions: to the program's handlers first, else printed, and the
//! process ends with the exit code that they call for.

use super::{Runtime, report};

/// Reports the exception that `scope` (a TryCatch) has caught.
pub(crate) fn report_caught<'s, 'o, 'i>(
    runtime: &Runtime,
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'o, v8::HandleScope<'i>>>,
) {
    if scope.has_terminated() || !scope.can_continue() {
        return;
    }
    let Some(error) = scope.exception() else {
        return;
    };
    let message = scope.message();
    scope.reset();
    trigger_uncaught(runtime, scope, error, message, false);
}

/// The `uncaughtException` path: the hook decides whether the program handles
/// `error`; if not, it is printed and the process exits with code 1 (6 when there is no
/// handler any more, 7 when it throws itself).
pub(crate) fn trigger_uncaught(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
    message: Option<v8::Local<'_, v8::Message>>,
    from_promise: bool,
) {
    // What a thread that was told to end leaves unfinished is nobody's error.
    if crate::builtins::worker::ends(scope) {
        return;
    }
    let mut place = report::Place::of(runtime, scope, message);
    // A rejection has no place of its own; one inside of the host says nothing.
    if from_promise && place.location.starts_with("node:") {
        place.location.clear();
    }
    v8::tc_scope!(let scope, scope);
    let handled = runtime.hooks.uncaught.get().and_then(|hook| {
        let hook = v8::Local::new(scope, hook);
        let from_promise = v8::Boolean::new(scope, from_promise);
        let undefined = v8::undefined(scope).into();
        hook.call(scope, undefined, &[error, from_promise.into()])
    });
    if scope.has_terminated() {
        return;
    }
    if let Some(thrown) = scope.exception() {
        let message = scope.message();
        scope.reset();
        let place = report::Place::of(runtime, scope, message);
        report::print(runtime, scope, &place, thrown);
        if runtime
            .options()
            .is_on("abort-on-uncaught-exception", false)
        {
            std::process::abort();
        }
        runtime.exit_process(7);
    }
    if handled.is_some_and(|handled| handled.is_null()) {
        report::print(runtime, scope, &place, error);
        std::process::abort();
    }
    if handled.is_some_and(|handled| handled.is_string()) {
        report::print(runtime, scope, &place, error);
        runtime.exit_process(6);
    }
    if handled.is_none_or(|handled| !handled.is_true()) {
        report::print(runtime, scope, &place, error);
        let code = runtime.exit_code_from_js(scope).unwrap_or(1);
        runtime.exit_process(code);
    }
}
