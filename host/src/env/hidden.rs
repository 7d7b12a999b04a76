//! Hidden properties of objects: V8's private symbols, and for externals, whose map
//! is read-only in this V8 so that it takes no property, a weak map of the isolate.

use std::rc::Rc;

use crate::builtins::support;

/// A `WeakMap` made before it was needed by anybody else, and its functions.
struct Externals {
    map: v8::Global<v8::Object>,
    get: v8::Global<v8::Function>,
    set: v8::Global<v8::Function>,
}

impl Externals {
    fn of(scope: &mut v8::PinScope<'_, '_>) -> Option<Rc<Self>> {
        if let Some(externals) = scope.get_slot::<Rc<Self>>() {
            return Some(Rc::clone(externals));
        }
        let global = scope.get_current_context().global(scope);
        let class = support::get(scope, global, "WeakMap");
        let map = v8::Local::<v8::Function>::try_from(class)
            .ok()?
            .new_instance(scope, &[])?;
        let mut function = |name| {
            let function = support::get(scope, map, name);
            let function = v8::Local::<v8::Function>::try_from(function).ok()?;
            Some(v8::Global::new(scope, function))
        };
        let (get, set) = (function("get")?, function("set")?);
        let externals = Rc::new(Self {
            map: v8::Global::new(scope, map),
            get,
            set,
        });
        scope.set_slot(Rc::clone(&externals));
        Some(externals)
    }
}

/// The hidden property `key`; undefined when there is none, `None` with an exception.
pub(crate) fn get<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'_, v8::Object>,
    key: v8::Local<'_, v8::Private>,
) -> Option<v8::Local<'s, v8::Value>> {
    if !object.is_external() {
        return object.get_private(scope, key);
    }
    let externals = Externals::of(scope)?;
    let object: v8::Local<'_, v8::Value> = v8::Local::new(scope, object).into();
    let map = v8::Local::new(scope, &externals.map).into();
    let get = v8::Local::new(scope, &externals.get);
    let properties = get.call(scope, map, &[object])?;
    match v8::Local::<v8::Object>::try_from(properties) {
        Ok(properties) => properties.get_private(scope, key),
        Err(_) => Some(properties),
    }
}

/// Sets the hidden property `key`.
pub(crate) fn set(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    key: v8::Local<'_, v8::Private>,
    value: v8::Local<'_, v8::Value>,
) -> Option<bool> {
    if !object.is_external() {
        return object.set_private(scope, key, value);
    }
    let externals = Externals::of(scope)?;
    let object: v8::Local<'_, v8::Value> = v8::Local::new(scope, object).into();
    let map = v8::Local::new(scope, &externals.map).into();
    let get = v8::Local::new(scope, &externals.get);
    let properties = get.call(scope, map, &[object])?;
    let properties = match v8::Local::<v8::Object>::try_from(properties) {
        Ok(properties) => properties,
        Err(_) => {
            let properties = v8::Object::new(scope);
            let set = v8::Local::new(scope, &externals.set);
            set.call(scope, map, &[object, properties.into()])?;
            properties
        }
    };
    properties.set_private(scope, key, value)
}

/// Removes the hidden property `key`.
pub(crate) fn remove(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    key: v8::Local<'_, v8::Private>,
) {
    if object.is_external() {
        let undefined = v8::undefined(scope).into();
        set(scope, object, key, undefined);
    } else {
        object.delete_private(scope, key);
    }
}
