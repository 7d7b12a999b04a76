//! Looking names up, at once (no callback) or on the worker pool.
//!
//! Absent: names beyond ASCII, which libuv turns into punycode, go to the resolver as they are.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int};
use std::mem::offset_of;
use std::ptr;

use super::abi::{Live, Loop, Request, kind};
use super::work::submit;
use super::{functions, last_error};

type Callback = unsafe extern "C" fn(*mut Lookup, c_int, *mut libc::addrinfo);

/// `uv_getaddrinfo_t`.
#[repr(C)]
pub(crate) struct Lookup {
    base: Request,
    owner: Cell<*mut Loop>,
    reserved: [Cell<usize>; 5],
    callback: Cell<Option<Callback>>,
    names: [Cell<usize>; 3],
    found: Cell<*mut libc::addrinfo>,
    status: Cell<c_int>,
}

const _: () = {
    assert!(size_of::<Lookup>() == 160 && offset_of!(Lookup, found) == 144);
    assert!(offset_of!(Lookup, callback) == 112 && offset_of!(Lookup, status) == 152);
};

/// libuv's number for an answer of the resolver.
pub(crate) fn resolver_error(answer: c_int) -> c_int {
    match answer {
        0 => 0,
        libc::EAI_SYSTEM => last_error(),
        libc::EAI_AGAIN => -3001,
        libc::EAI_BADFLAGS => -3002,
        libc::EAI_FAIL => -3004,
        libc::EAI_FAMILY => -3005,
        libc::EAI_MEMORY => -3006,
        libc::EAI_NODATA => -3007,
        libc::EAI_NONAME => -3008,
        libc::EAI_OVERFLOW => -3009,
        libc::EAI_SERVICE => -3010,
        libc::EAI_SOCKTYPE => -3011,
        // EAI_ADDRFAMILY, which the binding has no name for.
        -9 => -3000,
        _ => CANCELLED,
    }
}

/// `UV_EAI_CANCELED`.
pub(super) const CANCELLED: c_int = -3003;

/// What is looked up.
struct Question {
    node: Option<CString>,
    service: Option<CString>,
    /// Flags, family, type and protocol.
    hints: Option<[c_int; 4]>,
}

impl Question {
    fn ask(&self, request: Live<Lookup>) {
        let text = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
        // SAFETY: null pointers and zeros are valid for every field.
        let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
        let given = self
            .hints
            .map_or(ptr::null(), |[flags, family, kind, protocol]| {
                hints.ai_flags = flags;
                hints.ai_family = family;
                hints.ai_socktype = kind;
                hints.ai_protocol = protocol;
                &raw const hints
            });
        let mut found = ptr::null_mut();
        let (node, service) = (text(&self.node), text(&self.service));
        // SAFETY: texts with an end, hints or null, room for the answer.
        let answer = unsafe { libc::getaddrinfo(node, service, given, &raw mut found) };
        request.status.set(resolver_error(answer));
        request.found.set(found);
    }
}

/// A copy of a caller's text.
fn own(text: *const c_char) -> Option<CString> {
    // SAFETY: null, or a text with an end.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_owned())
}

fn question(
    node: *const c_char,
    service: *const c_char,
    hints: *const libc::addrinfo,
) -> Option<Question> {
    if node.is_null() && service.is_null() {
        return None;
    }
    // SAFETY: null, or hints of the caller.
    let hints = unsafe { hints.as_ref() };
    Some(Question {
        node: own(node),
        service: own(service),
        hints: hints.map(|h| [h.ai_flags, h.ai_family, h.ai_socktype, h.ai_protocol]),
    })
}

functions! {
    /// Looks a name up.
    fn uv_getaddrinfo(
        owner: Live<Loop>,
        request: Live<Lookup>,
        callback: Option<Callback>,
        node: *const c_char,
        service: *const c_char,
        hints: *const libc::addrinfo,
    ) -> c_int {
        let Some(question) = question(node, service, hints) else {
            return -libc::EINVAL;
        };
        request.write(Lookup {
            base: Request::new(request.data(), kind::REQUEST_LOOKUP, Some(owner)),
            owner: Cell::new(owner.as_ptr()),
            reserved: Default::default(),
            callback: Cell::new(callback),
            names: Default::default(),
            found: Cell::new(ptr::null_mut()),
            status: Cell::new(0),
        });
        let Some(callback) = callback else {
            question.ask(request);
            return request.status.get();
        };
        submit(owner, request.cast(), move || question.ask(request), move |cancelled| {
            if cancelled {
                request.status.set(CANCELLED);
            }
            // SAFETY: the addon's callback for its own request.
            unsafe { callback(request.as_ptr(), request.status.get(), request.found.get()) };
        });
        0
    }

    /// Frees what a lookup found.
    fn uv_freeaddrinfo(found: *mut libc::addrinfo) {
        if !found.is_null() {
            // SAFETY: by libuv's contract the answer of a lookup.
            unsafe { libc::freeaddrinfo(found) };
        }
    }
}
