//! Bytes in and out of JavaScript: views and ArrayBuffers as slices, results as
//! ArrayBuffers.

use super::support;

/// Results up to this many bytes are copied into V8's own memory, which is cheaper
/// than a backing store of ours.
const COPY_LIMIT: usize = 16 * 1024;

/// Runs `body` on the bytes of a view or ArrayBuffer; on no bytes if `value` is
/// neither. `body` must not run JavaScript, which it cannot without a scope.
pub(crate) fn with_bytes<R>(
    value: v8::Local<'_, v8::Value>,
    body: impl FnOnce(&mut [u8]) -> R,
) -> R {
    // SAFETY: `body` has no scope, so nothing runs JavaScript while it has the slice.
    match unsafe { support::bytes_mut(value) } {
        Some(bytes) => body(bytes),
        None => body(&mut []),
    }
}

/// A copy of the bytes of a view or ArrayBuffer.
pub(crate) fn copy(value: v8::Local<'_, v8::Value>) -> Vec<u8> {
    with_bytes(value, |bytes| bytes.to_vec())
}

/// An ArrayBuffer with these bytes.
pub(crate) fn array_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> v8::Local<'s, v8::ArrayBuffer> {
    if bytes.len() <= COPY_LIMIT {
        return copied(scope, &bytes);
    }
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    v8::ArrayBuffer::with_backing_store(scope, &store)
}

/// An ArrayBuffer with a copy of these bytes.
pub(crate) fn copied<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> v8::Local<'s, v8::ArrayBuffer> {
    let buffer = v8::ArrayBuffer::new(scope, bytes.len());
    with_bytes(buffer.into(), |target| target.copy_from_slice(bytes));
    buffer
}
