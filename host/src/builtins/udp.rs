//! System calls on datagram sockets, for `js/internal/dgram/handle.js`, which owns the logic.
//!
//! As in `tcp`, every call answers a number: 0 or a count, or a negative errno. Deliberately absent: what
//! sockets of all kinds share (`tcp` has it), and a queue of what the kernel did not take.

use std::cell::RefCell;
use std::ffi::{CString, c_int, c_uint};
use std::io;
use std::net::SocketAddr;
use std::os::fd::{BorrowedFd, RawFd};

use socket2::{SockAddr, SockRef};

use super::bytes;
use super::support::{Args, Return, Scope, method, number_constant, text};
use super::tcp::watch::{Reading, callback, report, start};
use super::tcp::{address, answer, errno, integer, with_socket};
use crate::runtime::{JsCallback, Runtime, call_into_js};
use crate::uv::udp::options::{self, Group};
use crate::uv::udp::{REUSE_ADDRESS, REUSE_PORT, V6_ONLY, set_options};

/// Room for any datagram.
const ROOM: usize = 64 * 1024;
/// Receives at most so often before others have their turn, as libuv does.
const ROUNDS: u32 = 32;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "bind", bind);
    method(scope, target, "connect", connect);
    method(scope, target, "disconnect", disconnect);
    method(scope, target, "isConnected", is_connected);
    method(scope, target, "send", send);
    method(scope, target, "watch", watch);
    method(scope, target, "bufferSize", buffer_size);
    method(scope, target, "setBroadcast", set_broadcast);
    method(scope, target, "setTTL", set_hops);
    method(scope, target, "setMulticastTTL", set_multicast_hops);
    method(scope, target, "setMulticastLoopback", set_multicast_loop);
    method(scope, target, "setMulticastInterface", set_interface);
    method(scope, target, "setMembership", set_membership);
    method(scope, target, "setSourceMembership", set_source_membership);
    for (name, flag) in [
        ("IPV6_ONLY", V6_ONLY),
        ("REUSE_ADDRESS", REUSE_ADDRESS),
        ("REUSE_PORT", REUSE_PORT),
    ] {
        number_constant(scope, target, name, f64::from(flag));
    }
    for (name, errno) in [
        ("EBADF", libc::EBADF),
        ("EDESTADDRREQ", libc::EDESTADDRREQ),
        ("EINVAL", libc::EINVAL),
        ("EISCONN", libc::EISCONN),
        ("EMSGSIZE", libc::EMSGSIZE),
        ("ENOTCONN", libc::ENOTCONN),
    ] {
        number_constant(scope, target, name, f64::from(-errno));
    }
}

/// The address of family 4 or 6 (argument `at`) that two arguments after it, text and port, name.
fn target(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    at: i32,
) -> io::Result<Option<SocketAddr>> {
    let family = integer(scope, args, at);
    if args.get(at + 1).is_null_or_undefined() {
        return Ok(None);
    }
    let name = text(scope, args.get(at + 1));
    let port = args.get(at + 2).uint32_value(scope).unwrap_or(0);
    // Ports are 16 bits; what is above them is cut off, as libuv does.
    let port = u16::try_from(port & 0xffff).unwrap_or(0);
    let address = address::with_port(&name, port)?;
    if address.is_ipv6() != (family == 6) {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    Ok(Some(address))
}

/// `bind(fd, 4 | 6, address, port, flags)`.
fn bind(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let flags: c_uint = args.get(4).uint32_value(scope).unwrap_or(0);
    let fd: RawFd = integer(scope, &args, 0);
    let result = target(scope, &args, 1).and_then(|target| {
        let target = target.ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))?;
        if target.is_ipv4() && flags & V6_ONLY != 0 {
            return Err(io::Error::from_raw_os_error(libc::EINVAL));
        }
        let family = if target.is_ipv6() {
            libc::AF_INET6
        } else {
            libc::AF_INET
        };
        checked(set_options(fd, family, flags))?;
        with_socket(scope, &args, |socket| socket.bind(&SockAddr::from(target)))
    });
    // An address of another family than the socket's is a wrong argument.
    let result = result.map_err(|error| match error.raw_os_error() {
        Some(libc::EAFNOSUPPORT) => io::Error::from_raw_os_error(libc::EINVAL),
        _ => error,
    });
    answer(rv, result);
}

