//! File system requests, at once (no callback) or on the worker pool.
//!
//! # Invariants
//! Until `uv_fs_req_cleanup`, `path` and `new_path` of a request with a callback, and `ptr` unless it
//! points to `statbuf` or belongs to [`folder`], are memory of `free`; without a callback `path` and
//! `new_path` are the caller's, but for the template of a temporary name, which is always a copy. Only
//! the pool touches a request between its start and its callback.

mod attributes;
mod call;
mod copy;
mod folder;

use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::mem::offset_of;
use std::ptr;

pub(super) use self::call::look;
use self::call::{Call, buffers};
use super::abi::{Buffer, Live, Loop, Request, kind};
use super::functions;
use super::work::submit;

type Callback = unsafe extern "C" fn(*mut Fs);

/// `uv_stat_t`: twelve numbers, then four times of seconds and nanoseconds.
pub(super) type Stat = [u64; 20];

/// `uv_fs_t`.
#[repr(C)]
pub(crate) struct Fs {
    base: Request,
    operation: Cell<c_int>,
    owner: Cell<*mut Loop>,
    callback: Cell<Option<Callback>>,
    result: Cell<isize>,
    ptr: Cell<*mut c_void>,
    path: Cell<*const c_char>,
    stat: UnsafeCell<Stat>,
    new_path: Cell<*const c_char>,
    reserved: [Cell<usize>; 20],
}

const _: () = {
    assert!(size_of::<Fs>() == 440 && offset_of!(Fs, result) == 88);
    assert!(offset_of!(Fs, stat) == 112 && offset_of!(Fs, new_path) == 272);
};

/// `uv_fs_type`.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
enum Operation {
    Open = 1,
    Close = 2,
    Read = 3,
    Write = 4,
    SendFile = 5,
    Stat = 6,
    Lstat = 7,
    Fstat = 8,
    Truncate = 9,
    Utime = 10,
    Futime = 11,
    Access = 12,
    Chmod = 13,
    Fchmod = 14,
    Sync = 15,
    DataSync = 16,
    Unlink = 17,
    Rmdir = 18,
    Mkdir = 19,
    Mkdtemp = 20,
    Rename = 21,
    ScanDir = 22,
    Link = 23,
    Symlink = 24,
    Readlink = 25,
    Chown = 26,
    Fchown = 27,
    Realpath = 28,
    CopyFile = 29,
    Lchown = 30,
    OpenDir = 31,
    ReadDir = 32,
    CloseDir = 33,
    StatFs = 34,
    Mkstemp = 35,
    Lutime = 36,
}

/// What a request is about, besides its callback.
struct Subject {
    operation: Operation,
    path: *const c_char,
    new_path: *const c_char,
    /// What `ptr` is from the beginning.
    found: *mut c_void,
}

impl Subject {
    /// About a file of that name, or none.
    fn new(operation: Operation, path: *const c_char) -> Self {
        let (new_path, found) = (ptr::null(), ptr::null_mut());
        Self {
            operation,
            path,
            new_path,
            found,
        }
    }
}

/// Fills the request in and does the operation, at once or on the pool.
fn start(
    owner: Option<Live<Loop>>,
    request: Option<Live<Fs>>,
    path: *const c_char,
    new_path: *const c_char,
    callback: Option<Callback>,
    call: Call,
) -> c_int {
    let subject = Subject {
        new_path,
        ..Subject::new(call.operation, path)
    };
    run(owner, request, &subject, callback, move |request| {
        call.perform(request)
    })
}

