//! Names that addons pass as C strings, internalized once per isolate.
//!
//! Addons pass the same literals again and again, so the cache is keyed by the
//! pointer and verified by content (the memory may hold another name by now). Two
//! ways per set, replaced in turn; an entry is a strong handle.

use std::cell::{Cell, RefCell};
use std::ffi::c_char;
use std::ptr::NonNull;

use super::layout::RawIsolate;
use super::raw;

/// Sets in the cache; a power of two.
const SETS: usize = 256;
/// Longest name that is kept, in bytes.
const LONGEST: usize = 63;

struct Entry {
    pointer: *const c_char,
    length: u8,
    content: [u8; LONGEST],
    /// A persistent handle's slot, reset when the entry is replaced.
    handle: NonNull<v8::Name>,
}

type Set = [Option<Box<Entry>>; 2];

/// The cache. See the module's note.
pub(crate) struct NameCache {
    sets: RefCell<Vec<Set>>,
    next: Cell<usize>,
}

impl NameCache {
    pub(crate) fn new() -> Self {
        Self {
            sets: RefCell::new(Vec::new()),
            next: Cell::new(0),
        }
    }

    /// The internalized name for the UTF-8 bytes at `pointer`: a handle that lives
    /// as long as the cache keeps it, which is at least until the next call here; so
    /// callers use it at once. `None` when V8 cannot make the string.
    ///
    /// # Safety
    /// `pointer` is readable for `length` bytes; the isolate is entered.
    pub(crate) unsafe fn get(
        &self,
        isolate: NonNull<RawIsolate>,
        pointer: *const c_char,
        length: usize,
    ) -> Option<NonNull<v8::Name>> {
        // SAFETY: the caller's promise.
        let bytes = unsafe { std::slice::from_raw_parts(pointer.cast::<u8>(), length) };
        if length > LONGEST {
            return internalize(isolate, bytes);
        }
        let index = set_index(pointer);
        if let Some(set) = self.sets.borrow().get(index) {
            for entry in set.iter().flatten() {
                if entry.pointer == pointer
                    && usize::from(entry.length) == length
                    && entry.content[..length] == *bytes
                {
                    return Some(entry.handle);
                }
            }
        }
        self.insert(isolate, index, pointer, bytes)
    }

    #[cold]
    fn insert(
        &self,
        isolate: NonNull<RawIsolate>,
        index: usize,
        pointer: *const c_char,
        bytes: &[u8],
    ) -> Option<NonNull<v8::Name>> {
        let name = internalize(isolate, bytes)?;
        // SAFETY: the isolate is entered and `name` is a live handle.
        let handle = unsafe { raw::v8__Global__New(isolate.as_ptr(), name.as_ptr().cast()) };
        let handle = NonNull::new(handle.cast_mut())?.cast::<v8::Name>();
        let mut content = [0; LONGEST];
        content[..bytes.len()].copy_from_slice(bytes);
        let entry = Entry {
            pointer,
            length: u8::try_from(bytes.len()).ok()?,
            content,
            handle,
        };
        let mut sets = self.sets.borrow_mut();
        if sets.is_empty() {
            sets.resize_with(SETS, Set::default);
        }
        let way = self.next.get() & 1;
        self.next.set(self.next.get().wrapping_add(1));
        if let Some(old) = sets[index][way].replace(Box::new(entry)) {
            // SAFETY: the slot came from `v8__Global__New` and is dropped here.
            unsafe { raw::v8__Global__Reset(old.handle.as_ptr().cast()) };
        }
        Some(handle)
    }
}

fn set_index(pointer: *const c_char) -> usize {
    let address = pointer.addr();
    (address ^ (address >> 8)) & (SETS - 1)
}

/// An internalized string from UTF-8; `None` above V8's limit.
pub(crate) fn internalize(isolate: NonNull<RawIsolate>, bytes: &[u8]) -> Option<NonNull<v8::Name>> {
    /// `v8::NewStringType::kInternalized`.
    const INTERNALIZED: i32 = 1;
    let length = i32::try_from(bytes.len()).ok()?;
    let isolate = isolate.as_ptr();
    let string = if bytes.is_ascii() {
        // SAFETY: the bytes are readable for `length`.
        unsafe { raw::v8__String__NewFromOneByte(isolate, bytes.as_ptr(), INTERNALIZED, length) }
    } else {
        // SAFETY: as above.
        unsafe {
            raw::v8__String__NewFromUtf8(isolate, bytes.as_ptr().cast(), INTERNALIZED, length)
        }
    };
    NonNull::new(string.cast_mut()).map(NonNull::cast)
}
