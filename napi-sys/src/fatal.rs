//! The two ways to end by an error.

use core::ffi::c_char;

use crate::types::{napi_env, napi_status, napi_value};

unsafe extern "C" {
    /// Prints a location and a message, then aborts the process.
    pub fn napi_fatal_error(
        location: *const c_char,
        location_len: usize,
        message: *const c_char,
        message_len: usize,
    ) -> !;

    /// Hands a value to `uncaughtException` at once.
    pub fn napi_fatal_exception(env: napi_env, err: napi_value) -> napi_status;
}
