//! What a `napi_threadsafe_function` points at: a slot that is never freed, so that a
//! call that comes too late, from whatever thread, is answered and touches nothing that
//! is gone. Slots are used again; the handle's upper bits tell the uses apart.
//!
//! # Invariants
//! `gate` is `generation << 48 | RETIRED? | calls in progress`. `shared` is written while
//! no handle of the current generation has been given away, and read by calls that have
//! passed the gate. It is emptied by the one that moves the generation on, which happens
//! only with no call in progress.

use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use napi_host_sys::napi_threadsafe_function;

use super::tsfn::Shared;

const GENERATION_SHIFT: u32 = 48;
const RETIRED: u64 = 1 << 32;
const CALLS: u64 = RETIRED - 1;
/// Slots that are made at once.
const BLOCK: usize = 64;

/// See the module. On cache lines of its own: all threads write to the gate.
#[repr(align(128))]
pub(crate) struct Slot {
    gate: AtomicU64,
    shared: UnsafeCell<Option<Arc<Shared>>>,
}

// SAFETY: see the module's invariants; what is inside is `Send` and `Sync` itself.
unsafe impl Sync for Slot {}

/// The slots that nobody uses, the one that has been free longest first.
static FREE: Mutex<VecDeque<&'static Slot>> = Mutex::new(VecDeque::new());

/// A call that has passed the gate: the function is alive as long as this.
pub(crate) struct Entered {
    slot: &'static Slot,
    shared: NonNull<Shared>,
}

impl Entered {
    /// The function.
    pub(crate) fn shared(&self) -> &Shared {
        // SAFETY: the slot keeps it while a call is in progress.
        unsafe { self.shared.as_ref() }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if self.shared().is_over() {
            self.slot.retire();
        }
        self.slot.leave();
    }
}

/// Gives `shared` a slot; answers the handle for the addon.
pub(crate) fn publish(shared: Arc<Shared>) -> napi_threadsafe_function {
    let slot = take_free();
    // SAFETY: a free slot's content is nobody's, and its generation not given away.
    unsafe { *slot.shared.get() = Some(shared) };
    let generation = slot.gate.load(Ordering::Acquire) >> GENERATION_SHIFT;
    let tag = usize::try_from(generation << GENERATION_SHIFT).unwrap_or(0);
    let pointer: *const Slot = slot;
    pointer.map_addr(|address| address | tag).cast_mut().cast()
}

fn take_free() -> &'static Slot {
    let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(slot) = free.pop_front() {
        return slot;
    }
    let block: Vec<Slot> = (0..BLOCK)
        .map(|_| Slot {
            gate: AtomicU64::new(0),
            shared: UnsafeCell::new(None),
        })
        .collect();
    let (first, rest) = block
        .leak()
        .split_first()
        .expect("a block has several slots");
    free.extend(rest);
    first
}

/// Lets a call in through the gate. Any thread. `None`: the function is gone.
///
/// # Safety
/// `function` is a handle of [`publish`], of whatever age, and not NULL.
pub(crate) unsafe fn enter(function: napi_threadsafe_function) -> Option<Entered> {
    let address = function.addr() as u64;
    let generation = address >> GENERATION_SHIFT;
    let mask = (1_usize << GENERATION_SHIFT) - 1;
    let slot: *mut Slot = function.map_addr(|address| address & mask).cast();
    // SAFETY: slots are never freed.
    let slot: &'static Slot = unsafe { &*slot };
    let before = slot.gate.fetch_add(1, Ordering::Acquire);
    if before >> GENERATION_SHIFT != generation || before & RETIRED != 0 {
        slot.leave();
        return None;
    }
    // SAFETY: past the gate the content stays as it is until `leave`.
    let shared = unsafe { &*slot.shared.get() }.as_ref();
    let Some(shared) = shared.map(|shared| NonNull::from(&**shared)) else {
        slot.leave();
        return None;
    };
    Some(Entered { slot, shared })
}

impl Slot {
    /// No more calls; the last one that is in progress, or this, frees the slot.
    fn retire(&self) {
        self.gate.fetch_or(RETIRED, Ordering::AcqRel);
    }

    fn leave(&'static self) {
        let before = self.gate.fetch_sub(1, Ordering::AcqRel);
        if before & (RETIRED | CALLS) == RETIRED | 1 {
            self.reclaim(before - 1);
        }
    }

    /// Moves the generation on, unless a late call has just come: it will do it then.
    fn reclaim(&'static self, seen: u64) {
        let next = (seen >> GENERATION_SHIFT).wrapping_add(1) << GENERATION_SHIFT;
        let moved = self
            .gate
            .compare_exchange(seen, next, Ordering::AcqRel, Ordering::Relaxed);
        if moved.is_err() {
            return;
        }
        // SAFETY: no call of the old generation is in progress, and there is no handle
        // of the new one.
        let shared = unsafe { &mut *self.shared.get() }.take();
        drop(shared);
        FREE.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(self);
    }
}
