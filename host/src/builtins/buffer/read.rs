//! Bytes to strings: the `…Slice` methods.

use super::{Args, Return, base64, index, throw_argument, throw_range};
use crate::builtins::support::{self, method};

/// From this size on, a result becomes an external string: V8 then refers to our
/// memory instead of copying it into its heap.
const EXTERNAL_FROM: usize = 1 << 20;

/// Results up to this size are made on the stack.
const SMALL: usize = 256;

/// UTF-8 of so many bytes is decoded on the stack.
const SHORT: usize = 64;

/// UTF-8 of so many bytes is decoded in one go.
const MEDIUM: usize = 4096;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "utf8Slice", utf8_slice);
    method(scope, target, "latin1Slice", latin1_slice);
    method(scope, target, "asciiSlice", ascii_slice);
    method(scope, target, "ucs2Slice", ucs2_slice);
    method(scope, target, "base64Slice", base64_slice);
    method(scope, target, "base64urlSlice", base64url_slice);
    method(scope, target, "hexSlice", hex_slice);
}

/// Runs `decode` on the receiver's bytes from the first argument to the second and
/// answers its string. An empty range gives the empty string.
fn slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    decode: fn(&v8::PinScope<'s, '_>, &[u8]) -> Option<v8::Local<'s, v8::String>>,
) {
    let Ok(view) =
        v8::Local::<v8::ArrayBufferView>::try_from(v8::Local::<v8::Value>::from(args.this()))
    else {
        throw_argument(scope, "argument must be a buffer");
        return;
    };
    // Without arguments, all of it.
    let (start, end) = if args.length() == 0 {
        (Some(0), Some(usize::MAX))
    } else {
        // The conversions may run JavaScript, so the bytes are looked at later.
        let start = index(scope, args.get(0), 0);
        (start, index(scope, args.get(1), usize::MAX))
    };
    let mut storage = [0_u8; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
    let bytes = view.get_contents(&mut storage);
    if bytes.is_empty() {
        rv.set_empty_string();
        return;
    }
    let is_whole = end == Some(usize::MAX);
    let range = match (start, end) {
        (Some(start), Some(_)) if is_whole && start <= bytes.len() => &bytes[start..],
        (Some(start), Some(end)) if start.max(end) <= bytes.len() => &bytes[start..end.max(start)],
        _ => {
            throw_range(scope, "ERR_OUT_OF_RANGE", "Index out of range");
            return;
        }
    };
    if range.is_empty() {
        rv.set_empty_string();
        return;
    }
    match decode(scope, range) {
        Some(string) => rv.set(string.into()),
        None => throw_too_long(scope),
    }
}

/// What Node throws when a string would be longer than V8 allows.
pub(crate) fn throw_too_long(scope: &mut v8::PinScope<'_, '_>) {
    support::throw_coded(
        scope,
        v8::Exception::error,
        "ERR_STRING_TOO_LONG",
        "Cannot create a string longer than 0x1fffffe8 characters",
    );
}

/// A string of bytes that are characters each.
pub(super) fn one_byte<'s>(
    scope: &v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::String>> {
    if bytes.len() >= EXTERNAL_FROM && bytes.len() <= v8::String::MAX_LENGTH {
        return one_byte_owned(scope, bytes.to_vec());
    }
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
}

/// [`one_byte`] of bytes that can be given away.
pub(super) fn one_byte_owned<'s>(
    scope: &v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> Option<v8::Local<'s, v8::String>> {
    if bytes.len() < EXTERNAL_FROM {
        return v8::String::new_from_one_byte(scope, &bytes, v8::NewStringType::Normal);
    }
    if bytes.len() > v8::String::MAX_LENGTH {
        return None;
    }
    v8::String::new_external_onebyte(scope, bytes.into_boxed_slice())
}

