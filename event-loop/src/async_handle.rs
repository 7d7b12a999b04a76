//! Async handles: a callback on the loop's thread that any thread, and any signal handler, can cause.
//!
//! Sends coalesce until the callback begins, are never lost, never block and take no lock: a handle
//! that was sent to is pushed on a stack by compare-and-exchange, and the loop takes the whole stack.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ptr;
use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::{Callback, EventLoop};
use crate::liveness::Hold;
use crate::remote::Shared;
use crate::sync::Arc;
use crate::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};

new_key_type! {
    /// An async handle of a loop. Never reused for another one.
    pub struct AsyncId;
}

/// The shared half of an async handle.
pub(crate) struct AsyncNode {
    id: AsyncId,
    /// The number of the handle: the loop counts those that it makes, from 1.
    pub(crate) sequence: u64,
    /// Its place among the others, 0 when the handle is closed; only the loop's thread asks for it
    /// (`async_order`).
    rank: AtomicU64,
    /// Sent to, and the loop has not yet seen it.
    pending: AtomicBool,
    /// The next node of the stack. Written by the thread that set `pending`, read by the loop before it
    /// clears `pending`; nobody else touches it.
    next: AtomicPtr<AsyncNode>,
}

impl AsyncNode {
    pub(crate) fn new(id: AsyncId, sequence: u64) -> Self {
        Self {
            id,
            sequence,
            rank: AtomicU64::new(0),
            pending: AtomicBool::new(false),
            next: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// Loop.
    pub(crate) fn rank(&self) -> u64 {
        self.rank.load(Ordering::Relaxed)
    }

    /// Loop.
    pub(crate) fn set_rank(&self, rank: u64) {
        self.rank.store(rank, Ordering::Relaxed);
    }

    /// Loop: whether the handle is gone. What was sent to it has no place among the others.
    pub(crate) fn is_closed(&self) -> bool {
        self.rank() == 0
    }

    /// Loop, when the callback begins: the next send is a new one.
    pub(crate) fn begin(&self) {
        // Not a plain store: it has to see what every sender published that found `pending` set.
        self.pending.swap(false, Ordering::AcqRel);
    }
}

/// The nodes that were sent to, newest first.
///
/// # Invariants
/// Each pointer on the stack is an `Arc<AsyncNode>` turned raw: the stack owns one count of it. The
/// head is the address [`CLOSED`] for ever once the loop is gone.
pub(crate) struct ReadyStack(AtomicPtr<AsyncNode>);

/// No node has this address: nodes are aligned.
const CLOSED: *mut AsyncNode = ptr::without_provenance_mut(1);

impl ReadyStack {
    pub(crate) fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// Any thread: puts the node on the stack. False when it was there already, or the loop is gone: then
    /// nobody needs to be woken.
    pub(crate) fn push(&self, node: &Arc<AsyncNode>) -> bool {
        if node.pending.swap(true, Ordering::AcqRel) {
            return false;
        }
        let mut head = self.0.load(Ordering::Relaxed);
        let raw = Arc::into_raw(Arc::clone(node)).cast_mut();
        loop {
            if head == CLOSED {
                // SAFETY: `raw` was made from an Arc above and has not been given to the stack.
                drop(unsafe { Arc::from_raw(raw) });
                return false;
            }
            node.next.store(head, Ordering::Relaxed);
            match self
                .0
                .compare_exchange_weak(head, raw, Ordering::AcqRel, Ordering::Relaxed)
            {
                Ok(_) => return true,
                Err(now) => head = now,
            }
        }
    }

    /// Loop: takes all nodes, in the order in which they were sent to. They can be sent to again from
    /// then on.
    pub(crate) fn take(&self, mut each: impl FnMut(Arc<AsyncNode>)) {
        if self.0.load(Ordering::Relaxed).is_null() {
            return;
        }
        for node in unlink(self.0.swap(ptr::null_mut(), Ordering::AcqRel)) {
            each(node);
        }
    }

    /// Loop: drops all nodes and accepts no more.
    pub(crate) fn close(&self) {
        drop(unlink(self.0.swap(CLOSED, Ordering::AcqRel)));
    }
}

impl Drop for ReadyStack {
    fn drop(&mut self) {
        self.close();
    }
}

/// Turns a stack that was taken over into its nodes, oldest first.
fn unlink(mut head: *mut AsyncNode) -> impl Iterator<Item = Arc<AsyncNode>> {
    let mut nodes = Vec::new();
    while !head.is_null() && head != CLOSED {
        // SAFETY: by the stack's invariant `head` is an Arc turned raw, whose count is now ours.
        let node = unsafe { Arc::from_raw(head.cast_const()) };
        head = node.next.load(Ordering::Relaxed);
        nodes.push(node);
    }
    nodes.into_iter().rev()
}

struct AsyncHandle {
    callback: Callback,
    node: Arc<AsyncNode>,
    hold: Hold,
}

/// All async handles of one loop.
#[derive(Default)]
pub(crate) struct Asyncs(RefCell<SlotMap<AsyncId, AsyncHandle>>, Cell<u64>);

impl Asyncs {
    pub(crate) fn each_hold(&self, visit: &mut dyn FnMut(&Hold)) {
        self.0
            .borrow()
            .values()
            .for_each(|handle| visit(&handle.hold));
    }

    pub(crate) fn with_hold<R>(&self, id: AsyncId, act: impl FnOnce(&Hold) -> R) -> Option<R> {
        self.0.borrow().get(id).map(|handle| act(&handle.hold))
    }
}

/// Causes the callback of an async handle, from any thread. Survives the handle and the loop: a send
/// that comes late does nothing.
#[derive(Clone)]
pub struct AsyncSender {
    node: Arc<AsyncNode>,
    shared: Arc<Shared>,
}

impl AsyncSender {
    /// Makes the callback run at least once after this call. Allocates nothing, takes no lock and is
    /// safe in a signal handler.
    pub fn send(&self) {
        if self.shared.asyncs.push(&self.node) {
            self.shared.notify();
        }
    }

    /// Whether the calling thread is the one that runs the loop.
    #[must_use]
    pub fn is_loop_thread(&self) -> bool {
        self.shared.is_owner()
    }
}

impl fmt::Debug for AsyncSender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AsyncSender")
            .field("id", &self.node.id)
            .finish_non_exhaustive()
    }
}

