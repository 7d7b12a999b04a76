//! The parts of V8's memory that embedders may touch without a call: what V8's
//! own inline headers (`v8-internal.h`, `v8-local-handle.h`,
//! `v8-function-callback.h`) do in C++, for x86-64 and AArch64 without pointer
//! compression and without the sandbox, V8 15.2.
//!
//! `engine::verify` compares every offset used here with what V8's functions
//! answer, once per process, before the first addon is loaded.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU16, Ordering};

/// A tagged word: a small integer or a pointer to a heap object plus 1.
pub(crate) type Tagged = usize;

/// Offset of `HandleScopeData` in the isolate.
const HANDLE_SCOPE_DATA: usize = 552;
/// Offset of the root table in the isolate.
const ROOTS: usize = 808;
/// Offset of what V8 carries along from promise to promise (its continuation data) in the isolate.
const CONTINUATION_DATA: usize = 784;
/// Offset of the number of jobs in a microtask queue.
const MICROTASK_COUNT: usize = 8;
/// Bytes from a heap object's start to the instance type in its map.
const MAP_INSTANCE_TYPE: usize = 12;
/// Small integers live in the upper half of a word.
const SMI_SHIFT: u32 = 32;
/// The first instance type that is not a string.
const FIRST_NONSTRING_TYPE: u16 = 0x80;
/// Offset of the double in a heap number.
const HEAP_NUMBER_VALUE: usize = 8;
/// The first field of an API object's internal fields.
const FIRST_INTERNAL_FIELD: usize = 32;

/// Root slots by index.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub(crate) enum Root {
    /// `undefined`.
    Undefined = 0,
    /// `null`.
    Null = 2,
    /// `true`.
    True = 3,
    /// `false`.
    False = 4,
    /// The empty string.
    EmptyString = 5,
}

/// An isolate, as V8's C functions take it.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct RawIsolate {
    _opaque: [u8; 0],
}

/// A microtask queue.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct MicrotaskQueue {
    _opaque: [u8; 0],
}

/// Where V8 puts the next handle; `next == limit` means a call into V8.
#[repr(C)]
pub(crate) struct HandleScopeData {
    pub(crate) next: *mut Tagged,
    pub(crate) limit: *mut Tagged,
    pub(crate) level: i32,
    sealed_level: i32,
}

/// The isolate's handle scope data.
///
/// # Safety
/// `isolate` is a live isolate, entered on this thread.
#[inline(always)]
pub(crate) unsafe fn handle_scope_data(isolate: NonNull<RawIsolate>) -> *mut HandleScopeData {
    // SAFETY: the field lies inside the isolate (checked by `verify`).
    unsafe { isolate.as_ptr().byte_add(HANDLE_SCOPE_DATA) }.cast()
}

/// The address of a root: valid as a handle for the isolate's whole life.
///
/// # Safety
/// `isolate` is a live isolate.
#[inline(always)]
pub(crate) unsafe fn root(isolate: NonNull<RawIsolate>, root: Root) -> NonNull<Tagged> {
    // SAFETY: the root table lies inside the isolate (checked by `verify`).
    unsafe { isolate.byte_add(ROOTS + root as usize * size_of::<Tagged>()) }.cast()
}

/// The isolate's continuation data: `undefined`, or what `AsyncLocalStorage` keeps.
///
/// # Safety
/// `isolate` is a live isolate, entered on this thread.
#[inline(always)]
pub(crate) unsafe fn continuation_data(isolate: NonNull<RawIsolate>) -> Tagged {
    // SAFETY: the field lies inside the isolate (checked by `verify`).
    let field = unsafe { isolate.byte_add(CONTINUATION_DATA) };
    // SAFETY: as above.
    unsafe { field.cast().read() }
}

/// The number of jobs that wait in a microtask queue.
///
/// # Safety
/// `queue` is a live microtask queue of V8 (checked by `verify`), and this its thread.
#[inline(always)]
pub(crate) unsafe fn microtask_count(queue: NonNull<MicrotaskQueue>) -> isize {
    // SAFETY: the field lies inside the queue.
    let field = unsafe { queue.byte_add(MICROTASK_COUNT) };
    // SAFETY: as above.
    unsafe { field.cast().read() }
}

/// Whether a word is a small integer.
#[inline(always)]
pub(crate) fn is_smi(word: Tagged) -> bool {
    word & 1 == 0
}

/// The value of a small integer.
#[inline(always)]
pub(crate) fn smi_value(word: Tagged) -> i32 {
    (word as i64 >> SMI_SHIFT) as i32
}

/// A small integer's word.
#[inline(always)]
pub(crate) fn smi(value: i32) -> Tagged {
    (value.cast_unsigned() as Tagged) << SMI_SHIFT
}

