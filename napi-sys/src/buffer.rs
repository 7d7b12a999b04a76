//! Buffers.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a Buffer; its content is not initialized.
    pub fn napi_create_buffer(
        env: napi_env,
        length: usize,
        data: *mut *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a Buffer over the caller's memory.
    pub fn napi_create_external_buffer(
        env: napi_env,
        length: usize,
        data: *mut core::ffi::c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a Buffer with a copy of the caller's bytes.
    pub fn napi_create_buffer_copy(
        env: napi_env,
        length: usize,
        data: *const core::ffi::c_void,
        result_data: *mut *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Tells whether a value is a Buffer or another array buffer view.
    pub fn napi_is_buffer(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Reads data pointer and length of a Buffer.
    pub fn napi_get_buffer_info(
        env: napi_env,
        value: napi_value,
        data: *mut *mut core::ffi::c_void,
        length: *mut usize,
    ) -> napi_status;
    /// Creates a Buffer over part of an ArrayBuffer.
    pub fn node_api_create_buffer_from_arraybuffer(
        env: napi_env,
        arraybuffer: napi_value,
        byte_offset: usize,
        byte_length: usize,
        result: *mut napi_value,
    ) -> napi_status;
}
