//! [`WakeFlag`].

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::bell::Bell;
use crate::wake::WakeFlag;

struct Owner {
    flag: WakeFlag,
    bell: Bell,
    published: AtomicUsize,
}

impl Owner {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            flag: WakeFlag::new(),
            bell: Bell::default(),
            published: AtomicUsize::new(0),
        })
    }

    fn publish(&self) {
        self.published.fetch_add(1, Ordering::Relaxed);
        self.flag.notify(|| self.bell.ring());
    }

    /// Sleeps as the poll phase does until `count` things were published.
    fn wait_for(&self, count: usize) {
        loop {
            self.flag.take();
            if self.published.load(Ordering::Relaxed) == count {
                return;
            }
            if self.flag.fall_asleep() {
                self.bell.wait();
                self.flag.wake_up();
            }
        }
    }
}

#[test]
fn loom_wake_vs_sleep() {
    loom::model(|| {
        let owner = Owner::new();
        let other = Arc::clone(&owner);
        let thread = thread::spawn(move || other.publish());
        owner.wait_for(1);
        thread.join().expect("no panic");
    });
}

#[test]
fn loom_two_wakes_vs_sleep() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let owner = Owner::new();
        let threads = [Arc::clone(&owner), Arc::clone(&owner)]
            .map(|owner| thread::spawn(move || owner.publish()));
        owner.wait_for(2);
        for thread in threads {
            thread.join().expect("no panic");
        }
    });
}
