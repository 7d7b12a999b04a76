//! The queue of a thread-safe function: many threads push, the loop's thread consumes.
//!
//! The consumer takes the whole queue at once, so a push and a pop meet at the lock only once per batch,
//! and only the push that finds nobody about to look wakes the loop. A bounded queue counts what the
//! consumer has taken and not yet handed out: a push fails or waits exactly when it would if items were
//! popped one by one.
//!
//! # Rules
//! They are those of Node-API's thread-safe functions: threads are counted; a push to a queue that closes
//! also releases the pushing thread; the queue closes by an abort, or when the count is 0 and the last
//! item has been handed out. Unlike Node's, a pop that leaves room always wakes a waiting thread, not
//! only when the queue was exactly full; and a push that would wait on the consumer's own thread is
//! refused.
//!
//! The queue is kept by those who push as well as by its consumer, and outlives the loop: late calls are
//! answered, and touch nothing that is gone.

mod consumer;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;

use crate::async_handle::AsyncSender;
use crate::spin;
use crate::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use crate::sync::{Apart, Arc, Condvar, Mutex, MutexGuard, lock, wait};
use crate::sys;

/// How many items one wake-up may hand out before the loop's other phases have their turn.
pub const ITEMS_PER_PASS: usize = 1000;

/// What [`ThreadSafeQueue::push`] does when the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushMode {
    /// Gives the value back.
    NonBlocking,
    /// Waits until there is room or the queue closes.
    Blocking,
}

/// Why a value was not taken; it is given back.
#[derive(Debug, PartialEq, Eq)]
pub enum PushError<T> {
    /// The queue is full, and the mode says not to wait.
    Full(T),
    /// The queue is closing or closed. The calling thread has been released by this.
    Closing(T),
    /// The queue is closing or closed, and no thread is counted that this call could have released.
    NoThread(T),
    /// The queue is full, and the calling thread is the only one that could make room.
    WouldDeadlock(T),
}

/// Why the thread count was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountError {
    /// The queue is closing or closed: nobody can join.
    Closing,
    /// The count is 0 already.
    NoThread,
}

/// How a thread is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseMode {
    /// The queue closes when this was the last thread and all items have been handed out.
    Release,
    /// The queue closes now, whoever else uses it.
    Abort,
}

/// What the consumer has to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// Handle this item, then ask again.
    Item(T),
    /// Nothing is left; the next push wakes the loop.
    Idle,
    /// This pass has handed out its share; the loop has been woken for another one.
    Yield,
    /// The queue closes: call [`Consumer::close`].
    Close,
}

/// The share of one wake-up; see [`ITEMS_PER_PASS`].
#[derive(Debug)]
pub struct Pass {
    left: usize,
}

impl Default for Pass {
    fn default() -> Self {
        Self {
            left: ITEMS_PER_PASS,
        }
    }
}

/// Brings the consumer to look at the queue.
pub(crate) trait Waker: Send + Sync {
    fn wake(&self);
    /// Whether the calling thread is the consumer's.
    fn is_consumer(&self) -> bool;
}

impl Waker for AsyncSender {
    fn wake(&self) {
        self.send();
    }

    fn is_consumer(&self) -> bool {
        self.is_loop_thread()
    }
}

/// Room for how many items a thread that does not sleep waits for at most.
const ROOM_WORTH_WAITING: u64 = 256;

/// One thread that waits, in [`ThreadSafeQueue`]'s `room_state`.
const WAITER: u64 = 1 << 32;

struct State<T> {
    items: VecDeque<T>,
    threads: usize,
    /// The consumer will look again without being told: it was woken, or is in a pass.
    wake_pending: bool,
    closed: bool,
    /// `None` once closed: a queue that is kept longer than the loop keeps nothing of it.
    waker: Option<std::sync::Arc<dyn Waker>>,
    /// How many items still fit, at least, without a look at what the consumer has handed out since:
    /// room only grows by that. 0 means to look.
    room: u64,
    /// A thread looks for room without sleeping.
    spinning: bool,
    spin_score: spin::Score,
}

