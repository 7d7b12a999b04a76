//! The global of a contextified object: reads come from the object and fall back to
//! the context's own global; writes and definitions go to both.
//!
//! The object is the interceptors' data; the object and the global know each other
//! by a private property.

use std::cell::Cell;

use v8::PropertyCallbackArguments as Info;

use super::{Return, private};

type Intercepted = v8::Intercepted;

/// A template for globals that stand for `sandbox`.
pub(super) fn template<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'_, v8::Object>,
) -> v8::Local<'s, v8::ObjectTemplate> {
    let template = v8::ObjectTemplate::new(scope);
    template.set_named_property_handler(
        v8::NamedPropertyHandlerConfiguration::new()
            .getter(get)
            .setter(set)
            .query(query)
            .deleter(delete)
            .enumerator(enumerate)
            .definer(define)
            .descriptor(describe)
            .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT)
            .data(sandbox.into()),
    );
    super::index::intercept(template, sandbox);
    template
}

thread_local! {
    /// V8 is setting up a context of this thread: what it looks up on the global then is
    /// its own, not the object's (which may be the global of another context).
    static STARTING: Cell<bool> = const { Cell::new(false) };
}

/// Makes a context; its interceptors are silent until it is whole.
pub(super) fn make<'s>(
    scope: &v8::PinScope<'s, '_, ()>,
    options: v8::ContextOptions<'_>,
) -> v8::Local<'s, v8::Context> {
    STARTING.set(true);
    let context = v8::Context::new(scope, options);
    STARTING.set(false);
    context
}

/// Lets [`context_of`] find the context of `sandbox`.
pub(super) fn link(
    scope: &mut v8::PinScope<'_, '_>,
    sandbox: v8::Local<'_, v8::Object>,
    global: v8::Local<'_, v8::Object>,
) {
    let key = private(scope);
    sandbox.set_private(scope, key, global.into());
}

/// The context that was made for `sandbox`.
pub(super) fn context_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'_, v8::Object>,
) -> Option<v8::Local<'s, v8::Context>> {
    let key = private(scope);
    let global = sandbox.get_private(scope, key)?;
    let global = v8::Local::<v8::Object>::try_from(global).ok()?;
    global.get_creation_context(scope)
}

/// The object that a global stands for; `None` as long as V8 sets the context up.
pub(super) fn sandbox_of<'s>(info: &Info<'s>) -> Option<v8::Local<'s, v8::Object>> {
    if STARTING.get() {
        return None;
    }
    v8::Local::<v8::Object>::try_from(info.data()).ok()
}

pub(super) fn get<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    info: Info<'s>,
    mut rv: Return<'_>,
) -> Intercepted {
    let Some(sandbox) = sandbox_of(&info) else {
        return Intercepted::kNo;
    };
    match sandbox.get_real_named_property(scope, key) {
        Some(value) => {
            // The object itself, read back as a property, is the global.
            if value.strict_equals(sandbox.into()) {
                rv.set(info.holder().into());
            } else {
                rv.set(value);
            }
            Intercepted::kYes
        }
        None => Intercepted::kNo,
    }
}

pub(super) fn set<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    value: v8::Local<'s, v8::Value>,
    info: Info<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let Some(sandbox) = sandbox_of(&info) else {
        return Intercepted::kNo;
    };
    let on_sandbox = sandbox.has_own_property(scope, key) == Some(true);
    let global = scope.get_current_context().global(scope);
    let on_global = global
        .get_real_named_property_attributes(scope, key)
        .is_some();
    // In strict mode, an assignment to an undeclared name is V8's to refuse.
    if !on_sandbox && !on_global && info.should_throw_on_error() && !value.is_function() {
        return Intercepted::kNo;
    }
    if sandbox.set(scope, key.into(), value).is_none() {
        return Intercepted::kYes; // A setter has thrown.
    }
    if on_sandbox && has_accessor(scope, sandbox, key) {
        rv.set_bool(true);
        return Intercepted::kYes;
    }
    Intercepted::kNo
}

