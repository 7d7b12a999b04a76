//! Versions of the host.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Gets the highest Node-API version of the host.
    pub fn napi_get_version(env: node_api_basic_env, result: *mut u32) -> napi_status;
    /// Gets the version of Node.js that the host stands for.
    pub fn napi_get_node_version(
        env: node_api_basic_env,
        version: *mut *const napi_node_version,
    ) -> napi_status;
}