/// See the module. Shared by all threads.
pub struct ThreadSafeQueue<T> {
    /// What threads write to with each push is not on the cache lines that the consumer reads with each
    /// item.
    state: Apart<Mutex<State<T>>>,
    room: Condvar,
    /// 0: unbounded.
    max: usize,
    /// Closing or closed. Changed under the lock; read without it by the consumer, between items.
    closing: AtomicBool,
    /// Bounded only: two counts in one word, so that a pop that misses a thread about to wait is seen by
    /// that thread. The low half: what the consumer has taken and not yet handed out; it grows under the
    /// lock. From [`WAITER`] on: at least as many as there are threads that wait for room; it grows under
    /// the lock, by the one that waits, and shrinks under it, by the one that wakes.
    room_state: Apart<AtomicU64>,
}

/// The consumer's half; belongs to the loop's thread. Dropping it closes the queue.
pub struct Consumer<T> {
    queue: Arc<ThreadSafeQueue<T>>,
    batch: RefCell<VecDeque<T>>,
}

/// Makes a queue for at most `max` items (0: no limit) that `threads` threads use from the start. The
/// callback of the async handle behind `waker` runs a pass of the consumer:
/// [`Consumer::next`] until it says anything else than [`Step::Item`].
#[must_use]
pub fn thread_safe_queue<T: Send>(
    max: usize,
    threads: usize,
    waker: AsyncSender,
) -> (Arc<ThreadSafeQueue<T>>, Consumer<T>) {
    with_waker(max, threads, Box::new(waker))
}

pub(crate) fn with_waker<T: Send>(
    max: usize,
    threads: usize,
    waker: Box<dyn Waker>,
) -> (Arc<ThreadSafeQueue<T>>, Consumer<T>) {
    let state = State {
        items: VecDeque::new(),
        threads,
        wake_pending: false,
        closed: false,
        waker: Some(waker.into()),
        room: 0,
        spinning: false,
        spin_score: spin::Score::START,
    };
    let queue = Arc::new(ThreadSafeQueue {
        state: Apart(Mutex::new(state)),
        room: Condvar::new(),
        max: max.min(u32::MAX as usize),
        closing: AtomicBool::new(false),
        room_state: Apart(AtomicU64::new(0)),
    });
    (
        Arc::clone(&queue),
        Consumer {
            queue,
            batch: RefCell::default(),
        },
    )
}

impl<T> ThreadSafeQueue<T> {
    /// Under the lock: nothing is taken any more, and nobody waits any more.
    fn begin_close(&self) {
        self.closing.store(true, Ordering::Release);
        self.room_state.0.fetch_and(WAITER - 1, Ordering::Relaxed);
        self.room.notify_all();
    }
}

impl<T: Send> ThreadSafeQueue<T> {
    /// Any thread: adds `value` at the end.
    ///
    /// # Errors
    /// See [`PushError`]; the value is always given back.
    pub fn push(&self, value: T, mode: PushMode) -> Result<(), PushError<T>> {
        let mut state = lock(&self.state.0);
        loop {
            if self.closing.load(Ordering::Relaxed) {
                return Err(leave(state, value));
            }
            if self.take_room(&mut state) {
                break;
            }
            if mode == PushMode::NonBlocking {
                return Err(PushError::Full(value));
            }
            if state
                .waker
                .as_ref()
                .is_some_and(|waker| waker.is_consumer())
            {
                return Err(PushError::WouldDeadlock(value));
            }
            state = match self.spin_for_room(state) {
                Ok(state) => state,
                Err(state) => self.wait_for_room(state),
            };
        }
        state.items.push_back(value);
        self.wake(state);
        Ok(())
    }

    /// Under the lock: uses up the room of one item, if there is any.
    fn take_room(&self, state: &mut State<T>) -> bool {
        if self.max == 0 {
            return true;
        }
        if state.room == 0 {
            state.room = self.room(state, self.room_state.0.load(Ordering::Acquire));
        }
        state.room = match state.room.checked_sub(1) {
            Some(left) => left,
            None => return false,
        };
        true
    }

    /// How many items fit; bounded only.
    fn room(&self, state: &State<T>, room_state: u64) -> u64 {
        let taken = room_state % WAITER;
        (self.max as u64).saturating_sub(state.items.len() as u64 + taken)
    }

