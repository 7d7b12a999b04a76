//! An event loop with libuv's phase order (1.45 and later), without V8.
//!
//! One [`EventLoop`] belongs to one thread and is not `Send`. Every method takes `&self` and may be
//! called from inside any callback, [`EventLoop::run`] included: no borrow is held while a callback
//! runs. What other threads may hold of a loop is `Send + Sync` and survives it: [`Remote`],
//! [`AsyncSender`], [`ThreadSafeQueue`], [`Gate`], [`Mailbox`], [`Batch`], [`Leash`], and the work given to [`pool`].
//!
//! # Why not on top of tokio
//! The loop polls by itself, through `epoll` and `eventfd`, for three reasons that a reactor inside a
//! runtime cannot meet: addons embed the loop through `uv_backend_fd`, so one real descriptor has to
//! stand for all of it; the phases are observable (an immediate runs before a 0 ms timer after input or
//! output, but not after a timer), so the poll phase has to be exactly one pass at one place; and the
//! latency of a completion is the cost of waking one sleeping thread, which a second poller doubles.
//!
//! # What is deliberately absent
//! JavaScript: ticks, microtasks and callback scopes are the host's. Sockets and files: they are
//! descriptors ([`EventLoop::watch`]) or work for the [`pool`]. Any system but Linux: what is specific
//! to it is in the private module `sys`.
//!
//! # Map
//! `event_loop` has `run`, which reads as the list of phases; each phase is a file of `phase`;
//! `liveness` says what keeps a loop alive; `wake` and `remote` are the way in from other threads.

mod async_handle;
mod async_order;
mod caught;
mod child;
mod event_loop;
mod fork;
mod gate;
mod idle;
mod liveness;
mod mailbox;
mod phase;
pub mod pool;
#[cfg(all(test, loom))]
mod races;
mod remote;
mod signal;
mod spin;
mod sync;
mod sys;
mod tsqueue;
mod wake;
mod watch;

pub use async_handle::{AsyncId, AsyncSender};
pub use child::ChildId;
pub use event_loop::{Callback, EventLoop, RunMode};
pub use gate::{Entered, GENERATION_SHIFT, Gate, Gated};
pub use idle::IdleClock;
pub use liveness::{Active, AnyId, Ended, RequestToken};
pub use mailbox::{Batch, Leash, Mailbox};
pub use phase::hooks::{HookId, Phase};
pub use phase::poll::EventCounts;
pub use phase::timers::TimerId;
pub use remote::{Remote, RemoteCallback};
pub use signal::{SignalCallback, SignalId};
pub use sys::{ExitStatus, Interest, Readiness};
pub use tsqueue::{
    Consumer, CountError, ITEMS_PER_PASS, Pass, PushError, PushMode, ReleaseMode, Step,
    ThreadSafeQueue, thread_safe_queue,
};
pub use watch::{WatchCallback, WatchId};
