//! Diffie-Hellman: groups with their key pair, elliptic curves with theirs, and the secret
//! of two keys.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::dh::Dh;
use openssl::ec::{EcGroup, EcKey, EcPoint, EcPointRef, PointConversionForm};
use openssl::pkey::Params;
use openssl::pkey_ctx::PkeyCtx;

use super::failure::{Failure, Outcome, answer_bytes, job_bytes};
use super::keys::key_of;
use super::{Args, Return, Scope, bytes, index, key_parts, native, strings};
use crate::builtins::state;
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "dhCreate" => create,
    "dhPart" => part,
    "dhSet" => set,
    "dhGenerate" => generate,
    "dhSecret" => secret,
    "curveNames" => curves,
    "ecdhCreate" => ec_create,
    "ecdhGenerate" => ec_generate,
    "ecdhPublic" => ec_public,
    "ecdhPrivate" => ec_private,
    "ecdhSetPublic" => ec_set_public,
    "ecdhSetPrivate" => ec_set_private,
    "ecdhSecret" => ec_secret,
    "ecdhConvert" => ec_convert,
    "keyAgree" => agree,
};

/// The prime of a group that has a name; its generator is 2.
pub(super) fn group_prime(name: &str) -> Option<BigNum> {
    let prime = match name.to_ascii_lowercase().as_str() {
        "modp1" => BigNum::get_rfc2409_prime_768(),
        "modp2" => BigNum::get_rfc2409_prime_1024(),
        "modp5" => BigNum::get_rfc3526_prime_1536(),
        "modp14" => BigNum::get_rfc3526_prime_2048(),
        "modp15" => BigNum::get_rfc3526_prime_3072(),
        "modp16" => BigNum::get_rfc3526_prime_4096(),
        "modp17" => BigNum::get_rfc3526_prime_6144(),
        "modp18" => BigNum::get_rfc3526_prime_8192(),
        _ => return None,
    };
    prime.ok()
}

pub(super) fn unknown_group() -> Failure {
    Failure::coded("ERR_CRYPTO_UNKNOWN_DH_GROUP", "Unknown DH group")
}

/// A group and the pair in it, as far as it is known.
struct Exchange {
    prime: BigNum,
    generator: BigNum,
    public: Option<BigNum>,
    private: Option<BigNum>,
}

impl Exchange {
    fn group(&self) -> Outcome<Dh<Params>> {
        let (prime, generator) = (self.prime.to_owned()?, self.generator.to_owned()?);
        Ok(Dh::from_pqg(prime, None, generator)?)
    }

    /// Makes what is missing of the pair.
    fn generate(&mut self) -> Outcome<Vec<u8>> {
        match &self.private {
            Some(private) => {
                let mut public = BigNum::new()?;
                let mut context = BigNumContext::new()?;
                public.mod_exp(&self.generator, private, &self.prime, &mut context)?;
                self.public = Some(public);
            }
            None => {
                let made = self.group()?.generate_key()?;
                self.public = Some(made.public_key().to_owned()?);
                self.private = Some(made.private_key().to_owned()?);
            }
        }
        self.padded(self.public.as_deref())
    }

    fn padded(&self, number: Option<&BigNumRef>) -> Outcome<Vec<u8>> {
        match number {
            Some(number) => Ok(number.to_vec_padded(self.prime.num_bytes())?),
            None => Ok(Vec::new()),
        }
    }

    fn secret(&self, other: &[u8]) -> Outcome<Vec<u8>> {
        let _ = openssl::error::ErrorStack::get();
        let other = BigNum::from_slice(other)?;
        let mut below = self.prime.to_owned()?;
        below.sub_word(1)?;
        if other <= BigNum::from_u32(1)? {
            return Err(Failure::range_error(
                "ERR_CRYPTO_INVALID_KEYLEN",
                "Supplied key is too small",
            ));
        }
        if other >= below {
            return Err(Failure::range_error(
                "ERR_CRYPTO_INVALID_KEYLEN",
                "Supplied key is too large",
            ));
        }
        let Some(private) = &self.private else {
            return Err(Failure::queued(
                "No private key - did you forget to generate one?",
            ));
        };
        let mut exponent = BigNumRef::to_owned(private)?;
        exponent.set_const_time();
        let mut context = BigNumContext::new()?;
        let mut shared = BigNum::new()?;
        shared.mod_exp(&other, &exponent, &self.prime, &mut context)?;
        self.padded(Some(&shared))
    }
}