/// The instance type of a heap object.
///
/// # Safety
/// `word` is a heap object pointer read from a live handle.
#[inline(always)]
pub(crate) unsafe fn instance_type(word: Tagged) -> u16 {
    let object = (word - 1) as *const Tagged;
    // SAFETY: every heap object begins with its map.
    let map = unsafe { object.read() } - 1;
    // SAFETY: every map has its instance type there.
    unsafe { ((map + MAP_INSTANCE_TYPE) as *const u16).read() }
}

/// Whether an instance type is one of the string types.
#[inline(always)]
pub(crate) fn is_string_type(instance_type: u16) -> bool {
    instance_type < FIRST_NONSTRING_TYPE
}

/// The map word of a heap object, to compare with one that is known.
///
/// # Safety
/// As [`instance_type`].
#[inline(always)]
pub(crate) unsafe fn map_word(word: Tagged) -> Tagged {
    let object = (word - 1) as *const Tagged;
    // SAFETY: every heap object begins with its map.
    unsafe { object.read() }
}

/// The double in a heap number.
///
/// # Safety
/// `word` points at a heap number.
#[inline(always)]
pub(crate) unsafe fn heap_number_value(word: Tagged) -> f64 {
    // SAFETY: the caller's promise.
    unsafe { ((word - 1 + HEAP_NUMBER_VALUE) as *const f64).read() }
}

/// The first internal field of an object made from a template with one, read as
/// a raw word.
///
/// # Safety
/// `word` points at an API object with at least one internal field.
#[inline(always)]
pub(crate) unsafe fn first_internal_field(word: Tagged) -> usize {
    // SAFETY: the caller's promise.
    unsafe { ((word - 1 + FIRST_INTERNAL_FIELD) as *const usize).read() }
}

/// Writes the first internal field.
///
/// # Safety
/// As [`first_internal_field`]; `value` is even, or a root, which needs no write
/// barrier.
#[inline(always)]
pub(crate) unsafe fn set_first_internal_field(word: Tagged, value: usize) {
    // SAFETY: the caller's promise.
    unsafe { ((word - 1 + FIRST_INTERNAL_FIELD) as *mut usize).write(value) };
}

