//! Changes of files and folders as the system reports them.
//!
//! # Invariants
//! An active handle has an inotify descriptor of its own, and `path` from `strdup`.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int, c_uint};
use std::mem::offset_of;
use std::ptr;
use std::rc::Rc;

use napi_host_event_loop::{AnyId, Interest};

use super::abi::{Handle, Live, Loop, kind};
use super::os::{fill, text};
use super::{descriptor, error_number, functions, last_error};

type Callback = unsafe extern "C" fn(*mut FsEvent, *const c_char, c_int, c_int);

/// `uv_fs_event_t`.
#[repr(C)]
pub(crate) struct FsEvent {
    base: Handle,
    path: Cell<*mut c_char>,
    callback: Cell<Option<Callback>>,
    reserved: [Cell<usize>; 2],
    fd: Cell<c_int>,
}

const _: () = assert!(size_of::<FsEvent>() == 136 && offset_of!(FsEvent, path) == 96);

/// `uv_fs_event`: a name appeared or went, or contents or attributes changed.
const RENAME: c_int = 1;
const CHANGE: c_int = 2;

const CHANGES: u32 = libc::IN_ATTRIB | libc::IN_MODIFY;
const EVENTS: u32 = CHANGES
    | libc::IN_CREATE
    | libc::IN_DELETE
    | libc::IN_DELETE_SELF
    | libc::IN_MOVE_SELF
    | libc::IN_MOVED_FROM
    | libc::IN_MOVED_TO;

/// Bytes of an event before its name.
const HEADER: usize = size_of::<libc::inotify_event>();

pub(super) fn stop(handle: Live<FsEvent>) {
    if !handle.base.is_active() {
        return;
    }
    handle.base.stop();
    descriptor::close(handle.fd.replace(-1));
    // SAFETY: by the module's invariant.
    unsafe { libc::free(handle.path.replace(ptr::null_mut()).cast()) };
}

/// An inotify descriptor that watches a path.
fn watch(path: *const c_char) -> Result<c_int, c_int> {
    // SAFETY: plain numbers.
    let fd = unsafe { libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC) };
    if fd < 0 {
        return Err(last_error());
    }
    // SAFETY: a text of the addon.
    if unsafe { libc::inotify_add_watch(fd, path, EVENTS) } < 0 {
        let status = last_error();
        descriptor::close(fd);
        return Err(status);
    }
    Ok(fd)
}

fn start(
    handle: Live<FsEvent>,
    callback: Option<Callback>,
    path: *const c_char,
) -> Result<(), c_int> {
    let fd = watch(path)?;
    let event_loop = handle.base.owner.get().event_loop();
    let report = Rc::new(move |_: &_, _| report(handle));
    let id = event_loop
        .watch(fd, Interest::READABLE, report)
        .map_err(|error| {
            descriptor::close(fd);
            error_number(&error)
        })?;
    // SAFETY: a text of the addon.
    handle.path.set(unsafe { libc::strdup(path) });
    handle.callback.set(callback);
    handle.fd.set(fd);
    handle.base.started(&event_loop, AnyId::Watch(id));
    Ok(())
}

/// The last part of the watched path: the name of what happens to itself.
fn own_name(handle: Live<FsEvent>) -> CString {
    let path = text(handle.path.get()).to_bytes();
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
    CString::new(name).unwrap_or_default()
}

/// Reads what has happened, and tells the addon one by one.
fn report(handle: Live<FsEvent>) {
    let mut bytes = [0_u8; 4096];
    loop {
        // SAFETY: room for that many bytes.
        let got = unsafe { libc::read(handle.fd.get(), bytes.as_mut_ptr().cast(), bytes.len()) };
        let mut rest = match usize::try_from(got) {
            Ok(got) if got > 0 => &bytes[..got],
            _ => return,
        };
        while rest.len() >= HEADER {
            let number = |at: usize| {
                u32::from_ne_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]])
            };
            let (mask, length) = (number(4), number(12) as usize);
            let name = &rest[HEADER..HEADER + length];
            let name = match CStr::from_bytes_until_nul(name) {
                Ok(name) => name.to_owned(),
                Err(_) => own_name(handle),
            };
            rest = &rest[HEADER + length..];
            tell(handle, mask, &name);
            if !handle.base.is_active() {
                return;
            }
        }
    }
}

fn tell(handle: Live<FsEvent>, mask: u32, name: &CStr) {
    let change = if mask & CHANGES != 0 { CHANGE } else { 0 };
    let rename = if mask & !CHANGES != 0 { RENAME } else { 0 };
    if let Some(callback) = handle.callback.get() {
        let owner = handle.base.owner.get();
        let what = change | rename;
        // SAFETY: the addon's callback for its own handle, and a text with an end.
        owner.call(|| unsafe { callback(handle.as_ptr(), name.as_ptr(), what, 0) });
    }
}

functions! {
    /// Makes a handle for changes.
    fn uv_fs_event_init(owner: Live<Loop>, handle: Live<FsEvent>) -> c_int {
        handle.write(FsEvent {
            base: Handle::new(handle.cast(), owner, kind::FS_EVENT),
            path: Cell::new(ptr::null_mut()),
            callback: Cell::new(None),
            reserved: Default::default(),
            fd: Cell::new(-1),
        });
        0
    }

    /// Calls back for each change of a file or of what is in a folder. The flags mean nothing on this
    /// system.
    fn uv_fs_event_start(
        handle: Live<FsEvent>,
        callback: Option<Callback>,
        path: *const c_char,
        _flags: c_uint,
    ) -> c_int {
        if handle.base.is_active() || handle.base.is_closing() {
            return -libc::EINVAL;
        }
        start(handle, callback, path).map_or_else(|status| status, |()| 0)
    }

    /// Stops that.
    fn uv_fs_event_stop(handle: Live<FsEvent>) -> c_int {
        stop(handle);
        0
    }

    /// The path that is watched.
    fn uv_fs_event_getpath(
        handle: Live<FsEvent>,
        target: *mut c_char,
        size: Live<Cell<usize>>,
    ) -> c_int {
        if !handle.base.is_active() {
            size.set(0);
            return -libc::EINVAL;
        }
        fill(text(handle.path.get()).to_bytes(), target, Some(size))
    }
}
