//! Strings between V8 and an addon's encodings.

use std::ptr::NonNull;

use super::Env;
use crate::engine::frame::word;
use crate::engine::layout::{self, Flat};
use crate::engine::raw;

/// `v8::NewStringType`.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub(crate) enum NewString {
    Normal = 0,
    Internalized = 1,
}

/// Up to this many bytes are transcoded on the stack.
const STACK: usize = 1024;
/// Longer ASCII is looked at and copied in pieces of this many bytes.
const CHUNK: usize = 8192;
/// Up to this many units are encoded one by one.
const SHORT: usize = 48;
/// `v8::String::WriteFlags::kReplaceInvalidUtf8`.
const REPLACE_INVALID: i32 = 2;

/// A string from Latin-1; null above V8's limit.
#[inline(always)]
pub(crate) fn from_latin1(env: &Env, bytes: &[u8], kind: NewString) -> *const v8::String {
    let Ok(length) = i32::try_from(bytes.len()) else {
        return std::ptr::null();
    };
    // SAFETY: readable for `length`; the isolate is entered.
    unsafe {
        raw::v8__String__NewFromOneByte(env.isolate().as_ptr(), bytes.as_ptr(), kind as i32, length)
    }
}

/// A string from UTF-16; null above V8's limit.
pub(crate) fn from_utf16(env: &Env, units: &[u16], kind: NewString) -> *const v8::String {
    let Ok(length) = i32::try_from(units.len()) else {
        return std::ptr::null();
    };
    // SAFETY: readable for `length`; the isolate is entered.
    unsafe {
        raw::v8__String__NewFromTwoByte(env.isolate().as_ptr(), units.as_ptr(), kind as i32, length)
    }
}

/// A string from UTF-8; null above V8's limit.
#[inline(always)]
pub(crate) fn from_utf8(env: &Env, bytes: &[u8], kind: NewString) -> *const v8::String {
    if is_ascii(bytes) {
        return from_latin1(env, bytes, kind);
    }
    from_wide_utf8(env, bytes, kind)
}

/// Long texts are worth the call to the widest vectors that the machine has.
#[inline(always)]
fn is_ascii(bytes: &[u8]) -> bool {
    if bytes.len() < 256 {
        return bytes.is_ascii();
    }
    // SAFETY: readable for its length.
    unsafe { raw::simdutf__validate_ascii(bytes.as_ptr(), bytes.len()) }
}

/// UTF-8 beyond ASCII: Latin-1 if it fits, else UTF-16; V8's decoder for what is
/// ill-formed.
#[inline(never)]
fn from_wide_utf8(env: &Env, bytes: &[u8], kind: NewString) -> *const v8::String {
    if bytes.len() <= SHORT {
        return from_utf8_by_v8(env, bytes, kind);
    }
    let mut stack = [0_u8; STACK];
    let mut heap = Vec::new();
    let latin1 = scratch(&mut stack, &mut heap, bytes.len());
    // SAFETY: Latin-1 is never longer than its UTF-8, and the buffer is as long.
    let answer = unsafe {
        raw::simdutf__convert_utf8_to_latin1_with_errors(
            bytes.as_ptr(),
            bytes.len(),
            latin1.as_mut_ptr(),
        )
    };
    if answer.error == 0 {
        return from_latin1(env, &latin1[..answer.count], kind);
    }
    // SAFETY: readable for its length.
    if !unsafe { raw::simdutf__validate_utf8(bytes.as_ptr(), bytes.len()) } {
        return from_utf8_by_v8(env, bytes, kind);
    }
    // SAFETY: valid UTF-8, as just checked.
    let length = unsafe { raw::simdutf__utf16_length_from_utf8(bytes.as_ptr(), bytes.len()) };
    let mut stack = [0_u16; STACK];
    let mut heap = Vec::new();
    let units = scratch(&mut stack, &mut heap, length);
    // SAFETY: the buffer has the length that simdutf asked for.
    let written = unsafe {
        raw::simdutf__convert_valid_utf8_to_utf16le(bytes.as_ptr(), bytes.len(), units.as_mut_ptr())
    };
    from_utf16(env, &units[..written], kind)
}

