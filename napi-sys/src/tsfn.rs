//! Thread-safe functions.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a queue through which any thread calls into JavaScript.
    pub fn napi_create_threadsafe_function(
        env: napi_env,
        func: napi_value,
        async_resource: napi_value,
        async_resource_name: napi_value,
        max_queue_size: usize,
        initial_thread_count: usize,
        thread_finalize_data: *mut core::ffi::c_void,
        thread_finalize_cb: napi_finalize,
        context: *mut core::ffi::c_void,
        call_js_cb: napi_threadsafe_function_call_js,
        result: *mut napi_threadsafe_function,
    ) -> napi_status;
    /// Reads the context pointer that was given at creation.
    pub fn napi_get_threadsafe_function_context(
        func: napi_threadsafe_function,
        result: *mut *mut core::ffi::c_void,
    ) -> napi_status;
    /// Puts an item in the queue; waits for room, or answers `napi_queue_full`.
    pub fn napi_call_threadsafe_function(
        func: napi_threadsafe_function,
        data: *mut core::ffi::c_void,
        is_blocking: napi_threadsafe_function_call_mode,
    ) -> napi_status;
    /// Counts one more thread that uses the function.
    pub fn napi_acquire_threadsafe_function(func: napi_threadsafe_function) -> napi_status;
    /// Counts one thread less; with `napi_tsfn_abort` closes the function for all.
    pub fn napi_release_threadsafe_function(
        func: napi_threadsafe_function,
        mode: napi_threadsafe_function_release_mode,
    ) -> napi_status;
    /// Lets the loop end while the function exists.
    pub fn napi_unref_threadsafe_function(
        env: node_api_basic_env,
        func: napi_threadsafe_function,
    ) -> napi_status;
    /// Keeps the loop alive while the function exists.
    pub fn napi_ref_threadsafe_function(
        env: node_api_basic_env,
        func: napi_threadsafe_function,
    ) -> napi_status;
}
