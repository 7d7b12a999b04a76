//! Counted references to values.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a counted reference to a value; a count of 0 is weak.
    pub fn napi_create_reference(
        env: napi_env,
        value: napi_value,
        initial_refcount: u32,
        result: *mut napi_ref,
    ) -> napi_status;
    /// Deletes a reference and cancels its finalizer.
    pub fn napi_delete_reference(env: node_api_basic_env, ref_: napi_ref) -> napi_status;
    /// Adds one to the count of a reference.
    pub fn napi_reference_ref(env: napi_env, ref_: napi_ref, result: *mut u32) -> napi_status;
    /// Takes one from the count of a reference; at 0 it becomes weak.
    pub fn napi_reference_unref(env: napi_env, ref_: napi_ref, result: *mut u32) -> napi_status;
    /// Reads the value of a reference; NULL when it was collected.
    pub fn napi_get_reference_value(
        env: napi_env,
        ref_: napi_ref,
        result: *mut napi_value,
    ) -> napi_status;
}
