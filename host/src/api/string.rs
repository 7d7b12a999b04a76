//! Strings in three encodings, external strings, property keys, symbols.
//!
//! Strings in one piece are read in place and transcoded with SIMD; V8's own scalar
//! conversions are left for what it has to put together first and for ill-formed
//! input. The conversions themselves are in `env::text`.

use std::ffi::{c_char, c_void};
use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{char16_t, napi_value, node_api_basic_finalize};

use crate::boundary::{Answer, Status, entry_points, length, optional, out};
use crate::engine::frame::word;
use crate::engine::layout;
use crate::engine::raw;
use crate::env::Env;
use crate::env::external_string::{self, Units};
use crate::env::finalizer::Finalizer;
use crate::env::text::{self, NewString};

entry_points! {
    /// A string from Latin-1 bytes.
    gc fn napi_create_string_latin1(env, str: *const c_char, length: usize, result: *mut napi_value) {
        create(env, str, length, result, |bytes| text::from_latin1(env, bytes, NewString::Normal))
    }

    /// A string from UTF-8 bytes; what is ill-formed becomes U+FFFD.
    gc fn napi_create_string_utf8(env, str: *const c_char, length: usize, result: *mut napi_value) {
        create(env, str, length, result, |bytes| text::from_utf8(env, bytes, NewString::Normal))
    }

    /// A string from UTF-16 code units.
    gc fn napi_create_string_utf16(env, str: *const char16_t, length: usize, result: *mut napi_value) {
        create_utf16(env, str, length, result, NewString::Normal)
    }

    /// An internalized string from Latin-1 bytes.
    gc fn node_api_create_property_key_latin1(env, str: *const c_char, length: usize, result: *mut napi_value) {
        create(env, str, length, result, |bytes| text::from_latin1(env, bytes, NewString::Internalized))
    }

    /// An internalized string from UTF-8 bytes.
    gc fn node_api_create_property_key_utf8(env, str: *const c_char, length: usize, result: *mut napi_value) {
        create(env, str, length, result, |bytes| text::from_utf8(env, bytes, NewString::Internalized))
    }

    /// An internalized string from UTF-16 code units.
    gc fn node_api_create_property_key_utf16(env, str: *const char16_t, length: usize, result: *mut napi_value) {
        create_utf16(env, str, length, result, NewString::Internalized)
    }

    /// A string over the caller's Latin-1 bytes, without a copy.
    gc fn node_api_create_external_string_latin1(
        env,
        str: *mut c_char,
        length: usize,
        finalize_callback: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
        copied: *mut bool,
    ) {
        // SAFETY: the addon's contract for strings.
        let units = unsafe { self::length(str, length) }?;
        let finalizer = Finalizer { callback: finalize_callback, data: str.cast(), hint: finalize_hint };
        create_external(env, Units::OneByte(str, units), finalizer, result, copied)
    }

    /// A string over the caller's UTF-16 code units, without a copy.
    gc fn node_api_create_external_string_utf16(
        env,
        str: *mut char16_t,
        length: usize,
        finalize_callback: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
        copied: *mut bool,
    ) {
        let units = length16(str, length)?;
        let finalizer = Finalizer { callback: finalize_callback, data: str.cast(), hint: finalize_hint };
        create_external(env, Units::TwoByte(str.cast(), units), finalizer, result, copied)
    }

    /// Copies a string as Latin-1 and terminates it; `buf` NULL asks for the length.
    gc fn napi_get_value_string_latin1(
        env, value: napi_value, buf: *mut c_char, bufsize: usize, result: *mut usize,
    ) {
        let string = string(env, value)?;
        read(buf.cast::<u8>(), bufsize, result, || text::utf16_length(string), |buffer| {
            text::write_latin1(env, string, buffer)
        })
    }

    /// Copies a string as UTF-8 and terminates it, never splitting a character; `buf`
    /// NULL asks for the length.
    gc fn napi_get_value_string_utf8(
        env, value: napi_value, buf: *mut c_char, bufsize: usize, result: *mut usize,
    ) {
        let string = string(env, value)?;
        read(buf.cast::<u8>(), bufsize, result, || text::utf8_length(env, string), |buffer| {
            text::write_utf8(env, string, buffer)
        })
    }

    /// Copies a string as UTF-16 and terminates it; `buf` NULL asks for the length.
    gc fn napi_get_value_string_utf16(
        env, value: napi_value, buf: *mut char16_t, bufsize: usize, result: *mut usize,
    ) {
        let string = string(env, value)?;
        read(buf.cast::<u16>(), bufsize, result, || text::utf16_length(string), |buffer| {
            text::write_utf16(env, string, buffer)
        })
    }

    /// A new symbol; the description may be NULL.
    gc fn napi_create_symbol(env, description: napi_value, result: *mut napi_value) {
        let result = out(result)?;
        let description = match NonNull::new(description) {
            None => std::ptr::null(),
            Some(_) => std::ptr::from_ref::<v8::String>(&*string(env, description)?),
        };
        // SAFETY: null or the live handle of a string.
        let symbol = unsafe { raw::v8__Symbol__New(env.isolate().as_ptr(), description) };
        result.maybe(symbol, Status::GENERIC_FAILURE)
    }

    /// The registered symbol of a description, as `Symbol.for` finds or makes it.
    gc fn node_api_symbol_for(
        env, utf8description: *const c_char, length: usize, result: *mut napi_value,
    ) {
        let result = out(result)?;
        // SAFETY: the addon's contract for strings.
        let units = unsafe { self::length(utf8description, length) }?;
        let bytes = bytes(utf8description, units);
        let description = text::from_utf8(env, bytes, NewString::Normal);
        let description = NonNull::new(description.cast_mut()).ok_or(Status::GENERIC_FAILURE)?;
        // SAFETY: the live handle of a string.
        let symbol = unsafe {
            raw::v8__Symbol__For(env.isolate().as_ptr(), description.as_ptr())
        };
        result.maybe(symbol, Status::GENERIC_FAILURE)
    }
}

