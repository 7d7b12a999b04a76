//! One word that tells whether the owner of a loop has to be woken.
//!
//! A notification while the owner runs costs one atomic exchange and no system call; only the first
//! one after it went to sleep rings the bell. None is lost: the owner falls asleep by a
//! compare-and-exchange that fails when a notification came since it last looked.

use crate::sync::atomic::{AtomicU8, Ordering};

/// The owner is awake and has seen every notification.
const RUNNING: u8 = 0;
/// There is a notification that the owner has not seen.
const NOTIFIED: u8 = 1;
/// The owner sleeps, or is about to, and nobody has rung since.
const SLEEPING: u8 = 2;

/// See the module.
#[derive(Debug)]
pub(crate) struct WakeFlag(AtomicU8);

impl WakeFlag {
    /// For an owner that is awake.
    pub(crate) fn new() -> Self {
        Self(AtomicU8::new(RUNNING))
    }

    /// Any thread: what was published before this call will be seen. Calls `ring` if the owner sleeps.
    pub(crate) fn notify(&self, ring: impl FnOnce()) {
        if self.0.swap(NOTIFIED, Ordering::AcqRel) == SLEEPING {
            ring();
        }
    }

    /// Owner: whether a notification is waiting to be seen.
    pub(crate) fn is_notified(&self) -> bool {
        self.0.load(Ordering::Acquire) == NOTIFIED
    }

    /// Owner, awake: sees the notifications so far, and whether there was one. Look at what was
    /// published after this, not before.
    pub(crate) fn take(&self) -> bool {
        self.is_notified() && self.0.swap(RUNNING, Ordering::AcqRel) == NOTIFIED
    }

    /// Owner: announces sleep. False, and no sleep, when a notification has not been seen.
    pub(crate) fn fall_asleep(&self) -> bool {
        self.0
            .compare_exchange(RUNNING, SLEEPING, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// Owner: awake again; a notification stays to be taken.
    pub(crate) fn wake_up(&self) {
        let _notified =
            self.0
                .compare_exchange(SLEEPING, RUNNING, Ordering::AcqRel, Ordering::Acquire);
    }
}
