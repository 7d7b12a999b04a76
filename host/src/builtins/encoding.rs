//! Native half of `TextEncoder` and `TextDecoder`: UTF-8 through simdutf, all
//! other encodings of the Encoding Standard through `encoding_rs`.

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8};

use super::buffer::{utf8_buffer, utf8_string, with_bytes};
use super::state;
use super::support::{Args, Return, constant, method, string, text};
use crate::builtins::support::bytes_mut;

/// Where `encodeInto` puts its two results, which spares an object per call.
struct Counts(v8::Global<v8::Uint32Array>);

const BOM: &[u8] = b"\xef\xbb\xbf";

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "resolveLabel", resolve_label);
    method(scope, target, "encode", encode);
    method(scope, target, "encodeInto", encode_into);
    method(scope, target, "decodeUtf8", decode_utf8);
    method(scope, target, "createDecoder", create_decoder);
    method(scope, target, "decode", decode);
    let memory = v8::ArrayBuffer::new(scope, 8);
    if let Some(counts) = v8::Uint32Array::new(scope, memory, 0, 2) {
        let kept = v8::Global::new(scope, counts);
        scope.set_slot(Counts(kept));
        constant(scope, target, "counts", counts.into());
    }
}

/// The encoding of a label, in lower case as Node reports it. What Node has not is
/// unknown here too.
fn resolve_label(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let label = text(scope, args.get(0));
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return;
    };
    if encoding == encoding_rs::X_USER_DEFINED {
        return;
    }
    rv.set(string(scope, &encoding.name().to_ascii_lowercase()).into());
}

/// `encode(string)`: a `Uint8Array`.
fn encode(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let Some(buffer) = utf8_buffer(scope, string) else {
        return;
    };
    let length = buffer.byte_length();
    if let Some(array) = v8::Uint8Array::new(scope, buffer, 0, length) {
        rv.set(array.into());
    }
}

/// `encodeInto(string, target)`: sets `counts` to units read and bytes written.
fn encode_into(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _rv: Return<'_>) {
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let mut read = 0;
    let mut written = 0;
    // SAFETY: writing a string runs no JavaScript.
    if let Some(bytes) = unsafe { bytes_mut(args.get(1)) }
        && !bytes.is_empty()
    {
        written = string.write_utf8_v2(
            scope,
            bytes,
            v8::WriteFlags::kReplaceInvalidUtf8,
            Some(&mut read),
        );
    }
    let Some(counts) = scope.get_slot::<Counts>().map(|counts| counts.0.clone()) else {
        return;
    };
    let counts = v8::Local::new(scope, counts);
    // SAFETY: nothing runs JavaScript while the slice is used.
    if let Some(bytes) = unsafe { bytes_mut(counts.into()) } {
        for (slot, count) in bytes.as_chunks_mut::<4>().0.iter_mut().zip([read, written]) {
            *slot = u32::try_from(count).unwrap_or(u32::MAX).to_ne_bytes();
        }
    }
}

/// `decodeUtf8(bytes, keepBom, fatal)`: the string, or undefined if it must be valid
/// and is not.
fn decode_utf8(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let keep_bom = args.get(1).is_true();
    let fatal = args.get(2).is_true();
    let decoded = with_bytes(args.get(0), |bytes| {
        if fatal && !v8::simdutf::validate_utf8(bytes) {
            return None;
        }
        let bytes = match bytes.strip_prefix(BOM) {
            Some(rest) if !keep_bom => rest,
            _ => bytes,
        };
        Some(utf8_string(scope, bytes))
    });
    match decoded {
        Some(Some(string)) => rv.set(string.into()),
        Some(None) => super::buffer::throw_too_long(scope),
        None => rv.set_undefined(),
    }
}

/// `createDecoder(encoding, keepBom)`: a decoder that remembers what a chunk left.
fn create_decoder(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8);
    let decoder = if args.get(1).is_true() {
        encoding.new_decoder_without_bom_handling()
    } else {
        encoding.new_decoder_with_bom_removal()
    };
    if let Some(object) = state::wrap(scope, decoder) {
        rv.set(object.into());
    }
}

/// `decode(decoder, bytes, last, fatal)`: the string, or undefined if it must be
/// valid and is not.
fn decode(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(decoder) = state::get::<Decoder>(scope, args.get(0)) else {
        return;
    };
    let last = args.get(2).is_true();
    let fatal = args.get(3).is_true();
    let units = with_bytes(args.get(1), |bytes| {
        run_decoder(&mut decoder.borrow_mut(), bytes, last, fatal)
    });
    let Some(units) = units else {
        rv.set_undefined();
        return;
    };
    match v8::String::new_from_two_byte(scope, &units, v8::NewStringType::Normal) {
        Some(string) => rv.set(string.into()),
        None => super::buffer::throw_too_long(scope),
    }
}

fn run_decoder(decoder: &mut Decoder, bytes: &[u8], last: bool, fatal: bool) -> Option<Vec<u16>> {
    let room = decoder.max_utf16_buffer_length(bytes.len())?;
    let mut units = vec![0_u16; room];
    let written = if fatal {
        let (result, _, written) =
            decoder.decode_to_utf16_without_replacement(bytes, &mut units, last);
        if result != DecoderResult::InputEmpty {
            return None;
        }
        written
    } else {
        let (result, _, written, _) = decoder.decode_to_utf16(bytes, &mut units, last);
        debug_assert_eq!(
            result,
            CoderResult::InputEmpty,
            "the output has room for all"
        );
        written
    };
    units.truncate(written);
    Some(units)
}
