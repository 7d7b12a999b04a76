//! Values that carry a native pointer.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a value that carries a native pointer.
    pub fn napi_create_external(
        env: napi_env,
        data: *mut core::ffi::c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_value,
    ) -> napi_status;
    /// Reads the native pointer of an external.
    pub fn napi_get_value_external(
        env: napi_env,
        value: napi_value,
        result: *mut *mut core::ffi::c_void,
    ) -> napi_status;
}