fn new_exchange(
    name: Option<String>,
    bits: Option<usize>,
    prime: &[u8],
    generator: Result<u32, Vec<u8>>,
) -> Outcome<Exchange> {
    let generator = match generator {
        Ok(number) => BigNum::from_u32(number)?,
        Err(bytes) => BigNum::from_slice(&bytes)?,
    };
    let (prime, generator) = if let Some(name) = name {
        (
            group_prime(&name).ok_or_else(unknown_group)?,
            BigNum::from_u32(2)?,
        )
    } else if let Some(bits) = bits {
        let number: u32 = generator.to_dec_str()?.parse().unwrap_or(2);
        let group = native::dh_parameters(bits, number)?;
        (group.prime_p().to_owned()?, group.generator().to_owned()?)
    } else {
        (BigNum::from_slice(prime)?, generator)
    };
    Ok(Exchange {
        prime,
        generator,
        public: None,
        private: None,
    })
}

/// `dhCreate(group | bits | prime, generator)`: `[state, what DH_check says]`.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let first = args.get(0);
    let name = first.is_string().then(|| text(scope, first));
    let bits = first.is_number().then(|| index(scope, first));
    let prime = bytes::copy(first);
    let generator = match args.get(1).is_number() {
        true => Ok(args.get(1).uint32_value(scope).unwrap_or(2)),
        false => Err(bytes::copy(args.get(1))),
    };
    let made = new_exchange(name, bits, &prime, generator).and_then(|exchange| {
        let codes = native::dh_check(&exchange.group()?)?;
        Ok((exchange, codes))
    });
    match made {
        Ok((exchange, codes)) => {
            if let Some(object) = state::wrap(scope, exchange) {
                let codes = v8::Integer::new(scope, codes);
                let all = [object.into(), codes.into()];
                rv.set(v8::Array::new_with_elements(scope, &all).into());
            }
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `dhPart(state, name)`: an ArrayBuffer; undefined if it is not known.
fn part(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(exchange) = state::get::<Exchange>(scope, args.get(0)) else {
        return;
    };
    let name = text(scope, args.get(1));
    let exchange = exchange.borrow();
    let number = match name.as_str() {
        "prime" => Some(&exchange.prime),
        "generator" => Some(&exchange.generator),
        "public" => exchange.public.as_ref(),
        _ => exchange.private.as_ref(),
    };
    let Some(number) = number else { return };
    let made = match name.as_str() {
        "prime" | "generator" => Ok(number.to_vec()),
        "public" => exchange.padded(Some(number)),
        _ => exchange
            .padded(Some(number))
            .or_else(|_| Ok(number.to_vec())),
    };
    match made {
        Ok(made) => rv.set(bytes::array_buffer(scope, made).into()),
        Err(failure) => failure.throw(scope),
    }
}

/// `dhSet(state, private, bytes)`.
fn set(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(exchange) = state::get::<Exchange>(scope, args.get(0)) else {
        return;
    };
    let number = BigNum::from_slice(&bytes::copy(args.get(2)));
    match number {
        Ok(number) if args.get(1).is_true() => exchange.borrow_mut().private = Some(number),
        Ok(number) => exchange.borrow_mut().public = Some(number),
        Err(errors) => Failure::from(errors).throw(scope),
    }
}

/// `dhGenerate(state)`: the public key.
fn generate(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(exchange) = state::get::<Exchange>(scope, args.get(0)) {
        let made = exchange.borrow_mut().generate();
        answer_bytes(scope, rv, made);
    }
}

/// `dhSecret(state, otherPublic)`.
fn secret(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(exchange) = state::get::<Exchange>(scope, args.get(0)) {
        let other = bytes::copy(args.get(1));
        let made = exchange.borrow().secret(&other);
        answer_bytes(scope, rv, made);
    }
}

// --- elliptic curves

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
fn ec_create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
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
fn ec_generate(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
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
fn ec_public(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
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
fn ec_private(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
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
fn ec_set_public(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
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
fn ec_set_private(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
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
fn ec_secret(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
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
fn ec_convert(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
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

/// `keyAgree(privateKey, publicKey, callback?)`: the secret.
fn agree(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let (Some(own), Some(other)) = (key_of(scope, args.get(0)), key_of(scope, args.get(1))) else {
        return;
    };
    job_bytes(scope, &args, rv, 2, move || {
        let _ = openssl::error::ErrorStack::get();
        let own = own.private()?;
        let mut context = PkeyCtx::new(own)?;
        context.derive_init()?;
        context.derive_set_peer(other.public())?;
        let mut out = Vec::new();
        context.derive_to_vec(&mut out)?;
        // A group's secret is as long as its prime.
        if let Ok(group) = own.dh() {
            let length = usize::try_from(group.prime_p().num_bytes()).unwrap_or(0);
            let mut padded = vec![0; length.saturating_sub(out.len())];
            padded.extend(out);
            return Ok(padded);
        }
        Ok(out)
    });
}
