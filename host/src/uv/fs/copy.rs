//! Copying: whole files, and from one descriptor to another.

use std::ffi::{CStr, OsStr, c_char, c_int};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsRawFd as _, FromRawFd as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::{fs, ptr};

use super::super::abi::{Live, Loop};
use super::super::{error_number, functions, last_error};
use super::{Callback, Fs, Operation, Subject, run};

/// Fails when the target exists.
const EXCLUSIVE: c_int = 1;
/// Shares the blocks if the file system can.
const CLONE: c_int = 2;
/// Shares the blocks or fails.
const CLONE_ONLY: c_int = 4;

fn path<'a>(text: *const c_char) -> &'a Path {
    // SAFETY: a text of the request, which lives through its work.
    Path::new(OsStr::from_bytes(
        unsafe { CStr::from_ptr(text) }.to_bytes(),
    ))
}

/// Puts the contents of `source` into `target`, which is empty.
fn fill(mut source: &File, mut target: &File, flags: c_int) -> io::Result<()> {
    if flags & (CLONE | CLONE_ONLY) != 0 {
        // SAFETY: FICLONE takes a descriptor.
        let cloned = unsafe { libc::ioctl(target.as_raw_fd(), libc::FICLONE, source.as_raw_fd()) };
        if cloned == 0 {
            return Ok(());
        }
        if flags & CLONE_ONLY != 0 {
            return Err(io::Error::last_os_error());
        }
    }
    io::copy(&mut source, &mut target).map(drop)
}

fn copy(from: &Path, to: &Path, flags: c_int) -> io::Result<()> {
    let source = File::open(from)?;
    let found = source.metadata()?;
    let mode = found.mode() & 0o7777;
    let target = File::options()
        .write(true)
        .create(true)
        .create_new(flags & EXCLUSIVE != 0)
        .truncate(false)
        .mode(mode)
        .open(to)?;
    let same = target.metadata()?;
    if (same.dev(), same.ino()) == (found.dev(), found.ino()) {
        return Ok(());
    }
    let copied = target
        .set_len(0)
        .and_then(|()| target.set_permissions(fs::Permissions::from_mode(mode)))
        .and_then(|()| fill(&source, &target, flags));
    if copied.is_err() {
        // A half copy is worse than none; the error of the copy is the one to tell.
        let _gone = fs::remove_file(to);
    }
    copied
}

/// Reads at an offset and writes, for descriptors that `sendfile` does not take.
fn send_by_hand(out: c_int, input: c_int, offset: i64, length: usize) -> io::Result<usize> {
    // SAFETY: the caller's descriptor, which `ManuallyDrop` leaves open.
    let mut out = std::mem::ManuallyDrop::new(unsafe { File::from_raw_fd(out) });
    // SAFETY: as above.
    let mut input = std::mem::ManuallyDrop::new(unsafe { File::from_raw_fd(input) });
    let mut buffer = vec![0; length.min(8192)];
    let mut sent = 0;
    while sent < length {
        let wanted = buffer.len().min(length - sent);
        let at = u64::try_from(offset)
            .ok()
            .map(|offset| offset + sent as u64);
        let got = match at {
            Some(at) => std::os::unix::fs::FileExt::read_at(&*input, &mut buffer[..wanted], at),
            None => input.read(&mut buffer[..wanted]),
        };
        let got = match got {
            Ok(0) => break,
            Ok(got) => got,
            Err(_) if sent > 0 => break,
            Err(error) => return Err(error),
        };
        out.write_all(&buffer[..got])?;
        sent += got;
    }
    Ok(sent)
}

fn send(out: c_int, input: c_int, offset: i64, length: usize) -> isize {
    let mut place = offset;
    // SAFETY: two descriptors and a place for the offset.
    let sent = unsafe { libc::sendfile(out, input, &raw mut place, length) };
    if sent >= 0 {
        return sent;
    }
    if place > offset {
        return isize::try_from(place - offset).unwrap_or(isize::MAX);
    }
    match -last_error() {
        libc::EINVAL | libc::EIO | libc::ENOTSOCK | libc::EXDEV => {}
        error => return -error as isize,
    }
    match send_by_hand(out, input, offset, length) {
        Ok(sent) => isize::try_from(sent).unwrap_or(isize::MAX),
        Err(error) => error_number(&error) as isize,
    }
}

functions! {
    /// Copies a file with its mode.
    fn uv_fs_copyfile(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        from: *const c_char,
        to: *const c_char,
        flags: c_int,
        callback: Option<Callback>,
    ) -> c_int {
        if flags & !(EXCLUSIVE | CLONE | CLONE_ONLY) != 0 {
            return -libc::EINVAL;
        }
        let subject = Subject { new_path: to, ..Subject::new(Operation::CopyFile, from) };
        run(owner, request, &subject, callback, move |request| {
            let (from, to) = (path(request.path.get()), path(request.new_path.get()));
            copy(from, to, flags).map_or_else(|error| error_number(&error) as isize, |()| 0)
        })
    }

    /// Copies bytes between descriptors.
    fn uv_fs_sendfile(
        owner: Option<Live<Loop>>,
        request: Option<Live<Fs>>,
        out: c_int,
        input: c_int,
        offset: i64,
        length: usize,
        callback: Option<Callback>,
    ) -> c_int {
        let subject = Subject::new(Operation::SendFile, ptr::null());
        run(owner, request, &subject, callback, move |_| send(out, input, offset, length))
    }
}