impl EventLoop {
    /// Makes an async handle whose `callback` runs in the poll phase after each send. Referenced.
    pub fn async_new(&self, callback: Callback) -> AsyncId {
        let hold = self.hold("async");
        let sequence = self.asyncs.1.get() + 1;
        self.asyncs.1.set(sequence);
        self.asyncs.0.borrow_mut().insert_with_key(|id| {
            let node = Arc::new(AsyncNode::new(id, sequence));
            self.async_order.place(&node);
            AsyncHandle {
                callback,
                node,
                hold,
            }
        })
    }

    /// How many async handles have been made: the number of the newest.
    pub(crate) fn async_count_made(&self) -> u64 {
        self.asyncs.1.get()
    }

    /// The sender of an async handle; `None` when the handle is closed.
    #[must_use]
    pub fn async_sender(&self, id: AsyncId) -> Option<AsyncSender> {
        let node = Arc::clone(&self.asyncs.0.borrow().get(id)?.node);
        Some(AsyncSender {
            node,
            shared: Arc::clone(&self.shared),
        })
    }

    /// References the handle or not; see [`EventLoop::set_ref`].
    pub fn async_ref(&self, id: AsyncId, referenced: bool) {
        self.set_ref(id, referenced);
    }

    /// Ends an async handle; its callback does not run any more, whatever was sent. False when it is
    /// gone already.
    pub fn async_close(&self, id: AsyncId) -> bool {
        let Some(removed) = self.asyncs.0.borrow_mut().remove(id) else {
            return false;
        };
        self.forget_async(&removed.node);
        self.async_order.remove(&removed.node);
        removed.node.set_rank(0);
        true
    }

    pub(crate) fn async_run(&self, node: &AsyncNode) {
        node.begin();
        let callback = self
            .asyncs
            .0
            .borrow()
            .get(node.id)
            .map(|handle| Rc::clone(&handle.callback));
        if let Some(callback) = callback {
            callback(self);
        }
    }
}
