//! Writing to a stream, descriptors too, and shutting it down.

use std::cell::Cell;
use std::ffi::{c_int, c_uint};
use std::mem::MaybeUninit;
use std::ptr;
use std::rc::Rc;

use super::super::abi::{Buffer, Handle, Live, Request, kind};
use super::super::io;
use super::super::udp::Udp;
use super::{Pending, Pipe, Shutdown, ShutdownCallback, State, Stream, Write, WriteCallback};
use super::{functions, last_error};

/// Writes at most so many requests before others have their turn.
const ROUNDS: u32 = 32;

/// How many buffers the system takes at once.
const MAX_BUFFERS: usize = 1024;

/// A `uv_write` that is not called back yet.
pub(super) struct Order {
    pending: Pending<Write>,
    /// What is left.
    buffers: Vec<Buffer>,
    /// A descriptor to send with the first byte.
    send: Option<c_int>,
    status: c_int,
}

impl Order {
    fn size(&self) -> usize {
        self.buffers.iter().map(|buffer| buffer.len).sum()
    }

    /// Forgets bytes that are written; whether that is all.
    fn advance(&mut self, mut count: usize) -> bool {
        let mut done = 0;
        for buffer in &mut self.buffers {
            let part = count.min(buffer.len);
            // SAFETY: within the buffer, or at its end.
            buffer.base = unsafe { buffer.base.add(part) };
            buffer.len -= part;
            count -= part;
            if buffer.len > 0 {
                break;
            }
            done += 1;
        }
        self.buffers.drain(..done);
        self.buffers.is_empty()
    }
}

/// The caller's list of buffers.
fn list(buffers: *const Buffer, count: c_uint) -> Vec<Buffer> {
    if buffers.is_null() || count == 0 {
        return Vec::new();
    }
    // SAFETY: by libuv's contract so many buffers.
    unsafe { std::slice::from_raw_parts(buffers, count as usize) }.to_vec()
}

/// Writes once; how many bytes, or an error's number.
fn try_once(fd: c_int, buffers: &[Buffer], send: Option<c_int>) -> Result<usize, c_int> {
    loop {
        let written = match send {
            Some(send) => send_message(fd, buffers, send),
            None => {
                let count = c_int::try_from(buffers.len().min(MAX_BUFFERS)).unwrap_or(c_int::MAX);
                // SAFETY: buffers of the request; `uv_buf_t` has the layout of `iovec`.
                unsafe { libc::writev(fd, buffers.as_ptr().cast(), count) }
            }
        };
        if let Ok(count) = usize::try_from(written) {
            return Ok(count);
        }
        match -last_error() {
            libc::EINTR => {}
            libc::EAGAIN | libc::ENOBUFS => return Err(-libc::EAGAIN),
            error => return Err(-error),
        }
    }
}

fn send_message(fd: c_int, buffers: &[Buffer], send: c_int) -> isize {
    let mut control = [0_u64; 4];
    let size = c_uint::try_from(size_of::<c_int>()).unwrap_or(0);
    // SAFETY: zero bytes are an empty message.
    let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    message.msg_iov = buffers.as_ptr().cast_mut().cast();
    message.msg_iovlen = buffers.len().min(MAX_BUFFERS);
    message.msg_control = control.as_mut_ptr().cast();
    // SAFETY: a plain number.
    message.msg_controllen = unsafe { libc::CMSG_SPACE(size) } as usize;
    // SAFETY: a message with room for one part.
    let header = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
    // SAFETY: that room, which is aligned.
    let part = unsafe { &mut *header };
    part.cmsg_level = libc::SOL_SOCKET;
    part.cmsg_type = libc::SCM_RIGHTS;
    // SAFETY: a plain number.
    part.cmsg_len = unsafe { libc::CMSG_LEN(size) } as usize;
    // SAFETY: the part above.
    let data = unsafe { libc::CMSG_DATA(header) };
    // SAFETY: room for a descriptor.
    unsafe { data.cast::<c_int>().write_unaligned(send) };
    // SAFETY: a message whose parts live through the call.
    unsafe { libc::sendmsg(fd, &raw const message, 0) }
}

