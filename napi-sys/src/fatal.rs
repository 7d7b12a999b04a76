//! The two ways to end by an error.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Prints a location and a message, then aborts the process.
    pub fn napi_fatal_error(
        location: *const core::ffi::c_char,
        location_len: usize,
        message: *const core::ffi::c_char,
        message_len: usize,
    ) -> !;
    /// Hands a value to `uncaughtException` at once.
    pub fn napi_fatal_exception(env: napi_env, err: napi_value) -> napi_status;
}
