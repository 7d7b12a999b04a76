//! Ciphers for JavaScript. A failure is answered by its name, of which the caller
//! makes the error.

use super::cipher::{self, Cipher, Failure, Mode};
use super::{Args, Return, Scope, bytes, number, state};
use crate::builtins::support::{self, method};

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "ciphers", ciphers);
    method(scope, target, "cipherCreate", create);
    method(scope, target, "cipherUpdate", update);
    method(scope, target, "cipherFinal", finish);
    method(scope, target, "cipherPadding", padding);
    method(scope, target, "cipherAad", aad);
    method(scope, target, "cipherTag", tag);
    method(scope, target, "cipherExpectTag", expect_tag);
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Cbc => "cbc",
        Mode::Ecb => "ecb",
        Mode::Ctr => "ctr",
        Mode::Gcm => "gcm",
        Mode::Stream | Mode::Poly1305 => "stream",
    }
}

fn failure_name(failure: Failure) -> &'static str {
    match failure {
        Failure::KeyLength => "keyLength",
        Failure::IvLength => "ivLength",
        Failure::FinalBlockLength => "wrongFinalBlockLength",
        Failure::BadDecrypt => "badDecrypt",
        Failure::Authentication => "authentication",
    }
}

/// `ciphers()`: [name, reported name, nid, mode, key length, iv length] of each.
fn ciphers(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let rows: Vec<v8::Local<'_, v8::Value>> = cipher::CIPHERS
        .iter()
        .map(|info| {
            let row = [
                support::string(scope, info.name).into(),
                support::string(scope, info.reported).into(),
                v8::Integer::new_from_unsigned(scope, info.nid).into(),
                support::string(scope, mode_name(info.mode)).into(),
                number(scope, info.key_length),
                number(scope, info.iv_length),
            ];
            v8::Array::new_with_elements(scope, &row).into()
        })
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &rows).into());
}

/// `cipherCreate(name, encrypt, key, iv, tagLength)`: the state, or a failure's name.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = support::text(scope, args.get(0));
    let Some(info) = cipher::find(&name) else {
        return;
    };
    let encrypt = args.get(1).boolean_value(scope);
    let tag_length = args.get(4).uint32_value(scope).unwrap_or(16) as usize;
    let made = bytes::with_bytes(args.get(2), |key| {
        bytes::with_bytes(args.get(3), |iv| {
            Cipher::new(info, encrypt, key, iv, tag_length)
        })
    });
    match made {
        Ok(cipher) => {
            if let Some(object) = state::wrap(scope, cipher) {
                rv.set(object.into());
            }
        }
        Err(failure) => rv.set(support::string(scope, failure_name(failure)).into()),
    }
}

/// `cipherUpdate(state, bytes)`: an ArrayBuffer.
fn update(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(cipher) = state::get::<Cipher>(scope, args.get(0)) {
        let out = bytes::with_bytes(args.get(1), |data| cipher.borrow_mut().update(data));
        rv.set(bytes::array_buffer(scope, out).into());
    }
}

/// `cipherFinal(state)`: an ArrayBuffer, or a failure's name.
fn finish(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(cipher) = state::get::<Cipher>(scope, args.get(0)) {
        let out = cipher.borrow_mut().finish();
        match out {
            Ok(out) => rv.set(bytes::array_buffer(scope, out).into()),
            Err(failure) => rv.set(support::string(scope, failure_name(failure)).into()),
        }
    }
}

/// `cipherPadding(state, on)`.
fn padding(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(cipher) = state::get::<Cipher>(scope, args.get(0)) {
        let on = args.get(1).boolean_value(scope);
        cipher.borrow_mut().set_padding(on);
    }
}

/// `cipherAad(state, bytes)`.
fn aad(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(cipher) = state::get::<Cipher>(scope, args.get(0)) {
        bytes::with_bytes(args.get(1), |data| cipher.borrow_mut().aad(data));
    }
}

/// `cipherTag(state)`: the tag that encryption made.
fn tag(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(cipher) = state::get::<Cipher>(scope, args.get(0)) {
        let tag = cipher.borrow().tag().map(<[u8]>::to_vec);
        rv.set(bytes::array_buffer(scope, tag.unwrap_or_default()).into());
    }
}

/// `cipherExpectTag(state, bytes)`.
fn expect_tag(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(cipher) = state::get::<Cipher>(scope, args.get(0)) {
        bytes::with_bytes(args.get(1), |tag| cipher.borrow_mut().expect_tag(tag));
    }
}