    /// Looks for room for a moment, unless another thread does already: a consumer that is at work
    /// makes room sooner than a sleeping thread wakes, and need not wake one then. `Err` without any.
    ///
    /// Waits for room for many items, as long as it waits at all, and looks rarely: with each look the
    /// consumer loses the cache line that it counts on.
    fn spin_for_room<'a>(
        &'a self,
        mut state: MutexGuard<'a, State<T>>,
    ) -> Result<MutexGuard<'a, State<T>>, MutexGuard<'a, State<T>>> {
        if cfg!(loom) || state.spinning || !state.spin_score.worth_it_if_expected() {
            return Err(state);
        }
        state.spinning = true;
        let taken = || self.room_state.0.load(Ordering::Relaxed) % WAITER;
        let wanted = (self.max as u64 / 4).clamp(1, ROOM_WORTH_WAITING);
        let (mut last, mut made, begin) = (taken(), 0, sys::hrtime());
        drop(state);
        spin::spin_until(spin::LIMIT_NS, spin::Look::Rarely, || {
            // It grows, too, when the consumer takes what was in the queue.
            let now = taken();
            made += last.saturating_sub(now);
            last = now;
            made >= wanted || self.closing.load(Ordering::Relaxed)
        });
        let changed = made > 0 || self.closing.load(Ordering::Relaxed);
        let duration = sys::hrtime() - begin;
        let mut state = lock(&self.state.0);
        state.spinning = false;
        state.spin_score.learn(duration, changed, true);
        if changed { Ok(state) } else { Err(state) }
    }

    /// Waits until the consumer has made room since the caller saw none; may return without reason.
    fn wait_for_room<'a>(&self, state: MutexGuard<'a, State<T>>) -> MutexGuard<'a, State<T>> {
        // Of this and the consumer's change of the word one is first: the consumer sees a waiter, or this
        // thread sees the room. The consumer cannot signal in between: that takes the lock.
        let room_state = self.room_state.0.fetch_add(WAITER, Ordering::AcqRel);
        if self.room(&state, room_state) == 0 {
            let begin = sys::hrtime();
            let mut state = wait(&self.room, state);
            state.spin_score.learn(sys::hrtime() - begin, true, false);
            return state;
        }
        self.room_state.0.fetch_sub(WAITER, Ordering::Relaxed);
        state
    }

    /// Wakes the consumer unless it will look anyway.
    fn wake(&self, mut state: MutexGuard<'_, State<T>>) {
        if !std::mem::replace(&mut state.wake_pending, true) {
            wake_consumer(state);
        }
    }

    /// Any thread: counts one more thread.
    ///
    /// # Errors
    /// [`CountError::Closing`].
    pub fn acquire(&self) -> Result<(), CountError> {
        let mut state = lock(&self.state.0);
        if self.closing.load(Ordering::Relaxed) {
            return Err(CountError::Closing);
        }
        state.threads += 1;
        Ok(())
    }

    /// Any thread: counts one thread less, and may close the queue by that.
    ///
    /// # Errors
    /// [`CountError::NoThread`].
    pub fn release(&self, mode: ReleaseMode) -> Result<(), CountError> {
        let mut state = lock(&self.state.0);
        if state.threads == 0 {
            return Err(CountError::NoThread);
        }
        state.threads -= 1;
        let abort = mode == ReleaseMode::Abort;
        if self.closing.load(Ordering::Relaxed) || !abort && state.threads > 0 {
            return Ok(());
        }
        if abort {
            self.begin_close();
        }
        self.wake(state);
        Ok(())
    }

    /// Whether the queue is closing or closed.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Whether the consumer is gone and no thread is counted: nobody may use the queue any more.
    #[must_use]
    pub fn is_retired(&self) -> bool {
        let state = lock(&self.state.0);
        state.closed && state.threads == 0
    }

    /// How many threads are counted.
    #[must_use]
    pub fn threads(&self) -> usize {
        lock(&self.state.0).threads
    }
}

/// Wakes the consumer, without the lock.
fn wake_consumer<T>(state: MutexGuard<'_, State<T>>) {
    let waker = state.waker.clone();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// A push to a closing queue: releases the thread that pushed.
fn leave<T>(mut state: MutexGuard<'_, State<T>>, value: T) -> PushError<T> {
    if state.threads == 0 {
        return PushError::NoThread(value);
    }
    state.threads -= 1;
    PushError::Closing(value)
}

impl<T> fmt::Debug for ThreadSafeQueue<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ThreadSafeQueue")
            .field("max", &self.max)
            .finish_non_exhaustive()
    }
}
