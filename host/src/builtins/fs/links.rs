//! Names of files: renaming, removing, linking, resolving.

use std::io;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use super::super::support::{Args, Return, SystemError};
use super::args::path;
use super::entries::name;
use super::request::{Named as _, errno, nothing, perform};

/// Runs a call on two paths.
fn on_two(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    rv: &mut Return<'_>,
    syscall: &'static str,
    call: impl FnOnce(&Path, &Path) -> io::Result<()> + Send + 'static,
) {
    let from = path(scope, args.get(1));
    let to = path(scope, args.get(2));
    let work = move || {
        call(&from, &to).map_err(|error| {
            SystemError::new(errno(&error), syscall)
                .with_path(from.to_string_lossy())
                .with_dest(to.to_string_lossy())
        })
    };
    perform(scope, args, rv, work, nothing);
}

/// `rename(cb, from, to)`.
pub(super) fn rename(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    on_two(scope, &args, &mut rv, "rename", |from, to| {
        std::fs::rename(from, to)
    });
}

/// `link(cb, existing, new)`.
pub(super) fn link(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    on_two(scope, &args, &mut rv, "link", |from, to| {
        std::fs::hard_link(from, to)
    });
}

/// `symlink(cb, target, path)`.
pub(super) fn symlink(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    on_two(scope, &args, &mut rv, "symlink", |from, to| {
        std::os::unix::fs::symlink(from, to)
    });
}

/// `unlink(cb, path)`.
pub(super) fn unlink(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let work = move || std::fs::remove_file(&path).named_path("unlink", &path);
    perform(scope, &args, &mut rv, work, nothing);
}

/// `rmdir(cb, path)`.
pub(super) fn rmdir(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let work = move || std::fs::remove_dir(&path).named_path("rmdir", &path);
    perform(scope, &args, &mut rv, work, nothing);
}

/// Links that the kernel follows before it says that they go round.
const MOST_LINKS: usize = 40;

/// Answers a path as `as bytes` (the third argument) asks.
fn answer_path(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    rv: &mut Return<'_>,
    work: impl FnOnce() -> Result<PathBuf, SystemError> + Send + 'static,
) {
    let as_bytes = args.get(2).boolean_value(scope);
    perform(scope, args, rv, work, move |scope, path| {
        name(scope, path.as_os_str(), as_bytes)
    });
}

/// `readlink(cb, path, as bytes)`.
pub(super) fn readlink(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    answer_path(scope, &args, &mut rv, move || {
        std::fs::read_link(&path).named_path("readlink", &path)
    });
}

/// What stands in the way: the first part that is not there, asked by `lstat`, or the first
/// link that leads nowhere, asked by `stat`.
fn obstacle(path: &Path) -> (&'static str, PathBuf) {
    let mut part = PathBuf::new();
    for component in path.components() {
        part.push(component);
        if part.symlink_metadata().is_err() {
            return ("lstat", part);
        }
        if part.metadata().is_err() {
            return ("stat", part);
        }
    }
    ("lstat", path.to_path_buf())
}

/// `realpath(cb, path, as bytes)`: errors name the part that failed.
pub(super) fn realpath(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    answer_path(scope, &args, &mut rv, move || match path.canonicalize() {
        Ok(real) => Ok(real),
        Err(error) => {
            if let Some(place) = place_of_pipe(&path) {
                return Ok(place);
            }
            let (syscall, part) = obstacle(&path);
            Err(error).named_path(syscall, &part)
        }
    });
}

/// Where links to an open pipe or socket end, as `/dev/stdin` does: a name that is in
/// no folder.
fn place_of_pipe(path: &Path) -> Option<PathBuf> {
    let kind = std::fs::metadata(path).ok()?.file_type();
    if !kind.is_fifo() && !kind.is_socket() {
        return None;
    }
    let mut place = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Ok(target) = std::fs::read_link(&place) else {
            break;
        };
        place = place.parent().unwrap_or(Path::new("/")).join(target);
    }
    let folder = place.parent()?.canonicalize().ok()?;
    Some(folder.join(place.file_name()?))
}

/// `realpathNative(cb, path, as bytes)`.
pub(super) fn realpath_native(
    scope: &mut v8::PinScope<'_, '_>,
    args: Args<'_>,
    mut rv: Return<'_>,
) {
    let path = path(scope, args.get(1));
    answer_path(scope, &args, &mut rv, move || {
        path.canonicalize().named_path("realpath", &path)
    });
}
