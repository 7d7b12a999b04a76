//! Conversions as JavaScript does them. What a conversion throws stays pending, and
//! the status names what was wanted.

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::{Status, entry_points, out};
use crate::engine::layout::Root;
use crate::engine::{raw, raw_objects};

entry_points! {
    /// `Boolean(value)`.
    js fn napi_coerce_to_bool(env, value: napi_value, result: *mut napi_value) {
        let value = env.value(value)?;
        let result = out(result)?;
        let isolate = env.isolate().as_ptr();
        // SAFETY: a live handle; this runs no JavaScript.
        let truth = unsafe { raw_objects::v8__Value__BooleanValue(&*value, isolate) };
        result.slot(env.root(if truth { Root::True } else { Root::False }))
    }

    /// `Number(value)`, without BigInt.
    js fn napi_coerce_to_number(env, value: napi_value, result: *mut napi_value) {
        let value = env.value(value)?;
        let result = out(result)?;
        // SAFETY: live handles.
        let number = env.catching(|| unsafe {
            raw_objects::v8__Value__ToNumber(&*value, env.raw_context())
        });
        if number.is_null() {
            return Err(env.thrown_as(sys::napi_number_expected));
        }
        result.maybe(number, Status::NUMBER_EXPECTED)
    }

    /// `Object(value)`, but null and undefined throw.
    js fn napi_coerce_to_object(env, value: napi_value, result: *mut napi_value) {
        let value = env.value(value)?;
        let result = out(result)?;
        // SAFETY: live handles.
        let object = env.catching(|| unsafe {
            raw::v8__Value__ToObject(&*value, env.raw_context())
        });
        if object.is_null() {
            return Err(env.thrown_as(sys::napi_object_expected));
        }
        result.maybe(object, Status::OBJECT_EXPECTED)
    }

    /// `String(value)`, but symbols throw.
    js fn napi_coerce_to_string(env, value: napi_value, result: *mut napi_value) {
        let value = env.value(value)?;
        let result = out(result)?;
        // SAFETY: live handles.
        let string = env.catching(|| unsafe {
            raw_objects::v8__Value__ToString(&*value, env.raw_context())
        });
        if string.is_null() {
            return Err(env.thrown_as(sys::napi_string_expected));
        }
        result.maybe(string, Status::STRING_EXPECTED)
    }
}
