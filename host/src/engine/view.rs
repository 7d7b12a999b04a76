//! Typed arrays read in place, without a call into V8: where their memory is, how long
//! it is, and the type of their elements.
//!
//! Only the plain case is read: elements outside of V8's heap, at least one of them, and
//! a buffer of fixed length. Everything else (empty, detached, resizable) is `None`, and
//! the caller asks V8.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};

use napi_host_sys as sys;
use sys::napi_typedarray_type;

use super::frame;
use super::layout::{self, Tagged};

/// The instance type of every typed array.
const TYPED_ARRAY: u16 = 0x080d;
/// Where a map has the kind of its objects' elements, above two other bits.
const MAP_ELEMENTS_KIND: usize = 15;
/// The first kind of [`KINDS`].
const FIRST_KIND: u8 = 18;
/// Length-tracking, or over a resizable buffer.
const NOT_PLAIN: usize = 0b11;

/// Words of a typed array.
mod field {
    pub(super) const BUFFER: usize = 4;
    pub(super) const FLAGS: usize = 5;
    pub(super) const OFFSET: usize = 6;
    pub(super) const LENGTH: usize = 7;
    pub(super) const DATA: usize = 9;
    /// The heap object that the data pointer is relative to; 0 when it is not.
    pub(super) const BASE: usize = 10;
    /// Of a buffer: its length, 0 once it is detached.
    pub(super) const BUFFER_LENGTH: usize = 5;
}

/// The type of a typed array, and the size of its elements as a power of two; in the
/// order of V8's kinds.
const KINDS: [(napi_typedarray_type, u32); 12] = [
    (sys::napi_uint8_array, 0),
    (sys::napi_int8_array, 0),
    (sys::napi_uint16_array, 1),
    (sys::napi_int16_array, 1),
    (sys::napi_uint32_array, 2),
    (sys::napi_int32_array, 2),
    (sys::napi_biguint64_array, 3),
    (sys::napi_bigint64_array, 3),
    (sys::napi_uint8_clamped_array, 0),
    (sys::napi_float32_array, 2),
    (sys::napi_float64_array, 3),
    (sys::napi_float16_array, 1),
];

/// What a typed array is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) kind: napi_typedarray_type,
    /// In elements.
    pub(crate) length: usize,
    pub(crate) byte_length: usize,
    pub(crate) data: *mut c_void,
    /// In bytes, from the buffer's start.
    pub(crate) offset: usize,
    /// The word of the buffer.
    pub(crate) buffer: Tagged,
}

/// Reads a typed array; `None` when `word` is something else, or not a plain one.
///
/// # Safety
/// `word` was read from a live handle.
#[inline(always)]
pub(crate) unsafe fn read(word: Tagged) -> Option<View> {
    // SAFETY: not a small integer, so a heap object.
    if layout::is_smi(word) || unsafe { layout::instance_type(word) } != TYPED_ARRAY {
        return None;
    }
    // SAFETY: every typed array has these words.
    let at = |index: usize| unsafe { word_in(word, index) };
    let byte_length = at(field::LENGTH);
    if byte_length == 0 || at(field::FLAGS) & NOT_PLAIN != 0 || at(field::BASE) != 0 {
        return None;
    }
    let (buffer, offset) = (at(field::BUFFER), at(field::OFFSET));
    // A view keeps its own fields when its buffer is detached.
    // SAFETY: the field is a buffer, and every buffer has the word.
    if offset + byte_length > unsafe { word_in(buffer, field::BUFFER_LENGTH) } {
        return None;
    }
    let map = at(0) - 1;
    // SAFETY: every map has the byte.
    let kind = unsafe { ((map + MAP_ELEMENTS_KIND) as *const u8).read() } >> 2;
    let (kind, shift) = *KINDS.get(usize::from(kind.wrapping_sub(FIRST_KIND)))?;
    Some(View {
        kind,
        length: byte_length >> shift,
        byte_length,
        data: at(field::DATA) as *mut c_void,
        offset,
        buffer,
    })
}

