//! V8's C functions, continued from `raw`: BigInt, Date, promises, errors, scripts,
//! conversions and questions about a value's kind. The same conventions hold.

use std::ffi::c_int;

use v8::{
    BigInt, Context, Date, Number, Object, Promise, PromiseResolver, Script, ScriptOrigin,
    String as JsString, Value,
};

use super::layout::RawIsolate;
use super::raw::MaybeBool;

unsafe extern "C" {
    pub(crate) fn v8__BigInt__New(isolate: *mut RawIsolate, value: i64) -> *const BigInt;
    pub(crate) fn v8__BigInt__NewFromUnsigned(
        isolate: *mut RawIsolate,
        value: u64,
    ) -> *const BigInt;
    pub(crate) fn v8__BigInt__NewFromWords(
        context: *const Context,
        sign_bit: c_int,
        word_count: c_int,
        words: *const u64,
    ) -> *const BigInt;
    pub(crate) fn v8__BigInt__Uint64Value(this: *const BigInt, lossless: *mut bool) -> u64;
    pub(crate) fn v8__BigInt__WordCount(this: *const BigInt) -> c_int;
    pub(crate) fn v8__BigInt__ToWordsArray(
        this: *const BigInt,
        sign_bit: *mut c_int,
        word_count: *mut c_int,
        words: *mut u64,
    );

    pub(crate) fn v8__Date__New(context: *const Context, time: f64) -> *const Date;
    pub(crate) fn v8__Date__ValueOf(this: *const Date) -> f64;

    pub(crate) fn v8__Promise__Resolver__New(context: *const Context) -> *const PromiseResolver;
    pub(crate) fn v8__Promise__Resolver__GetPromise(this: *const PromiseResolver)
    -> *const Promise;
    pub(crate) fn v8__Promise__Resolver__Resolve(
        this: *const PromiseResolver,
        context: *const Context,
        value: *const Value,
    ) -> MaybeBool;
    pub(crate) fn v8__Promise__Resolver__Reject(
        this: *const PromiseResolver,
        context: *const Context,
        value: *const Value,
    ) -> MaybeBool;

    pub(crate) fn v8__Exception__Error(message: *const JsString) -> *const Value;
    pub(crate) fn v8__Exception__TypeError(message: *const JsString) -> *const Value;
    pub(crate) fn v8__Exception__RangeError(message: *const JsString) -> *const Value;
    pub(crate) fn v8__Exception__SyntaxError(message: *const JsString) -> *const Value;

    pub(crate) fn v8__Script__Compile(
        context: *const Context,
        source: *const JsString,
        origin: *const ScriptOrigin<'_>,
    ) -> *const Script;
    pub(crate) fn v8__Script__Run(this: *const Script, context: *const Context) -> *const Value;

    pub(crate) fn v8__Value__BooleanValue(this: *const Value, isolate: *mut RawIsolate) -> bool;
    pub(crate) fn v8__Value__ToNumber(this: *const Value, context: *const Context)
    -> *const Number;
    pub(crate) fn v8__Value__ToString(
        this: *const Value,
        context: *const Context,
    ) -> *const JsString;
    pub(crate) fn v8__Value__IsString(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsDate(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsNativeError(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsPromise(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsArrayBuffer(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsSharedArrayBuffer(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsArrayBufferView(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsTypedArray(this: *const Value) -> bool;
    pub(crate) fn v8__Value__IsDataView(this: *const Value) -> bool;

    pub(crate) fn v8__Object__SetPrototype(
        this: *const Object,
        context: *const Context,
        prototype: *const Value,
    ) -> MaybeBool;

    pub(crate) fn v8__Isolate__AdjustAmountOfExternalAllocatedMemory(
        isolate: *mut RawIsolate,
        change: i64,
    ) -> i64;
}
