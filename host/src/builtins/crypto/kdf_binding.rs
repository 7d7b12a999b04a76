//! Random bytes and key derivation: at once, or on the worker pool when the last
//! argument is a callback.

use super::hash::{self, Algorithm};
use super::{Args, Return, Scope, algorithm, bytes};
use crate::builtins::support::{SystemError, method};
use crate::runtime::spawn_blocking;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "randomFill", random_fill);
    method(scope, target, "randomAsync", random_async);
    method(scope, target, "pbkdf2", pbkdf2);
    method(scope, target, "scrypt", scrypt);
    method(scope, target, "hkdf", hkdf);
}

/// Fills `target` from the kernel's generator. False if the kernel has none.
pub(super) fn fill_random(target: &mut [u8]) -> bool {
    getrandom::fill(target).is_ok()
}

/// `randomFill(view, offset, size)`.
fn random_fill(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let offset = index(scope, &args, 1);
    let size = index(scope, &args, 2);
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
    let size = index(scope, &args, 0);
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

fn index(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> usize {
    args.get(at).uint32_value(scope).unwrap_or(0) as usize
}

/// Derives `size` bytes with `work` now, or on the pool if argument `at` is a
/// callback. Failure is `null`.
fn derive(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    at: i32,
    work: impl FnOnce() -> Option<Vec<u8>> + Send + 'static,
) {
    if let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(at)) {
        spawn_blocking(scope, "crypto", callback, work, |scope, made| {
            Ok(match made {
                Some(made) => bytes::array_buffer(scope, made).into(),
                None => v8::null(scope).into(),
            })
        });
        return;
    }
    match work() {
        Some(made) => rv.set(bytes::array_buffer(scope, made).into()),
        None => rv.set_null(),
    }
}

/// `pbkdf2(digest, password, salt, iterations, size, callback?)`.
fn pbkdf2(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(digest) = algorithm(scope, args.get(0)) else {
        rv.set_null();
        return;
    };
    let password = bytes::copy(args.get(1));
    let salt = bytes::copy(args.get(2));
    let iterations = args.get(3).uint32_value(scope).unwrap_or(1);
    let size = index(scope, &args, 4);
    derive(scope, &args, rv, 5, move || {
        made(size, |out| {
            hash::pbkdf2(digest, &password, &salt, iterations, out)
        })
    });
}

/// Runs `fill` on `size` fresh bytes. Nothing can be derived for no bytes.
fn made(size: usize, fill: impl FnOnce(&mut [u8]) -> bool) -> Option<Vec<u8>> {
    let mut out = vec![0; size];
    (size > 0 && fill(&mut out)).then_some(out)
}

/// `scrypt(password, salt, size, log2N, r, p, callback?)`.
fn scrypt(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let password = bytes::copy(args.get(0));
    let salt = bytes::copy(args.get(1));
    let size = index(scope, &args, 2);
    let log_n = u8::try_from(index(scope, &args, 3)).unwrap_or(u8::MAX);
    let r = args.get(4).uint32_value(scope).unwrap_or(0);
    let p = args.get(5).uint32_value(scope).unwrap_or(0);
    derive(scope, &args, rv, 6, move || {
        if size == 0 {
            return Some(Vec::new());
        }
        let parameters = scrypt::Params::new(log_n, r, p).ok()?;
        made(size, |out| {
            scrypt::scrypt(&password, &salt, &parameters, out).is_ok()
        })
    });
}

/// `hkdf(digest, key, salt, info, size, callback?)`.
fn hkdf(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(digest): Option<Algorithm> = algorithm(scope, args.get(0)) else {
        rv.set_null();
        return;
    };
    let key = bytes::copy(args.get(1));
    let salt = bytes::copy(args.get(2));
    let info = bytes::copy(args.get(3));
    let size = index(scope, &args, 4);
    derive(scope, &args, rv, 5, move || {
        made(size, |out| hash::hkdf(digest, &key, &salt, &info, out))
    });
}
