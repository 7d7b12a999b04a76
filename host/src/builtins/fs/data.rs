//! Reading and writing bytes.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::mem::ManuallyDrop;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use super::super::support::{Args, Return, SystemError, bytes_mut, string, text};
use super::args::{Region, borrowed, int, path, position, regions, size, uint};
use super::request::{Named as _, nothing, number, perform};

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn count(result: isize) -> io::Result<f64> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result as f64)
    }
}

/// Reads into `parts`, as one call.
fn read_parts(fd: i32, parts: &[Region], position: Option<i64>) -> io::Result<f64> {
    let vectors: Vec<libc::iovec> = parts.iter().map(Region::io_vec).collect();
    let length = libc::c_int::try_from(vectors.len()).unwrap_or(libc::c_int::MAX);
    let result = match position {
        // SAFETY: the regions own the memory that the vectors describe.
        Some(position) => unsafe { libc::preadv64(fd, vectors.as_ptr(), length, position) },
        // SAFETY: as above.
        None => unsafe { libc::readv(fd, vectors.as_ptr(), length) },
    };
    count(result)
}

/// Writes `parts`, as one call.
fn write_parts(fd: i32, parts: &[Region], position: Option<i64>) -> io::Result<f64> {
    let vectors: Vec<libc::iovec> = parts.iter().map(Region::io_vec).collect();
    let length = libc::c_int::try_from(vectors.len()).unwrap_or(libc::c_int::MAX);
    let result = match position {
        // SAFETY: the regions own the memory that the vectors describe.
        Some(position) => unsafe { libc::pwritev64(fd, vectors.as_ptr(), length, position) },
        // SAFETY: as above.
        None => unsafe { libc::writev(fd, vectors.as_ptr(), length) },
    };
    count(result)
}

fn one_region(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Vec<Region> {
    let offset = size(scope, args.get(3));
    let length = size(scope, args.get(4));
    Region::of_view(scope, args.get(2))
        .map(|region| region.part(offset, length))
        .into_iter()
        .collect()
}

/// `read(cb, fd, view, offset, length, position)`: the number of bytes.
pub(super) fn read(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let parts = one_region(scope, &args);
    let at = position(scope, args.get(5));
    let work = move || read_parts(fd, &parts, at).named("read");
    perform(scope, &args, &mut rv, work, number);
}

/// `readv(cb, fd, views, position)`: the number of bytes.
pub(super) fn readv(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let parts = regions(scope, args.get(2));
    let at = position(scope, args.get(3));
    // The loop's library, whose place this takes, refuses to read into nothing.
    let work = move || match parts.is_empty() {
        true => Err(SystemError::new(libc::EINVAL, "read")),
        false => read_parts(fd, &parts, at).named("read"),
    };
    perform(scope, &args, &mut rv, work, number);
}

/// `write(cb, fd, view, offset, length, position)`: the number of bytes.
pub(super) fn write(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let parts = one_region(scope, &args);
    let at = position(scope, args.get(5));
    let work = move || write_parts(fd, &parts, at).named("write");
    perform(scope, &args, &mut rv, work, number);
}

/// `writev(cb, fd, views, position)`: the number of bytes.
pub(super) fn writev(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    let parts = regions(scope, args.get(2));
    let at = position(scope, args.get(3));
    let work = move || write_parts(fd, &parts, at).named("write");
    perform(scope, &args, &mut rv, work, number);
}

/// A file to open, or a descriptor that is open already.
enum Target {
    Path(PathBuf),
    Descriptor(i32),
}

impl Target {
    fn of(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Self {
        if value.is_number() {
            Self::Descriptor(int(scope, value))
        } else {
            Self::Path(path(scope, value))
        }
    }

    /// Runs `body` on the file, and closes what was opened here.
    fn with<R>(
        &self,
        flags: i32,
        mode: u32,
        body: impl FnOnce(&File) -> Result<R, SystemError>,
    ) -> Result<R, SystemError> {
        match self {
            Self::Descriptor(fd) => body(&borrowed(*fd)),
            Self::Path(path) => {
                let file = open_flags(flags, mode).open(path);
                body(&file.named_path("open", path)?)
            }
        }
    }
}

/// `OpenOptions` for C flags.
fn open_flags(flags: i32, mode: u32) -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    match flags & libc::O_ACCMODE {
        libc::O_RDONLY => options.read(true),
        libc::O_WRONLY => options.write(true),
        _ => options.read(true).write(true),
    };
    // std refuses some combinations that are fine for the kernel: those go around it.
    options.custom_flags(flags & !libc::O_ACCMODE).mode(mode);
    options
}

/// All of a file from its current position on. Of a regular file, what its size
/// says: one call less than asking for the end.
/// What a whole file came to.
enum Whole {
    Bytes(Vec<u8>),
    /// Nothing was read: a Buffer of so many bytes is more than one call may make.
    TooLarge(u64),
}

fn read_all(file: &File) -> Result<Whole, SystemError> {
    let metadata = file.metadata().named("fstat")?;
    let length = if metadata.is_file() {
        metadata.len()
    } else {
        0
    };
    if i32::try_from(length).is_err() {
        return Ok(Whole::TooLarge(length));
    }
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))
        .map_err(|_| SystemError::new(libc::ENOMEM, "read"))?;
    // Files of procfs claim to be empty.
    let limit = if length == 0 { u64::MAX } else { length };
    let mut reader = file.take(limit);
    loop {
        match reader.read_to_end(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => wait(file, libc::POLLIN),
            result => return result.named("read").map(|_| Whole::Bytes(bytes)),
        }
    }
}

