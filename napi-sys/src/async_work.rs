//! Work on the worker pool.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates work: `execute` runs on the worker pool, then `complete` on the loop's thread.
    pub fn napi_create_async_work(
        env: napi_env,
        async_resource: napi_value,
        async_resource_name: napi_value,
        execute: napi_async_execute_callback,
        complete: napi_async_complete_callback,
        data: *mut core::ffi::c_void,
        result: *mut napi_async_work,
    ) -> napi_status;
    /// Frees work that is not queued, or whose `complete` runs or has run.
    pub fn napi_delete_async_work(env: napi_env, work: napi_async_work) -> napi_status;
    /// Queues work for the worker pool.
    pub fn napi_queue_async_work(env: node_api_basic_env, work: napi_async_work) -> napi_status;
    /// Cancels work that has not been started; `complete` still runs, with `napi_cancelled`.
    pub fn napi_cancel_async_work(env: node_api_basic_env, work: napi_async_work) -> napi_status;
}
