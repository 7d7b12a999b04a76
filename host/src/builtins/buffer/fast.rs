//! Fast calls: variants of hot functions that optimised JavaScript calls as plain C
//! functions, without a callback frame. Strings arrive as one byte per character;
//! others take the ordinary function.
//!
//! Every function here answers exactly what its ordinary twin answers.

use v8::fast_api::{
    CFunction, CFunctionInfo, CTypeInfo, FastApiCallbackOptions, FastApiOneByteString,
    Int64Representation, Type,
};

use super::{base64, pool, search, throw_range, view_bytes_mut, with_bytes, write};

type Value<'a> = v8::Local<'a, v8::Value>;

/// Receiver, string, offset, length, options.
const WRITE: &[CTypeInfo] = &[
    Type::V8Value.as_info(),
    Type::SeqOneByteString.as_info(),
    Type::Float64.as_info(),
    Type::Float64.as_info(),
    Type::CallbackOptions.as_info(),
];

/// Defines a function called `$name` with the argument types `$arguments`.
macro_rules! fast {
    ($name:ident, $function:expr, $result:expr, $arguments:expr) => {
        pub(super) const $name: &[CFunction] = &[CFunction::new(
            $function as *const std::ffi::c_void,
            &CFunctionInfo::new($result.as_info(), $arguments, Int64Representation::Number),
        )];
    };
}

/// Defines a `…Write`: how the bytes of a string become bytes of the buffer.
macro_rules! fast_write {
    ($name:ident, $function:ident, $encode:expr) => {
        unsafe extern "C" fn $function(
            receiver: Value<'_>,
            string: *const FastApiOneByteString,
            offset: f64,
            length: f64,
            options: *mut FastApiCallbackOptions<'_>,
        ) -> u32 {
            // SAFETY: V8 passes a live string and live options.
            unsafe { run_write(receiver, string, offset, length, options, $encode) }
        }
        fast!($name, $function, Type::Uint32, WRITE);
    };
}

/// # Safety
/// `string` and `options` are what V8 passed to a fast call.
unsafe fn run_write(
    receiver: Value<'_>,
    string: *const FastApiOneByteString,
    offset: f64,
    length: f64,
    options: *mut FastApiCallbackOptions<'_>,
    encode: fn(&[u8], &mut [u8]) -> usize,
) -> u32 {
    // SAFETY: nothing runs JavaScript while the slice is used.
    let bytes = unsafe { view_bytes_mut(receiver) }.unwrap_or_default();
    // SAFETY: the caller passes on what V8 gave.
    let text = unsafe { &*string }.as_bytes();
    let Some(room) = position(offset, 0).and_then(|offset| bytes.get_mut(offset..)) else {
        // SAFETY: as above; no handle of the caller is touched.
        unsafe { throw_outside(options, "offset") };
        return 0;
    };
    let Some(limit) = position(length, usize::MAX) else {
        // SAFETY: as above.
        unsafe { throw_outside(options, "length") };
        return 0;
    };
    let count = room.len().min(limit);
    let written = encode(text, &mut room[..count]);
    u32::try_from(written).unwrap_or(u32::MAX)
}

/// An index; NaN, which is what an absent argument becomes, gives `absent`.
fn position(value: f64, absent: usize) -> Option<usize> {
    if value.is_nan() {
        return Some(absent);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "negative numbers are refused, fractions are cut off, the cast saturates"
    )]
    (value > -1.0).then_some(value as usize)
}

/// # Safety
/// `options` is what V8 passed to a fast call.
#[cold]
unsafe fn throw_outside(options: *mut FastApiCallbackOptions<'_>, name: &str) {
    // SAFETY: the caller vouches for the options.
    let options = unsafe { &*options };
    v8::callback_scope!(unsafe scope, options);
    let message = format!("\"{name}\" is outside of buffer bounds");
    throw_range(scope, "ERR_BUFFER_OUT_OF_BOUNDS", &message);
}

fast_write!(UTF8_WRITE, utf8_write, write::latin1_to_utf8);
fast_write!(LATIN1_WRITE, latin1_write, write::latin1_to_latin1);
fast_write!(UCS2_WRITE, ucs2_write, write::latin1_to_utf16);
fast_write!(HEX_WRITE, hex_write, write::decode_hex);
fast_write!(BASE64_WRITE, base64_write, base64::decode);

/// Receiver, slab, string, offset.
const POOL: &[CTypeInfo] = &[
    Type::V8Value.as_info(),
    Type::V8Value.as_info(),
    Type::SeqOneByteString.as_info(),
    Type::Uint32.as_info(),
];

