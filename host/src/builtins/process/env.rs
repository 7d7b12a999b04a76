//! `process.env`: an object whose properties are the variables of the real
//! environment, at the time of each access.

use std::os::unix::ffi::OsStrExt as _;

use crate::builtins::support::{Return, string, text, throw_coded};

/// Makes the object.
pub(crate) fn environment<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    let template = v8::ObjectTemplate::new(scope);
    template.set_named_property_handler(
        v8::NamedPropertyHandlerConfiguration::new()
            .getter(getter)
            .setter(setter)
            .query(query)
            .deleter(deleter)
            .enumerator(enumerator)
            .definer(definer)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT),
    );
    let Some(object) = template.new_instance(scope) else {
        return v8::Object::new(scope).into();
    };
    let mark = mark(scope);
    let yes = v8::Boolean::new(scope, true);
    object.set_private(scope, mark, yes.into());
    object.into()
}

/// What tells an environment from other objects.
fn mark<'s>(scope: &mut v8::PinScope<'s, '_, ()>) -> v8::Local<'s, v8::Private> {
    let name = v8::String::new(scope, "process.env");
    v8::Private::for_api(scope, name)
}

/// The variables as an ordinary object, if `object` is an environment: what a clone of it is.
pub(crate) fn plain_copy<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'_, v8::Object>,
) -> Option<v8::Local<'s, v8::Object>> {
    let mark = mark(scope);
    if !object.has_private(scope, mark)? {
        return None;
    }
    let copy = v8::Object::new(scope);
    for (name, value) in std::env::vars_os() {
        let name = string(scope, &String::from_utf8_lossy(name.as_bytes()));
        let value = string(scope, &String::from_utf8_lossy(value.as_bytes()));
        copy.set(scope, name.into(), value.into());
    }
    Some(copy)
}

fn is_usable(name: &str) -> bool {
    !name.is_empty() && !name.contains(['=', '\0'])
}

/// Sets a variable; a name or value that no environment can hold is ignored.
pub(super) fn set(name: &str, value: &str) {
    if !is_usable(name) {
        return;
    }
    let value = value.split('\0').next().unwrap_or_default();
    // SAFETY: readers in Rust take std's lock. Addons that call getenv on other
    // threads race with this exactly as they do in Node.
    unsafe { std::env::set_var(name, value) };
}

/// The name if it is a string (symbols are ordinary properties).
fn key_text(scope: &mut v8::PinScope<'_, '_>, key: v8::Local<'_, v8::Name>) -> Option<String> {
    let key = v8::Local::<v8::String>::try_from(key).ok()?;
    Some(text(scope, key.into()))
}

fn lookup(name: &str) -> Option<String> {
    if !is_usable(name) {
        return None;
    }
    let value = std::env::var_os(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn getter(
    scope: &mut v8::PinScope<'_, '_>,
    key: v8::Local<'_, v8::Name>,
    _: v8::PropertyCallbackArguments<'_>,
    mut rv: Return<'_>,
) -> v8::Intercepted {
    match key_text(scope, key).and_then(|name| lookup(&name)) {
        Some(value) => {
            rv.set(string(scope, &value).into());
            v8::Intercepted::kYes
        }
        None => v8::Intercepted::kNo,
    }
}

fn setter(
    scope: &mut v8::PinScope<'_, '_>,
    key: v8::Local<'_, v8::Name>,
    value: v8::Local<'_, v8::Value>,
    _: v8::PropertyCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> v8::Intercepted {
    rv.set_bool(true);
    assign(scope, key, value)
}

fn assign(
    scope: &mut v8::PinScope<'_, '_>,
    key: v8::Local<'_, v8::Name>,
    value: v8::Local<'_, v8::Value>,
) -> v8::Intercepted {
    // A symbol throws, as a key and as a value, in V8's own words.
    let Some(name) = v8::Local::<v8::Value>::from(key).to_string(scope) else {
        return v8::Intercepted::kYes;
    };
    let Some(value) = value.to_string(scope) else {
        return v8::Intercepted::kYes;
    };
    let name = name.to_rust_string_lossy(scope);
    let value = value.to_rust_string_lossy(scope);
    set(&name, &value);
    time_zone_may_have_changed(scope, &name);
    v8::Intercepted::kYes
}

/// Dates follow `TZ` at once.
fn time_zone_may_have_changed(scope: &mut v8::PinScope<'_, '_>, name: &str) {
    if name == "TZ" {
        scope.date_time_configuration_change_notification(v8::TimeZoneDetection::Redetect);
    }
}

fn query(
    scope: &mut v8::PinScope<'_, '_>,
    key: v8::Local<'_, v8::Name>,
    _: v8::PropertyCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Integer>,
) -> v8::Intercepted {
    match key_text(scope, key) {
        Some(name) if lookup(&name).is_some() => {
            rv.set_int32(0);
            v8::Intercepted::kYes
        }
        _ => v8::Intercepted::kNo,
    }
}

fn deleter(
    scope: &mut v8::PinScope<'_, '_>,
    key: v8::Local<'_, v8::Name>,
    _: v8::PropertyCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> v8::Intercepted {
    if let Some(name) = key_text(scope, key)
        && is_usable(&name)
    {
        // SAFETY: see `set`.
        unsafe { std::env::remove_var(&name) };
        time_zone_may_have_changed(scope, &name);
    }
    // Deleting always succeeds.
    rv.set_bool(true);
    v8::Intercepted::kYes
}

fn enumerator(
    scope: &mut v8::PinScope<'_, '_>,
    _: v8::PropertyCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    let names: Vec<v8::Local<'_, v8::Value>> = std::env::vars_os()
        .map(|(name, _)| string(scope, &String::from_utf8_lossy(name.as_bytes())).into())
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &names));
}

/// Only plain data properties can be defined: anything else could not be kept.
fn definer(
    scope: &mut v8::PinScope<'_, '_>,
    key: v8::Local<'_, v8::Name>,
    descriptor: &v8::PropertyDescriptor,
    _: v8::PropertyCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> v8::Intercepted {
    let problem = if descriptor.has_get() || descriptor.has_set() {
        "'process.env' does not accept an accessor(getter/setter) descriptor"
    } else if descriptor.has_value()
        && descriptor.has_configurable()
        && descriptor.configurable()
        && descriptor.has_writable()
        && descriptor.writable()
        && descriptor.has_enumerable()
        && descriptor.enumerable()
    {
        let value = descriptor.value();
        rv.set_bool(true);
        return assign(scope, key, value);
    } else {
        "'process.env' only accepts a configurable, writable, and enumerable data descriptor"
    };
    throw_coded(
        scope,
        v8::Exception::type_error,
        "ERR_INVALID_OBJECT_DEFINE_PROPERTY",
        problem,
    );
    v8::Intercepted::kYes
}
