//! Work for the pool, and cancelling requests of every kind.

use std::cell::Cell;
use std::ffi::c_int;

use napi_host_event_loop::pool::{self, Outcome};

use super::abi::{AfterWorkCallback, Live, Loop, Request, Work, WorkCallback, kind};
use super::functions;

/// Runs `work` on the pool and `done` (cancelled or not) on the loop's thread.
pub(super) fn submit(
    owner: Live<Loop>,
    request: Live<Request>,
    work: impl FnOnce() + Send + 'static,
    done: impl FnOnce(bool) + 'static,
) {
    let finish = move |_: &_, outcome| owner.call(|| done(outcome == Outcome::Cancelled));
    let event_loop = owner.event_loop();
    let id = pool::submit(&event_loop, "uv_req_t", Box::new(work), Box::new(finish));
    request.work.set(Some(id));
}

/// Names of request types by number, without the prefix.
const TYPE_NAMES: [&std::ffi::CStr; 11] = [
    c"unknown",
    c"req",
    c"connect",
    c"write",
    c"shutdown",
    c"udp_send",
    c"fs",
    c"work",
    c"getaddrinfo",
    c"getnameinfo",
    c"random",
];

functions! {
    /// Runs `callback` on a thread of the pool, then `after` on the loop's.
    fn uv_queue_work(
        owner: Live<Loop>,
        request: Live<Work>,
        callback: Option<WorkCallback>,
        after: Option<AfterWorkCallback>,
    ) -> c_int {
        let Some(callback) = callback else {
            return -libc::EINVAL;
        };
        request.write(Work {
            base: Request::new(request.data(), kind::REQUEST_WORK, Some(owner)),
            owner: Cell::new(owner),
            callback: Cell::new(callback),
            after: Cell::new(after),
            reserved: Default::default(),
        });
        // SAFETY: the addon's callback for its own request.
        let work = move || unsafe { callback(request.as_ptr()) };
        submit(owner, request.cast(), work, move |cancelled| {
            let status = if cancelled { -libc::ECANCELED } else { 0 };
            if let Some(after) = after {
                // SAFETY: as above.
                unsafe { after(request.as_ptr(), status) };
            }
        });
        0
    }

    /// Cancels a request whose work has not begun.
    fn uv_cancel(request: Live<Request>) -> c_int {
        let known = kind::REQUEST_FS..=kind::REQUEST_RANDOM;
        if !known.contains(&request.kind.get()) {
            return -libc::EINVAL;
        }
        let (Some(owner), Some(id)) = (request.owner.get(), request.work.get()) else {
            return -libc::EBUSY;
        };
        if pool::cancel(&owner.event_loop(), id) { 0 } else { -libc::EBUSY }
    }

    /// The size of a `uv_req_type`'s structure; the maximum of `size_t` for an unknown one.
    fn uv_req_size(kind: u32) -> usize {
        match kind {
            1 => size_of::<Request>(),
            2 => 96,
            3 => 192,
            4 => 80,
            5 => 320,
            kind::REQUEST_FS => 440,
            kind::REQUEST_WORK => size_of::<Work>(),
            kind::REQUEST_LOOKUP => 160,
            9 => 1320,
            10 => 144,
            _ => usize::MAX,
        }
    }

    /// The type's name; NULL for an unknown one.
    fn uv_req_type_name(kind: u32) -> *const std::ffi::c_char {
        let name = TYPE_NAMES.get(kind as usize).filter(|_| kind != 0);
        name.map_or(std::ptr::null(), |name| name.as_ptr())
    }

    /// The user's pointer of a request.
    fn uv_req_get_data(request: Live<Request>) -> std::mem::MaybeUninit<*mut std::ffi::c_void> {
        request.data.get()
    }

    /// Sets the user's pointer of a request.
    fn uv_req_set_data(request: Live<Request>, data: *mut std::ffi::c_void) {
        request.data.set(std::mem::MaybeUninit::new(data));
    }

    /// The `uv_req_type` of a request.
    fn uv_req_get_type(request: Live<Request>) -> u32 {
        request.kind.get()
    }
}
