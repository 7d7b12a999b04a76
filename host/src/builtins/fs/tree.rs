//! Making and removing folders, several at once where asked for.

use std::io;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::support::{Args, Return, SystemError, string};
use super::args::{path, uint};
use super::entries::name;
use super::request::{Named as _, errno, nothing, perform};

fn make_one(path: &Path, mode: u32) -> io::Result<()> {
    std::fs::DirBuilder::new().mode(mode).create(path)
}

/// Makes the folder and those above it that are missing; answers the first that
/// was made.
fn make_all(path: &Path, mode: u32) -> Result<Option<PathBuf>, SystemError> {
    let mut missing = vec![path.to_owned()];
    let mut first = None;
    while let Some(next) = missing.last().cloned() {
        match make_one(&next, mode) {
            Ok(()) => {
                first.get_or_insert(next);
                missing.pop();
            }
            Err(error) if errno(&error) == libc::ENOENT => match next.parent() {
                Some(parent) if !parent.as_os_str().is_empty() && parent != next => {
                    missing.push(parent.to_owned());
                }
                _ => return Err(error).named_path("mkdir", path),
            },
            Err(error) => {
                match std::fs::metadata(&next) {
                    Ok(metadata) if metadata.is_dir() => {}
                    // What is in the way of the last folder, or of one above it.
                    Ok(_) if missing.len() > 1 => {
                        return Err(io::Error::from_raw_os_error(libc::ENOTDIR))
                            .named_path("mkdir", path);
                    }
                    Ok(_) => return Err(error).named_path("mkdir", path),
                    // A link that leads nowhere.
                    Err(error) => return Err(error).named_path("mkdir", path),
                }
                missing.pop();
            }
        }
    }
    Ok(first)
}

/// `mkdir(cb, path, mode, recursive)`: the first folder made, if recursive.
pub(super) fn mkdir(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let mode = uint(scope, args.get(2));
    let recursive = args.get(3).boolean_value(scope);
    let work = move || {
        if recursive {
            return make_all(&path, mode);
        }
        make_one(&path, mode).named_path("mkdir", &path)?;
        Ok(None)
    };
    perform(scope, &args, &mut rv, work, |scope, first| match first {
        Some(first) => string(scope, &first.to_string_lossy()).into(),
        None => v8::undefined(scope).into(),
    });
}

/// `mkdtemp(cb, prefix, as bytes)`: the folder's path.
pub(super) fn mkdtemp(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let prefix = path(scope, args.get(1));
    let as_bytes = args.get(2).boolean_value(scope);
    let work = move || {
        let mut template = prefix.as_os_str().as_bytes().to_vec();
        template.extend_from_slice(b"XXXXXX\0");
        // SAFETY: the template ends with NUL and is changed in place.
        let made = unsafe { libc::mkdtemp(template.as_mut_ptr().cast()) };
        let error = io::Error::last_os_error();
        template.pop();
        let path = PathBuf::from(std::ffi::OsString::from_vec(template));
        if made.is_null() {
            return Err(error).named_path("mkdtemp", &prefix.with_extra("XXXXXX"));
        }
        Ok(path)
    };
    perform(scope, &args, &mut rv, work, move |scope, path| {
        name(scope, path.as_os_str(), as_bytes)
    });
}

trait WithExtra {
    fn with_extra(&self, extra: &str) -> PathBuf;
}

impl WithExtra for PathBuf {
    /// The path with text behind it, in the same last part.
    fn with_extra(&self, extra: &str) -> PathBuf {
        let mut text = self.as_os_str().to_owned();
        text.push(extra);
        text.into()
    }
}

/// How `rm` goes about it.
#[derive(Clone, Copy)]
struct Removal {
    recursive: bool,
    retries: u32,
    delay: Duration,
}

fn is_worth_retrying(errno: i32) -> bool {
    matches!(
        errno,
        libc::EBUSY | libc::EMFILE | libc::ENFILE | libc::ENOTEMPTY | libc::EPERM
    )
}

/// Repeats `call` as often as the options say, with a growing pause.
fn persist(
    removal: Removal,
    mut call: impl FnMut() -> Result<(), SystemError>,
) -> Result<(), SystemError> {
    let mut attempt = 0;
    loop {
        match call() {
            Err(error) if attempt < removal.retries && is_worth_retrying(error.errno) => {
                attempt += 1;
                std::thread::sleep(removal.delay * attempt);
            }
            other => return other,
        }
    }
}

/// What is gone already needs no removing.
fn gone_is_fine(result: Result<(), SystemError>) -> Result<(), SystemError> {
    match result {
        Err(error) if error.errno == libc::ENOENT => Ok(()),
        other => other,
    }
}

fn remove_tree(path: &Path, removal: Removal) -> Result<(), SystemError> {
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if errno(&error) == libc::ENOENT => return Ok(()),
        Err(error) => return Err(error).named_path("lstat", path),
    };
    if !metadata.is_dir() {
        return gone_is_fine(persist(removal, || {
            std::fs::remove_file(path).named_path("unlink", path)
        }));
    }
    persist(removal, || {
        for entry in std::fs::read_dir(path).named_path("scandir", path)? {
            let entry = entry.named_path("scandir", path)?;
            remove_tree(&entry.path(), removal)?;
        }
        gone_is_fine(std::fs::remove_dir(path).named_path("rmdir", path))
    })
}

/// `rm(cb, path, recursive, retries, delay in ms)`. JavaScript has looked at what
/// is there and decides what a missing path or a folder means.
pub(super) fn rm(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let removal = Removal {
        recursive: args.get(2).boolean_value(scope),
        retries: uint(scope, args.get(3)),
        delay: Duration::from_millis(u64::from(uint(scope, args.get(4)))),
    };
    let work = move || {
        if removal.recursive {
            remove_tree(&path, removal)
        } else {
            persist(removal, || {
                std::fs::remove_file(&path).named_path("unlink", &path)
            })
        }
    };
    perform(scope, &args, &mut rv, work, nothing);
}