/// How many bytes a view has, and where they are unless that is inside V8's heap ([`inside_heap`]).
#[inline(always)]
pub(crate) fn outside_heap(view: v8::Local<'_, v8::ArrayBufferView>) -> (usize, Option<*mut u8>) {
    // V8 copies what is inside.
    let mut storage = [0_u8; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
    let copy = storage.as_ptr();
    // SAFETY: the storage lives until the address has been looked at.
    let (data, length) = unsafe { view.get_contents_raw_parts(&mut storage) };
    if !std::ptr::eq(data, copy) {
        return (length, Some(data));
    }
    if !INSIDE_HOLDS.load(Ordering::Relaxed) {
        verify_inside(view, &storage[..length]);
    }
    (length, None)
}

/// Whether bytes inside V8's heap were once found where [`inside_heap`] looks for them.
static INSIDE_HOLDS: AtomicBool = AtomicBool::new(false);

/// The part of `engine::verify` that waits for the first array with something in it, so that a
/// start makes none: compares the bytes that V8 has copied with those that would be read in place.
#[cold]
fn verify_inside(view: v8::Local<'_, v8::ArrayBufferView>, copied: &[u8]) {
    // SAFETY: only what a typed array has inside the heap is copied.
    let start = unsafe { inside_heap(frame::word(&view)) };
    // SAFETY: so many bytes are there if the layout holds, and nothing allocates here.
    let is_copy = || copied == unsafe { std::slice::from_raw_parts(start, copied.len()) };
    assert!(
        copied.is_empty() || is_copy(),
        "napi-host is linked against an unexpected V8: the bytes of small typed arrays are elsewhere"
    );
    if copied.iter().any(|&byte| byte != 0) {
        INSIDE_HOLDS.store(true, Ordering::Relaxed);
    }
}

/// Where the bytes of a typed array are that has them inside V8's heap.
///
/// # Safety
/// `word` was read from a live handle of such an array. The next allocation in V8's heap may
/// move the bytes.
pub(crate) unsafe fn inside_heap(word: Tagged) -> *mut u8 {
    // SAFETY: every typed array has these words.
    let at = |index: usize| unsafe { word_in(word, index) };
    (at(field::BASE) + at(field::DATA)) as *mut u8
}

/// Word `index` of a heap object.
///
/// # Safety
/// `object` is the tagged pointer of a live object with that many words.
#[inline(always)]
unsafe fn word_in(object: Tagged, index: usize) -> usize {
    let pointer = (object - 1 + index * size_of::<usize>()) as *const usize;
    // SAFETY: the caller's promise.
    unsafe { pointer.read() }
}

/// Whether [`read`] answers for every type what V8's functions answer.
pub(super) fn holds(scope: &mut v8::PinScope<'_, '_>) -> bool {
    macro_rules! holds {
        ($($kind:ident $type:ident),*) => {
            true $(&& {
                let buffer = v8::ArrayBuffer::new(scope, 64);
                v8::$type::new(scope, buffer, 8, 3).is_some_and(|array| {
                    // SAFETY: it is a typed array; the crate does not say so of each.
                    let array = unsafe { v8::Local::cast_unchecked(array) };
                    is_right(scope, array, sys::$kind)
                })
            })*
        };
    }
    holds!(
        napi_int8_array Int8Array, napi_uint8_array Uint8Array,
        napi_uint8_clamped_array Uint8ClampedArray, napi_int16_array Int16Array,
        napi_uint16_array Uint16Array, napi_int32_array Int32Array,
        napi_uint32_array Uint32Array, napi_float32_array Float32Array,
        napi_float64_array Float64Array, napi_bigint64_array BigInt64Array,
        napi_biguint64_array BigUint64Array, napi_float16_array Float16Array
    )
}

fn is_right(
    scope: &mut v8::PinScope<'_, '_>,
    array: v8::Local<'_, v8::TypedArray>,
    kind: napi_typedarray_type,
) -> bool {
    let Some(buffer) = array.buffer(scope) else {
        return false;
    };
    let Some(start) = buffer.data() else {
        return false;
    };
    let word = frame::word(&array);
    // SAFETY: the word of a typed array.
    let Some(view) = (unsafe { read(word) }) else {
        return false;
    };
    let buffer_word = frame::word(&buffer);
    // That the length of a detached buffer is 0 is left to the conformance scripts:
    // detaching one here would make V8 forget what it optimises for.
    // SAFETY: a live buffer.
    let buffer_length = unsafe { word_in(buffer_word, field::BUFFER_LENGTH) };
    view.kind == kind
        && view.length == array.length()
        && view.byte_length == array.byte_length()
        && view.offset == array.byte_offset()
        && view.data == start.as_ptr().wrapping_byte_add(view.offset)
        && view.buffer == buffer_word
        && buffer_length == buffer.byte_length()
}