/// UTF-8 to a string: ASCII and what fits Latin-1 as one byte each, other valid
/// text as UTF-16, and V8's decoder for what is not valid.
pub(crate) fn utf8<'s>(
    scope: &v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::String>> {
    if v8::simdutf::validate_ascii(bytes) {
        return one_byte(scope, bytes);
    }
    if bytes.len() <= SHORT {
        return short_utf8(scope, bytes, &mut [0; SHORT]);
    }
    if bytes.len() <= MEDIUM {
        return short_utf8(scope, bytes, &mut vec![0; bytes.len()]);
    }
    if bytes.len() > v8::String::MAX_LENGTH * 3 {
        return None;
    }
    let mut latin1 = vec![0_u8; bytes.len()];
    // SAFETY: Latin-1 takes no more bytes than UTF-8.
    let narrow = unsafe { v8::simdutf::convert_utf8_to_latin1_with_errors(bytes, &mut latin1) };
    if narrow.is_ok() {
        latin1.truncate(narrow.count);
        return one_byte_owned(scope, latin1);
    }
    drop(latin1);
    if !v8::simdutf::validate_utf8(bytes) {
        return v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal);
    }
    let mut units = vec![0_u16; v8::simdutf::utf16_length_from_utf8(bytes)];
    // SAFETY: the input was validated and the output has exactly its length.
    let count = unsafe { v8::simdutf::convert_valid_utf8_to_utf16le(bytes, &mut units) };
    v8::String::new_from_two_byte(scope, &units[..count], v8::NewStringType::Normal)
}

/// [`utf8`] of text that is not worth a look whether it fits Latin-1: V8 has one when it makes the string. `units`
/// has room for as many as there are bytes.
fn short_utf8<'s>(
    scope: &v8::PinScope<'s, '_>,
    bytes: &[u8],
    units: &mut [u16],
) -> Option<v8::Local<'s, v8::String>> {
    // SAFETY: no byte gives more than one unit.
    let decoded = unsafe { v8::simdutf::convert_utf8_to_utf16le_with_errors(bytes, units) };
    if decoded.is_ok() {
        v8::String::new_from_two_byte(scope, &units[..decoded.count], v8::NewStringType::Normal)
    } else {
        v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal)
    }
}

fn utf8_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, utf8);
}

fn latin1_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, one_byte);
}

fn ascii_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, |scope, bytes| {
        if v8::simdutf::validate_ascii(bytes) {
            return one_byte(scope, bytes);
        }
        one_byte_owned(scope, bytes.iter().map(|byte| byte & 0x7f).collect())
    });
}

/// UTF-16 in little-endian order, as a string; an odd last byte is left out.
fn utf16le<'s>(scope: &v8::PinScope<'s, '_>, bytes: &[u8]) -> Option<v8::Local<'s, v8::String>> {
    let (pairs, _) = bytes.as_chunks::<2>();
    // SAFETY: any two bytes are a number.
    let (before, units, _) = unsafe { pairs.as_flattened().align_to::<u16>() };
    if before.is_empty() && cfg!(target_endian = "little") {
        return v8::String::new_from_two_byte(scope, units, v8::NewStringType::Normal);
    }
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    v8::String::new_from_two_byte(scope, &units, v8::NewStringType::Normal)
}

fn ucs2_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, utf16le);
}

fn base64_text<'s>(
    scope: &v8::PinScope<'s, '_>,
    bytes: &[u8],
    url: bool,
) -> Option<v8::Local<'s, v8::String>> {
    let mut small = [0_u8; SMALL];
    if let Some(text) = base64::encode_in(bytes, url, &mut small) {
        return one_byte(scope, text);
    }
    one_byte_owned(scope, base64::encode(bytes, url))
}

fn base64_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, |scope, bytes| {
        base64_text(scope, bytes, false)
    });
}

fn base64url_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, |scope, bytes| {
        base64_text(scope, bytes, true)
    });
}

fn hex_slice(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    slice(scope, &args, rv, |scope, bytes| {
        if bytes.len() > v8::String::MAX_LENGTH / 2 {
            return None;
        }
        let length = bytes.len() * 2;
        let mut small = [0_u8; SMALL];
        if let Some(digits) = small.get_mut(..length) {
            faster_hex::hex_encode(bytes, digits).ok()?;
            return one_byte(scope, digits);
        }
        let mut digits = vec![0_u8; length];
        faster_hex::hex_encode(bytes, &mut digits).ok()?;
        one_byte_owned(scope, digits)
    });
}
