//! What a key tells of itself: `asymmetricKeyType` and `asymmetricKeyDetails`.

use openssl::pkey::{Id, PKeyRef, Public};

use super::keys::{Key, key_of};
use super::{Args, Return, Scope, number};
use crate::builtins::support::{constant, string};

/// Node's word for a kind of key.
pub(super) fn type_name(id: Id) -> Option<&'static str> {
    Some(match id {
        Id::RSA => "rsa",
        Id::RSA_PSS => "rsa-pss",
        Id::DSA => "dsa",
        Id::DH | Id::DHX => "dh",
        Id::EC => "ec",
        Id::ED25519 => "ed25519",
        Id::ED448 => "ed448",
        Id::X25519 => "x25519",
        Id::X448 => "x448",
        _ => return None,
    })
}

/// The limits that an RSA-PSS key sets, read from the algorithm's parameters in its DER.
struct PssLimits {
    hash: String,
    mask_hash: String,
    salt_length: u32,
}

/// One DER element: its tag, its contents, and what follows.
pub(super) fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first & 0x80 == 0 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        let length = digits.iter().try_fold(0usize, |sum, &digit| {
            sum.checked_mul(256)?.checked_add(usize::from(digit))
        })?;
        (length, rest)
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((tag, contents, rest))
}

/// The name of a digest by the contents of its object identifier.
fn digest_name(identifier: &[u8]) -> String {
    let known = [
        ("sha1", &[0x2b, 0x0e, 3, 2, 0x1a][..]),
        ("sha224", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4]),
        ("sha256", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]),
        ("sha384", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2]),
        ("sha512", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3]),
        ("sha512-224", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 5]),
        ("sha512-256", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 6]),
        ("sha3-224", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 7]),
        ("sha3-256", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 8]),
        ("sha3-384", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 9]),
        ("sha3-512", &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 10]),
    ];
    let found = known.iter().find(|(_, bytes)| *bytes == identifier);
    found.map_or("undefined", |(name, _)| name).to_owned()
}

/// The digest of an AlgorithmIdentifier's contents.
fn algorithm_digest(contents: &[u8]) -> Option<String> {
    let (6, identifier, _) = element(contents)? else {
        return None;
    };
    Some(digest_name(identifier))
}

fn pss_limits(key: &PKeyRef<Public>) -> Option<PssLimits> {
    let der = key.public_key_to_der().ok()?;
    let (_, spki, _) = element(&der)?;
    let (_, algorithm, _) = element(spki)?;
    let (_, _, parameters) = element(algorithm)?;
    let (0x30, mut fields, _) = element(parameters)? else {
        return None;
    };
    let mut limits = PssLimits {
        hash: "sha1".to_owned(),
        mask_hash: "sha1".to_owned(),
        salt_length: 20,
    };
    while let Some((tag, contents, rest)) = element(fields) {
        let (_, inner, _) = element(contents)?;
        match tag {
            0xa0 => limits.hash = algorithm_digest(inner)?,
            0xa1 => {
                let (_, _, mask) = element(inner)?;
                let (_, mask, _) = element(mask)?;
                limits.mask_hash = algorithm_digest(mask)?;
            }
            0xa2 => {
                let digits = inner.iter();
                limits.salt_length = digits.fold(0, |sum, &digit| (sum << 8) | u32::from(digit));
            }
            _ => {}
        }
        fields = rest;
    }
    Some(limits)
}

fn set_text(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
    value: &str,
) {
    let value = string(scope, value);
    constant(scope, object, name, value.into());
}

fn set_number(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
    value: i32,
) {
    let value = number(scope, usize::try_from(value).unwrap_or(0));
    constant(scope, object, name, value);
}

fn describe(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    key: &PKeyRef<Public>,
) {
    match key.id() {
        id @ (Id::RSA | Id::RSA_PSS) => {
            let Ok(rsa) = key.rsa() else { return };
            set_number(scope, object, "modulusLength", rsa.n().num_bits());
            let mut exponent = rsa.e().to_vec();
            exponent.reverse();
            let words: Vec<u64> = exponent
                .chunks(8)
                .map(|chunk| {
                    let bytes = chunk.iter().rev();
                    bytes.fold(0, |sum, &byte| (sum << 8) | u64::from(byte))
                })
                .collect();
            if let Some(exponent) = v8::BigInt::new_from_words(scope, false, &words) {
                constant(scope, object, "publicExponent", exponent.into());
            }
            if id == Id::RSA_PSS
                && let Some(limits) = pss_limits(key)
            {
                set_text(scope, object, "hashAlgorithm", &limits.hash);
                set_text(scope, object, "mgf1HashAlgorithm", &limits.mask_hash);
                let salt = i32::try_from(limits.salt_length).unwrap_or(0);
                set_number(scope, object, "saltLength", salt);
            }
        }
        Id::DSA => {
            let Ok(dsa) = key.dsa() else { return };
            set_number(scope, object, "modulusLength", dsa.p().num_bits());
            set_number(scope, object, "divisorLength", dsa.q().num_bits());
        }
        Id::EC => {
            let Ok(ec) = key.ec_key() else { return };
            if let Some(Ok(name)) = ec.group().curve_name().map(|it| it.short_name()) {
                set_text(scope, object, "namedCurve", name);
            }
        }
        _ => {}
    }
}

/// `keyDetails(key)`: `[type, details, isPrivate]`.
pub(super) fn details(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let object = v8::Object::new(scope);
    describe(scope, object, key.public());
    let name = match type_name(key.id()) {
        Some(name) => string(scope, name).into(),
        None => v8::undefined(scope).into(),
    };
    let private = v8::Boolean::new(scope, matches!(key, Key::Private(_)));
    let all = [name, object.into(), private.into()];
    rv.set(v8::Array::new_with_elements(scope, &all).into());
}
