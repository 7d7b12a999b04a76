//! Users and groups.
//!
//! # Invariants
//! A structure that was filled here is one allocation of `calloc`: a user's begins at its name, a
//! group's at its list of members.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_ulong};
use std::ptr;

use super::abi::Live;
use super::functions;
use crate::accounts;

/// `uv_passwd_t`.
#[repr(C)]
pub(crate) struct User {
    name: Cell<*mut c_char>,
    uid: Cell<c_ulong>,
    gid: Cell<c_ulong>,
    shell: Cell<*mut c_char>,
    home: Cell<*mut c_char>,
}

/// `uv_group_t`.
#[repr(C)]
pub(crate) struct Group {
    name: Cell<*mut c_char>,
    gid: Cell<c_ulong>,
    members: Cell<*mut *mut c_char>,
}

const _: () = assert!(size_of::<User>() == 40 && size_of::<Group>() == 24);

/// Copies texts into one allocation after `head` bytes; where it is and where each text is.
fn pack(head: usize, texts: &[&CStr]) -> Option<(*mut c_char, Vec<*mut c_char>)> {
    let all: usize = texts.iter().map(|text| text.count_bytes() + 1).sum();
    // SAFETY: no preconditions.
    let place = unsafe { libc::calloc(1, head + all) }.cast::<c_char>();
    if place.is_null() {
        return None;
    }
    let mut at = head;
    let put = |text: &&CStr| {
        let bytes = text.to_bytes_with_nul();
        // SAFETY: the allocation has room for all texts.
        let target = unsafe { place.add(at) };
        // SAFETY: as above.
        unsafe { target.copy_from_nonoverlapping(bytes.as_ptr().cast(), bytes.len()) };
        at += bytes.len();
        target
    };
    Some((place, texts.iter().map(put).collect()))
}

fn text<'a>(address: *const c_char) -> &'a CStr {
    if address.is_null() {
        return c"";
    }
    // SAFETY: a text of the system's answer, whose buffer outlives the use.
    unsafe { CStr::from_ptr(address) }
}

fn give_user(found: &libc::passwd, target: Live<User>) -> c_int {
    let texts = [
        text(found.pw_name),
        text(found.pw_dir),
        text(found.pw_shell),
    ];
    let Some((_, places)) = pack(0, &texts) else {
        return -libc::ENOMEM;
    };
    target.write(User {
        name: Cell::new(places[0]),
        uid: Cell::new(found.pw_uid.into()),
        gid: Cell::new(found.pw_gid.into()),
        shell: Cell::new(places[2]),
        home: Cell::new(places[1]),
    });
    0
}

fn user(target: Option<Live<User>>, uid: libc::uid_t) -> c_int {
    let Some(target) = target else {
        return -libc::EINVAL;
    };
    accounts::user(uid, |found| give_user(found, target)).unwrap_or_else(|error| -error)
}

fn give_group(found: &libc::group, target: Live<Group>) -> c_int {
    let mut texts = vec![text(found.gr_name)];
    let mut member = found.gr_mem;
    // SAFETY: null, or an array that a null ends.
    while let Some(name) = (unsafe { member.as_ref() }).filter(|name| !name.is_null()) {
        texts.push(text(*name));
        // SAFETY: not beyond the end, see above.
        member = unsafe { member.add(1) };
    }
    // The list of members, which a null ends, comes first.
    let Some((place, places)) = pack(size_of::<*mut c_char>() * texts.len(), &texts) else {
        return -libc::ENOMEM;
    };
    let members = place.cast::<*mut c_char>();
    for (index, name) in places[1..].iter().enumerate() {
        // SAFETY: room for one more than there are members; `calloc` aligns.
        let slot = unsafe { members.add(index) };
        // SAFETY: as above.
        unsafe { slot.write(*name) };
    }
    target.write(Group {
        name: Cell::new(places[0]),
        gid: Cell::new(found.gr_gid.into()),
        members: Cell::new(members),
    });
    0
}

functions! {
    /// The user that the process acts for.
    fn uv_os_get_passwd(target: Option<Live<User>>) -> c_int {
        // SAFETY: no preconditions.
        user(target, unsafe { libc::geteuid() })
    }

    /// A user by number.
    fn uv_os_get_passwd2(target: Option<Live<User>>, uid: libc::uid_t) -> c_int {
        user(target, uid)
    }

    /// Frees what a user's structure holds.
    fn uv_os_free_passwd(target: Option<Live<User>>) {
        let Some(target) = target else {
            return;
        };
        // SAFETY: by the module's invariant, or null.
        unsafe { libc::free(target.name.replace(ptr::null_mut()).cast()) };
        target.shell.set(ptr::null_mut());
        target.home.set(ptr::null_mut());
    }

    /// A group by number.
    fn uv_os_get_group(target: Option<Live<Group>>, gid: libc::gid_t) -> c_int {
        let Some(target) = target else {
            return -libc::EINVAL;
        };
        accounts::group(gid, |found| give_group(found, target)).unwrap_or_else(|error| -error)
    }

    /// Frees what a group's structure holds.
    fn uv_os_free_group(target: Option<Live<Group>>) {
        let Some(target) = target else {
            return;
        };
        // SAFETY: by the module's invariant (the list of members begins the allocation), or null.
        unsafe { libc::free(target.members.replace(ptr::null_mut()).cast()) };
        target.name.set(ptr::null_mut());
    }
}
