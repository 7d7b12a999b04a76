//! BigInt, as 64-bit integers and as words.

use std::ffi::c_int;

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::{Answer, Status, entry_points, out};
use crate::engine::{raw, raw_objects};
use crate::env::Env;

/// A handle that must be a BigInt.
fn bigint<'e>(env: &'e Env, value: napi_value) -> Result<v8::Local<'e, v8::BigInt>, Status> {
    let value = env.value(value)?;
    // SAFETY: a live handle.
    if !unsafe { raw::v8__Value__IsBigInt(&*value) } {
        return Err(Status::BIGINT_EXPECTED);
    }
    // SAFETY: just checked.
    Ok(unsafe { v8::Local::cast_unchecked(value) })
}

entry_points! {
    /// A BigInt from a signed integer.
    gc fn napi_create_bigint_int64(env, value: i64, result: *mut napi_value) {
        let result = out(result)?;
        // SAFETY: the isolate is entered and a handle scope is open.
        let bigint = unsafe { raw_objects::v8__BigInt__New(env.isolate().as_ptr(), value) };
        result.maybe(bigint, Status::GENERIC_FAILURE)
    }

    /// A BigInt from an unsigned integer.
    gc fn napi_create_bigint_uint64(env, value: u64, result: *mut napi_value) {
        let result = out(result)?;
        let isolate = env.isolate().as_ptr();
        // SAFETY: the isolate is entered and a handle scope is open.
        let bigint = unsafe { raw_objects::v8__BigInt__NewFromUnsigned(isolate, value) };
        result.maybe(bigint, Status::GENERIC_FAILURE)
    }

    /// A BigInt from a sign and words, the least significant one first.
    js fn napi_create_bigint_words(
        env,
        sign_bit: c_int,
        word_count: usize,
        words: *const u64,
        result: *mut napi_value,
    ) {
        if words.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let result = out(result)?;
        let count = c_int::try_from(word_count).map_err(|_| Status::INVALID_ARG)?;
        // SAFETY: the addon's words are readable for the count.
        let bigint = env.catching(|| unsafe {
            raw_objects::v8__BigInt__NewFromWords(env.raw_context(), sign_bit, count, words)
        });
        if bigint.is_null() {
            return Err(env.thrown_or(sys::napi_generic_failure));
        }
        result.maybe(bigint, Status::GENERIC_FAILURE)
    }

    /// The low 64 bits of a BigInt as a signed integer, and whether that is all of it.
    gc fn napi_get_value_bigint_int64(
        env,
        value: napi_value,
        result: *mut i64,
        lossless: *mut bool,
    ) {
        env.value(value)?;
        let (result, lossless) = (out(result)?, out(lossless)?);
        let value = bigint(env, value)?;
        let mut whole = false;
        // SAFETY: a live handle of a BigInt.
        result.write(unsafe { raw::v8__BigInt__Int64Value(&*value, &raw mut whole) });
        lossless.set(whole)
    }

    /// The low 64 bits of a BigInt as an unsigned integer, and whether that is all of it.
    gc fn napi_get_value_bigint_uint64(
        env,
        value: napi_value,
        result: *mut u64,
        lossless: *mut bool,
    ) {
        env.value(value)?;
        let (result, lossless) = (out(result)?, out(lossless)?);
        let value = bigint(env, value)?;
        let mut whole = false;
        // SAFETY: a live handle of a BigInt.
        result.write(unsafe { raw_objects::v8__BigInt__Uint64Value(&*value, &raw mut whole) });
        lossless.set(whole)
    }

    /// A BigInt's words; the number of them alone when nothing else is asked for.
    gc fn napi_get_value_bigint_words(
        env,
        value: napi_value,
        sign_bit: *mut c_int,
        word_count: *mut usize,
        words: *mut u64,
    ) {
        env.value(value)?;
        out(word_count)?;
        let value = bigint(env, value)?;
        // SAFETY: the addon's pointers are valid when they are not NULL.
        unsafe { read_words(&value, sign_bit, word_count, words) }
    }
}

/// Reads the words of `value` into the addon's memory.
///
/// # Safety
/// `word_count` is valid; the other two are NULL or valid, `words` for as many words as
/// `word_count` says.
unsafe fn read_words(
    value: &v8::BigInt,
    sign_bit: *mut c_int,
    word_count: *mut usize,
    words: *mut u64,
) -> Answer {
    let mut count = if sign_bit.is_null() && words.is_null() {
        // SAFETY: a live handle of a BigInt.
        unsafe { raw_objects::v8__BigInt__WordCount(value) }
    } else {
        if sign_bit.is_null() || words.is_null() {
            return Err(Status::INVALID_ARG);
        }
        // SAFETY: the caller's promise.
        let room = unsafe { word_count.read() };
        let mut count = c_int::try_from(room).unwrap_or(c_int::MAX);
        // SAFETY: as above: room for `count` words.
        unsafe { raw_objects::v8__BigInt__ToWordsArray(value, sign_bit, &raw mut count, words) };
        count
    };
    count = count.max(0);
    out(word_count)?.set(count.unsigned_abs() as usize)
}