/// A negative errno as an error.
fn checked(status: c_int) -> io::Result<()> {
    match status {
        0 => Ok(()),
        errno => Err(io::Error::from_raw_os_error(-errno)),
    }
}

/// `connect(fd, 4 | 6, address, port)`.
fn connect(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let result = target(scope, &args, 1).and_then(|target| {
        let target = target.ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))?;
        with_socket(scope, &args, |socket| {
            socket.connect(&SockAddr::from(target))
        })
    });
    answer(rv, result);
}

/// `disconnect(fd)`.
fn disconnect(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let nowhere = libc::sockaddr {
        sa_family: 0,
        sa_data: [0; 14],
    };
    // SAFETY: an address and its size.
    let status = unsafe { libc::connect(fd, &raw const nowhere, 16) };
    let result = match status {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    };
    answer(rv, result);
}

/// `isConnected(fd)`.
fn is_connected(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let peer = with_socket(scope, &args, |socket| socket.peer_addr());
    rv.set_bool(peer.is_ok());
}

/// `send(fd, views, 4 | 6, address, port)`: what the views are together, as one datagram; without an address to the
/// one that the socket is connected to. How many bytes went.
fn send(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(views) = v8::Local::<v8::Array>::try_from(args.get(1)) else {
        return;
    };
    let to = match target(scope, &args, 2) {
        Ok(to) => to.map(SockAddr::from),
        Err(error) => return rv.set_int32(errno(&error)),
    };
    let single = match views.length() {
        1 => views.get_index(scope, 0),
        _ => None,
    };
    let mut joined = Vec::new();
    if single.is_none() {
        for at in 0..views.length() {
            let Some(view) = views.get_index(scope, at) else {
                return;
            };
            bytes::with_bytes(view, |part| joined.extend_from_slice(part));
        }
    }
    let result = with_socket(scope, &args, |socket| match single {
        Some(view) => bytes::with_bytes(view, |data| send_all(&socket, data, to.as_ref())),
        None => send_all(&socket, &joined, to.as_ref()),
    });
    rv.set_int32(match result {
        Ok(count) => i32::try_from(count).unwrap_or(i32::MAX),
        Err(error) => errno(&error),
    });
}

fn send_all(socket: &SockRef<'_>, data: &[u8], to: Option<&SockAddr>) -> io::Result<usize> {
    loop {
        let sent = match to {
            Some(to) => socket.send_to(data, to),
            None => socket.send(data),
        };
        return match sent {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // A full queue of the device is no different from a full socket.
            Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {
                Err(io::Error::from_raw_os_error(libc::EAGAIN))
            }
            sent => sent,
        };
    }
}

/// `watch(fd, interest, refed, ready(readiness), received(error, bytes, [address, family, port]))`: as `watch` of `tcp`,
/// but what can be read is read here, and each datagram is a callback of its own.
fn watch(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let (ready, received) = (callback(scope, &args, 3), callback(scope, &args, 4));
    let (Some(ready), Some(received)) = (ready, received) else {
        return;
    };
    let room = RefCell::new(Vec::new());
    start(scope, &args, rv, move |runtime, reading, readiness| {
        if readiness.readable {
            receive(runtime, reading, fd, &room, &received);
        }
        if readiness.writable && reading.goes_on() {
            report(runtime, &ready, readiness);
        }
    });
}

/// Receives until there is nothing, or nobody wants it any longer.
fn receive(
    runtime: &Runtime,
    reading: &Reading,
    fd: RawFd,
    room: &RefCell<Vec<u8>>,
    received: &JsCallback,
) {
    for _ in 0..ROUNDS {
        if !reading.goes_on() {
            return;
        }
        // SAFETY: used for one system call; the watch goes on, so it is open.
        let descriptor = unsafe { BorrowedFd::borrow_raw(fd) };
        let got = receive_one(&SockRef::from(&descriptor), &mut room.borrow_mut());
        match got {
            Ok((size, from)) => call_into_js(runtime, |scope| {
                let data = bytes::copied(scope, &room.borrow()[..size]);
                let from = address::describe(scope, &from);
                let zero = v8::Integer::new(scope, 0);
                received.call(scope, &[zero.into(), data.into(), from]);
            }),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Err(error) => {
                return call_into_js(runtime, |scope| {
                    let errno = v8::Integer::new(scope, errno(&error));
                    received.call(scope, &[errno.into()]);
                });
            }
        }
    }
}

