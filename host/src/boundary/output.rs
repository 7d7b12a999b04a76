//! Out-parameters: required ones are checked for NULL first, optional ones are
//! written when they are there.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use napi_host_sys as sys;

use super::{Answer, Status};
use crate::env::to_raw;

/// A required out-parameter, known to be there.
#[derive(Clone, Copy)]
pub(crate) struct Out<T>(NonNull<MaybeUninit<T>>);

/// Checks a required out-parameter: NULL is `napi_invalid_arg`.
#[inline(always)]
pub(crate) fn out<T>(pointer: *mut T) -> Result<Out<T>, Status> {
    NonNull::new(pointer.cast::<MaybeUninit<T>>())
        .map(Out)
        .ok_or(Status::INVALID_ARG)
}

/// Writes an optional out-parameter.
#[inline(always)]
pub(crate) fn optional<T>(pointer: *mut T, value: T) {
    if let Ok(out) = out(pointer) {
        out.write(value);
    }
}

impl<T> Out<T> {
    /// Writes the answer.
    #[inline(always)]
    pub(crate) fn write(self, value: T) {
        // SAFETY: by the ABI a pointer that is not NULL is writable for a `T`.
        unsafe { self.0.as_ptr().cast::<T>().write(value) };
    }

    /// Writes the answer and is done.
    #[inline(always)]
    pub(crate) fn set(self, value: T) -> Answer {
        self.write(value);
        Ok(())
    }
}

impl Out<sys::napi_value> {
    /// Answers a handle.
    #[inline(always)]
    pub(crate) fn value<T>(self, value: v8::Local<'_, T>) -> Answer {
        self.set(to_raw(&value))
    }

    /// Answers a slot.
    #[inline(always)]
    pub(crate) fn slot<T>(self, slot: NonNull<T>) -> Answer {
        self.set(slot.as_ptr().cast())
    }

    /// Answers what V8's C function gave; null is `otherwise`.
    #[inline(always)]
    pub(crate) fn maybe<T>(self, value: *const T, otherwise: Status) -> Answer {
        match NonNull::new(value.cast_mut()) {
            Some(slot) => self.slot(slot),
            None => Err(otherwise),
        }
    }
}
