//! Uncaught exceptions: to the program's handlers first, else printed, and the
//! process ends with the exit code that they call for.

use super::Runtime;
use crate::builtins::support;

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
/// `error`; if not, it is printed and the process exits with code 1 (7 when the
/// handler itself throws).
pub(crate) fn trigger_uncaught(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
    message: Option<v8::Local<'_, v8::Message>>,
    from_promise: bool,
) {
    let location = message.map(|message| describe_location(scope, message));
    let location = location.unwrap_or_default();
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
        scope.reset();
        print(scope, "", thrown);
        runtime.exit_process(7);
    }
    if handled.is_none_or(|handled| !handled.is_true()) {
        print(scope, &location, error);
        let code = runtime.exit_code_from_js(scope).unwrap_or(1);
        runtime.exit_process(code);
    }
}

/// Prints an uncaught error as Node does: where, blank line, what.
fn print(scope: &mut v8::PinScope<'_, '_>, location: &str, error: v8::Local<'_, v8::Value>) {
    let runtime = Runtime::from_scope(scope);
    let text = describe(&runtime, scope, error);
    eprintln!(
        "{location}{text}\n\nnapi-host v{}",
        env!("CARGO_PKG_VERSION")
    );
}

/// `error` as `util.inspect` shows it; the plain text when that fails.
fn describe(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
) -> String {
    v8::tc_scope!(let scope, scope);
    let inspected = (|| {
        let module = runtime.require_builtin(scope, "internal/util/inspect")?;
        let module = module.to_object(scope)?;
        let inspect = support::get(scope, module, "inspect");
        let inspect = v8::Local::<v8::Function>::try_from(inspect).ok()?;
        inspect.call(scope, module.into(), &[error])
    })();
    support::text(scope, inspected.unwrap_or(error))
}

/// `file:line`, the source line and a caret line below it, as Node prints above
/// an uncaught error. Empty when V8 knows no source line.
fn describe_location(
    scope: &mut v8::PinScope<'_, '_>,
    message: v8::Local<'_, v8::Message>,
) -> String {
    let Some(source_line) = message.get_source_line(scope) else {
        return String::new();
    };
    let source_line = source_line.to_rust_string_lossy(scope);
    let file = message
        .get_script_resource_name(scope)
        .map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
    let line = message.get_line_number(scope).unwrap_or(0);
    let start = message.get_start_column();
    let end = message.get_end_column().max(start + 1);
    let mut caret = String::new();
    for (index, unit) in source_line.chars().enumerate().take(end) {
        caret.push(match (index < start, unit) {
            (true, '\t') => '\t',
            (true, _) => ' ',
            (false, _) => '^',
        });
    }
    format!("{file}:{line}\n{source_line}\n{caret}\n\n")
}
