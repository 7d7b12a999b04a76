//! What a main thread and all workers below it share: the groups of their
//! `BroadcastChannel`s, and how to reach each thread.
//!
//! Deliberately absent: statics. Hosts in one process know nothing of each other.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use napi_host_event_loop::Remote;

use super::channel::Inbox;
use crate::sync::lock;

/// The inboxes of a group, oldest first.
type Members = Vec<Arc<Inbox>>;

/// See the module's note.
#[derive(Default)]
pub(super) struct Tree {
    /// Every group that has members, by name.
    groups: Mutex<BTreeMap<String, Members>>,
    /// The loop of each thread that runs, by the thread's number.
    threads: Mutex<BTreeMap<u32, Remote>>,
}

/// The tree that this isolate belongs to; a new one for a main thread.
pub(super) fn of(scope: &mut v8::PinScope<'_, '_>) -> Arc<Tree> {
    if let Some(tree) = scope.get_slot::<Arc<Tree>>() {
        return Arc::clone(tree);
    }
    let tree = Arc::<Tree>::default();
    scope.set_slot(Arc::clone(&tree));
    tree
}

impl Tree {
    /// From now on `remote` reaches thread `id`.
    pub(super) fn add_thread(&self, id: u32, remote: Remote) {
        lock(&self.threads).insert(id, remote);
    }

    /// Thread `id` can be reached no more.
    pub(super) fn remove_thread(&self, id: u32) {
        lock(&self.threads).remove(&id);
    }

    /// How to reach thread `id`.
    pub(super) fn thread(&self, id: u32) -> Option<Remote> {
        lock(&self.threads).get(&id).cloned()
    }
}

/// A group, as a member knows it.
pub(super) struct Group {
    tree: Arc<Tree>,
    name: String,
}

impl Group {
    /// Adds an inbox to the group `name`.
    pub(super) fn join(tree: Arc<Tree>, name: &str, inbox: &Arc<Inbox>) -> Self {
        lock(&tree.groups)
            .entry(name.to_owned())
            .or_default()
            .push(Arc::clone(inbox));
        Self {
            tree,
            name: name.to_owned(),
        }
    }

    /// Every inbox of the group but this one.
    pub(super) fn others(&self, inbox: &Arc<Inbox>) -> Members {
        let groups = lock(&self.tree.groups);
        let members = groups.get(&self.name).map_or(&[][..], Vec::as_slice);
        let others = members.iter().filter(|other| !Arc::ptr_eq(other, inbox));
        others.cloned().collect()
    }

    /// Takes an inbox out.
    pub(super) fn leave(&self, inbox: &Arc<Inbox>) {
        let mut groups = lock(&self.tree.groups);
        let Some(members) = groups.get_mut(&self.name) else {
            return;
        };
        members.retain(|other| !Arc::ptr_eq(other, inbox));
        if members.is_empty() {
            groups.remove(&self.name);
        }
    }
}
