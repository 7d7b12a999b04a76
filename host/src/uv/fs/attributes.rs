//! Times, owners and the file system of a file.

use std::ffi::{c_char, c_int};
use std::mem::MaybeUninit;
use std::ptr;

use super::super::abi::{Live, Loop};
use super::super::{functions, last_error};
use super::{Callback, Fs, Operation, Subject, run};

/// `uv_statfs_t`: type, block size, blocks, free, available, files, free files, fragment size, spare.
type FileSystem = [u64; 11];

/// The answer of a system call as a request's result.
fn answer(result: c_int) -> isize {
    if result == -1 {
        last_error() as isize
    } else {
        0
    }
}

/// Seconds since 1970 as the system takes them; infinite means now, and no number leaves as is.
fn moment(seconds: f64) -> libc::timespec {
    let special = |tv_nsec| libc::timespec { tv_sec: 0, tv_nsec };
    if seconds.is_nan() {
        return special(libc::UTIME_OMIT);
    }
    if seconds.is_infinite() {
        return special(libc::UTIME_NOW);
    }
    // libuv keeps microseconds.
    let whole = seconds.floor();
    let micros = ((seconds - whole) * 1e6).floor();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "beyond the system's times anyway"
    )]
    libc::timespec {
        tv_sec: whole as i64,
        tv_nsec: micros as i64 * 1000,
    }
}

/// Where the times of a request go.
enum Place {
    /// To the request's path, with flags.
    Path(c_int),
    Descriptor(c_int),
}

fn set_times(request: Live<Fs>, place: &Place, accessed: f64, modified: f64) -> isize {
    let times = [moment(accessed), moment(modified)];
    let (path, times) = (request.path.get(), times.as_ptr());
    answer(match *place {
        // SAFETY: a text of the request, and two times.
        Place::Path(flags) => unsafe { libc::utimensat(libc::AT_FDCWD, path, times, flags) },
        // SAFETY: two times.
        Place::Descriptor(fd) => unsafe { libc::futimens(fd, times) },
    })
}

fn file_system(request: Live<Fs>) -> isize {
    let mut found = MaybeUninit::<libc::statfs>::zeroed();
    // SAFETY: a text of the request and room for the answer.
    if unsafe { libc::statfs(request.path.get(), found.as_mut_ptr()) } != 0 {
        return last_error() as isize;
    }
    // SAFETY: zero bytes are valid, and so is what the call writes.
    let found = unsafe { found.assume_init() };
    // SAFETY: no preconditions.
    let place = unsafe { libc::calloc(1, size_of::<FileSystem>()) }.cast::<FileSystem>();
    if place.is_null() {
        return -libc::ENOMEM as isize;
    }
    let all = [
        found.f_type.cast_unsigned(),
        found.f_bsize.cast_unsigned(),
        found.f_blocks,
        found.f_bfree,
        found.f_bavail,
        found.f_files,
        found.f_ffree,
        found.f_frsize.cast_unsigned(),
        0,
        0,
        0,
    ];
    // SAFETY: allocated above with that size.
    unsafe { place.write(all) };
    request.ptr.set(place.cast());
    0
}

/// Requests to change a file, which the first argument names or is.
macro_rules! changes {
    ($(
        $(#[$doc:meta])*
        fn $name:ident($file:ident: $of:ty, $one:ident: $one_of:ty, $two:ident: $two_of:ty) =
            ($operation:ident, $path:expr, $work:expr);
    )*) => {
        functions! {$(
            $(#[$doc])*
            fn $name(
                owner: Option<Live<Loop>>,
                request: Option<Live<Fs>>,
                $file: $of,
                $one: $one_of,
                $two: $two_of,
                callback: Option<Callback>,
            ) -> c_int {
                run(owner, request, &Subject::new(Operation::$operation, $path), callback, $work)
            }
        )*}
    };
}

changes! {
    /// Sets a file's times of access and change.
    fn uv_fs_utime(path: *const c_char, accessed: f64, modified: f64) =
        (Utime, path, move |request| set_times(request, &Place::Path(0), accessed, modified));
    /// The same of a link itself.
    fn uv_fs_lutime(path: *const c_char, accessed: f64, modified: f64) =
        (Lutime, path, move |request| {
            set_times(request, &Place::Path(libc::AT_SYMLINK_NOFOLLOW), accessed, modified)
        });
    /// The same of an open file.
    fn uv_fs_futime(fd: c_int, accessed: f64, modified: f64) =
        (Futime, ptr::null(), move |request| {
            set_times(request, &Place::Descriptor(fd), accessed, modified)
        });
    /// Sets a file's owner.
    fn uv_fs_chown(path: *const c_char, uid: u32, gid: u32) = (Chown, path, move |request| {
        // SAFETY: a text of the request.
        answer(unsafe { libc::chown(request.path.get(), uid, gid) })
    });
    /// The same of a link itself.
    fn uv_fs_lchown(path: *const c_char, uid: u32, gid: u32) = (Lchown, path, move |request| {
        // SAFETY: a text of the request.
        answer(unsafe { libc::lchown(request.path.get(), uid, gid) })
    });
    /// The same of an open file.
    fn uv_fs_fchown(fd: c_int, uid: u32, gid: u32) = (Fchown, ptr::null(), move |_| {
        // SAFETY: plain numbers.
        answer(unsafe { libc::fchown(fd, uid, gid) })
    });
}

functions! {
    /// What the system knows of a file's file system, in `ptr`.
    fn uv_fs_statfs(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        path: *const c_char,
        callback: Option<Callback>,
    ) -> c_int {
        run(owner, request, &Subject::new(Operation::StatFs, path), callback, file_system)
    }
}
