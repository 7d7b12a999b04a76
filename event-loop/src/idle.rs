//! How long a loop has waited.

use crate::event_loop::EventLoop;
use crate::sync::{Mutex, lock};
use crate::sys;

/// How long a loop has waited in its poll phase. Any thread may ask.
#[derive(Debug, Default)]
pub struct IdleClock(Mutex<Idle>);

#[derive(Debug, Default)]
struct Idle {
    /// Waits that are over, in nanoseconds.
    total_ns: u64,
    /// When the wait in progress began.
    since_ns: Option<u64>,
}

impl IdleClock {
    /// Nanoseconds that the loop has waited since it was made, the wait in progress included.
    #[must_use]
    pub fn idle_ns(&self) -> u64 {
        self.idle_ns_by(sys::hrtime)
    }

    /// The clock is asked while no wait can begin or end: the answers never decrease.
    pub(crate) fn idle_ns_by(&self, clock: impl FnOnce() -> u64) -> u64 {
        let idle = lock(&self.0);
        let current = idle
            .since_ns
            .map_or(0, |since_ns| clock().saturating_sub(since_ns));
        idle.total_ns + current
    }

    /// Loop: a wait begins.
    pub(crate) fn begin(&self, now_ns: u64) {
        lock(&self.0).since_ns = Some(now_ns);
    }

    /// Loop: the wait is over. Answers how long it took.
    pub(crate) fn end(&self, clock: impl FnOnce() -> u64) -> u64 {
        let mut idle = lock(&self.0);
        let since_ns = idle.since_ns.take();
        let duration_ns = since_ns.map_or(0, |since_ns| clock().saturating_sub(since_ns));
        idle.total_ns += duration_ns;
        duration_ns
    }
}

impl EventLoop {
    /// Nanoseconds that the loop has spent waiting in the poll phase since it was made.
    #[must_use]
    pub fn idle_time(&self) -> u64 {
        self.poll.idle.idle_ns()
    }

    /// The clock behind [`EventLoop::idle_time`], for other threads.
    #[must_use]
    pub fn idle_clock(&self) -> std::sync::Arc<IdleClock> {
        std::sync::Arc::clone(&self.poll.idle)
    }
}
