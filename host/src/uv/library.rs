//! Shared libraries that addons load by themselves.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::abi::Live;
use super::functions;

/// `uv_lib_t`.
#[repr(C)]
pub(crate) struct Library {
    handle: Cell<*mut c_void>,
    /// Null, or a text of `strdup`.
    error: Cell<*mut c_char>,
}

fn forget_error(library: Live<Library>) {
    let text = library.error.replace(ptr::null_mut());
    // SAFETY: by the field's description.
    unsafe { libc::free(text.cast()) };
}

/// Keeps the text of the last failure; -1 when there was one.
fn note_error(library: Live<Library>) -> c_int {
    forget_error(library);
    // SAFETY: no preconditions.
    let text = unsafe { libc::dlerror() };
    if text.is_null() {
        return 0;
    }
    // SAFETY: a text of the system.
    library.error.set(unsafe { libc::strdup(text) });
    -1
}

functions! {
    /// Loads a library; -1 with a text for `uv_dlerror` when that fails.
    fn uv_dlopen(path: *const c_char, library: Live<Library>) -> c_int {
        library.error.set(ptr::null_mut());
        // SAFETY: a text of the addon, whose contract includes what the library does when loaded.
        library.handle.set(unsafe { libc::dlopen(path, libc::RTLD_LAZY) });
        if library.handle.get().is_null() { note_error(library) } else { 0 }
    }

    /// Gives a library back.
    fn uv_dlclose(library: Live<Library>) {
        forget_error(library);
        let handle = library.handle.replace(ptr::null_mut());
        if !handle.is_null() {
            // SAFETY: from `uv_dlopen`; that nothing of it is in use is the addon's contract.
            unsafe { libc::dlclose(handle) };
        }
    }

    /// The address of a symbol.
    fn uv_dlsym(
        library: Live<Library>,
        name: *const c_char,
        target: Live<Cell<*mut c_void>>,
    ) -> c_int {
        // SAFETY: no preconditions.
        unsafe { libc::dlerror() };
        // SAFETY: from `uv_dlopen`, and a text of the addon.
        target.set(unsafe { libc::dlsym(library.handle.get(), name) });
        if target.get().is_null() { note_error(library) } else { 0 }
    }

    /// What went wrong last.
    fn uv_dlerror(library: Live<Library>) -> *const c_char {
        let text = library.error.get();
        if text.is_null() { c"no error".as_ptr() } else { text }
    }
}
