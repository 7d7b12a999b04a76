//! Base64: Buffer's lenient decoding, and `atob` and `btoa` with the strict rules
//! of the Web.

use v8::simdutf::{Base64Options, ErrorCode, LastChunkHandling};

use super::read::{one_byte_owned, throw_too_long};
use super::{Args, Return};
use crate::builtins::support::method;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "atob", atob);
    method(scope, target, "btoa", btoa);
}

/// The text of `bytes`: the URL alphabet without padding, or the standard one with.
pub(super) fn encode(bytes: &[u8], url: bool) -> Vec<u8> {
    let length = v8::simdutf::base64_length_from_binary(bytes.len(), alphabet(url));
    let mut text = vec![0; length];
    encode_in(bytes, url, &mut text);
    text
}

/// [`encode`] into a target that may be longer; `None` when it is too short.
pub(super) fn encode_in<'t>(bytes: &[u8], url: bool, target: &'t mut [u8]) -> Option<&'t [u8]> {
    let options = alphabet(url);
    let length = v8::simdutf::base64_length_from_binary(bytes.len(), options);
    let target = target.get_mut(..length)?;
    // SAFETY: the target has the length that this encoding takes.
    let written = unsafe { v8::simdutf::binary_to_base64(bytes, target, options) };
    debug_assert_eq!(written, length, "the length is exact");
    Some(target)
}

fn alphabet(url: bool) -> Base64Options {
    if url {
        Base64Options::Url
    } else {
        Base64Options::Default
    }
}

/// [`decode`] of a string.
pub(super) fn decode_string(
    scope: &mut v8::PinScope<'_, '_>,
    string: v8::Local<'_, v8::String>,
    target: &mut [u8],
) -> usize {
    let view = v8::ValueView::new(scope, string);
    match view.data() {
        v8::ValueViewData::OneByte(bytes) => decode(bytes, target),
        v8::ValueViewData::TwoByte(units) => decode_units(units, target),
    }
}

/// Decodes either alphabet, skips what belongs to none, stops at padding; answers
/// how many bytes it wrote.
pub(super) fn decode(text: &[u8], target: &mut [u8]) -> usize {
    if v8::simdutf::maximal_binary_length_from_base64(text) <= target.len() {
        for options in [Base64Options::Default, Base64Options::Url] {
            // SAFETY: the target holds the longest result of this text.
            let result = unsafe {
                v8::simdutf::base64_to_binary(text, target, options, LastChunkHandling::Loose)
            };
            if result.is_ok() {
                return result.count;
            }
            // Only a character of the other alphabet makes another try worth it.
            if !matches!(text.get(result.count), Some(b'-' | b'_')) {
                break;
            }
        }
    }
    decode_leniently(text.iter().copied(), target)
}

/// [`decode`] of UTF-16. Only the low byte of a unit counts, as in Node.
fn decode_units(units: &[u16], target: &mut [u8]) -> usize {
    decode_leniently(units.iter().map(|unit| unit.to_le_bytes()[0]), target)
}

fn decode_leniently(text: impl Iterator<Item = u8>, target: &mut [u8]) -> usize {
    let mut bits = 0_u32;
    let mut have = 0;
    let mut written = 0;
    for sextet in text.take_while(|byte| *byte != b'=').filter_map(sextet) {
        bits = bits << 6 | sextet;
        have += 6;
        if have < 8 {
            continue;
        }
        have -= 8;
        let Some(slot) = target.get_mut(written) else {
            break;
        };
        *slot = (bits >> have & 0xff) as u8;
        written += 1;
    }
    written
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// `atob(string)`: the string, or -1 for a wrong character, -2 for a wrong length.
fn atob(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let result = {
        let view = v8::ValueView::new(scope, string);
        match view.data() {
            v8::ValueViewData::OneByte(text) => decode_strictly(text),
            v8::ValueViewData::TwoByte(_) => Err(-1),
        }
    };
    match result {
        Ok(bytes) => match one_byte_owned(scope, bytes) {
            Some(string) => rv.set(string.into()),
            None => throw_too_long(scope),
        },
        Err(code) => rv.set_int32(code),
    }
}

fn decode_strictly(text: &[u8]) -> Result<Vec<u8>, i32> {
    let mut bytes = vec![0; v8::simdutf::maximal_binary_length_from_base64(text)];
    // SAFETY: the output holds the longest result of this text.
    let result = unsafe {
        v8::simdutf::base64_to_binary(
            text,
            &mut bytes,
            Base64Options::Default,
            LastChunkHandling::Loose,
        )
    };
    match result.error {
        ErrorCode::Success => {
            bytes.truncate(result.count);
            Ok(bytes)
        }
        ErrorCode::Base64InputRemainder => Err(-2),
        _ => Err(-1),
    }
}

/// `btoa(string)`: the string, or -1 when a character is above U+00FF.
fn btoa(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let text = {
        let view = v8::ValueView::new(scope, string);
        match view.data() {
            v8::ValueViewData::OneByte(bytes) => Some(encode(bytes, false)),
            v8::ValueViewData::TwoByte(units) => units
                .iter()
                .map(|unit| u8::try_from(*unit).ok())
                .collect::<Option<Vec<u8>>>()
                .map(|bytes| encode(&bytes, false)),
        }
    };
    let Some(text) = text else {
        rv.set_int32(-1);
        return;
    };
    match one_byte_owned(scope, text) {
        Some(string) => rv.set(string.into()),
        None => throw_too_long(scope),
    }
}
