//! Native pointers tied to objects, finalizers, type tags.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Ties a native pointer to an object.
    pub fn napi_wrap(
        env: napi_env,
        js_object: napi_value,
        native_object: *mut core::ffi::c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_ref,
    ) -> napi_status;
    /// Reads the native pointer tied to an object.
    pub fn napi_unwrap(
        env: napi_env,
        js_object: napi_value,
        result: *mut *mut core::ffi::c_void,
    ) -> napi_status;
    /// Unties the native pointer; its finalizer will not run.
    pub fn napi_remove_wrap(
        env: napi_env,
        js_object: napi_value,
        result: *mut *mut core::ffi::c_void,
    ) -> napi_status;
    /// Calls back after an object was collected.
    pub fn napi_add_finalizer(
        env: napi_env,
        js_object: napi_value,
        finalize_data: *mut core::ffi::c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_ref,
    ) -> napi_status;
    /// Marks an object with a 128-bit tag, once.
    pub fn napi_type_tag_object(
        env: napi_env,
        value: napi_value,
        type_tag: *const napi_type_tag,
    ) -> napi_status;
    /// Tells whether an object carries a given tag.
    pub fn napi_check_object_type_tag(
        env: napi_env,
        value: napi_value,
        type_tag: *const napi_type_tag,
        result: *mut bool,
    ) -> napi_status;
}