/// The characters of a string whose content lies in one piece inside the heap.
#[derive(Clone, Copy)]
pub(crate) enum Flat<'a> {
    /// Latin-1.
    OneByte(&'a [u8]),
    /// UTF-16.
    TwoByte(&'a [u16]),
}

/// Bits of an instance type that tell a string's representation and encoding.
const STRING_KIND_MASK: u16 = 0x0f;
const SEQUENTIAL_ONE_BYTE: u16 = 0x08;
const SEQUENTIAL_TWO_BYTE: u16 = 0x00;
const STRING_LENGTH: usize = 12;
const STRING_CHARACTERS: usize = 16;

/// The length of a string, in UTF-16 units.
///
/// # Safety
/// `word` points at a string.
#[inline(always)]
pub(crate) unsafe fn string_length(word: Tagged) -> usize {
    // SAFETY: the caller's promise.
    (unsafe { ((word - 1 + STRING_LENGTH) as *const u32).read() }) as usize
}

/// A sequential string's characters; `None` for one that V8 has to put together
/// first. The slice is valid until anything allocates on V8's heap.
///
/// # Safety
/// `word` points at a string of that instance type.
#[inline(always)]
pub(crate) unsafe fn flat<'a>(word: Tagged, instance_type: u16) -> Option<Flat<'a>> {
    let kind = instance_type & STRING_KIND_MASK;
    if kind != SEQUENTIAL_ONE_BYTE && kind != SEQUENTIAL_TWO_BYTE {
        return None;
    }
    // SAFETY: the caller's promise.
    let length = unsafe { string_length(word) };
    let characters = word - 1 + STRING_CHARACTERS;
    Some(if kind == SEQUENTIAL_ONE_BYTE {
        // SAFETY: a sequential string has its characters there.
        Flat::OneByte(unsafe { std::slice::from_raw_parts(characters as *const u8, length) })
    } else {
        // SAFETY: as above.
        Flat::TwoByte(unsafe { std::slice::from_raw_parts(characters as *const u16, length) })
    })
}

/// Instance types of functions made from native callbacks and of their templates'
/// infos; 0 until `verify` has found that their data lies where
/// [`CallbackFrame::data_word`] looks.
pub(super) static NATIVE_FUNCTION_TYPE: AtomicU16 = AtomicU16::new(0);
pub(super) static TEMPLATE_INFO_TYPE: AtomicU16 = AtomicU16::new(0);

/// From a `JSFunction` to its shared info, from there to its template's info, and from
/// there to the data that the function was made with.
const FUNCTION_SHARED: usize = 32;
const SHARED_DATA: usize = 16;
const TEMPLATE_DATA: usize = 88;

/// The template's info of a native function.
///
/// # Safety
/// `function` is a function made from a native callback.
#[inline(always)]
pub(super) unsafe fn template_info(function: Tagged) -> Tagged {
    // SAFETY: the caller's promise; each field holds a heap object.
    let shared = unsafe { ((function - 1 + FUNCTION_SHARED) as *const Tagged).read() };
    // SAFETY: as above.
    unsafe { ((shared - 1 + SHARED_DATA) as *const Tagged).read() }
}

/// The data in a template's info.
///
/// # Safety
/// `info` is what [`template_info`] answers.
#[inline(always)]
pub(super) unsafe fn template_data(info: Tagged) -> Tagged {
    // SAFETY: the caller's promise.
    unsafe { ((info - 1 + TEMPLATE_DATA) as *const Tagged).read() }
}

/// A view of the frame that V8 builds for a native callback
/// (`v8::FunctionCallbackInfo`).
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct CallbackFrame(NonNull<Tagged>);

/// Word indices in the frame.
mod frame {
    pub(super) const NEW_TARGET: isize = -1;
    pub(super) const ARGC: isize = 0;
    pub(super) const FRAME_TYPE: isize = 2;
    pub(super) const RETURN_VALUE: isize = 6;
    pub(super) const TARGET: isize = 8;
    pub(super) const RECEIVER: isize = 9;
    pub(super) const FIRST_ARGUMENT: isize = 10;
    /// `kFrameTypeApiConstructExit`.
    pub(super) const CONSTRUCT: i32 = 19;
}

impl CallbackFrame {
    /// # Safety
    /// `info` is what V8 passed to the callback that is running.
    #[inline(always)]
    pub(crate) unsafe fn new(info: *const v8::FunctionCallbackInfo) -> Self {
        // SAFETY: V8 never passes null.
        Self(unsafe { NonNull::new_unchecked(info.cast_mut().cast()) })
    }

    #[inline(always)]
    fn slot(self, index: isize) -> NonNull<Tagged> {
        // SAFETY: every index above is inside the frame of a running callback.
        unsafe { self.0.offset(index) }
    }

    #[inline(always)]
    fn word(self, index: isize) -> Tagged {
        // SAFETY: as in `slot`; frame words are initialised by V8.
        unsafe { self.slot(index).read() }
    }

    /// Number of arguments.
    #[inline(always)]
    pub(crate) fn length(self) -> usize {
        self.word(frame::ARGC)
    }

    /// The slot of argument `index`, which must be below `length`.
    #[inline(always)]
    pub(crate) fn argument(self, index: usize) -> NonNull<Tagged> {
        debug_assert!(index < self.length(), "callers check the length");
        self.slot(frame::FIRST_ARGUMENT + index as isize)
    }

    /// The slot of `this`.
    #[inline(always)]
    pub(crate) fn receiver(self) -> NonNull<Tagged> {
        self.slot(frame::RECEIVER)
    }

    /// The word of the data that the function was made with. Optimized code passes the
    /// template's info in place of the function. `None` when V8 has to be asked.
    #[inline(always)]
    pub(crate) fn data_word(self) -> Option<Tagged> {
        let target = self.word(frame::TARGET);
        // SAFETY: the target is a heap object.
        let kind = unsafe { instance_type(target) };
        let info = if kind == TEMPLATE_INFO_TYPE.load(Ordering::Relaxed) {
            target
        } else if kind == NATIVE_FUNCTION_TYPE.load(Ordering::Relaxed) {
            // SAFETY: of that type, and it is being called as a native function.
            unsafe { template_info(target) }
        } else {
            return None;
        };
        // SAFETY: a template's info in both cases.
        Some(unsafe { template_data(info) })
    }

    /// Whether this is a `new` call.
    #[inline(always)]
    pub(crate) fn is_construct(self) -> bool {
        smi_value(self.word(frame::FRAME_TYPE)) == frame::CONSTRUCT
    }

    /// The slot of `new.target`, for a `new` call.
    #[inline(always)]
    pub(crate) fn new_target(self) -> Option<NonNull<Tagged>> {
        self.is_construct().then(|| self.slot(frame::NEW_TARGET))
    }

    /// Sets what the callback returns to the value in `slot`.
    #[inline(always)]
    pub(crate) fn set_return_value(self, slot: NonNull<Tagged>) {
        // SAFETY: `slot` is a live handle.
        let word = unsafe { slot.read() };
        // SAFETY: as in `slot`.
        unsafe { self.slot(frame::RETURN_VALUE).write(word) };
    }
}
