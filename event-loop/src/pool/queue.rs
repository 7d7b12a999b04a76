//! The queue between those who submit work and the workers.
//!
//! Who waits is counted by who wakes. One worker at a time is on its way to work: woken and not yet
//! running, or looking without sleeping. While there is one a push wakes nobody; when it has found a
//! job and there are more, it wakes the next. So many short jobs, which one worker does as fast as they
//! come, wake one, and a few long ones as many as are needed.
//!
//! There are two lists. Pushes go to the newer one; workers take from the older one, and when it is empty
//! make it the newer one as a whole: so a push and a pop meet at a lock once per batch.
//!
//! # Invariants
//! Every job of the older list was pushed before every job of the newer one. Who holds both locks took
//! that of the older list first. Jobs move to the older list only when it is empty, and whoever moves
//! them takes the first.

use std::collections::VecDeque;

use crate::spin;
use crate::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::sync::{Apart, Condvar, Mutex, MutexGuard, lock, wait};
use crate::sys;

/// For how long a worker that need not be woken leaves a new job alone, while the loop that pushed it does
/// other things: about what waking one takes. A program that cancels its work at once finds it still queued,
/// as it does where every worker sleeps.
const GRACE_NS: u64 = spin::LIMIT_NS;

/// A place in the queue, to cancel by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

/// What a push leaves to its caller.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// A worker will take it, or none ever will because the queue is stopped.
    Served(Ticket),
    /// No worker is idle: one more thread would help.
    NoneIdle(Ticket),
}

/// What a worker gets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Popped<J> {
    pub(crate) job: J,
    /// There are more jobs and no worker is idle: one more thread would help.
    pub(crate) none_idle: bool,
}

/// Jobs in their order.
struct List<J> {
    /// `None` where a job was cancelled.
    jobs: VecDeque<Option<J>>,
    /// The ticket of the first entry.
    first: u64,
}

impl<J> List<J> {
    fn new() -> Self {
        Self {
            jobs: VecDeque::new(),
            first: 0,
        }
    }

    /// The ticket of the next entry.
    fn end(&self) -> u64 {
        self.first + self.jobs.len() as u64
    }

    fn take_first(&mut self) -> Option<J> {
        while let Some(entry) = self.jobs.pop_front() {
            self.first += 1;
            if entry.is_some() {
                return entry;
            }
        }
        None
    }

    fn cancel(&mut self, ticket: Ticket) -> Option<J> {
        let index = usize::try_from(ticket.0.checked_sub(self.first)?).ok()?;
        self.jobs.get_mut(index)?.take()
    }
}

struct State<J> {
    newer: List<J>,
    sleeping: usize,
    /// Workers that were woken and have not yet run.
    woken: usize,
    /// A worker is about to look again, without having slept.
    spinning: bool,
    spin_score: spin::Score,
    /// When a worker last began to wait; nanoseconds.
    idle_since: u64,
    stopped: bool,
}

/// See the module.
pub(crate) struct Queue<J> {
    /// Only what follows is on the cache lines that workers write to when they take a job.
    state: Apart<Mutex<State<J>>>,
    condition: Condvar,
    older: Apart<Mutex<List<J>>>,
    /// A loop waits for what it has pushed, and nothing has been pushed since.
    awaited: Apart<AtomicBool>,
    /// The lengths of both lists, for the worker that spins or is about to sleep.
    newer_length: AtomicUsize,
    older_length: AtomicUsize,
}

impl<J> Queue<J> {
    pub(crate) fn new() -> Self {
        let state = State {
            newer: List::new(),
            sleeping: 0,
            woken: 0,
            spinning: false,
            spin_score: spin::Score::START,
            idle_since: 0,
            stopped: false,
        };
        Self {
            state: Apart(Mutex::new(state)),
            condition: Condvar::new(),
            older: Apart(Mutex::new(List::new())),
            awaited: Apart(AtomicBool::new(false)),
            newer_length: AtomicUsize::new(0),
            older_length: AtomicUsize::new(0),
        }
    }

    /// Any thread: adds a job at the end.
    pub(crate) fn push(&self, job: J) -> Pushed {
        let mut state = lock(&self.state.0);
        if self.awaited.0.load(Ordering::Relaxed) {
            self.awaited.0.store(false, Ordering::Relaxed);
        }
        let ticket = Ticket(state.newer.end());
        state.newer.jobs.push_back(Some(job));
        let length = state.newer.jobs.len();
        self.newer_length.store(length, Ordering::Relaxed);
        if state.stopped || state.spinning || state.woken > 0 {
            return Pushed::Served(ticket);
        }
        if state.sleeping == 0 {
            return Pushed::NoneIdle(ticket);
        }
        let idle = sys::hrtime().saturating_sub(state.idle_since);
        state.spin_score.learn(idle, true, false);
        self.wake_one(state);
        Pushed::Served(ticket)
    }