/// As [`start`], for any work.
fn run(
    owner: Option<Live<Loop>>,
    request: Option<Live<Fs>>,
    subject: &Subject,
    callback: Option<Callback>,
    work: impl FnOnce(Live<Fs>) -> isize + Send + 'static,
) -> c_int {
    let Some(request) = request else {
        return -libc::EINVAL;
    };
    let template = matches!(subject.operation, Operation::Mkdtemp | Operation::Mkstemp);
    let own = |text: *const c_char| {
        if text.is_null() || callback.is_none() && !template {
            return text;
        }
        // SAFETY: a text of the caller.
        unsafe { libc::strdup(text) }.cast_const()
    };
    request.write(Fs {
        base: Request::new(request.data(), kind::REQUEST_FS, owner),
        operation: Cell::new(subject.operation as c_int),
        owner: Cell::new(owner.map_or(ptr::null_mut(), Live::as_ptr)),
        callback: Cell::new(callback),
        result: Cell::new(0),
        ptr: Cell::new(subject.found),
        path: Cell::new(own(subject.path)),
        stat: UnsafeCell::new([0; 20]),
        new_path: Cell::new(own(subject.new_path)),
        reserved: Default::default(),
    });
    let (Some(owner), Some(callback)) = (owner, callback) else {
        let result = work(request);
        request.result.set(result);
        return c_int::try_from(result).unwrap_or(c_int::MAX);
    };
    let work = move || request.result.set(work(request));
    submit(owner, request.cast(), work, move |cancelled| {
        if cancelled {
            request.result.set(-libc::ECANCELED as isize);
        }
        // SAFETY: the addon's callback for its own request.
        unsafe { callback(request.as_ptr()) };
    });
    0
}

