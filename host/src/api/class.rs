//! Property definitions with attributes, on objects and on classes.
//!
//! A class is a function template. Its instances carry one internal field, where
//! `napi_wrap` keeps its pointer (see `wrap`): no other template of this process has
//! internal fields. Methods check their receiver by the template's signature.

use std::ffi::{c_char, c_void};
use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_callback, napi_property_descriptor, napi_value};

use super::function;
use crate::boundary::{Answer, Status, entry_points, out, utf8_name};
use crate::env::callback::trampoline;
use crate::env::{Env, local};

entry_points! {
    /// Defines methods, accessors and values on an object.
    js fn napi_define_properties(
        env,
        object: napi_value,
        property_count: usize,
        properties: *const napi_property_descriptor,
    ) {
        let properties = descriptors(property_count, properties)?;
        let object = env.to_object(object)?;
        properties.iter().try_for_each(|property| define(env, object, property))
    }

    /// A class with properties on its prototype, and static ones on itself.
    js fn napi_define_class(
        env,
        utf8name: *const c_char,
        length: usize,
        constructor: napi_callback,
        data: *mut c_void,
        property_count: usize,
        properties: *const napi_property_descriptor,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let constructor = constructor.ok_or(Status::INVALID_ARG)?;
        let properties = descriptors(property_count, properties)?;
        let name = function::name(env, utf8name, length)?.ok_or(Status::INVALID_ARG)?;
        let class = env.with_scope(|scope| {
            let data = env.callback_data(constructor, data).ok_or(Status::GENERIC_FAILURE)?;
            let data = v8::Local::new(scope, data);
            let template = v8::FunctionTemplate::builder_raw(trampoline).data(data).build(scope);
            template.set_class_name(name);
            template.instance_template(scope).set_internal_field_count(1);
            for property in properties.iter().filter(|p| !is_static(p)) {
                add_to_prototype(env, scope, template, property)?;
            }
            let class = template.get_function(scope);
            class
                .map(|class| local(NonNull::from(&*class)))
                .ok_or_else(|| env.thrown_or(sys::napi_generic_failure))
        })?;
        // SAFETY: a template makes a function, which is an object.
        let object = unsafe { v8::Local::cast_unchecked(class) };
        for property in properties.iter().filter(|p| is_static(p)) {
            define(env, object, property)?;
        }
        result.value(class)
    }
}

/// The addon's descriptors.
fn descriptors<'a>(
    count: usize,
    properties: *const napi_property_descriptor,
) -> Result<&'a [napi_property_descriptor], Status> {
    if count == 0 {
        return Ok(&[]);
    }
    if properties.is_null() {
        return Err(Status::INVALID_ARG);
    }
    // SAFETY: the addon passes `count` descriptors.
    Ok(unsafe { std::slice::from_raw_parts(properties, count) })
}

fn is_static(property: &napi_property_descriptor) -> bool {
    property.attributes & sys::napi_static != 0
}

fn has(property: &napi_property_descriptor, attribute: sys::napi_property_attributes) -> bool {
    property.attributes & attribute != 0
}

/// The property's name, from either field.
fn property_name<'e>(
    env: &'e Env,
    property: &napi_property_descriptor,
) -> Result<v8::Local<'e, v8::Name>, Status> {
    if !property.utf8name.is_null() {
        // SAFETY: the addon's contract for names.
        return unsafe { utf8_name(env, property.utf8name) };
    }
    let name = env.value(property.name)?;
    name.try_cast().map_err(|_| Status::NAME_EXPECTED)
}

