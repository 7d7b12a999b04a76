//! Listing folders.

use std::ffi::OsStr;
use std::fs::FileType;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::FileTypeExt as _;

use super::super::support::{Args, Return};
use super::args::path;
use super::data::{array_buffer, text_of};
use super::request::{Named as _, perform};

/// Node's number for a kind of entry (`UV_DIRENT_*`).
fn kind(file_type: FileType) -> i32 {
    match file_type {
        t if t.is_file() => 1,
        t if t.is_dir() => 2,
        t if t.is_symlink() => 3,
        t if t.is_fifo() => 4,
        t if t.is_socket() => 5,
        t if t.is_char_device() => 6,
        t if t.is_block_device() => 7,
        _ => 0,
    }
}

/// A name as a string, or as an ArrayBuffer.
pub(super) fn name<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &OsStr,
    as_bytes: bool,
) -> v8::Local<'s, v8::Value> {
    if as_bytes {
        array_buffer(scope, name.as_bytes().to_vec())
    } else {
        text_of(scope, name.as_bytes()).into()
    }
}

/// `readdir(cb, path, with types, as bytes, syscall is opendir)`: names in byte
/// order, or `[names, kinds]`.
pub(super) fn readdir(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(1));
    let with_types = args.get(2).boolean_value(scope);
    let as_bytes = args.get(3).boolean_value(scope);
    let syscall = if args.get(4).boolean_value(scope) {
        "opendir"
    } else {
        "scandir"
    };
    let work = move || {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&path).named_path(syscall, &path)? {
            let entry = entry.named_path(syscall, &path)?;
            let kind = match entry.file_type() {
                Ok(file_type) if with_types => kind(file_type),
                _ => 0,
            };
            entries.push((entry.file_name(), kind));
        }
        entries.sort_unstable();
        Ok(entries)
    };
    perform(scope, &args, &mut rv, work, move |scope, entries| {
        let names: Vec<v8::Local<'_, v8::Value>> = entries
            .iter()
            .map(|(entry, _)| name(scope, entry, as_bytes))
            .collect();
        let names = v8::Array::new_with_elements(scope, &names);
        if !with_types {
            return names.into();
        }
        let kinds: Vec<v8::Local<'_, v8::Value>> = entries
            .iter()
            .map(|(_, kind)| v8::Integer::new(scope, *kind).into())
            .collect();
        let kinds = v8::Array::new_with_elements(scope, &kinds);
        v8::Array::new_with_elements(scope, &[names.into(), kinds.into()]).into()
    });
}
