//! Watched descriptors: level-triggered readiness, reported in the poll phase.
//!
//! A report carries the descriptor and the serial number of its watch, so that one for a watch that
//! ended in the same batch, or whose descriptor was closed too early and used again, is recognized.

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::RawFd;
use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::EventLoop;
use crate::liveness::Hold;
use crate::signal::SIGNAL_TOKEN;
use crate::sys::{Event, Interest, Poller, Readiness};

new_key_type! {
    /// A watch of a loop. Never reused for another one.
    pub struct WatchId;
}

/// Told when a watched descriptor is ready.
pub type WatchCallback = Rc<dyn Fn(&EventLoop, Readiness)>;

/// The token of the loop's own bell, which nothing is reported to; no descriptor has the number −1.
pub(crate) const BELL_TOKEN: u64 = u64::MAX;

struct Watch {
    fd: RawFd,
    serial: u32,
    interest: Interest,
    callback: WatchCallback,
    hold: Hold,
}

impl Watch {
    fn token(&self) -> u64 {
        token(self.fd, self.serial)
    }
}

fn token(fd: RawFd, serial: u32) -> u64 {
    u64::from(serial) << 32 | u64::from(fd.cast_unsigned())
}

/// All watches of one loop.
#[derive(Default)]
pub(crate) struct Watches {
    slots: RefCell<SlotMap<WatchId, Watch>>,
    /// Indexed by descriptor.
    by_fd: RefCell<Vec<Option<WatchId>>>,
    serial: Cell<u32>,
}

impl Watches {
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.borrow().is_empty()
    }

    pub(crate) fn each_hold(&self, visit: &mut dyn FnMut(&Hold, RawFd)) {
        self.slots
            .borrow()
            .values()
            .for_each(|watch| visit(&watch.hold, watch.fd));
    }

    pub(crate) fn with_hold<R>(&self, id: WatchId, act: impl FnOnce(&Hold) -> R) -> Option<R> {
        self.slots.borrow().get(id).map(|watch| act(&watch.hold))
    }

    /// Begins to poll everything with an empty poller; what cannot be polled any more is left out.
    pub(crate) fn add_all(&self, poller: &Poller) {
        let slots = self.slots.borrow();
        let polled = slots.values().filter(|watch| !watch.interest.is_empty());
        for watch in polled {
            // A descriptor that the child has closed.
            let _ = poller.add(watch.fd, watch.token(), watch.interest);
        }
    }

    fn find(&self, fd: RawFd) -> Option<WatchId> {
        let index = usize::try_from(fd).ok()?;
        self.by_fd.borrow().get(index).copied().flatten()
    }

    fn set(&self, fd: RawFd, id: Option<WatchId>) {
        let Ok(index) = usize::try_from(fd) else {
            return;
        };
        let mut by_fd = self.by_fd.borrow_mut();
        if by_fd.len() <= index {
            by_fd.resize(index + 1, None);
        }
        by_fd[index] = id;
    }
}

impl EventLoop {
    /// Calls `callback` in the poll phase as long as `fd` is ready for `interest`. Referenced. The
    /// descriptor stays the caller's, should not block, and must be unwatched before it is closed.
    ///
    /// # Errors
    /// `AlreadyExists` when the loop watches `fd` already; what `epoll` says otherwise: `EPERM` for a
    /// regular file (it is always ready), `EBADF`, `ENOMEM`, `ENOSPC`.
    pub fn watch(
        &self,
        fd: RawFd,
        interest: Interest,
        callback: WatchCallback,
    ) -> io::Result<WatchId> {
        if fd < 0 {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        if self.watches.find(fd).is_some() {
            return Err(io::Error::from_raw_os_error(libc::EEXIST));
        }
        let serial = self.watches.serial.get();
        self.watches.serial.set(serial.wrapping_add(1));
        // Also without interest: it tells now whether the descriptor can be polled.
        self.poll.poller.add(fd, token(fd, serial), interest)?;
        if interest.is_empty() {
            self.poll.poller.remove(fd);
        }
        let watch = Watch {
            fd,
            serial,
            interest,
            callback,
            hold: self.hold("watch"),
        };
        let id = self.watches.slots.borrow_mut().insert(watch);
        self.watches.set(fd, Some(id));
        Ok(id)
    }

    /// Whether the loop watches that descriptor.
    #[must_use]
    pub fn is_watched(&self, fd: RawFd) -> bool {
        self.watches.find(fd).is_some()
    }

    /// Changes what is waited for. An empty interest suspends the watch: not even errors are reported.
    ///
    /// # Errors
    /// `NotFound` when the watch is gone; what `epoll` says otherwise.
    pub fn watch_modify(&self, id: WatchId, interest: Interest) -> io::Result<()> {
        let mut slots = self.watches.slots.borrow_mut();
        let watch = slots.get_mut(id).ok_or(io::ErrorKind::NotFound)?;
        let poller = &self.poll.poller;
        match (watch.interest.is_empty(), interest.is_empty()) {
            _ if watch.interest == interest => {}
            (_, true) => poller.remove(watch.fd),
            (true, false) => poller.add(watch.fd, watch.token(), interest)?,
            (false, false) => poller.modify(watch.fd, watch.token(), interest)?,
        }
        watch.interest = interest;
        Ok(())
    }

    /// References the watch or not; see [`EventLoop::set_ref`].
    pub fn watch_ref(&self, id: WatchId, referenced: bool) {
        self.set_ref(id, referenced);
    }

    /// Ends a watch; nothing is reported to it any more. False when it is gone already.
    pub fn unwatch(&self, id: WatchId) -> bool {
        let Some(watch) = self.watches.slots.borrow_mut().remove(id) else {
            return false;
        };
        if !watch.interest.is_empty() {
            self.poll.poller.remove(watch.fd);
        }
        self.watches.set(watch.fd, None);
        drop(watch);
        true
    }

    pub(crate) fn watch_report(&self, event: Event) {
        let event_token = event.token();
        if event_token == SIGNAL_TOKEN {
            return self.signals.set_rung();
        }
        let Ok(fd) = RawFd::try_from(event_token & u64::from(u32::MAX)) else {
            return;
        };
        let slots = self.watches.slots.borrow();
        let watch = self.watches.find(fd).and_then(|id| slots.get(id));
        match watch {
            Some(watch) if watch.token() == event_token => {
                let readiness = event.readiness(watch.interest);
                let callback = Rc::clone(&watch.callback);
                drop(slots);
                callback(self, readiness);
            }
            // Someone watches that descriptor now, and the kernel's entry is that watch's.
            Some(_) => {}
            // Closed before it was unwatched while a duplicate lives on: the kernel would report it for ever.
            None => self.poll.poller.remove(fd),
        }
    }
}
