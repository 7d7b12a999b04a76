//! The memory that small Buffers share: slabs of `Buffer.poolSize` bytes, one after the other, and text written
//! into the one in use. Where in it a Buffer begins is JavaScript's to say.
//!
//! A slab is an ArrayBuffer like any other, but its store is held here too: when nobody else holds it any more, a
//! later slab takes it over. That spares V8 the making and the freeing of stores and of their memory, which happens
//! on another thread.

use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::atomic::{Ordering, fence};

use super::{Args, Return, allocate, base64, fast, index, write};
use crate::builtins::support::{fast_method, method};
use crate::engine::bytes::{self, Content};

type Store = v8::SharedRef<v8::BackingStore>;

/// `Buffer.poolSize`, unless the program changes it; slabs of other sizes are not kept.
const SLAB: usize = 8192;

/// Sixteen megabytes at most. V8 collects its young objects about once for so many slabs in use.
const KEPT: usize = 2048;

/// How many slabs are looked at for one that is free.
const TRIES: usize = 4;

/// This thread's slabs.
struct Slabs {
    /// In the order in which they were made, which is mostly that of their addresses.
    stores: Vec<Store>,
    /// After the one that was handed out last.
    next: usize,
}

thread_local! {
    static SLABS: RefCell<Slabs> = const {
        RefCell::new(Slabs {
            stores: Vec::new(),
            next: 0,
        })
    };
}

impl Slabs {
    /// The next store in turn that nobody else owns.
    fn recycled(&mut self) -> Option<&Store> {
        let at = (self.next..self.next + TRIES)
            .map(|at| at % self.stores.len().max(1))
            .find(|at| self.stores.get(*at).is_some_and(is_free));
        // One that is used for long keeps the others from their turn only for a while.
        self.next = (at.unwrap_or(self.next) + 1) % self.stores.len().max(1);
        self.stores.get(at?)
    }
}

/// Whether only the list owns this store.
fn is_free(store: &Store) -> bool {
    // SAFETY: it reads the count of the shared pointer it is given.
    let owners = unsafe { bytes::std__shared_ptr__v8__BackingStore__use_count(store) };
    // What the last owner did with the memory, on whichever thread, was before it let go.
    fence(Ordering::Acquire);
    owners == 1
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "createPool", create_pool);
    method(scope, target, "isPool", is_pool);
    fast_method(scope, target, "poolUtf8", utf8, fast::POOL_UTF8);
    fast_method(scope, target, "poolLatin1", latin1, fast::POOL_LATIN1);
    fast_method(scope, target, "poolUtf16", utf16, fast::POOL_UTF16);
    fast_method(scope, target, "poolBase64", base64, fast::POOL_BASE64);
    fast_method(scope, target, "poolHex", hex, fast::POOL_HEX);
}

/// `createPool(size)`: the next slab. The thread's first is of zeros, as fresh memory in Node: addons that look for
/// the end of a C string read on.
fn create_pool(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(size) = index(scope, args.get(0), 0) else {
        return;
    };
    let reused = SLABS.with_borrow_mut(|slabs| {
        let store = slabs
            .recycled()
            .filter(|store| store.byte_length() == size)?;
        Some(v8::ArrayBuffer::with_backing_store(scope, store))
    });
    if let Some(buffer) = reused {
        return rv.set(buffer.into());
    }
    let content = if SLABS.with_borrow(|slabs| slabs.stores.is_empty()) {
        Content::Zeroed
    } else {
        Content::Uninitialized
    };
    let Some(buffer) = allocate(scope, size, content) else {
        return;
    };
    let is_kept = size == SLAB
        && SLABS.with_borrow_mut(|slabs| {
            let has_room = slabs.stores.len() < KEPT;
            if has_room {
                slabs.stores.push(buffer.get_backing_store());
            }
            has_room
        });
    if !is_kept {
        let (mark, yes) = (mark(scope), v8::Boolean::new(scope, true));
        buffer.set_private(scope, mark, yes.into());
    }
    rv.set(buffer.into());
}

/// What tells a slab whose store is not in the list.
fn mark<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = v8::String::new(scope, "Buffer.pool");
    v8::Private::for_api(scope, name)
}

/// `isPool(arrayBuffer)`: whether it is a slab, in use or not.
fn is_pool(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(args.get(0)) else {
        return rv.set_bool(false);
    };
    let memory = buffer.data();
    let is_kept = memory.is_some()
        && SLABS.with_borrow(|slabs| slabs.stores.iter().any(|store| store.data() == memory));
    let mark = mark(scope);
    rv.set_bool(is_kept || buffer.has_private(scope, mark) == Some(true));
}