fn receive_one(socket: &SockRef<'_>, room: &mut Vec<u8>) -> io::Result<(usize, SockAddr)> {
    room.clear();
    room.reserve(ROOM);
    loop {
        let got = socket.recv_from(&mut room.spare_capacity_mut()[..ROOM]);
        match got {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok((size, from)) => {
                // SAFETY: the call has filled so many bytes.
                unsafe { room.set_len(size) };
                return Ok((size, from));
            }
            Err(error) => return Err(error),
        }
    }
}

/// `bufferSize(fd, bytes, of what is received)`: sets a size, or answers it when `bytes` is 0.
fn buffer_size(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let size = args.get(1).uint32_value(scope).unwrap_or(0) as usize;
    let of_received = args.get(2).is_true();
    let result = with_socket(scope, &args, |socket| match (size, of_received) {
        (0, true) => socket.recv_buffer_size(),
        (0, false) => socket.send_buffer_size(),
        (_, true) => socket.set_recv_buffer_size(size).map(|()| size),
        (_, false) => socket.set_send_buffer_size(size).map(|()| size),
    });
    rv.set_double(match result {
        Ok(size) => f64::from(u32::try_from(size).unwrap_or(u32::MAX)),
        Err(error) => f64::from(errno(&error)),
    });
}

/// An option that is a number: `set(fd, number)`.
fn number(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    set: fn(c_int, c_int) -> c_int,
) {
    let fd = integer(scope, args, 0);
    let value = args.get(1).int32_value(scope).unwrap_or(0);
    rv.set_int32(set(fd, value));
}

fn set_broadcast(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    number(scope, &args, rv, options::set_broadcast);
}

fn set_hops(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    number(scope, &args, rv, options::set_hops);
}

fn set_multicast_hops(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    number(scope, &args, rv, options::set_multicast_hops);
}

fn set_multicast_loop(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    number(scope, &args, rv, options::set_multicast_loop);
}

/// The text in an argument, which ends at its first NUL; `None` when nothing is given.
fn c_text(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> Option<CString> {
    if args.get(at).is_null_or_undefined() {
        return None;
    }
    let mut bytes = text(scope, args.get(at)).into_bytes();
    let end = bytes.iter().position(|byte| *byte == 0);
    bytes.truncate(end.unwrap_or(bytes.len()));
    CString::new(bytes).ok()
}

/// `setMulticastInterface(fd, address)`.
fn set_interface(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = integer(scope, &args, 0);
    let name = c_text(scope, &args, 1);
    rv.set_int32(options::set_interface(fd, name.as_deref()));
}

/// `setMembership(fd, join, group, interface)`.
fn set_membership(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = integer(scope, &args, 0);
    let join = args.get(1).is_true();
    let group = c_text(scope, &args, 2);
    let interface = c_text(scope, &args, 3);
    let group = group.as_deref().and_then(Group::parse);
    rv.set_int32(group.map_or(-libc::EINVAL, |group| {
        options::membership(fd, &group, interface.as_deref(), join)
    }));
}

/// `setSourceMembership(fd, join, group, interface, source)`.
fn set_source_membership(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = integer(scope, &args, 0);
    let join = args.get(1).is_true();
    let group = c_text(scope, &args, 2);
    let interface = c_text(scope, &args, 3);
    let source = c_text(scope, &args, 4);
    let group = group.as_deref().and_then(Group::parse);
    let source = source.as_deref().and_then(Group::parse);
    rv.set_int32(match (group, source) {
        (Some(group), Some(source)) => {
            options::source_membership(fd, &group, interface.as_deref(), &source, join)
        }
        _ => -libc::EINVAL,
    });
}
