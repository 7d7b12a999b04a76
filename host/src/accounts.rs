//! The system's databases of users and groups.

use std::ffi::{CStr, c_char, c_int};
use std::mem::MaybeUninit;
use std::ptr;

/// Asks for an entry and hands it, with its texts, to `take`; else answers an error number, `ENOENT` if there is no such
/// entry. The memory for the texts grows until they fit.
///
/// # Safety
/// `ask` does what `getpwuid_r` and its like do with a key: it fills the entry, puts its texts into the memory of the
/// given size, stores the entry's address or null, and answers an error number.
unsafe fn look_up<T, R>(
    ask: impl Fn(*mut T, *mut c_char, usize, *mut *mut T) -> c_int,
    take: impl FnOnce(&T) -> R,
) -> Result<R, c_int> {
    let mut size = 2000;
    loop {
        let mut texts: Vec<c_char> = vec![0; size];
        let mut entry = MaybeUninit::<T>::uninit();
        let mut found = ptr::null_mut();
        match ask(entry.as_mut_ptr(), texts.as_mut_ptr(), size, &raw mut found) {
            libc::ERANGE => size *= 2,
            libc::EINTR => {}
            0 => {
                // SAFETY: null, or the entry above, which is filled.
                let found = unsafe { found.as_ref() };
                return found.map(take).ok_or(libc::ENOENT);
            }
            error => return Err(error),
        }
    }
}

/// The look-ups: each hands the entry to `take`, else answers an error number as [`look_up`].
macro_rules! look_ups {
    ($($(#[$doc:meta])* fn $name:ident($key:ident: $of:ty => $raw:expr) -> $entry:ty = $call:path;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name<R>($key: $of, take: impl FnOnce(&$entry) -> R) -> Result<R, c_int> {
            let key = $raw;
            let ask = |entry: *mut $entry, texts: *mut c_char, size: usize, found: *mut *mut $entry| {
                // SAFETY: the key is the caller's, the rest what `look_up` has made for this call.
                unsafe { $call(key, entry, texts, size, found) }
            };
            // SAFETY: `ask` is such a function of the system.
            unsafe { look_up(ask, take) }
        }
    )*};
}

look_ups! {
    /// The user with this number.
    fn user(uid: libc::uid_t => uid) -> libc::passwd = libc::getpwuid_r;
    /// The user with this name.
    fn user_named(name: &CStr => name.as_ptr()) -> libc::passwd = libc::getpwnam_r;
    /// The group with this number.
    fn group(gid: libc::gid_t => gid) -> libc::group = libc::getgrgid_r;
    /// The group with this name.
    fn group_named(name: &CStr => name.as_ptr()) -> libc::group = libc::getgrnam_r;
}
