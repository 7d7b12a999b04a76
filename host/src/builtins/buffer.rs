//! Native half of `buffer`: text in and out of bytes, searching, comparing,
//! copying, swapping, and uninitialised memory.
//!
//! The `…Slice` and `…Write` functions become methods of `Buffer.prototype` as
//! they are: they work on their receiver. All other functions take the bytes as
//! arguments that the JavaScript half has checked.

mod base64;
mod fast;
mod pool;
mod read;
mod search;
mod write;

pub(crate) use read::{throw_too_long, utf8 as utf8_string};
pub(crate) use write::utf8_buffer;

use std::ptr::NonNull;

use super::support::{Args, Return, fast_method, method, number_constant};
use crate::engine::bytes::{self, Content};
use crate::engine::raw;
use crate::engine::{frame, view};
use crate::runtime::Runtime;

/// 2 ** 53 - 1, as Node 22 says.
const MAX_LENGTH: f64 = 9_007_199_254_740_991.0;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    number_constant(scope, target, "kMaxLength", MAX_LENGTH);
    #[expect(clippy::cast_precision_loss, reason = "the limit is below 2 ** 30")]
    let longest = v8::String::MAX_LENGTH as f64;
    number_constant(scope, target, "kStringMaxLength", longest);
    method(scope, target, "setBufferPrototype", set_buffer_prototype);
    method(
        scope,
        target,
        "createUnsafeArrayBuffer",
        create_unsafe_array_buffer,
    );
    method(scope, target, "isAnyArrayBuffer", is_any_array_buffer);
    method(scope, target, "isUtf8", is_utf8);
    method(scope, target, "isAscii", is_ascii);
    read::install(scope, target);
    write::install(scope, target);
    search::install(scope, target);
    base64::install(scope, target);
    pool::install(scope, target);
}

/// Keeps `Buffer.prototype` for buffers that native code makes.
fn set_buffer_prototype(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _rv: Return<'_>) {
    if let Ok(prototype) = v8::Local::<v8::Object>::try_from(args.get(0)) {
        let prototype = v8::Global::new(scope, prototype);
        *Runtime::from_scope(scope).buffer_prototype.borrow_mut() = Some(prototype);
    }
}

/// `createUnsafeArrayBuffer(size)`: memory that is not cleared. What was in it is
/// visible, as documented for `allocUnsafe`.
fn create_unsafe_array_buffer(
    scope: &mut v8::PinScope<'_, '_>,
    args: Args<'_>,
    mut rv: Return<'_>,
) {
    let size = args.get(0).integer_value(scope).unwrap_or(0);
    if let Ok(size) = usize::try_from(size)
        && let Some(buffer) = uninitialized(scope, size)
    {
        rv.set(buffer.into());
    }
}

/// An ArrayBuffer whose bytes are what was in memory before; `None` with an exception
/// if there is not so much memory.
fn uninitialized<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    size: usize,
) -> Option<v8::Local<'s, v8::ArrayBuffer>> {
    allocate(scope, size, Content::Uninitialized)
}

/// A new ArrayBuffer, of V8's own memory: V8 counts that and collects young buffers before it gets too much.
fn allocate<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    size: usize,
    content: Content,
) -> Option<v8::Local<'s, v8::ArrayBuffer>> {
    // SAFETY: the isolate is the current one; the answer is a handle of the innermost scope, which is `scope`.
    let buffer =
        unsafe { bytes::array_buffer_maybe_new(raw::v8__Isolate__GetCurrent(), size, content) };
    let Some(slot) = NonNull::new(buffer.cast_mut()) else {
        let message = super::support::string(scope, "Array buffer allocation failed");
        let error = v8::Exception::range_error(scope, message);
        scope.throw_exception(error);
        return None;
    };
    // SAFETY: a `Local` is the address of a handle's slot.
    Some(unsafe {
        std::mem::transmute::<NonNull<v8::ArrayBuffer>, v8::Local<'s, v8::ArrayBuffer>>(slot)
    })
}

fn is_any_array_buffer(_scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let value = args.get(0);
    rv.set_bool(value.is_array_buffer() || value.is_shared_array_buffer());
}

fn is_utf8(_scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    rv.set_bool(with_bytes(args.get(0), v8::simdutf::validate_utf8));
}

fn is_ascii(_scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    rv.set_bool(with_bytes(args.get(0), v8::simdutf::validate_ascii));
}

/// Reads the bytes of a view or buffer of any kind; no bytes for anything else.
/// Small arrays inside V8's heap are read from a copy, which spares V8 from moving
/// them out for good.
pub(crate) fn with_bytes<R>(value: v8::Local<'_, v8::Value>, body: impl FnOnce(&[u8]) -> R) -> R {
    if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        let mut storage = [0_u8; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
        return body(view.get_contents(&mut storage));
    }
    if let Ok(shared) = v8::Local::<v8::SharedArrayBuffer>::try_from(value) {
        let store = shared.get_backing_store();
        let Some(data) = store.data() else {
            return body(&[]);
        };
        // SAFETY: the store has `byte_length` bytes and is held here; other threads
        // may write meanwhile, which JavaScript allows on shared memory.
        let bytes =
            unsafe { std::slice::from_raw_parts(data.as_ptr().cast::<u8>(), store.byte_length()) };
        return body(bytes);
    }
    super::bytes::with_bytes(value, |bytes| body(bytes))
}

/// The bytes of a view for writing, or `None` for anything else. Makes no handle,
/// which a fast call could not get rid of.
///
/// # Safety
/// The slice aliases memory that JavaScript can write and detach, and the collector can
/// move: use it before anything runs JavaScript or allocates in V8's heap, which
/// flattening a string does too, and drop it then.
unsafe fn view_bytes_mut<'a>(value: v8::Local<'_, v8::Value>) -> Option<&'a mut [u8]> {
    let view = v8::Local::<v8::ArrayBufferView>::try_from(value).ok()?;
    let (length, outside) = view::outside_heap(view);
    if length == 0 {
        return Some(&mut []);
    }
    // SAFETY: what is not outside of the heap a typed array has inside.
    let start = outside.unwrap_or_else(|| unsafe { view::inside_heap(frame::word(&view)) });
    // SAFETY: V8 owns `length` bytes there for as long as the caller promises to use them.
    Some(unsafe { std::slice::from_raw_parts_mut(start, length) })
}

/// Throws a `RangeError` with a code.
fn throw_range(scope: &mut v8::PinScope<'_, '_>, code: &str, message: &str) {
    super::support::throw_coded(scope, v8::Exception::range_error, code, message);
}

/// Throws a `TypeError` with `ERR_INVALID_ARG_TYPE`.
fn throw_argument(scope: &mut v8::PinScope<'_, '_>, message: &str) {
    super::support::throw_coded(
        scope,
        v8::Exception::type_error,
        "ERR_INVALID_ARG_TYPE",
        message,
    );
}

/// An index argument: `default` if undefined, `None` if negative or too large.
fn index(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
    default: usize,
) -> Option<usize> {
    if let Ok(value) = v8::Local::<v8::Uint32>::try_from(value) {
        return usize::try_from(value.value()).ok();
    }
    if value.is_undefined() {
        return Some(default);
    }
    usize::try_from(value.integer_value(scope)?).ok()
}
