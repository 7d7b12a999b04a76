//! The bell of a sleeping owner: loom's own `Notify` also unparks threads that are about to ring, and
//! its condition variables then lose track of them, so this one is made of a lock and a condition.

use loom::sync::{Arc, Condvar, Mutex};

use crate::tsqueue::Waker;

#[derive(Default)]
pub(super) struct Bell {
    rung: Mutex<bool>,
    condition: Condvar,
}

impl Bell {
    pub(super) fn ring(&self) {
        *self.rung.lock().expect("no panic") = true;
        self.condition.notify_one();
    }

    /// Waits for a ring since the last wait.
    pub(super) fn wait(&self) {
        let mut rung = self.rung.lock().expect("no panic");
        while !*rung {
            rung = self.condition.wait(rung).expect("no panic");
        }
        *rung = false;
    }
}

/// Stands for a loop that sleeps until it is woken.
pub(super) struct Ringer(pub(super) Arc<Bell>);

impl Waker for Ringer {
    fn wake(&self) {
        self.0.ring();
    }

    fn is_consumer(&self) -> bool {
        false
    }
}
