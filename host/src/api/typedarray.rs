//! The twelve types of typed arrays: part of chapter `arraybuffer`.

use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::napi_typedarray_type;

use super::arraybuffer::length_of;
use crate::boundary::Status;
use crate::engine::bytes::{self, NewView};
use crate::env::Env;

/// One type: the size of an element, the constructor's name, and V8's function.
struct Kind(usize, &'static str, NewView);

/// By `napi_typedarray_type`.
static KINDS: [Kind; 12] = [
    Kind(1, "Int8Array", bytes::v8__Int8Array__New),
    Kind(1, "Uint8Array", bytes::v8__Uint8Array__New),
    Kind(1, "Uint8ClampedArray", bytes::v8__Uint8ClampedArray__New),
    Kind(2, "Int16Array", bytes::v8__Int16Array__New),
    Kind(2, "Uint16Array", bytes::v8__Uint16Array__New),
    Kind(4, "Int32Array", bytes::v8__Int32Array__New),
    Kind(4, "Uint32Array", bytes::v8__Uint32Array__New),
    Kind(4, "Float32Array", bytes::v8__Float32Array__New),
    Kind(8, "Float64Array", bytes::v8__Float64Array__New),
    Kind(8, "BigInt64Array", bytes::v8__BigInt64Array__New),
    Kind(8, "BigUint64Array", bytes::v8__BigUint64Array__New),
    Kind(2, "Float16Array", bytes::v8__Float16Array__New),
];

/// A typed array of `length` elements from byte `offset`. A range that does not fit
/// throws a `RangeError` with a code; the status is `napi_generic_failure` then.
pub(super) fn create(
    env: &Env,
    kind: napi_typedarray_type,
    buffer: NonNull<v8::ArrayBuffer>,
    offset: usize,
    length: usize,
) -> Result<*const v8::Value, Status> {
    let Kind(size, name, new) = KINDS.get(kind as usize).ok_or(Status::INVALID_ARG)?;
    if !offset.is_multiple_of(*size) {
        env.throw_coded(
            v8::Exception::range_error,
            "ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT",
            &format!("start offset of {name} should be a multiple of {size}"),
        );
        return Err(Status::GENERIC_FAILURE);
    }
    let end = length
        .checked_mul(*size)
        .and_then(|n| n.checked_add(offset));
    if end.is_none_or(|end| end > length_of(buffer)) {
        env.throw_coded(
            v8::Exception::range_error,
            "ERR_NAPI_INVALID_TYPEDARRAY_LENGTH",
            "Invalid typed array length",
        );
        return Err(Status::GENERIC_FAILURE);
    }
    // SAFETY: a live handle of a buffer, and the aligned range lies inside it.
    Ok(unsafe { new(buffer.as_ptr(), offset, length) })
}

/// A type, and V8's question for it.
type Type = (fn(&v8::Value) -> bool, napi_typedarray_type);

/// The type of a typed array, the commonest first.
pub(super) fn kind_of(view: v8::Local<'_, v8::Value>) -> napi_typedarray_type {
    let types: [Type; 11] = [
        (v8::Value::is_uint8_array, sys::napi_uint8_array),
        (v8::Value::is_float32_array, sys::napi_float32_array),
        (v8::Value::is_float64_array, sys::napi_float64_array),
        (v8::Value::is_int32_array, sys::napi_int32_array),
        (v8::Value::is_uint32_array, sys::napi_uint32_array),
        (v8::Value::is_int8_array, sys::napi_int8_array),
        (
            v8::Value::is_uint8_clamped_array,
            sys::napi_uint8_clamped_array,
        ),
        (v8::Value::is_int16_array, sys::napi_int16_array),
        (v8::Value::is_uint16_array, sys::napi_uint16_array),
        (v8::Value::is_big_int64_array, sys::napi_bigint64_array),
        (v8::Value::is_big_uint64_array, sys::napi_biguint64_array),
    ];
    let found = types.iter().find(|(is, _)| is(&view));
    found.map_or(sys::napi_float16_array, |(_, kind)| *kind)
}
