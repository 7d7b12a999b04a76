//! TCP sockets.

use std::cell::Cell;
use std::ffi::{c_int, c_uint};
use std::rc::Rc;

use super::super::abi::{CloseCallback, Live, Loop, kind};
use super::super::descriptor::{set_nonblocking, set_option};
use super::super::handle::uv_close;
use super::super::io;
use super::super::socket::{self, Address, NameCall};
use super::connect;
use super::{
    Connect, ConnectCallback, ConnectionCallback, State, Stream, functions, init, last_error,
};

/// `UV_TCP_IPV6ONLY`.
const V6_ONLY: c_uint = 1;
/// `UV_TCP_REUSEPORT`.
const REUSE_PORT: c_uint = 2;

/// A socket, unless there is one.
fn ensure(state: &State, family: c_int, connected: bool) -> c_int {
    if state.fd.get() != -1 {
        state.readable.set(state.readable.get() || connected);
        state.writable.set(state.writable.get() || connected);
        return 0;
    }
    match socket::make(family, libc::SOCK_STREAM) {
        Ok(fd) => state.open(fd, connected, connected),
        Err(status) => status,
    }
}

fn bind(state: &State, address: &Address, flags: c_uint) -> c_int {
    let is_v6 = address.family() == libc::AF_INET6;
    if flags & V6_ONLY != 0 && !is_v6 {
        return -libc::EINVAL;
    }
    let status = ensure(state, address.family(), false);
    if status != 0 {
        return status;
    }
    let fd = state.fd.get();
    let mut options = vec![(libc::SOL_SOCKET, libc::SO_REUSEADDR, 1)];
    if flags & REUSE_PORT != 0 {
        options.push((libc::SOL_SOCKET, libc::SO_REUSEPORT, 1));
    }
    if is_v6 {
        let only = c_int::from(flags & V6_ONLY != 0);
        options.push((libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, only));
    }
    for (level, option, value) in options {
        let status = set_option(fd, level, option, value);
        if status != 0 {
            return status;
        }
    }
    // SAFETY: an address with its size.
    let result = unsafe { libc::bind(fd, address.as_ptr(), address.size()) };
    let status = if result == 0 { 0 } else { last_error() };
    match -status {
        0 => {}
        libc::EADDRINUSE => state.delayed_error.set(status),
        libc::EAFNOSUPPORT => return -libc::EINVAL,
        _ => return status,
    }
    if status == 0 {
        state.delayed_error.set(0);
    }
    state.bound.set(true);
    0
}

pub(super) fn listen(state: &Rc<State>, backlog: c_int, callback: ConnectionCallback) -> c_int {
    if state.delayed_error.get() != 0 {
        return state.delayed_error.get();
    }
    let status = ensure(state, libc::AF_INET, false);
    if status != 0 {
        return status;
    }
    connect::listen(state, backlog, callback)
}

fn connect(
    request: Live<Connect>,
    state: &Rc<State>,
    address: &Address,
    callback: Option<ConnectCallback>,
) -> c_int {
    if state.is_connecting() {
        return -libc::EALREADY;
    }
    if state.delayed_error.get() == 0 {
        let status = ensure(state, address.family(), true);
        if status != 0 {
            return status;
        }
        let status = socket::connect(state.fd.get(), address);
        match -status {
            0 | libc::EINPROGRESS => {}
            libc::ECONNREFUSED => state.delayed_error.set(status),
            _ => return status,
        }
    }
    connect::begin(state, request, callback);
    io::want_write(state, true);
    0
}

fn keep_alive(stream: Live<Stream>, on: c_int, times: [c_uint; 3]) -> c_int {
    let fd = stream.fd();
    if fd == -1 {
        return 0;
    }
    let status = set_option(
        fd,
        libc::SOL_SOCKET,
        libc::SO_KEEPALIVE,
        c_int::from(on != 0),
    );
    if status != 0 || on == 0 {
        return status;
    }
    if times.contains(&0) {
        return -libc::EINVAL;
    }
    let options = [libc::TCP_KEEPIDLE, libc::TCP_KEEPINTVL, libc::TCP_KEEPCNT];
    for (option, value) in options.into_iter().zip(times) {
        let value = c_int::try_from(value).unwrap_or(c_int::MAX);
        let status = set_option(fd, libc::IPPROTO_TCP, option, value);
        if status != 0 {
            return status;
        }
    }
    0
}

/// Name of one side of the connection.
fn name(stream: Live<Stream>, target: *mut u8, size: Live<Cell<c_int>>, call: NameCall) -> c_int {
    let delayed = stream.state().map_or(0, |state| state.delayed_error.get());
    if delayed != 0 {
        return delayed;
    }
    socket::put_name(stream.fd(), target, size, call)
}

