//! What a `napi_threadsafe_function` points at: a gate that is never freed, so that a
//! call that comes too late, from whatever thread, is answered and touches nothing that
//! is gone. Gates are used again; the handle's upper bits tell the uses apart.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use napi_host_event_loop::{Entered, GENERATION_SHIFT, Gate, Gated};
use napi_host_sys::napi_threadsafe_function;

use super::tsfn::Shared;
use crate::sync::lock;

/// Gates that are made at once.
const BLOCK: usize = 64;

/// The gates that nobody uses, the one that has been free longest first.
static FREE: Mutex<VecDeque<&'static Gate<Shared>>> = Mutex::new(VecDeque::new());

impl Gated for Shared {
    fn is_over(&self) -> bool {
        Shared::is_over(self)
    }

    fn left(thing: Arc<Self>, gate: &'static Gate<Self>) {
        drop(thing);
        lock(&FREE).push_back(gate);
    }
}

/// Gives `shared` a gate; answers the handle for the addon.
pub(crate) fn publish(shared: Arc<Shared>) -> napi_threadsafe_function {
    let gate = take_free();
    // SAFETY: a gate of the list is new or was put there when it had become free.
    let generation = unsafe { gate.open(shared) };
    let tag = usize::try_from(generation << GENERATION_SHIFT).unwrap_or(0);
    let pointer: *const Gate<Shared> = gate;
    pointer.map_addr(|address| address | tag).cast_mut().cast()
}

fn take_free() -> &'static Gate<Shared> {
    let mut free = lock(&FREE);
    if let Some(gate) = free.pop_front() {
        return gate;
    }
    let block: Vec<Gate<Shared>> = (0..BLOCK).map(|_| Gate::default()).collect();
    let (first, rest) = block
        .leak()
        .split_first()
        .expect("a block has several gates");
    free.extend(rest);
    first
}

/// Lets a call in through the gate. Any thread. `None`: the function is gone.
///
/// # Safety
/// `function` is a handle of [`publish`], of whatever age, and not NULL.
pub(crate) unsafe fn enter(function: napi_threadsafe_function) -> Option<Entered<Shared>> {
    let generation = function.addr() as u64 >> GENERATION_SHIFT;
    let mask = (1_usize << GENERATION_SHIFT) - 1;
    let gate: *mut Gate<Shared> = function.map_addr(|address| address & mask).cast();
    // SAFETY: gates are never freed.
    let gate: &'static Gate<Shared> = unsafe { &*gate };
    gate.enter(generation)
}