/// The bytes of a checked argument.
fn bytes<'a>(text: *const c_char, length: usize) -> &'a [u8] {
    if text.is_null() {
        return &[];
    }
    // SAFETY: `length` was checked against the addon's contract.
    unsafe { std::slice::from_raw_parts(text.cast(), length) }
}

#[inline(always)]
fn create<'a>(
    _env: &Env,
    text: *const c_char,
    length: usize,
    result: *mut napi_value,
    make: impl FnOnce(&'a [u8]) -> *const v8::String,
) -> Answer {
    if text.is_null() && length != 0 {
        return Err(Status::INVALID_ARG);
    }
    let result = out(result)?;
    // SAFETY: the addon's contract for strings.
    let length = unsafe { self::length(text, length) }?;
    result.maybe(make(bytes(text, length)), Status::GENERIC_FAILURE)
}

/// As [`length`], in UTF-16 units.
fn length16(text: *const char16_t, length: usize) -> Result<usize, Status> {
    if text.is_null() {
        return if length == 0 {
            Ok(0)
        } else {
            Err(Status::INVALID_ARG)
        };
    }
    if length == sys::NAPI_AUTO_LENGTH {
        let mut end = text;
        // SAFETY: an automatic length means that the text is terminated.
        while unsafe { *end } != 0 {
            end = end.wrapping_add(1);
        }
        return Ok((end.addr() - text.addr()) / size_of::<char16_t>());
    }
    if length > i32::MAX as usize {
        return Err(Status::INVALID_ARG);
    }
    Ok(length)
}

fn create_utf16(
    env: &Env,
    text: *const char16_t,
    length: usize,
    result: *mut napi_value,
    kind: NewString,
) -> Answer {
    if text.is_null() && length != 0 {
        return Err(Status::INVALID_ARG);
    }
    let result = out(result)?;
    let length = length16(text, length)?;
    let units = if text.is_null() {
        &[]
    } else {
        // SAFETY: `length` was checked against the addon's contract.
        unsafe { std::slice::from_raw_parts(text.cast::<u16>(), length) }
    };
    result.maybe(text::from_utf16(env, units, kind), Status::GENERIC_FAILURE)
}

fn create_external(
    env: &Env,
    units: Units,
    finalizer: Finalizer,
    result: *mut napi_value,
    copied: *mut bool,
) -> Answer {
    let result = out(result)?;
    let string = external_string::create(env, units, finalizer).ok_or(Status::GENERIC_FAILURE)?;
    optional(copied, false);
    result.slot(string)
}

/// A value that must be a string.
#[inline(always)]
fn string(env: &Env, value: napi_value) -> Result<v8::Local<'_, v8::String>, Status> {
    let handle = env.value(value)?;
    let word = word(&handle);
    // SAFETY: not a small integer, so a heap object.
    if layout::is_smi(word) || !layout::is_string_type(unsafe { layout::instance_type(word) }) {
        return Err(Status::STRING_EXPECTED);
    }
    // SAFETY: just checked.
    Ok(unsafe { v8::Local::cast_unchecked(handle) })
}

/// The common shape of the three readers: a length query without a buffer, else as
/// much as fits and a terminator.
#[inline(always)]
fn read<T: Default>(
    buffer: *mut T,
    size: usize,
    result: *mut usize,
    length: impl FnOnce() -> usize,
    write: impl FnOnce(&mut [T]) -> usize,
) -> Answer {
    let Some(buffer) = NonNull::new(buffer) else {
        return out(result)?.set(length());
    };
    let Some(room) = size.checked_sub(1) else {
        optional(result, 0);
        return Ok(());
    };
    // `NAPI_AUTO_LENGTH` as a size means "as much as there is".
    let room = if size == sys::NAPI_AUTO_LENGTH {
        length()
    } else {
        room
    };
    // SAFETY: the addon's buffer has `size` units, or enough for all and a terminator.
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), room + 1) };
    let written = write(&mut buffer[..room]);
    buffer[written] = T::default();
    optional(result, written);
    Ok(())
}
