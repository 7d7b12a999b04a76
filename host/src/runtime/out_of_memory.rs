//! The end of a process whose heap is full: the line that people search for, and SIGABRT, as in Node.
//!
//! Deliberately absent: a heap that grows again, and the end of one worker alone.

use std::ffi::{CStr, c_char};
use std::io::Write as _;

/// V8 calls this when it cannot go on; it does not return.
pub(super) unsafe extern "C" fn end(location: *const c_char, details: &v8::OomDetails) {
    let place: &[u8] = if location.is_null() {
        b"V8"
    } else {
        // SAFETY: V8 passes a static string that ends with NUL.
        unsafe { CStr::from_ptr(location) }.to_bytes()
    };
    let what: &[u8] = if details.is_heap_oom {
        b" Allocation failed - JavaScript heap out of memory\n"
    } else {
        b" Allocation failed - process out of memory\n"
    };
    let mut out = std::io::stderr().lock();
    // Piece by piece: there may be no memory to put them together.
    for piece in [b"FATAL ERROR: ", place, what] {
        // A closed standard error leaves nobody to tell.
        let _ = out.write_all(piece);
    }
    drop(out);
    crate::interpose::flush();
    std::process::abort()
}
