//! V8's C functions, as the crate `v8` links them, for the places where its safe
//! interface costs too much or hides the handle's address.
//!
//! Signatures are those of `binding.cc` of the pinned crate version. A handle is
//! passed as the address of its slot; a null answer means that an exception was
//! thrown (or that V8 refused). Deliberately absent: everything that a cold path can
//! do through the crate.

use std::ffi::{c_char, c_int, c_void};

use v8::{
    Array, BigInt, Context, Data, Function, FunctionCallback, FunctionCallbackInfo, Name, Object,
    String as JsString, Symbol, Value,
};

use super::layout::{MicrotaskQueue, RawIsolate};

/// `v8::Maybe<bool>` as the C functions answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct MaybeBool(c_int);

impl MaybeBool {
    /// `None` when an exception was thrown.
    #[inline(always)]
    pub(crate) fn get(self) -> Option<bool> {
        match self.0 {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// Storage of a `v8::TryCatch`.
#[repr(C)]
pub(crate) struct TryCatch(pub(crate) [usize; 6]);

/// What simdutf's checking conversions answer: error 0 means done.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct SimdResult {
    pub(crate) error: c_int,
    pub(crate) count: usize,
}

/// `v8::WeakCallbackInfo<void>`.
#[repr(C)]
pub(crate) struct WeakInfo {
    _opaque: [u8; 0],
}

/// A weak callback.
pub(crate) type WeakCallback = unsafe extern "C" fn(*const WeakInfo);

unsafe extern "C" {
    pub(crate) safe fn v8__Isolate__GetCurrent() -> *mut RawIsolate;
    pub(crate) fn v8__Isolate__ThrowException(
        isolate: *mut RawIsolate,
        exception: *const Value,
    ) -> *const Value;

    pub(crate) fn v8__TryCatch__CONSTRUCT(this: *mut TryCatch, isolate: *mut RawIsolate);
    pub(crate) fn v8__TryCatch__DESTRUCT(this: *mut TryCatch);
    pub(crate) fn v8__TryCatch__HasCaught(this: *const TryCatch) -> bool;
    pub(crate) fn v8__TryCatch__HasTerminated(this: *const TryCatch) -> bool;
    pub(crate) fn v8__TryCatch__Exception(this: *const TryCatch) -> *const Value;
    pub(crate) fn v8__TryCatch__Reset(this: *mut TryCatch);
    pub(crate) fn v8__TryCatch__ReThrow(this: *mut TryCatch) -> *const Value;
    pub(crate) fn v8__TryCatch__SetCaptureMessage(this: *mut TryCatch, value: bool);

    pub(crate) fn v8__FunctionCallbackInfo__Data(info: *const FunctionCallbackInfo)
    -> *const Value;

    pub(crate) fn v8__Context__GetMicrotaskQueue(this: *const Context) -> *mut MicrotaskQueue;

    pub(crate) fn v8__Local__New(isolate: *mut RawIsolate, data: *const Data) -> *const Data;
    pub(crate) fn v8__Global__New(isolate: *mut RawIsolate, data: *const Data) -> *const Data;
    pub(crate) fn v8__Global__NewWeak(
        isolate: *mut RawIsolate,
        data: *const Data,
        parameter: *const c_void,
        callback: WeakCallback,
    ) -> *const Data;
    pub(crate) fn v8__Global__Reset(data: *const Data);
    pub(crate) fn v8__WeakCallbackInfo__GetParameter(this: *const WeakInfo) -> *mut c_void;

    pub(crate) fn v8__External__New(isolate: *mut RawIsolate, value: *mut c_void) -> *const Value;
    pub(crate) fn v8__External__Value(this: *const Value) -> *mut c_void;

    pub(crate) fn v8__Number__New(isolate: *mut RawIsolate, value: f64) -> *const Value;

    pub(crate) fn v8__String__NewFromUtf8(
        isolate: *mut RawIsolate,
        data: *const c_char,
        new_type: c_int,
        length: c_int,
    ) -> *const JsString;
    pub(crate) fn v8__String__NewFromOneByte(
        isolate: *mut RawIsolate,
        data: *const u8,
        new_type: c_int,
        length: c_int,
    ) -> *const JsString;
    pub(crate) fn v8__String__NewFromTwoByte(
        isolate: *mut RawIsolate,
        data: *const u16,
        new_type: c_int,
        length: c_int,
    ) -> *const JsString;
    pub(crate) fn v8__String__Utf8Length(this: *const JsString, isolate: *mut RawIsolate) -> c_int;
    pub(crate) fn v8__String__Write_v2(
        this: *const JsString,
        isolate: *mut RawIsolate,
        offset: u32,
        length: u32,
        buffer: *mut u16,
        flags: c_int,
    );
    pub(crate) fn v8__String__WriteOneByte_v2(
        this: *const JsString,
        isolate: *mut RawIsolate,
        offset: u32,
        length: u32,
        buffer: *mut u8,
        flags: c_int,
    );
    pub(crate) fn v8__String__WriteUtf8_v2(
        this: *const JsString,
        isolate: *mut RawIsolate,
        buffer: *mut c_char,
        capacity: usize,
        flags: c_int,
        processed: *mut usize,
    ) -> usize;
    pub(crate) fn v8__String__NewExternalOneByte(
        isolate: *mut RawIsolate,
        data: *mut c_char,
        length: usize,
        destroy: unsafe extern "C" fn(*mut c_char, usize),
    ) -> *const JsString;
    pub(crate) fn v8__String__NewExternalTwoByte(
        isolate: *mut RawIsolate,
        data: *mut u16,
        length: usize,
        destroy: unsafe extern "C" fn(*mut u16, usize),
    ) -> *const JsString;
    pub(crate) fn v8__Symbol__For(
        isolate: *mut RawIsolate,
        description: *const JsString,
    ) -> *const Symbol;

    pub(crate) fn simdutf__convert_utf8_to_latin1_with_errors(
        input: *const u8,
        length: usize,
        output: *mut u8,
    ) -> SimdResult;
    pub(crate) fn simdutf__validate_ascii(input: *const u8, length: usize) -> bool;
    pub(crate) fn simdutf__validate_utf8(input: *const u8, length: usize) -> bool;
    pub(crate) fn simdutf__utf16_length_from_utf8(input: *const u8, length: usize) -> usize;
    pub(crate) fn simdutf__convert_valid_utf8_to_utf16le(
        input: *const u8,
        length: usize,
        output: *mut u16,
    ) -> usize;
    pub(crate) fn simdutf__utf8_length_from_latin1(input: *const u8, length: usize) -> usize;
    pub(crate) fn simdutf__convert_latin1_to_utf8(
        input: *const u8,
        length: usize,
        output: *mut u8,
    ) -> usize;
    pub(crate) fn simdutf__validate_utf16le(input: *const u16, length: usize) -> bool;
    /// Lone surrogates count as U+FFFD. Error 0 means that there is no surrogate at all; with one V8's own sources
    /// mistrust the count.
    #[link_name = "_ZN7simdutf41utf8_length_from_utf16le_with_replacementEPKDsm"]
    pub(crate) fn utf8_length_from_utf16le(input: *const u16, length: usize) -> SimdResult;
    pub(crate) fn simdutf__utf8_length_from_utf16le(input: *const u16, length: usize) -> usize;
    pub(crate) fn simdutf__convert_valid_utf16le_to_utf8(
        input: *const u16,
        length: usize,
        output: *mut u8,
    ) -> usize;

    pub(crate) fn v8__Symbol__New(
        isolate: *mut RawIsolate,
        description: *const JsString,
    ) -> *const Symbol;

    pub(crate) fn v8__Object__New(isolate: *mut RawIsolate) -> *const Object;
    pub(crate) fn v8__Object__New__with_prototype_and_properties(
        isolate: *mut RawIsolate,
        prototype: *const Value,
        names: *const *const Name,
        values: *const *const Value,
        length: usize,
    ) -> *const Object;
    pub(crate) fn v8__Object__Get(
        this: *const Object,
        context: *const Context,
        key: *const Value,
    ) -> *const Value;
    pub(crate) fn v8__Object__GetIndex(
        this: *const Object,
        context: *const Context,
        index: u32,
    ) -> *const Value;
    pub(crate) fn v8__Object__Set(
        this: *const Object,
        context: *const Context,
        key: *const Value,
        value: *const Value,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__SetIndex(
        this: *const Object,
        context: *const Context,
        index: u32,
        value: *const Value,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__CreateDataProperty(
        this: *const Object,
        context: *const Context,
        key: *const Name,
        value: *const Value,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__Has(
        this: *const Object,
        context: *const Context,
        key: *const Value,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__HasIndex(
        this: *const Object,
        context: *const Context,
        index: u32,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__HasOwnProperty(
        this: *const Object,
        context: *const Context,
        key: *const Name,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__Delete(
        this: *const Object,
        context: *const Context,
        key: *const Value,
    ) -> MaybeBool;
    pub(crate) fn v8__Object__DeleteIndex(
        this: *const Object,
        context: *const Context,
        index: u32,
    ) -> MaybeBool;

    pub(crate) fn v8__Array__New(isolate: *mut RawIsolate, length: c_int) -> *const Array;
    pub(crate) fn v8__Array__Length(this: *const Array) -> u32;

    pub(crate) fn v8__Function__New(
        context: *const Context,
        callback: FunctionCallback,
        data_or_null: *const Value,
        length: c_int,
        constructor_behavior: c_int,
        side_effect_type: c_int,
    ) -> *const Function;
    pub(crate) fn v8__Function__SetName(this: *const Function, name: *const JsString);
    pub(crate) fn v8__Function__Call(
        this: *const Function,
        context: *const Context,
        receiver: *const Value,
        argc: c_int,
        argv: *const *const Value,
    ) -> *const Value;
    pub(crate) fn v8__Function__NewInstance(
        this: *const Function,
        context: *const Context,
        argc: c_int,
        argv: *const *const Value,
    ) -> *const Object;

    pub(crate) fn v8__Value__IsFunction(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsExternal(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsObject(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsBigInt(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsArray(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsName(this: *const Value) -> bool;
    pub(crate) fn v8__Value__StrictEquals(this: *const Value, that: *const Value) -> bool;
    pub(crate) fn v8__Value__ToObject(this: *const Value, context: *const Context)
    -> *const Object;
    pub(crate) fn v8__BigInt__Int64Value(this: *const BigInt, lossless: *mut bool) -> i64;
}
