//! Primes: making and testing them.

use openssl::bn::{BigNum, BigNumContext};

use super::failure::{Failure, Outcome, job, job_bytes};
use super::{Args, Return, Scope, bytes, index};
use crate::builtins::support::{Method, method_table};

pub(super) const METHODS: &[Method] = method_table! {
    "primeGenerate" => generate,
    "primeCheck" => check,
};

fn optional(bytes: Option<Vec<u8>>) -> Outcome<Option<BigNum>> {
    Ok(match bytes {
        Some(bytes) => Some(BigNum::from_slice(&bytes)?),
        None => None,
    })
}

/// Whether a prime of this many bits can have this remainder.
fn check_bounds(bits: i32, add: Option<&BigNum>, rem: Option<&BigNum>) -> Outcome<()> {
    let Some(add) = add else { return Ok(()) };
    if add.num_bits() > bits {
        return Err(Failure::range_error(
            "ERR_OUT_OF_RANGE",
            "invalid options.add",
        ));
    }
    if rem.is_some_and(|rem| add <= rem) {
        return Err(Failure::range_error(
            "ERR_OUT_OF_RANGE",
            "invalid options.rem",
        ));
    }
    Ok(())
}

/// `primeGenerate(bits, safe, add | undefined, rem | undefined, callback?)`: big-endian bytes.
fn generate(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let bits = i32::try_from(index(scope, args.get(0))).unwrap_or(i32::MAX);
    let safe = args.get(1).is_true();
    let given = |at| (!args.get(at).is_undefined()).then(|| bytes::copy(args.get(at)));
    let numbers = (|| -> Outcome<_> {
        let (add, rem) = (optional(given(2))?, optional(given(3))?);
        check_bounds(bits, add.as_ref(), rem.as_ref())?;
        Ok((add, rem))
    })();
    let (add, rem) = match numbers {
        Ok(numbers) => numbers,
        Err(failure) => return failure.throw(scope),
    };
    job_bytes(scope, &args, rv, 4, move || {
        let mut prime = BigNum::new()?;
        prime.generate_prime(bits, safe, add.as_deref(), rem.as_deref())?;
        Ok(prime.to_vec())
    });
}

/// `primeCheck(bytes, checks, callback?)`.
fn check(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let candidate = bytes::copy(args.get(0));
    let checks = args.get(1).int32_value(scope).unwrap_or(0);
    let work = move || {
        let mut context = BigNumContext::new()?;
        Ok(BigNum::from_slice(&candidate)?.is_prime(checks, &mut context)?)
    };
    job(scope, &args, rv, 2, work, |scope, prime| {
        v8::Boolean::new(scope, prime).into()
    });
}
