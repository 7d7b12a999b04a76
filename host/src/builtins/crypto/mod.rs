//! What `crypto` needs from the native side, over OpenSSL. Arguments are checked in
//! JavaScript; functions here throw OpenSSL's errors and those of Node that depend on what
//! OpenSSL finds.
//!
//! Keys, digests and ciphers in progress are states (`builtins::state`). Deliberately
//! absent: engines, FIPS, configuration files.

mod cipher;
mod cipher_state;
mod dh;
mod ecdh;
mod failure;
mod hash;
mod kdf;
mod key_details;
mod key_parts;
mod keygen;
mod keys;
mod native;
mod primes;
mod rsa;
mod signing;
mod spkac;
mod x509;

use super::bytes;
use super::support::{Args, Return, Scope, method, methods, string};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    for table in [
        hash::METHODS,
        kdf::METHODS,
        cipher::METHODS,
        keys::METHODS,
        key_parts::METHODS,
        keygen::METHODS,
        signing::METHODS,
        rsa::METHODS,
        dh::METHODS,
        ecdh::METHODS,
        primes::METHODS,
        spkac::METHODS,
        x509::METHODS,
    ] {
        methods(scope, target, table);
    }
    method(scope, target, "timingSafeEqual", timing_safe_equal);
}

fn number<'s>(scope: &mut v8::PinScope<'s, '_>, value: usize) -> v8::Local<'s, v8::Value> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "lengths of buffers are below 2^53"
    )]
    let value = value as f64;
    v8::Number::new(scope, value).into()
}

/// A length or other small number.
fn index(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> usize {
    value.uint32_value(scope).unwrap_or(0) as usize
}

/// A length that may be left out.
fn optional_length(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Option<usize> {
    (!value.is_null_or_undefined()).then(|| index(scope, value))
}

fn strings<'s>(scope: &mut v8::PinScope<'s, '_>, texts: &[String]) -> v8::Local<'s, v8::Array> {
    let texts: Vec<v8::Local<'_, v8::Value>> = texts
        .iter()
        .map(|text| string(scope, text).into())
        .collect();
    v8::Array::new_with_elements(scope, &texts)
}

/// `timingSafeEqual(a, b, unequalLength)`: calls the third argument if the lengths
/// differ.
fn timing_safe_equal(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let same = bytes::with_bytes(args.get(0), |a| {
        bytes::with_bytes(args.get(1), |b| {
            (a.len() == b.len()).then(|| openssl::memcmp::eq(a, b))
        })
    });
    match same {
        Some(same) => rv.set_bool(same),
        None => {
            if let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(2)) {
                let receiver = v8::undefined(scope).into();
                function.call(scope, receiver, &[]);
            }
        }
    }
}
