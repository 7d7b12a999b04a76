//! Signatures: over data in one step, over a digest, and the two forms that signatures of
//! (EC)DSA have.

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::md_ctx::MdCtx;
use openssl::pkey::{HasPublic, Id, PKeyRef};
use openssl::pkey_ctx::{PkeyCtx, PkeyCtxRef};
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;

use super::failure::{Failure, Outcome, answer_bytes, job, job_bytes};
use super::keys::{Key, key_of};
use super::{Args, Return, Scope, bytes, native};
use crate::builtins::support::{Method, method_table, text};

pub(super) const METHODS: &[Method] = method_table! {
    "sign" => sign,
    "verify" => verify,
    "signDigest" => sign_digest,
    "verifyDigest" => verify_digest,
};

/// How to sign.
#[derive(Clone, Default)]
struct Scheme {
    digest: Option<String>,
    padding: Option<i32>,
    salt_length: Option<i32>,
    /// `r` and `s` side by side in place of DER.
    plain: bool,
}

impl Scheme {
    /// From arguments `at` and following: digest, padding, salt length, plain.
    fn read(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> Self {
        let digest = args.get(at);
        let digest = (!digest.is_null_or_undefined()).then(|| text(scope, digest));
        let [padding, salt_length] = [at + 1, at + 2].map(|at| {
            let value = args.get(at);
            value
                .is_number()
                .then(|| value.int32_value(scope).unwrap_or(0))
        });
        Self {
            digest,
            padding,
            salt_length,
            plain: args.get(at + 3).is_true(),
        }
    }

    fn apply<T>(&self, context: &mut PkeyCtxRef<T>, id: Id) -> Outcome<()> {
        const PSS: i32 = 6;
        if id != Id::RSA && id != Id::RSA_PSS {
            return Ok(());
        }
        let default = if id == Id::RSA_PSS { PSS } else { 1 };
        let padding = self.padding.unwrap_or(default);
        context.set_rsa_padding(Padding::from_raw(padding))?;
        // A key with limits of its own has its salt's length, too.
        if padding == PSS
            && let Some(length) = self.salt_length.or((id == Id::RSA).then_some(-2))
        {
            context.set_rsa_pss_saltlen(salt_length(length))?;
        }
        Ok(())
    }
}

fn salt_length(length: i32) -> RsaPssSaltlen {
    match length {
        -1 => RsaPssSaltlen::DIGEST_LENGTH,
        -2 | -3 => RsaPssSaltlen::MAXIMUM_LENGTH,
        length => RsaPssSaltlen::custom(length),
    }
}

/// How long `r` and `s` are; `None` for a key whose signatures have none.
fn number_length<T: HasPublic>(key: &PKeyRef<T>) -> Option<i32> {
    let bits = match key.id() {
        Id::EC => key.ec_key().ok()?.group().order_bits(),
        Id::DSA => u32::try_from(key.dsa().ok()?.q().num_bits()).ok()?,
        _ => return None,
    };
    i32::try_from(bits.div_ceil(8)).ok()
}

fn to_plain<T: HasPublic>(key: &PKeyRef<T>, signature: Vec<u8>) -> Outcome<Vec<u8>> {
    let Some(length) = number_length(key) else {
        return Ok(signature);
    };
    let parsed = EcdsaSig::from_der(&signature)?;
    let mut out = parsed.r().to_vec_padded(length)?;
    out.extend(parsed.s().to_vec_padded(length)?);
    Ok(out)
}

/// The signature in DER; `None` if it has not the right length.
fn to_der<T: HasPublic>(key: &PKeyRef<T>, signature: &[u8]) -> Outcome<Option<Vec<u8>>> {
    let Some(length) = number_length(key) else {
        return Ok(Some(signature.to_vec()));
    };
    let length = usize::try_from(length).unwrap_or(0);
    if signature.len() != 2 * length {
        return Ok(None);
    }
    let (r, s) = signature.split_at(length);
    let numbers =
        EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
    Ok(Some(numbers.to_der()?))
}

/// OpenSSL looks at DSA parameters too late: keys that are broken are refused here.
fn check_dsa<T: HasPublic>(key: &PKeyRef<T>) -> Outcome<()> {
    if key.id() == Id::DSA {
        let dsa = key.dsa()?;
        let (p, q) = (dsa.p().num_bits(), dsa.q().num_bits());
        if p <= q {
            return Err(Failure::coded(
                "ERR_CRYPTO_OPERATION_FAILED",
                "Invalid DSA key",
            ));
        }
    }
    Ok(())
}

fn sign_data(key: &Key, data: &[u8], scheme: &Scheme) -> Outcome<Vec<u8>> {
    let _ = openssl::error::ErrorStack::get();
    let private = key.private()?;
    let digest = match &scheme.digest {
        Some(name) => Some(native::required_digest(name)?),
        None => None,
    };
    let mut context = MdCtx::new()?;
    let options = context.digest_sign_init(digest.as_deref().map(|it| &**it), private)?;
    scheme.apply(options, private.id())?;
    let mut out = Vec::new();
    context.digest_sign_to_vec(data, &mut out)?;
    if scheme.plain {
        return to_plain(private, out);
    }
    Ok(out)
}

fn verify_data(key: &Key, data: &[u8], signature: &[u8], scheme: &Scheme) -> Outcome<bool> {
    let _ = openssl::error::ErrorStack::get();
    let public = key.public();
    let digest = match &scheme.digest {
        Some(name) => Some(native::required_digest(name)?),
        None => None,
    };
    let mut context = MdCtx::new()?;
    let options = context.digest_verify_init(digest.as_deref().map(|it| &**it), public)?;
    scheme.apply(options, public.id())?;
    let der = match scheme.plain {
        true => match to_der(public, signature)? {
            Some(der) => der,
            None => return Ok(false),
        },
        false => signature.to_vec(),
    };
    Ok(context.digest_verify(data, &der).unwrap_or(false))
}

/// `sign(key, data, digest | null, padding, saltLength, plain, callback?)`.
fn sign(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let data = bytes::copy(args.get(1));
    let scheme = Scheme::read(scope, &args, 2);
    job_bytes(scope, &args, rv, 6, move || sign_data(&key, &data, &scheme));
}

/// `verify(key, data, digest | null, padding, saltLength, plain, signature, callback?)`.
fn verify(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let data = bytes::copy(args.get(1));
    let scheme = Scheme::read(scope, &args, 2);
    let signature = bytes::copy(args.get(6));
    let work = move || verify_data(&key, &data, &signature, &scheme);
    job(scope, &args, rv, 7, work, |scope, valid| {
        v8::Boolean::new(scope, valid).into()
    });
}

/// The scheme's digest for a context that is given a digest.
fn set_digest<T>(context: &PkeyCtx<T>, scheme: &Scheme) -> Outcome<()> {
    if let Some(name) = &scheme.digest {
        context.set_signature_md(&*native::required_digest(name)?)?;
    }
    Ok(())
}

fn sign_made(key: &Key, made: &[u8], scheme: &Scheme) -> Outcome<Vec<u8>> {
    let _ = openssl::error::ErrorStack::get();
    let private = key.private()?;
    check_dsa(private)?;
    let mut context = PkeyCtx::new(private)?;
    context.sign_init()?;
    scheme.apply(&mut context, private.id())?;
    set_digest(&context, scheme)?;
    let mut out = Vec::new();
    context.sign_to_vec(made, &mut out)?;
    if scheme.plain {
        return to_plain(private, out);
    }
    Ok(out)
}

fn verify_made(key: &Key, made: &[u8], signature: &[u8], scheme: &Scheme) -> Outcome<bool> {
    let _ = openssl::error::ErrorStack::get();
    let public = key.public();
    let mut context = PkeyCtx::new(public)?;
    context.verify_init()?;
    scheme.apply(&mut context, public.id())?;
    set_digest(&context, scheme)?;
    let der = match scheme.plain {
        true => to_der(public, signature)?
            .ok_or_else(|| Failure::coded("ERR_CRYPTO_OPERATION_FAILED", "Malformed signature"))?,
        false => signature.to_vec(),
    };
    Ok(context.verify(made, &der).unwrap_or(false))
}

/// `signDigest(key, bytes of the digest, digest, padding, saltLength, plain)`.
fn sign_digest(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let made = bytes::copy(args.get(1));
    let scheme = Scheme::read(scope, &args, 2);
    answer_bytes(scope, rv, sign_made(&key, &made, &scheme));
}

/// `verifyDigest(key, bytes of the digest, digest, padding, saltLength, plain, signature)`.
fn verify_digest(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let made = bytes::copy(args.get(1));
    let scheme = Scheme::read(scope, &args, 2);
    let signature = bytes::copy(args.get(6));
    match verify_made(&key, &made, &signature, &scheme) {
        Ok(valid) => rv.set_bool(valid),
        Err(failure) => failure.throw(scope),
    }
}
