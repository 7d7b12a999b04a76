//! Array buffers, shared ones, and their views. Memory of the addon is never copied:
//! see `env::external_memory`.

use std::ffi::c_void;
use std::ptr::{self, NonNull};

use napi_host_sys as sys;
use sys::{napi_typedarray_type, napi_value, node_api_basic_finalize, node_api_noenv_finalize};

use super::typedarray;
use crate::boundary::{Answer, Status, entry_points, optional, out};
use crate::engine::bytes::{self, Content};
use crate::engine::layout::Tagged;
use crate::engine::raw_objects;
use crate::engine::view::{self, View};
use crate::env::Env;
use crate::env::external_memory::shared_external_store;
use crate::env::finalizer::Finalizer;

/// One of V8's questions about a value's kind.
type Question = unsafe extern "C" fn(*const v8::Value) -> bool;

entry_points! {
    /// Whether a value is an `ArrayBuffer`.
    gc fn napi_is_arraybuffer(env, value: napi_value, result: *mut bool) {
        ask(env, value, result, raw_objects::v8__Value__IsArrayBuffer)
    }

    /// Whether a value is a `SharedArrayBuffer`.
    gc fn node_api_is_sharedarraybuffer(env, value: napi_value, result: *mut bool) {
        ask(env, value, result, raw_objects::v8__Value__IsSharedArrayBuffer)
    }

    /// Whether a value is a typed array.
    gc fn napi_is_typedarray(env, value: napi_value, result: *mut bool) {
        ask(env, value, result, raw_objects::v8__Value__IsTypedArray)
    }

    /// Whether a value is a `DataView`.
    gc fn napi_is_dataview(env, value: napi_value, result: *mut bool) {
        ask(env, value, result, raw_objects::v8__Value__IsDataView)
    }

    /// An `ArrayBuffer` of zeros.
    js fn napi_create_arraybuffer(
        env,
        byte_length: usize,
        data: *mut *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let buffer = allocate(env, byte_length, bytes::array_buffer_maybe_new)?;
        optional(data, memory_of(buffer));
        result.slot(buffer)
    }

    /// A `SharedArrayBuffer` of zeros.
    js fn node_api_create_sharedarraybuffer(
        env,
        byte_length: usize,
        data: *mut *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let buffer = allocate(env, byte_length, bytes::shared_array_buffer_maybe_new)?;
        optional(data, memory_of(buffer));
        result.slot(buffer)
    }

    /// An `ArrayBuffer` over the addon's memory. Without memory it is detached from the
    /// start. The result may be NULL, as in Node.
    js fn napi_create_external_arraybuffer(
        env,
        external_data: *mut c_void,
        byte_length: usize,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
    ) {
        let finalizer =
            Finalizer { callback: finalize_cb, data: external_data, hint: finalize_hint };
        let buffer = external(env, byte_length, finalizer)?;
        optional(result, buffer.as_ptr().cast());
        Ok(())
    }

    /// A `SharedArrayBuffer` over the addon's memory. Its finalizer gets no env.
    js fn node_api_create_external_sharedarraybuffer(
        env,
        external_data: *mut c_void,
        byte_length: usize,
        finalize_cb: node_api_noenv_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let isolate = env.isolate().as_ptr();
        let Some(data) = NonNull::new(external_data) else {
            return empty_shared(env, byte_length, finalize_cb, finalize_hint)
                .and_then(|buffer| result.slot(buffer));
        };
        // SAFETY: the addon's memory is valid until its finalizer runs.
        let store = unsafe { shared_external_store(data, byte_length, finalize_cb, finalize_hint) };
        // SAFETY: a shared backing store.
        let buffer = unsafe {
            bytes::v8__SharedArrayBuffer__New__with_backing_store(isolate, &raw const store)
        };
        result.maybe(buffer, Status::GENERIC_FAILURE)
    }

    /// Memory and length of a buffer, shared or not.
    gc fn napi_get_arraybuffer_info(
        env,
        arraybuffer: napi_value,
        data: *mut *mut c_void,
        byte_length: *mut usize,
    ) {
        let buffer = buffer(env, arraybuffer)?;
        optional(data, memory_of(buffer));
        optional(byte_length, length_of(buffer));
        Ok(())
    }

    /// Takes the memory away from an `ArrayBuffer`.
    gc fn napi_detach_arraybuffer(env, arraybuffer: napi_value) {
        let value = env.value(arraybuffer)?;
        // SAFETY: a live handle.
        if !unsafe { raw_objects::v8__Value__IsArrayBuffer(&*value) } {
            return Err(Status::ARRAYBUFFER_EXPECTED);
        }
        let buffer: *const v8::ArrayBuffer = ptr::from_ref(&*value).cast();
        // SAFETY: just checked to be an array buffer.
        if !unsafe { bytes::v8__ArrayBuffer__IsDetachable(buffer) } {
            return Err(Status::DETACHABLE_ARRAYBUFFER_EXPECTED);
        }
        // SAFETY: as above; without a key nothing can throw.
        unsafe { bytes::v8__ArrayBuffer__Detach(buffer, ptr::null()) };
        Ok(())
    }

    /// Whether a value is a detached `ArrayBuffer`.
    gc fn napi_is_detached_arraybuffer(env, value: napi_value, result: *mut bool) {
        let value = env.value(value)?;
        let result = out(result)?;
        let buffer: *const v8::Value = &*value;
        // SAFETY: a live handle.
        let is_buffer = unsafe { raw_objects::v8__Value__IsArrayBuffer(buffer) };
        // SAFETY: just checked to be an array buffer.
        result.set(is_buffer && unsafe { bytes::v8__ArrayBuffer__WasDetached(buffer.cast()) })
    }

    /// A typed array over a buffer.
    js fn napi_create_typedarray(
        env,
        type_: napi_typedarray_type,
        length: usize,
        arraybuffer: napi_value,
        byte_offset: usize,
        result: *mut napi_value,
    ) {
        env.value(arraybuffer)?;
        let result = out(result)?;
        let buffer = buffer(env, arraybuffer)?;
        let view = typedarray::create(env, type_, buffer, byte_offset, length)?;
        result.maybe(view, Status::GENERIC_FAILURE)
    }

    /// Type, length in elements, memory, buffer and offset of a typed array.
    gc fn napi_get_typedarray_info(
        env,
        typedarray: napi_value,
        type_: *mut napi_typedarray_type,
        length: *mut usize,
        data: *mut *mut c_void,
        arraybuffer: *mut napi_value,
        byte_offset: *mut usize,
    ) {
        if let Some(view) = env.plain_view(env.word(typedarray)?) {
            optional(type_, view.kind);
            optional(length, view.length);
            optional(data, view.data);
            optional(byte_offset, view.offset);
            if let Ok(arraybuffer) = out(arraybuffer) {
                arraybuffer.slot(env.push_slot(view.buffer))?;
            }
            return Ok(());
        }
        let view = view_of(env, typedarray, raw_objects::v8__Value__IsTypedArray)?;
        optional(type_, typedarray::kind_of(env.value(typedarray)?));
        // SAFETY: a live handle of a typed array.
        optional(length, unsafe { bytes::v8__TypedArray__Length(view.as_ptr()) });
        describe(view, data, arraybuffer, byte_offset)
    }

    /// A `DataView` over a buffer.
    js fn napi_create_dataview(
        env,
        length: usize,
        arraybuffer: napi_value,
        byte_offset: usize,
        result: *mut napi_value,
    ) {
        env.value(arraybuffer)?;
        let result = out(result)?;
        let buffer = buffer(env, arraybuffer)?;
        if byte_offset.checked_add(length).is_none_or(|end| end > length_of(buffer)) {
            env.throw_coded(
                v8::Exception::range_error,
                "ERR_NAPI_INVALID_DATAVIEW_ARGS",
                "byte_offset + byte_length should be less than or equal to the size in bytes \
                 of the array passed in",
            );
            return Err(Status::PENDING_EXCEPTION);
        }
        // SAFETY: the range lies inside the buffer.
        let view = unsafe { bytes::v8__DataView__New(buffer.as_ptr(), byte_offset, length) };
        result.maybe(view, Status::GENERIC_FAILURE)
    }

    /// Length in bytes, memory, buffer and offset of a `DataView`.
    gc fn napi_get_dataview_info(
        env,
        dataview: napi_value,
        bytelength: *mut usize,
        data: *mut *mut c_void,
        arraybuffer: *mut napi_value,
        byte_offset: *mut usize,
    ) {
        let view = view_of(env, dataview, raw_objects::v8__Value__IsDataView)?;
        // SAFETY: a live handle of a view.
        optional(bytelength, unsafe { bytes::v8__ArrayBufferView__ByteLength(view.as_ptr()) });
        describe(view, data, arraybuffer, byte_offset)
    }
}

