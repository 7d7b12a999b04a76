//! Async contexts and callback scopes.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates an async context.
    pub fn napi_async_init(
        env: napi_env,
        async_resource: napi_value,
        async_resource_name: napi_value,
        result: *mut napi_async_context,
    ) -> napi_status;
    /// Destroys an async context.
    pub fn napi_async_destroy(env: napi_env, async_context: napi_async_context) -> napi_status;
    /// Calls a function as the loop does: queues are drained afterwards when no scope is around.
    pub fn napi_make_callback(
        env: napi_env,
        async_context: napi_async_context,
        recv: napi_value,
        func: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Opens a callback scope; the second argument is not used.
    pub fn napi_open_callback_scope(
        env: napi_env,
        resource_object: napi_value,
        context: napi_async_context,
        result: *mut napi_callback_scope,
    ) -> napi_status;
    /// Closes a callback scope and, if it is the outermost, drains ticks and microtasks.
    pub fn napi_close_callback_scope(env: napi_env, scope: napi_callback_scope) -> napi_status;
}
