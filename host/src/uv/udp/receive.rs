//! Receiving datagrams.

use std::ffi::{c_int, c_uint};
use std::mem::MaybeUninit;
use std::ptr;
use std::rc::Rc;

use super::super::abi::{Buffer, Live};
use super::super::io;
use super::super::socket::Address;
use super::super::stream::{AllocCallback, SUGGESTED_SIZE};
use super::{RECEIVE_ERRORS, State, Udp, functions, last_error};

pub(super) type ReceiveCallback =
    unsafe extern "C" fn(*mut Udp, isize, *const Buffer, *const libc::sockaddr, c_uint);

/// `UV_UDP_PARTIAL`.
const PARTIAL: c_uint = 2;

/// Receives at most so often before others have their turn.
const ROUNDS: u32 = 32;

/// What one call of the system gave.
struct Datagram {
    size: isize,
    from: Address,
    flags: c_uint,
}

fn receive_once(fd: c_int, buffer: &Buffer) -> Result<Datagram, c_int> {
    let mut vector = libc::iovec {
        iov_base: buffer.base.cast(),
        iov_len: buffer.len,
    };
    loop {
        // SAFETY: zero bytes are an empty message.
        let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
        message.msg_iov = &raw mut vector;
        message.msg_iovlen = 1;
        let mut size = -1;
        let from = Address::filled(|place, room| {
            message.msg_name = place.cast();
            message.msg_namelen = 128;
            // SAFETY: a message whose parts live through the call.
            size = unsafe { libc::recvmsg(fd, &raw mut message, 0) };
            // SAFETY: the size of the address.
            unsafe { room.write(message.msg_namelen) };
            if size < 0 { -1 } else { 0 }
        });
        match from {
            Ok(from) => {
                let partial = message.msg_flags & libc::MSG_TRUNC != 0;
                let flags = if partial { PARTIAL } else { 0 };
                return Ok(Datagram { size, from, flags });
            }
            Err(status) if status == -libc::EINTR => {}
            Err(status) => return Err(status),
        }
    }
}

/// Tells the addon.
fn report(
    state: &State,
    callback: ReceiveCallback,
    size: isize,
    buffer: &Buffer,
    from: Option<&Address>,
    flags: c_uint,
) {
    let udp = state.udp.as_ptr();
    let from = from.filter(|from| from.size() > 0);
    let from = from.map_or(ptr::null(), Address::as_ptr);
    // SAFETY: the addon's callback for its own handle.
    state.call(|| unsafe { callback(udp, size, buffer, from, flags) });
}

/// A buffer of the addon, if it still receives and has one.
fn ask_for_buffer(state: &Rc<State>) -> Option<(ReceiveCallback, Buffer)> {
    if state.closed.get() || !state.receiving.get() {
        return None;
    }
    let (alloc, callback) = (state.udp.alloc.get()?, state.udp.receive.get()?);
    let mut buffer = Buffer {
        base: ptr::null_mut(),
        len: 0,
    };
    let (udp, place) = (state.udp.as_ptr().cast(), &raw mut buffer);
    // SAFETY: the addon's callback for its own handle, and room for its answer.
    state.call(|| unsafe { alloc(udp, SUGGESTED_SIZE, place) });
    if buffer.base.is_null() || buffer.len == 0 {
        report(state, callback, -libc::ENOBUFS as isize, &buffer, None, 0);
        return None;
    }
    Some((callback, buffer))
}

/// Receives until there is nothing, or the addon has had enough.
pub(super) fn receive(state: &Rc<State>) {
    for _ in 0..ROUNDS {
        let Some((callback, buffer)) = ask_for_buffer(state) else {
            return;
        };
        match receive_once(state.fd.get(), &buffer) {
            Ok(got) => report(
                state,
                callback,
                got.size,
                &buffer,
                Some(&got.from),
                got.flags,
            ),
            Err(status) => {
                let told = if status == -libc::EAGAIN { 0 } else { status };
                return report(state, callback, told as isize, &buffer, None, 0);
            }
        }
    }
}

/// What the system says of a datagram that did not arrive: an error, and who told of it.
fn receive_error(fd: c_int, buffer: &Buffer) -> Result<(c_int, Address), c_int> {
    let mut control = [0_u64; 64];
    let mut vector = libc::iovec {
        iov_base: buffer.base.cast(),
        iov_len: buffer.len,
    };
    // SAFETY: zero bytes are an empty message.
    let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    message.msg_iov = &raw mut vector;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = size_of_val(&control);
    // SAFETY: a message whose parts live through the call.
    if unsafe { libc::recvmsg(fd, &raw mut message, libc::MSG_ERRQUEUE) } < 0 {
        return Err(last_error());
    }
    // SAFETY: the message that the call has filled in.
    let header = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
    // SAFETY: null, or a part of the message.
    let kind = unsafe { header.as_ref() }.map(|part| (part.cmsg_level, part.cmsg_type));
    let known = [
        (libc::IPPROTO_IP, libc::IP_RECVERR),
        (libc::IPPROTO_IPV6, libc::IPV6_RECVERR),
    ];
    if !kind.is_some_and(|kind| known.contains(&kind)) {
        return Err(-libc::EAGAIN);
    }
    // SAFETY: a part of the message.
    let data = unsafe { libc::CMSG_DATA(header) }.cast::<libc::sock_extended_err>();
    // SAFETY: such a part holds this structure, and an address after it.
    let error = unsafe { data.read_unaligned() };
    // SAFETY: as above.
    let offender = unsafe { data.add(1) };
    let from = Address::internet(offender.cast()).unwrap_or_else(Address::empty);
    Ok((c_int::try_from(error.ee_errno).unwrap_or(0), from))
}

/// Tells what the system says of datagrams that did not arrive.
pub(super) fn errors(state: &Rc<State>) {
    for _ in 0..ROUNDS {
        let Some((callback, buffer)) = ask_for_buffer(state) else {
            return;
        };
        match receive_error(state.fd.get(), &buffer) {
            Ok((error, from)) => {
                let status = -error as isize;
                report(
                    state,
                    callback,
                    status,
                    &buffer,
                    Some(&from),
                    RECEIVE_ERRORS,
                );
            }
            Err(_) => return report(state, callback, 0, &buffer, None, 0),
        }
    }
}

functions! {
    /// Receives whatever comes, until `uv_udp_recv_stop`; binds to any address if need be.
    fn uv_udp_recv_start(
        udp: Option<Live<Udp>>,
        alloc: Option<AllocCallback>,
        callback: Option<ReceiveCallback>,
    ) -> c_int {
        let (Some(udp), Some(alloc), Some(callback)) = (udp, alloc, callback) else {
            return -libc::EINVAL;
        };
        let Some(state) = udp.open_state() else {
            return -libc::EINVAL;
        };
        if state.receiving.get() {
            return -libc::EALREADY;
        }
        let mut status = state.ensure_bound(libc::AF_INET, 0);
        if status == 0 {
            status = io::want_read(&state, true);
        }
        if status == 0 {
            udp.alloc.set(Some(alloc));
            udp.receive.set(Some(callback));
            state.receiving.set(true);
            state.update_activity();
        }
        status
    }

    /// Stops receiving.
    fn uv_udp_recv_stop(udp: Live<Udp>) -> c_int {
        if let Some(state) = udp.open_state() {
            io::want_read(&state, false);
            state.receiving.set(false);
            udp.alloc.set(None);
            udp.receive.set(None);
            state.update_activity();
        }
        0
    }
}
