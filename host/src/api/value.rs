//! Singletons, objects and arrays, type questions, equality.

use std::ptr::{self, NonNull};

use napi_host_sys as sys;
use sys::{napi_value, napi_valuetype};

use crate::boundary::{Answer, Status, entry_points, out};
use crate::engine::frame::word;
use crate::engine::layout::{self, Root};
use crate::engine::raw;
use crate::env::{Env, callback::is_external, local};

/// The word of a root.
fn root_word(env: &Env, root: Root) -> usize {
    // SAFETY: a root's slot is always readable.
    unsafe { env.root(root).read() }
}

entry_points! {
    /// `undefined`.
    gc fn napi_get_undefined(env, result: *mut napi_value) {
        out(result)?.slot(env.root(Root::Undefined))
    }

    /// `null`.
    gc fn napi_get_null(env, result: *mut napi_value) {
        out(result)?.slot(env.root(Root::Null))
    }

    /// The global object.
    gc fn napi_get_global(env, result: *mut napi_value) {
        let result = out(result)?;
        let global = env.with_scope(|scope| {
            local(NonNull::from(&*env.context().global(scope)))
        });
        result.value(global)
    }

    /// `true` or `false`.
    gc fn napi_get_boolean(env, value: bool, result: *mut napi_value) {
        let root = if value { Root::True } else { Root::False };
        out(result)?.slot(env.root(root))
    }

    /// `{}`.
    gc fn napi_create_object(env, result: *mut napi_value) {
        let result = out(result)?;
        // SAFETY: the isolate is entered and a handle scope is open.
        let object = unsafe { raw::v8__Object__New(env.isolate().as_ptr()) };
        result.maybe(object, Status::GENERIC_FAILURE)
    }

    /// `[]`.
    gc fn napi_create_array(env, result: *mut napi_value) {
        new_array(env, 0, result)
    }

    /// `new Array(length)`; a length that V8 takes for negative makes it empty.
    gc fn napi_create_array_with_length(env, length: usize, result: *mut napi_value) {
        #[expect(clippy::cast_possible_truncation, reason = "Node converts to int likewise")]
        let length = length as i32;
        new_array(env, length, result)
    }

    /// The type of a value: functions before externals before objects.
    gc fn napi_typeof(env, value: napi_value, result: *mut napi_valuetype) {
        let word = env.word(value)?;
        let result = out(result)?;
        if layout::is_smi(word) {
            return result.set(sys::napi_number);
        }
        // SAFETY: not a small integer, so a heap object.
        if layout::is_string_type(unsafe { layout::instance_type(word) }) {
            return result.set(sys::napi_string);
        }
        result.set(type_of_heap_object(env, env.value(value)?, word)?)
    }

    /// Reads a boolean.
    gc fn napi_get_value_bool(env, value: napi_value, result: *mut bool) {
        let word = env.word(value)?;
        let result = out(result)?;
        if word == root_word(env, Root::True) {
            result.set(true)
        } else if word == root_word(env, Root::False) {
            result.set(false)
        } else {
            Err(Status::BOOLEAN_EXPECTED)
        }
    }

    /// Whether a value is an array.
    gc fn napi_is_array(env, value: napi_value, result: *mut bool) {
        let value = env.value(value)?;
        // SAFETY: a live handle.
        out(result)?.set(unsafe { raw::v8__Value__IsArray(&*value) })
    }

    /// An array's length.
    js fn napi_get_array_length(env, value: napi_value, result: *mut u32) {
        let value = env.value(value)?;
        let result = out(result)?;
        // SAFETY: a live handle.
        if !unsafe { raw::v8__Value__IsArray(&*value) } {
            return Err(Status::ARRAY_EXPECTED);
        }
        let array: *const v8::Value = &*value;
        // SAFETY: just checked to be an array.
        result.set(unsafe { raw::v8__Array__Length(array.cast()) })
    }

    /// `lhs === rhs`.
    js fn napi_strict_equals(env, lhs: napi_value, rhs: napi_value, result: *mut bool) {
        let left = env.value(lhs)?;
        let right = env.value(rhs)?;
        let result = out(result)?;
        result.set(strict_equals(env, left, right))
    }

    /// An object with this prototype (NULL for `null`) and these properties.
    gc fn node_api_create_object_with_properties(
        env,
        prototype_or_null: napi_value,
        property_names: *const napi_value,
        property_values: *const napi_value,
        property_count: usize,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        if property_count > 0 && (property_names.is_null() || property_values.is_null()) {
            return Err(Status::INVALID_ARG);
        }
        let null = env.root(Root::Null);
        let prototype = NonNull::new(prototype_or_null.cast()).unwrap_or(null);
        for name in handles(property_names, property_count) {
            let name = env.value(*name)?;
            // SAFETY: a live handle.
            if !unsafe { raw::v8__Value__IsName(&*name) } {
                return Err(Status::NAME_EXPECTED);
            }
        }
        for value in handles(property_values, property_count) {
            env.value(*value)?;
        }
        // SAFETY: all handles were checked; a handle is the address of its slot.
        let object = unsafe {
            raw::v8__Object__New__with_prototype_and_properties(
                env.isolate().as_ptr(),
                prototype.as_ptr().cast(),
                property_names.cast(),
                property_values.cast(),
                property_count,
            )
        };
        result.maybe(object, Status::GENERIC_FAILURE)
    }
}

