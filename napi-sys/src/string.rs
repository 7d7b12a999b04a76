//! Strings in three encodings, external strings, property keys, symbols.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a string from Latin-1 bytes.
    pub fn napi_create_string_latin1(
        env: napi_env,
        str_: *const core::ffi::c_char,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a string from UTF-8 bytes.
    pub fn napi_create_string_utf8(
        env: napi_env,
        str_: *const core::ffi::c_char,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a string from UTF-16 code units.
    pub fn napi_create_string_utf16(
        env: napi_env,
        str_: *const char16_t,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Copies a string as Latin-1 and terminates it; `buf` NULL asks for the length alone.
    pub fn napi_get_value_string_latin1(
        env: napi_env,
        value: napi_value,
        buf: *mut core::ffi::c_char,
        bufsize: usize,
        result: *mut usize,
    ) -> napi_status;
    /// Copies a string as UTF-8 and terminates it; `buf` NULL asks for the length alone.
    pub fn napi_get_value_string_utf8(
        env: napi_env,
        value: napi_value,
        buf: *mut core::ffi::c_char,
        bufsize: usize,
        result: *mut usize,
    ) -> napi_status;
    /// Copies a string as UTF-16 and terminates it; `buf` NULL asks for the length alone.
    pub fn napi_get_value_string_utf16(
        env: napi_env,
        value: napi_value,
        buf: *mut char16_t,
        bufsize: usize,
        result: *mut usize,
    ) -> napi_status;
    /// Creates a new symbol; the description may be NULL.
    pub fn napi_create_symbol(
        env: napi_env,
        description: napi_value,
        result: *mut napi_value,
    ) -> napi_status;
    /// Finds or makes the registered symbol of a description, as `Symbol.for` does.
    pub fn node_api_symbol_for(
        env: napi_env,
        utf8description: *const core::ffi::c_char,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a string over the caller's Latin-1 bytes, or copies them and says so in `copied`.
    pub fn node_api_create_external_string_latin1(
        env: napi_env,
        str_: *mut core::ffi::c_char,
        length: usize,
        finalize_callback: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_value,
        copied: *mut bool,
    ) -> napi_status;
    /// Creates a string over the caller's UTF-16 code units, or copies them and says so in `copied`.
    pub fn node_api_create_external_string_utf16(
        env: napi_env,
        str_: *mut char16_t,
        length: usize,
        finalize_callback: node_api_basic_finalize,
        finalize_hint: *mut core::ffi::c_void,
        result: *mut napi_value,
        copied: *mut bool,
    ) -> napi_status;
    /// Creates an internalized string from Latin-1 bytes, for use as a property key.
    pub fn node_api_create_property_key_latin1(
        env: napi_env,
        str_: *const core::ffi::c_char,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates an internalized string from UTF-8 bytes, for use as a property key.
    pub fn node_api_create_property_key_utf8(
        env: napi_env,
        str_: *const core::ffi::c_char,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates an internalized string from UTF-16 code units, for use as a property key.
    pub fn node_api_create_property_key_utf16(
        env: napi_env,
        str_: *const char16_t,
        length: usize,
        result: *mut napi_value,
    ) -> napi_status;
}
