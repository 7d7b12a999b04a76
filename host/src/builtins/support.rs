//! Helpers that every binding uses: defining methods and constants, strings,
//! arguments, and errors with Node's shape.
//!
//! Deliberately absent: anything that belongs to one module.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::engine::view;
use crate::runtime::{Hooks, Runtime};

/// Where a native method makes its handles.
pub(crate) type Scope<'a, 's, 'i> = &'a mut v8::PinScope<'s, 'i>;
/// What a native method is called with.
pub(crate) type Args<'a> = v8::FunctionCallbackArguments<'a>;
/// Where a native method puts what it answers.
pub(crate) type Return<'a> = v8::ReturnValue<'a, v8::Value>;

/// A native method in a table, of a binding that start-up needs: a startup snapshot names
/// native functions by their place in the tables (`runtime::snapshot`).
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) callback: fn() -> v8::FunctionCallback,
}

/// A table of [`Method`]s: `"name" => function,`.
macro_rules! method_table {
    ($($name:literal => $callback:expr),* $(,)?) => {
        &[$($crate::builtins::support::Method {
            name: $name,
            callback: || v8::MapFnTo::map_fn_to($callback),
        }),*]
    };
}
pub(crate) use method_table;

/// Defines the methods of a table on `target`.
pub(crate) fn methods(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    table: &[Method],
) {
    for method in table {
        let key = string(scope, method.name);
        let template = v8::FunctionTemplate::builder_raw((method.callback)())
            .constructor_behavior(v8::ConstructorBehavior::Throw)
            .build(scope);
        template.set_class_name(key);
        if let Some(function) = template.get_function(scope) {
            target.set(scope, key.into(), function.into());
        }
    }
}

/// Defines a native method `name` on `target`.
pub(crate) fn method(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    name: &str,
    callback: impl v8::MapFnTo<v8::FunctionCallback>,
) {
    crate::runtime::snapshot::refuse_unnamed(name);
    let key = string(scope, name);
    let template = v8::FunctionTemplate::builder(callback)
        .constructor_behavior(v8::ConstructorBehavior::Throw)
        .build(scope);
    template.set_class_name(key);
    if let Some(function) = template.get_function(scope) {
        target.set(scope, key.into(), function.into());
    }
}

/// Defines a native method that has fast variants.
pub(crate) fn fast_method(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    name: &str,
    callback: impl v8::MapFnTo<v8::FunctionCallback>,
    fast: &'static [v8::fast_api::CFunction],
) {
    crate::runtime::snapshot::refuse_unnamed(name);
    let key = string(scope, name);
    let template = v8::FunctionTemplate::builder(callback).build_fast(scope, fast);
    template.set_class_name(key);
    if let Some(function) = template.get_function(scope) {
        target.set(scope, key.into(), function.into());
    }
}

/// Sets `target[name] = value`.
pub(crate) fn constant(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    name: &str,
    value: v8::Local<'_, v8::Value>,
) {
    let key = string(scope, name);
    target.set(scope, key.into(), value);
}

/// Sets `target[name]` to a number.
pub(crate) fn number_constant(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    name: &str,
    value: f64,
) {
    let value = v8::Number::new(scope, value);
    constant(scope, target, name, value.into());
}

/// A string value. Longer than V8 allows (536,870,888 units) gives the empty
/// string; sources of such length are refused earlier.
pub(crate) fn string<'s>(
    scope: &v8::PinScope<'s, '_, ()>,
    text: &str,
) -> v8::Local<'s, v8::String> {
    v8::String::new(scope, text).unwrap_or_else(|| v8::String::empty(scope))
}

/// `value` as Rust text (lossy: lone surrogates become U+FFFD).
pub(crate) fn text(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> String {
    value.to_rust_string_lossy(scope)
}

/// Property `name` of `object`; undefined when reading throws.
pub(crate) fn get<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
) -> v8::Local<'s, v8::Value> {
    let key = string(scope, name);
    object
        .get(scope, key.into())
        .unwrap_or_else(|| v8::undefined(scope).into())
}

