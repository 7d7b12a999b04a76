//! Strings to bytes: the `…Write` methods and `byteLengthUtf8`.

use super::{
    Args, Return, base64, fast, fast_method, index, throw_argument, throw_range, uninitialized,
};

use crate::builtins::support::{bytes_mut, method};
use crate::engine::raw;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "encodeUtf8", encode_utf8_whole);
    fast_method(
        scope,
        target,
        "byteLengthUtf8",
        byte_length_utf8,
        fast::BYTE_LENGTH_UTF8,
    );
    fast_method(scope, target, "utf8Write", utf8_write, fast::UTF8_WRITE);
    fast_method(
        scope,
        target,
        "latin1Write",
        latin1_write,
        fast::LATIN1_WRITE,
    );
    fast_method(
        scope,
        target,
        "asciiWrite",
        latin1_write,
        fast::LATIN1_WRITE,
    );
    fast_method(scope, target, "ucs2Write", ucs2_write, fast::UCS2_WRITE);
    fast_method(
        scope,
        target,
        "base64Write",
        base64_write,
        fast::BASE64_WRITE,
    );
    fast_method(
        scope,
        target,
        "base64urlWrite",
        base64_write,
        fast::BASE64_WRITE,
    );
    fast_method(scope, target, "hexWrite", hex_write, fast::HEX_WRITE);
}

fn byte_length_utf8(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) {
        set_count(&mut rv, utf8_length(scope, string));
    }
}

/// Texts of so many characters are counted or encoded by V8 before a view of them could be made.
const SHORT: usize = 64;

/// A string has fewer than 2 ** 29 characters, and each takes three bytes at most.
fn set_count(rv: &mut Return<'_>, count: usize) {
    rv.set_uint32(u32::try_from(count).unwrap_or(u32::MAX));
}

/// `encodeUtf8(string)`: an ArrayBuffer with the string's UTF-8.
fn encode_utf8_whole(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    if let Some(buffer) = utf8_buffer(scope, string) {
        rv.set(buffer.into());
    }
}

/// A new ArrayBuffer with the UTF-8 of `string`; `None` when an exception is pending.
pub(crate) fn utf8_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    string: v8::Local<'_, v8::String>,
) -> Option<v8::Local<'s, v8::ArrayBuffer>> {
    // Most texts are ASCII, which shows while they are copied.
    if string.is_onebyte() {
        let buffer = uninitialized(scope, string.length())?;
        if copy_ascii_string(scope, string, buffer) {
            return Some(buffer);
        }
    }
    let length = utf8_length(scope, string);
    let buffer = uninitialized(scope, length)?;
    // SAFETY: writing a string runs no JavaScript, and no one else has the buffer.
    let target = unsafe { bytes_mut(buffer.into()) }.unwrap_or_default();
    encode_utf8(scope, string, target);
    Some(buffer)
}

/// Fills a buffer of the string's length that nobody else has; false if not all characters are ASCII.
fn copy_ascii_string(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
    buffer: v8::Local<'_, v8::ArrayBuffer>,
) -> bool {
    // SAFETY: reading a string runs no JavaScript.
    let target = unsafe { bytes_mut(buffer.into()) }.unwrap_or_default();
    let view = v8::ValueView::new(scope, string);
    match view.data() {
        v8::ValueViewData::OneByte(text) => copy_ascii(text, target) == text.len(),
        v8::ValueViewData::TwoByte(_) => false,
    }
}

/// Bytes of `string` in UTF-8, lone surrogates counted as U+FFFD.
pub(crate) fn utf8_length(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
) -> usize {
    if string.length() <= SHORT {
        return string.utf8_length(scope);
    }
    let view = v8::ValueView::new(scope, string);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) => return v8::simdutf::utf8_length_from_latin1(bytes),
        v8::ValueViewData::TwoByte(units) => {
            // SAFETY: it reads the units, as many as there are.
            let counted = unsafe { raw::utf8_length_from_utf16le(units.as_ptr(), units.len()) };
            // Without any surrogate the count is right, else they may be lone ones.
            if counted.error == 0 {
                return counted.count;
            }
            if v8::simdutf::validate_utf16le(units) {
                return v8::simdutf::utf8_length_from_utf16le(units);
            }
        }
    }
    drop(view);
    string.utf8_length(scope)
}

