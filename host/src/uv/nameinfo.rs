//! Names of addresses, at once (no callback) or on the worker pool.

use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_char, c_int};
use std::mem::offset_of;
use std::ptr;

use super::abi::{Live, Loop, Request, kind};
use super::addrinfo::{CANCELLED, resolver_error};
use super::functions;
use super::socket::Address;
use super::work::submit;

type Callback = unsafe extern "C" fn(*mut Names, c_int, *const c_char, *const c_char);

/// `uv_getnameinfo_t`.
#[repr(C)]
pub(crate) struct Names {
    base: Request,
    owner: Cell<*mut Loop>,
    reserved: [Cell<usize>; 5],
    callback: Cell<Option<Callback>>,
    address: [Cell<u64>; 16],
    flags: Cell<c_int>,
    host: UnsafeCell<[c_char; 1025]>,
    service: UnsafeCell<[c_char; 32]>,
    status: Cell<c_int>,
}

const _: () = {
    assert!(size_of::<Names>() == 1320 && offset_of!(Names, callback) == 112);
    assert!(offset_of!(Names, host) == 252 && offset_of!(Names, service) == 1277);
    assert!(offset_of!(Names, status) == 1312);
};

fn ask(request: Live<Names>, address: &Address, flags: c_int) {
    let (host, service) = (request.host.get(), request.service.get());
    let (place, size) = (address.as_ptr(), address.size());
    // SAFETY: an address with its size, and room for two texts of the stated sizes.
    let answer =
        unsafe { libc::getnameinfo(place, size, host.cast(), 1025, service.cast(), 32, flags) };
    request.status.set(resolver_error(answer));
}

functions! {
    /// The names of an address and its port.
    fn uv_getnameinfo(
        owner: Live<Loop>,
        request: Option<Live<Names>>,
        callback: Option<Callback>,
        address: *const libc::sockaddr,
        flags: c_int,
    ) -> c_int {
        let (Some(request), Some(address)) = (request, Address::internet(address)) else {
            return -libc::EINVAL;
        };
        request.write(Names {
            base: Request::new(request.data(), kind::REQUEST_NAMES, Some(owner)),
            owner: Cell::new(owner.as_ptr()),
            reserved: Default::default(),
            callback: Cell::new(callback),
            address: Default::default(),
            flags: Cell::new(flags),
            host: UnsafeCell::new([0; 1025]),
            service: UnsafeCell::new([0; 32]),
            status: Cell::new(0),
        });
        let Some(callback) = callback else {
            ask(request, &address, flags);
            return request.status.get();
        };
        submit(owner, request.cast(), move || ask(request, &address, flags), move |cancelled| {
            let status = if cancelled { CANCELLED } else { request.status.get() };
            let found = |text: *mut c_char| if status == 0 { text } else { ptr::null_mut() };
            let (host, service) = (request.host.get().cast(), request.service.get().cast());
            // SAFETY: the addon's callback for its own request.
            unsafe { callback(request.as_ptr(), status, found(host), found(service)) };
        });
        0
    }
}
