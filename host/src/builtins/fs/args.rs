//! Decoding arguments: paths, descriptors, positions, and regions of memory that a
//! worker may use while JavaScript goes on.

use std::ffi::{CString, OsString};
use std::fs::File;
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd as _;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use super::super::support::{bytes_mut, text};

/// A path given as a string or as bytes.
pub(super) fn path(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> PathBuf {
    // SAFETY: nothing runs JavaScript before the slice's last use.
    if let Some(bytes) = unsafe { bytes_mut(value) } {
        return OsString::from_vec(bytes.to_vec()).into();
    }
    text(scope, value).into()
}

/// A path for a C call. A NUL inside (which JavaScript refuses earlier) ends it.
pub(super) fn c_path(path: &Path) -> CString {
    let bytes = path.as_os_str().as_bytes();
    let end = bytes.iter().position(|byte| *byte == 0);
    CString::new(&bytes[..end.unwrap_or(bytes.len())]).unwrap_or_default()
}

pub(super) fn int(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> i32 {
    value.int32_value(scope).unwrap_or(0)
}

pub(super) fn uint(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> u32 {
    value.uint32_value(scope).unwrap_or(0)
}

pub(super) fn double(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> f64 {
    value.number_value(scope).unwrap_or(0.0)
}

/// A length or an offset that JavaScript has checked.
pub(super) fn size(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> usize {
    value
        .integer_value(scope)
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
}

/// A position in a file, as number or BigInt; `None` (for negative) is the current one.
pub(super) fn position(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Option<i64> {
    let position = match v8::Local::<v8::BigInt>::try_from(value) {
        Ok(value) => value.i64_value().0,
        Err(_) => value.integer_value(scope).unwrap_or(-1),
    };
    (position >= 0).then_some(position)
}

/// A descriptor that belongs to JavaScript: the file is not closed when dropped.
pub(super) fn borrowed(fd: i32) -> ManuallyDrop<File> {
    // SAFETY: the file is never dropped, so it never closes what it does not own; a
    // bad number only makes calls fail with EBADF. -1, which File excludes, becomes
    // a number that is as invalid.
    ManuallyDrop::new(unsafe { File::from_raw_fd(if fd < 0 { i32::MAX } else { fd }) })
}

/// Part of an ArrayBuffer's memory, kept alive by its share of the backing store.
pub(super) struct Region {
    store: v8::SharedRef<v8::BackingStore>,
    offset: usize,
    length: usize,
}

// SAFETY: the backing store is reference counted by atomics and its address never
// changes. Bytes may be written by JavaScript meanwhile, as in Node; they are only
// touched through raw pointers.
unsafe impl Send for Region {}

impl Region {
    /// The whole memory of a view; `None` for anything else.
    pub(super) fn of_view(
        scope: &mut v8::PinScope<'_, '_>,
        value: v8::Local<'_, v8::Value>,
    ) -> Option<Self> {
        let view = v8::Local::<v8::ArrayBufferView>::try_from(value).ok()?;
        let store = view.buffer(scope)?.get_backing_store();
        Some(Self {
            store,
            offset: view.byte_offset(),
            length: view.byte_length(),
        })
    }

    /// The part of it from `offset` on, at most `length` bytes.
    pub(super) fn part(mut self, offset: usize, length: usize) -> Self {
        let offset = offset.min(self.length);
        self.offset += offset;
        self.length = length.min(self.length - offset);
        self
    }

    /// Address and length for a system call.
    pub(super) fn io_vec(&self) -> libc::iovec {
        let base = self.store.data().map_or(std::ptr::null_mut(), |data| {
            data.as_ptr().cast::<u8>().wrapping_add(self.offset)
        });
        libc::iovec {
            iov_base: base.cast(),
            iov_len: if base.is_null() { 0 } else { self.length },
        }
    }
}

/// The memory of every view of an array.
pub(super) fn regions(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Vec<Region> {
    let Ok(array) = v8::Local::<v8::Array>::try_from(value) else {
        return Vec::new();
    };
    let mut regions = Vec::new();
    for index in 0..array.length() {
        if let Some(item) = array.get_index(scope, index)
            && let Some(region) = Region::of_view(scope, item)
        {
            regions.push(region);
        }
    }
    regions
}
