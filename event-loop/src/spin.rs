//! Waiting for another thread without sleeping, for a time shorter than what waking a thread costs.

use std::sync::OnceLock;

use crate::sys;

/// Nanoseconds that are spent at most before a thread goes to sleep.
pub(crate) const LIMIT_NS: u64 = 50_000;

/// How many looks at the condition go between two looks at the clock.
const LOOKS: u32 = 32;

/// Looks at `done` until it is true or `limit_ns` are over. On a single processor it looks once.
pub(crate) fn spin_until(limit_ns: u64, mut done: impl FnMut() -> bool) -> bool {
    if done() {
        return true;
    }
    if !worthwhile() {
        return false;
    }
    let end = sys::hrtime().saturating_add(limit_ns);
    loop {
        for _ in 0..LOOKS {
            std::hint::spin_loop();
            if done() {
                return true;
            }
        }
        if sys::hrtime() >= end {
            return false;
        }
    }
}

/// Whether the other thread can run at the same time at all.
fn worthwhile() -> bool {
    static WORTHWHILE: OnceLock<bool> = OnceLock::new();
    *WORTHWHILE
        .get_or_init(|| std::thread::available_parallelism().is_ok_and(|count| count.get() > 1))
}
