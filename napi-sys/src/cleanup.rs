//! Cleanup hooks of the environment.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Adds a cleanup hook: runs when the environment ends, newest first.
    pub fn napi_add_env_cleanup_hook(
        env: node_api_basic_env,
        fun: napi_cleanup_hook,
        arg: *mut core::ffi::c_void,
    ) -> napi_status;
    /// Removes the cleanup hook with this function and argument.
    pub fn napi_remove_env_cleanup_hook(
        env: node_api_basic_env,
        fun: napi_cleanup_hook,
        arg: *mut core::ffi::c_void,
    ) -> napi_status;
    /// Adds a cleanup hook that may take its time: the environment waits for its removal.
    pub fn napi_add_async_cleanup_hook(
        env: node_api_basic_env,
        hook: napi_async_cleanup_hook,
        arg: *mut core::ffi::c_void,
        remove_handle: *mut napi_async_cleanup_hook_handle,
    ) -> napi_status;
    /// Ends an asynchronous cleanup, or removes its hook before it began.
    pub fn napi_remove_async_cleanup_hook(
        remove_handle: napi_async_cleanup_hook_handle,
    ) -> napi_status;
}
