//! Errors that end the process, and the uncaught-exception path.

use std::ffi::{CStr, c_char};

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::entry_points;
use crate::runtime::trigger_uncaught;

/// Prints `FATAL ERROR: location message` and aborts.
pub(crate) fn abort(location: &str, message: &str) -> ! {
    if location.is_empty() {
        eprintln!("FATAL ERROR: {message}");
    } else {
        eprintln!("FATAL ERROR: {location} {message}");
    }
    std::process::abort()
}

/// Ends the process because the addon says that it cannot go on.
///
/// # Safety
/// The texts are NULL or readable for their length, or terminated if that is
/// `NAPI_AUTO_LENGTH`.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_fatal_error(
    location: *const c_char,
    location_len: usize,
    message: *const c_char,
    message_len: usize,
) -> ! {
    // SAFETY: the caller's promise.
    let location = unsafe { text(location, location_len) };
    // SAFETY: the caller's promise.
    let message = unsafe { text(message, message_len) };
    abort(&location, &message)
}

/// # Safety
/// As [`napi_fatal_error`].
unsafe fn text(text: *const c_char, length: usize) -> String {
    if text.is_null() {
        return String::new();
    }
    let bytes = if length == sys::NAPI_AUTO_LENGTH {
        // SAFETY: the caller's promise.
        unsafe { CStr::from_ptr(text) }.to_bytes()
    } else {
        // SAFETY: the caller's promise.
        unsafe { std::slice::from_raw_parts(text.cast(), length) }
    };
    String::from_utf8_lossy(bytes).into_owned()
}

entry_points! {
    /// Raises an uncaught exception at once.
    js fn napi_fatal_exception(env, err: napi_value) {
        let error = env.value(err)?;
        let runtime = env.runtime();
        env.with_scope(|scope| {
            let error = v8::Local::new(scope, error);
            let message = v8::Exception::create_message(scope, error);
            trigger_uncaught(&runtime, scope, error, Some(message), false);
        });
        Ok(())
    }
}
