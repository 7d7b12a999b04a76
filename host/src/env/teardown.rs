//! The end of the environments of an isolate. One list for all of them holds, in the
//! order of registration: cleanup hooks (synchronous and asynchronous), what closes each
//! thread-safe function, and the end of each env itself. It runs newest first; what is
//! added meanwhile waits for the next round. The order was measured on Node 26.
//!
//! An env lives on after its entry while a thread-safe function or an asynchronous hook
//! of it does. Absent on purpose: anything that runs JavaScript. `process.exit()` does
//! not come here.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::rc::Rc;

use napi_host_event_loop::RunMode;
use napi_host_sys as sys;

use super::reference::{Reference, Tracking};
use super::{Env, state};
use crate::runtime::Runtime;

/// Something to run at the end.
pub(crate) type Hook = Box<dyn FnOnce(&Rc<Runtime>)>;

/// What lets a piece of external memory go, and its address.
type Memory = (Hook, usize);

/// The entries, oldest first, each with the number that it is removed by. There may be
/// many (one for each external buffer), and any of them may be removed.
#[derive(Default)]
pub(crate) struct Hooks {
    entries: RefCell<BTreeMap<u64, Hook>>,
    /// External memory that is in use: let go before the other entries.
    memory: RefCell<BTreeMap<u64, Memory>>,
    next: Cell<u64>,
    /// Asynchronous hooks that have begun, and functions that are closing.
    at_work: Cell<usize>,
    /// The numbers of synchronous hooks, by function and argument.
    by_name: RefCell<HashMap<(usize, usize), Vec<u64>>>,
    /// Envs that lose a hold in the next round.
    releases: RefCell<Vec<sys::napi_env>>,
}

impl Hooks {
    fn number(&self) -> u64 {
        let number = self.next.get();
        self.next.set(number + 1);
        number
    }

    /// Adds an entry; answers its number.
    pub(crate) fn add(&self, hook: Hook) -> u64 {
        let number = self.number();
        self.entries.borrow_mut().insert(number, hook);
        number
    }

    /// Removes an entry. Its closure is dropped.
    pub(crate) fn remove(&self, number: u64) {
        let hook = self.entries.borrow_mut().remove(&number);
        drop(hook);
    }

    /// Adds what lets the external memory at `address` go; answers its number.
    pub(crate) fn add_memory(&self, address: usize, hook: Hook) -> u64 {
        let number = self.number();
        self.memory.borrow_mut().insert(number, (hook, address));
        number
    }

    /// Removes an entry of external memory.
    pub(crate) fn remove_memory(&self, number: u64) {
        let hook = self.memory.borrow_mut().remove(&number);
        drop(hook);
    }

    /// Adds a synchronous hook.
    pub(crate) fn add_named(&self, name: (usize, usize), hook: Hook) {
        let number = self.add(hook);
        let mut by_name = self.by_name.borrow_mut();
        by_name.entry(name).or_default().push(number);
    }

    /// Removes the newest synchronous hook of that name, if there is one.
    pub(crate) fn remove_named(&self, name: (usize, usize)) {
        let mut by_name = self.by_name.borrow_mut();
        let Some(numbers) = by_name.get_mut(&name) else {
            return;
        };
        let newest = numbers.pop();
        if numbers.is_empty() {
            by_name.remove(&name);
        }
        drop(by_name);
        if let Some(newest) = newest {
            self.remove(newest);
        }
    }

    /// Something begins that the end has to wait for.
    pub(crate) fn begin_wait(&self) {
        self.at_work.set(self.at_work.get() + 1);
    }

    /// It is done.
    pub(crate) fn end_wait(&self) {
        self.at_work.set(self.at_work.get().saturating_sub(1));
    }

    fn pop_below(&self, limit: u64) -> Option<Hook> {
        let mut entries = self.entries.borrow_mut();
        let newest = entries
            .range(..limit)
            .next_back()
            .map(|(number, _)| *number)?;
        entries.remove(&newest)
    }

    /// Whether there is external memory at `address`. Looks at all of it.
    pub(crate) fn has_memory(&self, address: usize) -> bool {
        let memory = self.memory.borrow();
        memory.values().any(|(_, other)| *other == address)
    }

    fn pop_memory(&self) -> Option<Hook> {
        let newest = self.memory.borrow_mut().pop_last();
        newest.map(|(_, (hook, _))| hook)
    }

    fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty() && self.releases.borrow().is_empty()
    }
}

impl Runtime {
    /// Tears all envs down: from here on JavaScript is forbidden.
    pub(crate) fn tear_down(self: &Rc<Self>) {
        self.begin_exit();
        crate::runtime::detach_tasks(self);
        for env in self.envs() {
            env.set_state(state::NO_JS, true);
        }
        crate::runtime::enter(self, |_| {
            // What other threads have sent until now still arrives.
            let event_loop = self.event_loop();
            event_loop.set_immediate_pending(false);
            event_loop.close_post(|_| {});
            event_loop.run(RunMode::Once);
            self.settle();
            while let Some(hook) = self.cleanup.pop_memory() {
                hook(self);
            }
            loop {
                let limit = self.cleanup.next.get();
                while let Some(hook) = self.cleanup.pop_below(limit) {
                    hook(self);
                }
                self.settle();
                if self.cleanup.is_empty() {
                    return;
                }
            }
        });
    }

    /// Runs finalizers that wait, and awaits async work, asynchronous hooks and the
    /// finalizers of thread-safe functions.
    fn settle(self: &Rc<Self>) {
        for env in self.envs() {
            env.drain_finalizers(self);
        }
        for env in self.cleanup.releases.take() {
            if let Some(env) = self.env(env) {
                env.release_hold(self);
            }
        }
        let event_loop = self.event_loop();
        while self.cleanup.at_work.get() > 0 || event_loop.works_pending() > 0 {
            event_loop.run(RunMode::Once);
        }
    }
}

impl Env {
    /// Enters the env in the list of what ends: at its place among the hooks.
    pub(crate) fn register_end(&self, runtime: &Runtime) {
        let env = self.as_raw();
        runtime.cleanup.add(Box::new(move |runtime| {
            if let Some(env) = runtime.env(env) {
                env.release_hold(runtime);
            }
        }));
    }

    /// Adds a synchronous cleanup hook.
    pub(crate) fn add_cleanup_hook(
        &self,
        hook: unsafe extern "C" fn(*mut c_void),
        argument: *mut c_void,
    ) {
        let env = self.as_raw();
        let run = move |runtime: &Rc<Runtime>| {
            // SAFETY: the addon gave the hook for this argument.
            let call = || unsafe { hook(argument) };
            match runtime.env(env) {
                // What the hook leaves pending has nobody to go to.
                Some(env) => drop(env.call_from_native(call)),
                None => call(),
            }
        };
        let name = (hook as usize, argument.addr());
        self.runtime().cleanup.add_named(name, Box::new(run));
    }

    /// The env lives at least until the hold is released.
    pub(crate) fn hold(&self) {
        self.holds.set(self.holds.get() + 1);
    }

    /// Releases a hold; the last one ends the env.
    pub(crate) fn release_hold(&self, runtime: &Rc<Runtime>) {
        let holds = self.holds.get() - 1;
        self.holds.set(holds);
        if holds == 0 {
            self.end(runtime);
        }
    }

    /// Releases a hold, not before the addon's current call is over.
    pub(crate) fn release_hold_later(&self, runtime: &Rc<Runtime>) {
        if runtime.is_exiting() {
            runtime.cleanup.releases.borrow_mut().push(self.as_raw());
        } else {
            self.release_hold(runtime);
        }
    }

    /// Finalizers that wait, references with finalizers and the instance data newest
    /// first, then silently the other references: until here finalizers may use them.
    fn end(&self, runtime: &Rc<Runtime>) {
        self.drain_finalizers(runtime);
        while let Some(reference) = self.references.newest(Tracking::Finalizer) {
            self.finalize_reference(runtime, reference);
        }
        let is_remembered = self.references.newest(Tracking::Plain).is_some();
        while let Some(reference) = self.references.newest(Tracking::Plain) {
            self.retire_reference(reference);
        }
        runtime.retire_env(self, is_remembered);
    }

    /// Finalizes a reference at the env's end. The addon may delete one that is its
    /// own later, from another finalizer.
    fn finalize_reference(&self, runtime: &Rc<Runtime>, slot: NonNull<Reference>) {
        // SAFETY: it is in the list, so it is alive.
        let finalizer = unsafe { slot.as_ref() }.finalizer();
        self.retire_reference(slot);
        self.run_finalizer(runtime, finalizer);
    }
}