/// Defines a `pool…`: how the bytes of a string become bytes of the slab, if they fit.
macro_rules! fast_pool {
    ($name:ident, $function:ident, $encode:expr) => {
        unsafe extern "C" fn $function(
            _receiver: Value<'_>,
            slab: Value<'_>,
            string: *const FastApiOneByteString,
            offset: u32,
        ) -> i32 {
            // SAFETY: V8 passes a live string.
            let text = unsafe { &*string }.as_bytes();
            let offset = usize::try_from(offset).unwrap_or(usize::MAX);
            // SAFETY: nothing runs JavaScript while the slice is used.
            let target = unsafe { pool::rest(slab, offset) };
            let written = $encode(text, target);
            let count = written.unwrap_or(0);
            // Not what is written next, which would come too late, but what comes after it.
            pool::fetch(target.as_ptr().wrapping_add(2 * count), count);
            pool::count(written)
        }
        fast!($name, $function, Type::Int32, POOL);
    };
}

fast_pool!(POOL_UTF8, pool_utf8, pool::latin1_to_utf8);
fast_pool!(POOL_LATIN1, pool_latin1, |text, target| Some(
    write::latin1_to_latin1(text, target)
));
fast_pool!(POOL_UTF16, pool_utf16, |text, target| Some(
    write::latin1_to_utf16(text, target)
));
fast_pool!(POOL_BASE64, pool_base64, |text, target| Some(
    base64::decode(text, target)
));
fast_pool!(POOL_HEX, pool_hex, |text, target| Some(write::decode_hex(
    text, target
)));

unsafe extern "C" fn byte_length_utf8(
    _receiver: Value<'_>,
    string: *const FastApiOneByteString,
) -> u32 {
    // SAFETY: V8 passes a live string.
    let text = unsafe { &*string }.as_bytes();
    u32::try_from(v8::simdutf::utf8_length_from_latin1(text)).unwrap_or(u32::MAX)
}
fast!(
    BYTE_LENGTH_UTF8,
    byte_length_utf8,
    Type::Uint32,
    &[Type::V8Value.as_info(), Type::SeqOneByteString.as_info()]
);

extern "C" fn compare(_receiver: Value<'_>, a: Value<'_>, b: Value<'_>) -> i32 {
    search::compare_bytes(a, b)
}
fast!(
    COMPARE,
    compare,
    Type::Int32,
    &[
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::V8Value.as_info()
    ]
);

extern "C" fn copy(
    _receiver: Value<'_>,
    source: Value<'_>,
    target: Value<'_>,
    target_start: f64,
    source_start: f64,
    count: f64,
) {
    let at = |value| position(value, 0).unwrap_or(0);
    search::copy_bytes(
        source,
        target,
        at(target_start),
        at(source_start),
        at(count),
    );
}
fast!(
    COPY,
    copy,
    Type::Void,
    &[
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::Float64.as_info(),
        Type::Float64.as_info(),
        Type::Float64.as_info()
    ]
);

extern "C" fn index_of_byte(
    _receiver: Value<'_>,
    haystack: Value<'_>,
    byte: u32,
    start: f64,
) -> f64 {
    let start = position(start, 0).unwrap_or(0);
    search::find_byte(haystack, byte, start)
}
fast!(
    INDEX_OF_BYTE,
    index_of_byte,
    Type::Float64,
    &[
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::Uint32.as_info(),
        Type::Float64.as_info()
    ]
);

extern "C" fn index_of_bytes(
    _receiver: Value<'_>,
    haystack: Value<'_>,
    needle: Value<'_>,
    start: f64,
) -> f64 {
    search::find_bytes(haystack, needle, position(start, 0).unwrap_or(0))
}
fast!(
    INDEX_OF_BYTES,
    index_of_bytes,
    Type::Float64,
    &[
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::Float64.as_info()
    ]
);

unsafe extern "C" fn index_of_text(
    _receiver: Value<'_>,
    haystack: Value<'_>,
    needle: *const FastApiOneByteString,
    start: f64,
    forward: bool,
) -> f64 {
    // SAFETY: V8 passes a live string.
    let needle = unsafe { &*needle }.as_bytes();
    let start = position(start, 0).unwrap_or(0);
    with_bytes(haystack, |haystack| {
        search::find_text(haystack, needle, start, forward)
    })
}
fast!(
    INDEX_OF_TEXT,
    index_of_text,
    Type::Float64,
    &[
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::SeqOneByteString.as_info(),
        Type::Float64.as_info(),
        Type::Bool.as_info()
    ]
);

extern "C" fn repeat(_receiver: Value<'_>, target: Value<'_>, start: f64, count: f64, end: f64) {
    let at = |value| position(value, 0).unwrap_or(0);
    search::repeat_in(target, at(start), at(count), at(end));
}
fast!(
    REPEAT,
    repeat,
    Type::Void,
    &[
        Type::V8Value.as_info(),
        Type::V8Value.as_info(),
        Type::Float64.as_info(),
        Type::Float64.as_info(),
        Type::Float64.as_info()
    ]
);
