//! Functions, calls, callback arguments, classes.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a function that calls back into the addon.
    pub fn napi_create_function(
        env: napi_env,
        utf8name: *const core::ffi::c_char,
        length: usize,
        cb: napi_callback,
        data: *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Calls a function; opens no callback scope and drains no queue.
    pub fn napi_call_function(
        env: napi_env,
        recv: napi_value,
        func: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Calls a constructor, as `new` does.
    pub fn napi_new_instance(
        env: napi_env,
        constructor: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Compares as `instanceof` does.
    pub fn napi_instanceof(
        env: napi_env,
        object: napi_value,
        constructor: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Reads arguments, receiver and data of the running callback; missing arguments become undefined.
    pub fn napi_get_cb_info(
        env: napi_env,
        cbinfo: napi_callback_info,
        argc: *mut usize,
        argv: *mut napi_value,
        this_arg: *mut napi_value,
        data: *mut *mut core::ffi::c_void,
    ) -> napi_status;
    /// Reads `new.target` of the running callback; NULL when it was not called with `new`.
    pub fn napi_get_new_target(
        env: napi_env,
        cbinfo: napi_callback_info,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a class with its prototype's and static properties.
    pub fn napi_define_class(
        env: napi_env,
        utf8name: *const core::ffi::c_char,
        length: usize,
        constructor: napi_callback,
        data: *mut core::ffi::c_void,
        property_count: usize,
        properties: *const napi_property_descriptor,
        result: *mut napi_value,
    ) -> napi_status;
}
