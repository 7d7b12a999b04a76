//! Buffers: `Uint8Array`s whose prototype is `Buffer.prototype`.
//!
//! Their memory is the host's, not initialised and outside of JavaScript's pool (each
//! has an `ArrayBuffer` of its own, as in Node), or the addon's without a copy.

use std::ffi::c_void;
use std::ptr::{self, NonNull};

use napi_host_sys as sys;
use sys::{napi_value, node_api_basic_finalize};

use super::arraybuffer::{external, length_of, memory_of, memory_of_view, view_of};
use crate::boundary::{Status, entry_points, optional, out};
use crate::engine::bytes::{self, Content};
use crate::engine::raw_objects;
use crate::env::Env;
use crate::env::finalizer::Finalizer;

entry_points! {
    /// A Buffer; its content is not initialised.
    js fn napi_create_buffer(
        env,
        length: usize,
        data: *mut *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let memory = allocate(env, length)?;
        let buffer = over(env, memory, 0, length)?;
        optional(data, memory_of(memory));
        result.slot(buffer)
    }

    /// A Buffer with a copy of the addon's bytes.
    js fn napi_create_buffer_copy(
        env,
        length: usize,
        data: *const c_void,
        result_data: *mut *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        check_length(env, length)?;
        if data.is_null() && length > 0 {
            return Err(Status::INVALID_ARG);
        }
        let memory = allocate(env, length)?;
        let bytes = memory_of(memory);
        if length > 0 {
            // SAFETY: the addon's bytes are readable, and the new memory is as long.
            unsafe { ptr::copy(data.cast::<u8>(), bytes.cast(), length) };
        }
        let buffer = over(env, memory, 0, length)?;
        optional(result_data, bytes);
        result.slot(buffer)
    }

    /// A Buffer over the addon's memory.
    js fn napi_create_external_buffer(
        env,
        length: usize,
        data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
    ) {
        let result = out(result)?;
        let finalizer = Finalizer { callback: finalize_cb, data, hint: finalize_hint };
        let memory = external(env, length, finalizer)?;
        result.slot(over(env, memory, 0, length)?)
    }

    /// A Buffer over part of an `ArrayBuffer`. A range that does not fit throws, and the
    /// status is ok, as in Node.
    js fn node_api_create_buffer_from_arraybuffer(
        env,
        arraybuffer: napi_value,
        byte_offset: usize,
        byte_length: usize,
        result: *mut napi_value,
    ) {
        let memory = env.value(arraybuffer)?;
        let result = out(result)?;
        // SAFETY: a live handle.
        if !unsafe { raw_objects::v8__Value__IsArrayBuffer(&*memory) } {
            return Err(Status::INVALID_ARG);
        }
        let memory: NonNull<v8::ArrayBuffer> = NonNull::from(&*memory).cast();
        if byte_offset.checked_add(byte_length).is_none_or(|end| end > length_of(memory)) {
            env.throw_coded(
                v8::Exception::range_error,
                "ERR_OUT_OF_RANGE",
                "The byte offset + length is out of range",
            );
            return Ok(());
        }
        result.slot(over(env, memory, byte_offset, byte_length)?)
    }

    /// Whether a value is a Buffer, or any other view.
    gc fn napi_is_buffer(env, value: napi_value, result: *mut bool) {
        let value = env.value(value)?;
        // SAFETY: a live handle.
        out(result)?.set(unsafe { raw_objects::v8__Value__IsArrayBufferView(&*value) })
    }

    /// Memory and length in bytes of a Buffer, or of any other view.
    gc fn napi_get_buffer_info(
        env,
        value: napi_value,
        data: *mut *mut c_void,
        length: *mut usize,
    ) {
        if let Some(view) = env.plain_view(env.word(value)?) {
            optional(data, view.data);
            optional(length, view.byte_length);
            return Ok(());
        }
        let view = view_of(env, value, raw_objects::v8__Value__IsArrayBufferView)?;
        if !data.is_null() {
            optional(data, memory_of_view(view)?.1);
        }
        // SAFETY: a live handle of a view.
        optional(length, unsafe { bytes::v8__ArrayBufferView__ByteLength(view.as_ptr()) });
        Ok(())
    }
}

/// Throws for a length that no Buffer can have.
pub(super) fn check_length(env: &Env, length: usize) -> Result<(), Status> {
    if length <= bytes::MAX_LENGTH {
        return Ok(());
    }
    env.throw_coded(
        v8::Exception::error,
        "ERR_BUFFER_TOO_LARGE",
        &format!(
            "Cannot create a Buffer larger than {:#x} bytes",
            bytes::MAX_LENGTH
        ),
    );
    Err(Status::GENERIC_FAILURE)
}

/// Memory of the host, not initialised.
fn allocate(env: &Env, length: usize) -> Result<NonNull<v8::ArrayBuffer>, Status> {
    check_length(env, length)?;
    let isolate = env.isolate().as_ptr();
    // SAFETY: the isolate is entered and a handle scope is open.
    let buffer = unsafe { bytes::array_buffer_maybe_new(isolate, length, Content::Uninitialized) };
    NonNull::new(buffer.cast_mut()).ok_or_else(|| {
        env.throw_coded(
            v8::Exception::range_error,
            "ERR_MEMORY_ALLOCATION_FAILED",
            "Failed to allocate memory",
        );
        Status::GENERIC_FAILURE
    })
}

/// A Buffer over part of `memory`, in which the range must lie.
fn over(
    env: &Env,
    memory: NonNull<v8::ArrayBuffer>,
    offset: usize,
    length: usize,
) -> Result<NonNull<v8::Value>, Status> {
    let prototype = prototype(env)?;
    // SAFETY: a live handle of a buffer, and the range lies inside it.
    let view = unsafe { bytes::v8__Uint8Array__New(memory.as_ptr(), offset, length) };
    let view = NonNull::new(view.cast_mut()).ok_or(Status::GENERIC_FAILURE)?;
    // SAFETY: live handles; a fresh object that is extensible has no way to throw.
    let set = unsafe {
        raw_objects::v8__Object__SetPrototype(
            view.as_ptr().cast(),
            env.raw_context(),
            prototype.as_ptr(),
        )
    };
    if set.get() != Some(true) {
        return Err(Status::GENERIC_FAILURE);
    }
    Ok(view)
}

/// The slot of `Buffer.prototype`, as a handle.
fn prototype(env: &Env) -> Result<NonNull<v8::Value>, Status> {
    let known = &env.engine.buffer_prototype;
    let global = match known.get() {
        Some(global) => global,
        None => {
            let loaded = load(env).ok_or_else(|| env.thrown_as(sys::napi_generic_failure))?;
            known.get_or_init(|| loaded)
        }
    };
    // SAFETY: a persistent handle is a slot's address.
    let slot: &NonNull<v8::Value> = unsafe { &*ptr::from_ref(global).cast::<NonNull<v8::Value>>() };
    Ok(*slot)
}

/// Loads the built-in module `buffer`, which tells the runtime its prototype.
#[cold]
fn load(env: &Env) -> Option<v8::Global<v8::Object>> {
    let runtime = env.runtime();
    if runtime.buffer_prototype.borrow().is_none() {
        env.catching(|| {
            env.with_scope(|scope| {
                runtime.require_builtin(scope, "buffer")?;
                Some(())
            })
        })?;
    }
    runtime.buffer_prototype.borrow().clone()
}
