//! ArrayBuffer, SharedArrayBuffer, typed arrays, DataView.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Tells whether a value is an ArrayBuffer.
    pub fn napi_is_arraybuffer(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Creates a zero-filled ArrayBuffer.
    pub fn napi_create_arraybuffer(
        env: napi_env,
        byte_length: usize,
        data: *mut *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates an ArrayBuffer over the caller's memory.
    pub fn napi_create_external_arraybuffer(
        env: napi_env,
        external_data: *mut core::ffi::c_void,
        byte_length: usize,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Reads data pointer and length of an ArrayBuffer.
    pub fn napi_get_arraybuffer_info(
        env: napi_env,
        arraybuffer: napi_value,
        data: *mut *mut core::ffi::c_void,
        byte_length: *mut usize,
    ) -> napi_status;
    /// Tells whether a value is a typed array.
    pub fn napi_is_typedarray(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Creates a typed array over an ArrayBuffer.
    pub fn napi_create_typedarray(
        env: napi_env,
        type_: napi_typedarray_type,
        length: usize,
        arraybuffer: napi_value,
        byte_offset: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Reads type, length in elements, data, buffer and offset of a typed array.
    pub fn napi_get_typedarray_info(
        env: napi_env,
        typedarray: napi_value,
        type_: *mut napi_typedarray_type,
        length: *mut usize,
        data: *mut *mut core::ffi::c_void,
        arraybuffer: *mut napi_value,
        byte_offset: *mut usize,
    ) -> napi_status;
    /// Tells whether a value is a DataView.
    pub fn napi_is_dataview(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Creates a DataView over an ArrayBuffer.
    pub fn napi_create_dataview(
        env: napi_env,
        length: usize,
        arraybuffer: napi_value,
        byte_offset: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Reads length in bytes, data, buffer and offset of a DataView.
    pub fn napi_get_dataview_info(
        env: napi_env,
        dataview: napi_value,
        bytelength: *mut usize,
        data: *mut *mut core::ffi::c_void,
        arraybuffer: *mut napi_value,
        byte_offset: *mut usize,
    ) -> napi_status;
    /// Detaches an ArrayBuffer from its memory.
    pub fn napi_detach_arraybuffer(env: napi_env, arraybuffer: napi_value) -> napi_status;
    /// Tells whether a value is a detached ArrayBuffer.
    pub fn napi_is_detached_arraybuffer(
        env: napi_env,
        value: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Tells whether a value is a SharedArrayBuffer.
    pub fn node_api_is_sharedarraybuffer(
        env: napi_env,
        value: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Creates a zero-filled SharedArrayBuffer.
    pub fn node_api_create_sharedarraybuffer(
        env: napi_env,
        byte_length: usize,
        data: *mut *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a SharedArrayBuffer over the caller's memory; the finalizer may run on any thread.
    pub fn node_api_create_external_sharedarraybuffer(
        env: napi_env,
        external_data: *mut core::ffi::c_void,
        byte_length: usize,
        finalize_cb: node_api_noenv_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
}
