//! File system requests, at once (no callback) or on the worker pool.
//!
//! # Invariants
//! Until `uv_fs_req_cleanup`, `path` and `new_path` of a request with a callback, and `ptr` unless it
//! points to `statbuf` or belongs to [`folder`], are memory of `free`; without a callback `path` and
//! `new_path` are the caller's, but for the template of a temporary name, which is always a copy. Only
//! the pool touches a request between its start and its callback.

mod attributes;
mod copy;
mod folder;

use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::mem::offset_of;
use std::ptr;

use super::abi::{Buffer, Live, Loop, Request, kind};
use super::work::submit;
use super::{functions, last_error};

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

/// The arguments of an operation; what it does not use is at its default.
#[derive(Clone)]
struct Call {
    operation: Operation,
    fd: c_int,
    flags: c_int,
    mode: c_uint,
    offset: i64,
    buffers: Vec<Buffer>,
}

// SAFETY: the buffers stay the caller's and valid until the callback: libuv's contract.
unsafe impl Send for Call {}

impl Call {
    fn new(operation: Operation) -> Self {
        Self {
            operation,
            fd: -1,
            flags: 0,
            mode: 0,
            offset: 0,
            buffers: Vec::new(),
        }
    }

    fn on(operation: Operation, fd: c_int) -> Self {
        Self {
            fd,
            ..Self::new(operation)
        }
    }

    fn with_mode(operation: Operation, mode: c_uint) -> Self {
        Self {
            mode,
            ..Self::new(operation)
        }
    }

    /// Does it, on any thread; the request's result.
    fn perform(&self, request: Live<Fs>) -> isize {
        let (path, new_path) = (request.path.get(), request.new_path.get());
        let (fd, mode) = (self.fd, self.mode);
        loop {
            // SAFETY (of each): texts and descriptors of the request, by libuv's contract.
            let result = match self.operation {
                // SAFETY: see above.
                Operation::Open => unsafe {
                    libc::open(path, self.flags | libc::O_CLOEXEC, mode) as isize
                },
                // SAFETY: see above.
                Operation::Close => unsafe { libc::close(fd) as isize },
                Operation::Read | Operation::Write => self.transfer(),
                Operation::Stat | Operation::Lstat | Operation::Fstat => self.stat(request),
                // SAFETY: see above.
                Operation::Truncate => unsafe { libc::ftruncate(fd, self.offset) as isize },
                // SAFETY: see above.
                Operation::Access => unsafe { libc::access(path, self.flags) as isize },
                // SAFETY: see above.
                Operation::Chmod => unsafe { libc::chmod(path, mode) as isize },
                // SAFETY: see above.
                Operation::Fchmod => unsafe { libc::fchmod(fd, mode) as isize },
                // SAFETY: see above.
                Operation::Sync => unsafe { libc::fsync(fd) as isize },
                // SAFETY: see above.
                Operation::DataSync => unsafe { libc::fdatasync(fd) as isize },
                // SAFETY: see above.
                Operation::Unlink => unsafe { libc::unlink(path) as isize },
                // SAFETY: see above.
                Operation::Rmdir => unsafe { libc::rmdir(path) as isize },
                // SAFETY: see above.
                Operation::Mkdir => unsafe { libc::mkdir(path, mode) as isize },
                // SAFETY: see above; the template is the request's own copy.
                Operation::Mkdtemp => unsafe {
                    if libc::mkdtemp(path.cast_mut()).is_null() {
                        -1
                    } else {
                        0
                    }
                },
                // SAFETY: see above.
                Operation::Rename => unsafe { libc::rename(path, new_path) as isize },
                // SAFETY: see above.
                Operation::Link => unsafe { libc::link(path, new_path) as isize },
                // SAFETY: see above.
                Operation::Symlink => unsafe { libc::symlink(path, new_path) as isize },
                // SAFETY: as of `mkdtemp`.
                Operation::Mkstemp => unsafe {
                    libc::mkostemp(path.cast_mut(), libc::O_CLOEXEC) as isize
                },
                _ => self.resolve(request),
            };
            if result != -1 {
                return result;
            }
            let error = last_error();
            let once = matches!(self.operation, Operation::Close);
            if error != -libc::EINTR || once {
                return error as isize;
            }
        }
    }

