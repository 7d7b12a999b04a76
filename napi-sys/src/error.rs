//! Last error information, errors thrown, created and caught.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Describes the status of the last call on this environment; valid until the next one.
    pub fn napi_get_last_error_info(
        env: node_api_basic_env,
        result: *mut *const napi_extended_error_info,
    ) -> napi_status;
    /// Throws a value.
    pub fn napi_throw(env: napi_env, error: napi_value) -> napi_status;
    /// Throws an Error with a message and an optional code.
    pub fn napi_throw_error(
        env: napi_env,
        code: *const core::ffi::c_char,
        msg: *const core::ffi::c_char,
    ) -> napi_status;
    /// Throws a TypeError with a message and an optional code.
    pub fn napi_throw_type_error(
        env: napi_env,
        code: *const core::ffi::c_char,
        msg: *const core::ffi::c_char,
    ) -> napi_status;
    /// Throws a RangeError with a message and an optional code.
    pub fn napi_throw_range_error(
        env: napi_env,
        code: *const core::ffi::c_char,
        msg: *const core::ffi::c_char,
    ) -> napi_status;
    /// Creates an Error from message and optional code.
    pub fn napi_create_error(
        env: napi_env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a TypeError from message and optional code.
    pub fn napi_create_type_error(
        env: napi_env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a RangeError from message and optional code.
    pub fn napi_create_range_error(
        env: napi_env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Tells whether a value is an error object.
    pub fn napi_is_error(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Tells whether an exception waits to be thrown.
    pub fn napi_is_exception_pending(env: napi_env, result: *mut bool) -> napi_status;
    /// Takes the pending exception; undefined when there is none.
    pub fn napi_get_and_clear_last_exception(env: napi_env, result: *mut napi_value)
    -> napi_status;
    /// Throws a SyntaxError with a message and an optional code.
    pub fn node_api_throw_syntax_error(
        env: napi_env,
        code: *const core::ffi::c_char,
        msg: *const core::ffi::c_char,
    ) -> napi_status;
    /// Creates a SyntaxError from message and optional code.
    pub fn node_api_create_syntax_error(
        env: napi_env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
}
