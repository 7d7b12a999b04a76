//! Random bytes and key derivation: at once, or on the worker pool when the last
//! argument is a callback.

use openssl::pkey::Id;
use openssl::pkey_ctx::{HkdfMode, PkeyCtx};

use super::failure::{Failure, Outcome, job_bytes};
use super::{Args, Return, Scope, bytes, index, native};
use crate::builtins::support::{Method, SystemError, method_table, text};
use crate::runtime::spawn_blocking;

pub(super) const METHODS: &[Method] = method_table! {
    "randomFill" => random_fill,
    "randomAsync" => random_async,
    "pbkdf2" => pbkdf2,
    "scrypt" => scrypt,
    "hkdf" => hkdf,
};

/// Fills `target` from the kernel's generator. False if the kernel has none.
fn fill_random(target: &mut [u8]) -> bool {
    getrandom::fill(target).is_ok()
}

/// `randomFill(view, offset, size)`.
fn random_fill(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let offset = index(scope, args.get(1));
    let size = index(scope, args.get(2));
    let filled = bytes::with_bytes(args.get(0), |all| {
        let end = offset.saturating_add(size).min(all.len());
        all.get_mut(offset..end).is_some_and(fill_random)
    });
    if !filled {
        SystemError::new(libc::ENOSYS, "getrandom").throw(scope);
    }
}

/// `randomAsync(size, callback(error, ArrayBuffer))`.
fn random_async(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let size = index(scope, args.get(0));
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(1)) else {
        return;
    };
    spawn_blocking(
        scope,
        "crypto",
        callback,
        move || {
            let mut made = vec![0; size];
            fill_random(&mut made).then_some(made)
        },
        |scope, made| match made {
            Some(made) => Ok(bytes::array_buffer(scope, made).into()),
            None => Err(SystemError::new(libc::ENOSYS, "getrandom")),
        },
    );
}

/// Room for so many bytes; nothing can be derived for none.
fn room(size: usize) -> Outcome<Vec<u8>> {
    if size == 0 {
        return Err(Failure::queued("Deriving bits failed"));
    }
    Ok(vec![0; size])
}

/// `pbkdf2(digest, password, salt, iterations, size, callback?)`.
fn pbkdf2(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let password = bytes::copy(args.get(1));
    let salt = bytes::copy(args.get(2));
    let iterations = index(scope, args.get(3));
    let size = index(scope, args.get(4));
    job_bytes(scope, &args, rv, 5, move || {
        let digest = native::required_digest(&name)?;
        let mut out = room(size)?;
        let digest = native::message_digest(&digest);
        openssl::pkcs5::pbkdf2_hmac(&password, &salt, iterations, digest, &mut out)?;
        Ok(out)
    });
}

/// `scrypt(password, salt, size, N, r, p, maxmem, callback?)`. For no bytes it only looks at
/// the parameters.
fn scrypt(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let password = bytes::copy(args.get(0));
    let salt = bytes::copy(args.get(1));
    let size = index(scope, args.get(2));
    let [n, r, p, most] = [3, 4, 5, 6].map(|at| {
        let value = args.get(at).integer_value(scope).unwrap_or(0);
        u64::try_from(value).unwrap_or(0)
    });
    job_bytes(scope, &args, rv, 7, move || {
        let mut out = vec![0; size];
        openssl::pkcs5::scrypt(&password, &salt, n, r, p, most, &mut out)?;
        Ok(out)
    });
}

/// `hkdf(digest, key, salt, info, size, callback?)`.
fn hkdf(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let [key, salt, info] = [1, 2, 3].map(|at| bytes::copy(args.get(at)));
    let size = index(scope, args.get(4));
    job_bytes(scope, &args, rv, 5, move || {
        derive(&name, &key, &salt, &info, size)
    });
}

fn derive(name: &str, key: &[u8], salt: &[u8], info: &[u8], size: usize) -> Outcome<Vec<u8>> {
    let digest = native::required_digest(name)?;
    let mut out = room(size)?;
    // The first step is an HMAC; the crate's context takes no key of no bytes.
    let extracted = native::Hmac::once(&digest, salt, key)?;
    let mut context = PkeyCtx::new_id(Id::HKDF)?;
    context.derive_init()?;
    context.set_hkdf_mode(HkdfMode::EXPAND_ONLY)?;
    context.set_hkdf_md(&digest)?;
    context.set_hkdf_key(&extracted)?;
    context.add_hkdf_info(info)?;
    context.derive(Some(&mut out))?;
    Ok(out)
}
