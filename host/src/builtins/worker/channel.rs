//! Channels between threads: ends with inboxes, in pairs or in groups.
//!
//! Deliberately absent: isolates and loops. What an end is to them is a `port`.

use std::sync::Arc;

use napi_host_event_loop::Mailbox;

use super::tree::{Group, Tree};
use crate::builtins::messaging::Message;

/// What waits for one end of a channel.
pub(super) type Inbox = Mailbox<Message>;

/// One end of a channel, outside of any isolate. When it is dropped, the other one is told.
pub(crate) struct PortHalf {
    inbox: Arc<Inbox>,
    peer: Peer,
}

/// Where the messages of an end go.
enum Peer {
    One(Arc<Inbox>),
    /// Everyone else in the group (a `BroadcastChannel`).
    Group(Group),
}

impl PortHalf {
    /// Both ends of a new channel.
    pub(super) fn pair() -> (Self, Self) {
        let (one, two) = (Arc::<Inbox>::default(), Arc::<Inbox>::default());
        let first = Self {
            inbox: Arc::clone(&one),
            peer: Peer::One(Arc::clone(&two)),
        };
        let second = Self {
            inbox: two,
            peer: Peer::One(one),
        };
        (first, second)
    }

    /// A member of the group `name`.
    pub(super) fn member(tree: Arc<Tree>, name: &str) -> Self {
        let inbox = Arc::<Inbox>::default();
        Self {
            peer: Peer::Group(Group::join(tree, name, &inbox)),
            inbox,
        }
    }

    /// What waits for this end.
    pub(super) fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    /// The inboxes that a message from here is for.
    pub(super) fn receivers(&self) -> Vec<Arc<Inbox>> {
        match &self.peer {
            Peer::One(inbox) => vec![Arc::clone(inbox)],
            Peer::Group(group) => group.others(&self.inbox),
        }
    }
}

impl Drop for PortHalf {
    fn drop(&mut self) {
        match &self.peer {
            Peer::One(inbox) => inbox.close(),
            Peer::Group(group) => group.leave(&self.inbox),
        }
    }
}
