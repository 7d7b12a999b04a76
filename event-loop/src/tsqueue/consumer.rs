//! The loop's side of the queue: handing items out a pass at a time, giving their places to those who
//! wait, and the end of it all.

use std::collections::VecDeque;

use super::{Consumer, Pass, State, Step, ThreadSafeQueue, WAITER, wake_consumer};
use crate::sync::atomic::Ordering;
use crate::sync::{Arc, lock};

impl<T: Send> ThreadSafeQueue<T> {
    /// One item has left its batch; a waiting thread may take its place.
    fn give_room(&self) {
        if self.max == 0 {
            return;
        }
        if self.room_state.0.fetch_sub(1, Ordering::AcqRel) < WAITER {
            return;
        }
        let state = lock(&self.state.0);
        if self.room_state.0.load(Ordering::Relaxed) >= WAITER {
            self.room_state.0.fetch_sub(WAITER, Ordering::Relaxed);
            drop(state);
            self.room.notify_one();
        }
    }
}

impl<T: Send> Consumer<T> {
    /// The half for the other threads.
    #[must_use]
    pub fn queue(&self) -> &Arc<ThreadSafeQueue<T>> {
        &self.queue
    }

    /// The next thing to do in this pass. Begin each wake-up with `Pass::default()`.
    pub fn next(&self, pass: &mut Pass) -> Step<T> {
        let queue = &*self.queue;
        if queue.is_closing() {
            return Step::Close;
        }
        let mut batch = self.batch.borrow_mut();
        if batch.is_empty() {
            let mut state = lock(&queue.state.0);
            if state.items.is_empty() {
                return self.out_of_items(&mut state);
            }
            if pass.left > 0 {
                std::mem::swap(&mut *batch, &mut state.items);
                // The batch was empty, so nothing was counted.
                queue
                    .room_state
                    .0
                    .fetch_add(batch.len() as u64, Ordering::Relaxed);
            }
        }
        if pass.left == 0 {
            wake_consumer(lock(&queue.state.0));
            return Step::Yield;
        }
        pass.left -= 1;
        let Some(item) = batch.pop_front() else {
            return Step::Idle;
        };
        if batch.is_empty() {
            self.close_after_last();
        }
        queue.give_room();
        Step::Item(item)
    }

    /// Whether [`Consumer::next`] certainly has another item in this pass, if the queue is not closed.
    #[must_use]
    pub fn has_more(&self, pass: &Pass) -> bool {
        pass.left > 0 && !self.batch.borrow().is_empty()
    }

    /// Under the lock, with nothing left.
    fn out_of_items(&self, state: &mut State<T>) -> Step<T> {
        if state.threads == 0 || self.queue.is_closing() {
            self.queue.begin_close();
            return Step::Close;
        }
        state.wake_pending = false;
        Step::Idle
    }

    /// The last item is about to be handed out: without a thread the queue closes before it is handled,
    /// so that its handler cannot join any more.
    fn close_after_last(&self) {
        let state = lock(&self.queue.state.0);
        if state.items.is_empty() && state.threads == 0 {
            self.queue.begin_close();
        }
    }

    /// Closes the queue, if nothing has yet, and returns the items that were not handed out, in order.
    pub fn close(&self) -> VecDeque<T> {
        let mut left = self.batch.take();
        let mut state = lock(&self.queue.state.0);
        self.queue.begin_close();
        state.closed = true;
        left.append(&mut state.items);
        let waker = state.waker.take();
        drop(state);
        drop(waker);
        left
    }
}

impl<T> Drop for Consumer<T> {
    fn drop(&mut self) {
        let mut state = lock(&self.queue.state.0);
        state.closed = true;
        let left = std::mem::take(&mut state.items);
        let waker = state.waker.take();
        self.queue.begin_close();
        drop(state);
        drop((left, waker));
    }
}
