//! Heap numbers made in place: what V8's generated code does inline, as long as the
//! area for new objects has room.
//!
//! V8 keeps the area's start, top and limit inside the isolate. Moving `top` is an
//! allocation; what has to see allocations (a profiler, a stress flag, a collection
//! that is due) lowers the limit, and then V8 is asked.

use std::ptr::NonNull;

use super::frame::word;
use super::layout::{RawIsolate, Tagged, map_word, smi};

/// Offset of the area in the isolate.
const NEW_SPACE_AREA: usize = 200;
/// Bytes of a heap number: its map and the double.
const HEAP_NUMBER_SIZE: usize = 16;

/// Where new objects go (V8's `LinearAllocationArea`); `start <= top <= limit`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
struct Area {
    start: usize,
    top: usize,
    limit: usize,
}

/// New numbers of one isolate.
pub(crate) struct Young {
    /// `None` when V8 does not allocate where it is expected to: then it is asked.
    area: Option<NonNull<Area>>,
    /// What every heap number begins with.
    pub(crate) heap_number_map: Tagged,
}

impl Young {
    /// Finds the area of the isolate that `scope` is in, by watching V8 use it.
    pub(super) fn find(scope: &mut v8::PinScope<'_, '_>, isolate: NonNull<RawIsolate>) -> Self {
        // SAFETY: the offset is inside the isolate, which is larger than the offset of
        // its roots, and `verify` has found those.
        let area: NonNull<Area> = unsafe { isolate.byte_add(NEW_SPACE_AREA) }.cast();
        let mut found = None;
        // The area may just be full, which moves it: then the second number tells.
        for value in [0.5, 1.5] {
            // SAFETY: three words inside the isolate.
            let before = unsafe { area.read() };
            let number = word(&v8::Number::new(scope, value));
            // SAFETY: as above.
            let after = unsafe { area.read() };
            let bumped = Area {
                top: before.top.wrapping_add(HEAP_NUMBER_SIZE),
                ..before
            };
            if after == bumped && number == before.top + 1 && after.top <= after.limit {
                found = Some(area);
            }
        }
        let number = v8::Number::new(scope, 0.5);
        Self {
            area: found,
            // SAFETY: a non-integral number is a heap number, alive in `scope`.
            heap_number_map: unsafe { map_word(word(&number)) },
        }
    }

    /// The word of a number: a small integer where it is one, else a new heap number.
    /// `None` when V8 has to make it. The caller puts the word into a handle before
    /// anything else is allocated.
    #[inline(always)]
    pub(crate) fn number(&self, value: f64) -> Option<Tagged> {
        #[expect(clippy::cast_possible_truncation, reason = "compared just below")]
        let integer = value as i32;
        // Compared as bits: -0.0 is not a small integer.
        if f64::from(integer).to_bits() == value.to_bits() {
            return Some(smi(integer));
        }
        let area = self.area?.as_ptr();
        // SAFETY: inside the isolate, which outlives its engine; only this thread uses it.
        let Area { top, limit, .. } = unsafe { area.read() };
        if limit - top < HEAP_NUMBER_SIZE {
            return None;
        }
        // As V8's own function: no other kind of NaN gets into the heap.
        let value = if value.is_nan() { f64::NAN } else { value };
        // SAFETY: as above.
        unsafe { (*area).top = top + HEAP_NUMBER_SIZE };
        // SAFETY: the words between top and limit are the allocator's to give away.
        unsafe { (top as *mut Tagged).write(self.heap_number_map) };
        // SAFETY: as above; a heap number is its map and its double.
        unsafe { ((top + size_of::<Tagged>()) as *mut f64).write(value) };
        Some(top + 1)
    }
}
