//! Scripts from strings.

use std::ptr;

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::{Status, entry_points, out};
use crate::engine::raw_objects;

entry_points! {
    /// Runs a string as a script in the global scope. What it throws stays pending;
    /// the status is `napi_generic_failure` then.
    js fn napi_run_script(env, script: napi_value, result: *mut napi_value) {
        let source = env.value(script)?;
        let result = out(result)?;
        // SAFETY: a live handle.
        if !unsafe { raw_objects::v8__Value__IsString(&*source) } {
            return Err(Status::STRING_EXPECTED);
        }
        let source: *const v8::Value = &*source;
        let context = env.raw_context();
        // SAFETY: just checked to be a string; no origin is needed.
        let script = env.catching(|| unsafe {
            raw_objects::v8__Script__Compile(context, source.cast(), ptr::null())
        });
        if script.is_null() {
            return Err(env.thrown_as(sys::napi_generic_failure));
        }
        // SAFETY: a live handle of a script.
        let value = env.catching(|| unsafe { raw_objects::v8__Script__Run(script, context) });
        if value.is_null() {
            return Err(env.thrown_as(sys::napi_generic_failure));
        }
        result.maybe(value, Status::GENERIC_FAILURE)
    }
}
