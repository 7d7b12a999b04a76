//! Promise rejections: hands V8's events to JavaScript, which keeps the list and
//! reports the unhandled ones after the microtasks.

use super::Runtime;

/// V8's promise reject callback.
pub(super) unsafe extern "C" fn on_reject(message: v8::PromiseRejectMessage<'_>) {
    v8::callback_scope!(unsafe scope, &message);
    let runtime = Runtime::from_scope(scope);
    let Some(hook) = runtime.hooks.rejection.get() else {
        return;
    };
    let hook = v8::Local::new(scope, hook);
    let event = v8::Integer::new(scope, message.get_event() as i32);
    let promise = message.get_promise();
    let undefined = v8::undefined(scope).into();
    let value = message.get_value().unwrap_or(undefined);
    v8::tc_scope!(let scope, scope);
    hook.call(scope, undefined, &[event.into(), promise.into(), value]);
}