impl Env {
    /// A typed array read in place; see `engine::view`.
    #[inline(always)]
    pub(super) fn plain_view(&self, word: Tagged) -> Option<View> {
        // SAFETY: the word of a live handle.
        unsafe { view::read(word) }
    }
}

fn ask(env: &Env, value: napi_value, result: *mut bool, question: Question) -> Answer {
    let value = env.value(value)?;
    // SAFETY: a live handle.
    out(result)?.set(unsafe { question(&*value) })
}

/// A handle that must be a buffer, shared or not; else `napi_invalid_arg`.
fn buffer(env: &Env, value: napi_value) -> Result<NonNull<v8::ArrayBuffer>, Status> {
    let value = env.value(value)?;
    let slot: *const v8::Value = &*value;
    // SAFETY: a live handle.
    let shared = || unsafe { raw_objects::v8__Value__IsSharedArrayBuffer(slot) };
    // SAFETY: a live handle.
    if unsafe { raw_objects::v8__Value__IsArrayBuffer(slot) } || shared() {
        return NonNull::new(slot.cast_mut().cast()).ok_or(Status::INVALID_ARG);
    }
    Err(Status::INVALID_ARG)
}

/// A handle that must be a view of the kind that `question` asks for.
pub(super) fn view_of(
    env: &Env,
    value: napi_value,
    question: Question,
) -> Result<NonNull<v8::Object>, Status> {
    let value = env.value(value)?;
    // SAFETY: a live handle.
    if !unsafe { question(&*value) } {
        return Err(Status::INVALID_ARG);
    }
    Ok(NonNull::from(&*value).cast())
}

