//! What `crypto` needs from the native side. Arguments are checked in JavaScript;
//! functions here answer `undefined` for an unknown algorithm and leave messages
//! to the callers.
//!
//! The work is in `hash` and `cipher`, which know nothing of V8.

mod aead;
mod asymmetric_binding;
mod cipher;
mod cipher_binding;
mod hash;
mod kdf_binding;
mod keys;
mod signing;

use hash::{Algorithm, Hasher, Keyed};

use super::support::{self, method};
use super::{bytes, state};

type Scope<'a, 's, 'i> = &'a mut v8::PinScope<'s, 'i>;
type Args<'a> = v8::FunctionCallbackArguments<'a>;
type Return<'a> = v8::ReturnValue<'a, v8::Value>;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "hashNames", hash_names);
    method(scope, target, "hashSize", hash_size);
    method(scope, target, "hashCreate", hash_create);
    method(scope, target, "hashUpdate", hash_update);
    method(scope, target, "hashCopy", hash_copy);
    method(scope, target, "hashDigest", hash_digest);
    method(scope, target, "hashOnce", hash_once);
    method(scope, target, "hashAsync", hash_async);
    method(scope, target, "hmacCreate", hmac_create);
    method(scope, target, "hmacUpdate", hmac_update);
    method(scope, target, "hmacDigest", hmac_digest);
    method(scope, target, "hasHmac", has_hmac);
    method(scope, target, "timingSafeEqual", timing_safe_equal);
    kdf_binding::install(scope, target);
    cipher_binding::install(scope, target);
    asymmetric_binding::install(scope, target);
}

fn algorithm(
    scope: &mut v8::PinScope<'_, '_>,
    name: v8::Local<'_, v8::Value>,
) -> Option<Algorithm> {
    let name = support::text(scope, name);
    Algorithm::find(&name)
}

fn hash_names(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let names: Vec<v8::Local<'_, v8::Value>> = hash::NAMES
        .iter()
        .map(|(name, _)| support::string(scope, name).into())
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &names).into());
}

/// `hashSize(name)`: bytes of the digest.
fn hash_size(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(algorithm) = algorithm(scope, args.get(0)) {
        rv.set(number(scope, algorithm.output_size()));
    }
}

fn number<'s>(scope: &mut v8::PinScope<'s, '_>, value: usize) -> v8::Local<'s, v8::Value> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "lengths of buffers are below 2^53"
    )]
    let value = value as f64;
    v8::Number::new(scope, value).into()
}

/// A digest and the length that it has when none is asked for.
struct Running {
    hasher: Option<Hasher>,
    length: usize,
}

/// `hashCreate(name)`: the state.
fn hash_create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(algorithm) = algorithm(scope, args.get(0)) else {
        return;
    };
    let running = Running {
        hasher: Some(Hasher::new(algorithm)),
        length: algorithm.output_size(),
    };
    if let Some(object) = state::wrap(scope, running) {
        rv.set(object.into());
    }
}

/// `hashUpdate(state, bytes)`.
fn hash_update(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        if let Some(hasher) = &mut running.hasher {
            bytes::with_bytes(args.get(1), |data| hasher.update(data));
        }
    }
}

/// `hashCopy(state)`: a state that goes on from the same point.
fn hash_copy(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(running) = state::get::<Running>(scope, args.get(0)) else {
        return;
    };
    let copy = {
        let running = running.borrow();
        Running {
            hasher: running.hasher.as_ref().map(Hasher::fork),
            length: running.length,
        }
    };
    if let Some(object) = state::wrap(scope, copy) {
        rv.set(object.into());
    }
}

/// `hashDigest(state, length | undefined)`: an ArrayBuffer.
fn hash_digest(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(running) = state::get::<Running>(scope, args.get(0)) else {
        return;
    };
    let length = args.get(1);
    let (hasher, default) = {
        let mut running = running.borrow_mut();
        (running.hasher.take(), running.length)
    };
    let length = if length.is_undefined() {
        default
    } else {
        length.uint32_value(scope).unwrap_or(0) as usize
    };
    if let Some(hasher) = hasher {
        let digest = hasher.finish(length);
        rv.set(bytes::array_buffer(scope, digest).into());
    }
}

fn digest_of(algorithm: Algorithm, data: &[u8]) -> Vec<u8> {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(data);
    hasher.finish(algorithm.output_size())
}

/// `hashOnce(name, bytes)`: an ArrayBuffer.
fn hash_once(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(algorithm) = algorithm(scope, args.get(0)) {
        let digest = bytes::with_bytes(args.get(1), |data| digest_of(algorithm, data));
        rv.set(bytes::array_buffer(scope, digest).into());
    }
}

/// `hashAsync(name, bytes, callback(error, ArrayBuffer))`.
fn hash_async(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(2)) else {
        return;
    };
    if let Some(algorithm) = algorithm(scope, args.get(0)) {
        let data = bytes::copy(args.get(1));
        crate::runtime::spawn_blocking(
            scope,
            "crypto",
            callback,
            move || digest_of(algorithm, &data),
            |scope, digest| Ok(bytes::array_buffer(scope, digest).into()),
        );
    }
}

/// An HMAC until its digest is taken.
type Tagging = Option<Box<dyn Keyed>>;

/// `hmacCreate(name, key)`: the state; `null` if the digest has no HMAC.
fn hmac_create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(algorithm) = algorithm(scope, args.get(0)) else {
        return;
    };
    let state = bytes::with_bytes(args.get(1), |key| hash::hmac(algorithm, key));
    if state.is_none() {
        rv.set_null();
    } else if let Some(object) = state::wrap::<Tagging>(scope, state) {
        rv.set(object.into());
    }
}

/// `hmacUpdate(state, bytes)`.
fn hmac_update(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(state) = state::get::<Tagging>(scope, args.get(0))
        && let Some(state) = &mut *state.borrow_mut()
    {
        bytes::with_bytes(args.get(1), |data| state.absorb(data));
    }
}

/// `hmacDigest(state)`: an ArrayBuffer.
fn hmac_digest(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let state = state::get::<Tagging>(scope, args.get(0));
    let taken = state.and_then(|state| state.borrow_mut().take());
    if let Some(state) = taken {
        let tag = state.finish();
        rv.set(bytes::array_buffer(scope, tag).into());
    }
}

/// `hasHmac(name)`: whether the digest is known and can be keyed.
fn has_hmac(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let algorithm = algorithm(scope, args.get(0));
    rv.set_bool(algorithm.is_some_and(|it| hash::hmac(it, &[]).is_some()));
}

/// `timingSafeEqual(a, b, unequalLength)`: calls the third argument if the lengths
/// differ.
fn timing_safe_equal(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let same = bytes::with_bytes(args.get(0), |a| {
        bytes::with_bytes(args.get(1), |b| {
            (a.len() == b.len()).then(|| cipher::same(a, b))
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
