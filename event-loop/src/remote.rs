//! The part of a loop that other threads may touch, and that survives it.
//!
//! # Invariants
//! The bell's descriptor belongs to [`Shared`], so a wake-up after the loop's end writes to a descriptor
//! that is still the same one. After [`Shared::close`] nothing is accepted any more.

use std::fmt;
use std::io;

use crate::async_handle::ReadyStack;
use crate::event_loop::EventLoop;
use crate::pool::{Finished, WorkId};
use crate::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use crate::sync::{Arc, Mutex, lock};
use crate::sys::Bell;
use crate::wake::WakeFlag;

/// Runs once, on the loop's thread, sent there from another one.
pub type RemoteCallback = Box<dyn FnOnce(&EventLoop) + Send>;

/// What other threads leave for the loop.
pub(crate) struct Inbox<P = RemoteCallback, F = (WorkId, Finished)> {
    pub(crate) posts: Vec<P>,
    pub(crate) finished: Vec<F>,
}

impl<P, F> Default for Inbox<P, F> {
    fn default() -> Self {
        Self {
            posts: Vec::new(),
            finished: Vec::new(),
        }
    }
}

/// The inbox of a loop, while there is a loop to empty it.
pub(crate) struct Letterbox<P = RemoteCallback, F = (WorkId, Finished)>(Mutex<Option<Inbox<P, F>>>);

impl<P, F> Letterbox<P, F> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Some(Inbox::default())))
    }

    /// Any thread. The loop has to be notified after it.
    ///
    /// # Errors
    /// Gives the post back when the loop is gone.
    pub(crate) fn post(&self, post: P) -> Result<(), P> {
        match &mut *lock(&self.0) {
            Some(inbox) => inbox.posts.push(post),
            None => return Err(post),
        }
        Ok(())
    }

    /// Any thread: whether the loop has to be notified. Who put the first one there notifies after
    /// that, and the loop takes all of them.
    pub(crate) fn finish(&self, finished: F) -> bool {
        let mut inbox = lock(&self.0);
        let Some(inbox) = &mut *inbox else {
            return false;
        };
        inbox.finished.push(finished);
        inbox.finished.len() == 1
    }

    /// Loop: swaps the contents with those of `empty`.
    pub(crate) fn take(&self, empty: &mut Inbox<P, F>) {
        if let Some(inbox) = &mut *lock(&self.0) {
            std::mem::swap(inbox, empty);
        }
    }

    /// Loop: nothing is accepted any more. What was left is the caller's to drop.
    pub(crate) fn close(&self) -> Option<Inbox<P, F>> {
        lock(&self.0).take()
    }
}

/// See the module.
pub(crate) struct Shared {
    pub(crate) wake: WakeFlag,
    pub(crate) asyncs: ReadyStack,
    bell: Bell,
    inbox: Letterbox,
    /// The thread that runs the loop; see [`thread_token`].
    owner: AtomicU64,
    /// Someone polls the backend descriptor: it has to tell also while the loop does not run.
    embedded: AtomicBool,
}

impl Shared {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            wake: WakeFlag::new(),
            asyncs: ReadyStack::new(),
            bell: Bell::new()?,
            inbox: Letterbox::new(),
            owner: AtomicU64::new(thread_token()),
            embedded: AtomicBool::new(false),
        })
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Any thread: makes the loop look at what was published.
    pub(crate) fn notify(&self) {
        self.wake.notify(|| self.bell.ring());
    }

    /// Loop: swaps the contents of the inbox with those of `empty`.
    pub(crate) fn take_inbox(&self, empty: &mut Inbox) {
        self.inbox.take(empty);
    }

    fn post(&self, callback: RemoteCallback) -> Result<(), RemoteCallback> {
        self.inbox.post(callback)?;
        self.notify();
        Ok(())
    }

    /// Any thread: reports the end of a work item, to nobody when the loop is gone.
    pub(crate) fn finish(&self, id: WorkId, finished: Finished) {
        if self.inbox.finish((id, finished)) {
            self.notify();
        }
    }

    /// Loop: the calling thread runs it from now on.
    pub(crate) fn claim(&self) {
        self.owner.store(thread_token(), Ordering::Relaxed);
    }

    pub(crate) fn is_owner(&self) -> bool {
        self.owner.load(Ordering::Relaxed) == thread_token()
    }

    /// Loop: the backend descriptor was given away.
    pub(crate) fn embed(&self) {
        self.embedded.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_embedded(&self) -> bool {
        self.embedded.load(Ordering::Relaxed)
    }

    /// Loop, when it stops to run: from now on every wake-up must ring if the descriptor is polled.
    pub(crate) fn rest(&self) {
        if self.is_embedded() && !self.wake.fall_asleep() {
            self.bell.ring();
        }
    }

    /// Loop: ends. What is left is dropped on this thread.
    pub(crate) fn close(&self) {
        self.asyncs.close();
        drop(self.inbox.close());
    }
}

/// A number for the calling thread that no other living thread has.
pub(crate) fn thread_token() -> u64 {
    thread_local! {
        static TOKEN: u8 = const { 0 };
    }
    TOKEN.with(|token| std::ptr::from_ref(token).addr() as u64)
}

/// The way to a loop from other threads. Cheap to clone; does not keep the loop alive.
#[derive(Clone)]
pub struct Remote(pub(crate) Arc<Shared>);

impl Remote {
    /// Runs `callback` on the loop's thread, in its poll phase, in the order of posting. It does not
    /// keep the loop alive: whoever waits for it holds a [`crate::RequestToken`].
    ///
    /// # Errors
    /// Gives the callback back when the loop is gone. One that is accepted but not run before the loop
    /// ends is dropped on the loop's thread.
    pub fn post(&self, callback: RemoteCallback) -> Result<(), RemoteCallback> {
        self.0.post(callback)
    }

    /// Whether the calling thread is the one that runs the loop.
    #[must_use]
    pub fn is_loop_thread(&self) -> bool {
        self.0.is_owner()
    }

    /// Makes a sleeping loop go through one iteration.
    pub fn wake(&self) {
        self.0.notify();
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Remote").finish_non_exhaustive()
    }
}