/// Writes what is queued, as far as it goes.
pub(super) fn write(state: &Rc<State>) {
    let mut rounds = ROUNDS;
    while rounds > 0 && !state.closed.get() {
        let Some(mut order) = state.writing.borrow_mut().pop_front() else {
            return;
        };
        match try_once(state.fd.get(), &order.buffers, order.send) {
            Ok(count) => {
                order.send = None;
                let left = state.stream.write_queue_size.get() - count;
                state.stream.write_queue_size.set(left);
                if order.advance(count) {
                    finish(state, order);
                    rounds -= 1;
                    continue;
                }
            }
            Err(status) if status == -libc::EAGAIN => {}
            Err(status) => {
                order.status = status;
                finish(state, order);
                io::want_write(state, false);
                return;
            }
        }
        state.writing.borrow_mut().push_front(order);
        if !state.blocking.get() {
            io::want_write(state, true);
            return;
        }
    }
}

/// The order's callback is due.
fn finish(state: &Rc<State>, order: Order) {
    state.written.borrow_mut().push_back(order);
    io::feed(state);
}

/// Calls back for all orders that have ended.
pub(super) fn call_back(state: &Rc<State>) {
    for order in state.written.take() {
        let left = state
            .stream
            .write_queue_size
            .get()
            .saturating_sub(order.size());
        state.stream.write_queue_size.set(left);
        let (request, status) = (order.pending.request, order.status);
        drop(order);
        if let Some(callback) = request.callback.get() {
            // SAFETY: the addon's callback for its own request.
            state.call(|| unsafe { callback(request.as_ptr(), status) });
        }
    }
}

/// All orders that wait end with `UV_ECANCELED`.
pub(super) fn cancel(state: &Rc<State>) {
    for mut order in state.writing.take() {
        order.status = -libc::ECANCELED;
        state.written.borrow_mut().push_back(order);
    }
}

/// When nothing is left to write: shuts down, if that was asked for.
pub(super) fn drain(state: &Rc<State>) {
    if !state.writing.borrow().is_empty() {
        return;
    }
    if !state.closed.get() {
        io::want_write(state, false);
    }
    let Some(pending) = state.shutting.take() else {
        return;
    };
    let status = if state.closed.get() {
        -libc::ECANCELED
    // SAFETY: the stream's descriptor.
    } else if unsafe { libc::shutdown(state.fd.get(), libc::SHUT_WR) } == 0 {
        state.shut.set(true);
        0
    } else {
        last_error()
    };
    let request = pending.request;
    drop(pending);
    if let Some(callback) = request.callback.get() {
        // SAFETY: the addon's callback for its own request.
        state.call(|| unsafe { callback(request.as_ptr(), status) });
    }
}

/// The state of a stream that takes data and, if there is a handle to send, that handle.
fn check(
    stream: Live<Stream>,
    send: Option<Live<Handle>>,
) -> Result<(Rc<State>, Option<c_int>), c_int> {
    let state = stream.state().filter(|state| state.fd.get() >= 0);
    let state = state.ok_or(-libc::EBADF)?;
    if !state.writable.get() {
        return Err(-libc::EPIPE);
    }
    let Some(send) = send else {
        return Ok((state, None));
    };
    if stream.base.kind.get() != kind::PIPE || stream.cast::<Pipe>().ipc.get() == 0 {
        return Err(-libc::EINVAL);
    }
    let fd = match send.kind.get() {
        kind::TCP | kind::PIPE | kind::TTY => send.cast::<Stream>().fd(),
        kind::UDP => send.cast::<Udp>().fd(),
        _ => return Err(-libc::EINVAL),
    };
    if fd < 0 {
        Err(-libc::EBADF)
    } else {
        Ok((state, Some(fd)))
    }
}

