//! Numbers, to and from the four C number types.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a number from a double.
    pub fn napi_create_double(env: napi_env, value: f64, result: *mut napi_value) -> napi_status;
    /// Creates a number from a signed 32-bit integer.
    pub fn napi_create_int32(env: napi_env, value: i32, result: *mut napi_value) -> napi_status;
    /// Creates a number from an unsigned 32-bit integer.
    pub fn napi_create_uint32(env: napi_env, value: u32, result: *mut napi_value) -> napi_status;
    /// Creates a number from a signed 64-bit integer; beyond 2^53 it is rounded.
    pub fn napi_create_int64(env: napi_env, value: i64, result: *mut napi_value) -> napi_status;
    /// Reads a number as a double.
    pub fn napi_get_value_double(env: napi_env, value: napi_value, result: *mut f64)
    -> napi_status;
    /// Reads a number as a signed 32-bit integer: wraps around; not finite is 0.
    pub fn napi_get_value_int32(env: napi_env, value: napi_value, result: *mut i32) -> napi_status;
    /// Reads a number as an unsigned 32-bit integer: wraps around; not finite is 0.
    pub fn napi_get_value_uint32(env: napi_env, value: napi_value, result: *mut u32)
    -> napi_status;
    /// Reads a number as a signed 64-bit integer: clamps at both ends; not finite is 0.
    pub fn napi_get_value_int64(env: napi_env, value: napi_value, result: *mut i64) -> napi_status;
}
