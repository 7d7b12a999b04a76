//! Work of built-in modules on the worker pool.

use std::rc::Rc;
use std::sync::{Arc, Mutex};

use napi_host_event_loop::pool;

use super::{JsCallback, Runtime, call_into_js};
use crate::builtins::support::SystemError;
use crate::sync::lock;

/// Runs `work` on the worker pool, then `callback(error, value)` on the loop's
/// thread inside a callback scope. `kind` is its name in the list of what keeps the
/// loop alive: Node's where Node lists such work. `finish` makes the value from the result, or a
/// [`SystemError`] that becomes the error.
pub(crate) fn spawn_blocking<R: Send + 'static>(
    scope: &mut v8::PinScope<'_, '_>,
    kind: &'static str,
    callback: v8::Local<'_, v8::Function>,
    work: impl FnOnce() -> R + Send + 'static,
    finish: impl for<'s, 'i> FnOnce(
        &mut v8::PinScope<'s, 'i>,
        R,
    ) -> Result<v8::Local<'s, v8::Value>, SystemError>
    + 'static,
) {
    let runtime = Runtime::from_scope(scope);
    let callback = JsCallback::new(scope, callback);
    let slot = Arc::new(Mutex::new(None));
    let result = Arc::clone(&slot);
    let weak = Rc::downgrade(&runtime);
    pool::submit(
        runtime.event_loop(),
        kind,
        Box::new(move || {
            let value = work();
            *lock(&slot) = Some(value);
        }),
        Box::new(move |_, _| {
            let value = lock(&result).take();
            let (Some(runtime), Some(value)) = (weak.upgrade(), value) else {
                return;
            };
            call_into_js(&runtime, |scope| {
                let undefined = v8::undefined(scope).into();
                let null = v8::null(scope).into();
                let arguments = match finish(scope, value) {
                    Ok(value) => [null, value],
                    Err(error) => [error.to_js(scope), undefined],
                };
                callback.call(scope, &arguments);
            });
        }),
    );
}