/// Resets the connection when it is closed.
fn linger(fd: c_int) -> c_int {
    let reset = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    let place = (&raw const reset).cast();
    // SAFETY: the option's structure, of 8 bytes.
    if unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_LINGER, place, 8) } == 0 {
        return 0;
    }
    match -last_error() {
        libc::EINVAL => 0,
        error => -error,
    }
}

functions! {
    /// Makes a TCP handle, which has no socket yet.
    fn uv_tcp_init(owner: Live<Loop>, stream: Live<Stream>) -> c_int {
        init(owner, stream, kind::TCP);
        0
    }

    /// Makes a TCP handle with a socket of the family that `flags` names, if any.
    fn uv_tcp_init_ex(owner: Live<Loop>, stream: Live<Stream>, flags: c_uint) -> c_int {
        let family = c_int::try_from(flags & 0xff).unwrap_or(0);
        let known = [libc::AF_UNSPEC, libc::AF_INET, libc::AF_INET6];
        if !known.contains(&family) || flags & !0xff != 0 {
            return -libc::EINVAL;
        }
        let fd = match family {
            libc::AF_UNSPEC => -1,
            _ => match socket::make(family, libc::SOCK_STREAM) {
                Ok(fd) => fd,
                Err(status) => return status,
            },
        };
        let state = init(owner, stream, kind::TCP);
        if fd == -1 { 0 } else { state.open(fd, false, false) }
    }

    /// Uses a socket that exists.
    fn uv_tcp_open(stream: Live<Stream>, fd: c_int) -> c_int {
        let Some(state) = stream.state() else {
            return -libc::EINVAL;
        };
        if stream.base.owner.get().event_loop().is_watched(fd) {
            return -libc::EEXIST;
        }
        match set_nonblocking(fd, true) {
            0 => state.open(fd, true, true),
            status => status,
        }
    }

    /// Gives the socket an address of this machine.
    fn uv_tcp_bind(stream: Live<Stream>, address: *const libc::sockaddr, flags: c_uint) -> c_int {
        let state = stream.state().filter(|state| !state.closed.get());
        match (state, Address::internet(address)) {
            (Some(state), Some(address)) => bind(&state, &address, flags),
            _ => -libc::EINVAL,
        }
    }

    /// Connects to an address.
    fn uv_tcp_connect(
        request: Live<Connect>,
        stream: Live<Stream>,
        address: *const libc::sockaddr,
        callback: Option<ConnectCallback>,
    ) -> c_int {
        let state = stream.state().filter(|state| !state.closed.get());
        match (state, Address::internet(address)) {
            (Some(state), Some(address)) if stream.base.kind.get() == kind::TCP => {
                connect(request, &state, &address, callback)
            }
            _ => -libc::EINVAL,
        }
    }

    /// Sends at once, or collects small pieces.
    fn uv_tcp_nodelay(stream: Live<Stream>, on: c_int) -> c_int {
        if stream.fd() != -1 {
            let on = c_int::from(on != 0);
            let status = set_option(stream.fd(), libc::IPPROTO_TCP, libc::TCP_NODELAY, on);
            if status != 0 {
                return status;
            }
        }
        if let Some(state) = stream.state() {
            state.nodelay.set(on != 0);
        }
        0
    }

    /// Asks now and then whether the other side is there: after so many seconds of silence.
    fn uv_tcp_keepalive(stream: Live<Stream>, on: c_int, seconds: c_uint) -> c_int {
        keep_alive(stream, on, [seconds, 1, 10])
    }

    /// The same with the seconds between two questions, and how many questions.
    fn uv_tcp_keepalive_ex(
        stream: Live<Stream>,
        on: c_int,
        seconds: c_uint,
        interval: c_uint,
        count: c_uint,
    ) -> c_int {
        keep_alive(stream, on, [seconds, interval, count])
    }

    /// Nothing to set on this system.
    fn uv_tcp_simultaneous_accepts(_stream: Live<Stream>, _on: c_int) -> c_int {
        0
    }

    /// This side's address.
    fn uv_tcp_getsockname(stream: Live<Stream>, target: *mut u8, size: Live<Cell<c_int>>) -> c_int {
        name(stream, target, size, libc::getsockname)
    }

    /// The other side's address.
    fn uv_tcp_getpeername(stream: Live<Stream>, target: *mut u8, size: Live<Cell<c_int>>) -> c_int {
        name(stream, target, size, libc::getpeername)
    }

    /// Closes with a reset in place of an orderly end.
    fn uv_tcp_close_reset(stream: Live<Stream>, callback: Option<CloseCallback>) -> c_int {
        if stream.state().is_some_and(|state| state.shutting.borrow().is_some()) {
            return -libc::EINVAL;
        }
        let status = linger(stream.fd());
        if status == 0 {
            // SAFETY: the addon's handle.
            unsafe { uv_close(stream.cast(), callback) };
        }
        status
    }
}
