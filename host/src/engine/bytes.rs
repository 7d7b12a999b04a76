//! V8's functions of array buffers, their views and the memory behind them. The
//! conventions of `raw` hold.
//!
//! Inside V8 an `ArrayBuffer` and a `SharedArrayBuffer` are one class: what is declared
//! here for the former takes both, which the C++ interface only spells out twice.

use std::ffi::{c_long, c_void};

use v8::{ArrayBuffer, BackingStore, Object, SharedArrayBuffer, SharedRef, Value};

use super::layout::RawIsolate;
use super::raw::MaybeBool;

/// The longest array buffer that V8 makes, and the longest Buffer.
pub(crate) const MAX_LENGTH: usize = (1 << 53) - 1;

/// Makes a view of elements of one type: buffer, offset in bytes, length in elements.
pub(crate) type NewView = unsafe extern "C" fn(*const ArrayBuffer, usize, usize) -> *const Value;

/// `v8::BackingStoreInitializationMode`.
#[derive(Clone, Copy, Debug)]
#[repr(i32)]
pub(crate) enum Content {
    /// Zeros.
    Zeroed = 0,
    /// Whatever was there.
    Uninitialized = 1,
}

unsafe extern "C" {
    /// `v8::ArrayBuffer::MaybeNew(Isolate*, size_t, BackingStoreInitializationMode)`: null
    /// when there is no memory, without an exception.
    #[link_name = "_ZN2v811ArrayBuffer8MaybeNewEPNS_7IsolateEmNS_30BackingStoreInitializationModeE"]
    pub(crate) fn array_buffer_maybe_new(
        isolate: *mut RawIsolate,
        length: usize,
        content: Content,
    ) -> *const ArrayBuffer;
    /// The same for `v8::SharedArrayBuffer`.
    #[link_name = "_ZN2v817SharedArrayBuffer8MaybeNewEPNS_7IsolateEmNS_30BackingStoreInitializationModeE"]
    pub(crate) fn shared_array_buffer_maybe_new(
        isolate: *mut RawIsolate,
        length: usize,
        content: Content,
    ) -> *const ArrayBuffer;

    pub(crate) fn v8__ArrayBuffer__New__with_backing_store(
        isolate: *mut RawIsolate,
        store: *const SharedRef<BackingStore>,
    ) -> *const ArrayBuffer;
    pub(crate) fn v8__SharedArrayBuffer__New__with_backing_store(
        isolate: *mut RawIsolate,
        store: *const SharedRef<BackingStore>,
    ) -> *const SharedArrayBuffer;
    pub(crate) fn std__shared_ptr__v8__BackingStore__use_count(
        store: *const SharedRef<BackingStore>,
    ) -> c_long;
    pub(crate) fn v8__ArrayBuffer__Data(this: *const ArrayBuffer) -> *mut c_void;
    pub(crate) fn v8__ArrayBuffer__ByteLength(this: *const ArrayBuffer) -> usize;
    pub(crate) fn v8__ArrayBuffer__IsDetachable(this: *const ArrayBuffer) -> bool;
    pub(crate) fn v8__ArrayBuffer__WasDetached(this: *const ArrayBuffer) -> bool;
    pub(crate) fn v8__ArrayBuffer__Detach(
        this: *const ArrayBuffer,
        key_or_null: *const Value,
    ) -> MaybeBool;

    pub(crate) fn v8__ArrayBufferView__Buffer(this: *const Object) -> *const ArrayBuffer;
    pub(crate) fn v8__ArrayBufferView__ByteLength(this: *const Object) -> usize;
    pub(crate) fn v8__ArrayBufferView__ByteOffset(this: *const Object) -> usize;
    pub(crate) fn v8__TypedArray__Length(this: *const Object) -> usize;

    pub(crate) fn v8__DataView__New(
        buffer: *const ArrayBuffer,
        offset: usize,
        length: usize,
    ) -> *const Value;
    pub(crate) fn v8__Int8Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Uint8Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Uint8ClampedArray__New(
        b: *const ArrayBuffer,
        o: usize,
        l: usize,
    ) -> *const Value;
    pub(crate) fn v8__Int16Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Uint16Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Int32Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Uint32Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Float32Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__Float64Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
    pub(crate) fn v8__BigInt64Array__New(b: *const ArrayBuffer, o: usize, l: usize)
    -> *const Value;
    pub(crate) fn v8__BigUint64Array__New(
        b: *const ArrayBuffer,
        o: usize,
        l: usize,
    ) -> *const Value;
    pub(crate) fn v8__Float16Array__New(b: *const ArrayBuffer, o: usize, l: usize) -> *const Value;
}
