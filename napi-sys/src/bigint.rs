//! BigInt, as 64-bit integers and as words.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Creates a BigInt from a signed 64-bit integer.
    pub fn napi_create_bigint_int64(
        env: napi_env,
        value: i64,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a BigInt from an unsigned 64-bit integer.
    pub fn napi_create_bigint_uint64(
        env: napi_env,
        value: u64,
        result: *mut napi_value,
    ) -> napi_status;
    /// Creates a BigInt from a sign and 64-bit words, least significant first.
    pub fn napi_create_bigint_words(
        env: napi_env,
        sign_bit: core::ffi::c_int,
        word_count: usize,
        words: *const u64,
        result: *mut napi_value,
    ) -> napi_status;
    /// Reads the low 64 bits of a BigInt as signed, and whether that is all of it.
    pub fn napi_get_value_bigint_int64(
        env: napi_env,
        value: napi_value,
        result: *mut i64,
        lossless: *mut bool,
    ) -> napi_status;
    /// Reads the low 64 bits of a BigInt as unsigned, and whether that is all of it.
    pub fn napi_get_value_bigint_uint64(
        env: napi_env,
        value: napi_value,
        result: *mut u64,
        lossless: *mut bool,
    ) -> napi_status;
    /// Reads sign and words of a BigInt; `sign_bit` and `words` both NULL asks for the count alone.
    pub fn napi_get_value_bigint_words(
        env: napi_env,
        value: napi_value,
        sign_bit: *mut core::ffi::c_int,
        word_count: *mut usize,
        words: *mut u64,
    ) -> napi_status;
}
