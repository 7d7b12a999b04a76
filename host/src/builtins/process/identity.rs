//! User and group ids, by number and by name.

use std::ffi::{CStr, CString};

use super::{last_errno, number_array};
use crate::accounts;
use crate::builtins::support::{self, Args, Return, SystemError, text};

/// The methods of this binding.
pub(super) static METHODS: &[support::Method] = support::method_table![
    "getuid" => getuid,
    "geteuid" => geteuid,
    "getgid" => getgid,
    "getegid" => getegid,
    "getgroups" => getgroups,
    "setuid" => setuid,
    "seteuid" => seteuid,
    "setgid" => setgid,
    "setegid" => setegid,
    "setgroups" => setgroups,
    "initgroups" => initgroups,
];

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
}

macro_rules! getter {
    ($name:ident) => {
        fn $name(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
            // SAFETY: the call takes nothing and cannot fail.
            rv.set_uint32(unsafe { libc::$name() });
        }
    };
}
getter!(getuid);
getter!(geteuid);
getter!(getgid);
getter!(getegid);

fn group_ids() -> Result<Vec<libc::gid_t>, SystemError> {
    // SAFETY: with size 0 the call only counts.
    let count = unsafe { libc::getgroups(0, std::ptr::null_mut()) };
    let length = usize::try_from(count).map_err(|_| SystemError::last("getgroups"))?;
    let mut groups: Vec<libc::gid_t> = vec![0; length];
    // SAFETY: the buffer holds `count` ids.
    let filled = unsafe { libc::getgroups(count, groups.as_mut_ptr()) };
    groups.truncate(usize::try_from(filled).map_err(|_| SystemError::last("getgroups"))?);
    Ok(groups)
}

/// The supplementary groups, the effective group among them.
fn getgroups(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    match group_ids() {
        Ok(mut groups) => {
            // SAFETY: the call takes nothing and cannot fail.
            let effective = unsafe { libc::getegid() };
            if !groups.contains(&effective) {
                groups.push(effective);
            }
            let groups: Vec<f64> = groups.into_iter().map(f64::from).collect();
            let array = number_array(scope, &groups);
            rv.set(array.into());
        }
        Err(error) => error.throw(scope),
    }
}

fn user_of(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<u32> {
    if value.is_number() {
        return value.uint32_value(scope);
    }
    let name = CString::new(text(scope, value)).ok()?;
    accounts::user_named(&name, |entry| entry.pw_uid).ok()
}

fn group_of(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<u32> {
    if value.is_number() {
        return value.uint32_value(scope);
    }
    let name = CString::new(text(scope, value)).ok()?;
    accounts::group_named(&name, |entry| entry.gr_gid).ok()
}

fn answer(result: libc::c_int) -> i32 {
    if result == 0 { 0 } else { -last_errno() }
}

// Each answers 0, 1 for a name that nobody has, or a negative errno.
macro_rules! setter {
    ($name:ident, $of:ident) => {
        fn $name(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
            let result = match $of(scope, args.get(0)) {
                // SAFETY: the call takes a plain number.
                Some(id) => answer(unsafe { libc::$name(id) }),
                None => 1,
            };
            rv.set_int32(result);
        }
    };
}
setter!(setuid, user_of);
setter!(seteuid, user_of);
setter!(setgid, group_of);
setter!(setegid, group_of);

/// `setgroups(ids)`: 0, the 1-based index of an unknown name, or a negative errno.
fn setgroups(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(list) = v8::Local::<v8::Array>::try_from(args.get(0)) else {
        return;
    };
    let mut groups = Vec::new();
    for index in 0..list.length() {
        let group = list
            .get_index(scope, index)
            .and_then(|item| group_of(scope, item));
        match group {
            Some(group) => groups.push(group),
            None => {
                rv.set_uint32(index + 1);
                return;
            }
        }
    }
    // SAFETY: the pointer and the count describe one vector.
    let result = unsafe { libc::setgroups(groups.len(), groups.as_ptr()) };
    rv.set_int32(answer(result));
}

/// `initgroups(user, group)`: 0, 1 or 2 for an unknown user or group, or a negative errno.
fn initgroups(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let user = if args.get(0).is_number() {
        let uid = args.get(0).uint32_value(scope).unwrap_or(0);
        let name = accounts::user(uid, |entry| {
            // SAFETY: a text of the entry, which ends with NUL.
            unsafe { CStr::from_ptr(entry.pw_name) }.to_owned()
        });
        name.ok()
    } else {
        CString::new(text(scope, args.get(0))).ok()
    };
    let Some(group) = group_of(scope, args.get(1)) else {
        rv.set_int32(2);
        return;
    };
    // A name is not looked up: a user that is not there has no groups but this.
    let Some(user) = user else {
        rv.set_int32(1);
        return;
    };
    // SAFETY: the name ends with NUL.
    rv.set_int32(answer(unsafe { libc::initgroups(user.as_ptr(), group) }));
}
