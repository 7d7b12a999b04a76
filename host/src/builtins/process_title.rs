//! The title of the process: one for JavaScript and addons, on every thread.

use std::ffi::CString;
use std::sync::Mutex;

use crate::sync::lock;

static TITLE: Mutex<Option<String>> = Mutex::new(None);

/// The title, if one was set.
pub(crate) fn get() -> Option<String> {
    lock(&TITLE).clone()
}

/// The title that JavaScript sees, and the thread name that `ps` shows (15 bytes).
pub(crate) fn set(title: String) {
    if let Ok(name) = CString::new(title.as_str()) {
        // SAFETY: PR_SET_NAME reads a NUL-terminated string, cut at 15 bytes.
        unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
    }
    *lock(&TITLE) = Some(title);
}