/// The memory of an ArrayBuffer from `offset` on; nothing for anything else.
///
/// # Safety
/// The slice aliases memory that JavaScript can write and detach: use it before anything runs JavaScript.
pub(super) unsafe fn rest<'a>(buffer: v8::Local<'_, v8::Value>, offset: usize) -> &'a mut [u8] {
    let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(buffer) else {
        return &mut [];
    };
    let buffer: *const v8::ArrayBuffer = &raw const *buffer;
    // SAFETY: a live handle of an ArrayBuffer.
    let length = unsafe { bytes::v8__ArrayBuffer__ByteLength(buffer) };
    // SAFETY: as above.
    let memory: *mut c_void = unsafe { bytes::v8__ArrayBuffer__Data(buffer) };
    if memory.is_null() || offset >= length {
        return &mut [];
    }
    // SAFETY: the offset is inside of the buffer.
    let start = unsafe { memory.cast::<u8>().add(offset) };
    // SAFETY: the buffer has so many bytes from there, for as long as the caller promises.
    unsafe { std::slice::from_raw_parts_mut(start, length - offset) }
}

/// Asks the processor for memory that is probably written next. Slabs take turns, so that it has mostly left the
/// processor's caches, and the object that is made in between would wait for the writing.
pub(super) fn fetch(start: *const u8, count: usize) {
    const LINE: usize = 64;
    for at in (0..count).step_by(LINE) {
        // SAFETY: a hint; it reads nothing and any address is good for it.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(start.wrapping_add(at).cast()) };
    }
}

/// The UTF-8 of Latin-1 characters; `None` if it does not fit, when part of it may have been written.
pub(super) fn latin1_to_utf8(text: &[u8], target: &mut [u8]) -> Option<usize> {
    if text.len() > target.len() {
        return None;
    }
    let written = write::copy_ascii(text, target);
    let (text, target) = (&text[written..], &mut target[written..]);
    if text.is_empty() {
        return Some(written);
    }
    let fits = text.len() * 2 <= target.len()
        || v8::simdutf::utf8_length_from_latin1(text) <= target.len();
    // SAFETY: the target has room for this text.
    fits.then(|| written + unsafe { v8::simdutf::convert_latin1_to_utf8(text, target) })
}

/// Calls `encode` with the string and what is left of the slab: `pool…(slab, string, offset)` answers how many bytes
/// it wrote, or -1 when the text does not fit.
fn encoded(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    encode: impl FnOnce(
        &mut v8::PinScope<'_, '_>,
        v8::Local<'_, v8::String>,
        &mut [u8],
    ) -> Option<usize>,
) {
    let Ok(string) = v8::Local::<v8::String>::try_from(args.get(1)) else {
        return rv.set_int32(-1);
    };
    let offset = index(scope, args.get(2), 0).unwrap_or(usize::MAX);
    // SAFETY: reading a string runs no JavaScript.
    let target = unsafe { rest(args.get(0), offset) };
    rv.set_int32(count(encode(scope, string, target)));
}

/// What `pool…` answers.
pub(super) fn count(written: Option<usize>) -> i32 {
    written.and_then(|n| i32::try_from(n).ok()).unwrap_or(-1)
}

fn utf8(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    encoded(scope, &args, rv, |scope, string, target| {
        if string.is_onebyte() {
            let view = v8::ValueView::new(scope, string);
            if let v8::ValueViewData::OneByte(text) = view.data() {
                return latin1_to_utf8(text, target);
            }
        }
        let fits = string.length() * 3 <= target.len()
            || write::utf8_length(scope, string) <= target.len();
        fits.then(|| write::encode_utf8(scope, string, target))
    });
}

fn latin1(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    encoded(scope, &args, rv, |scope, string, target| {
        Some(write::string_to_latin1(scope, string, target))
    });
}

fn utf16(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    encoded(scope, &args, rv, |scope, string, target| {
        Some(write::string_to_utf16(scope, string, target))
    });
}

fn base64(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    encoded(scope, &args, rv, |scope, string, target| {
        Some(base64::decode_string(scope, string, target))
    });
}

fn hex(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, rv: Return<'_>) {
    encoded(scope, &args, rv, |scope, string, target| {
        Some(write::decode_hex_string(scope, string, target))
    });
}
