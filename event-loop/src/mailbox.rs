//! What two threads hand to each other besides work: messages for an end of a channel that may move from
//! thread to thread, items that one thread collects for another, and the way to end another thread.

use std::collections::VecDeque;
use std::fmt;

use crate::async_handle::AsyncSender;
use crate::sync::{Mutex, lock};
use crate::tsqueue::Waker;

/// The messages for one end of a channel. Who has the end listens, takes, and may give it to another
/// thread, which listens next; what comes in between waits.
pub struct Mailbox<M>(Mutex<Mail<M>>);

struct Mail<M> {
    messages: VecDeque<M>,
    /// Nothing more will come.
    closed: bool,
    /// Wakes whoever listens.
    bell: Option<Box<dyn Waker>>,
}

impl<M> Mail<M> {
    fn ring(&self) {
        if let Some(bell) = &self.bell {
            bell.wake();
        }
    }
}

impl<M> Default for Mailbox<M> {
    fn default() -> Self {
        Self(Mutex::new(Mail {
            messages: VecDeque::new(),
            closed: false,
            bell: None,
        }))
    }
}

impl<M> Mailbox<M> {
    /// Any thread: leaves a message.
    pub fn leave(&self, message: M) {
        let mut mail = lock(&self.0);
        mail.messages.push_back(message);
        mail.ring();
    }

    /// Any thread: nothing more will come.
    pub fn close(&self) {
        let mut mail = lock(&self.0);
        mail.closed = true;
        mail.ring();
    }

    /// Wakes the caller's loop for what is there and what will come.
    pub fn listen(&self, bell: AsyncSender) {
        self.listen_with(Box::new(bell));
    }

    pub(crate) fn listen_with(&self, bell: Box<dyn Waker>) {
        let mut mail = lock(&self.0);
        mail.bell = Some(bell);
        if mail.closed || !mail.messages.is_empty() {
            mail.ring();
        }
    }

    /// What comes from now on waits for the next who listens.
    pub fn ignore(&self) {
        lock(&self.0).bell = None;
    }

    /// Wakes the loop that listens, if one does.
    pub fn ring(&self) {
        lock(&self.0).ring();
    }

    /// The oldest message.
    pub fn take(&self) -> Option<M> {
        lock(&self.0).messages.pop_front()
    }

    /// How many messages wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        lock(&self.0).messages.len()
    }

    /// Whether nothing waits and nothing will come.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let mail = lock(&self.0);
        mail.closed && mail.messages.is_empty()
    }
}

impl<M> fmt::Debug for Mailbox<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mailbox").finish_non_exhaustive()
    }
}

/// Items that any thread adds and one takes, all at once.
pub struct Batch<T>(Mutex<Vec<T>>);

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T> Batch<T> {
    /// Any thread. True for the first one since they were taken: they have to be taken again.
    pub fn add(&self, item: T) -> bool {
        let mut items = lock(&self.0);
        items.push(item);
        items.len() == 1
    }

    /// All that have been added.
    pub fn take(&self) -> Vec<T> {
        std::mem::take(&mut *lock(&self.0))
    }
}

impl<T> fmt::Debug for Batch<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Batch").finish_non_exhaustive()
    }
}

/// How to end a thread: before it can be reached, while it can be, or too late.
pub struct Leash<T>(Mutex<Hold<T>>);

struct Hold<T> {
    ended: bool,
    reach: Option<T>,
}

impl<T> Default for Leash<T> {
    fn default() -> Self {
        Self(Mutex::new(Hold {
            ended: false,
            reach: None,
        }))
    }
}

impl<T> Leash<T> {
    /// The thread itself: it can be reached by `reach` from now on. False if it was ended before.
    #[must_use]
    pub fn attach(&self, reach: T) -> bool {
        let mut hold = lock(&self.0);
        hold.reach = Some(reach);
        !hold.ended
    }

    /// The thread itself: it can be reached no more.
    pub fn detach(&self) {
        lock(&self.0).reach = None;
    }

    /// Any thread: ends it. `act` does so, if it can be reached; else it finds out by itself.
    pub fn end(&self, act: impl FnOnce(&T)) {
        let mut hold = lock(&self.0);
        hold.ended = true;
        if let Some(reach) = &hold.reach {
            act(reach);
        }
    }

    /// Whether it was ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        lock(&self.0).ended
    }
}

impl<T: Clone> Leash<T> {
    /// How to reach it, while it can be.
    #[must_use]
    pub fn reach(&self) -> Option<T> {
        lock(&self.0).reach.clone()
    }
}

impl<T> fmt::Debug for Leash<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Leash").finish_non_exhaustive()
    }
}
