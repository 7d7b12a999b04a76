//! The pending and the closing phase: callbacks that run once. Pending ones run in the order in which
//! they were posted; closing ones newest first, as those of libuv.
//!
//! What is posted while such a phase runs waits for its next turn, so a callback that posts itself
//! again does not starve the loop.

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::event_loop::EventLoop;

/// Runs once, on the loop's thread.
type Once = Box<dyn FnOnce(&EventLoop)>;

/// Callbacks that are due.
#[derive(Default)]
pub(crate) struct DueQueue(RefCell<VecDeque<Once>>);

impl DueQueue {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    fn push(&self, callback: Once) {
        self.0.borrow_mut().push_back(callback);
    }

    /// Runs what is there now. A nested run of the loop may take over some of it.
    fn run(&self, event_loop: &EventLoop) {
        let count = self.0.borrow().len();
        for _ in 0..count {
            let Some(callback) = self.0.borrow_mut().pop_front() else {
                return;
            };
            callback(event_loop);
        }
    }

    /// Runs what is there now, newest first.
    fn run_newest_first(&self, event_loop: &EventLoop) {
        let mut callbacks = self.0.take();
        while let Some(callback) = callbacks.pop_back() {
            callback(event_loop);
        }
    }
}

/// How often the pending queue is emptied right after poll before the check phase has its turn.
const PENDING_ROUNDS_AFTER_POLL: usize = 8;

impl EventLoop {
    /// Runs `callback` in the next pending phase: before idle, and once more right after poll.
    pub fn pending_post(&self, callback: impl FnOnce(&EventLoop) + 'static) {
        self.pending.push(Box::new(callback));
    }

    /// Runs `callback` in the next closing phase, after check: where the close callbacks of handles go.
    /// Of those that are due together the one that was posted last runs first.
    pub fn close_post(&self, callback: impl FnOnce(&EventLoop) + 'static) {
        self.closing.push(Box::new(callback));
    }

    pub(crate) fn run_pending(&self) {
        self.pending.run(self);
    }

    pub(crate) fn run_pending_after_poll(&self) {
        for _ in 0..PENDING_ROUNDS_AFTER_POLL {
            if self.pending.is_empty() {
                return;
            }
            self.pending.run(self);
        }
    }

    pub(crate) fn run_closing(&self) {
        self.closing.run_newest_first(self);
    }
}
