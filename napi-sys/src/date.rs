//! Date objects.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a Date from milliseconds since 1970 UTC.
    pub fn napi_create_date(env: napi_env, time: f64, result: *mut napi_value) -> napi_status;
    /// Tells whether a value is a Date.
    pub fn napi_is_date(env: napi_env, value: napi_value, is_date: *mut bool) -> napi_status;
    /// Reads the milliseconds since 1970 UTC of a Date.
    pub fn napi_get_date_value(env: napi_env, value: napi_value, result: *mut f64) -> napi_status;
}
