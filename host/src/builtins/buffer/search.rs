//! Comparing, searching, copying, filling and swapping of bytes.

use std::cmp::Ordering;

use memchr::memmem;

use super::{Args, Return, fast, fast_method, view_bytes_mut, with_bytes};
use crate::builtins::support::method;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    fast_method(scope, target, "compare", compare, fast::COMPARE);
    method(scope, target, "indexOf", index_of);
    fast_method(
        scope,
        target,
        "indexOfBytes",
        index_of_bytes,
        fast::INDEX_OF_BYTES,
    );
    fast_method(scope, target, "copy", copy, fast::COPY);
    fast_method(
        scope,
        target,
        "indexOfText",
        index_of_text,
        fast::INDEX_OF_TEXT,
    );
    fast_method(
        scope,
        target,
        "indexOfByte",
        index_of_byte,
        fast::INDEX_OF_BYTE,
    );
    method(scope, target, "fillPattern", fill_pattern);
    fast_method(scope, target, "repeat", repeat, fast::REPEAT);
    method(scope, target, "swap16", swap::<2>);
    method(scope, target, "swap32", swap::<4>);
    method(scope, target, "swap64", swap::<8>);
}

/// `compare(a, b)`: -1, 0 or 1.
fn compare(_scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    rv.set_int32(compare_bytes(args.get(0), args.get(1)));
}

