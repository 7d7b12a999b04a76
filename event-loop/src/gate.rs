//! A place that is never freed, through which threads reach a thing that may be gone: a thread that comes
//! too late is turned away and touches nothing. A gate is used for one thing after another, and tells
//! them apart by a generation.
//!
//! # Invariants
//! The word is `generation << 48 | RETIRED? | threads inside`. The thing is put in while no generation of
//! it has been given away, and read by threads that are inside. It is taken out by the one that moves
//! the generation on, which happens only with nobody inside.

use std::fmt;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::sync::atomic::{AtomicU64, Ordering};
use crate::sync::{Arc, UnsafeCell};

/// Where the generation begins: it has the 16 bits from here.
pub const GENERATION_SHIFT: u32 = 48;
const RETIRED: u64 = 1 << 32;
const INSIDE: u64 = RETIRED - 1;

/// What can stand behind a gate.
pub trait Gated: Send + Sync + Sized + 'static {
    /// Whether nobody may use it any more. Of those who make it so, at least one must see it
    /// while it is inside.
    fn is_over(&self) -> bool;

    /// The thing has left the gate, which may be used for the next one. Any thread.
    fn left(thing: Arc<Self>, gate: &'static Gate<Self>);
}

/// See the module. On cache lines of its own: all threads write to the word.
#[repr(align(128))]
pub struct Gate<T> {
    word: AtomicU64,
    thing: UnsafeCell<Option<Arc<T>>>,
}

// SAFETY: by the module's invariants the cell is written by one thread with nobody inside; what is in it
// is `Send` and `Sync` itself.
unsafe impl<T: Send + Sync> Sync for Gate<T> {}

impl<T> Default for Gate<T> {
    /// A gate with nothing behind it.
    fn default() -> Self {
        Self {
            word: AtomicU64::new(0),
            thing: UnsafeCell::new(None),
        }
    }
}

/// A thread inside: the thing is alive as long as this.
pub struct Entered<T: Gated> {
    gate: &'static Gate<T>,
    thing: NonNull<T>,
}

impl<T: Gated> Deref for Entered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the gate keeps it while a thread is inside.
        unsafe { self.thing.as_ref() }
    }
}

impl<T: Gated> Drop for Entered<T> {
    fn drop(&mut self) {
        if self.is_over() {
            // Nobody enters any more. The last one inside empties the gate.
            self.gate.word.fetch_or(RETIRED, Ordering::AcqRel);
        }
        self.gate.leave();
    }
}

impl<T: Gated> Gate<T> {
    /// Puts `thing` behind the gate; answers the generation that [`Gate::enter`] wants.
    ///
    /// # Safety
    /// The gate is new, or has been told of by [`Gated::left`] and not used since.
    pub unsafe fn open(&self, thing: Arc<T>) -> u64 {
        // SAFETY: nobody is inside, nor gets in without the new generation.
        self.thing.with_mut(|place| unsafe { *place = Some(thing) });
        self.word.load(Ordering::Acquire) >> GENERATION_SHIFT
    }

    /// Any thread: lets it in. `None` when the thing of that generation is over.
    pub fn enter(&'static self, generation: u64) -> Option<Entered<T>> {
        let before = self.word.fetch_add(1, Ordering::Acquire);
        if before >> GENERATION_SHIFT == generation && before & RETIRED == 0 {
            // SAFETY: the thing stays where it is until `leave`.
            let thing = self
                .thing
                .with(|place| unsafe { (*place).as_deref() }.map(NonNull::from));
            if let Some(thing) = thing {
                return Some(Entered { gate: self, thing });
            }
        }
        self.leave();
        None
    }

    fn leave(&'static self) {
        let before = self.word.fetch_sub(1, Ordering::AcqRel);
        if before & (RETIRED | INSIDE) == RETIRED | 1 {
            self.empty(before - 1);
        }
    }

    /// Moves the generation on, unless a late thread has just come: it will do it when it leaves.
    fn empty(&'static self, seen: u64) {
        let next = (seen >> GENERATION_SHIFT).wrapping_add(1) << GENERATION_SHIFT;
        let moved = self
            .word
            .compare_exchange(seen, next, Ordering::AcqRel, Ordering::Relaxed);
        if moved.is_err() {
            return;
        }
        // SAFETY: nobody of the old generation is inside, and the new one is not given away.
        let thing = self.thing.with_mut(|place| unsafe { (*place).take() });
        if let Some(thing) = thing {
            T::left(thing, self);
        }
    }
}

impl<T> fmt::Debug for Gate<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Gate").finish_non_exhaustive()
    }
}

impl<T: Gated> fmt::Debug for Entered<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Entered").finish_non_exhaustive()
    }
}