/// Blocks until a non-blocking descriptor is ready.
fn wait(file: &File, events: i16) {
    let mut waiting = libc::pollfd {
        fd: file.as_raw_fd(),
        events,
        revents: 0,
    };
    // SAFETY: one structure is there, as the count says.
    unsafe { libc::poll(&raw mut waiting, 1, -1) };
}

/// `readFile(cb, path or fd, flags, as text)`: an ArrayBuffer or a string.
pub(super) fn read_file(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let target = Target::of(scope, args.get(1));
    let flags = int(scope, args.get(2));
    let as_text = args.get(3).boolean_value(scope);
    let work = move || target.with(flags, 0o666, read_all);
    if as_text {
        perform(scope, &args, &mut rv, work, |scope, whole| match whole {
            Whole::Bytes(bytes) if bytes.len() > v8::String::MAX_LENGTH => {
                v8::Number::new(scope, -1.0).into()
            }
            Whole::Bytes(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => string(scope, text).into(),
                Err(_) => string(scope, &String::from_utf8_lossy(&bytes)).into(),
            },
            Whole::TooLarge(size) => size_of(scope, size),
        });
    } else {
        perform(scope, &args, &mut rv, work, |scope, whole| match whole {
            Whole::Bytes(bytes) => array_buffer(scope, bytes),
            Whole::TooLarge(size) => size_of(scope, size),
        });
    }
}

/// The size of a file that is too large.
fn size_of<'s>(scope: &v8::PinScope<'s, '_, ()>, size: u64) -> v8::Local<'s, v8::Value> {
    #[expect(clippy::cast_precision_loss, reason = "it is only shown")]
    v8::Number::new(scope, size as f64).into()
}

/// A string of UTF-8; what is not becomes U+FFFD.
pub(super) fn text_of<'s>(
    scope: &v8::PinScope<'s, '_, ()>,
    bytes: &[u8],
) -> v8::Local<'s, v8::String> {
    if bytes.is_ascii()
        && let Some(text) = v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
    {
        return text;
    }
    string(scope, &String::from_utf8_lossy(bytes))
}

/// An ArrayBuffer that takes over the bytes.
pub(super) fn array_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> v8::Local<'s, v8::Value> {
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    v8::ArrayBuffer::with_backing_store(scope, &store).into()
}

fn write_everything(file: &File, mut data: &[u8]) -> Result<(), SystemError> {
    let mut writer = file;
    while !data.is_empty() {
        match writer.write(data) {
            Ok(count) => data = &data[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => wait(file, libc::POLLOUT),
            Err(error) => return Err(error).named("write"),
        }
    }
    Ok(())
}

/// `writeFile(cb, path or fd, string or bytes, flags, mode, flush)`.
pub(super) fn write_file(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let target = Target::of(scope, args.get(1));
    // SAFETY: the bytes are copied before anything runs JavaScript.
    let data = match unsafe { bytes_mut(args.get(2)) } {
        Some(bytes) => bytes.to_vec(),
        None => text(scope, args.get(2)).into_bytes(),
    };
    let flags = int(scope, args.get(3));
    let mode = uint(scope, args.get(4));
    let flush = args.get(5).boolean_value(scope);
    let work = move || {
        target.with(flags, mode, |file| {
            write_everything(file, &data)?;
            if flush {
                file.sync_all().named("fsync")?;
            }
            Ok(())
        })
    };
    perform(scope, &args, &mut rv, work, nothing);
}

/// Opens by C flags; the descriptor belongs to the caller.
pub(super) fn open_raw(path: &std::path::Path, flags: i32, mode: u32) -> io::Result<i32> {
    let path = super::args::c_path(path);
    // SAFETY: the path ends with NUL.
    let fd = unsafe { libc::open64(path.as_ptr(), flags | libc::O_CLOEXEC, mode) };
    super::request::checked(fd)
}

/// The file behind a descriptor, not closed when dropped.
pub(super) fn file_of(fd: i32) -> ManuallyDrop<File> {
    borrowed(fd)
}