/// Functions that differ in their arguments only.
macro_rules! requests {
    ($(
        $(#[$doc:meta])*
        fn $name:ident($($arg:ident: $ty:ty),*) = ($path:expr, $new_path:expr, $call:expr);
    )*) => {
        functions! {$(
            $(#[$doc])*
            fn $name(
                owner: Option<Live<Loop>>,
                request: Option<Live<Fs>>,
                $($arg: $ty,)*
                callback: Option<Callback>,
            ) -> c_int {
                start(owner, request, $path, $new_path, callback, $call)
            }
        )*}
    };
}

requests! {
    /// Opens a file.
    fn uv_fs_open(path: *const c_char, flags: c_int, mode: c_int) =
        (path, ptr::null(), Call { flags, ..Call::with_mode(Operation::Open, mode.cast_unsigned()) });
    /// Closes a descriptor.
    fn uv_fs_close(fd: c_int) = (ptr::null(), ptr::null(), Call::on(Operation::Close, fd));
    /// Reads into buffers, at an offset or (-1) where the file stands.
    fn uv_fs_read(fd: c_int, list: *const Buffer, count: c_uint, offset: i64) =
        (ptr::null(), ptr::null(), Call {
            offset, buffers: buffers(list, count), ..Call::on(Operation::Read, fd)
        });
    /// Writes buffers, at an offset or (-1) where the file stands.
    fn uv_fs_write(fd: c_int, list: *const Buffer, count: c_uint, offset: i64) =
        (ptr::null(), ptr::null(), Call {
            offset, buffers: buffers(list, count), ..Call::on(Operation::Write, fd)
        });
    /// What the system knows of a file.
    fn uv_fs_stat(path: *const c_char) = (path, ptr::null(), Call::new(Operation::Stat));
    /// The same of a link itself.
    fn uv_fs_lstat(path: *const c_char) = (path, ptr::null(), Call::new(Operation::Lstat));
    /// The same of an open file.
    fn uv_fs_fstat(fd: c_int) = (ptr::null(), ptr::null(), Call::on(Operation::Fstat, fd));
    /// Sets a file's length.
    fn uv_fs_ftruncate(fd: c_int, offset: i64) =
        (ptr::null(), ptr::null(), Call { offset, ..Call::on(Operation::Truncate, fd) });
    /// Whether a file may be used so.
    fn uv_fs_access(path: *const c_char, flags: c_int) =
        (path, ptr::null(), Call { flags, ..Call::new(Operation::Access) });
    /// Sets a file's mode.
    fn uv_fs_chmod(path: *const c_char, mode: c_int) =
        (path, ptr::null(), Call::with_mode(Operation::Chmod, mode.cast_unsigned()));
    /// Sets an open file's mode.
    fn uv_fs_fchmod(fd: c_int, mode: c_int) =
        (ptr::null(), ptr::null(), Call { mode: mode.cast_unsigned(), ..Call::on(Operation::Fchmod, fd) });
    /// Waits until a file is on its disk.
    fn uv_fs_fsync(fd: c_int) = (ptr::null(), ptr::null(), Call::on(Operation::Sync, fd));
    /// Waits until a file's contents are on its disk.
    fn uv_fs_fdatasync(fd: c_int) = (ptr::null(), ptr::null(), Call::on(Operation::DataSync, fd));
    /// Removes a file.
    fn uv_fs_unlink(path: *const c_char) = (path, ptr::null(), Call::new(Operation::Unlink));
    /// Removes a folder.
    fn uv_fs_rmdir(path: *const c_char) = (path, ptr::null(), Call::new(Operation::Rmdir));
    /// Makes a folder.
    fn uv_fs_mkdir(path: *const c_char, mode: c_int) =
        (path, ptr::null(), Call::with_mode(Operation::Mkdir, mode.cast_unsigned()));
    /// Makes a folder of a new name; `path` of the request says which.
    fn uv_fs_mkdtemp(template: *const c_char) = (template, ptr::null(), Call::new(Operation::Mkdtemp));
    /// Makes and opens a file of a new name; `path` of the request says which.
    fn uv_fs_mkstemp(template: *const c_char) = (template, ptr::null(), Call::new(Operation::Mkstemp));
    /// Gives a file another name.
    fn uv_fs_rename(path: *const c_char, new_path: *const c_char) =
        (path, new_path, Call::new(Operation::Rename));
    /// Gives a file a second name.
    fn uv_fs_link(path: *const c_char, new_path: *const c_char) =
        (path, new_path, Call::new(Operation::Link));
    /// Makes a link.
    fn uv_fs_symlink(path: *const c_char, new_path: *const c_char, _flags: c_int) =
        (path, new_path, Call::new(Operation::Symlink));
    /// Where a link leads, in `ptr`.
    fn uv_fs_readlink(path: *const c_char) = (path, ptr::null(), Call::new(Operation::Readlink));
    /// The path without links, in `ptr`.
    fn uv_fs_realpath(path: *const c_char) = (path, ptr::null(), Call::new(Operation::Realpath));
}

functions! {
    /// Frees what a request holds.
    fn uv_fs_req_cleanup(request: Live<Fs>) {
        let path = request.path.replace(ptr::null());
        let new_path = request.new_path.replace(ptr::null());
        let operation = request.operation.get();
        let is = |other: Operation| operation == other as c_int;
        if is(Operation::ScanDir) || is(Operation::ReadDir) {
            folder::clean(request);
        }
        let found = request.ptr.replace(ptr::null_mut());
        let given = request.callback.get().is_none();
        if !given || is(Operation::Mkdtemp) || is(Operation::Mkstemp) {
            // SAFETY: by the module's invariant.
            unsafe { libc::free(path.cast_mut().cast()) };
        }
        if !given {
            // SAFETY: by the module's invariant.
            unsafe { libc::free(new_path.cast_mut().cast()) };
        }
        if found != request.stat.get().cast() && !is(Operation::OpenDir) {
            // SAFETY: by the module's invariant.
            unsafe { libc::free(found) };
        }
    }

    /// What a request answered.
    fn uv_fs_get_result(request: Live<Fs>) -> isize {
        request.result.get()
    }

    /// The number of the system's error that a request answered.
    fn uv_fs_get_system_error(request: Live<Fs>) -> c_int {
        c_int::try_from(-request.result.get()).unwrap_or(0)
    }

    /// The pointer that a request answered.
    fn uv_fs_get_ptr(request: Live<Fs>) -> *mut c_void {
        request.ptr.get()
    }

    /// The path of a request.
    fn uv_fs_get_path(request: Live<Fs>) -> *const c_char {
        request.path.get()
    }

    /// The `uv_stat_t` of a request.
    fn uv_fs_get_statbuf(request: Live<Fs>) -> *mut Stat {
        request.stat.get()
    }

    /// The `uv_fs_type` of a request.
    fn uv_fs_get_type(request: Live<Fs>) -> c_int {
        request.operation.get()
    }
}
