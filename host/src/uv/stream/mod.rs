//! Streams: what TCP sockets, pipes and terminals share.
//!
//! # Invariants
//! [`Stream::state`] points to a [`State`] from the `init` function until the handle is closed. While a
//! callback of the addon runs, the state is held by an `Rc` besides; after it, the handle is touched
//! only if the state is not closed.

mod connect;
mod pipe;
mod read;
mod tcp;
mod tty;
mod write;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_int;
use std::mem::offset_of;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, Readiness, RequestToken};

use super::abi::{Buffer, Handle, Live, Loop, Request, kind};
use super::descriptor::{self, set_nonblocking, set_option, socket_option};
use super::io::{self, Io, Watched};
use super::{functions, last_error};
pub(super) use read::SUGGESTED_SIZE;
pub(super) use tty::Tty;

pub(super) type AllocCallback = unsafe extern "C" fn(*mut Handle, usize, *mut Buffer);
type ReadCallback = unsafe extern "C" fn(*mut Stream, isize, *const Buffer);
type ConnectionCallback = unsafe extern "C" fn(*mut Stream, c_int);
type ConnectCallback = unsafe extern "C" fn(*mut Connect, c_int);
type ShutdownCallback = unsafe extern "C" fn(*mut Shutdown, c_int);
type WriteCallback = unsafe extern "C" fn(*mut Write, c_int);

/// `uv_stream_t`, and `uv_tcp_t`.
#[repr(C)]
pub(crate) struct Stream {
    pub(super) base: Handle,
    write_queue_size: Cell<usize>,
    alloc: Cell<Option<AllocCallback>>,
    read: Cell<Option<ReadCallback>>,
    /// From `Rc::into_raw`; null once closed.
    state: Cell<*const State>,
    reserved: [Cell<usize>; 7],
    /// As in the state: some addons read it here.
    fd: Cell<c_int>,
    reserved_too: [Cell<usize>; 7],
}

/// `uv_pipe_t`.
#[repr(C)]
pub(crate) struct Pipe {
    stream: Stream,
    /// Whether it passes handles.
    ipc: Cell<c_int>,
    reserved: Cell<usize>,
}

/// `uv_connect_t`.
#[repr(C)]
pub(crate) struct Connect {
    base: Request,
    callback: Cell<Option<ConnectCallback>>,
    stream: Cell<*mut Stream>,
    reserved: [Cell<usize>; 2],
}

/// `uv_shutdown_t`.
#[repr(C)]
pub(crate) struct Shutdown {
    base: Request,
    stream: Cell<*mut Stream>,
    callback: Cell<Option<ShutdownCallback>>,
}

/// `uv_write_t`.
#[repr(C)]
pub(crate) struct Write {
    base: Request,
    callback: Cell<Option<WriteCallback>>,
    send_handle: Cell<*mut Stream>,
    stream: Cell<*mut Stream>,
    reserved: [Cell<usize>; 13],
}

const _: () = {
    assert!(size_of::<Stream>() == 248 && offset_of!(Stream, fd) == 184);
    assert!(offset_of!(Stream, write_queue_size) == 96 && offset_of!(Stream, read) == 112);
    assert!(size_of::<Pipe>() == 264 && offset_of!(Pipe, ipc) == 248);
    assert!(size_of::<Connect>() == 96 && offset_of!(Connect, stream) == 72);
    assert!(size_of::<Shutdown>() == 80 && offset_of!(Shutdown, callback) == 72);
    assert!(size_of::<Write>() == 192 && offset_of!(Write, stream) == 80);
};

/// A request that is not called back yet; keeps its loop alive.
struct Pending<T> {
    request: Live<T>,
    _alive: RequestToken,
}

