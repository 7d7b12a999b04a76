//! Asymmetric keys for JavaScript. A key travels as its DER (PKCS#8 or SPKI), so
//! nothing here has state. `null` is a failure, of which the caller makes the error.

use super::hash::Algorithm;
use super::keys::{Parts, Private, Public};
use super::signing::{self, Padding, Scheme};
use super::{Args, Return, Scope, bytes};
use crate::builtins::support::{self, method};
use crate::runtime::spawn_blocking;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "keyGenerate", generate);
    method(scope, target, "keyPrivate", read_private);
    method(scope, target, "keyPublic", read_public);
    method(scope, target, "keyParts", parts);
    method(scope, target, "keyFromParts", from_parts);
    method(scope, target, "keyTraditional", traditional);
    method(scope, target, "keySign", sign);
    method(scope, target, "keyVerify", verify);
    method(scope, target, "keyEncrypt", encrypt);
    method(scope, target, "keyDecrypt", decrypt);
    method(scope, target, "keyAgree", agree);
}

/// A key as JavaScript keeps it.
struct Described {
    /// PKCS#8; absent for a public key.
    private: Option<Vec<u8>>,
    /// SPKI.
    public: Vec<u8>,
    kind: &'static str,
    /// RSA: the modulus and the exponent.
    numbers: Parts,
}

fn describe_public(key: &Public) -> Option<Described> {
    let numbers = if matches!(key, Public::Rsa(_)) {
        key.parts()?
    } else {
        Vec::new()
    };
    Some(Described {
        private: None,
        public: key.to_spki()?,
        kind: key.kind(),
        numbers,
    })
}

fn describe_private(key: &Private) -> Option<Described> {
    let mut described = describe_public(&key.public())?;
    described.private = Some(key.to_pkcs8()?);
    Some(described)
}

/// [kind, SPKI, PKCS#8 | undefined, modulus, exponent], or null.
fn to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    described: Option<Described>,
) -> v8::Local<'s, v8::Value> {
    let Some(described) = described else {
        return v8::null(scope).into();
    };
    let mut items: Vec<v8::Local<'_, v8::Value>> = vec![
        support::string(scope, described.kind).into(),
        bytes::array_buffer(scope, described.public).into(),
    ];
    match described.private {
        Some(der) => items.push(bytes::array_buffer(scope, der).into()),
        None => items.push(v8::undefined(scope).into()),
    }
    for (_, value) in described.numbers {
        items.push(bytes::array_buffer(scope, value).into());
    }
    v8::Array::new_with_elements(scope, &items).into()
}

/// `keyGenerate(kind, bits, exponent, callback?)`: a description.
fn generate(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let kind = support::text(scope, args.get(0));
    let bits = args.get(1).uint32_value(scope).unwrap_or(0) as usize;
    let exponent = u64::from(args.get(2).uint32_value(scope).unwrap_or(65537));
    let work = move || {
        let key = Private::generate(&kind, bits, exponent)?;
        describe_private(&key)
    };
    if let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(3)) {
        spawn_blocking(scope, "crypto", callback, work, |scope, made| {
            Ok(to_js(scope, made))
        });
    } else {
        let made = work();
        rv.set(to_js(scope, made));
    }
}

/// `keyPrivate(der, 'pkcs8' | 'pkcs1' | 'sec1')`: a description.
fn read_private(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let format = support::text(scope, args.get(1));
    let key = bytes::with_bytes(args.get(0), |der| match format.as_str() {
        "pkcs1" => Private::from_pkcs1(der),
        "sec1" => Private::from_sec1(der),
        _ => Private::from_pkcs8(der),
    });
    let described = key.and_then(|key| describe_private(&key));
    rv.set(to_js(scope, described));
}

/// `keyPublic(der, 'spki' | 'pkcs1')`: a description.
fn read_public(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let format = support::text(scope, args.get(1));
    let key = bytes::with_bytes(args.get(0), |der| match format.as_str() {
        "pkcs1" => Public::from_pkcs1(der),
        _ => Public::from_spki(der),
    });
    let described = key.and_then(|key| describe_public(&key));
    rv.set(to_js(scope, described));
}

fn private_in(args: &Args<'_>, at: i32) -> Option<Private> {
    bytes::with_bytes(args.get(at), |der| Private::from_pkcs8(der))
}

fn public_in(args: &Args<'_>, at: i32) -> Option<Public> {
    bytes::with_bytes(args.get(at), |der| Public::from_spki(der))
}

/// `keyParts(der, isPrivate)`: [name, bytes, …].
fn parts(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let parts = if args.get(1).boolean_value(scope) {
        private_in(&args, 0).and_then(|key| key.parts())
    } else {
        public_in(&args, 0).and_then(|key| key.parts())
    };
    let Some(parts) = parts else {
        rv.set_null();
        return;
    };
    let mut items: Vec<v8::Local<'_, v8::Value>> = Vec::new();
    for (name, value) in parts {
        items.push(support::string(scope, name).into());
        items.push(bytes::array_buffer(scope, value).into());
    }
    rv.set(v8::Array::new_with_elements(scope, &items).into());
}