/// The bytes of an ArrayBufferView or ArrayBuffer argument, or `None`. What a small view has
/// inside V8's heap is moved out of it, so the bytes stay where they are.
///
/// # Safety
/// The slice aliases memory that JavaScript can write and detach: use it before
/// anything runs JavaScript, and drop it then.
pub(crate) unsafe fn bytes_mut<'a>(value: v8::Local<'_, v8::Value>) -> Option<&'a mut [u8]> {
    let (data, length) = if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        let (length, outside) = view::outside_heap(view);
        (outside.unwrap_or_else(|| view.data().cast()), length)
    } else if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
        let data = buffer
            .data()
            .map_or(std::ptr::null_mut(), |d| d.as_ptr().cast::<u8>());
        (data, buffer.byte_length())
    } else {
        return None;
    };
    if data.is_null() || length == 0 {
        return Some(&mut []);
    }
    // SAFETY: V8 owns `length` bytes at `data` for as long as the view is neither
    // detached nor collected, which the caller promises for the slice's use.
    Some(unsafe { std::slice::from_raw_parts_mut(data, length) })
}

/// Throws a plain error of the given class with `code`.
pub(crate) fn throw_coded(
    scope: &mut v8::PinScope<'_, '_>,
    make: for<'s> fn(&v8::PinScope<'s, '_>, v8::Local<'_, v8::String>) -> v8::Local<'s, v8::Value>,
    code: &str,
    message: &str,
) {
    let message = string(scope, message);
    let error = make(scope, message);
    if let Some(object) = error.to_object(scope) {
        let code = string(scope, code);
        constant(scope, object, "code", code.into());
    }
    scope.throw_exception(error);
}

/// Throws a `TypeError` with `message`.
pub(crate) fn throw_type_error(scope: &mut v8::PinScope<'_, '_>, message: &str) {
    let message = string(scope, message);
    let error = v8::Exception::type_error(scope, message);
    scope.throw_exception(error);
}

/// Throws an `Error` with `message`.
pub(crate) fn throw_error(scope: &mut v8::PinScope<'_, '_>, message: &str) {
    let message = string(scope, message);
    let error = v8::Exception::error(scope, message);
    scope.throw_exception(error);
}

/// A failed system call, in the shape that Node gives to users.
#[derive(Debug, Clone)]
pub(crate) struct SystemError {
    /// Positive errno.
    pub(crate) errno: i32,
    /// The call's name, e.g. `open`.
    pub(crate) syscall: &'static str,
    /// First path, if the call has one.
    pub(crate) path: Option<String>,
    /// Second path (`rename`, `link`, …).
    pub(crate) dest: Option<String>,
}

impl SystemError {
    /// An error without paths.
    pub(crate) fn new(errno: i32, syscall: &'static str) -> Self {
        Self {
            errno,
            syscall,
            path: None,
            dest: None,
        }
    }

    /// From the thread's `errno`.
    pub(crate) fn last(syscall: &'static str) -> Self {
        let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(0);
        Self::new(errno, syscall)
    }

    /// With a first path.
    pub(crate) fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// With a second path.
    pub(crate) fn with_dest(mut self, dest: impl Into<String>) -> Self {
        self.dest = Some(dest.into());
        self
    }

    /// The JavaScript error: message, `errno` (negative), `code`, `syscall`, `path`, `dest`.
    pub(crate) fn to_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let (code, description) = super::errno::describe(self.errno);
        let mut message = format!("{code}: {description}, {}", self.syscall);
        if let Some(path) = &self.path {
            message.push_str(&format!(" '{path}'"));
        }
        if let Some(dest) = &self.dest {
            message.push_str(&format!(" -> '{dest}'"));
        }
        let message = string(scope, &message);
        let error = v8::Exception::error(scope, message);
        let Some(object) = error.to_object(scope) else {
            return error;
        };
        number_constant(scope, object, "errno", f64::from(-self.errno));
        for (key, value) in [
            ("code", Some(code)),
            ("syscall", Some(self.syscall)),
            ("path", self.path.as_deref()),
            ("dest", self.dest.as_deref()),
        ] {
            if let Some(value) = value {
                let value = string(scope, value);
                constant(scope, object, key, value.into());
            }
        }
        error
    }

    /// Throws [`Self::to_js`].
    pub(crate) fn throw(&self, scope: &mut v8::PinScope<'_, '_>) {
        let error = self.to_js(scope);
        scope.throw_exception(error);
    }
}

/// The runtime of the isolate that `scope` belongs to.
pub(crate) fn runtime(scope: &v8::PinScope<'_, '_>) -> Rc<Runtime> {
    Runtime::from_scope(scope)
}

/// Sets one of the runtime's hooks to the function in the first argument. A hook
/// is set once; later calls change nothing.
pub(crate) fn set_hook(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    hook: fn(&Hooks) -> &OnceCell<v8::Global<v8::Function>>,
) {
    if let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(0)) {
        let runtime = runtime(scope);
        let _ = hook(&runtime.hooks).set(v8::Global::new(scope, function));
    }
}
