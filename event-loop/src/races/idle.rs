//! [`IdleClock`]: the loop waits while another thread asks how long it has.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU64, Ordering};
use loom::thread;

use crate::idle::IdleClock;

/// A clock that all threads share, which moves on when it is asked.
#[derive(Default)]
struct Shared {
    idle: IdleClock,
    now: AtomicU64,
}

impl Shared {
    fn now(&self) -> u64 {
        self.now.fetch_add(1, Ordering::AcqRel)
    }

    fn idle_ns(&self) -> u64 {
        self.idle.idle_ns_by(|| self.now())
    }
}

#[test]
fn loom_ask_vs_begin_and_end() {
    loom::model(|| {
        let shared = Arc::new(Shared::default());
        let other = Arc::clone(&shared);
        let asks = thread::spawn(move || [other.idle_ns(), other.idle_ns()]);
        shared.idle.begin(shared.now());
        let duration = shared.idle.end(|| shared.now());
        let [first, second] = asks.join().expect("no panic");
        assert!(first <= second, "it waits no less than before");
        assert!(
            second <= duration,
            "a wait is counted once, in progress or over"
        );
        assert_eq!(shared.idle_ns(), duration);
    });
}