/// Runs `encode` on the string and the receiver's bytes at (offset, length), and
/// answers how many it wrote.
fn write(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    encode: fn(&mut v8::PinScope<'_, '_>, v8::Local<'_, v8::String>, &mut [u8]) -> usize,
) {
    let this = v8::Local::<v8::Value>::from(args.this());
    if !this.is_array_buffer_view() {
        throw_argument(scope, "argument must be a buffer");
        return;
    }
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        throw_argument(scope, "argument must be a string");
        return;
    };
    let Some(offset) = index(scope, args.get(1), 0) else {
        throw_outside(scope, "offset");
        return;
    };
    let Some(limit) = index(scope, args.get(2), usize::MAX) else {
        throw_outside(scope, "length");
        return;
    };
    // SAFETY: from here on nothing runs JavaScript: the string is a primitive, and
    // reading it only flattens it, which moves no bytes outside of the heap.
    let Some(bytes) = (unsafe { bytes_mut(this) }) else {
        return;
    };
    let Some(room) = bytes.get_mut(offset..) else {
        throw_outside(scope, "offset");
        return;
    };
    let count = room.len().min(limit);
    let written = if count == 0 || string.length() == 0 {
        0
    } else {
        encode(scope, string, &mut room[..count])
    };
    set_count(&mut rv, written);
}

fn throw_outside(scope: &mut v8::PinScope<'_, '_>, name: &str) {
    let message = format!("\"{name}\" is outside of buffer bounds");
    throw_range(scope, "ERR_BUFFER_OUT_OF_BOUNDS", &message);
}

fn utf8_write(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    write(scope, &args, rv, encode_utf8);
}

/// Writes whole characters only; what does not fit is left out.
pub(crate) fn encode_utf8(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
    target: &mut [u8],
) -> usize {
    if string.length() <= SHORT {
        return string.write_utf8_v2(scope, target, v8::WriteFlags::kReplaceInvalidUtf8, None);
    }
    let view = v8::ValueView::new(scope, string);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) => return latin1_to_utf8(bytes, target),
        v8::ValueViewData::TwoByte(units) => {
            let most = units.len().saturating_mul(3);
            if most <= target.len() || v8::simdutf::utf8_length_from_utf16le(units) <= target.len()
            {
                // SAFETY: the target has room for the bytes of the valid part.
                let result =
                    unsafe { v8::simdutf::convert_utf16le_to_utf8_with_errors(units, target) };
                if result.is_ok() {
                    return result.count;
                }
            }
        }
    }
    drop(view);
    string.write_utf8_v2(scope, target, v8::WriteFlags::kReplaceInvalidUtf8, None)
}

/// Latin-1 characters as UTF-8, as many whole ones as fit.
pub(super) fn latin1_to_utf8(bytes: &[u8], target: &mut [u8]) -> usize {
    let ascii = copy_ascii(bytes, target);
    if ascii == bytes.len() {
        return ascii;
    }
    let (bytes, target) = (&bytes[ascii..], &mut target[ascii..]);
    ascii + latin1_tail(bytes, target)
}

/// Copies whole pieces as long as they are ASCII and there is room; answers how many bytes that were. A piece is
/// looked at and copied while the processor has it at hand.
pub(super) fn copy_ascii(bytes: &[u8], target: &mut [u8]) -> usize {
    const PIECE: usize = 8192;
    let mut done = 0;
    for (from, to) in bytes.chunks(PIECE).zip(target.chunks_mut(PIECE)) {
        let Some(to) = to.get_mut(..from.len()) else {
            break;
        };
        if !v8::simdutf::validate_ascii(from) {
            break;
        }
        to.copy_from_slice(from);
        done += from.len();
    }
    done
}

