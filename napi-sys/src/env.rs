//! State of the environment: instance data, external memory, loop, finalizers that wait.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Tells the collector about native memory that values keep alive.
    pub fn napi_adjust_external_memory(
        env: node_api_basic_env,
        change_in_bytes: i64,
        adjusted_value: *mut i64,
    ) -> napi_status;
    /// Sets the data pointer of this environment; an older pointer is not finalized.
    pub fn napi_set_instance_data(
        env: node_api_basic_env,
        data: *mut core::ffi::c_void,
        finalize_cb: napi_finalize,
        finalize_hint: *mut core::ffi::c_void,
    ) -> napi_status;
    /// Reads the data pointer of this environment; NULL when none was set.
    pub fn napi_get_instance_data(
        env: node_api_basic_env,
        data: *mut *mut core::ffi::c_void,
    ) -> napi_status;
    /// Queues a finalizer to run after the collection, when JavaScript may be used.
    pub fn node_api_post_finalizer(
        env: node_api_basic_env,
        finalize_cb: napi_finalize,
        finalize_data: *mut core::ffi::c_void,
        finalize_hint: *mut core::ffi::c_void,
    ) -> napi_status;
    /// Gets the libuv loop of this environment.
    pub fn napi_get_uv_event_loop(
        env: node_api_basic_env,
        loop_: *mut *mut uv_loop_s,
    ) -> napi_status;
}
