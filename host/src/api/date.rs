//! Date objects.

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::{Status, entry_points, out};
use crate::engine::raw_objects;

entry_points! {
    /// A `Date` from milliseconds since 1970.
    js fn napi_create_date(env, time: f64, result: *mut napi_value) {
        let result = out(result)?;
        // SAFETY: the context is alive and a handle scope is open.
        let date = env.catching(|| unsafe {
            raw_objects::v8__Date__New(env.raw_context(), time)
        });
        if date.is_null() {
            return Err(env.thrown_as(sys::napi_generic_failure));
        }
        result.maybe(date, Status::GENERIC_FAILURE)
    }

    /// Whether a value is a `Date`.
    gc fn napi_is_date(env, value: napi_value, is_date: *mut bool) {
        let value = env.value(value)?;
        // SAFETY: a live handle.
        out(is_date)?.set(unsafe { raw_objects::v8__Value__IsDate(&*value) })
    }

    /// The milliseconds since 1970 of a `Date`.
    js fn napi_get_date_value(env, value: napi_value, result: *mut f64) {
        let value = env.value(value)?;
        let result = out(result)?;
        // SAFETY: a live handle.
        if !unsafe { raw_objects::v8__Value__IsDate(&*value) } {
            return Err(Status::DATE_EXPECTED);
        }
        let date: *const v8::Value = &*value;
        // SAFETY: just checked to be a date.
        result.set(unsafe { raw_objects::v8__Date__ValueOf(date.cast()) })
    }
}