fn latin1_tail(bytes: &[u8], target: &mut [u8]) -> usize {
    if bytes.len().saturating_mul(2) <= target.len() {
        // SAFETY: no character takes more than two bytes.
        return unsafe { v8::simdutf::convert_latin1_to_utf8(bytes, target) };
    }
    if v8::simdutf::utf8_length_from_latin1(bytes) <= target.len() {
        // SAFETY: the target has room for the length just computed.
        return unsafe { v8::simdutf::convert_latin1_to_utf8(bytes, target) };
    }
    let mut written = 0;
    for byte in bytes {
        let mut pair = [0; 4];
        let encoded = char::from(*byte).encode_utf8(&mut pair).as_bytes();
        let Some(slot) = target.get_mut(written..written + encoded.len()) else {
            break;
        };
        slot.copy_from_slice(encoded);
        written += encoded.len();
    }
    written
}

/// As many bytes as fit.
pub(super) fn latin1_to_latin1(bytes: &[u8], target: &mut [u8]) -> usize {
    let count = bytes.len().min(target.len());
    target[..count].copy_from_slice(&bytes[..count]);
    count
}

/// Latin-1 characters as UTF-16, as many as fit.
pub(super) fn latin1_to_utf16(bytes: &[u8], target: &mut [u8]) -> usize {
    let (pairs, _) = target.as_chunks_mut::<2>();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = [*byte, 0];
    }
    pairs.len().min(bytes.len()) * 2
}

fn latin1_write(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    write(scope, &args, rv, string_to_latin1);
}

/// The low byte of each character, as many as fit.
pub(super) fn string_to_latin1(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
    target: &mut [u8],
) -> usize {
    let count = string.length().min(target.len());
    string.write_one_byte_v2(scope, 0, &mut target[..count], v8::WriteFlags::empty());
    count
}

fn ucs2_write(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    write(scope, &args, rv, string_to_utf16);
}

/// As many units as fit.
pub(super) fn string_to_utf16(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
    target: &mut [u8],
) -> usize {
    let view = v8::ValueView::new(scope, string);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) => latin1_to_utf16(bytes, target),
        v8::ValueViewData::TwoByte(units) => {
            let (pairs, _) = target.as_chunks_mut::<2>();
            for (pair, unit) in pairs.iter_mut().zip(units) {
                *pair = unit.to_le_bytes();
            }
            pairs.len().min(units.len()) * 2
        }
    }
}

fn base64_write(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    write(scope, &args, rv, base64::decode_string);
}

fn hex_write(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    write(scope, &args, rv, decode_hex_string);
}

/// [`decode_hex`] of a string.
pub(super) fn decode_hex_string(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
    target: &mut [u8],
) -> usize {
    let view = v8::ValueView::new(scope, string);
    match view.data() {
        v8::ValueViewData::OneByte(digits) => decode_hex(digits, target),
        v8::ValueViewData::TwoByte(units) => {
            // Units that are no bytes are no digits either.
            let narrow: Vec<u8> = units
                .iter()
                .map(|u| u8::try_from(*u).unwrap_or(b'!'))
                .collect();
            decode_hex(&narrow, target)
        }
    }
}

/// Decodes pairs of digits up to the first that is none; answers how many bytes.
pub(super) fn decode_hex(digits: &[u8], target: &mut [u8]) -> usize {
    let count = (digits.len() / 2).min(target.len());
    let digits = &digits[..count * 2];
    if faster_hex::hex_decode(digits, &mut target[..count]).is_ok() {
        return count;
    }
    let value = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|v| u8::try_from(v).ok())
    };
    let (pairs, _) = digits.as_chunks::<2>();
    for (at, [high, low]) in pairs.iter().enumerate() {
        let (Some(high), Some(low)) = (value(*high), value(*low)) else {
            return at;
        };
        target[at] = high << 4 | low;
    }
    count
}
