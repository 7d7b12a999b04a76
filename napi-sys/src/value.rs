//! Singletons, objects and arrays, `typeof`, booleans, strict equality.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Gets the value `undefined`.
    pub fn napi_get_undefined(env: napi_env, result: *mut napi_value) -> napi_status;
    /// Gets the value `null`.
    pub fn napi_get_null(env: napi_env, result: *mut napi_value) -> napi_status;
    /// Gets the global object.
    pub fn napi_get_global(env: napi_env, result: *mut napi_value) -> napi_status;
    /// Gets `true` or `false`.
    pub fn napi_get_boolean(env: napi_env, value: bool, result: *mut napi_value) -> napi_status;
    /// Creates an ordinary empty object.
    pub fn napi_create_object(env: napi_env, result: *mut napi_value) -> napi_status;
    /// Creates an empty array.
    pub fn napi_create_array(env: napi_env, result: *mut napi_value) -> napi_status;
    /// Creates an array of a given length, without elements.
    pub fn napi_create_array_with_length(
        env: napi_env,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Classifies a value; functions come before externals, externals before objects.
    pub fn napi_typeof(
        env: napi_env,
        value: napi_value,
        result: *mut napi_valuetype,
    ) -> napi_status;
    /// Reads a boolean.
    pub fn napi_get_value_bool(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Tells whether a value is an array.
    pub fn napi_is_array(env: napi_env, value: napi_value, result: *mut bool) -> napi_status;
    /// Reads the length of an array.
    pub fn napi_get_array_length(env: napi_env, value: napi_value, result: *mut u32)
    -> napi_status;
    /// Compares two values as `===` does.
    pub fn napi_strict_equals(
        env: napi_env,
        lhs: napi_value,
        rhs: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Creates an object with its prototype and properties; a NULL prototype means `null`.
    pub fn node_api_create_object_with_properties(
        env: napi_env,
        prototype_or_null: napi_value,
        property_names: *const napi_value,
        property_values: *const napi_value,
        property_count: usize,
        result: *mut napi_value,
    ) -> napi_status;
}