/// Defines one property on an object.
fn define(
    env: &Env,
    object: v8::Local<'_, v8::Object>,
    property: &napi_property_descriptor,
) -> Answer {
    let name = property_name(env, property)?;
    let function = |callback: napi_callback| match callback {
        None => Ok(None),
        Some(callback) => env
            .catching(|| env.new_function(callback, property.data))
            .map(Some)
            .ok_or_else(|| env.thrown_or(sys::napi_generic_failure)),
    };
    let enumerable = has(property, sys::napi_enumerable);
    let configurable = has(property, sys::napi_configurable);
    let writable = has(property, sys::napi_writable);
    let (mut descriptor, failure) = if property.getter.is_some() || property.setter.is_some() {
        let getter = function(property.getter)?;
        let setter = function(property.setter)?;
        let undefined = env.root(crate::engine::layout::Root::Undefined);
        let or_undefined = |f: Option<v8::Local<'_, v8::Function>>| {
            f.map_or(local(undefined), |f| local(NonNull::from(&*f)))
        };
        let pair = (or_undefined(getter), or_undefined(setter));
        (
            v8::PropertyDescriptor::new_from_get_set(pair.0, pair.1),
            sys::napi_invalid_arg,
        )
    } else if let Some(method) = function(property.method)? {
        (
            v8::PropertyDescriptor::new_from_value_writable(method.into(), writable),
            sys::napi_generic_failure,
        )
    } else {
        let value = env.value(property.value)?;
        (
            v8::PropertyDescriptor::new_from_value_writable(value, writable),
            sys::napi_invalid_arg,
        )
    };
    descriptor.set_enumerable(enumerable);
    descriptor.set_configurable(configurable);
    let done =
        env.catching(|| env.with_scope(|scope| object.define_property(scope, name, &descriptor)));
    match done {
        Some(true) => Ok(()),
        Some(false) => Err(Status::new(failure)),
        None => Err(env.thrown_or(failure)),
    }
}

/// Adds one property to a class's prototype.
fn add_to_prototype<'s>(
    env: &Env,
    scope: &mut v8::PinScope<'s, '_>,
    class: v8::Local<'s, v8::FunctionTemplate>,
    property: &napi_property_descriptor,
) -> Answer {
    let name = property_name(env, property)?;
    let name: v8::Local<'_, v8::Name> = v8::Local::new(scope, name);
    let prototype = class.prototype_template(scope);
    let is_accessor = property.getter.is_some() || property.setter.is_some();
    let attributes = v8_attributes(property, is_accessor);
    if is_accessor {
        let getter = template(env, scope, property.getter, property.data, None)?;
        let setter = template(env, scope, property.setter, property.data, None)?;
        prototype.set_accessor_property(name, getter, setter, attributes);
        return Ok(());
    }
    let signature = v8::Signature::new(scope, class);
    if let Some(method) = template(env, scope, property.method, property.data, Some(signature))? {
        prototype.set_with_attr(name, method.into(), attributes);
    } else {
        let value = env.value(property.value)?;
        prototype.set_with_attr(name, value.into(), attributes);
    }
    Ok(())
}

/// A template for a callback; `None` when there is none.
fn template<'s>(
    env: &Env,
    scope: &mut v8::PinScope<'s, '_>,
    callback: napi_callback,
    data: *mut c_void,
    signature: Option<v8::Local<'s, v8::Signature>>,
) -> Result<Option<v8::Local<'s, v8::FunctionTemplate>>, Status> {
    let Some(callback) = callback else {
        return Ok(None);
    };
    let data = env
        .callback_data(callback, data)
        .ok_or(Status::GENERIC_FAILURE)?;
    let data = v8::Local::new(scope, data);
    let mut builder = v8::FunctionTemplate::builder_raw(trampoline).data(data);
    if let Some(signature) = signature {
        builder = builder.signature(signature);
    }
    Ok(Some(builder.build(scope)))
}

/// An accessor has no "writable".
fn v8_attributes(property: &napi_property_descriptor, is_accessor: bool) -> v8::PropertyAttribute {
    let mut attributes = v8::PropertyAttribute::NONE;
    if !is_accessor && !has(property, sys::napi_writable) {
        attributes = attributes | v8::PropertyAttribute::READ_ONLY;
    }
    if !has(property, sys::napi_enumerable) {
        attributes = attributes | v8::PropertyAttribute::DONT_ENUM;
    }
    if !has(property, sys::napi_configurable) {
        attributes = attributes | v8::PropertyAttribute::DONT_DELETE;
    }
    attributes
}
