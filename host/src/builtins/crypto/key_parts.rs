//! Keys from and to their numbers and raw bytes: what JSON web keys are made of.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::rsa::{Rsa, RsaPrivateKeyBuilder};

use super::failure::{Failure, Outcome, answer_bytes};
use super::keys::{Key, answer_key, key_of};
use super::{Args, Return, Scope, bytes};
use crate::builtins::support::{Method, method_table, string, text};

pub(super) const METHODS: &[Method] = method_table! {
    "keyFromRsa" => from_rsa,
    "keyFromEc" => from_ec,
    "keyFromRaw" => from_raw,
    "keyFromPoint" => from_point,
    "keyRsa" => rsa,
    "keyEc" => ec,
    "keyRaw" => raw,
    "keyPoint" => point,
};

fn invalid(message: &'static str) -> Failure {
    Failure::type_error("ERR_CRYPTO_INVALID_JWK", message)
}

/// The curve of a name as OpenSSL or NIST spell it.
pub(super) fn curve(name: &str) -> Option<Nid> {
    let name = match name {
        "P-256" => "prime256v1",
        "P-384" => "secp384r1",
        "P-521" => "secp521r1",
        "P-224" => "secp224r1",
        "P-192" => "prime192v1",
        name => name,
    };
    native_curves()
        .into_iter()
        .find(|nid| nid.short_name().is_ok_and(|it| it == name))
}

fn native_curves() -> Vec<Nid> {
    let numbers = super::native::curve_numbers();
    numbers.into_iter().map(Nid::from_raw).collect()
}

/// The short names of all curves.
pub(super) fn curve_names() -> Vec<String> {
    let names = native_curves();
    names
        .iter()
        .filter_map(|nid| nid.short_name().ok().map(str::to_owned))
        .collect()
}

pub(super) fn invalid_curve() -> Failure {
    Failure::type_error("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
}

pub(super) fn group(name: &str) -> Outcome<EcGroup> {
    let nid = curve(name).ok_or_else(invalid_curve)?;
    Ok(EcGroup::from_curve_name(nid)?)
}

/// `keyFromRsa(n, e, d | undefined, p, q, dp, dq, qi)`.
fn from_rsa(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let part = |at| BigNum::from_slice(&bytes::copy(args.get(at)));
    let make = || -> Outcome<Key> {
        if args.get(2).is_undefined() {
            let rsa = Rsa::from_public_components(part(0)?, part(1)?)?;
            return Ok(Key::Public(PKey::from_rsa(rsa)?));
        }
        let rsa = RsaPrivateKeyBuilder::new(part(0)?, part(1)?, part(2)?)?
            .set_factors(part(3)?, part(4)?)?
            .set_crt_params(part(5)?, part(6)?, part(7)?)?
            .build();
        Ok(Key::Private(PKey::from_rsa(rsa)?))
    };
    let made = make().map_err(|_| invalid("Invalid JWK RSA key"));
    answer_key(scope, rv, made);
}

fn ec_key(curve: &str, x: &[u8], y: &[u8], d: Option<&[u8]>) -> Outcome<Key> {
    let group = group(curve)?;
    let [x, y] = [BigNum::from_slice(x)?, BigNum::from_slice(y)?];
    let public = EcKey::from_public_key_affine_coordinates(&group, &x, &y)?;
    let Some(d) = d else {
        return Ok(Key::Public(PKey::from_ec_key(public)?));
    };
    let d = BigNum::from_slice(d)?;
    let private = EcKey::from_private_components(&group, &d, public.public_key())?;
    Ok(Key::Private(PKey::from_ec_key(private)?))
}

/// `keyFromEc(curve, x, y, d | undefined)`.
fn from_ec(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let curve = text(scope, args.get(0));
    let [x, y] = [1, 2].map(|at| bytes::copy(args.get(at)));
    let d = (!args.get(3).is_undefined()).then(|| bytes::copy(args.get(3)));
    let made = ec_key(&curve, &x, &y, d.as_deref()).map_err(|_| invalid("Invalid JWK EC key"));
    answer_key(scope, rv, made);
}

pub(super) fn raw_id(name: &str) -> Option<Id> {
    Some(match name {
        "ed25519" => Id::ED25519,
        "ed448" => Id::ED448,
        "x25519" => Id::X25519,
        "x448" => Id::X448,
        _ => return None,
    })
}

/// `keyFromRaw(type, private, bytes)`.
fn from_raw(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let data = bytes::copy(args.get(2));
    let Some(id) = raw_id(&name) else { return };
    let made = if args.get(1).is_true() {
        PKey::private_key_from_raw_bytes(&data, id).map(Key::Private)
    } else {
        PKey::public_key_from_raw_bytes(&data, id).map(Key::Public)
    };
    answer_key(scope, rv, made.map_err(Failure::from));
}

/// `keyFromPoint(curve, bytes)`: an EC public key from its encoded point.
fn from_point(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let curve = text(scope, args.get(0));
    let data = bytes::copy(args.get(1));
    let make = || -> Outcome<Key> {
        let group = group(&curve)?;
        let mut context = BigNumContext::new()?;
        let point = EcPoint::from_bytes(&group, &data, &mut context)?;
        let key = EcKey::from_public_key(&group, &point)?;
        Ok(Key::Public(PKey::from_ec_key(key)?))
    };
    answer_key(scope, rv, make());
}

fn list<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    parts: &[Option<&BigNumRef>],
) -> v8::Local<'s, v8::Array> {
    let parts: Vec<v8::Local<'_, v8::Value>> = parts
        .iter()
        .map(|part| match part {
            Some(part) => bytes::array_buffer(scope, part.to_vec()).into(),
            None => v8::undefined(scope).into(),
        })
        .collect();
    v8::Array::new_with_elements(scope, &parts)
}

