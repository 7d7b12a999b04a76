//! The end of an env: cleanup hooks, then what is left of references, then the
//! instance data. The order was measured on Node 26 (see the semantics page).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::NonNull;

use napi_host_event_loop::RunMode;

use super::finalizer::Finalizer;
use super::reference::Reference;
use super::{Env, state};
use crate::runtime::Runtime;

/// Something to run when the env ends; run newest first.
pub(crate) type Hook = Box<dyn FnOnce(&Env, &Runtime)>;

/// The env's cleanup hooks, oldest first, each with the number it is removed by. There
/// may be many (one for each external buffer), and any of them may be removed.
pub(crate) struct Hooks {
    entries: RefCell<BTreeMap<u64, Hook>>,
    next: Cell<u64>,
    /// Asynchronous hooks that have begun and are not done.
    at_work: Cell<usize>,
}

impl Hooks {
    pub(crate) fn new() -> Self {
        Self {
            entries: RefCell::new(BTreeMap::new()),
            next: Cell::new(0),
            at_work: Cell::new(0),
        }
    }

    /// Adds a hook; answers its number.
    pub(crate) fn add(&self, hook: Hook) -> u64 {
        let number = self.next.get();
        self.next.set(number + 1);
        self.entries.borrow_mut().insert(number, hook);
        number
    }

    /// Removes a hook; answers whether it was there.
    pub(crate) fn remove(&self, number: u64) -> bool {
        let hook = self.entries.borrow_mut().remove(&number);
        hook.is_some()
    }

    /// An asynchronous hook begins.
    pub(crate) fn begin_async(&self) {
        self.at_work.set(self.at_work.get() + 1);
    }

    /// An asynchronous hook is done.
    pub(crate) fn end_async(&self) {
        self.at_work.set(self.at_work.get().saturating_sub(1));
    }

    fn pop(&self) -> Option<Hook> {
        self.entries.borrow_mut().pop_last().map(|(_, hook)| hook)
    }
}

impl Env {
    /// Tears the env down. JavaScript is forbidden from here on.
    pub(crate) fn tear_down(&self, runtime: &Runtime) {
        self.set_state(state::NO_JS, true);
        loop {
            while let Some(hook) = self.teardown.pop() {
                hook(self, runtime);
            }
            let event_loop = runtime.event_loop();
            if self.teardown.at_work.get() == 0 && event_loop.works_pending() == 0 {
                break;
            }
            event_loop.run(RunMode::Once);
        }
        self.close_threadsafe_functions();
        self.drain_finalizers(runtime);
        while let Some(reference) = self.references.newest() {
            self.finalize_reference(runtime, reference);
        }
        let instance_data = self.instance_data.replace(Finalizer::NONE);
        self.run_finalizer(runtime, instance_data);
    }

    /// Finalizes a reference at the env's end. The addon may delete one that is its
    /// own later, from another finalizer.
    fn finalize_reference(&self, runtime: &Runtime, slot: NonNull<Reference>) {
        // SAFETY: it is in the list, so it is alive.
        let finalizer = unsafe { slot.as_ref() }.finalizer();
        self.retire_reference(slot);
        self.run_finalizer(runtime, finalizer);
    }
}
