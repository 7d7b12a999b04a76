//! Waiting for another thread without sleeping, for a time shorter than what waking a thread costs.

use std::sync::OnceLock;

use crate::sys;

/// Nanoseconds that are spent at most before a thread goes to sleep.
pub(crate) const LIMIT_NS: u64 = 50_000;

/// Whether spinning has paid of late. On a machine that is busy with other things the thread that is
/// waited for does not run meanwhile: then the score falls to 0 and nobody spins, until a wait that ended
/// soon enough shows that it would have paid again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Score(u8);

impl Score {
    const MAX: u8 = 8;

    /// Neither good nor bad.
    pub(crate) const START: Self = Self(Self::MAX / 2);

    /// Whether to spin for something that another thread is known to be doing.
    pub(crate) fn worth_it_if_expected(self) -> bool {
        self.0 > 0
    }

    /// Whether to spin for nothing in particular.
    pub(crate) fn worth_it(self) -> bool {
        self.0 > Self::MAX / 2
    }

    /// Learns from a wait of `duration_ns` that another thread has ended, or not; `spun` if it began
    /// with spinning.
    pub(crate) fn learn(&mut self, duration_ns: u64, by_thread: bool, spun: bool) {
        if by_thread && duration_ns < LIMIT_NS {
            self.0 = (self.0 + 1).min(Self::MAX);
        } else if spun {
            self.0 = self.0.saturating_sub(1);
        }
    }
}

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
