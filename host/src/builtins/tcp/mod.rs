//! System calls on stream sockets, pipes and listening sockets, for
//! `js/internal/net/handle.js`, which owns the logic: what to watch, what to queue.
//!
//! Every call answers a number: 0 or a count, or a negative errno. Deliberately
//! absent: state of sockets, names of errors, name lookup (that is `dns`).

pub(super) mod address;
mod passing;
mod stream;
pub(super) mod watch;

use std::io;
use std::os::fd::{BorrowedFd, IntoRawFd, RawFd};
use std::time::Duration;

use socket2::{Domain, SockAddr, SockRef, Socket, TcpKeepalive, Type};

use super::support::{self, Args, Return, Scope, method, number_constant};

/// `bindTcp`: an IPv6 socket takes no IPv4 connections.
const IPV6_ONLY: u32 = 1;
/// `bindTcp`: the socket will listen.
const LISTENS: u32 = 2;
/// `socket`: a unix socket; other families are 4 and 6.
const UNIX: i32 = 1;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "socket", socket);
    method(scope, target, "connectTcp", connect_tcp);
    method(scope, target, "connectPipe", connect_pipe);
    method(scope, target, "bindTcp", bind_tcp);
    method(scope, target, "bindPipe", bind_pipe);
    method(scope, target, "listen", listen);
    method(scope, target, "accept", accept);
    method(scope, target, "socketError", socket_error);
    method(scope, target, "sockname", sockname);
    method(scope, target, "peername", peername);
    method(scope, target, "setNoDelay", set_no_delay);
    method(scope, target, "setKeepAlive", set_keep_alive);
    method(scope, target, "lingerNothing", linger_nothing);
    method(scope, target, "unlink", unlink);
    method(scope, target, "chmod", chmod);
    method(scope, target, "isIP", is_ip);
    method(scope, target, "shortestIP", shortest_ip);
    passing::install(scope, target);
    stream::install(scope, target);
    watch::install(scope, target);
    for (name, errno) in [
        ("EAGAIN", libc::EAGAIN),
        ("EINPROGRESS", libc::EINPROGRESS),
        ("ECANCELED", libc::ECANCELED),
        ("ECONNABORTED", libc::ECONNABORTED),
    ] {
        number_constant(scope, target, name, f64::from(-errno));
    }
}

/// The negative errno of an error.
pub(super) fn errno(error: &io::Error) -> i32 {
    -error.raw_os_error().unwrap_or(libc::EINVAL)
}

pub(super) fn answer(mut rv: Return<'_>, result: io::Result<()>) {
    rv.set_int32(result.map_or_else(|error| errno(&error), |()| 0));
}