/// `keyRsa(key, private)`: `[n, e]` or `[n, e, d, p, q, dp, dq, qi]`.
fn rsa(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    if !args.get(1).is_true() {
        let rsa: Result<Rsa<Public>, _> = key.public().rsa();
        match rsa {
            Ok(rsa) => rv.set(list(scope, &[Some(rsa.n()), Some(rsa.e())]).into()),
            Err(errors) => Failure::from(errors).throw(scope),
        }
        return;
    }
    let rsa: Outcome<Rsa<Private>> = key.private().and_then(|it| Ok(it.rsa()?));
    match rsa {
        Ok(rsa) => {
            let parts = [
                Some(rsa.n()),
                Some(rsa.e()),
                Some(rsa.d()),
                rsa.p(),
                rsa.q(),
                rsa.dmp1(),
                rsa.dmq1(),
                rsa.iqmp(),
            ];
            rv.set(list(scope, &parts).into());
        }
        Err(failure) => failure.throw(scope),
    }
}

fn bytes_of_bits(bits: u32) -> i32 {
    i32::try_from(bits.div_ceil(8)).unwrap_or(0)
}

type EcParts = (String, Vec<u8>, Vec<u8>, Option<Vec<u8>>);

fn ec_parts(key: &Key, private: bool) -> Outcome<EcParts> {
    let ec = key.public().ec_key()?;
    let group = ec.group();
    let mut context = BigNumContext::new()?;
    let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
    ec.public_key()
        .affine_coordinates(group, &mut x, &mut y, &mut context)?;
    let width = bytes_of_bits(group.degree());
    let curve = group.curve_name().and_then(|nid| nid.short_name().ok());
    let d = match private {
        true => {
            let own = key.private()?.ec_key()?;
            Some(
                own.private_key()
                    .to_vec_padded(bytes_of_bits(group.order_bits()))?,
            )
        }
        false => None,
    };
    let curve = curve.unwrap_or_default().to_owned();
    Ok((curve, x.to_vec_padded(width)?, y.to_vec_padded(width)?, d))
}

/// `keyEc(key, private)`: `[curve, x, y, d | undefined]`.
fn ec(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    match ec_parts(&key, args.get(1).is_true()) {
        Ok((curve, x, y, d)) => {
            let all = [
                string(scope, &curve).into(),
                bytes::array_buffer(scope, x).into(),
                bytes::array_buffer(scope, y).into(),
                match d {
                    Some(d) => bytes::array_buffer(scope, d).into(),
                    None => v8::undefined(scope).into(),
                },
            ];
            rv.set(v8::Array::new_with_elements(scope, &all).into());
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `keyRaw(key, private)`: the bytes of an Edwards or Montgomery key.
fn raw(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let made = if args.get(1).is_true() {
        key.private().and_then(|it| Ok(it.raw_private_key()?))
    } else {
        key.public().raw_public_key().map_err(Failure::from)
    };
    answer_bytes(scope, rv, made);
}

/// `keyPoint(key, compressed)`: an EC public key's encoded point.
fn point(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let form = match args.get(1).is_true() {
        true => PointConversionForm::COMPRESSED,
        false => PointConversionForm::UNCOMPRESSED,
    };
    let make = || -> Outcome<Vec<u8>> {
        let ec = key.public().ec_key()?;
        let mut context = BigNumContext::new()?;
        Ok(ec.public_key().to_bytes(ec.group(), form, &mut context)?)
    };
    answer_bytes(scope, rv, make());
}
