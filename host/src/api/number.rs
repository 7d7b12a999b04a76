//! Numbers. A small integer is decoded and encoded in place; only doubles that are
//! created cost a call into V8.

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::{Answer, Status, entry_points, out};
use crate::engine::layout;
use crate::engine::raw;
use crate::env::Env;

/// 2^63 as a double: the first value above every `i64`.
const INT64_LIMIT: f64 = 9_223_372_036_854_775_808.0;

entry_points! {
    /// A number from a double.
    gc fn napi_create_double(env, value: f64, result: *mut napi_value) {
        create_double(env, value, result)
    }

    /// A number from a signed 32-bit integer.
    gc fn napi_create_int32(env, value: i32, result: *mut napi_value) {
        out(result)?.slot(env.push_slot(layout::smi(value)))
    }

    /// A number from an unsigned 32-bit integer.
    gc fn napi_create_uint32(env, value: u32, result: *mut napi_value) {
        match i32::try_from(value) {
            Ok(value) => out(result)?.slot(env.push_slot(layout::smi(value))),
            Err(_) => create_double(env, f64::from(value), result),
        }
    }

    /// A number from a signed 64-bit integer; beyond 2^53 it is rounded.
    gc fn napi_create_int64(env, value: i64, result: *mut napi_value) {
        match i32::try_from(value) {
            Ok(value) => out(result)?.slot(env.push_slot(layout::smi(value))),
            #[expect(clippy::cast_precision_loss, reason = "the function is defined so")]
            Err(_) => create_double(env, value as f64, result),
        }
    }

    /// Reads a number as a double.
    gc fn napi_get_value_double(env, value: napi_value, result: *mut f64) {
        let word = env.word(value)?;
        let result = out(result)?;
        result.set(number(env, word)?.as_double())
    }

    /// Reads a number as a signed 32-bit integer: wraps; not finite is 0.
    gc fn napi_get_value_int32(env, value: napi_value, result: *mut i32) {
        let word = env.word(value)?;
        let result = out(result)?;
        result.set(match number(env, word)? {
            Number::Small(value) => value,
            Number::Double(value) => wrap_to_int32(value),
        })
    }

    /// Reads a number as an unsigned 32-bit integer: wraps; not finite is 0.
    gc fn napi_get_value_uint32(env, value: napi_value, result: *mut u32) {
        let word = env.word(value)?;
        let result = out(result)?;
        result.set(match number(env, word)? {
            Number::Small(value) => value.cast_unsigned(),
            Number::Double(value) => wrap_to_int32(value).cast_unsigned(),
        })
    }

    /// Reads a number as a signed 64-bit integer: clamps; not finite is 0.
    gc fn napi_get_value_int64(env, value: napi_value, result: *mut i64) {
        let word = env.word(value)?;
        let result = out(result)?;
        result.set(match number(env, word)? {
            Number::Small(value) => i64::from(value),
            Number::Double(value) => clamp_to_int64(value),
        })
    }
}

/// A number as V8 stores it.
#[derive(Clone, Copy)]
enum Number {
    Small(i32),
    Double(f64),
}

impl Number {
    #[inline(always)]
    fn as_double(self) -> f64 {
        match self {
            Self::Small(value) => f64::from(value),
            Self::Double(value) => value,
        }
    }
}

/// Decodes the number in a slot.
#[inline(always)]
fn number(env: &Env, word: usize) -> Result<Number, Status> {
    if layout::is_smi(word) {
        return Ok(Number::Small(layout::smi_value(word)));
    }
    // SAFETY: not a small integer, so a heap object.
    if unsafe { layout::map_word(word) } != env.engine.young.heap_number_map {
        return Err(Status::NUMBER_EXPECTED);
    }
    // SAFETY: just checked.
    Ok(Number::Double(unsafe { layout::heap_number_value(word) }))
}

#[inline(always)]
fn create_double(env: &Env, value: f64, result: *mut napi_value) -> Answer {
    let result = out(result)?;
    if let Some(word) = env.engine.young.number(value) {
        return result.slot(env.push_slot(word));
    }
    // SAFETY: the isolate is entered and a handle scope is open.
    let number = unsafe { raw::v8__Number__New(env.isolate().as_ptr(), value) };
    result.maybe(number, Status::GENERIC_FAILURE)
}

/// ECMAScript's ToInt32.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the low 32 bits are the result by definition"
)]
fn wrap_to_int32(value: f64) -> i32 {
    const TWO_32: f64 = 4_294_967_296.0;
    if value.abs() < 2_147_483_648.0 {
        return value as i32;
    }
    if !value.is_finite() {
        return 0;
    }
    (value.trunc().rem_euclid(TWO_32) as u64) as i32
}

/// Clamped at both ends; not finite is 0.
#[expect(
    clippy::cast_possible_truncation,
    reason = "out-of-range values are handled before the cast"
)]
fn clamp_to_int64(value: f64) -> i64 {
    if !value.is_finite() {
        0
    } else if value <= -INT64_LIMIT {
        i64::MIN
    } else if value >= INT64_LIMIT {
        i64::MAX
    } else {
        value as i64
    }
}

#[cfg(test)]
mod tests {
    use super::{clamp_to_int64, wrap_to_int32};

    #[test]
    fn wrap_to_int32_as_ecmascript() {
        for (value, expected) in [
            (0.0, 0),
            (-1.9, -1),
            (2_147_483_648.0, i32::MIN),
            (4_294_967_295.0, -1),
            (-2_147_483_649.0, i32::MAX),
            (1e300, 0),
            (f64::NAN, 0),
            (f64::INFINITY, 0),
        ] {
            assert_eq!(wrap_to_int32(value), expected, "{value}");
        }
    }

    #[test]
    fn clamp_to_int64_at_both_ends() {
        assert_eq!(clamp_to_int64(1e19), i64::MAX);
        assert_eq!(clamp_to_int64(-1e19), i64::MIN);
        assert_eq!(clamp_to_int64(f64::INFINITY), 0);
        assert_eq!(clamp_to_int64(-1.5), -1);
    }
}
