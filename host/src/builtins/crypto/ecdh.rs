//! Diffie-Hellman over elliptic curves: a curve with a key pair on it, and forms of points.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint, EcPointRef, PointConversionForm};

use super::failure::{Failure, Outcome, answer_bytes};
use super::{Args, Return, Scope, bytes, key_parts, strings};
use crate::builtins::state;
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "curveNames" => curves,
    "ecdhCreate" => create,
    "ecdhGenerate" => generate,
    "ecdhPublic" => public,
    "ecdhPrivate" => private,
    "ecdhSetPublic" => set_public,
    "ecdhSetPrivate" => set_private,
    "ecdhSecret" => secret,
    "ecdhConvert" => convert,
};

fn curves(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let names = key_parts::curve_names();
    rv.set(strings(scope, &names).into());
}

/// A curve and the pair on it, as far as it is known.
struct Curve {
    group: EcGroup,
    public: Option<EcPoint>,
    private: Option<BigNum>,
}

fn form(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> PointConversionForm {
    match text(scope, value).as_str() {
        "compressed" => PointConversionForm::COMPRESSED,
        "hybrid" => PointConversionForm::HYBRID,
        _ => PointConversionForm::UNCOMPRESSED,
    }
}

fn encoded(group: &EcGroup, point: &EcPointRef, form: PointConversionForm) -> Outcome<Vec<u8>> {
    let mut context = BigNumContext::new()?;
    Ok(point.to_bytes(group, form, &mut context)?)
}

/// `ecdhCreate(curve)`: the state.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    match key_parts::group(&name) {
        Ok(group) => {
            let curve = Curve {
                group,
                public: None,
                private: None,
            };
            if let Some(object) = state::wrap(scope, curve) {
                rv.set(object.into());
            }
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `ecdhGenerate(state)`.
fn generate(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(curve) = state::get::<Curve>(scope, args.get(0)) else {
        return;
    };
    let mut curve = curve.borrow_mut();
    let made = || -> Outcome<(EcPoint, BigNum)> {
        let pair = EcKey::generate(&curve.group)?;
        let public = pair.public_key().to_owned(&curve.group)?;
        Ok((public, pair.private_key().to_owned()?))
    };
    match made() {
        Ok((public, private)) => {
            curve.public = Some(public);
            curve.private = Some(private);
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `ecdhPublic(state, form)`: undefined if it is not known.
fn public(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(curve) = state::get::<Curve>(scope, args.get(0)) else {
        return;
    };
    let form = form(scope, args.get(1));
    let curve = curve.borrow();
    if let Some(point) = &curve.public {
        answer_bytes(scope, rv, encoded(&curve.group, point, form));
    }
}

/// `ecdhPrivate(state)`: undefined if it is not known.
fn private(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(curve) = state::get::<Curve>(scope, args.get(0)) else {
        return;
    };
    let curve = curve.borrow();
    if let Some(number) = &curve.private {
        answer_bytes(scope, rv, Ok(number.to_vec()));
    }
}

fn point_of(group: &EcGroup, data: &[u8]) -> Option<EcPoint> {
    let mut context = BigNumContext::new().ok()?;
    EcPoint::from_bytes(group, data, &mut context).ok()
}

/// `ecdhSetPublic(state, bytes)`.
fn set_public(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(curve) = state::get::<Curve>(scope, args.get(0)) else {
        return;
    };
    let mut curve = curve.borrow_mut();
    match point_of(&curve.group, &bytes::copy(args.get(1))) {
        Some(point) => curve.public = Some(point),
        None => Failure::coded(
            "ERR_CRYPTO_OPERATION_FAILED",
            "Failed to convert Buffer to EC_POINT",
        )
        .throw(scope),
    }
}

/// `ecdhSetPrivate(state, bytes)`: the public key follows from it.
fn set_private(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(curve) = state::get::<Curve>(scope, args.get(0)) else {
        return;
    };
    let mut curve = curve.borrow_mut();
    let data = bytes::copy(args.get(1));
    let made = || -> Outcome<(BigNum, EcPoint)> {
        let private = BigNum::from_slice(&data)?;
        let mut context = BigNumContext::new()?;
        let mut order = BigNum::new()?;
        curve.group.order(&mut order, &mut context)?;
        if private.num_bits() == 0 || private >= order {
            return Err(Failure::range_error(
                "ERR_CRYPTO_INVALID_KEYTYPE",
                "Private key is not valid for specified curve.",
            ));
        }
        let mut public = EcPoint::new(&curve.group)?;
        public.mul_generator2(&curve.group, &private, &mut context)?;
        Ok((private, public))
    };
    match made() {
        Ok((private, public)) => {
            curve.private = Some(private);
            curve.public = Some(public);
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `ecdhSecret(state, otherPublic)`: an ArrayBuffer; `null` if that key is no point of the
/// curve, undefined if the own pair is not valid.
fn secret(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(curve) = state::get::<Curve>(scope, args.get(0)) else {
        return;
    };
    let curve = curve.borrow();
    let (Some(private), Some(public)) = (&curve.private, &curve.public) else {
        return;
    };
    let group = &curve.group;
    let valid = EcKey::from_private_components(group, private, public)
        .is_ok_and(|pair| pair.check_key().is_ok());
    if !valid {
        return;
    }
    let Some(point) = point_of(group, &bytes::copy(args.get(1))) else {
        rv.set_null();
        return;
    };
    let made = || -> Outcome<Vec<u8>> {
        let mut context = BigNumContext::new()?;
        let mut shared = EcPoint::new(group)?;
        shared.mul2(group, &point, private, &mut context)?;
        let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
        shared.affine_coordinates(group, &mut x, &mut y, &mut context)?;
        let width = i32::try_from(group.degree().div_ceil(8)).unwrap_or(0);
        Ok(x.to_vec_padded(width)?)
    };
    answer_bytes(scope, rv, made());
}

/// `ecdhConvert(bytes, curve, form)`.
fn convert(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let data = bytes::copy(args.get(0));
    let name = text(scope, args.get(1));
    let form = form(scope, args.get(2));
    let made = || -> Outcome<Vec<u8>> {
        let group = key_parts::group(&name)?;
        let point = point_of(&group, &data).ok_or_else(|| {
            Failure::coded(
                "ERR_CRYPTO_OPERATION_FAILED",
                "Failed to convert Buffer to EC_POINT",
            )
        })?;
        encoded(&group, &point, form)
    };
    answer_bytes(scope, rv, made());
}