fn has_accessor(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    key: v8::Local<'_, v8::Name>,
) -> bool {
    let Some(descriptor) = object.get_own_property_descriptor(scope, key) else {
        return false;
    };
    let Ok(descriptor) = v8::Local::<v8::Object>::try_from(descriptor) else {
        return false;
    };
    ["get", "set"].into_iter().any(|name| {
        let key = super::string(scope, name);
        descriptor.has_own_property(scope, key.into()) == Some(true)
    })
}

pub(super) fn delete<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    info: Info<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let Some(sandbox) = sandbox_of(&info) else {
        return Intercepted::kNo;
    };
    if sandbox.delete(scope, key.into()) == Some(true) {
        return Intercepted::kNo;
    }
    rv.set_bool(false);
    Intercepted::kYes
}

/// The attributes of a property of the object itself; the prototypes of its objects are not the context's.
pub(super) fn query<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    info: Info<'s>,
    mut rv: v8::ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    let Some(sandbox) = sandbox_of(&info) else {
        return Intercepted::kNo;
    };
    if sandbox.has_own_property(scope, key) != Some(true) {
        return Intercepted::kNo;
    }
    let Some(attributes) = sandbox.get_property_attributes(scope, key.into()) else {
        return Intercepted::kYes; // Something has thrown.
    };
    rv.set_int32(attributes.as_u32().cast_signed());
    Intercepted::kYes
}

fn enumerate<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    info: Info<'s>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    let Some(sandbox) = sandbox_of(&info) else {
        return;
    };
    if let Some(names) = own_keys(scope, sandbox, v8::IndexFilter::SkipIndices) {
        rv.set(names);
    }
}

/// All keys of the object; V8 asks `query` which of them are enumerable.
pub(super) fn own_keys<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'_, v8::Object>,
    indices: v8::IndexFilter,
) -> Option<v8::Local<'s, v8::Array>> {
    let arguments = v8::GetPropertyNamesArgs {
        mode: v8::KeyCollectionMode::OwnOnly,
        property_filter: v8::PropertyFilter::ALL_PROPERTIES,
        index_filter: indices,
        key_conversion: v8::KeyConversionMode::KeepNumbers,
    };
    sandbox.get_property_names(scope, arguments)
}

pub(super) fn define<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    descriptor: &v8::PropertyDescriptor,
    info: Info<'s>,
    _: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let Some(sandbox) = sandbox_of(&info) else {
        return Intercepted::kNo;
    };
    let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
    let mut copy = if descriptor.has_get() || descriptor.has_set() {
        let get = if descriptor.has_get() {
            descriptor.get()
        } else {
            undefined
        };
        let set = if descriptor.has_set() {
            descriptor.set()
        } else {
            undefined
        };
        v8::PropertyDescriptor::new_from_get_set(get, set)
    } else {
        let value = if descriptor.has_value() {
            descriptor.value()
        } else {
            undefined
        };
        if descriptor.has_writable() {
            v8::PropertyDescriptor::new_from_value_writable(value, descriptor.writable())
        } else {
            v8::PropertyDescriptor::new_from_value(value)
        }
    };
    if descriptor.has_enumerable() {
        copy.set_enumerable(descriptor.enumerable());
    }
    if descriptor.has_configurable() {
        copy.set_configurable(descriptor.configurable());
    }
    sandbox.define_property(scope, key, &copy);
    Intercepted::kNo
}

pub(super) fn describe<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    info: Info<'s>,
    mut rv: Return<'_>,
) -> Intercepted {
    let Some(sandbox) = sandbox_of(&info) else {
        return Intercepted::kNo;
    };
    if sandbox.has_own_property(scope, key) != Some(true) {
        return Intercepted::kNo;
    }
    match sandbox.get_own_property_descriptor(scope, key) {
        Some(descriptor) => {
            rv.set(descriptor);
            Intercepted::kYes
        }
        None => Intercepted::kNo,
    }
}