/// What this host knows of a stream.
pub(super) struct State {
    stream: Live<Stream>,
    io: Io,
    fd: Cell<c_int>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    reading: Cell<bool>,
    /// Shut down for writing.
    shut: Cell<bool>,
    bound: Cell<bool>,
    /// Writes wait for the descriptor instead of the loop.
    blocking: Cell<bool>,
    nodelay: Cell<bool>,
    /// An error that the next `listen` or `connect` tells.
    delayed_error: Cell<c_int>,
    connection: Cell<Option<ConnectionCallback>>,
    connecting: RefCell<Option<Pending<Connect>>>,
    shutting: RefCell<Option<Pending<Shutdown>>>,
    writing: RefCell<VecDeque<write::Order>>,
    written: RefCell<VecDeque<write::Order>>,
    /// Descriptors to accept, those that a pipe received among them.
    accepted: RefCell<VecDeque<c_int>>,
    /// The name of a bound pipe, which goes when it is closed.
    name: RefCell<Option<std::ffi::CString>>,
    closed: Cell<bool>,
}

impl State {
    fn new(stream: Live<Stream>) -> Self {
        Self {
            stream,
            io: Io::default(),
            fd: Cell::new(-1),
            readable: Cell::new(false),
            writable: Cell::new(false),
            reading: Cell::new(false),
            shut: Cell::new(false),
            bound: Cell::new(false),
            blocking: Cell::new(false),
            nodelay: Cell::new(false),
            delayed_error: Cell::new(0),
            connection: Cell::new(None),
            connecting: RefCell::default(),
            shutting: RefCell::default(),
            writing: RefCell::default(),
            written: RefCell::default(),
            accepted: RefCell::default(),
            name: RefCell::default(),
            closed: Cell::new(false),
        }
    }

    /// Takes a descriptor over. `UV_EBUSY` when there is another one.
    fn open(&self, fd: c_int, readable: bool, writable: bool) -> c_int {
        if self.fd.get() != -1 && self.fd.get() != fd {
            return -libc::EBUSY;
        }
        self.readable.set(self.readable.get() || readable);
        self.writable.set(self.writable.get() || writable);
        if self.stream.base.kind.get() == kind::TCP && self.nodelay.get() {
            let status = set_option(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY, 1);
            if status != 0 {
                return status;
            }
        }
        self.fd.set(fd);
        self.stream.fd.set(fd);
        0
    }

    /// A request of this stream that keeps the loop alive.
    fn pending<T>(&self, request: Live<T>, name: &'static str) -> Pending<T> {
        let _alive = self.event_loop().request_begin(name);
        Pending { request, _alive }
    }

    /// Runs a callback of the addon.
    fn call(&self, callback: impl FnOnce()) {
        self.stream.base.owner.get().call(callback);
    }

    fn is_connecting(&self) -> bool {
        self.connecting.borrow().is_some()
    }
}

impl Watched for State {
    fn io(&self) -> &Io {
        &self.io
    }

    fn fd(&self) -> c_int {
        self.fd.get()
    }

    fn event_loop(&self) -> Rc<EventLoop> {
        self.stream.base.owner.get().event_loop()
    }

    fn ready(self: &Rc<Self>, readiness: Readiness) {
        if self.connection.get().is_some() {
            return connect::incoming(self);
        }
        if self.is_connecting() {
            return connect::connected(self);
        }
        if readiness.readable {
            read::read(self);
        }
        if readiness.writable && !self.closed.get() {
            write::write(self);
            write::call_back(self);
            write::drain(self);
        }
    }
}

impl Live<Stream> {
    /// What the host knows of the stream; `None` once it is closed.
    pub(super) fn state(self) -> Option<Rc<State>> {
        let state = self.state.get();
        if state.is_null() {
            return None;
        }
        // SAFETY: by the module's invariant; the handle keeps its own count.
        unsafe { Rc::increment_strong_count(state) };
        // SAFETY: as above, with the count just made.
        Some(unsafe { Rc::from_raw(state) })
    }

    pub(super) fn fd(self) -> c_int {
        self.fd.get()
    }
}

