//! The poll phase: waits for descriptors, other threads and the first timer, then runs their callbacks.
//!
//! Order within one pass: descriptors as the system reports them, then what came from other threads:
//! finished work, async handles, posts; signals at last. Async handles run in the order in which they
//! were made, as those of libuv: one that is sent to in a callback still runs in the same pass if it
//! was made later. What has been taken over from other threads stays in lists of the loop until it
//! runs, so that a nested run finds it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::os::fd::AsRawFd;

use crate::async_handle::AsyncNode;
use crate::event_loop::EventLoop;
use crate::idle::IdleClock;
use crate::pool::{self, Finished, WorkId};
use crate::remote::{Inbox, RemoteCallback};
use crate::spin;
use crate::sync::Arc;
use crate::sys::{self, Bell, Event, Poller};
use crate::watch::BELL_TOKEN;

/// Something that another thread, or a cancellation, has made ready to run.
pub(crate) enum Ready {
    /// A work item ended.
    Work(WorkId, Finished),
}

/// The poller and what goes with it.
pub(crate) struct PollState {
    pub(crate) poller: Poller,
    pub(crate) ready: RefCell<VecDeque<Ready>>,
    /// Async handles that were sent to, the oldest last.
    asyncs: RefCell<Vec<Arc<AsyncNode>>>,
    /// Closures of a [`crate::Remote`].
    posts: RefCell<VecDeque<RemoteCallback>>,
    /// Buffers of the last pass, kept for the next one.
    events: Cell<Vec<Event>>,
    inbox: Cell<Inbox>,
    /// Work was submitted since the last sleep: its end is likely to be near.
    pub(crate) expect_wake: Cell<bool>,
    spin_score: Cell<spin::Score>,
    pub(crate) idle: std::sync::Arc<IdleClock>,
    counts: Cell<EventCounts>,
}

/// What poll phases have handled: reports of descriptors and finished work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCounts {
    /// All of them.
    pub events: u64,
    /// Those that were there already when the loop looked without waiting.
    pub waiting: u64,
}

impl PollState {
    pub(crate) fn new(bell: &Bell) -> std::io::Result<Self> {
        let poller = Poller::new()?;
        poller.add_bell(bell, BELL_TOKEN)?;
        Ok(Self {
            poller,
            ready: RefCell::default(),
            asyncs: RefCell::default(),
            posts: RefCell::default(),
            events: Cell::default(),
            inbox: Cell::default(),
            expect_wake: Cell::new(false),
            spin_score: Cell::new(spin::Score::START),
            idle: std::sync::Arc::default(),
            counts: Cell::default(),
        })
    }
}

impl PollState {
    /// Whether something has been taken over that has not run.
    pub(crate) fn has_ready(&self) -> bool {
        !self.ready.borrow().is_empty()
            || !self.asyncs.borrow().is_empty()
            || !self.posts.borrow().is_empty()
    }
}

impl EventLoop {
    /// A descriptor that becomes readable when [`EventLoop::run`] has input to handle or was woken; for
    /// another loop that embeds this one, together with [`EventLoop::backend_timeout`]. Owned by the loop.
    #[must_use]
    pub fn backend_fd(&self) -> std::os::fd::RawFd {
        self.shared.embed();
        self.poll.poller.as_raw_fd()
    }

    /// For how many milliseconds the poll phase may block now: 0 not at all, `None` without limit.
    #[must_use]
    pub fn backend_timeout(&self) -> Option<u64> {
        if self.stop_requested() || !self.alive() || self.may_not_sleep() {
            return Some(0);
        }
        self.timers.next_due_in(self.now_ms())
    }

    /// How many events the loop has handled since it was made.
    #[must_use]
    pub fn event_counts(&self) -> EventCounts {
        self.poll.counts.get()
    }

    fn count_events(&self, count: usize, were_waiting: bool) {
        let mut counts = self.poll.counts.get();
        counts.events += count as u64;
        if were_waiting {
            counts.waiting += count as u64;
        }
        self.poll.counts.set(counts);
    }

    /// Tells the loop that another thread is expected to wake it within microseconds, so that the next
    /// poll phase waits for it briefly (at most 50 µs of processor time) before it sleeps. Submitting
    /// work implies it.
    pub fn expect_wake(&self) {
        self.poll.expect_wake.set(true);
    }

    /// One pass of the poll phase. `timeout_ms` as for [`EventLoop::backend_timeout`].
    pub(crate) fn run_poll(&self, timeout_ms: Option<u64>) {
        let mut events = self.poll.events.take();
        if self.poll.expect_wake.get() {
            pool::expect();
        }
        if timeout_ms == Some(0) {
            self.poll_now(&mut events);
        } else {
            self.poll_sleeping(&mut events, timeout_ms);
        }
        self.update_time();
        // What other threads leave from here on is for the next pass, as it is with a descriptor that
        // becomes readable after the system was asked.
        let arrived = self.collect_ready();
        let count = events.len() + self.poll.ready.borrow().len();
        self.count_events(count, timeout_ms == Some(0));
        for event in events.drain(..) {
            self.watch_report(event);
        }
        self.poll.events.set(events);
        if arrived || self.poll.has_ready() {
            self.run_ready();
        }
        self.run_children();
        self.run_signals();
    }