pub(super) fn compare_bytes(a: v8::Local<'_, v8::Value>, b: v8::Local<'_, v8::Value>) -> i32 {
    match with_bytes(a, |a| with_bytes(b, |b| a.cmp(b))) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

fn position(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> usize {
    let value = value.integer_value(scope).unwrap_or(0);
    usize::try_from(value).unwrap_or(0)
}

/// `indexOf(haystack, needle, start, forward, step)`: where the needle is, or -1.
/// With a step of 2 only even positions count (UTF-16).
fn index_of(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let start = position(scope, args.get(2));
    let forward = args.get(3).is_true();
    let step = position(scope, args.get(4)).max(1);
    let found = with_bytes(args.get(0), |haystack| {
        with_bytes(args.get(1), |needle| {
            let start = start / step * step;
            // Whole units only: what is left over of an odd length does not count.
            let whole = |bytes: &[u8]| bytes.len() / step * step;
            let (haystack, needle) = (&haystack[..whole(haystack)], &needle[..whole(needle)]);
            if forward {
                find(haystack, needle, start, step)
            } else {
                find_last(haystack, needle, start, step)
            }
        })
    });
    #[expect(clippy::cast_precision_loss, reason = "positions are below 2 ** 53")]
    rv.set_double(found.map_or(-1.0, |at| at as f64));
}

/// `indexOfBytes(haystack, needle, start)`: where the needle is from there on, or -1.
fn index_of_bytes(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let start = position(scope, args.get(2));
    rv.set_double(find_bytes(args.get(0), args.get(1), start));
}

pub(super) fn find_bytes(
    haystack: v8::Local<'_, v8::Value>,
    needle: v8::Local<'_, v8::Value>,
    start: usize,
) -> f64 {
    let found = with_bytes(haystack, |haystack| {
        with_bytes(needle, |needle| find(haystack, needle, start, 1))
    });
    #[expect(clippy::cast_precision_loss, reason = "positions are below 2 ** 53")]
    found.map_or(-1.0, |at| at as f64)
}

/// `indexOfText(haystack, string, start, forward)`: like `indexOf` for a string of
/// ASCII, whose bytes are the same in most encodings; -2 for other strings.
fn index_of_text(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let start = position(scope, args.get(2));
    let forward = args.get(3).is_true();
    let Ok(needle) = v8::Local::<v8::String>::try_from(args.get(1)) else {
        return;
    };
    // The view forbids V8 to allocate, and a large answer is an allocation: it ends first.
    let found = {
        let needle = v8::ValueView::new(scope, needle);
        match needle.data() {
            v8::ValueViewData::OneByte(needle) => with_bytes(args.get(0), |haystack| {
                find_text(haystack, needle, start, forward)
            }),
            v8::ValueViewData::TwoByte(_) => -2.0,
        }
    };
    rv.set_double(found);
}

/// `indexOfByte(haystack, byte, start)`: where the byte is from there on, or -1.
fn index_of_byte(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let byte = args.get(1).uint32_value(scope).unwrap_or(0);
    let start = position(scope, args.get(2));
    rv.set_double(find_byte(args.get(0), byte, start));
}

pub(super) fn find_byte(haystack: v8::Local<'_, v8::Value>, byte: u32, start: usize) -> f64 {
    let Ok(byte) = u8::try_from(byte) else {
        return -1.0;
    };
    let found = with_bytes(haystack, |haystack| {
        let rest = haystack.get(start..)?;
        Some(start + memchr::memchr(byte, rest)?)
    });
    #[expect(clippy::cast_precision_loss, reason = "positions are below 2 ** 53")]
    found.map_or(-1.0, |at| at as f64)
}

pub(super) fn find_text(haystack: &[u8], needle: &[u8], start: usize, forward: bool) -> f64 {
    if !needle.is_ascii() {
        return -2.0;
    }
    let found = if forward {
        find(haystack, needle, start, 1)
    } else {
        find_last(haystack, needle, start, 1)
    };
    #[expect(clippy::cast_precision_loss, reason = "positions are below 2 ** 53")]
    found.map_or(-1.0, |at| at as f64)
}

/// How often the first byte of a needle may be found without the rest before another way is taken.
const CANDIDATES: usize = 8;

/// The first match from `start` on.
fn find_any(haystack: &[u8], needle: &[u8], start: usize) -> Option<usize> {
    let (&first, rest) = needle.split_first()?;
    let mut from = start;
    for _ in 0..CANDIDATES {
        let at = from + memchr::memchr(first, haystack.get(from..)?)?;
        if haystack.get(at + 1..)?.starts_with(rest) {
            return Some(at);
        }
        from = at + 1;
    }
    Some(from + memmem::find(haystack.get(from..)?, needle)?)
}

fn find(haystack: &[u8], needle: &[u8], start: usize, step: usize) -> Option<usize> {
    if step == 1 && !needle.is_empty() {
        return find_any(haystack, needle, start);
    }
    let finder = memmem::Finder::new(needle);
    let mut from = start;
    loop {
        let at = from + finder.find(haystack.get(from..)?)?;
        if at.is_multiple_of(step) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// The last match that starts at `start` or before.
fn find_last(haystack: &[u8], needle: &[u8], start: usize, step: usize) -> Option<usize> {
    let finder = memmem::FinderRev::new(needle);
    let mut end = start.saturating_add(needle.len()).min(haystack.len());
    loop {
        let at = finder.rfind(&haystack[..end])?;
        if at.is_multiple_of(step) {
            return Some(at);
        }
        end = (at + needle.len()).checked_sub(1)?;
    }
}

/// `copy(source, target, targetStart, sourceStart, count)`; both may share memory.
fn copy(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _rv: Return<'_>) {
    let target_start = position(scope, args.get(2));
    let source_start = position(scope, args.get(3));
    let count = position(scope, args.get(4));
    copy_bytes(args.get(0), args.get(1), target_start, source_start, count);
}

/// Copies a range; nothing if either range is outside its array.
pub(super) fn copy_bytes(
    source: v8::Local<'_, v8::Value>,
    target: v8::Local<'_, v8::Value>,
    target_start: usize,
    source_start: usize,
    count: usize,
) {
    // SAFETY: nothing runs JavaScript from here on. The slice is reduced to a
    // pointer at once, since it may alias the target.
    let Some(source) = (unsafe { view_bytes_mut(source) }) else {
        return;
    };
    let Some(source) = source.get(source_start..source_start.saturating_add(count)) else {
        return;
    };
    let source = source.as_ptr();
    // SAFETY: as above; the source is only a pointer now.
    let Some(target) = (unsafe { view_bytes_mut(target) }) else {
        return;
    };
    let Some(target) = target.get_mut(target_start..target_start.saturating_add(count)) else {
        return;
    };
    // SAFETY: both ranges were checked to have `count` bytes; `copy` allows overlap.
    unsafe { std::ptr::copy(source, target.as_mut_ptr(), count) };
}

/// `fillPattern(target, pattern, start, end)`: repeats the pattern over the range.
fn fill_pattern(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _rv: Return<'_>) {
    let start = position(scope, args.get(2));
    let end = position(scope, args.get(3));
    // A copy: the pattern may lie in the target.
    let pattern = with_bytes(args.get(1), <[u8]>::to_vec);
    // SAFETY: nothing runs JavaScript while the slice is used.
    let Some(target) = (unsafe { view_bytes_mut(args.get(0)) }) else {
        return;
    };
    let Some(target) = target.get_mut(start..end) else {
        return;
    };
    if pattern.is_empty() {
        return;
    }
    let first = pattern.len().min(target.len());
    target[..first].copy_from_slice(&pattern[..first]);
    repeat_bytes(target, first);
}

/// `repeat(target, start, count, end)`: repeats the first `count` bytes of a range.
fn repeat(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _rv: Return<'_>) {
    let start = position(scope, args.get(1));
    let count = position(scope, args.get(2));
    let end = position(scope, args.get(3));
    repeat_in(args.get(0), start, count, end);
}

pub(super) fn repeat_in(target: v8::Local<'_, v8::Value>, start: usize, count: usize, end: usize) {
    // SAFETY: nothing runs JavaScript while the slice is used.
    if let Some(target) = unsafe { view_bytes_mut(target) }
        && let Some(target) = target.get_mut(start..end)
        && count > 0
    {
        repeat_bytes(target, count);
    }
}

fn repeat_bytes(target: &mut [u8], first: usize) {
    let mut filled = first;
    while filled < target.len() {
        // Whole patterns are there, so doubling keeps the period.
        let count = filled.min(target.len() - filled);
        target.copy_within(..count, filled);
        filled += count;
    }
}

/// Reverses the bytes of each group of `N`.
fn swap<const N: usize>(_scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _rv: Return<'_>) {
    // SAFETY: nothing runs JavaScript while the slice is used.
    if let Some(bytes) = unsafe { view_bytes_mut(args.get(0)) } {
        for group in bytes.as_chunks_mut::<N>().0 {
            group.reverse();
        }
    }
}
