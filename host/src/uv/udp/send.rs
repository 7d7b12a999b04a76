//! Sending datagrams.

use std::cell::Cell;
use std::ffi::{c_int, c_uint};
use std::mem::MaybeUninit;
use std::rc::Rc;

use napi_host_event_loop::RequestToken;

use super::super::abi::{Buffer, Live, Request, kind};
use super::super::io;
use super::super::socket::Address;
use super::{Send, State, Udp, functions, last_error};

pub(super) type SendCallback = unsafe extern "C" fn(*mut Send, c_int);

/// A `uv_udp_send` that is not called back yet.
pub(super) struct Order {
    request: Live<Send>,
    buffers: Vec<Buffer>,
    to: Option<Address>,
    /// How many bytes went, or an error's number.
    status: isize,
    _alive: RequestToken,
}

impl Order {
    fn size(&self) -> usize {
        size_of_all(&self.buffers)
    }
}

fn size_of_all(buffers: &[Buffer]) -> usize {
    buffers.iter().map(|buffer| buffer.len).sum()
}

/// The caller's list of buffers.
fn list(buffers: *const Buffer, count: c_uint) -> Vec<Buffer> {
    if buffers.is_null() || count == 0 {
        return Vec::new();
    }
    // SAFETY: by libuv's contract so many buffers.
    unsafe { std::slice::from_raw_parts(buffers, count as usize) }.to_vec()
}

fn send_once(fd: c_int, buffers: &[Buffer], to: Option<&Address>) -> Result<isize, c_int> {
    // SAFETY: zero bytes are an empty message.
    let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    message.msg_iov = buffers.as_ptr().cast_mut().cast();
    message.msg_iovlen = buffers.len();
    if let Some(to) = to {
        message.msg_name = to.as_ptr().cast_mut().cast();
        message.msg_namelen = to.size();
    }
    loop {
        // SAFETY: a message whose parts live through the call.
        let sent = unsafe { libc::sendmsg(fd, &raw const message, 0) };
        if sent >= 0 {
            return Ok(sent);
        }
        match -last_error() {
            libc::EINTR => {}
            libc::EAGAIN | libc::ENOBUFS => return Err(-libc::EAGAIN),
            error => return Err(-error),
        }
    }
}

/// Sends what is queued, as far as it goes.
pub(super) fn send(state: &Rc<State>) {
    while let Some(mut order) = state.sending.borrow_mut().pop_front() {
        order.status = match send_once(state.fd.get(), &order.buffers, order.to.as_ref()) {
            Ok(count) => count,
            Err(status) if status == -libc::EAGAIN => {
                state.sending.borrow_mut().push_front(order);
                return;
            }
            Err(status) => status as isize,
        };
        state.sent.borrow_mut().push_back(order);
        io::feed(state);
    }
}

/// Calls back for all orders that have ended.
pub(super) fn call_back(state: &Rc<State>) {
    state.calling.set(true);
    for order in state.sent.take() {
        let udp = state.udp;
        udp.send_queue_size
            .set(udp.send_queue_size.get() - order.size());
        udp.send_queue_count.set(udp.send_queue_count.get() - 1);
        let (request, status) = (order.request, order.status.min(0));
        drop(order);
        if let Some(callback) = request.callback.get() {
            let status = c_int::try_from(status).unwrap_or(0);
            // SAFETY: the addon's callback for its own request.
            state.call(|| unsafe { callback(request.as_ptr(), status) });
        }
    }
    state.calling.set(false);
    if !state.closed.get() {
        io::want_write(state, !state.sending.borrow().is_empty());
        state.update_activity();
    }
}

/// All orders that wait end with `UV_ECANCELED`.
pub(super) fn cancel(state: &Rc<State>) {
    for mut order in state.sending.take() {
        order.status = -libc::ECANCELED as isize;
        state.sent.borrow_mut().push_back(order);
    }
}

/// Whether the address fits the socket; the state, and the address if one is needed.
fn check(udp: Live<Udp>, to: *const libc::sockaddr) -> Result<(Rc<State>, Option<Address>), c_int> {
    let state = udp.open_state().ok_or(-libc::EINVAL)?;
    match (to.is_null(), state.connected.get()) {
        (false, true) => Err(-libc::EISCONN),
        (true, false) => Err(-libc::EDESTADDRREQ),
        (true, true) => Ok((state, None)),
        (false, false) => {
            let to = Address::any(to).ok_or(-libc::EINVAL)?;
            Ok((state, Some(to)))
        }
    }
}

