//! The idle, prepare and check phases: hooks that run in every iteration, the newest first, as in
//! libuv.

use std::cell::RefCell;
use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::{Callback, EventLoop};
use crate::liveness::Hold;

new_key_type! {
    /// A hook of a loop. Never reused for another one.
    pub struct HookId;
}

/// The phases that have hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// After pending. While there is an idle hook, referenced or not, poll does not block.
    Idle,
    /// Right before poll.
    Prepare,
    /// Right after poll: where immediates run.
    Check,
}

struct Hook {
    callback: Callback,
    hold: Hold,
}

/// All hooks of one loop.
#[derive(Default)]
pub(crate) struct Hooks {
    slots: RefCell<SlotMap<HookId, Hook>>,
    /// For each phase the hooks, oldest first.
    order: [RefCell<Vec<HookId>>; 3],
    /// What the passes in progress have not called yet, the outermost pass first, each with its next one
    /// last.
    left: RefCell<Vec<HookId>>,
}

impl Hooks {
    pub(crate) fn any(&self, phase: Phase) -> bool {
        !self.order[phase as usize].borrow().is_empty()
    }

    /// A nested run leaves to the outer ones what they have yet to call.
    fn begin_pass(&self, phase: Phase) {
        let mut left = self.left.borrow_mut();
        let outer = left.len();
        for id in self.order[phase as usize].borrow().iter() {
            if !left[..outer].contains(id) {
                left.push(*id);
            }
        }
    }

    fn next_of_pass(&self, outer: usize) -> Option<HookId> {
        let mut left = self.left.borrow_mut();
        if left.len() > outer { left.pop() } else { None }
    }

    pub(crate) fn each_hold(&self, visit: &mut dyn FnMut(&Hold)) {
        self.slots
            .borrow()
            .values()
            .for_each(|hook| visit(&hook.hold));
    }

    pub(crate) fn with_hold<R>(&self, id: HookId, act: impl FnOnce(&Hold) -> R) -> Option<R> {
        self.slots.borrow().get(id).map(|hook| act(&hook.hold))
    }
}

impl EventLoop {
    /// Calls `callback` in every `phase` from now on; in the phase that is running, from the next
    /// iteration. Referenced.
    pub fn hook_start(&self, phase: Phase, callback: Callback) -> HookId {
        let kind = match phase {
            Phase::Idle => "idle",
            Phase::Prepare => "prepare",
            Phase::Check => "check",
        };
        let hook = Hook {
            callback,
            hold: self.hold(kind),
        };
        let id = self.hooks.slots.borrow_mut().insert(hook);
        self.hooks.order[phase as usize].borrow_mut().push(id);
        id
    }

    /// Ends a hook, at once. False when it is gone already.
    pub fn hook_stop(&self, id: HookId) -> bool {
        let Some(hook) = self.hooks.slots.borrow_mut().remove(id) else {
            return false;
        };
        for order in &self.hooks.order {
            order.borrow_mut().retain(|other| *other != id);
        }
        drop(hook);
        true
    }

    /// References the hook or not; see [`EventLoop::set_ref`].
    pub fn hook_ref(&self, id: HookId, referenced: bool) {
        self.set_ref(id, referenced);
    }

    pub(crate) fn run_hooks(&self, phase: Phase) {
        if !self.hooks.any(phase) {
            return;
        }
        let outer = self.hooks.left.borrow().len();
        self.hooks.begin_pass(phase);
        while let Some(id) = self.hooks.next_of_pass(outer) {
            let callback = self
                .hooks
                .slots
                .borrow()
                .get(id)
                .map(|hook| Rc::clone(&hook.callback));
            if let Some(callback) = callback {
                callback(self);
            }
        }
    }
}
