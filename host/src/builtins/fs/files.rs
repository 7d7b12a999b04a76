//! Opening and closing, and what can be changed about a file.

use std::ffi::CStr;
use std::fs::{File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use super::super::support::{Args, Return, SystemError};
use super::args::{borrowed, c_path, double, int, path, uint};
use super::data::{file_of, open_raw};
use super::request::{Named as _, checked, errno, nothing, number, perform};

/// `access(cb, path, mode)`.
pub(super) fn access(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let mode = int(scope, args.get(2));
    let work = move || {
        let name = c_path(&path);
        // SAFETY: the path ends with NUL.
        let result = checked(unsafe { libc::access(name.as_ptr(), mode) });
        result.map(drop).named_path("access", &path)
    };
    perform(scope, &args, &mut rv, work, nothing);
}

/// `open(cb, path, flags, mode)`: the descriptor.
pub(super) fn open(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let flags = int(scope, args.get(2));
    let mode = uint(scope, args.get(3));
    let work = move || {
        let fd = open_raw(&path, flags, mode).named_path("open", &path)?;
        Ok(f64::from(fd))
    };
    perform(scope, &args, &mut rv, work, number);
}

/// `close(cb, fd)`.
pub(super) fn close(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let work = move || {
        // SAFETY: JavaScript gives up its descriptor.
        checked(unsafe { libc::close(fd) }).map(drop).named("close")
    };
    perform(scope, &args, &mut rv, work, nothing);
}

/// `ftruncate(cb, fd, length)`.
pub(super) fn ftruncate(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let length = args.get(2).integer_value(scope).unwrap_or(0);
    let work = move || {
        let length = u64::try_from(length).unwrap_or(0);
        file_of(fd).set_len(length).named("ftruncate")
    };
    perform(scope, &args, &mut rv, work, nothing);
}

/// `fsync(cb, fd)`.
pub(super) fn fsync(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let work = move || borrowed(fd).sync_all().named("fsync");
    perform(scope, &args, &mut rv, work, nothing);
}

/// `fdatasync(cb, fd)`.
pub(super) fn fdatasync(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let work = move || borrowed(fd).sync_data().named("fdatasync");
    perform(scope, &args, &mut rv, work, nothing);
}

/// `COPYFILE_EXCL`: fail when the target exists.
const EXCLUSIVE: i32 = 1;
/// `COPYFILE_FICLONE_FORCE`: only copy by reference.
const FORCE_CLONE: i32 = 4;
/// `_IOW(0x94, 9, int)`: share the extents of another file.
const FICLONE: libc::Ioctl = 0x4004_9409;

fn copy(from: &Path, to: &Path, mode: i32) -> io::Result<()> {
    let mut source = File::open(from)?;
    let metadata = source.metadata()?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).mode(metadata.mode() & 0o7777);
    if mode & EXCLUSIVE != 0 {
        options.create_new(true);
    } else {
        options.create(true);
    }
    let mut target = options.open(to)?;
    let existing = target.metadata()?;
    if existing.dev() == metadata.dev() && existing.ino() == metadata.ino() {
        return Ok(());
    }
    let result = fill(&mut target, &mut source, metadata.mode(), mode);
    if result.is_err() {
        // No half of a copy is left.
        let _ = std::fs::remove_file(to);
    }
    result
}

fn fill(target: &mut File, source: &mut File, permissions: u32, mode: i32) -> io::Result<()> {
    target.set_len(0)?;
    target.set_permissions(Permissions::from_mode(permissions & 0o7777))?;
    if mode & FORCE_CLONE != 0 {
        // SAFETY: FICLONE takes a plain descriptor.
        return checked(unsafe { libc::ioctl(target.as_raw_fd(), FICLONE, source.as_raw_fd()) })
            .map(drop);
    }
    io::copy(source, target).map(drop)
}

