//! The end of an env: cleanup hooks, then what is left of references, then the
//! instance data. The order was measured on Node 26 (see the semantics page).
//!
//! Hooks of all envs of a thread are numbered in one sequence, since they run in one
//! order, newest first, whichever addon added them; an env's own end has its place in
//! that order where the env was made.

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

thread_local! {
    /// The number of the next hook on this thread, which has one isolate.
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// The env's cleanup hooks, oldest first, each with the number it is removed by. There
/// may be many (one for each external buffer), and any of them may be removed.
pub(crate) struct Hooks {
    entries: RefCell<BTreeMap<u64, Hook>>,
    /// The place of the env's own end.
    born: u64,
    /// Asynchronous hooks that have begun and are not done.
    at_work: Cell<usize>,
}

impl Hooks {
    pub(crate) fn new() -> Self {
        Self {
            entries: RefCell::new(BTreeMap::new()),
            born: next_number(),
            at_work: Cell::new(0),
        }
    }

    /// Adds a hook; answers its number.
    pub(crate) fn add(&self, hook: Hook) -> u64 {
        let number = next_number();
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

    /// The place of the newest hook; of the env's end, when there is none.
    fn newest(&self) -> u64 {
        let entries = self.entries.borrow();
        entries
            .last_key_value()
            .map_or(self.born, |(&last, _)| last)
    }

    fn pop(&self) -> Option<Hook> {
        self.entries.borrow_mut().pop_last().map(|(_, hook)| hook)
    }
}

fn next_number() -> u64 {
    NEXT.replace(NEXT.get() + 1)
}

impl Env {
    /// JavaScript is forbidden from here on.
    pub(crate) fn forbid_javascript(&self) {
        self.set_state(state::NO_JS, true);
    }

    /// The place of what this env has to do next in the teardown of its thread.
    pub(crate) fn next_in_teardown(&self) -> u64 {
        self.teardown.newest()
    }

    /// Runs the newest hook, or ends the env; answers whether it ended.
    pub(crate) fn tear_down_step(&self, runtime: &Runtime) -> bool {
        let hook = self.teardown.pop();
        let ends = hook.is_none();
        match hook {
            Some(hook) => hook(self, runtime),
            None => self.end(runtime),
        }
        ends
    }

    /// Waits for what runs, then finalizes what is left.
    fn end(&self, runtime: &Runtime) {
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
