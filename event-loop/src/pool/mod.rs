//! The worker pool: blocking work off the loop's thread, first come first served.
//!
//! One pool serves every loop of the process: at most 4 threads, or as many as `UV_THREADPOOL_SIZE` said
//! at the first use (1 to 1024). A thread is started when there is work that no idle one can take, so a
//! program without such work has none. Priorities and a limit for slow work (libuv's for name lookups)
//! are absent on purpose: they would break the order.

pub(crate) mod queue;
mod threads;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::EventLoop;
use crate::liveness::Hold;
use crate::phase::poll::Ready;
use crate::remote::Shared;
use crate::sync::Arc;
use queue::Ticket;

pub(crate) use threads::expect;
pub use threads::{shut_down, size};

new_key_type! {
    /// A work item of a loop. Never reused for another one.
    pub struct WorkId;
}

/// How a work item ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran.
    Completed,
    /// It was cancelled before it ran.
    Cancelled,
}

/// Runs on a thread of the pool.
pub type Work = Box<dyn FnOnce() + Send>;
/// Runs on the loop's thread after the work.
pub type Done = Box<dyn FnOnce(&EventLoop, Outcome)>;

/// The words of a [`Task`].
pub type Words = [*mut (); 2];

/// Work and its end as functions over pointers of the caller's, which therefore allocates nothing: for
/// those who have an object for each work anyway.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Runs on a thread of the pool.
    pub work: fn(Words),
    /// Runs on the loop's thread after the work.
    pub done: fn(&EventLoop, Words, Outcome),
    /// Handed to both.
    pub words: Words,
}

/// What a worker runs.
enum Run {
    Closure(Work),
    Function(fn(Words), Words),
}

// SAFETY: the words are handed through, never dereferenced here; the function that gets them is there
// to be called on another thread, and what it does with pointers is unsafe code of its own.
unsafe impl Send for Run {}

/// What the loop runs in the end.
enum End {
    Closure(Done),
    Function(fn(&EventLoop, Words, Outcome), Words),
}

impl End {
    fn run(self, event_loop: &EventLoop, outcome: Outcome) {
        match self {
            Self::Closure(done) => done(event_loop, outcome),
            Self::Function(done, words) => done(event_loop, words, outcome),
        }
    }
}

/// What a worker reports: the outcome, or what the work panicked with.
pub(crate) type Finished = Result<Outcome, Box<dyn Any + Send>>;

/// A work item in the queue.
struct Job {
    work: Run,
    shared: Arc<Shared>,
    id: WorkId,
}

impl Job {
    fn run(self) {
        let Self { work, shared, id } = self;
        let finished = panic::catch_unwind(AssertUnwindSafe(|| match work {
            Run::Closure(work) => work(),
            Run::Function(work, words) => work(words),
        }));
        shared.finish(id, finished.map(|()| Outcome::Completed));
    }
}

/// The loop's half of a work item.
struct Submitted {
    ticket: Cell<Option<Ticket>>,
    done: End,
    hold: Hold,
}

/// The work items of one loop that have not ended.
#[derive(Default)]
pub(crate) struct Works(RefCell<SlotMap<WorkId, Submitted>>);

impl Works {
    pub(crate) fn each_hold(&self, visit: &mut dyn FnMut(&Hold)) {
        self.0.borrow().values().for_each(|work| visit(&work.hold));
    }

    /// The loop ends: what is queued will not run; what runs will be reported to nobody.
    pub(crate) fn abandon(&self) {
        let left = self.0.take();
        for work in left.values() {
            if let Some(ticket) = work.ticket.get() {
                drop(threads::cancel(ticket));
            }
        }
    }
}

/// Queues `work`, then calls `done` on the loop's thread in its poll phase. `kind` is its name in the
/// liveness report. The loop stays alive until `done` was called. If the loop ends before that, `done`
/// is dropped without a call, and the work too if it is still queued.
///
/// A panic of the work goes on in the loop's thread, in place of `done`.
pub fn submit(event_loop: &EventLoop, kind: &'static str, work: Work, done: Done) -> WorkId {
    submit_run(
        event_loop,
        kind,
        Run::Closure(work),
        End::Closure(done),
        |_| {},
    )
}

/// As [`submit`], without closures. `before` gets the id before the work can begin: what is written then
/// is not on its way to the worker's processor.
pub fn submit_task(
    event_loop: &EventLoop,
    kind: &'static str,
    task: Task,
    before: impl FnOnce(WorkId),
) {
    let work = Run::Function(task.work, task.words);
    let done = End::Function(task.done, task.words);
    submit_run(event_loop, kind, work, done, before);
}

fn submit_run(
    event_loop: &EventLoop,
    kind: &'static str,
    work: Run,
    done: End,
    before: impl FnOnce(WorkId),
) -> WorkId {
    let submitted = Submitted {
        ticket: Cell::new(None),
        done,
        hold: event_loop.hold(kind),
    };
    let id = event_loop.works.0.borrow_mut().insert(submitted);
    event_loop.expect_wake();
    before(id);
    let ticket = threads::enqueue(Job {
        work,
        shared: Arc::clone(&event_loop.shared),
        id,
    });
    if let Some(submitted) = event_loop.works.0.borrow().get(id) {
        submitted.ticket.set(Some(ticket));
    }
    id
}

/// Takes a work item that has not begun out of the queue, drops its work, and has its `done` called
/// with [`Outcome::Cancelled`] in the next poll phase. False when it has begun, has ended or was
/// cancelled already.
pub fn cancel(event_loop: &EventLoop, id: WorkId) -> bool {
    let ticket = event_loop
        .works
        .0
        .borrow()
        .get(id)
        .and_then(|submitted| submitted.ticket.take());
    let Some(job) = ticket.and_then(threads::cancel) else {
        return false;
    };
    event_loop
        .poll
        .ready
        .borrow_mut()
        .push_back(Ready::Work(id, Ok(Outcome::Cancelled)));
    drop(job);
    true
}

impl EventLoop {
    /// How many work items of this loop have not ended.
    #[must_use]
    pub fn works_pending(&self) -> usize {
        self.works.0.borrow().len()
    }

    /// Whether the ends of other works follow the one that runs, in the same poll phase.
    #[must_use]
    pub fn more_works_ended(&self) -> bool {
        !self.poll.ready.borrow().is_empty()
    }

    pub(crate) fn work_finish(&self, id: WorkId, finished: Finished) {
        let Some(submitted) = self.works.0.borrow_mut().remove(id) else {
            return;
        };
        let Submitted { done, hold, .. } = submitted;
        drop(hold);
        match finished {
            Ok(outcome) => done.run(self, outcome),
            Err(payload) => panic::resume_unwind(payload),
        }
    }
}
