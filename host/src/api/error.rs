//! Last error information; errors thrown, created and caught.
//!
//! An error that is thrown here becomes the env's pending exception; JavaScript sees
//! it when the addon's callback returns.

use std::ffi::{CStr, c_char};
use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_env, napi_extended_error_info, napi_status, napi_value};

use crate::boundary::{Answer, Status, entry_points, out};
use crate::engine::layout::Root;
use crate::engine::{raw, raw_objects};
use crate::env::{Env, local, state};

/// V8's constructor of a kind of error.
type Construct = unsafe extern "C" fn(*const v8::String) -> *const v8::Value;

/// Describes the status of the last call on this env. The struct belongs to the env
/// and is valid until the next call. This call does not count as one.
///
/// # Safety
/// For addons: the env is NULL or theirs and alive, on its own thread; `result` is NULL
/// or writable.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_get_last_error_info(
    env: napi_env,
    result: *mut *const napi_extended_error_info,
) -> napi_status {
    // SAFETY: the caller's promise; an `napi_env` is the address of an `Env`.
    let Some(env) = (unsafe { env.cast::<Env>().as_ref() }) else {
        return sys::napi_invalid_arg;
    };
    let Ok(result) = out(result) else {
        env.last_error.set(sys::napi_invalid_arg);
        return sys::napi_invalid_arg;
    };
    result.write(env.error_info.describe(env.last_error.get()));
    env.set_state(state::DESCRIBED, true);
    sys::napi_ok
}

entry_points! {
    /// Throws a value.
    js fn napi_throw(env, error: napi_value) {
        env.set_pending(env.value(error)?);
        Ok(())
    }

    /// Throws an `Error` with a message and perhaps a code.
    js fn napi_throw_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, raw_objects::v8__Exception__Error, code, msg)
    }

    /// Throws a `TypeError`.
    js fn napi_throw_type_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, raw_objects::v8__Exception__TypeError, code, msg)
    }

    /// Throws a `RangeError`.
    js fn napi_throw_range_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, raw_objects::v8__Exception__RangeError, code, msg)
    }

    /// Throws a `SyntaxError`.
    js fn node_api_throw_syntax_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, raw_objects::v8__Exception__SyntaxError, code, msg)
    }

    /// Creates an `Error` from a message and perhaps a code, both strings.
    gc fn napi_create_error(env, code: napi_value, msg: napi_value, result: *mut napi_value) {
        create(env, raw_objects::v8__Exception__Error, code, msg, result)
    }

    /// Creates a `TypeError`.
    gc fn napi_create_type_error(
        env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) {
        create(env, raw_objects::v8__Exception__TypeError, code, msg, result)
    }

    /// Creates a `RangeError`.
    gc fn napi_create_range_error(
        env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) {
        create(env, raw_objects::v8__Exception__RangeError, code, msg, result)
    }

    /// Creates a `SyntaxError`.
    gc fn node_api_create_syntax_error(
        env,
        code: napi_value,
        msg: napi_value,
        result: *mut napi_value,
    ) {
        create(env, raw_objects::v8__Exception__SyntaxError, code, msg, result)
    }

    /// Whether a value is an error object (not: one that inherits from `Error`).
    gc fn napi_is_error(env, value: napi_value, result: *mut bool) {
        let value = env.value(value)?;
        // SAFETY: a live handle.
        out(result)?.set(unsafe { raw_objects::v8__Value__IsNativeError(&*value) })
    }

    /// Whether an exception waits to be thrown.
    gc fn napi_is_exception_pending(env, result: *mut bool) {
        out(result)?.set(env.has(state::PENDING))
    }

    /// Takes the pending exception; `undefined` when there is none.
    gc fn napi_get_and_clear_last_exception(env, result: *mut napi_value) {
        let result = out(result)?;
        match env.take_pending() {
            Some(exception) => result.value(exception),
            None => result.slot(env.root(Root::Undefined)),
        }
    }
}

/// A string from UTF-8; `None` above V8's limit.
fn string<'e>(env: &'e Env, text: &[u8]) -> Option<v8::Local<'e, v8::Value>> {
    /// `v8::NewStringType::kNormal`.
    const NORMAL: i32 = 0;
    let length = i32::try_from(text.len()).ok()?;
    let isolate = env.isolate().as_ptr();
    // SAFETY: the text is readable for its length.
    let string =
        unsafe { raw::v8__String__NewFromUtf8(isolate, text.as_ptr().cast(), NORMAL, length) };
    Some(local(NonNull::new(string.cast_mut())?))
}

/// An error with `message`, and with property `code` if there is one.
fn construct<'e>(
    env: &'e Env,
    construct: Construct,
    code: Option<v8::Local<'_, v8::Value>>,
    message: v8::Local<'_, v8::Value>,
) -> Result<v8::Local<'e, v8::Value>, Status> {
    let message: *const v8::Value = &*message;
    // SAFETY: the callers made sure that the message is a string.
    let error = unsafe { construct(message.cast()) };
    let error = NonNull::new(error.cast_mut()).ok_or(Status::GENERIC_FAILURE)?;
    if let Some(code) = code {
        let key = c"code";
        // SAFETY: the text is readable for its length; the isolate is entered.
        let key = unsafe { env.engine.names.get(env.isolate(), key.as_ptr(), 4) };
        let key = key.ok_or(Status::GENERIC_FAILURE)?;
        // A data property, so that no setter can run: some callers have no handler.
        // SAFETY: live handles; V8 made an object.
        let set = unsafe {
            raw::v8__Object__CreateDataProperty(
                error.as_ptr().cast(),
                env.raw_context(),
                key.as_ptr(),
                &*code,
            )
        };
        if set.get() != Some(true) {
            return Err(Status::GENERIC_FAILURE);
        }
    }
    Ok(local(error))
}

/// Throws an error made from C strings.
fn throw(env: &Env, kind: Construct, code: *const c_char, message: *const c_char) -> Answer {
    if message.is_null() {
        return Err(Status::INVALID_ARG);
    }
    // SAFETY: the addon's message is a terminated string.
    let message = unsafe { CStr::from_ptr(message) }.to_bytes();
    // SAFETY: so is its code.
    let code = (!code.is_null()).then(|| unsafe { CStr::from_ptr(code) }.to_bytes());
    let message = string(env, message).ok_or(Status::GENERIC_FAILURE)?;
    let code = match code {
        Some(code) => Some(string(env, code).ok_or(Status::GENERIC_FAILURE)?),
        None => None,
    };
    env.set_pending(construct(env, kind, code, message)?);
    Ok(())
}

/// Creates an error from values, which must be strings.
fn create(
    env: &Env,
    kind: Construct,
    code: napi_value,
    message: napi_value,
    result: *mut napi_value,
) -> Answer {
    let message = env.value(message)?;
    let result = out(result)?;
    must_be_string(message)?;
    let code = match NonNull::new(code) {
        Some(code) => {
            let code = local(code);
            must_be_string(code)?;
            Some(code)
        }
        None => None,
    };
    result.value(construct(env, kind, code, message)?)
}

fn must_be_string(value: v8::Local<'_, v8::Value>) -> Answer {
    // SAFETY: a live handle.
    if unsafe { raw_objects::v8__Value__IsString(&*value) } {
        Ok(())
    } else {
        Err(Status::STRING_EXPECTED)
    }
}