/// Fills the handle in.
fn init(owner: Live<Loop>, stream: Live<Stream>, kind: u32) -> Rc<State> {
    let state = Rc::new(State::new(stream));
    stream.write(Stream {
        base: Handle::new(stream.cast(), owner, kind),
        write_queue_size: Cell::new(0),
        alloc: Cell::new(None),
        read: Cell::new(None),
        state: Cell::new(Rc::into_raw(Rc::clone(&state))),
        reserved: Default::default(),
        fd: Cell::new(-1),
        reserved_too: Default::default(),
    });
    state
}

/// Gives a stream its descriptor.
pub(super) fn open(stream: Live<Stream>, fd: c_int, readable: bool, writable: bool) -> c_int {
    stream
        .state()
        .map_or(-libc::EINVAL, |state| state.open(fd, readable, writable))
}

/// `uv_close`, at once: nothing is reported any more.
pub(super) fn close(stream: Live<Stream>) {
    let Some(state) = stream.state() else {
        return;
    };
    io::end(&*state);
    state.closed.set(true);
    read::stop(&state);
    stream.base.deactivate();
    state.readable.set(false);
    state.writable.set(false);
    if let Some(name) = state.name.take() {
        // SAFETY: a text with an end.
        unsafe { libc::unlink(name.as_ptr()) };
    }
    let fd = state.fd.replace(-1);
    stream.fd.set(-1);
    // The standard streams stay open for others, as in libuv.
    if fd > 2 {
        descriptor::close(fd);
    }
    state
        .accepted
        .take()
        .into_iter()
        .for_each(descriptor::close);
}

/// In the closing phase: requests that did not end are cancelled.
pub(super) fn closed(stream: Live<Stream>) {
    let Some(state) = stream.state() else {
        return;
    };
    connect::cancel(&state);
    write::cancel(&state);
    write::call_back(&state);
    write::drain(&state);
    let own = stream.state.replace(std::ptr::null());
    // SAFETY: by the module's invariant, and taken out just now.
    drop(unsafe { Rc::from_raw(own) });
}

/// Sets or reads the size of a buffer of the system.
fn buffer_size(
    handle: Option<Live<Handle>>,
    option: c_int,
    value: Option<Live<Cell<c_int>>>,
) -> c_int {
    let (Some(handle), Some(value)) = (handle, value) else {
        return -libc::EINVAL;
    };
    let fd = match handle.kind.get() {
        kind::TCP | kind::PIPE => handle.cast::<Stream>().fd(),
        kind::UDP => handle.cast::<super::udp::Udp>().fd(),
        _ => return -libc::ENOTSUP,
    };
    if value.get() != 0 {
        return set_option(fd, libc::SOL_SOCKET, option, value.get());
    }
    match socket_option(fd, option) {
        Ok(found) => {
            value.set(found);
            0
        }
        Err(status) => status,
    }
}

functions! {
    /// Whether data can come from the stream.
    fn uv_is_readable(stream: Live<Stream>) -> c_int {
        c_int::from(stream.state().is_some_and(|state| state.readable.get()))
    }

    /// Whether the stream takes data.
    fn uv_is_writable(stream: Live<Stream>) -> c_int {
        c_int::from(stream.state().is_some_and(|state| state.writable.get()))
    }

    /// How many bytes wait to be written.
    fn uv_stream_get_write_queue_size(stream: Live<Stream>) -> usize {
        stream.write_queue_size.get()
    }

    /// Makes the descriptor block, or not.
    fn uv_stream_set_blocking(stream: Live<Stream>, blocking: c_int) -> c_int {
        set_nonblocking(stream.fd(), blocking == 0)
    }

    /// The size of the system's buffer for sending; sets it when `value` is not 0.
    fn uv_send_buffer_size(handle: Option<Live<Handle>>, value: Option<Live<Cell<c_int>>>) -> c_int {
        buffer_size(handle, libc::SO_SNDBUF, value)
    }

    /// The same for receiving.
    fn uv_recv_buffer_size(handle: Option<Live<Handle>>, value: Option<Live<Cell<c_int>>>) -> c_int {
        buffer_size(handle, libc::SO_RCVBUF, value)
    }
}
