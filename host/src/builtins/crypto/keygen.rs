//! New key pairs, on the pool or at once.

use std::ffi::CStr;

use openssl::bn::BigNum;
use openssl::dh::Dh;
use openssl::pkey::{Id, PKey, Params, Private};
use openssl::pkey_ctx::PkeyCtx;

use super::failure::{Failure, Outcome, job};
use super::keys::{Key, key_to_js, public_of};
use super::{Args, Return, Scope, bytes, dh, index, key_parts, native, optional_length};
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "keyGenerateRsa" => generate_rsa,
    "keyGenerateDsa" => generate_dsa,
    "keyGenerateEc" => generate_ec,
    "keyGenerateRaw" => generate_raw,
    "keyGenerateDh" => generate_dh,
};

type Setting = (&'static CStr, String);

/// What pair to make.
enum Recipe {
    /// A kind without parameters, with settings of the generation.
    Plain(Id, Vec<Setting>),
    /// A kind whose parameters are made first.
    Parametric(Id, Vec<Setting>),
    /// Diffie-Hellman with a prime and a generator.
    Group(BigNum, BigNum),
}

fn pair_of(parameters: &PKey<Params>) -> Outcome<PKey<Private>> {
    let mut context = PkeyCtx::new(parameters)?;
    context.keygen_init()?;
    Ok(context.keygen()?)
}

impl Recipe {
    fn make(self) -> Outcome<Key> {
        let key = match self {
            Self::Plain(id, settings) => {
                let mut context = PkeyCtx::new_id(id)?;
                context.keygen_init()?;
                for (name, value) in &settings {
                    native::set_option(&mut context, name, value)?;
                }
                context.keygen()?
            }
            Self::Parametric(id, settings) => {
                let mut context = PkeyCtx::new_id(id)?;
                context.paramgen_init()?;
                for (name, value) in &settings {
                    native::set_option(&mut context, name, value)?;
                }
                pair_of(&context.paramgen()?)?
            }
            Self::Group(prime, generator) => {
                let group = Dh::from_pqg(prime, None, generator)?;
                pair_of(&PKey::from_dh(group)?)?
            }
        };
        Ok(Key::Private(key))
    }
}

/// Makes the pair: `[publicKey, privateKey]`.
fn generate(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    rv: Return<'_>,
    at: i32,
    recipe: impl FnOnce() -> Outcome<Recipe> + Send + 'static,
) {
    let work = move || {
        let private = recipe()?.make().map_err(|failure| match failure {
            Failure::OpenSsl(errors, _) => Failure::Plain(errors, "Key generation job failed"),
            other => other,
        })?;
        Ok((public_of(&private), private))
    };
    job(scope, args, rv, at, work, |scope, (public, private)| {
        let pair = [key_to_js(scope, public), key_to_js(scope, private)];
        v8::Array::new_with_elements(scope, &pair).into()
    });
}

fn optional_text(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Option<String> {
    (!value.is_undefined()).then(|| text(scope, value))
}

/// `keyGenerateRsa(bits, exponent, pss, hash, mgf1Hash, saltLength, callback?)`.
fn generate_rsa(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let mut settings = vec![
        (c"rsa_keygen_bits", index(scope, args.get(0)).to_string()),
        (c"rsa_keygen_pubexp", index(scope, args.get(1)).to_string()),
    ];
    let pss = args.get(2).is_true();
    let hash = optional_text(scope, args.get(3));
    let mask = optional_text(scope, args.get(4));
    let salt = optional_length(scope, args.get(5));
    generate(scope, &args, rv, 6, move || {
        if !pss {
            return Ok(Recipe::Plain(Id::RSA, settings));
        }
        let mut size = None;
        if let Some(hash) = &hash {
            size = Some(native::required_digest(hash)?.size());
            settings.push((c"rsa_pss_keygen_md", hash.clone()));
        }
        if let Some(mask) = mask.or(hash) {
            native::required_digest(&mask)?;
            settings.push((c"rsa_pss_keygen_mgf1_md", mask));
        }
        if let Some(salt) = salt.or(size) {
            settings.push((c"rsa_pss_keygen_saltlen", salt.to_string()));
        }
        Ok(Recipe::Plain(Id::RSA_PSS, settings))
    });
}

/// `keyGenerateDsa(bits, divisorBits | undefined, callback?)`.
fn generate_dsa(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let mut settings = vec![(c"dsa_paramgen_bits", index(scope, args.get(0)).to_string())];
    if let Some(bits) = optional_length(scope, args.get(1)) {
        settings.push((c"dsa_paramgen_q_bits", bits.to_string()));
    }
    generate(scope, &args, rv, 2, move || {
        Ok(Recipe::Parametric(Id::DSA, settings))
    });
}

/// `keyGenerateEc(curve, explicit, callback?)`.
fn generate_ec(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let explicit = args.get(1).is_true();
    if key_parts::curve(&name).is_none() {
        return key_parts::invalid_curve().throw(scope);
    }
    generate(scope, &args, rv, 2, move || {
        let nid = key_parts::curve(&name).ok_or_else(key_parts::invalid_curve)?;
        let encoding = if explicit { "explicit" } else { "named_curve" };
        let settings = vec![
            (c"ec_paramgen_curve", nid.short_name()?.to_owned()),
            (c"ec_param_enc", encoding.to_owned()),
        ];
        Ok(Recipe::Parametric(Id::EC, settings))
    });
}

/// `keyGenerateRaw(type, callback?)`.
fn generate_raw(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    generate(scope, &args, rv, 1, move || {
        let id = key_parts::raw_id(&name).ok_or_else(|| Failure::queued("Unknown type of key"))?;
        Ok(Recipe::Plain(id, Vec::new()))
    });
}

/// `keyGenerateDh(group | prime | bits, generator, callback?)`: the first is a string, bytes
/// or a number.
fn generate_dh(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let first = args.get(0);
    let group = first.is_string().then(|| text(scope, first));
    let bits = first.is_number().then(|| index(scope, first));
    let prime = bytes::copy(first);
    let generator = index(scope, args.get(1));
    if group
        .as_ref()
        .is_some_and(|name| dh::group_prime(name).is_none())
    {
        return dh::unknown_group().throw(scope);
    }
    generate(scope, &args, rv, 2, move || {
        if let Some(name) = group {
            let prime = dh::group_prime(&name).ok_or_else(dh::unknown_group)?;
            return Ok(Recipe::Group(prime, BigNum::from_u32(2)?));
        }
        if let Some(bits) = bits {
            return Ok(Recipe::Parametric(
                Id::DH,
                vec![
                    (c"dh_paramgen_prime_len", bits.to_string()),
                    (c"dh_paramgen_generator", generator.to_string()),
                ],
            ));
        }
        let generator = BigNum::from_u32(u32::try_from(generator).unwrap_or(2))?;
        Ok(Recipe::Group(BigNum::from_slice(&prime)?, generator))
    });
}
