//! libuv's functions for addons, real ones over the event loop, with libuv's structure sizes.
//!
//! Addons allocate handles and requests themselves, read their public fields and keep them inside
//! structures of their own, so layouts and error numbers are libuv 1.x's (x86-64 Linux). What this
//! host has to remember of a handle lies in the fields that libuv reserves for itself; the handles
//! of a loop are also listed beside the loop, for `uv_walk`.
//!
//! A callback of a loop that belongs to an isolate runs with that isolate and its context entered
//! and a handle scope open, but in no callback scope: ticks and microtasks wait, as in Node.
//!
//! The list of libuv's public functions on Unix is complete as of the version that `error` names
//! ([`napi_host_sys::uv_names`] has it). Without a use here, and documented so where they are defined:
//! `uv_replace_allocator`, `uv_library_shutdown`, and what libuv itself has for other
//! systems only.

mod abi;
mod account;
pub(crate) mod addrinfo;
mod affinity;
mod async_;
mod descriptor;
mod error;
mod fs;
mod fs_event;
mod fs_poll;
mod handle;
mod hooks;
mod info;
mod io;
mod library;
mod loop_;
mod nameinfo;
mod os;
mod poll;
mod process;
mod random;
mod signal;
mod socket;
mod stream;
mod system;
mod thread;
mod time;
mod timer;
pub(crate) mod udp;
mod work;
mod wtf8;

pub(crate) use abi::Loop;
pub(crate) use loop_::OwnedLoop;

/// Defines exported functions of libuv.
macro_rules! functions {
    ($(
        $(#[$doc:meta])*
        fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)? $body:block
    )*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// For addons: as libuv's function of this name; pointers are valid for what it does with
        /// them, and handles and requests stay where they are until it is done with them.
        #[unsafe(no_mangle)]
        pub(crate) unsafe extern "C" fn $name($($arg: $ty),*) $(-> $ret)? $body
    )*};
}
use functions;

/// The negative error number of an operation, or 0.
fn status(result: std::io::Result<()>) -> std::ffi::c_int {
    match result {
        Ok(()) => 0,
        Err(error) => error_number(&error),
    }
}

/// libuv's number for an error of the system.
fn error_number(error: &std::io::Error) -> std::ffi::c_int {
    -error.raw_os_error().unwrap_or(libc::EIO)
}

/// The negative number of the error that the last system call of this thread left.
fn last_error() -> std::ffi::c_int {
    error_number(&std::io::Error::last_os_error())
}

/// Forgets the error of an earlier call, before one whose answer alone does not tell a failure.
fn clear_errno() {
    // SAFETY: no preconditions.
    let place = unsafe { libc::__errno_location() };
    // SAFETY: this thread's number.
    unsafe { place.write(0) };
}