/// An addon's vector of handles, which is there unless it is empty.
fn handles<'a>(vector: *const napi_value, count: usize) -> &'a [napi_value] {
    if count == 0 {
        return &[];
    }
    // SAFETY: checked not to be NULL; the addon says how many it has.
    unsafe { std::slice::from_raw_parts(vector, count) }
}

fn new_array(env: &Env, length: i32, result: *mut napi_value) -> Answer {
    let result = out(result)?;
    // SAFETY: the isolate is entered and a handle scope is open.
    let array = unsafe { raw::v8__Array__New(env.isolate().as_ptr(), length.max(0)) };
    result.maybe(array, Status::GENERIC_FAILURE)
}

/// The type of a value that is neither a small integer nor a string.
fn type_of_heap_object(
    env: &Env,
    value: v8::Local<'_, v8::Value>,
    word: usize,
) -> Result<napi_valuetype, Status> {
    // SAFETY: a heap object.
    if unsafe { layout::map_word(word) } == env.engine.young.heap_number_map {
        return Ok(sys::napi_number);
    }
    for (root, kind) in [
        (Root::Undefined, sys::napi_undefined),
        (Root::True, sys::napi_boolean),
        (Root::False, sys::napi_boolean),
        (Root::Null, sys::napi_null),
    ] {
        if word == root_word(env, root) {
            return Ok(kind);
        }
    }
    Ok(if value.is_function() {
        sys::napi_function
    } else if is_external(value) {
        sys::napi_external
    } else if value.is_object() {
        sys::napi_object
    } else if value.is_symbol() {
        sys::napi_symbol
    } else if value.is_big_int() {
        sys::napi_bigint
    } else if value.is_number() {
        sys::napi_number
    } else {
        return Err(Status::INVALID_ARG);
    })
}

#[inline(always)]
fn strict_equals(
    env: &Env,
    left: v8::Local<'_, v8::Value>,
    right: v8::Local<'_, v8::Value>,
) -> bool {
    let (a, b) = (word(&left), word(&right));
    let (left, right): (*const v8::Value, *const v8::Value) = (&*left, &*right);
    if layout::is_smi(a) && layout::is_smi(b) {
        return a == b;
    }
    if a == b && !ptr::eq(left, right) && !layout::is_smi(a) {
        // The same object is equal to itself, unless it is the number NaN.
        // SAFETY: a heap object.
        if unsafe { layout::map_word(a) } != env.engine.young.heap_number_map {
            return true;
        }
    }
    // SAFETY: live handles.
    unsafe { raw::v8__Value__StrictEquals(left, right) }
}