fn start(
    request: Live<Write>,
    stream: Live<Stream>,
    buffers: Vec<Buffer>,
    send: Option<Live<Handle>>,
    callback: Option<WriteCallback>,
) -> c_int {
    let (state, fd) = match check(stream, send) {
        Ok(found) => found,
        Err(status) => return status,
    };
    request.write(Write {
        base: Request::new(
            request.data(),
            kind::REQUEST_WRITE,
            Some(stream.base.owner.get()),
        ),
        callback: Cell::new(callback),
        send_handle: Cell::new(send.map_or(ptr::null_mut(), |send| send.as_ptr().cast())),
        stream: Cell::new(stream.as_ptr()),
        reserved: Default::default(),
    });
    let order = Order {
        pending: state.pending(request, "write"),
        buffers,
        send: fd,
        status: 0,
    };
    let before = stream.write_queue_size.get();
    stream.write_queue_size.set(before + order.size());
    let first = before == 0 && state.writing.borrow().is_empty();
    state.writing.borrow_mut().push_back(order);
    if state.is_connecting() {
        return 0;
    }
    if first {
        write(&state);
    } else {
        io::want_write(&state, true);
    }
    0
}

fn try_write(stream: Live<Stream>, buffers: &[Buffer], send: Option<Live<Handle>>) -> c_int {
    let busy = |state: Rc<State>| state.is_connecting() || stream.write_queue_size.get() > 0;
    if stream.state().is_some_and(busy) {
        return -libc::EAGAIN;
    }
    let (state, fd) = match check(stream, send) {
        Ok(found) => found,
        Err(status) => return status,
    };
    match try_once(state.fd.get(), buffers, fd) {
        Ok(count) => c_int::try_from(count).unwrap_or(c_int::MAX),
        Err(status) => status,
    }
}

functions! {
    /// Writes buffers; they stay the caller's and in place until `callback`.
    fn uv_write(
        request: Live<Write>,
        stream: Live<Stream>,
        buffers: *const Buffer,
        count: c_uint,
        callback: Option<WriteCallback>,
    ) -> c_int {
        start(request, stream, list(buffers, count), None, callback)
    }

    /// As `uv_write`, and sends a handle to the other process.
    fn uv_write2(
        request: Live<Write>,
        stream: Live<Stream>,
        buffers: *const Buffer,
        count: c_uint,
        send: Option<Live<Handle>>,
        callback: Option<WriteCallback>,
    ) -> c_int {
        start(request, stream, list(buffers, count), send, callback)
    }

    /// Writes what can be written at once; how many bytes that was.
    fn uv_try_write(stream: Live<Stream>, buffers: *const Buffer, count: c_uint) -> c_int {
        try_write(stream, &list(buffers, count), None)
    }

    /// As `uv_try_write`, and sends a handle to the other process.
    fn uv_try_write2(
        stream: Live<Stream>,
        buffers: *const Buffer,
        count: c_uint,
        send: Option<Live<Handle>>,
    ) -> c_int {
        try_write(stream, &list(buffers, count), send)
    }

    /// Ends the writing side once all is written.
    fn uv_shutdown(
        request: Live<Shutdown>,
        stream: Live<Stream>,
        callback: Option<ShutdownCallback>,
    ) -> c_int {
        let Some(state) = stream.state().filter(|state| !state.closed.get()) else {
            return -libc::ENOTCONN;
        };
        if !state.writable.get() || state.shut.get() || state.shutting.borrow().is_some() {
            return -libc::ENOTCONN;
        }
        request.write(Shutdown {
            base: Request::new(request.data(), kind::REQUEST_SHUTDOWN, Some(stream.base.owner.get())),
            stream: Cell::new(stream.as_ptr()),
            callback: Cell::new(callback),
        });
        state.writable.set(false);
        state.shutting.replace(Some(state.pending(request, "shutdown")));
        if state.writing.borrow().is_empty() {
            io::feed(&state);
        }
        0
    }
}
