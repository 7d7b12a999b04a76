//! Connections: waiting for them, accepting them, and making them.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr;
use std::rc::Rc;

use super::super::abi::{Handle, Live, Request, kind};
use super::super::descriptor::{self, socket_option};
use super::super::io;
use super::super::udp;
use super::{Connect, ConnectCallback, ConnectionCallback, State, Stream, functions, last_error};
use super::{pipe, tcp, write};

/// A connection may be there.
pub(super) fn incoming(state: &Rc<State>) {
    let Some(callback) = state.connection.get() else {
        return;
    };
    let flags = libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    let nowhere = ptr::null_mut();
    let fd = loop {
        // SAFETY: the address is not asked for.
        let fd = unsafe { libc::accept4(state.fd.get(), nowhere, ptr::null_mut(), flags) };
        if fd >= 0 {
            break fd;
        }
        // Gone again, or no descriptor left: the next turn tries again.
        if last_error() != -libc::EINTR {
            return;
        }
    };
    state.accepted.borrow_mut().push_back(fd);
    let stream = state.stream.as_ptr();
    // SAFETY: the addon's callback for its own handle.
    state.call(|| unsafe { callback(stream, 0) });
    if !state.closed.get() && !state.accepted.borrow().is_empty() {
        // Nobody takes it: no more until `uv_accept`.
        io::want_read(state, false);
    }
}

/// Waits for connections on a bound socket.
pub(super) fn listen(state: &Rc<State>, backlog: c_int, callback: ConnectionCallback) -> c_int {
    // SAFETY: the stream's descriptor.
    if unsafe { libc::listen(state.fd.get(), backlog) } != 0 {
        return last_error();
    }
    state.connection.set(Some(callback));
    state.bound.set(true);
    io::want_read(state, true)
}

/// Remembers the request; it ends when the descriptor is writable, or with `delayed_error` at once.
pub(super) fn begin(state: &Rc<State>, request: Live<Connect>, callback: Option<ConnectCallback>) {
    let stream = state.stream;
    request.write(Connect {
        base: Request::new(
            request.data(),
            kind::REQUEST_CONNECT,
            Some(stream.base.owner.get()),
        ),
        callback: Cell::new(callback),
        stream: Cell::new(stream.as_ptr()),
        reserved: Default::default(),
    });
    state
        .connecting
        .replace(Some(state.pending(request, "connect")));
    if state.delayed_error.get() != 0 {
        io::feed(state);
    }
}

fn end(state: &Rc<State>, status: c_int) {
    let Some(pending) = state.connecting.take() else {
        return;
    };
    let request = pending.request;
    drop(pending);
    if let Some(callback) = request.callback.get() {
        // SAFETY: the addon's callback for its own request.
        state.call(|| unsafe { callback(request.as_ptr(), status) });
    }
}

/// The descriptor of a stream that connects is ready.
pub(super) fn connected(state: &Rc<State>) {
    let delayed = state.delayed_error.replace(0);
    let status = if delayed != 0 {
        delayed
    } else {
        socket_option(state.fd.get(), libc::SO_ERROR).map_or_else(|status| status, |error| -error)
    };
    if status == -libc::EINPROGRESS {
        return;
    }
    if status < 0 || state.writing.borrow().is_empty() {
        io::want_write(state, false);
    }
    end(state, status);
    if !state.closed.get() && status < 0 {
        write::cancel(state);
        write::call_back(state);
    }
}

pub(super) fn cancel(state: &Rc<State>) {
    end(state, -libc::ECANCELED);
}

/// Gives the oldest waiting descriptor to a new handle.
fn accept(server: Live<Stream>, client: Live<Handle>) -> c_int {
    let Some(state) = server.state() else {
        return -libc::EAGAIN;
    };
    let Some(fd) = state.accepted.borrow_mut().pop_front() else {
        return -libc::EAGAIN;
    };
    let status = match client.kind.get() {
        kind::TCP | kind::PIPE => match client.cast::<Stream>().state() {
            Some(client) => {
                client.bound.set(true);
                client.open(fd, true, true)
            }
            None => -libc::EINVAL,
        },
        kind::UDP => udp::open(client.cast(), fd, 0),
        _ => -libc::EINVAL,
    };
    if status != 0 {
        descriptor::close(fd);
        return status;
    }
    if state.connection.get().is_some() && state.accepted.borrow().is_empty() {
        io::want_read(&state, true);
    }
    0
}

functions! {
    /// Waits for connections.
    fn uv_listen(
        stream: Live<Stream>,
        backlog: c_int,
        callback: Option<ConnectionCallback>,
    ) -> c_int {
        let state = stream.state().filter(|state| !state.closed.get());
        let (Some(state), Some(callback)) = (state, callback) else {
            return -libc::EINVAL;
        };
        let status = match stream.base.kind.get() {
            kind::TCP => tcp::listen(&state, backlog, callback),
            kind::PIPE => pipe::listen(&state, backlog, callback),
            _ => -libc::EINVAL,
        };
        if status == 0 {
            stream.base.activate("listen");
        }
        status
    }

    /// Takes the connection, or the handle that a pipe received.
    fn uv_accept(server: Live<Stream>, client: Live<Handle>) -> c_int {
        accept(server, client)
    }
}
