//! The end of child processes, told in the poll phase.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::rc::Rc;

use slotmap::{Key, SlotMap, new_key_type};

use crate::WatchId;
use crate::event_loop::EventLoop;
use crate::sys::{self, ExitStatus, Interest};

new_key_type! {
    /// A child process that a loop waits for. Never reused for another one.
    pub struct ChildId;
}

type ChildCallback = Box<dyn FnOnce(&EventLoop, ExitStatus)>;

struct Child {
    pid: i32,
    watch: WatchId,
    /// Closed after it is unwatched: when the child is removed.
    _descriptor: OwnedFd,
    callback: ChildCallback,
}

/// The children that one loop waits for.
#[derive(Default)]
pub(crate) struct Children {
    running: RefCell<SlotMap<ChildId, Child>>,
    /// Those that the poller has reported in this pass.
    ended: RefCell<Vec<ChildId>>,
}

impl Children {
    pub(crate) fn watch_of(&self, id: ChildId) -> WatchId {
        self.running
            .borrow()
            .get(id)
            .map_or_else(WatchId::null, |child| child.watch)
    }
}

impl EventLoop {
    /// Calls `callback` once when the child process `pid` has ended, and takes its status, so that no
    /// zombie stays. Nobody else should wait for that process. Referenced.
    ///
    /// # Errors
    /// `ESRCH` when there is no such process; no descriptors left; `ENOSYS` before Linux 5.3.
    pub fn watch_child(
        &self,
        pid: i32,
        callback: impl FnOnce(&EventLoop, ExitStatus) + 'static,
    ) -> io::Result<ChildId> {
        let descriptor = sys::open_child(pid)?;
        let fd = descriptor.as_raw_fd();
        // The watch has to know the child and the child the watch: the child's id comes first.
        let id = Rc::new(std::cell::Cell::new(ChildId::null()));
        let child = Rc::clone(&id);
        let ended = Rc::new(move |event_loop: &EventLoop, _| {
            event_loop.children.ended.borrow_mut().push(child.get());
        });
        let watch = self.watch(fd, Interest::READABLE, ended)?;
        self.describe(watch, "child");
        let child = Child {
            pid,
            watch,
            _descriptor: descriptor,
            callback: Box::new(callback),
        };
        id.set(self.children.running.borrow_mut().insert(child));
        Ok(id.get())
    }

    /// References the child or not; see [`EventLoop::set_ref`].
    pub fn child_ref(&self, id: ChildId, referenced: bool) {
        self.set_ref(id, referenced);
    }

    /// Forgets a child: it goes on, and its status is left to whoever waits for it. False when it has
    /// ended or was forgotten already.
    pub fn unwatch_child(&self, id: ChildId) -> bool {
        self.child_remove(id).is_some()
    }

    fn child_remove(&self, id: ChildId) -> Option<ChildCallback> {
        let child = self.children.running.borrow_mut().remove(id)?;
        self.unwatch(child.watch);
        Some(child.callback)
    }

    /// The last part of a pass, as with libuv, which learns of it by a signal: what children have
    /// written is read before.
    pub(crate) fn run_children(&self) {
        let ended = self.children.ended.take();
        for id in ended {
            self.child_ended(id);
        }
    }

    fn child_ended(&self, id: ChildId) {
        let pid = self
            .children
            .running
            .borrow()
            .get(id)
            .map(|child| child.pid);
        let Some(status) = pid.and_then(sys::reap_child) else {
            return;
        };
        if let Some(callback) = self.child_remove(id) {
            callback(self, status);
        }
    }
}