    fn transfer(&self) -> isize {
        let count = c_int::try_from(self.buffers.len())
            .unwrap_or(c_int::MAX)
            .min(1024);
        let (fd, buffers, offset) = (self.fd, self.buffers.as_ptr().cast(), self.offset);
        match (matches!(self.operation, Operation::Read), offset < 0) {
            // SAFETY: buffers of the request; `uv_buf_t` has the layout of `iovec`.
            (true, true) => unsafe { libc::readv(fd, buffers, count) },
            // SAFETY: as above.
            (true, false) => unsafe { libc::preadv(fd, buffers, count, offset) },
            // SAFETY: as above.
            (false, true) => unsafe { libc::writev(fd, buffers, count) },
            // SAFETY: as above.
            (false, false) => unsafe { libc::pwritev(fd, buffers, count, offset) },
        }
    }

    fn stat(&self, request: Live<Fs>) -> isize {
        let path = request.path.get();
        let found = match self.operation {
            Operation::Fstat => look(self.fd, c"".as_ptr(), libc::AT_EMPTY_PATH),
            Operation::Lstat => look(libc::AT_FDCWD, path, libc::AT_SYMLINK_NOFOLLOW),
            _ => look(libc::AT_FDCWD, path, 0),
        };
        let Ok(all) = found else {
            // The caller reads the error that the system call left.
            return -1;
        };
        // SAFETY: only this thread uses the request now.
        unsafe { request.stat.get().write(all) };
        request.ptr.set(request.stat.get().cast());
        0
    }

    /// The text that a link or path leads to, into `ptr`.
    fn resolve(&self, request: Live<Fs>) -> isize {
        let path = request.path.get();
        let found = if matches!(self.operation, Operation::Realpath) {
            // SAFETY: a text of the request; the answer is memory that `free` takes.
            unsafe { libc::realpath(path, ptr::null_mut()) }
        } else {
            let mut text = [0_u8; libc::PATH_MAX as usize + 1];
            // SAFETY: a text of the request, and room but for the end.
            if unsafe { libc::readlink(path, text.as_mut_ptr().cast(), text.len() - 1) } < 0 {
                return -1;
            }
            // SAFETY: a text with an end.
            unsafe { libc::strdup(text.as_ptr().cast()) }
        };
        request.ptr.set(found.cast());
        if found.is_null() { -1 } else { 0 }
    }
}

/// What the system knows of a file, or an error's number.
pub(super) fn look(folder: c_int, path: *const c_char, flags: c_int) -> Result<Stat, c_int> {
    let mut found = std::mem::MaybeUninit::<libc::statx>::zeroed();
    let mask = libc::STATX_BASIC_STATS | libc::STATX_BTIME;
    // SAFETY: a text of the caller and room for the structure.
    if unsafe { libc::statx(folder, path, flags, mask, found.as_mut_ptr()) } != 0 {
        return Err(last_error());
    }
    // SAFETY: zero bytes are valid, and so is what the call writes.
    let found = unsafe { found.assume_init() };
    let device = |major, minor| libc::makedev(major, minor);
    let mut all: Stat = [0; 20];
    all[..10].copy_from_slice(&[
        device(found.stx_dev_major, found.stx_dev_minor),
        found.stx_mode.into(),
        found.stx_nlink.into(),
        found.stx_uid.into(),
        found.stx_gid.into(),
        device(found.stx_rdev_major, found.stx_rdev_minor),
        found.stx_ino,
        found.stx_size,
        found.stx_blksize.into(),
        found.stx_blocks,
    ]);
    let times = [
        found.stx_atime,
        found.stx_mtime,
        found.stx_ctime,
        found.stx_btime,
    ];
    for (pair, time) in all[12..].chunks_exact_mut(2).zip(times) {
        pair[0] = time.tv_sec.cast_unsigned();
        pair[1] = time.tv_nsec.into();
    }
    Ok(all)
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

/// The caller's list of buffers.
fn buffers(list: *const Buffer, count: c_uint) -> Vec<Buffer> {
    // SAFETY: by libuv's contract so many buffers.
    unsafe { std::slice::from_raw_parts(list, count as usize) }.to_vec()
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
