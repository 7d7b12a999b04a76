//! Reading from a stream, and receiving descriptors from a pipe.

use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::ptr;
use std::rc::Rc;

use super::super::abi::{Buffer, Live, kind};
use super::super::error::END_OF_FILE;
use super::super::io;
use super::{AllocCallback, Pipe, ReadCallback, State, Stream};
use super::{functions, last_error};

/// How large a buffer an addon is asked for.
pub(in super::super) const SUGGESTED_SIZE: usize = 64 * 1024;

/// Reads at most so often before others have their turn.
const ROUNDS: u32 = 32;

/// Room for the descriptors that may come with one read.
const CONTROL_SIZE: usize = 512;

/// A buffer of no bytes.
const NO_BUFFER: Buffer = Buffer {
    base: ptr::null_mut(),
    len: 0,
};

pub(super) fn stop(state: &Rc<State>) {
    if !state.reading.replace(false) {
        return;
    }
    io::want_read(state, false);
    state.stream.base.deactivate();
    state.stream.alloc.set(None);
    state.stream.read.set(None);
}

/// Tells the addon, if it still wants to know.
fn report(state: &Rc<State>, callback: ReadCallback, count: isize, buffer: &Buffer) {
    let stream = state.stream.as_ptr();
    // SAFETY: the addon's callback for its own handle.
    state.call(|| unsafe { callback(stream, count, buffer) });
}

fn ended(state: &Rc<State>, callback: ReadCallback, buffer: &Buffer) {
    state.reading.set(false);
    io::want_read(state, false);
    state.stream.base.deactivate();
    report(state, callback, END_OF_FILE as isize, buffer);
}

/// Reads until there is nothing, or the addon has had enough.
pub(super) fn read(state: &Rc<State>) {
    for _ in 0..ROUNDS {
        if state.closed.get() || !state.reading.get() {
            return;
        }
        let stream = state.stream;
        let (Some(alloc), Some(callback)) = (stream.alloc.get(), stream.read.get()) else {
            return;
        };
        let mut buffer = NO_BUFFER;
        let place = &raw mut buffer;
        // SAFETY: the addon's callback for its own handle, and room for its answer.
        state.call(|| unsafe { alloc(stream.as_ptr().cast(), SUGGESTED_SIZE, place) });
        if buffer.base.is_null() || buffer.len == 0 {
            return report(state, callback, -libc::ENOBUFS as isize, &buffer);
        }
        if state.closed.get() {
            return report(state, callback, 0, &buffer);
        }
        if !read_once(state, callback, &buffer) {
            break;
        }
    }
}

/// Reads into a buffer; whether it is full, so that there may be more.
fn read_once(state: &Rc<State>, callback: ReadCallback, buffer: &Buffer) -> bool {
    let got = receive(state, buffer);
    match got {
        Ok(0) => ended(state, callback, buffer),
        Ok(count) => {
            let full = count == buffer.len;
            report(
                state,
                callback,
                isize::try_from(count).unwrap_or(isize::MAX),
                buffer,
            );
            return full;
        }
        Err(status) if status == -libc::EAGAIN => report(state, callback, 0, buffer),
        Err(status) => {
            state.readable.set(false);
            state.writable.set(false);
            state.reading.set(false);
            io::want_read(state, false);
            state.stream.base.deactivate();
            report(state, callback, status as isize, buffer);
        }
    }
    false
}

fn passes_handles(stream: Live<Stream>) -> bool {
    stream.base.kind.get() == kind::PIPE && stream.cast::<Pipe>().ipc.get() != 0
}

fn receive(state: &Rc<State>, buffer: &Buffer) -> Result<usize, c_int> {
    let fd = state.fd.get();
    loop {
        let got = if passes_handles(state.stream) {
            receive_message(state, buffer)
        } else {
            // SAFETY: the addon's buffer.
            unsafe { libc::read(fd, buffer.base.cast(), buffer.len) }
        };
        if let Ok(count) = usize::try_from(got) {
            return Ok(count);
        }
        match last_error() {
            error if error == -libc::EINTR => {}
            error => return Err(error),
        }
    }
}

/// Reads what may come with descriptors, and keeps those for `uv_accept`.
fn receive_message(state: &Rc<State>, buffer: &Buffer) -> isize {
    let mut control = [0_u64; CONTROL_SIZE / 8];
    let mut vector = libc::iovec {
        iov_base: buffer.base.cast(),
        iov_len: buffer.len,
    };
    // SAFETY: zero bytes are an empty message.
    let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    message.msg_iov = &raw mut vector;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = CONTROL_SIZE;
    // SAFETY: a message whose parts live through the call.
    let got = unsafe { libc::recvmsg(state.fd.get(), &raw mut message, libc::MSG_CMSG_CLOEXEC) };
    if got < 0 {
        return got;
    }
    // SAFETY: the message that the call has filled in.
    let mut header = unsafe { libc::CMSG_FIRSTHDR(&raw const message) };
    // SAFETY: null, or a part of the message.
    while let Some(part) = unsafe { header.as_ref() } {
        if part.cmsg_level == libc::SOL_SOCKET && part.cmsg_type == libc::SCM_RIGHTS {
            // SAFETY: a part of the message.
            let data = unsafe { libc::CMSG_DATA(header) };
            let size = part.cmsg_len - (data.addr() - header.addr());
            for index in 0..size / size_of::<c_int>() {
                // SAFETY: the part has so many descriptors.
                let place = unsafe { data.cast::<c_int>().add(index) };
                // SAFETY: as above.
                let fd = unsafe { place.read_unaligned() };
                state.accepted.borrow_mut().push_back(fd);
            }
        }
        // SAFETY: the message and its part.
        header = unsafe { libc::CMSG_NXTHDR(&raw const message, header) };
    }
    got
}

functions! {
    /// Reads whatever comes, until `uv_read_stop`.
    fn uv_read_start(
        stream: Option<Live<Stream>>,
        alloc: Option<AllocCallback>,
        callback: Option<ReadCallback>,
    ) -> c_int {
        let (Some(stream), Some(alloc), Some(callback)) = (stream, alloc, callback) else {
            return -libc::EINVAL;
        };
        let Some(state) = stream.state().filter(|state| !state.closed.get()) else {
            return -libc::EINVAL;
        };
        if state.reading.get() {
            return -libc::EALREADY;
        }
        if !state.readable.get() {
            return -libc::ENOTCONN;
        }
        let status = io::want_read(&state, true);
        if status != 0 {
            return status;
        }
        state.reading.set(true);
        stream.alloc.set(Some(alloc));
        stream.read.set(Some(callback));
        stream.base.activate("read");
        0
    }

    /// Stops reading.
    fn uv_read_stop(stream: Live<Stream>) -> c_int {
        if let Some(state) = stream.state() {
            stop(&state);
        }
        0
    }
}
