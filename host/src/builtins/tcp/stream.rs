//! Bytes in and out of a descriptor, and what else may be done to one that is not
//! a socket.

use std::io;
use std::net::Shutdown;
use std::os::fd::RawFd;

use super::{Args, Return, Scope, answer, errno, integer, with_socket};
use crate::builtins::bytes;
use crate::builtins::support::{self, method};

/// Most bytes that one read takes.
pub(super) const READ_SIZE: usize = 64 * 1024;
/// Most buffers that one `writev` takes.
const MAX_VECTORS: u32 = 1024;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "read", read);
    method(scope, target, "write", write);
    method(scope, target, "writev", writev);
    method(scope, target, "shutdown", shutdown);
    method(scope, target, "close", close);
    method(scope, target, "setBlocking", set_blocking);
    method(scope, target, "guess", guess);
}

/// Repeats a call that a signal interrupted; a negative errno when it fails.
pub(super) fn retry(mut call: impl FnMut() -> isize) -> Result<usize, i32> {
    loop {
        if let Ok(count) = usize::try_from(call()) {
            return Ok(count);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(errno(&error));
        }
    }
}

pub(super) fn set_count(rv: &mut Return<'_>, result: Result<usize, i32>) {
    match result {
        Ok(count) => rv.set_double(f64::from(u32::try_from(count).unwrap_or(u32::MAX))),
        Err(errno) => rv.set_int32(errno),
    }
}

/// `read(fd)`: an ArrayBuffer, 0 at the end, or a negative errno.
fn read(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let mut buffer = Vec::<u8>::with_capacity(READ_SIZE);
    let start = buffer.as_mut_ptr().cast();
    // SAFETY: `start` has room for READ_SIZE bytes.
    let result = retry(|| unsafe { libc::read(fd, start, READ_SIZE) });
    match result {
        Ok(0) => rv.set_int32(0),
        Ok(count) => {
            // SAFETY: the kernel has filled `count` bytes.
            unsafe { buffer.set_len(count) };
            let bytes = if count == READ_SIZE {
                bytes::array_buffer(scope, buffer)
            } else {
                bytes::copied(scope, &buffer)
            };
            rv.set(bytes.into());
        }
        Err(errno) => rv.set_int32(errno),
    }
}

/// `write(fd, view, offset)`: how many bytes were taken.
fn write(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let offset = args.get(2).uint32_value(scope).unwrap_or(0) as usize;
    let result = bytes::with_bytes(args.get(1), |data| {
        let rest = data.get(offset..).unwrap_or(&[]);
        // SAFETY: `rest` is valid for its length.
        retry(|| unsafe { libc::write(fd, rest.as_ptr().cast(), rest.len()) })
    });
    set_count(&mut rv, result);
}

/// `writev(fd, views, offset)`: how many bytes were taken, from `offset` on in what
/// the views are together.
fn writev(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let mut skip = args.get(2).uint32_value(scope).unwrap_or(0) as usize;
    let Ok(views) = v8::Local::<v8::Array>::try_from(args.get(1)) else {
        return;
    };
    let mut vectors: Vec<libc::iovec> = Vec::new();
    for at in 0..views.length() {
        let Some(view) = views.get_index(scope, at) else {
            return;
        };
        let vector = bytes::with_bytes(view, |data| {
            let start = skip.min(data.len());
            skip -= start;
            let rest = &mut data[start..];
            libc::iovec {
                iov_base: rest.as_mut_ptr().cast(),
                iov_len: rest.len(),
            }
        });
        if vector.iov_len > 0 {
            vectors.push(vector);
        }
        if vectors.len() >= MAX_VECTORS as usize {
            break;
        }
    }
    let count = i32::try_from(vectors.len()).unwrap_or(0);
    // SAFETY: each vector names bytes of a view that `views` holds, and no
    // JavaScript has run since it was made: array elements are plain data.
    let result = retry(|| unsafe { libc::writev(fd, vectors.as_ptr(), count) });
    set_count(&mut rv, result);
}

/// `shutdown(fd)`: ends the writing side.
fn shutdown(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let result = with_socket(scope, &args, |socket| socket.shutdown(Shutdown::Write));
    answer(rv, result);
}

/// `close(fd)`.
fn close(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    // SAFETY: closing takes a number; the JavaScript half owns it and forgets it.
    let result = unsafe { libc::close(fd) };
    rv.set_int32(if result == 0 {
        0
    } else {
        errno(&io::Error::last_os_error())
    });
}

/// `setBlocking(fd, on)`.
fn set_blocking(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let on = args.get(1).boolean_value(scope);
    let result = with_socket(scope, &args, |descriptor| descriptor.set_nonblocking(!on));
    answer(rv, result);
}

/// `guess(fd)`: `TCP`, `PIPE`, `TTY`, `FILE` or `UNKNOWN`.
fn guess(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let kind = kind_of(fd);
    rv.set(support::string(scope, kind).into());
}

fn kind_of(fd: RawFd) -> &'static str {
    // SAFETY: only asks about a number.
    if unsafe { libc::isatty(fd) } == 1 {
        return "TTY";
    }
    // SAFETY: all zeros is a valid `stat`.
    let mut status: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `status` is writable for its size.
    if unsafe { libc::fstat(fd, &raw mut status) } != 0 {
        return "UNKNOWN";
    }
    match status.st_mode & libc::S_IFMT {
        libc::S_IFREG | libc::S_IFCHR => "FILE",
        libc::S_IFIFO => "PIPE",
        libc::S_IFSOCK => socket_kind(fd),
        _ => "UNKNOWN",
    }
}

fn socket_kind(fd: RawFd) -> &'static str {
    // SAFETY: only used for one call below.
    let descriptor = unsafe { std::os::fd::BorrowedFd::borrow_raw(fd) };
    match socket2::SockRef::from(&descriptor).local_addr() {
        Ok(address) if address.is_unix() => "PIPE",
        Ok(address) if address.is_ipv4() || address.is_ipv6() => "TCP",
        _ => "UNKNOWN",
    }
}
