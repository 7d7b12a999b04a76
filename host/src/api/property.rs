//! Prototypes, keys, properties, elements, freezing. Definitions with attributes are
//! in `class`, which they share with classes.

use std::ffi::c_char;
use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::napi_value;

use super::function::did;
use crate::boundary::{Status, entry_points, optional, out, utf8_name};
use crate::engine::raw;
use crate::env::{Env, local};

entry_points! {
    /// `Object.getPrototypeOf(object)`.
    js fn napi_get_prototype(env, object: napi_value, result: *mut napi_value) {
        let result = out(result)?;
        let object = env.to_object(object)?;
        let prototype = env.with_scope(|scope| {
            object.get_prototype(scope).map(|p| local(NonNull::from(&*p)))
        });
        result.value(prototype.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// Sets the prototype of an object.
    js fn node_api_set_prototype(env, object: napi_value, value: napi_value) {
        let value = env.value(value)?;
        let object = env.to_object(object)?;
        let done = env.catching(|| env.with_scope(|scope| object.set_prototype(scope, value)));
        did(env, done)
    }

    /// The enumerable string keys, own and inherited, numbers as strings.
    js fn napi_get_property_names(env, object: napi_value, result: *mut napi_value) {
        keys(env, object, KeyRule {
            own_only: false,
            filter: sys::napi_key_enumerable | sys::napi_key_skip_symbols,
            numbers_to_strings: true,
        }, result)
    }

    /// The keys that a filter lets through, own or inherited too.
    js fn napi_get_all_property_names(
        env,
        object: napi_value,
        key_mode: sys::napi_key_collection_mode,
        key_filter: sys::napi_key_filter,
        key_conversion: sys::napi_key_conversion,
        result: *mut napi_value,
    ) {
        if result.is_null() {
            return Err(Status::INVALID_ARG);
        }
        env.to_object(object)?;
        if key_mode > sys::napi_key_own_only || key_conversion > sys::napi_key_numbers_to_strings {
            return Err(Status::INVALID_ARG);
        }
        keys(env, object, KeyRule {
            own_only: key_mode == sys::napi_key_own_only,
            filter: key_filter,
            numbers_to_strings: key_conversion == sys::napi_key_numbers_to_strings,
        }, result)
    }

    /// `object[key] = value`.
    js fn napi_set_property(env, object: napi_value, key: napi_value, value: napi_value) {
        let (key, value) = (env.value(key)?, env.value(value)?);
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let done = env.catching(|| unsafe {
            raw::v8__Object__Set(&*object, env.raw_context(), &*key, &*value)
        });
        did(env, done.get())
    }

    /// `key in object`.
    js fn napi_has_property(env, object: napi_value, key: napi_value, result: *mut bool) {
        let result = out(result)?;
        let key = env.value(key)?;
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let answer = env.catching(|| unsafe {
            raw::v8__Object__Has(&*object, env.raw_context(), &*key)
        });
        result.set(answer.get().ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `object[key]`.
    js fn napi_get_property(env, object: napi_value, key: napi_value, result: *mut napi_value) {
        let key = env.value(key)?;
        let result = out(result)?;
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let value = env.catching(|| unsafe {
            raw::v8__Object__Get(&*object, env.raw_context(), &*key)
        });
        let value = NonNull::new(value.cast_mut());
        result.slot(value.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `delete object[key]`; the result is optional.
    js fn napi_delete_property(env, object: napi_value, key: napi_value, result: *mut bool) {
        let key = env.value(key)?;
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let answer = env.catching(|| unsafe {
            raw::v8__Object__Delete(&*object, env.raw_context(), &*key)
        });
        optional(result, answer.get().ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?);
        Ok(())
    }

    /// `Object.hasOwn(object, key)` for a string or symbol key.
    js fn napi_has_own_property(env, object: napi_value, key: napi_value, result: *mut bool) {
        let key = env.value(key)?;
        let result = out(result)?;
        let object = env.to_object(object)?;
        // SAFETY: a live handle.
        if !unsafe { raw::v8__Value__IsName(&*key) } {
            return Err(Status::NAME_EXPECTED);
        }
        let key: *const v8::Value = &*key;
        // SAFETY: live handles; the key was checked to be a name.
        let answer = env.catching(|| unsafe {
            raw::v8__Object__HasOwnProperty(&*object, env.raw_context(), key.cast())
        });
        result.set(answer.get().ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `object[utf8name] = value`.
    js fn napi_set_named_property(
        env, object: napi_value, utf8name: *const c_char, value: napi_value,
    ) {
        let value = env.value(value)?;
        let object = env.to_object(object)?;
        // SAFETY: the addon's contract for names.
        let key = unsafe { utf8_name(env, utf8name) }?;
        let key: *const v8::Name = &*key;
        // SAFETY: live handles.
        let done = env.catching(|| unsafe {
            raw::v8__Object__Set(&*object, env.raw_context(), key.cast(), &*value)
        });
        did(env, done.get())
    }

    /// `utf8name in object`.
    js fn napi_has_named_property(
        env, object: napi_value, utf8name: *const c_char, result: *mut bool,
    ) {
        let result = out(result)?;
        let object = env.to_object(object)?;
        // SAFETY: the addon's contract for names.
        let key = unsafe { utf8_name(env, utf8name) }?;
        let key: *const v8::Name = &*key;
        // SAFETY: live handles.
        let answer = env.catching(|| unsafe {
            raw::v8__Object__Has(&*object, env.raw_context(), key.cast())
        });
        result.set(answer.get().ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `object[utf8name]`.
    js fn napi_get_named_property(
        env, object: napi_value, utf8name: *const c_char, result: *mut napi_value,
    ) {
        let result = out(result)?;
        // SAFETY: the addon's contract for names.
        let key = unsafe { utf8_name(env, utf8name) }?;
        let object = env.to_object(object)?;
        let key: *const v8::Name = &*key;
        // SAFETY: live handles.
        let value = env.catching(|| unsafe {
            raw::v8__Object__Get(&*object, env.raw_context(), key.cast())
        });
        let value = NonNull::new(value.cast_mut());
        result.slot(value.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `object[index] = value`.
    js fn napi_set_element(env, object: napi_value, index: u32, value: napi_value) {
        let value = env.value(value)?;
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let done = env.catching(|| unsafe {
            raw::v8__Object__SetIndex(&*object, env.raw_context(), index, &*value)
        });
        did(env, done.get())
    }

    /// `index in object`.
    js fn napi_has_element(env, object: napi_value, index: u32, result: *mut bool) {
        let result = out(result)?;
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let answer = env.catching(|| unsafe {
            raw::v8__Object__HasIndex(&*object, env.raw_context(), index)
        });
        result.set(answer.get().ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `object[index]`.
    js fn napi_get_element(env, object: napi_value, index: u32, result: *mut napi_value) {
        let result = out(result)?;
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let value = env.catching(|| unsafe {
            raw::v8__Object__GetIndex(&*object, env.raw_context(), index)
        });
        let value = NonNull::new(value.cast_mut());
        result.slot(value.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
    }

    /// `delete object[index]`; the result is optional.
    js fn napi_delete_element(env, object: napi_value, index: u32, result: *mut bool) {
        let object = env.to_object(object)?;
        // SAFETY: live handles.
        let answer = env.catching(|| unsafe {
            raw::v8__Object__DeleteIndex(&*object, env.raw_context(), index)
        });
        optional(result, answer.get().ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?);
        Ok(())
    }

    /// `Object.freeze(object)`.
    js fn napi_object_freeze(env, object: napi_value) {
        let object = env.to_object(object)?;
        let level = v8::IntegrityLevel::Frozen;
        let done = env.catching(|| env.with_scope(|s| object.set_integrity_level(s, level)));
        did(env, done)
    }

    /// `Object.seal(object)`.
    js fn napi_object_seal(env, object: napi_value) {
        let object = env.to_object(object)?;
        let level = v8::IntegrityLevel::Sealed;
        let done = env.catching(|| env.with_scope(|s| object.set_integrity_level(s, level)));
        did(env, done)
    }
}

/// Which keys to list.
struct KeyRule {
    own_only: bool,
    filter: sys::napi_key_filter,
    numbers_to_strings: bool,
}

fn keys(
    env: &Env,
    object: napi_value,
    rule: KeyRule,
    result: *mut napi_value,
) -> crate::boundary::Answer {
    let result = out(result)?;
    let object = env.to_object(object)?;
    let mut filter = v8::PropertyFilter::ALL_PROPERTIES;
    for (bit, flag) in [
        (sys::napi_key_writable, v8::PropertyFilter::ONLY_WRITABLE),
        (
            sys::napi_key_enumerable,
            v8::PropertyFilter::ONLY_ENUMERABLE,
        ),
        (
            sys::napi_key_configurable,
            v8::PropertyFilter::ONLY_CONFIGURABLE,
        ),
        (sys::napi_key_skip_strings, v8::PropertyFilter::SKIP_STRINGS),
        (sys::napi_key_skip_symbols, v8::PropertyFilter::SKIP_SYMBOLS),
    ] {
        if rule.filter & bit != 0 {
            filter = filter | flag;
        }
    }
    let args = v8::GetPropertyNamesArgs {
        mode: if rule.own_only {
            v8::KeyCollectionMode::OwnOnly
        } else {
            v8::KeyCollectionMode::IncludePrototypes
        },
        property_filter: filter,
        index_filter: v8::IndexFilter::IncludeIndices,
        key_conversion: if rule.numbers_to_strings {
            v8::KeyConversionMode::ConvertToString
        } else {
            v8::KeyConversionMode::KeepNumbers
        },
    };
    let keys = env.catching(|| {
        env.with_scope(|scope| {
            let keys = object.get_property_names(scope, args)?;
            Some(local(NonNull::from(&*keys)))
        })
    });
    result.value(keys.ok_or_else(|| env.thrown_or(sys::napi_generic_failure))?)
}
