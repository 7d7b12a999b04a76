//! Values that carry a native pointer.

use core::ffi::c_void;

use crate::types::{napi_env, napi_status, napi_value, node_api_basic_finalize};

unsafe extern "C" {
    /// Creates a value that carries a native pointer.
    pub fn napi_create_external(
        env: napi_env,
        data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
    ) -> napi_status;

    /// Reads the native pointer of an external.
    pub fn napi_get_value_external(
        env: napi_env,
        value: napi_value,
        result: *mut *mut c_void,
    ) -> napi_status;
}
