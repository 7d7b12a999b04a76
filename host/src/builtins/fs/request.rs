//! Running one operation, now or on the worker pool, and its errors.

use std::io;

use super::super::support::{Args, Return, SystemError, runtime};
use crate::runtime::{flag, spawn_blocking};

/// Runs `work` as the first argument says; `finish` makes its result a value.
pub(super) fn perform<R: Send + 'static>(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    rv: &mut Return<'_>,
    work: impl FnOnce() -> Result<R, SystemError> + Send + 'static,
    finish: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>, R) -> v8::Local<'s, v8::Value> + 'static,
) {
    if let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(0)) {
        // The promise forms say so by a byte that both sides see.
        let promised = runtime(scope).flag(flag::FS_PROMISE).replace(0) != 0;
        let kind = ["FSReqCallback", "FSReqPromise"][usize::from(promised)];
        spawn_blocking(scope, kind, callback, work, |scope, result| {
            result.map(|value| finish(scope, value))
        });
        return;
    }
    clear_errno();
    match work() {
        Ok(value) => rv.set(finish(scope, value)),
        Err(error) => error.throw(scope),
    }
}

/// As libuv does before each operation: addons that hand C functions to JavaScript
/// show the thread's errno, which an operation that succeeds leaves at 0.
fn clear_errno() {
    // SAFETY: takes nothing.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: this thread's errno, which only this thread uses.
    unsafe { *errno = 0 };
}

/// For operations that answer nothing.
pub(super) fn nothing<'s>(scope: &mut v8::PinScope<'s, '_>, (): ()) -> v8::Local<'s, v8::Value> {
    v8::undefined(scope).into()
}

/// For operations that answer a count or a descriptor.
pub(super) fn number<'s>(scope: &mut v8::PinScope<'s, '_>, value: f64) -> v8::Local<'s, v8::Value> {
    v8::Number::new(scope, value).into()
}

/// The errno of an error of std.
pub(super) fn errno(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(match error.kind() {
        io::ErrorKind::InvalidInput => libc::EINVAL,
        _ => libc::EIO,
    })
}

/// Turns errors of std into [`SystemError`]s.
pub(super) trait Named<T> {
    /// The error of a call without a path.
    fn named(self, syscall: &'static str) -> Result<T, SystemError>;
    /// The error of a call on `path`.
    fn named_path(self, syscall: &'static str, path: &std::path::Path) -> Result<T, SystemError>;
}

impl<T> Named<T> for io::Result<T> {
    fn named(self, syscall: &'static str) -> Result<T, SystemError> {
        self.map_err(|error| SystemError::new(errno(&error), syscall))
    }

    fn named_path(self, syscall: &'static str, path: &std::path::Path) -> Result<T, SystemError> {
        self.map_err(|error| {
            SystemError::new(errno(&error), syscall).with_path(path.to_string_lossy())
        })
    }
}

/// The result of a C call: negative means that errno says why.
pub(super) fn checked(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}
