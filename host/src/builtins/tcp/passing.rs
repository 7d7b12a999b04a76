//! Descriptors that travel over a unix socket along with bytes.

use std::mem::{MaybeUninit, size_of};
use std::os::fd::RawFd;

use super::stream::{READ_SIZE, retry, set_count};
use super::{Args, Return, Scope, integer};
use crate::builtins::bytes;
use crate::builtins::support::method;

/// Most descriptors that one read takes; a sender attaches one to a message.
const MOST: usize = 64;

/// Room for the control message of [`MOST`] descriptors, aligned as its head is.
#[repr(C)]
struct Control {
    head: libc::cmsghdr,
    descriptors: [RawFd; MOST],
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "readWith", read_with);
    method(scope, target, "writeWith", write_with);
}

fn empty_control() -> Control {
    // SAFETY: plain numbers, for which all zeros is a value.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

fn message(vector: &mut libc::iovec, control: &mut Control, length: usize) -> libc::msghdr {
    // SAFETY: plain numbers and pointers, for which all zeros is a value.
    let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    message.msg_iov = std::ptr::from_mut(vector);
    message.msg_iovlen = 1;
    message.msg_control = std::ptr::from_mut(control).cast();
    message.msg_controllen = length;
    message
}

/// How long a control message with `count` descriptors is.
const fn length_of(count: usize) -> usize {
    size_of::<libc::cmsghdr>() + count * size_of::<RawFd>()
}

/// `writeWith(fd, view, offset, descriptor)`: how many bytes were taken; the
/// descriptor goes along with the first.
fn write_with(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let offset = args.get(2).uint32_value(scope).unwrap_or(0) as usize;
    let passed: RawFd = integer(scope, &args, 3);
    let result = bytes::with_bytes(args.get(1), |data| {
        let rest = data.get_mut(offset..).unwrap_or(&mut []);
        let mut vector = libc::iovec {
            iov_base: rest.as_mut_ptr().cast(),
            iov_len: rest.len(),
        };
        let mut control = empty_control();
        control.head.cmsg_level = libc::SOL_SOCKET;
        control.head.cmsg_type = libc::SCM_RIGHTS;
        control.head.cmsg_len = length_of(1);
        control.descriptors[0] = passed;
        // The kernel wants the length with its padding.
        let padded = length_of(1).next_multiple_of(size_of::<usize>());
        let message = message(&mut vector, &mut control, padded);
        // SAFETY: the message names one vector and one control block, both alive.
        retry(|| unsafe { libc::sendmsg(fd, &raw const message, libc::MSG_NOSIGNAL) })
    });
    set_count(&mut rv, result);
}

/// `readWith(fd, list)`: as `read`; descriptors that came along are added to `list`.
fn read_with(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd: RawFd = integer(scope, &args, 0);
    let mut buffer = vec![0_u8; READ_SIZE];
    let mut control = empty_control();
    let (count, descriptors) = match receive(fd, &mut buffer, &mut control) {
        Ok(received) => received,
        Err(errno) => return rv.set_int32(errno),
    };
    if let Ok(list) = v8::Local::<v8::Array>::try_from(args.get(1)) {
        for (at, descriptor) in (list.length()..).zip(descriptors) {
            let value = v8::Integer::new(scope, *descriptor);
            list.set_index(scope, at, value.into());
        }
    }
    match count {
        0 => rv.set_int32(0),
        _ => rv.set(bytes::copied(scope, &buffer[..count]).into()),
    }
}

/// How many bytes came, and what came with them.
fn receive<'c>(
    fd: RawFd,
    buffer: &mut [u8],
    control: &'c mut Control,
) -> Result<(usize, &'c [RawFd]), i32> {
    let mut vector = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: buffer.len(),
    };
    let mut message = message(&mut vector, control, size_of::<Control>());
    // SAFETY: the message names one vector and one control block, both alive.
    let count = retry(|| unsafe { libc::recvmsg(fd, &raw mut message, libc::MSG_CMSG_CLOEXEC) })?;
    let is_ours = message.msg_controllen >= size_of::<libc::cmsghdr>()
        && control.head.cmsg_level == libc::SOL_SOCKET
        && control.head.cmsg_type == libc::SCM_RIGHTS;
    let found = if is_ours {
        control.head.cmsg_len.saturating_sub(length_of(0)) / size_of::<RawFd>()
    } else {
        0
    };
    Ok((count, &control.descriptors[..found.min(MOST)]))
}
