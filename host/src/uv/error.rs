//! Error numbers by name and text.

use std::ffi::{CStr, CString, c_char, c_int};
use std::sync::{LazyLock, PoisonError, RwLock};

use super::functions;
use crate::builtins::errno::{TABLE, describe};

/// The texts of all known errors, with an end that C sees: (number, name, description).
static TEXTS: LazyLock<Vec<(c_int, CString, CString)>> = LazyLock::new(|| {
    let text = |text: &str| CString::new(text).unwrap_or_default();
    TABLE
        .iter()
        .map(|(errno, name, description)| (-errno, text(name), text(description)))
        .collect()
});

/// Texts for numbers that nobody knows, each made once: libuv leaks these.
static UNKNOWN: RwLock<Vec<(c_int, CString)>> = RwLock::new(Vec::new());

fn unknown(number: c_int) -> *const c_char {
    let mut all = UNKNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, text)) = all.iter().find(|(known, _)| *known == number) {
        // The text lies on the heap and is never dropped.
        return text.as_ptr();
    }
    let text = CString::new(format!("Unknown system error {number}")).unwrap_or_default();
    let address = text.as_ptr();
    all.push((number, text));
    address
}

fn known(number: c_int) -> Option<&'static (c_int, CString, CString)> {
    TEXTS.iter().find(|(errno, ..)| *errno == number)
}

fn copy(text: &str, target: *mut c_char, size: usize) -> *mut c_char {
    let Some(room) = size.checked_sub(1) else {
        return target;
    };
    let length = text.len().min(room);
    // SAFETY: by libuv's contract `target` has `size` bytes, and `length` is less.
    unsafe { target.copy_from_nonoverlapping(text.as_ptr().cast(), length) };
    // SAFETY: as above.
    let end = unsafe { target.add(length) };
    // SAFETY: as above.
    unsafe { end.write(0) };
    target
}

fn text_of(number: c_int, pick: impl Fn((&'static str, &'static str)) -> &'static str) -> String {
    if known(number).is_none() {
        return format!("Unknown system error {number}");
    }
    pick(describe(number.saturating_neg())).to_owned()
}

/// `UV_EOF`.
pub(super) const END_OF_FILE: c_int = -4095;

functions! {
    /// The description of an error.
    fn uv_strerror(number: c_int) -> *const c_char {
        known(number).map_or_else(|| unknown(number), |(_, _, text)| text.as_ptr())
    }

    /// The description of an error, in the caller's memory.
    fn uv_strerror_r(number: c_int, target: *mut c_char, size: usize) -> *mut c_char {
        copy(&text_of(number, |(_, text)| text), target, size)
    }

    /// The name of an error.
    fn uv_err_name(number: c_int) -> *const c_char {
        known(number).map_or_else(|| unknown(number), |(_, name, _)| name.as_ptr())
    }

    /// The name of an error, in the caller's memory.
    fn uv_err_name_r(number: c_int, target: *mut c_char, size: usize) -> *mut c_char {
        copy(&text_of(number, |(name, _)| name), target, size)
    }

    /// libuv's number for one of the system.
    fn uv_translate_sys_error(number: c_int) -> c_int {
        if number <= 0 { number } else { -number }
    }

    /// The version that this host behaves as.
    fn uv_version() -> u32 {
        VERSION.0 << 16 | VERSION.1 << 8 | VERSION.2
    }

    /// The same as text.
    fn uv_version_string() -> *const c_char {
        VERSION_TEXT.as_ptr()
    }
}

const VERSION: (u32, u32, u32) = (1, 52, 1);
const VERSION_TEXT: &CStr = c"1.52.1";
