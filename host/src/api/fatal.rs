//! Errors that end the process, and the uncaught-exception path.

use std::ffi::{CStr, c_char};

use napi_host_sys as sys;
use sys::napi_value;

use crate::boundary::entry_points;
use crate::env::Env;
use crate::runtime::{enter, trigger_uncaught};

/// Prints `FATAL ERROR: location message` and aborts.
pub(crate) fn abort(location: &str, message: &str) -> ! {
    print(location, message);
    crate::interpose::flush();
    std::process::abort()
}

fn print(location: &str, message: &str) {
    if location.is_empty() {
        eprintln!("FATAL ERROR: {message}");
    } else {
        eprintln!("FATAL ERROR: {location} {message}");
    }
}

/// Prints where in JavaScript this thread is, if it is.
fn print_javascript_stack() {
    /// As many frames as an error has.
    const FRAMES: usize = 10;
    let Some(runtime) = Env::current_runtime() else {
        return;
    };
    enter(&runtime, |scope| {
        let Some(trace) = v8::StackTrace::current_stack_trace(scope, FRAMES) else {
            return;
        };
        eprintln!("\n----- JavaScript stack trace -----\n");
        for index in 0..trace.get_frame_count() {
            let Some(frame) = trace.get_frame(scope, index) else {
                return;
            };
            let function = frame.get_function_name(scope);
            let function =
                function.map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
            let script = frame.get_script_name(scope);
            let script = script.map_or_else(String::new, |name| name.to_rust_string_lossy(scope));
            let (line, column) = (frame.get_line_number(), frame.get_column());
            let number = index + 1;
            if function.is_empty() {
                eprintln!("{number}: {script}:{line}:{column}");
            } else {
                eprintln!("{number}: {function} ({script}:{line}:{column})");
            }
        }
    });
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
    print(&location, &message);
    print_javascript_stack();
    crate::interpose::flush();
    std::process::abort()
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