    /// Asks the system without waiting; not at all when nothing is watched, as the flag tells the rest.
    fn poll_now(&self, events: &mut Vec<Event>) {
        if !self.watches.is_empty() || !self.signals.is_empty() || self.shared.is_embedded() {
            self.poll.poller.wait(events, 0);
        }
    }

    fn poll_sleeping(&self, events: &mut Vec<Event>, timeout_ms: Option<u64>) {
        let wake = &self.shared.wake;
        let begin = sys::hrtime();
        self.poll.idle.begin(begin);
        let (expected, score) = (
            self.poll.expect_wake.replace(false),
            self.poll.spin_score.get(),
        );
        let spun = if expected {
            score.worth_it_if_expected()
        } else {
            score.worth_it()
        };
        let caught =
            spun && spin::spin_until(spin::LIMIT_NS, spin::Look::Eagerly, || wake.is_notified());
        if !caught && wake.fall_asleep() {
            self.wait(events, timeout_ms, begin);
            wake.wake_up();
        } else {
            self.poll_now(events);
        }
        self.slept(wake.is_notified(), spun);
    }

    /// Waits, and again when a signal ended the wait before anything happened.
    fn wait(&self, events: &mut Vec<Event>, timeout_ms: Option<u64>, begin: u64) {
        loop {
            let left =
                timeout_ms.map(|limit| limit.saturating_sub((sys::hrtime() - begin) / 1_000_000));
            let left = left.map_or(-1, |left| i32::try_from(left).unwrap_or(i32::MAX));
            if self.poll.poller.wait(events, left) {
                return;
            }
        }
    }

    /// Accounts for a wait, which another thread has ended or not and which began with spinning or not.
    fn slept(&self, by_thread: bool, spun: bool) {
        let duration = self.poll.idle.end(sys::hrtime);
        let mut score = self.poll.spin_score.get();
        score.learn(duration, by_thread, spun);
        self.poll.spin_score.set(score);
    }

    /// Takes over what other threads have left; whether there is anything.
    fn collect_ready(&self) -> bool {
        if !self.shared.wake.take() {
            return false;
        }
        let mut inbox = self.poll.inbox.take();
        self.shared.take_inbox(&mut inbox);
        let mut ready = self.poll.ready.borrow_mut();
        ready.extend(
            inbox
                .finished
                .drain(..)
                .map(|(id, finished)| Ready::Work(id, finished)),
        );
        drop(ready);
        self.poll.posts.borrow_mut().extend(inbox.posts.drain(..));
        self.poll.inbox.set(inbox);
        true
    }

    /// Runs what is ready now. A nested run may take over some of it. An async handle that is made
    /// meanwhile waits for the next pass, as in libuv.
    fn run_ready(&self) {
        let newest = self.async_count_made();
        let outer = self.async_order.begin_pass();
        let count = self.poll.ready.borrow().len();
        for _ in 0..count {
            let ready = self.poll.ready.borrow_mut().pop_front();
            match ready {
                Some(Ready::Work(id, finished)) => self.work_finish(id, finished),
                None => break,
            }
        }
        while let Some(node) = self.next_async(newest) {
            self.async_order.arrive(&node);
            self.async_run(&node);
        }
        self.async_order.end_pass(outer);
        let count = self.poll.posts.borrow().len();
        for _ in 0..count {
            let post = self.poll.posts.borrow_mut().pop_front();
            match post {
                Some(callback) => callback(self),
                None => break,
            }
        }
    }

    /// Takes a handle that is being closed out of those that wait to run.
    pub(crate) fn forget_async(&self, node: &Arc<AsyncNode>) {
        let mut asyncs = self.poll.asyncs.borrow_mut();
        asyncs.retain(|other| !Arc::ptr_eq(other, node));
    }

    /// The next async handle of the pass that was sent to and is not younger than number `newest`.
    fn next_async(&self, newest: u64) -> Option<Arc<AsyncNode>> {
        let mut asyncs = self.poll.asyncs.borrow_mut();
        self.shared.asyncs.take(|node| {
            if node.is_closed() {
                return;
            }
            let at = asyncs.partition_point(|other| other.rank() > node.rank());
            asyncs.insert(at, node);
        });
        let arrived = self.async_order.arrived();
        let later = asyncs.partition_point(|node| node.rank() > arrived);
        let next = asyncs[..later]
            .iter()
            .rposition(|node| node.sequence <= newest)?;
        Some(asyncs.remove(next))
    }
}
