//! How long a loop has waited.

use std::sync::{Arc, Mutex, PoisonError};

use crate::event_loop::EventLoop;
use crate::sys;

/// How long a loop has waited in its poll phase. Any thread may ask.
#[derive(Debug, Default)]
pub struct IdleClock(Mutex<Idle>);

#[derive(Clone, Copy, Debug, Default)]
struct Idle {
    /// Waits that are over, in nanoseconds.
    total_ns: u64,
    /// When the wait in progress began.
    since_ns: Option<u64>,
}

impl IdleClock {
    fn with<R>(&self, act: impl FnOnce(&mut Idle) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Nanoseconds that the loop has waited since it was made, the wait in progress included.
    #[must_use]
    pub fn idle_ns(&self) -> u64 {
        let idle = self.with(|idle| *idle);
        let current = idle
            .since_ns
            .map_or(0, |since_ns| sys::hrtime().saturating_sub(since_ns));
        idle.total_ns + current
    }

    pub(crate) fn begin(&self, now_ns: u64) {
        self.with(|idle| idle.since_ns = Some(now_ns));
    }

    pub(crate) fn end(&self, duration_ns: u64) {
        self.with(|idle| {
            idle.total_ns += duration_ns;
            idle.since_ns = None;
        });
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
    pub fn idle_clock(&self) -> Arc<IdleClock> {
        Arc::clone(&self.poll.idle)
    }
}
