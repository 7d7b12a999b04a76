//! Cleanup hooks of the environment.

use core::ffi::c_void;

use crate::types::{
    napi_async_cleanup_hook, napi_async_cleanup_hook_handle, napi_cleanup_hook, napi_status,
    node_api_basic_env,
};

unsafe extern "C" {
    /// Adds a function to run when the environment ends; newest first.
    pub fn napi_add_env_cleanup_hook(
        env: node_api_basic_env,
        fun: napi_cleanup_hook,
        arg: *mut c_void,
    ) -> napi_status;

    /// Removes a cleanup function by function and argument.
    pub fn napi_remove_env_cleanup_hook(
        env: node_api_basic_env,
        fun: napi_cleanup_hook,
        arg: *mut c_void,
    ) -> napi_status;

    /// Adds a cleanup function that may take its time: the environment waits until its handle is removed.
    pub fn napi_add_async_cleanup_hook(
        env: node_api_basic_env,
        hook: napi_async_cleanup_hook,
        arg: *mut c_void,
        remove_handle: *mut napi_async_cleanup_hook_handle,
    ) -> napi_status;

    /// Ends an asynchronous cleanup, or removes it before it began.
    pub fn napi_remove_async_cleanup_hook(
        remove_handle: napi_async_cleanup_hook_handle,
    ) -> napi_status;
}