fn ensure_bound(state: &State, to: Option<&Address>) -> c_int {
    let family = to.map_or(libc::AF_INET, Address::family);
    state.ensure_bound(family, 0)
}

fn start(
    request: Live<Send>,
    udp: Live<Udp>,
    buffers: Vec<Buffer>,
    to: *const libc::sockaddr,
    callback: Option<SendCallback>,
) -> c_int {
    let (state, to) = match check(udp, to) {
        Ok(found) => found,
        Err(status) => return status,
    };
    let status = ensure_bound(&state, to.as_ref());
    if status != 0 {
        return status;
    }
    request.write(Send {
        base: Request::new(
            request.data(),
            kind::REQUEST_UDP_SEND,
            Some(udp.base.owner.get()),
        ),
        udp: Cell::new(udp.as_ptr()),
        callback: Cell::new(callback),
        reserved: Default::default(),
    });
    let _alive = udp.base.owner.get().event_loop().request_begin("udp_send");
    let order = Order {
        request,
        buffers,
        to,
        status: 0,
        _alive,
    };
    let first = udp.send_queue_count.get() == 0;
    udp.send_queue_size
        .set(udp.send_queue_size.get() + order.size());
    udp.send_queue_count.set(udp.send_queue_count.get() + 1);
    state.sending.borrow_mut().push_back(order);
    state.update_activity();
    if first && !state.calling.get() {
        send(&state);
    }
    if !state.sending.borrow().is_empty() {
        io::want_write(&state, true);
    }
    0
}

fn try_send(udp: Live<Udp>, buffers: &[Buffer], to: *const libc::sockaddr) -> c_int {
    let (state, to) = match check(udp, to) {
        Ok(found) => found,
        Err(status) => return status,
    };
    if udp.send_queue_count.get() > 0 {
        return -libc::EAGAIN;
    }
    let status = ensure_bound(&state, to.as_ref());
    if status != 0 {
        return status;
    }
    match send_once(state.fd.get(), buffers, to.as_ref()) {
        Ok(count) => c_int::try_from(count).unwrap_or(c_int::MAX),
        Err(status) => status,
    }
}

/// An entry of an array of the caller; null when there is no array.
fn entry<T>(array: *const *const T, index: usize) -> *const T {
    if array.is_null() {
        return std::ptr::null();
    }
    // SAFETY: by libuv's contract the array is that long.
    let place = unsafe { array.add(index) };
    // SAFETY: as above.
    unsafe { place.read() }
}

functions! {
    /// Sends a datagram; buffers stay the caller's and in place until `callback`.
    fn uv_udp_send(
        request: Live<Send>,
        udp: Live<Udp>,
        buffers: *const Buffer,
        count: c_uint,
        to: *const libc::sockaddr,
        callback: Option<SendCallback>,
    ) -> c_int {
        start(request, udp, list(buffers, count), to, callback)
    }

    /// Sends a datagram if that is possible at once; its size.
    fn uv_udp_try_send(
        udp: Live<Udp>,
        buffers: *const Buffer,
        count: c_uint,
        to: *const libc::sockaddr,
    ) -> c_int {
        try_send(udp, &list(buffers, count), to)
    }

    /// Sends datagrams as far as that is possible at once; how many, or the first one's error.
    fn uv_udp_try_send2(
        udp: Live<Udp>,
        count: c_uint,
        buffers: *const *const Buffer,
        counts: *const c_uint,
        addresses: *const *const libc::sockaddr,
        flags: c_uint,
    ) -> c_int {
        if count < 1 || flags != 0 || udp.fd() == -1 {
            return -libc::EINVAL;
        }
        if udp.send_queue_count.get() > 0 {
            return -libc::EAGAIN;
        }
        for index in 0..count as usize {
            // SAFETY: by libuv's contract the array is that long.
            let size = unsafe { counts.add(index) };
            // SAFETY: as above.
            let buffers = list(entry(buffers, index), unsafe { size.read() });
            let status = try_send(udp, &buffers, entry(addresses, index));
            if status < 0 {
                let sent = c_int::try_from(index).unwrap_or(c_int::MAX);
                return if sent == 0 { status } else { sent };
            }
        }
        c_int::try_from(count).unwrap_or(c_int::MAX)
    }

    /// How many bytes wait to be sent.
    fn uv_udp_get_send_queue_size(udp: Live<Udp>) -> usize {
        udp.send_queue_size.get()
    }

    /// How many datagrams wait to be sent.
    fn uv_udp_get_send_queue_count(udp: Live<Udp>) -> usize {
        udp.send_queue_count.get()
    }
}