pub(super) fn integer(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> i32 {
    args.get(at).int32_value(scope).unwrap_or(-1)
}

/// Runs `act` on the socket in argument 0.
pub(super) fn with_socket<R>(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    act: impl FnOnce(SockRef<'_>) -> io::Result<R>,
) -> io::Result<R> {
    let fd: RawFd = integer(scope, args, 0);
    if fd < 0 {
        return Err(io::Error::from_raw_os_error(libc::EBADF));
    }
    // SAFETY: it is only used for system calls during `act`. A number that is not
    // open answers EBADF; the JavaScript half sets its own to −1 before it closes.
    let fd = unsafe { BorrowedFd::borrow_raw(fd) };
    act(SockRef::from(&fd))
}

/// `socket(4 | 6 | 1, for datagrams)`: a descriptor that does not block.
fn socket(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let domain = match integer(scope, &args, 0) {
        6 => Domain::IPV6,
        UNIX => Domain::UNIX,
        _ => Domain::IPV4,
    };
    let kind = if args.get(1).is_true() {
        Type::DGRAM
    } else {
        Type::STREAM
    };
    let made = Socket::new(domain, kind.nonblocking().cloexec(), None);
    rv.set_int32(made.map_or_else(|error| errno(&error), IntoRawFd::into_raw_fd));
}

/// `connectTcp(fd, address, port)`.
fn connect_tcp(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let target = address::parse(scope, &args);
    let result = target.and_then(|target| {
        with_socket(scope, &args, |socket| {
            socket.connect(&SockAddr::from(target))
        })
    });
    answer(rv, result);
}

/// `connectPipe(fd, path)`.
fn connect_pipe(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let target = address::unix(scope, &args);
    let result =
        target.and_then(|target| with_socket(scope, &args, |socket| socket.connect(&target)));
    answer(rv, result);
}

/// `bindTcp(fd, address, port, flags)`.
fn bind_tcp(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let target = address::parse(scope, &args);
    let flags = args.get(3).uint32_value(scope).unwrap_or(0);
    let result = target.and_then(|target| {
        with_socket(scope, &args, |socket| {
            if flags & LISTENS != 0 {
                socket.set_reuse_address(true)?;
            }
            if target.is_ipv6() {
                socket.set_only_v6(flags & IPV6_ONLY != 0)?;
            }
            socket.bind(&SockAddr::from(target))
        })
    });
    answer(rv, result);
}

/// `bindPipe(fd, path)`.
fn bind_pipe(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let target = address::unix(scope, &args);
    let result = target.and_then(|target| with_socket(scope, &args, |socket| socket.bind(&target)));
    // A folder that is not there is a denied address, as libuv reports it.
    let result = result.map_err(|error| match error.raw_os_error() {
        Some(libc::ENOENT) => io::Error::from_raw_os_error(libc::EACCES),
        _ => error,
    });
    answer(rv, result);
}

/// `listen(fd, backlog)`.
fn listen(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let backlog = integer(scope, &args, 1);
    let result = with_socket(scope, &args, |socket| socket.listen(backlog));
    answer(rv, result);
}

/// `accept(fd)`: a descriptor that does not block.
fn accept(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let result = with_socket(scope, &args, |socket| {
        let (client, _) = socket.accept()?;
        client.set_nonblocking(true)?;
        Ok(client.into_raw_fd())
    });
    rv.set_int32(result.unwrap_or_else(|error| errno(&error)));
}

/// `socketError(fd)`: how a connect that was in progress ended.
fn socket_error(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let result = with_socket(scope, &args, |socket| match socket.take_error()? {
        Some(error) => Err(error),
        None => Ok(()),
    });
    answer(rv, result);
}

/// `sockname(fd)`: [address, family, port], a path, or a negative errno.
fn sockname(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    match with_socket(scope, &args, |socket| socket.local_addr()) {
        Ok(address) => rv.set(address::describe(scope, &address)),
        Err(error) => rv.set_int32(errno(&error)),
    }
}

/// `peername(fd)`: as `sockname`.
fn peername(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    match with_socket(scope, &args, |socket| socket.peer_addr()) {
        Ok(address) => rv.set(address::describe(scope, &address)),
        Err(error) => rv.set_int32(errno(&error)),
    }
}

/// `setNoDelay(fd, on)`.
fn set_no_delay(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let on = args.get(1).boolean_value(scope);
    let result = with_socket(scope, &args, |socket| socket.set_tcp_nodelay(on));
    answer(rv, result);
}

/// `setKeepAlive(fd, on, seconds)`.
fn set_keep_alive(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let on = args.get(1).boolean_value(scope);
    let seconds = args.get(2).uint32_value(scope).unwrap_or(0);
    let result = with_socket(scope, &args, |socket| {
        socket.set_keepalive(on)?;
        if on && seconds > 0 {
            let idle = Duration::from_secs(u64::from(seconds));
            socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(idle))?;
        }
        Ok(())
    });
    answer(rv, result);
}

/// `lingerNothing(fd)`: closing it then resets the connection.
fn linger_nothing(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let result = with_socket(scope, &args, |socket| {
        socket.set_linger(Some(Duration::ZERO))
    });
    answer(rv, result);
}

/// `unlink(path)`: the file of a unix socket.
fn unlink(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let path = support::text(scope, args.get(0));
    answer(rv, std::fs::remove_file(path));
}

/// `chmod(path, bits)`: adds permission bits to the file of a unix socket.
fn chmod(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    use std::os::unix::fs::PermissionsExt;
    let path = support::text(scope, args.get(0));
    let bits = args.get(1).uint32_value(scope).unwrap_or(0);
    let result = std::fs::metadata(&path).and_then(|metadata| {
        let mode = metadata.permissions().mode() | bits;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode))
    });
    answer(rv, result);
}

/// `isIP(text)`: 0, 4 or 6.
fn is_ip(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let text = support::text(scope, args.get(0));
    rv.set_int32(address::family(&text));
}

/// `shortestIP(text)`: the one text among the many of an address that the system would give, without a zone.
fn shortest_ip(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let text = support::text(scope, args.get(0));
    let answer = support::string(scope, &address::shortest(&text));
    rv.set(answer.into());
}
