//! Where async handles stand among each other, which is the order in which they run: that in which they
//! were made, but one that is made by a callback of a pass stands right after the handle whose callback
//! that is, or before all others when work of the pool made it. That is what comes out of libuv's way to
//! walk its list of handles, and an addon can see it.
//!
//! Deliberately absent: nested passes have places of their own, libuv's skip what the outer one has left.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::async_handle::AsyncNode;
use crate::sync::Arc;

/// Between two handles that were made one after the other.
const GAP: u64 = 1 << 32;

/// All async handles of a loop by rank.
#[derive(Default)]
pub(crate) struct Order {
    nodes: RefCell<BTreeMap<u64, Arc<AsyncNode>>>,
    /// During a pass: the rank after which a new handle comes.
    after: Cell<Option<u64>>,
}

impl Order {
    /// Gives a handle that is made now its rank.
    pub(crate) fn place(&self, node: &Arc<AsyncNode>) {
        let rank = if let Some(after) = self.after.get() {
            let rank = self.rank_after(after);
            self.after.set(Some(rank));
            rank
        } else {
            let last = self.nodes.borrow().last_key_value().map(|(&rank, _)| rank);
            last.unwrap_or(0) + GAP
        };
        node.set_rank(rank);
        self.nodes.borrow_mut().insert(rank, Arc::clone(node));
    }

    pub(crate) fn remove(&self, node: &AsyncNode) {
        self.nodes.borrow_mut().remove(&node.rank());
    }

    /// Begins a pass, in which no handle has run so far. Answers what [`Order::end_pass`] takes.
    pub(crate) fn begin_pass(&self) -> Option<u64> {
        self.after.replace(Some(0))
    }

    /// The handle's callback runs next.
    pub(crate) fn arrive(&self, node: &AsyncNode) {
        self.after.set(Some(node.rank()));
    }

    /// The rank up to which the pass that runs has come.
    pub(crate) fn arrived(&self) -> u64 {
        self.after.get().unwrap_or(0)
    }

    /// Ends a pass and goes on with the one around it.
    pub(crate) fn end_pass(&self, outer: Option<u64>) {
        self.after.set(outer);
    }

    fn rank_after(&self, after: u64) -> u64 {
        let next = |after| {
            self.nodes
                .borrow()
                .range(after + 1..)
                .next()
                .map(|(&rank, _)| rank)
        };
        match next(after) {
            None => after + GAP,
            Some(next) if next - after > 1 => after + (next - after) / 2,
            Some(_) => self.spread(after) + GAP / 2,
        }
    }

    /// Gives all handles new ranks with room in between; answers the new one of `rank`.
    fn spread(&self, rank: u64) -> u64 {
        let mut nodes = self.nodes.borrow_mut();
        let before = nodes.range(..=rank).count() as u64;
        *nodes = std::mem::take(&mut *nodes)
            .into_values()
            .zip(1..)
            .map(|(node, place)| {
                node.set_rank(place * GAP);
                (place * GAP, node)
            })
            .collect();
        before * GAP
    }
}