fn from_utf8_by_v8(env: &Env, bytes: &[u8], kind: NewString) -> *const v8::String {
    let Ok(length) = i32::try_from(bytes.len()) else {
        return std::ptr::null();
    };
    // SAFETY: readable for `length`; the isolate is entered.
    unsafe {
        raw::v8__String__NewFromUtf8(
            env.isolate().as_ptr(),
            bytes.as_ptr().cast(),
            kind as i32,
            length,
        )
    }
}

/// Room for `length` units, on the stack if they fit.
fn scratch<'a, T: Copy + Default>(
    stack: &'a mut [T; STACK],
    heap: &'a mut Vec<T>,
    length: usize,
) -> &'a mut [T] {
    if length <= STACK {
        &mut stack[..length]
    } else {
        heap.resize(length, T::default());
        heap
    }
}

/// The characters of a string that lies in one piece.
#[inline(always)]
fn flat(string: v8::Local<'_, v8::String>) -> Option<Flat<'_>> {
    let word = word(&string);
    // SAFETY: a string is a heap object.
    let instance_type = unsafe { layout::instance_type(word) };
    // SAFETY: as above; callers allocate nothing while they use the slice.
    unsafe { layout::flat(word, instance_type) }
}

/// Length in UTF-16 units, which is the length in Latin-1 bytes too.
#[inline(always)]
pub(crate) fn utf16_length(string: v8::Local<'_, v8::String>) -> usize {
    // SAFETY: a live handle of a string.
    unsafe { layout::string_length(word(&string)) }
}

/// Length in UTF-8 bytes, a lone surrogate counting 3 (U+FFFD).
#[inline(always)]
pub(crate) fn utf8_length(env: &Env, string: v8::Local<'_, v8::String>) -> usize {
    match flat(string) {
        Some(Flat::OneByte(bytes)) => {
            // SAFETY: readable for its length.
            return unsafe { raw::simdutf__utf8_length_from_latin1(bytes.as_ptr(), bytes.len()) };
        }
        Some(Flat::TwoByte(units)) if units.len() <= SHORT => {
            return char::decode_utf16(units.iter().copied())
                .map(|unit| unit.map_or(char::REPLACEMENT_CHARACTER.len_utf8(), char::len_utf8))
                .sum();
        }
        Some(Flat::TwoByte(units)) if is_well_formed(units) => {
            // SAFETY: readable for its length, and well-formed.
            return unsafe { raw::simdutf__utf8_length_from_utf16le(units.as_ptr(), units.len()) };
        }
        _ => {}
    }
    // SAFETY: a live handle; the isolate is entered.
    let length = unsafe { raw::v8__String__Utf8Length(&*string, env.isolate().as_ptr()) };
    usize::try_from(length).unwrap_or(0)
}

/// Whether no surrogate stands alone.
fn is_well_formed(units: &[u16]) -> bool {
    // SAFETY: readable for its length.
    unsafe { raw::simdutf__validate_utf16le(units.as_ptr(), units.len()) }
}

/// Writes as many whole characters as fit; answers the number of bytes.
#[inline(always)]
pub(crate) fn write_utf8(env: &Env, string: v8::Local<'_, v8::String>, buffer: &mut [u8]) -> usize {
    match flat(string) {
        Some(Flat::OneByte(bytes)) if bytes.len() > CHUNK && bytes.len() <= buffer.len() => {
            copy_ascii(bytes, buffer).unwrap_or_else(|| write_long_utf8(env, string, buffer))
        }
        Some(Flat::OneByte(bytes)) if is_ascii(bytes) => {
            let length = bytes.len().min(buffer.len());
            buffer[..length].copy_from_slice(&bytes[..length]);
            length
        }
        Some(Flat::OneByte(bytes)) if bytes.len() <= SHORT => {
            let characters = bytes.iter().map(|byte| char::from(*byte));
            write_characters(characters, buffer)
        }
        Some(Flat::TwoByte(units)) if units.len() <= SHORT => {
            let characters = char::decode_utf16(units.iter().copied())
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
            write_characters(characters, buffer)
        }
        _ => write_long_utf8(env, string, buffer),
    }
}

/// Copies ASCII, looking at each piece while it is in the cache; `None` when there is
/// anything else.
fn copy_ascii(bytes: &[u8], buffer: &mut [u8]) -> Option<usize> {
    for (from, to) in bytes.chunks(CHUNK).zip(buffer.chunks_mut(CHUNK)) {
        if !is_ascii(from) {
            return None;
        }
        to[..from.len()].copy_from_slice(from);
    }
    Some(bytes.len())
}

/// A long string that is not ASCII alone.
fn write_long_utf8(env: &Env, string: v8::Local<'_, v8::String>, buffer: &mut [u8]) -> usize {
    flat(string)
        .and_then(|flat| write_wide_utf8(flat, buffer))
        .unwrap_or_else(|| write_utf8_by_v8(env, string, buffer))
}

/// One by one: below some length that beats measuring and calling.
#[inline(always)]
fn write_characters(characters: impl Iterator<Item = char>, buffer: &mut [u8]) -> usize {
    let mut written = 0;
    for character in characters {
        let Some(room) = buffer.get_mut(written..written + character.len_utf8()) else {
            break;
        };
        written += character.encode_utf8(room).len();
    }
    written
}

/// With SIMD, when everything fits and is well-formed.
#[inline(never)]
fn write_wide_utf8(flat: Flat<'_>, buffer: &mut [u8]) -> Option<usize> {
    // Three bytes a unit are always enough: no need to measure first.
    match flat {
        Flat::OneByte(bytes) => {
            let fits = bytes.len() * 2 <= buffer.len()
                // SAFETY: readable for its length.
                || unsafe { raw::simdutf__utf8_length_from_latin1(bytes.as_ptr(), bytes.len()) }
                    <= buffer.len();
            // SAFETY: readable for its length, and the output is large enough.
            fits.then(|| unsafe {
                raw::simdutf__convert_latin1_to_utf8(
                    bytes.as_ptr(),
                    bytes.len(),
                    buffer.as_mut_ptr(),
                )
            })
        }
        Flat::TwoByte(units) => {
            if !is_well_formed(units) {
                return None;
            }
            let fits = units.len() * 3 <= buffer.len()
                // SAFETY: readable for its length.
                || unsafe { raw::simdutf__utf8_length_from_utf16le(units.as_ptr(), units.len()) }
                    <= buffer.len();
            // SAFETY: valid UTF-16, and the output is large enough.
            fits.then(|| unsafe {
                raw::simdutf__convert_valid_utf16le_to_utf8(
                    units.as_ptr(),
                    units.len(),
                    buffer.as_mut_ptr(),
                )
            })
        }
    }
}

fn write_utf8_by_v8(env: &Env, string: v8::Local<'_, v8::String>, buffer: &mut [u8]) -> usize {
    // SAFETY: the buffer is writable for its length; the isolate is entered.
    unsafe {
        raw::v8__String__WriteUtf8_v2(
            &*string,
            env.isolate().as_ptr(),
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            REPLACE_INVALID,
            std::ptr::null_mut(),
        )
    }
}

/// Writes as many units as fit, each cut to its low byte; answers their number.
#[inline(always)]
pub(crate) fn write_latin1(
    env: &Env,
    string: v8::Local<'_, v8::String>,
    buffer: &mut [u8],
) -> usize {
    let length = utf16_length(string).min(buffer.len());
    if let Some(Flat::OneByte(bytes)) = flat(string) {
        buffer[..length].copy_from_slice(&bytes[..length]);
        return length;
    }
    let units = u32::try_from(length).unwrap_or(u32::MAX);
    // SAFETY: the buffer is writable for `length`; the isolate is entered.
    unsafe {
        raw::v8__String__WriteOneByte_v2(
            &*string,
            env.isolate().as_ptr(),
            0,
            units,
            buffer.as_mut_ptr(),
            0,
        );
    }
    length
}

/// Writes as many units as fit; answers their number.
#[inline(always)]
pub(crate) fn write_utf16(
    env: &Env,
    string: v8::Local<'_, v8::String>,
    buffer: &mut [u16],
) -> usize {
    let length = utf16_length(string).min(buffer.len());
    if let Some(Flat::TwoByte(units)) = flat(string) {
        buffer[..length].copy_from_slice(&units[..length]);
        return length;
    }
    let units = u32::try_from(length).unwrap_or(u32::MAX);
    // SAFETY: the buffer is writable for `length`; the isolate is entered.
    unsafe {
        raw::v8__String__Write_v2(
            &*string,
            env.isolate().as_ptr(),
            0,
            units,
            buffer.as_mut_ptr(),
            0,
        );
    }
    length
}

/// A slot from what V8's C functions answer.
pub(crate) fn slot(string: *const v8::String) -> Option<NonNull<v8::String>> {
    NonNull::new(string.cast_mut())
}
