//! The system calls of file system requests, on any thread.

use std::ffi::{c_char, c_int, c_uint};
use std::ptr;

use super::super::abi::{Buffer, Live};
use super::super::last_error;
use super::{Fs, Operation, Stat};

/// A system call's result.
macro_rules! system {
    ($call:ident($($argument:expr),*)) => {
        // SAFETY: texts and descriptors of the request, which are valid by libuv's contract until its callback; the
        // template of a name is the request's own copy.
        unsafe { libc::$call($($argument),*) as isize }
    };
}

/// The arguments of an operation; what it does not use is at its default.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) fd: c_int,
    pub(super) flags: c_int,
    pub(super) mode: c_uint,
    pub(super) offset: i64,
    pub(super) buffers: Vec<Buffer>,
}

// SAFETY: the buffers stay the caller's and valid until the callback: libuv's contract.
unsafe impl Send for Call {}

impl Call {
    pub(super) fn new(operation: Operation) -> Self {
        Self {
            operation,
            fd: -1,
            flags: 0,
            mode: 0,
            offset: 0,
            buffers: Vec::new(),
        }
    }

    pub(super) fn on(operation: Operation, fd: c_int) -> Self {
        Self {
            fd,
            ..Self::new(operation)
        }
    }

    pub(super) fn with_mode(operation: Operation, mode: c_uint) -> Self {
        Self {
            mode,
            ..Self::new(operation)
        }
    }

    /// Does it, on any thread; the request's result.
    pub(super) fn perform(&self, request: Live<Fs>) -> isize {
        let (path, new_path) = (request.path.get(), request.new_path.get());
        let (fd, mode) = (self.fd, self.mode);
        loop {
            let result = match self.operation {
                Operation::Open => system!(open(path, self.flags | libc::O_CLOEXEC, mode)),
                Operation::Close => system!(close(fd)),
                Operation::Read | Operation::Write => self.transfer(),
                Operation::Stat | Operation::Lstat | Operation::Fstat => self.stat(request),
                Operation::Truncate => system!(ftruncate(fd, self.offset)),
                Operation::Access => system!(access(path, self.flags)),
                Operation::Chmod => system!(chmod(path, mode)),
                Operation::Fchmod => system!(fchmod(fd, mode)),
                Operation::Sync => system!(fsync(fd)),
                Operation::DataSync => system!(fdatasync(fd)),
                Operation::Unlink => system!(unlink(path)),
                Operation::Rmdir => system!(rmdir(path)),
                Operation::Mkdir => system!(mkdir(path, mode)),
                Operation::Mkdtemp => make_folder(path),
                Operation::Rename => system!(rename(path, new_path)),
                Operation::Link => system!(link(path, new_path)),
                Operation::Symlink => system!(symlink(path, new_path)),
                Operation::Mkstemp => system!(mkostemp(path.cast_mut(), libc::O_CLOEXEC)),
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

/// Makes a folder of the name that its template, the request's own copy, becomes.
fn make_folder(template: *const c_char) -> isize {
    // SAFETY: a text of the request, which nobody else reads now.
    if unsafe { libc::mkdtemp(template.cast_mut()) }.is_null() {
        -1
    } else {
        0
    }
}

/// What the system knows of a file, or an error's number.
pub(in crate::uv) fn look(folder: c_int, path: *const c_char, flags: c_int) -> Result<Stat, c_int> {
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

/// The caller's list of buffers.
pub(super) fn buffers(list: *const Buffer, count: c_uint) -> Vec<Buffer> {
    // SAFETY: by libuv's contract so many buffers.
    unsafe { std::slice::from_raw_parts(list, count as usize) }.to_vec()
}
