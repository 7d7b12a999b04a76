//! Between UTF-16, perhaps with surrogates that stand alone, and the superset of UTF-8 that can hold
//! those.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use super::abi::Live;
use super::functions;
use std::cell::Cell;

/// The code points of UTF-16; a surrogate that stands alone is one of its own.
fn points(units: &[u16]) -> impl Iterator<Item = u32> {
    char::decode_utf16(units.iter().copied()).map(|point| match point {
        Ok(point) => point.into(),
        Err(alone) => alone.unpaired_surrogate().into(),
    })
}

/// The bytes of a code point.
fn encode(point: u32) -> ([u8; 4], usize) {
    let tail = |shift: u32| 0x80 | (point >> shift & 0x3f).to_le_bytes()[0];
    let head = |shift: u32, mark: u8| mark | (point >> shift).to_le_bytes()[0];
    match point {
        0..0x80 => ([head(0, 0), 0, 0, 0], 1),
        0x80..0x800 => ([head(6, 0xc0), tail(0), 0, 0], 2),
        0x800..0x1_0000 => ([head(12, 0xe0), tail(6), tail(0), 0], 3),
        _ => ([head(18, 0xf0), tail(12), tail(6), tail(0)], 4),
    }
}

/// The first code point and how many bytes it has; `None` where the text is not valid.
fn decode(bytes: &[u8]) -> Option<(u32, usize)> {
    let first = *bytes.first()?;
    let (count, mark) = match first {
        0..0x80 => (1, 0),
        0xc0..0xe0 => (2, 0xc0),
        0xe0..0xf0 => (3, 0xe0),
        0xf0..0xf8 => (4, 0xf0),
        _ => return None,
    };
    let mut point = u32::from(first - mark);
    for byte in bytes.get(1..count)? {
        if byte & 0xc0 != 0x80 {
            return None;
        }
        point = point << 6 | u32::from(byte & 0x3f);
    }
    let shortest = encode(point).1 == count;
    (shortest && point <= 0x10_ffff).then_some((point, count))
}

/// The UTF-16 of a text without its end; `None` when it is not valid.
fn to_units(mut bytes: &[u8]) -> Option<Vec<u16>> {
    let mut units = Vec::new();
    while !bytes.is_empty() {
        let (point, count) = decode(bytes)?;
        match char::from_u32(point) {
            Some(point) => units.extend_from_slice(point.encode_utf16(&mut [0; 2])),
            None => units.push(u16::try_from(point).unwrap_or(0xfffd)),
        }
        bytes = &bytes[count..];
    }
    Some(units)
}

fn text<'a>(address: *const c_char) -> &'a [u8] {
    // SAFETY: by libuv's contract a text with an end, which lives through the call.
    unsafe { CStr::from_ptr(address) }.to_bytes()
}

/// The units of the caller; a negative length means up to the first zero.
fn units<'a>(source: *const u16, length: isize) -> &'a [u16] {
    let length = usize::try_from(length).unwrap_or_else(|_| {
        let mut length = 0;
        let unit = |index| {
            // SAFETY: by libuv's contract there is a zero, and this has not passed it.
            let place = unsafe { source.add(index) };
            // SAFETY: as above.
            unsafe { place.read() }
        };
        while unit(length) != 0 {
            length += 1;
        }
        length
    });
    if length == 0 {
        return &[];
    }
    // SAFETY: by libuv's contract so many units, which live through the call.
    unsafe { std::slice::from_raw_parts(source, length) }
}

fn to_bytes(units: &[u16]) -> Vec<u8> {
    points(units)
        .flat_map(|point| {
            let (bytes, count) = encode(point);
            bytes.into_iter().take(count)
        })
        .collect()
}

functions! {
    /// How many units a text takes in UTF-16, its end included; -1 when it is not valid.
    fn uv_wtf8_length_as_utf16(source: *const c_char) -> isize {
        let units = to_units(text(source));
        units.map_or(-1, |units| isize::try_from(units.len() + 1).unwrap_or(-1))
    }

    /// A valid text as UTF-16 with an end, in memory of at least the size that
    /// `uv_wtf8_length_as_utf16` answers.
    fn uv_wtf8_to_utf16(source: *const c_char, target: *mut u16, length: usize) {
        let mut units = to_units(text(source)).unwrap_or_default();
        units.push(0);
        let count = units.len().min(length);
        // SAFETY: by libuv's contract room for `length` units.
        unsafe { target.copy_from_nonoverlapping(units.as_ptr(), count) };
    }

    /// How many bytes UTF-16 takes, without an end.
    fn uv_utf16_length_as_wtf8(source: *const u16, length: isize) -> usize {
        points(units(source, length)).map(|point| encode(point).1).sum()
    }

    /// UTF-16 as a text with an end: in the caller's memory or, where that is null, in memory that the
    /// caller frees.
    fn uv_utf16_to_wtf8(
        source: *const u16,
        length: isize,
        target: Option<Live<Cell<*mut c_char>>>,
        size: Option<Live<Cell<usize>>>,
    ) -> c_int {
        let bytes = to_bytes(units(source, length));
        let Some(target) = target else {
            if let Some(size) = size {
                size.set(bytes.len());
            }
            return 0;
        };
        let mut place = target.get();
        if place.is_null() {
            // SAFETY: no preconditions.
            place = unsafe { libc::malloc(bytes.len() + 1) }.cast();
            if place.is_null() {
                return -libc::ENOMEM;
            }
            target.set(place);
        } else if size.is_some_and(|size| size.get() < bytes.len()) {
            if let Some(size) = size {
                size.set(bytes.len());
            }
            return -libc::ENOBUFS;
        }
        if let Some(size) = size {
            size.set(bytes.len());
        }
        // SAFETY: room for the bytes and an end, by the comparison above or the allocation.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), place, bytes.len()) };
        // SAFETY: as above.
        let end = unsafe { place.add(bytes.len()) };
        // SAFETY: as above.
        unsafe { end.write(0) };
        0
    }
}