/// `copyFile(cb, from, to, mode)`.
pub(super) fn copy_file(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let from = path(scope, args.get(1));
    let to = path(scope, args.get(2));
    let mode = int(scope, args.get(3));
    let work = move || {
        copy(&from, &to, mode).map_err(|error| {
            SystemError::new(errno(&error), "copyfile")
                .with_path(from.to_string_lossy())
                .with_dest(to.to_string_lossy())
        })
    };
    perform(scope, &args, &mut rv, work, nothing);
}

/// `chmod(cb, path, mode)`.
pub(super) fn chmod(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let permissions = Permissions::from_mode(uint(scope, args.get(2)));
    let work = move || std::fs::set_permissions(&path, permissions).named_path("chmod", &path);
    perform(scope, &args, &mut rv, work, nothing);
}

/// `fchmod(cb, fd, mode)`.
pub(super) fn fchmod(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let permissions = Permissions::from_mode(uint(scope, args.get(2)));
    let work = move || borrowed(fd).set_permissions(permissions).named("fchmod");
    perform(scope, &args, &mut rv, work, nothing);
}

/// `chown(cb, path, uid, gid)`.
pub(super) fn chown(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let (uid, gid) = (uint(scope, args.get(2)), uint(scope, args.get(3)));
    let work =
        move || std::os::unix::fs::chown(&path, Some(uid), Some(gid)).named_path("chown", &path);
    perform(scope, &args, &mut rv, work, nothing);
}

/// `lchown(cb, path, uid, gid)`.
pub(super) fn lchown(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let (uid, gid) = (uint(scope, args.get(2)), uint(scope, args.get(3)));
    let work =
        move || std::os::unix::fs::lchown(&path, Some(uid), Some(gid)).named_path("lchown", &path);
    perform(scope, &args, &mut rv, work, nothing);
}

/// `fchown(cb, fd, uid, gid)`.
pub(super) fn fchown(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let (uid, gid) = (uint(scope, args.get(2)), uint(scope, args.get(3)));
    let work =
        move || std::os::unix::fs::fchown(&*borrowed(fd), Some(uid), Some(gid)).named("fchown");
    perform(scope, &args, &mut rv, work, nothing);
}

/// Seconds, possibly negative, with a fraction that rounds to microseconds (a
/// double holds no more).
#[expect(
    clippy::cast_possible_truncation,
    reason = "the floor of a time is whole, and a fraction of a second fits"
)]
fn timespec(seconds: f64) -> libc::timespec {
    let whole = seconds.floor();
    let micros = ((seconds - whole) * 1e6).round() as i64;
    libc::timespec {
        tv_sec: whole as i64 + micros / 1_000_000,
        tv_nsec: micros % 1_000_000 * 1000,
    }
}

fn set_times(name: &CStr, times: [libc::timespec; 2], flags: i32) -> io::Result<()> {
    // SAFETY: the path ends with NUL, and two times are given.
    checked(unsafe { libc::utimensat(libc::AT_FDCWD, name.as_ptr(), times.as_ptr(), flags) })
        .map(drop)
}

fn times(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> [libc::timespec; 2] {
    [
        timespec(double(scope, args.get(2))),
        timespec(double(scope, args.get(3))),
    ]
}

/// `utimes(cb, path, atime, mtime)` in seconds.
pub(super) fn utimes(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let times = times(scope, &args);
    let work = move || set_times(&c_path(&path), times, 0).named_path("utime", &path);
    perform(scope, &args, &mut rv, work, nothing);
}

/// `lutimes(cb, path, atime, mtime)`.
pub(super) fn lutimes(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let times = times(scope, &args);
    let work = move || {
        set_times(&c_path(&path), times, libc::AT_SYMLINK_NOFOLLOW).named_path("lutime", &path)
    };
    perform(scope, &args, &mut rv, work, nothing);
}

/// `futimes(cb, fd, atime, mtime)`.
pub(super) fn futimes(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let times = times(scope, &args);
    let work = move || {
        // SAFETY: two times are given.
        let result = checked(unsafe { libc::futimens(fd, times.as_ptr()) });
        result.map(drop).named("futime")
    };
    perform(scope, &args, &mut rv, work, nothing);
}
