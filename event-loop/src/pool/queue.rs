//! The queue between those who submit work and the workers.
//!
//! Who waits is counted by who wakes: a push wakes one worker only when one sleeps and has not been
//! woken yet, and none while a worker looks for work without sleeping.

use std::collections::VecDeque;

use crate::spin;
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Condvar, Mutex, lock, wait};
use crate::sys;

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

struct State<J> {
    /// `None` where a job was cancelled.
    jobs: VecDeque<Option<J>>,
    /// The ticket of the first entry.
    first: u64,
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
    state: Mutex<State<J>>,
    condition: Condvar,
    /// The length, for the worker that spins.
    length: AtomicUsize,
}

impl<J> Queue<J> {
    pub(crate) fn new() -> Self {
        let state = State {
            jobs: VecDeque::new(),
            first: 0,
            sleeping: 0,
            woken: 0,
            spinning: false,
            spin_score: spin::Score::START,
            idle_since: 0,
            stopped: false,
        };
        Self {
            state: Mutex::new(state),
            condition: Condvar::new(),
            length: AtomicUsize::new(0),
        }
    }

    /// Any thread: adds a job at the end.
    pub(crate) fn push(&self, job: J) -> Pushed {
        let mut state = lock(&self.state);
        let ticket = Ticket(state.first + state.jobs.len() as u64);
        state.jobs.push_back(Some(job));
        self.length.store(state.jobs.len(), Ordering::Relaxed);
        if state.stopped || state.spinning && state.jobs.len() == 1 {
            return Pushed::Served(ticket);
        }
        if state.sleeping == 0 {
            return Pushed::NoneIdle(ticket);
        }
        state.sleeping -= 1;
        state.woken += 1;
        let idle = sys::hrtime().saturating_sub(state.idle_since);
        state.spin_score.learn(idle, true, false);
        drop(state);
        self.condition.notify_one();
        Pushed::Served(ticket)
    }

    /// Any thread: takes a job back that no worker has taken.
    pub(crate) fn cancel(&self, ticket: Ticket) -> Option<J> {
        let mut state = lock(&self.state);
        let index = usize::try_from(ticket.0.checked_sub(state.first)?).ok()?;
        state.jobs.get_mut(index)?.take()
    }

    /// Worker: the next job, however long it takes; `None` when the queue is stopped.
    pub(crate) fn pop(&self) -> Option<J> {
        if let Some(job) = self.try_pop() {
            return Some(job);
        }
        let mut state = self.spin(lock(&self.state));
        loop {
            if let Some(job) = self.take_first(&mut state) {
                return Some(job);
            }
            if state.stopped {
                return None;
            }
            state.sleeping += 1;
            while state.woken == 0 {
                state = wait(&self.condition, state);
            }
            state.woken -= 1;
        }
    }

    /// Any thread: the next job, if there is one.
    pub(crate) fn try_pop(&self) -> Option<J> {
        self.take_first(&mut lock(&self.state))
    }

    /// Looks for work for a moment, unless another worker does already.
    fn spin<'a>(
        &'a self,
        mut state: crate::sync::MutexGuard<'a, State<J>>,
    ) -> crate::sync::MutexGuard<'a, State<J>> {
        if !state.jobs.is_empty() {
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
        let caught = spin::spin_until(spin::LIMIT_NS, || self.length.load(Ordering::Relaxed) > 0);
        let duration = sys::hrtime() - begin;
        let mut state = lock(&self.state);
        state.spinning = false;
        state.spin_score.learn(duration, caught, true);
        state
    }

    fn take_first(&self, state: &mut State<J>) -> Option<J> {
        while let Some(entry) = state.jobs.pop_front() {
            state.first += 1;
            if entry.is_some() {
                self.length.store(state.jobs.len(), Ordering::Relaxed);
                return entry;
            }
        }
        self.length.store(0, Ordering::Relaxed);
        None
    }

    /// Any thread: wakes all workers; each ends when there is no job left.
    pub(crate) fn finish(&self) {
        let mut state = lock(&self.state);
        state.stopped = true;
        state.woken += state.sleeping;
        state.sleeping = 0;
        drop(state);
        self.condition.notify_all();
    }
}
