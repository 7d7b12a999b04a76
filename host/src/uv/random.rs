//! Random bytes of the system, at once (no callback) or on the worker pool.

use std::cell::Cell;
use std::ffi::{c_int, c_uint, c_void};

use super::abi::{Live, Loop, Request, kind};
use super::work::submit;
use super::{functions, last_error};

type Callback = unsafe extern "C" fn(*mut Random, c_int, *mut c_void, usize);

/// `uv_random_t`.
#[repr(C)]
pub(crate) struct Random {
    base: Request,
    owner: Cell<*mut Loop>,
    status: Cell<c_int>,
    target: Cell<*mut c_void>,
    length: Cell<usize>,
    callback: Cell<Option<Callback>>,
    reserved: [Cell<usize>; 5],
}

const _: () = assert!(size_of::<Random>() == 144);

/// Where the bytes go: the caller's memory, which it leaves alone until its callback.
struct Target(*mut c_void, usize);

// SAFETY: libuv's contract, see the type.
unsafe impl Send for Target {}

impl Target {
    fn fill(&self) -> c_int {
        let Self(mut place, mut left) = *self;
        while left > 0 {
            // SAFETY: `left` bytes at `place` are the caller's.
            let got = unsafe { libc::getrandom(place, left, 0) };
            let Ok(got) = usize::try_from(got) else {
                let status = last_error();
                if status == -libc::EINTR {
                    continue;
                }
                return status;
            };
            // SAFETY: not beyond the end.
            place = unsafe { place.byte_add(got) };
            left -= got;
        }
        0
    }
}

functions! {
    /// Fills memory with random bytes.
    fn uv_random(
        owner: Option<Live<Loop>>,
        request: Option<Live<Random>>,
        target: *mut c_void,
        length: usize,
        flags: c_uint,
        callback: Option<Callback>,
    ) -> c_int {
        if length > 0x7fff_ffff {
            return -libc::E2BIG;
        }
        if flags != 0 {
            return -libc::EINVAL;
        }
        let bytes = Target(target, length);
        let Some(callback) = callback else {
            return bytes.fill();
        };
        let (Some(owner), Some(request)) = (owner, request) else {
            return -libc::EINVAL;
        };
        request.write(Random {
            base: Request::new(request.data(), kind::REQUEST_RANDOM, Some(owner)),
            owner: Cell::new(owner.as_ptr()),
            status: Cell::new(0),
            target: Cell::new(target),
            length: Cell::new(length),
            callback: Cell::new(Some(callback)),
            reserved: Default::default(),
        });
        submit(owner, request.cast(), move || request.status.set(bytes.fill()), move |cancelled| {
            if cancelled {
                request.status.set(-libc::ECANCELED);
            }
            // SAFETY: the addon's callback for its own request.
            unsafe { callback(request.as_ptr(), request.status.get(), target, length) };
        });
        0
    }
}
