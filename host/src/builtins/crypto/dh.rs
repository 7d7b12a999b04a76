//! Diffie-Hellman: groups with their key pair, and the secret of two keys. Elliptic curves are `ecdh`'s.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::dh::Dh;
use openssl::pkey::Params;
use openssl::pkey_ctx::PkeyCtx;

use super::failure::{Failure, Outcome, answer_bytes, job_bytes};
use super::keys::key_of;
use super::{Args, Return, Scope, bytes, index, native};
use crate::builtins::state;
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "dhCreate" => create,
    "dhPart" => part,
    "dhSet" => set,
    "dhGenerate" => generate,
    "dhSecret" => secret,
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