    /// A loop: there is nothing else to do but to wait for what was pushed.
    pub(crate) fn expect(&self) {
        if !self.awaited.0.load(Ordering::Relaxed) {
            self.awaited.0.store(true, Ordering::Relaxed);
        }
    }

    /// Wakes a worker that sleeps.
    fn wake_one(&self, mut state: MutexGuard<'_, State<J>>) {
        state.sleeping -= 1;
        state.woken += 1;
        drop(state);
        self.condition.notify_one();
    }

    /// A worker that was on its way has found a job: the next one sets out if there are more. True when
    /// none is idle: one more thread would help.
    fn send_next(&self) -> bool {
        let state = lock(&self.state.0);
        let on_the_way = state.spinning || state.woken > 0;
        if on_the_way || state.stopped || !self.has_jobs(&state) {
            return false;
        }
        if state.sleeping == 0 {
            return true;
        }
        self.wake_one(state);
        false
    }

    /// Any thread: takes a job back that no worker has taken.
    pub(crate) fn cancel(&self, ticket: Ticket) -> Option<J> {
        let mut older = lock(&self.older.0);
        let mut state = lock(&self.state.0);
        if ticket.0 < state.newer.first {
            return older.cancel(ticket);
        }
        state.newer.cancel(ticket)
    }

    /// Worker: the next job, however long it takes; `None` when the queue is stopped. `arrives`: this is
    /// the first that a new worker takes.
    pub(crate) fn pop(&self, arrives: bool) -> Option<Popped<J>> {
        let found = |job, was_on_the_way| Popped {
            job,
            none_idle: was_on_the_way && self.send_next(),
        };
        if let Some(job) = self.try_pop() {
            return Some(found(job, arrives));
        }
        let mut state = self.spin(lock(&self.state.0));
        loop {
            while !self.has_jobs(&state) {
                if state.stopped {
                    return None;
                }
                state.sleeping += 1;
                while state.woken == 0 {
                    state = wait(&self.condition, state);
                }
                state.woken -= 1;
            }
            drop(state);
            if let Some(job) = self.try_pop() {
                return Some(found(job, true));
            }
            state = lock(&self.state.0);
        }
    }

    /// Any thread: the next job, if there is one.
    pub(crate) fn try_pop(&self) -> Option<J> {
        let mut older = lock(&self.older.0);
        let mut job = older.take_first();
        if job.is_none() {
            let mut state = lock(&self.state.0);
            older.first = state.newer.end();
            std::mem::swap(&mut *older, &mut state.newer);
            job = older.take_first();
            // Under both locks: who finds the newer list empty knows the older one's length.
            self.newer_length.store(0, Ordering::Relaxed);
            self.older_length.store(older.jobs.len(), Ordering::Relaxed);
            return job;
        }
        self.older_length.store(older.jobs.len(), Ordering::Relaxed);
        job
    }

    /// Under the lock of the newer list: whether there is anything to take, or was a moment ago.
    fn has_jobs(&self, state: &State<J>) -> bool {
        !state.newer.jobs.is_empty() || self.older_length.load(Ordering::Relaxed) > 0
    }

    /// Looks for work for a moment, unless another worker does already. Not at every moment: who submits
    /// many jobs in a row would lose the queue's cache lines at each.
    fn spin<'a>(&'a self, mut state: MutexGuard<'a, State<J>>) -> MutexGuard<'a, State<J>> {
        if self.has_jobs(&state) {
            return state;
        }
        let begin = sys::hrtime();
        state.idle_since = begin;
        if state.spinning || state.stopped || !state.spin_score.worth_it_if_expected() || cfg!(loom)
        {
            return state;
        }
        state.spinning = true;
        drop(state);
        let caught = spin::spin_until(spin::LIMIT_NS, spin::Look::Rarely, || {
            self.newer_length.load(Ordering::Relaxed) > 0
                || self.older_length.load(Ordering::Relaxed) > 0
        });
        let duration = sys::hrtime() - begin;
        if caught {
            let awaited = || self.awaited.0.load(Ordering::Relaxed);
            spin::spin_until(GRACE_NS, spin::Look::Eagerly, awaited);
        }
        let mut state = lock(&self.state.0);
        state.spinning = false;
        state.spin_score.learn(duration, caught, true);
        state
    }

    /// Any thread: wakes all workers; each ends when there is no job left.
    pub(crate) fn finish(&self) {
        let mut state = lock(&self.state.0);
        state.stopped = true;
        state.woken += state.sleeping;
        state.sleeping = 0;
        drop(state);
        self.condition.notify_all();
    }
}
