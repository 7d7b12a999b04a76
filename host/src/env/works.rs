//! What the async works of an env are made in: blocks of places that are used again. Addons make works
//! by the thousand, and delete them one by one.

use std::cell::RefCell;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// Places of one block.
const BLOCK: usize = 64;

/// Places for values of one type. They are kept until this is dropped; values that are in them then are
/// not.
pub(crate) struct Places<T>(RefCell<Inner<T>>);

struct Inner<T> {
    blocks: Vec<NonNull<[MaybeUninit<T>]>>,
    free: Vec<NonNull<T>>,
}

impl<T> Places<T> {
    pub(crate) fn new() -> Self {
        Self(RefCell::new(Inner {
            blocks: Vec::new(),
            free: Vec::new(),
        }))
    }

    /// Puts `value` in a free place.
    #[inline]
    pub(crate) fn put(&self, value: T) -> NonNull<T> {
        let mut inner = self.0.borrow_mut();
        let place = inner.free.pop().unwrap_or_else(|| inner.grow());
        // SAFETY: a free place is writable, and nobody else's.
        unsafe { place.write(value) };
        place
    }

    /// Takes the value out of its place.
    ///
    /// # Safety
    /// `place` came from [`Self::put`] of this object, and has not been taken since.
    #[inline]
    pub(crate) unsafe fn take(&self, place: NonNull<T>) -> T {
        // SAFETY: the caller's promise.
        let value = unsafe { place.read() };
        self.0.borrow_mut().free.push(place);
        value
    }
}

impl<T> Inner<T> {
    /// A new block; answers one of its places, the others are free.
    #[cold]
    fn grow(&mut self) -> NonNull<T> {
        let block: Box<[MaybeUninit<T>]> = Box::new_uninit_slice(BLOCK);
        let block = NonNull::from(Box::leak(block));
        self.blocks.push(block);
        let first: NonNull<T> = block.cast();
        // SAFETY: the block has that many places. The last is taken first: so the order is that of memory.
        let rest = (1..BLOCK).rev().map(|index| unsafe { first.add(index) });
        self.free.extend(rest);
        first
    }
}

impl<T> Drop for Inner<T> {
    fn drop(&mut self) {
        for block in self.blocks.drain(..) {
            // SAFETY: leaked by `grow`, and dropped once.
            drop(unsafe { Box::from_raw(block.as_ptr()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Places};

    #[test]
    fn places_are_used_again_and_do_not_overlap() {
        let places = Places::new();
        let made: Vec<_> = (0..3 * BLOCK as u64)
            .map(|value| places.put(value))
            .collect();
        for (value, place) in made.iter().enumerate() {
            // SAFETY: put above and not taken.
            assert_eq!(unsafe { place.read() }, value as u64);
        }
        for (value, place) in made.iter().enumerate() {
            // SAFETY: put above, taken once.
            assert_eq!(unsafe { places.take(*place) }, value as u64);
        }
        let again = places.put(7);
        assert!(made.contains(&again), "a place that was free");
    }
}
