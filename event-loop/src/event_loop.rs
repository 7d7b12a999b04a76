//! The loop itself: its parts, its clock, and `run`, which reads as the list of phases.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use crate::async_handle::Asyncs;
use crate::async_order::Order;
use crate::child::Children;
use crate::liveness::Liveness;
use crate::phase::due::DueQueue;
use crate::phase::hooks::{Hooks, Phase};
use crate::phase::poll::PollState;
use crate::phase::timers::Timers;
use crate::pool::Works;
use crate::remote::{Remote, Shared};
use crate::signal::Signals;
use crate::sync::Arc;
use crate::sys;
use crate::watch::Watches;

/// Runs on the loop's thread, as often as its handle says.
pub type Callback = Rc<dyn Fn(&EventLoop)>;

/// How long [`EventLoop::run`] goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMode {
    /// Until nothing keeps the loop alive, or it is stopped.
    Default,
    /// One iteration, which waits for something to happen.
    Once,
    /// One iteration that does not wait.
    NoWait,
}

/// An event loop. See the crate's documentation for its rules.
pub struct EventLoop {
    pub(crate) shared: Arc<Shared>,
    pub(crate) liveness: Rc<Liveness>,
    pub(crate) timers: Timers,
    pub(crate) pending: DueQueue,
    pub(crate) closing: DueQueue,
    pub(crate) hooks: Hooks,
    pub(crate) poll: PollState,
    pub(crate) asyncs: Asyncs,
    pub(crate) async_order: Order,
    pub(crate) watches: Watches,
    pub(crate) works: Works,
    pub(crate) signals: Signals,
    pub(crate) children: Children,
    pub(crate) immediate_pending: Cell<bool>,
    now_ms: Cell<u64>,
    stop: Cell<bool>,
    iterations: Cell<u64>,
    depth: Cell<u32>,
}

impl EventLoop {
    /// Makes a loop for the calling thread.
    ///
    /// # Errors
    /// The process has no descriptors left; the loop needs two.
    pub fn new() -> io::Result<Rc<Self>> {
        let shared = Arc::new(Shared::new()?);
        let poll = PollState::new(shared.bell())?;
        Ok(Rc::new(Self {
            shared,
            liveness: Rc::default(),
            timers: Timers::default(),
            pending: DueQueue::default(),
            closing: DueQueue::default(),
            hooks: Hooks::default(),
            poll,
            asyncs: Asyncs::default(),
            async_order: Order::default(),
            watches: Watches::default(),
            works: Works::default(),
            signals: Signals::default(),
            children: Children::default(),
            immediate_pending: Cell::new(false),
            now_ms: Cell::new(sys::hrtime() / 1_000_000),
            stop: Cell::new(false),
            iterations: Cell::new(0),
            depth: Cell::new(0),
        }))
    }

    /// Runs the phases until `mode` ends it, and tells whether the loop is still alive. May be called
    /// from inside a callback.
    pub fn run(&self, mode: RunMode) -> bool {
        self.enter();
        let mut alive = self.alive();
        if !alive {
            self.update_time();
        }
        if mode == RunMode::Default && alive && !self.stop.get() {
            self.update_time();
            self.run_timers();
        }
        while alive && !self.stop.get() {
            let may_sleep =
                mode == RunMode::Default || mode == RunMode::Once && !self.may_not_sleep();
            self.run_pending();
            self.run_hooks(Phase::Idle);
            self.run_hooks(Phase::Prepare);
            self.iterations.set(self.iterations.get() + 1);
            self.run_poll(if may_sleep {
                self.backend_timeout()
            } else {
                Some(0)
            });
            self.run_pending_after_poll();
            self.run_hooks(Phase::Check);
            self.run_closing();
            self.update_time();
            self.run_timers();
            alive = self.alive();
            if mode != RunMode::Default {
                break;
            }
        }
        self.stop.set(false);
        self.leave();
        alive
    }

    fn enter(&self) {
        self.shared.claim();
        self.shared.wake.wake_up();
        self.depth.set(self.depth.get() + 1);
    }

    fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
        if self.depth.get() == 0 {
            self.shared.rest();
        }
    }

    /// Makes the innermost [`EventLoop::run`] return at the end of its iteration, or the next one at once.
    pub fn stop(&self) {
        self.stop.set(true);
    }

    pub(crate) fn stop_requested(&self) -> bool {
        self.stop.get()
    }

    /// Milliseconds of the monotonic clock, cached: the same within one phase.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.now_ms.get()
    }

    /// Reads the clock anew for [`EventLoop::now_ms`].
    pub fn update_time(&self) {
        self.now_ms.set(sys::hrtime() / 1_000_000);
    }

    /// Nanoseconds of the monotonic clock, read now. On any loop the same clock.
    #[must_use]
    pub fn hrtime(&self) -> u64 {
        sys::hrtime()
    }

    /// How many iterations have come to their poll phase.
    #[must_use]
    pub fn iterations(&self) -> u64 {
        self.iterations.get()
    }

    /// How many calls of [`EventLoop::run`] are in progress: 0 outside, more than 1 in a nested one.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// While set, the loop is alive and its poll phase does not wait: there are immediates, which the
    /// owner runs from a [`Phase::Check`] hook that is not referenced.
    pub fn set_immediate_pending(&self, pending: bool) {
        self.immediate_pending.set(pending);
    }

    /// The way to this loop for other threads.
    #[must_use]
    pub fn remote(&self) -> Remote {
        Remote(Arc::clone(&self.shared))
    }

    /// Whether callbacks are due that keep the loop alive by themselves.
    pub(crate) fn has_due_callbacks(&self) -> bool {
        !self.pending.is_empty() || !self.closing.is_empty()
    }

    /// Whether something waits to run that poll must not delay.
    pub(crate) fn may_not_sleep(&self) -> bool {
        self.has_due_callbacks()
            || self.immediate_pending.get()
            || self.hooks.any(Phase::Idle)
            || self.poll.has_ready()
            || self.signals.any_due()
    }
}

impl Drop for EventLoop {
    fn drop(&mut self) {
        self.shared.close();
        self.works.abandon();
        self.signals.abandon();
    }
}
