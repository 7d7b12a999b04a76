//! Descriptors by themselves: pairs of them, what kind one is, who inherits them.

use std::ffi::c_int;
use std::mem::MaybeUninit;

use super::abi::kind;
use super::{functions, last_error};

/// `UV_NONBLOCK_PIPE`.
pub(super) const NONBLOCKING: c_int = 0x40;

pub(super) fn set_nonblocking(fd: c_int, on: bool) -> c_int {
    let mut on = c_int::from(on);
    // SAFETY: FIONBIO reads one int.
    match unsafe { libc::ioctl(fd, libc::FIONBIO, &raw mut on) } {
        0 => 0,
        _ => last_error(),
    }
}

fn set_close_on_exec(fd: c_int) -> c_int {
    // SAFETY: plain numbers.
    let flags = unsafe { libc::fcntl(fd, libc::F_GETFD) };
    if flags < 0 {
        return last_error();
    }
    // SAFETY: plain numbers.
    match unsafe { libc::fcntl(fd, libc::F_SETFD, flags | libc::FD_CLOEXEC) } {
        0 => 0,
        _ => last_error(),
    }
}

/// Closes a descriptor; what `close` says is of no use to anybody.
pub(super) fn close(fd: c_int) {
    if fd >= 0 {
        // SAFETY: the caller gives its descriptor up.
        unsafe { libc::close(fd) };
    }
}

/// Makes the wanted ends of a pair non-blocking, and gives it to the caller.
fn finish(pair: [c_int; 2], flags: [c_int; 2], target: *mut c_int) -> c_int {
    for (fd, flags) in pair.into_iter().zip(flags) {
        if flags & NONBLOCKING != 0 {
            let status = set_nonblocking(fd, true);
            if status != 0 {
                pair.into_iter().for_each(close);
                return status;
            }
        }
    }
    // SAFETY: by libuv's contract room for two.
    unsafe { target.cast::<[c_int; 2]>().write(pair) };
    0
}

/// A pair of connected sockets, closed by `exec`.
pub(super) fn socket_pair(kind: c_int, protocol: c_int) -> Result<[c_int; 2], c_int> {
    let mut pair = [-1; 2];
    let kind = kind | libc::SOCK_CLOEXEC;
    // SAFETY: room for two.
    match unsafe { libc::socketpair(libc::AF_UNIX, kind, protocol, pair.as_mut_ptr()) } {
        0 => Ok(pair),
        _ => Err(last_error()),
    }
}

/// A number that the system knows of a socket.
pub(super) fn socket_option(fd: c_int, option: c_int) -> Result<c_int, c_int> {
    let mut value: c_int = 0;
    let mut size = 4;
    let place = (&raw mut value).cast();
    // SAFETY: room for the number and its size.
    match unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, option, place, &raw mut size) } {
        0 => Ok(value),
        _ => Err(last_error()),
    }
}

/// Sets an option of a socket that is a number.
pub(super) fn set_option(fd: c_int, level: c_int, option: c_int, value: c_int) -> c_int {
    let place = (&raw const value).cast();
    // SAFETY: a number and its size.
    match unsafe { libc::setsockopt(fd, level, option, place, 4) } {
        0 => 0,
        _ => last_error(),
    }
}

fn socket_kind(fd: c_int) -> u32 {
    let mut address = MaybeUninit::<libc::sockaddr_storage>::zeroed();
    let mut size = 128;
    // SAFETY: room for an address of that size.
    if unsafe { libc::getsockname(fd, address.as_mut_ptr().cast(), &raw mut size) } != 0 {
        return kind::UNKNOWN;
    }
    // SAFETY: zero bytes are valid, and so is what the call writes.
    let family = c_int::from(unsafe { address.assume_init() }.ss_family);
    match (socket_option(fd, libc::SO_TYPE), family) {
        (Ok(libc::SOCK_STREAM), libc::AF_INET | libc::AF_INET6) => kind::TCP,
        (Ok(libc::SOCK_DGRAM), libc::AF_INET | libc::AF_INET6) => kind::UDP,
        (Ok(libc::SOCK_STREAM | libc::SOCK_DGRAM), libc::AF_UNIX) => kind::PIPE,
        _ => kind::UNKNOWN,
    }
}

/// The `uv_handle_type` that fits a descriptor.
pub(super) fn guess(fd: c_int) -> u32 {
    if fd < 0 {
        return kind::UNKNOWN;
    }
    // SAFETY: a plain number.
    if unsafe { libc::isatty(fd) } == 1 {
        return kind::TTY;
    }
    let mut found = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: room for the answer.
    if unsafe { libc::fstat(fd, found.as_mut_ptr()) } != 0 {
        return kind::UNKNOWN;
    }
    // SAFETY: zero bytes are valid, and so is what the call writes.
    match unsafe { found.assume_init() }.st_mode & libc::S_IFMT {
        libc::S_IFREG | libc::S_IFCHR => kind::FILE,
        libc::S_IFIFO => kind::PIPE,
        libc::S_IFSOCK => socket_kind(fd),
        _ => kind::UNKNOWN,
    }
}

functions! {
    /// A pipe: its end to read and its end to write, each with `uv_stdio_flags`.
    fn uv_pipe(target: *mut c_int, read_flags: c_int, write_flags: c_int) -> c_int {
        let mut pair = [-1; 2];
        // SAFETY: room for two.
        if unsafe { libc::pipe2(pair.as_mut_ptr(), libc::O_CLOEXEC) } != 0 {
            return last_error();
        }
        finish(pair, [read_flags, write_flags], target)
    }

    /// Two connected sockets, each with `uv_stdio_flags`.
    fn uv_socketpair(
        kind: c_int,
        protocol: c_int,
        target: *mut c_int,
        flags0: c_int,
        flags1: c_int,
    ) -> c_int {
        match socket_pair(kind, protocol) {
            Ok(pair) => finish(pair, [flags0, flags1], target),
            Err(status) => status,
        }
    }

    /// The `uv_handle_type` that fits a descriptor.
    fn uv_guess_handle(fd: c_int) -> u32 {
        guess(fd)
    }

    /// The same number: a descriptor is the system's handle.
    fn uv_get_osfhandle(fd: c_int) -> c_int {
        fd
    }

    /// The same number: a descriptor is the system's handle.
    fn uv_open_osfhandle(handle: c_int) -> c_int {
        handle
    }

    /// Children inherit none of the descriptors that are open now, as far as those follow each other.
    fn uv_disable_stdio_inheritance() {
        let mut fd = 0;
        while set_close_on_exec(fd) == 0 || fd <= 15 {
            fd += 1;
        }
    }
}
