//! Prototypes, keys, properties, elements, definitions, freezing.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Gets the prototype of an object.
    pub fn napi_get_prototype(
        env: napi_env,
        object: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Lists the enumerable string keys, own and inherited.
    pub fn napi_get_property_names(
        env: napi_env,
        object: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Sets a property.
    pub fn napi_set_property(
        env: napi_env,
        object: napi_value,
        key: napi_value,
        value: napi_value,
    ) -> napi_status;
    /// Tells whether a property exists, own or inherited.
    pub fn napi_has_property(
        env: napi_env,
        object: napi_value,
        key: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Gets a property.
    pub fn napi_get_property(
        env: napi_env,
        object: napi_value,
        key: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Deletes an own property; `result` may be NULL.
    pub fn napi_delete_property(
        env: napi_env,
        object: napi_value,
        key: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Tells whether an own property exists; the key is a string or a symbol.
    pub fn napi_has_own_property(
        env: napi_env,
        object: napi_value,
        key: napi_value,
        result: *mut bool,
    ) -> napi_status;
    /// Sets a property by a UTF-8 name.
    pub fn napi_set_named_property(
        env: napi_env,
        object: napi_value,
        utf8name: *const core::ffi::c_char,
        value: napi_value,
    ) -> napi_status;
    /// Tells whether a property exists, by a UTF-8 name.
    pub fn napi_has_named_property(
        env: napi_env,
        object: napi_value,
        utf8name: *const core::ffi::c_char,
        result: *mut bool,
    ) -> napi_status;
    /// Gets a property by a UTF-8 name.
    pub fn napi_get_named_property(
        env: napi_env,
        object: napi_value,
        utf8name: *const core::ffi::c_char,
        result: *mut napi_value,
    ) -> napi_status;
    /// Sets an indexed property.
    pub fn napi_set_element(
        env: napi_env,
        object: napi_value,
        index: u32,
        value: napi_value,
    ) -> napi_status;
    /// Tells whether an indexed property exists.
    pub fn napi_has_element(
        env: napi_env,
        object: napi_value,
        index: u32,
        result: *mut bool,
    ) -> napi_status;
    /// Gets an indexed property.
    pub fn napi_get_element(
        env: napi_env,
        object: napi_value,
        index: u32,
        result: *mut napi_value,
    ) -> napi_status;
    /// Deletes an indexed property; `result` may be NULL.
    pub fn napi_delete_element(
        env: napi_env,
        object: napi_value,
        index: u32,
        result: *mut bool,
    ) -> napi_status;
    /// Defines methods, accessors and values on an object.
    pub fn napi_define_properties(
        env: napi_env,
        object: napi_value,
        property_count: usize,
        properties: *const napi_property_descriptor,
    ) -> napi_status;
    /// Lists the keys that a filter lets through, own or inherited too.
    pub fn napi_get_all_property_names(
        env: napi_env,
        object: napi_value,
        key_mode: napi_key_collection_mode,
        key_filter: napi_key_filter,
        key_conversion: napi_key_conversion,
        result: *mut napi_value,
    ) -> napi_status;
    /// Freezes an object, as `Object.freeze` does.
    pub fn napi_object_freeze(env: napi_env, object: napi_value) -> napi_status;
    /// Seals an object, as `Object.seal` does.
    pub fn napi_object_seal(env: napi_env, object: napi_value) -> napi_status;
    /// Sets the prototype of an object.
    pub fn node_api_set_prototype(
        env: napi_env,
        object: napi_value,
        value: napi_value,
    ) -> napi_status;
}
