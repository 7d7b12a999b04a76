//! Waiting for another thread without sleeping, for a time shorter than what waking a thread costs.

use std::sync::OnceLock;

use crate::sys;

/// Nanoseconds that are spent at most before a thread goes to sleep.
pub(crate) const LIMIT_NS: u64 = 50_000;

/// Whether spinning has paid of late. On a machine that is busy with other things the thread that is
/// waited for does not run meanwhile: then the score falls below 0 and nobody spins, until many waits
/// that ended soon enough say that it might pay again. Many, since they need not mean that: a thread
/// that waits for this one's processor runs as soon as this one sleeps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Score(i8);

impl Score {
    const MAX: i8 = 8;
    const MIN: i8 = -32;
    /// What a wait that spinning did not end costs, in waits that were short.
    const FAILURE: i8 = 8;

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
            self.0 = (self.0 - Self::FAILURE).max(Self::MIN);
        }
    }
}

/// How often to look at the condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Always.
    Eagerly,
    /// About once a microsecond: who makes it true writes to the same cache line all the time.
    Rarely,
}

/// How many pauses of the processor go between two looks at the clock.
const PAUSES: u32 = 32;

/// Looks at `done` until it is true or `limit_ns` are over. On a single processor it looks once.
pub(crate) fn spin_until(limit_ns: u64, look: Look, mut done: impl FnMut() -> bool) -> bool {
    if done() {
        return true;
    }
    if !worthwhile() {
        return false;
    }
    let end = sys::hrtime().saturating_add(limit_ns);
    loop {
        for _ in 0..PAUSES {
            std::hint::spin_loop();
            if look == Look::Eagerly && done() {
                return true;
            }
        }
        if look == Look::Rarely && done() {
            return true;
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

#[cfg(all(test, not(loom)))]
mod tests {
    use super::{LIMIT_NS, Score};

    #[test]
    fn spinning_that_fails_is_tried_rarely_however_short_the_other_waits_are() {
        let mut score = Score::START;
        let (mut spins, waits) = (0, 1000);
        for _ in 0..waits {
            let spun = score.worth_it_if_expected();
            spins += u32::from(spun);
            // The other thread runs when this one sleeps, not while it spins.
            score.learn(if spun { LIMIT_NS } else { 1000 }, true, spun);
        }
        assert!(spins > 1, "it is tried again");
        assert!(spins * 8 <= waits, "{spins} of {waits}");
    }

    #[test]
    fn spinning_that_pays_is_taken_up_again() {
        let mut score = Score::START;
        for _ in 0..100 {
            score.learn(LIMIT_NS, true, true);
        }
        assert!(!score.worth_it_if_expected());
        for _ in 0..40 {
            score.learn(1000, true, score.worth_it_if_expected());
        }
        assert!(score.worth_it());
    }
}
