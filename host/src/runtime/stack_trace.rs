//! The text of `error.stack`: the error as it is when the stack is first read, and
//! its frames. Programs read it after they have changed `message` or `name`, which
//! V8's own format, fixed when the error is made, does not show.

use std::rc::Rc;

use super::Runtime;
use crate::builtins::support::{self, string};

/// V8's callback at the first read of `stack`.
pub(crate) fn prepare<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    v8::tc_scope!(let scope, scope);
    let context = scope.get_current_context();
    let class = context.global(scope);
    let class = support::get(scope, class, "Error").to_object(scope);
    if let Some(class) = class
        && let Some(prepared) = prepared_by_program(scope, class, error, sites)
    {
        return prepared;
    }
    if let Some(mapped) = mapped(scope, error, sites) {
        return mapped;
    }
    // Whatever the program's function threw: the plain text is better than nothing.
    scope.reset();
    let header = class.and_then(|class| header(scope, class, error));
    scope.reset();
    let mut text = header.unwrap_or_else(|| String::from("<error>"));
    for index in 0..sites.length() {
        let site = sites.get_index(scope, index);
        if let Some(site) = site.and_then(|site| site.to_string(scope)) {
            text.push_str("\n    at ");
            text.push_str(&site.to_rust_string_lossy(scope));
        }
    }
    string(scope, &text).into()
}

/// `Error.prepareStackTrace(error, sites)`, if the program has set it.
fn prepared_by_program<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    class: v8::Local<'s, v8::Object>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> Option<v8::Local<'s, v8::Value>> {
    let function = support::get(scope, class, "prepareStackTrace");
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    function.call(scope, class.into(), &[error, sites.into()])
}

/// The stack by the source maps of its files, if the program wants that.
fn mapped<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> Option<v8::Local<'s, v8::Value>> {
    let runtime = scope.get_slot::<Rc<Runtime>>().map(Rc::clone)?;
    let function = runtime.hooks.prepare_stack.get()?;
    let function = v8::Local::new(scope, function);
    let receiver = v8::undefined(scope).into();
    let text = function.call(scope, receiver, &[error, sites.into()])?;
    text.is_string().then_some(text)
}

/// `Error.prototype.toString` of the error.
fn header<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    class: v8::Local<'s, v8::Object>,
    error: v8::Local<'s, v8::Value>,
) -> Option<String> {
    let prototype = support::get(scope, class, "prototype").to_object(scope)?;
    let function = support::get(scope, prototype, "toString");
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    let text = function.call(scope, error, &[])?;
    Some(support::text(scope, text))
}
