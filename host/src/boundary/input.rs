//! Inputs: handles, references to callbacks, names and lengths as addons pass them.

use std::ffi::{CStr, c_char};
use std::ptr::NonNull;

use napi_host_sys as sys;

use super::Status;
use crate::engine::frame::{word, word_of};
use crate::engine::layout::{self, Tagged};
use crate::engine::raw;
use crate::env::{Env, local};

impl Env {
    /// A handle that is required.
    #[inline(always)]
    pub(crate) fn value<'e>(
        &'e self,
        value: sys::napi_value,
    ) -> Result<v8::Local<'e, v8::Value>, Status> {
        NonNull::new(value).map(local).ok_or(Status::INVALID_ARG)
    }

    /// A handle and the word in its slot.
    #[inline(always)]
    pub(crate) fn word(&self, value: sys::napi_value) -> Result<Tagged, Status> {
        let value = NonNull::new(value).ok_or(Status::INVALID_ARG)?;
        // SAFETY: a handle from an addon is the address of a live slot.
        Ok(unsafe { word_of(value.as_ptr()) })
    }

    /// A handle converted with ToObject, as property functions do: primitives are
    /// boxed; null and undefined throw a `TypeError` and are `napi_object_expected`. Only
    /// for entries that may run JavaScript.
    #[inline(always)]
    pub(crate) fn to_object<'e>(
        &'e self,
        value: sys::napi_value,
    ) -> Result<v8::Local<'e, v8::Object>, Status> {
        let value = self.value(value)?;
        if is_object(value) {
            // SAFETY: just checked; a `Local`'s type is not part of its layout.
            return Ok(unsafe { v8::Local::cast_unchecked(value) });
        }
        self.box_primitive(value)
    }

    #[cold]
    fn box_primitive<'e>(
        &'e self,
        value: v8::Local<'e, v8::Value>,
    ) -> Result<v8::Local<'e, v8::Object>, Status> {
        // SAFETY: live handles.
        let object =
            self.catching(|| unsafe { raw::v8__Value__ToObject(&*value, self.raw_context()) });
        let object = NonNull::new(object.cast_mut());
        let object = object.ok_or_else(|| self.thrown_as(sys::napi_object_expected))?;
        // SAFETY: ToObject answers an object.
        Ok(unsafe { v8::Local::cast_unchecked(local(object)) })
    }

    /// A handle that must be an object already; else `napi_object_expected`.
    #[inline(always)]
    pub(crate) fn object<'e>(
        &'e self,
        value: sys::napi_value,
    ) -> Result<v8::Local<'e, v8::Object>, Status> {
        let value = self.value(value)?;
        if !is_object(value) {
            return Err(Status::OBJECT_EXPECTED);
        }
        // SAFETY: just checked.
        Ok(unsafe { v8::Local::cast_unchecked(value) })
    }

    /// A handle that must be a function; else `otherwise`.
    #[inline(always)]
    pub(crate) fn function<'e>(
        &'e self,
        value: sys::napi_value,
        otherwise: Status,
    ) -> Result<v8::Local<'e, v8::Function>, Status> {
        let value = self.value(value)?;
        // SAFETY: a live handle.
        if !unsafe { raw::v8__Value__IsFunction(&*value) } {
            return Err(otherwise);
        }
        // SAFETY: just checked.
        Ok(unsafe { v8::Local::cast_unchecked(value) })
    }
}

/// Whether a value is an object (functions, arrays, proxies included).
#[inline(always)]
pub(crate) fn is_object(value: v8::Local<'_, v8::Value>) -> bool {
    let word = word(&value);
    if layout::is_smi(word) {
        return false;
    }
    // SAFETY: not a small integer, so a heap object.
    if layout::is_string_type(unsafe { layout::instance_type(word) }) {
        return false;
    }
    // SAFETY: a live handle.
    unsafe { raw::v8__Value__IsObject(&*value) }
}

/// The number of units of a string argument: `length`, or up to the terminator when
/// it is `NAPI_AUTO_LENGTH`. Pointer NULL needs length 0; lengths above `INT_MAX` are
/// refused.
///
/// # Safety
/// `text` is NULL or readable up to its terminator if `length` is automatic.
#[inline(always)]
pub(crate) unsafe fn length(text: *const c_char, length: usize) -> Result<usize, Status> {
    if text.is_null() {
        return if length == 0 {
            Ok(0)
        } else {
            Err(Status::INVALID_ARG)
        };
    }
    if length == sys::NAPI_AUTO_LENGTH {
        // SAFETY: the caller's promise.
        return Ok(unsafe { CStr::from_ptr(text) }.count_bytes());
    }
    if length > i32::MAX as usize {
        return Err(Status::INVALID_ARG);
    }
    Ok(length)
}

/// A C string argument that names a property: required, terminated.
///
/// # Safety
/// `name` is NULL or a terminated string.
#[inline(always)]
pub(crate) unsafe fn utf8_name<'e>(
    env: &'e Env,
    name: *const c_char,
) -> Result<v8::Local<'e, v8::Name>, Status> {
    if name.is_null() {
        return Err(Status::INVALID_ARG);
    }
    // SAFETY: the caller's promise.
    let length = unsafe { CStr::from_ptr(name) }.count_bytes();
    // SAFETY: readable for `length`, and the isolate is entered.
    let cached = unsafe { env.engine.names.get(env.isolate(), name, length) };
    let cached = cached.ok_or(Status::INVALID_ARG)?;
    // The cache may drop its handle when JavaScript runs: a handle of our own stays.
    // SAFETY: the cache's handle is live now.
    let handle = env.push(unsafe { word_of(cached.as_ptr()) });
    // SAFETY: the cache holds names only.
    Ok(unsafe { v8::Local::cast_unchecked(handle) })
}
