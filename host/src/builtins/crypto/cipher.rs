//! What ciphers there are, and JavaScript's methods of one in progress.

use openssl::cipher::CipherRef;
use openssl::cipher_ctx::CipherCtx;
use openssl::nid::Nid;

use super::cipher_state::{Running, is_chacha};
use super::failure::{Outcome, answer_bytes};
use super::{Args, Return, Scope, bytes, index, native, number, optional_length, strings};
use crate::builtins::state;
use crate::builtins::support::{Method, constant, method_table, string, text};

pub(super) const METHODS: &[Method] = method_table! {
    "cipherNames" => names,
    "cipherInfo" => info,
    "cipherCreate" => create,
    "cipherUpdate" => update,
    "cipherFinal" => finish,
    "cipherPadding" => padding,
    "cipherAad" => aad,
    "cipherTag" => tag,
    "cipherExpectTag" => expect_tag,
};

fn names(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let names = native::cipher_names();
    rv.set(strings(scope, &names).into());
}

fn mode_name(mode: i32) -> Option<&'static str> {
    Some(match mode {
        0 => "stream",
        1 => "ecb",
        2 => "cbc",
        3 => "cfb",
        4 => "ofb",
        5 => "ctr",
        6 => "gcm",
        7 => "ccm",
        0x10001 => "xts",
        0x10002 => "wrap",
        0x10003 => "ocb",
        _ => return None,
    })
}

/// Whether a cipher can have a key and an IV of these lengths; the IV's length if so.
fn fitting(cipher: &CipherRef, key: Option<usize>, iv: Option<usize>) -> Option<usize> {
    let mut length = cipher.iv_length();
    if key.is_none() && iv.is_none() {
        return Some(length);
    }
    let mut context = CipherCtx::new().ok()?;
    context.encrypt_init(Some(cipher), None, None).ok()?;
    if let Some(key) = key {
        context.set_key_length(key).ok()?;
    }
    if let Some(iv) = iv {
        let fits = match native::mode(cipher) {
            native::MODE_CCM => (7..=13).contains(&iv),
            native::MODE_GCM | native::MODE_OCB => context.set_iv_length(iv).is_ok(),
            _ if is_chacha(cipher) => context.set_iv_length(iv).is_ok(),
            _ => iv == length,
        };
        if !fits {
            return None;
        }
        length = iv;
    }
    Some(length)
}

/// `cipherInfo(nameOrNid, keyLength | undefined, ivLength | undefined)`: an object or undefined.
fn info(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = if args.get(0).is_string() {
        text(scope, args.get(0))
    } else {
        let nid = args.get(0).int32_value(scope).unwrap_or(0);
        match Nid::from_raw(nid).short_name() {
            Ok(name) if nid != 0 => name.to_owned(),
            _ => return,
        }
    };
    let key = optional_length(scope, args.get(1));
    let iv = optional_length(scope, args.get(2));
    let Some(cipher) = native::cipher(&name) else {
        return;
    };
    let Some(iv_length) = fitting(&cipher, key, iv) else {
        return;
    };
    let mode = native::mode(&cipher);
    let result = v8::Object::new(scope);
    if let Some(mode) = mode_name(mode) {
        let mode = string(scope, mode);
        constant(scope, result, "mode", mode.into());
    }
    let known = cipher.nid().short_name().map(str::to_lowercase);
    let name = string(scope, &known.unwrap_or(name));
    constant(scope, result, "name", name.into());
    let nid = v8::Integer::new(scope, cipher.nid().as_raw());
    constant(scope, result, "nid", nid.into());
    if mode != native::MODE_STREAM {
        let size = number(scope, cipher.block_size());
        constant(scope, result, "blockSize", size);
    }
    if iv_length != 0 {
        let size = number(scope, iv_length);
        constant(scope, result, "ivLength", size);
    }
    let size = number(scope, key.unwrap_or_else(|| cipher.key_length()));
    constant(scope, result, "keyLength", size);
    rv.set(result.into());
}

/// `cipherCreate(name, encrypt, key, iv | null, tagLength | undefined)`: the state.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let encrypt = args.get(1).is_true();
    let key = bytes::copy(args.get(2));
    let iv = (!args.get(3).is_null()).then(|| bytes::copy(args.get(3)));
    let tag_length = optional_length(scope, args.get(4));
    match Running::new(&name, encrypt, &key, iv.as_deref(), tag_length) {
        Ok(running) => {
            if let Some(object) = state::wrap(scope, running) {
                rv.set(object.into());
            }
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `cipherUpdate(state, bytes)`: an ArrayBuffer.
fn update(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        let made = bytes::with_bytes(args.get(1), |data| running.update(data));
        answer_bytes(scope, rv, made);
    }
}

/// `cipherFinal(state)`: an ArrayBuffer.
fn finish(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let made = running.borrow_mut().finish();
        answer_bytes(scope, rv, made);
    }
}

/// `cipherPadding(state, on)`: whether the state still takes it.
fn padding(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        if let Some(context) = &mut running.context {
            context.set_padding(args.get(1).is_true());
            rv.set_bool(true);
        }
    }
}

fn answer_bool(scope: &mut v8::PinScope<'_, '_>, mut rv: Return<'_>, outcome: Outcome<bool>) {
    match outcome {
        Ok(done) => rv.set_bool(done),
        Err(failure) => failure.throw(scope),
    }
}

/// `cipherAad(state, bytes, plaintextLength | undefined)`: whether the state takes it.
fn aad(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let plaintext = match args.get(2).is_number() {
            true => Some(index(scope, args.get(2))),
            false => None,
        };
        let mut running = running.borrow_mut();
        let done = bytes::with_bytes(args.get(1), |data| running.add_aad(data, plaintext));
        answer_bool(scope, rv, done);
    }
}

/// `cipherTag(state)`: an ArrayBuffer; undefined if there is none.
fn tag(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0))
        && let Some(tag) = &running.borrow().made_tag
    {
        rv.set(bytes::copied(scope, tag).into());
    }
}

/// `cipherExpectTag(state, bytes)`: whether the state takes it.
fn expect_tag(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        let done = bytes::with_bytes(args.get(1), |tag| running.expect_tag(tag));
        answer_bool(scope, rv, done);
    }
}
