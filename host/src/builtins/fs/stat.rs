//! What is known about files and file systems.

use std::fs::Metadata;
use std::mem::MaybeUninit;
use std::os::unix::fs::MetadataExt as _;
use std::time::UNIX_EPOCH;

use super::super::support::{Args, Return, SystemError, bytes_mut};
use super::args::{borrowed, c_path, int, path};
use super::request::{Named as _, checked, errno, perform};

/// Ten fields in the order of `fs.Stats`, then seconds and nanoseconds of access,
/// change of content, change of state, and birth.
type Fields = [i64; 18];

fn fields(metadata: &Metadata) -> Fields {
    let birth = metadata.created().ok();
    let birth = birth.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let birth = birth.unwrap_or_default();
    let field = |value: u64| value.cast_signed();
    [
        field(metadata.dev()),
        i64::from(metadata.mode()),
        field(metadata.nlink()),
        i64::from(metadata.uid()),
        i64::from(metadata.gid()),
        field(metadata.rdev()),
        field(metadata.blksize()),
        field(metadata.ino()),
        field(metadata.size()),
        field(metadata.blocks()),
        metadata.atime(),
        metadata.atime_nsec(),
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
        field(birth.as_secs()),
        i64::from(birth.subsec_nanos()),
    ]
}

/// Numbers as a Float64Array, or as a BigInt64Array.
fn numbers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    values: &[i64],
    big: bool,
) -> v8::Local<'s, v8::Value> {
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| {
            if big {
                value.to_ne_bytes()
            } else {
                #[expect(clippy::cast_precision_loss, reason = "as Node without bigint")]
                (*value as f64).to_ne_bytes()
            }
        })
        .collect();
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
    let view: Option<v8::Local<'_, v8::Value>> = if big {
        v8::BigInt64Array::new(scope, buffer, 0, values.len()).map(Into::into)
    } else {
        v8::Float64Array::new(scope, buffer, 0, values.len()).map(Into::into)
    };
    view.unwrap_or_else(|| v8::undefined(scope).into())
}

/// Writes the fields into a Float64Array of the caller: true when there was room.
fn fill(target: v8::Local<'_, v8::Value>, fields: &Fields) -> bool {
    if !target.is_float64_array() {
        return false;
    }
    // SAFETY: nothing runs JavaScript before the slice's last use.
    let Some(bytes) = (unsafe { bytes_mut(target) }) else {
        return false;
    };
    for (slot, field) in bytes.chunks_exact_mut(size_of::<f64>()).zip(fields) {
        #[expect(clippy::cast_precision_loss, reason = "as Node without bigint")]
        slot.copy_from_slice(&(*field as f64).to_ne_bytes());
    }
    bytes.len() >= size_of::<Fields>()
}

/// Answers the fields; undefined when nothing is there and `quiet` is set. With a
/// Float64Array as last argument they are written there, and the answer is true.
fn answer(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    rv: &mut Return<'_>,
    read: impl FnOnce() -> Result<Metadata, SystemError> + Send + 'static,
) {
    let big = args.get(2).boolean_value(scope);
    let quiet = args.get(3).boolean_value(scope);
    if args.get(4).is_float64_array() {
        match read() {
            Ok(metadata) => rv.set_bool(fill(args.get(4), &fields(&metadata))),
            Err(error) if quiet && error.errno == libc::ENOENT => rv.set_bool(false),
            Err(error) => error.throw(scope),
        }
        return;
    }
    let work = move || match read() {
        Ok(metadata) => Ok(Some(fields(&metadata))),
        Err(error) if quiet && error.errno == libc::ENOENT => Ok(None),
        Err(error) => Err(error),
    };
    perform(scope, args, rv, work, move |scope, fields| match fields {
        Some(fields) => numbers(scope, &fields, big),
        None => v8::undefined(scope).into(),
    });
}

/// `stat(cb, path, bigint, quiet)`.
pub(super) fn stat(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    answer(scope, &args, &mut rv, move || {
        std::fs::metadata(&path).named_path("stat", &path)
    });
}

/// `lstat(cb, path, bigint, quiet)`.
pub(super) fn lstat(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    answer(scope, &args, &mut rv, move || {
        std::fs::symlink_metadata(&path).named_path("lstat", &path)
    });
}

/// `fstat(cb, fd, bigint)`.
pub(super) fn fstat(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = int(scope, args.get(1));
    answer(scope, &args, &mut rv, move || {
        borrowed(fd).metadata().named("fstat")
    });
}

/// `exists(cb, path)`.
pub(super) fn exists(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let work = move || {
        let name = c_path(&path);
        // SAFETY: the path ends with NUL.
        Ok(unsafe { libc::access(name.as_ptr(), libc::F_OK) } == 0)
    };
    perform(scope, &args, &mut rv, work, |scope, exists| {
        v8::Boolean::new(scope, exists).into()
    });
}

/// `statfs(cb, path, bigint)`: type, bsize, blocks, bfree, bavail, files, ffree.
pub(super) fn statfs(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let big = args.get(2).boolean_value(scope);
    let work = move || {
        let name = c_path(&path);
        let mut status = MaybeUninit::<libc::statfs64>::uninit();
        // SAFETY: the path ends with NUL and the structure is the call's to fill.
        let result = checked(unsafe { libc::statfs64(name.as_ptr(), status.as_mut_ptr()) });
        if let Err(error) = result {
            let error = SystemError::new(errno(&error), "statfs");
            return Err(error.with_path(path.to_string_lossy()));
        }
        // SAFETY: the call has succeeded and filled the structure.
        let status = unsafe { status.assume_init() };
        Ok([
            status.f_type,
            status.f_bsize,
            status.f_blocks.cast_signed(),
            status.f_bfree.cast_signed(),
            status.f_bavail.cast_signed(),
            status.f_files.cast_signed(),
            status.f_ffree.cast_signed(),
        ])
    };
    perform(scope, &args, &mut rv, work, move |scope, fields| {
        numbers(scope, &fields, big)
    });
}