/// Where a buffer's memory is; NULL for an empty or a detached one.
pub(super) fn memory_of(buffer: NonNull<v8::ArrayBuffer>) -> *mut c_void {
    // SAFETY: a live handle of a buffer.
    unsafe { bytes::v8__ArrayBuffer__Data(buffer.as_ptr()) }
}

/// A buffer's length in bytes.
pub(super) fn length_of(buffer: NonNull<v8::ArrayBuffer>) -> usize {
    // SAFETY: a live handle of a buffer.
    unsafe { bytes::v8__ArrayBuffer__ByteLength(buffer.as_ptr()) }
}

/// The buffer of a view, where the view's memory begins, and the offset between.
pub(super) fn memory_of_view(
    view: NonNull<v8::Object>,
) -> Result<(NonNull<v8::ArrayBuffer>, *mut c_void, usize), Status> {
    // SAFETY: a live handle of a view.
    let buffer = unsafe { bytes::v8__ArrayBufferView__Buffer(view.as_ptr()) };
    let buffer = NonNull::new(buffer.cast_mut()).ok_or(Status::GENERIC_FAILURE)?;
    // SAFETY: as above.
    let offset = unsafe { bytes::v8__ArrayBufferView__ByteOffset(view.as_ptr()) };
    let data = memory_of(buffer).wrapping_byte_add(offset);
    Ok((buffer, data, offset))
}

/// What the two info functions of views have in common.
fn describe(
    view: NonNull<v8::Object>,
    data: *mut *mut c_void,
    arraybuffer: *mut napi_value,
    byte_offset: *mut usize,
) -> Answer {
    let (buffer, memory, offset) = memory_of_view(view)?;
    optional(data, memory);
    optional(arraybuffer, buffer.as_ptr().cast());
    optional(byte_offset, offset);
    Ok(())
}

/// A buffer of zeros; a `RangeError` when there is not enough memory.
fn allocate(
    env: &Env,
    length: usize,
    new: unsafe extern "C" fn(
        *mut crate::engine::layout::RawIsolate,
        usize,
        Content,
    ) -> *const v8::ArrayBuffer,
) -> Result<NonNull<v8::ArrayBuffer>, Status> {
    let buffer = if length > bytes::MAX_LENGTH {
        ptr::null()
    } else {
        // SAFETY: the isolate is entered and a handle scope is open.
        unsafe { new(env.isolate().as_ptr(), length, Content::Zeroed) }
    };
    NonNull::new(buffer.cast_mut()).ok_or_else(|| {
        env.throw_coded(
            v8::Exception::range_error,
            "ERR_MEMORY_ALLOCATION_FAILED",
            "Array buffer allocation failed",
        );
        Status::GENERIC_FAILURE
    })
}

/// An `ArrayBuffer` over the memory of `finalizer`, which gets it back. Without memory
/// it is empty and detached, and the finalizer is enqueued.
pub(super) fn external(
    env: &Env,
    length: usize,
    finalizer: Finalizer,
) -> Result<NonNull<v8::ArrayBuffer>, Status> {
    super::buffer::check_length(env, length)?;
    let isolate = env.isolate().as_ptr();
    let Some(data) = NonNull::new(finalizer.data) else {
        if length > 0 {
            return Err(Status::INVALID_ARG);
        }
        let buffer = allocate(env, 0, bytes::array_buffer_maybe_new)?;
        // SAFETY: a live handle of a buffer that was made here.
        unsafe { bytes::v8__ArrayBuffer__Detach(buffer.as_ptr(), ptr::null()) };
        if finalizer.is_some() {
            env.enqueue_finalizer(finalizer);
        }
        return Ok(buffer);
    };
    // SAFETY: the addon's memory is valid until its finalizer runs.
    let store = unsafe { env.external_store(data, length, finalizer) };
    // SAFETY: a backing store that is not shared between agents.
    let buffer =
        unsafe { bytes::v8__ArrayBuffer__New__with_backing_store(isolate, &raw const store) };
    NonNull::new(buffer.cast_mut()).ok_or(Status::GENERIC_FAILURE)
}

/// A `SharedArrayBuffer` over no memory: nobody will let it go, so it is finalized now.
fn empty_shared(
    env: &Env,
    length: usize,
    finalize: node_api_noenv_finalize,
    hint: *mut c_void,
) -> Result<NonNull<v8::ArrayBuffer>, Status> {
    if length > 0 {
        return Err(Status::INVALID_ARG);
    }
    let buffer = allocate(env, 0, bytes::shared_array_buffer_maybe_new)?;
    if let Some(finalize) = finalize {
        // SAFETY: the addon gave the callback for these arguments.
        unsafe { finalize(ptr::null_mut(), hint) };
    }
    Ok(buffer)
}
