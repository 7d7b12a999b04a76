//! The memory of uninitialised buffers. Blocks of the size of Buffer's pool are kept for the next one: they
//! are taken on the JavaScript thread and given back by V8's sweeper on another, which is what `malloc` is
//! slowest at.

use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

/// `Buffer.poolSize`, unless the program changes it.
const BLOCK: usize = 8192;

/// Four megabytes at most.
const KEPT: usize = 512;

/// Addresses of blocks that nobody uses, from `malloc`.
static FREE: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Memory of that size, null when there is none.
pub(super) fn take(size: usize) -> *mut c_void {
    if size == BLOCK {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(address) = free {
            return std::ptr::with_exposed_provenance_mut(address);
        }
    }
    // SAFETY: malloc takes any size.
    unsafe { libc::malloc(size.max(1)) }
}

/// Takes memory back; V8 calls it once, on any thread.
///
/// # Safety
/// `memory` came from [`take`] with that length, and nobody uses it any more.
pub(super) unsafe extern "C" fn give_back(memory: *mut c_void, length: usize, _: *mut c_void) {
    if length == BLOCK {
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < KEPT {
            free.push(memory.expose_provenance());
            return;
        }
    }
    // SAFETY: the caller's promise.
    unsafe { libc::free(memory) };
}