/// `keyFromParts(kind, isPrivate, { name: bytes })`: a description.
fn from_parts(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let kind = support::text(scope, args.get(0));
    let is_private = args.get(1).boolean_value(scope);
    let mut known: Vec<(&str, Vec<u8>)> = Vec::new();
    if let Ok(object) = v8::Local::<v8::Object>::try_from(args.get(2)) {
        for name in ["n", "e", "d", "p", "q", "x", "y"] {
            let value = support::get(scope, object, name);
            known.push((name, bytes::copy(value)));
        }
    }
    let part = |name: &str| {
        let found = known.iter().find(|(known, _)| *known == name);
        found.map_or_else(Vec::new, |(_, value)| value.clone())
    };
    let described = if is_private {
        Private::from_parts(&kind, &part).and_then(|key| describe_private(&key))
    } else {
        Public::from_parts(&kind, &part).and_then(|key| describe_public(&key))
    };
    rv.set(to_js(scope, described));
}

fn set_bytes(scope: &mut v8::PinScope<'_, '_>, rv: &mut Return<'_>, made: Option<Vec<u8>>) {
    match made {
        Some(made) => rv.set(bytes::array_buffer(scope, made).into()),
        None => rv.set_null(),
    }
}

/// `keyTraditional(der, isPrivate)`: PKCS#1 of an RSA key, SEC 1 of an EC key.
fn traditional(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let made = if args.get(1).boolean_value(scope) {
        private_in(&args, 0).and_then(|key| key.to_traditional())
    } else {
        public_in(&args, 0).and_then(|key| key.to_pkcs1())
    };
    set_bytes(scope, &mut rv, made);
}

/// PSS salt length: as long as the digest, or (verifying) any.
const SALT_DIGEST: i32 = -1;
const SALT_ANY: i32 = -2;

/// The scheme in arguments `at` (digest or null), `at + 1` (PSS?), `at + 2` (salt
/// length) and `at + 3` (fixed-length ECDSA?).
fn scheme(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> Scheme {
    let name = args.get(at);
    let digest = if name.is_string() {
        Algorithm::find(&support::text(scope, name))
    } else {
        None
    };
    let size = digest.map(Algorithm::output_size);
    let padding = if args.get(at + 1).boolean_value(scope) {
        Padding::Pss(match args.get(at + 2).int32_value(scope) {
            Some(SALT_DIGEST) => size,
            Some(SALT_ANY) | None => None,
            Some(length) => usize::try_from(length).ok(),
        })
    } else {
        Padding::Pkcs1
    };
    Scheme {
        digest,
        padding,
        fixed_length: args.get(at + 3).boolean_value(scope),
    }
}

/// `keySign(pkcs8, data, digest, pss, salt, fixedLength)`.
fn sign(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let scheme = scheme(scope, &args, 2);
    let made = private_in(&args, 0)
        .and_then(|key| bytes::with_bytes(args.get(1), |data| signing::sign(&key, scheme, data)));
    set_bytes(scope, &mut rv, made);
}

/// `keyVerify(spki, data, digest, pss, salt, fixedLength, signature)`.
fn verify(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let scheme = scheme(scope, &args, 2);
    let signature = bytes::copy(args.get(6));
    let valid = public_in(&args, 0).is_some_and(|key| {
        bytes::with_bytes(args.get(1), |data| {
            signing::verify(&key, scheme, data, &signature)
        })
    });
    rv.set_bool(valid);
}

/// The padding in argument 2: a digest's name for OAEP, null for PKCS#1 v1.5.
fn cipher_padding(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Padding {
    let name = args.get(2);
    if name.is_string() {
        let name = support::text(scope, name);
        return Padding::Oaep(Algorithm::find(&name).unwrap_or(Algorithm::Sha1));
    }
    Padding::Pkcs1
}

/// `keyEncrypt(spki, data, oaepDigest, label)`.
fn encrypt(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let padding = cipher_padding(scope, &args);
    let label = bytes::copy(args.get(3));
    let made = public_in(&args, 0).and_then(|key| {
        bytes::with_bytes(args.get(1), |data| {
            signing::encrypt(&key, padding, &label, data)
        })
    });
    set_bytes(scope, &mut rv, made);
}

/// `keyDecrypt(pkcs8, data, oaepDigest, label)`.
fn decrypt(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let padding = cipher_padding(scope, &args);
    let label = bytes::copy(args.get(3));
    let made = private_in(&args, 0).and_then(|key| {
        bytes::with_bytes(args.get(1), |data| {
            signing::decrypt(&key, padding, &label, data)
        })
    });
    set_bytes(scope, &mut rv, made);
}

/// `keyAgree(pkcs8, spki)`.
fn agree(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let made = private_in(&args, 0)
        .and_then(|mine| public_in(&args, 1).and_then(|theirs| signing::agree(&mine, &theirs)));
    set_bytes(scope, &mut rv, made);
}
