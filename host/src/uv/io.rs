//! The descriptor of a handle at its loop: what it is watched for, and a turn in the pending phase.
//!
//! The watch is never referenced: what keeps the loop alive is the handle while it is active, and each
//! of its requests.

use std::cell::Cell;
use std::ffi::c_int;
use std::rc::{Rc, Weak};

use napi_host_event_loop::{EventLoop, Interest, Readiness, WatchId};

use super::error_number;

/// Something with a descriptor that a loop reports to.
pub(super) trait Watched: 'static {
    fn io(&self) -> &Io;

    fn fd(&self) -> c_int;

    fn event_loop(&self) -> Rc<EventLoop>;

    /// In the poll phase, or (writable only) in the pending phase after [`feed`].
    fn ready(self: &Rc<Self>, readiness: Readiness);
}

/// What the loop knows of a descriptor.
#[derive(Default)]
pub(super) struct Io {
    watch: Cell<Option<WatchId>>,
    interest: Cell<Interest>,
    fed: Cell<bool>,
}

/// Watches for data to read, or no longer; an error's number.
pub(super) fn want_read<T: Watched>(owner: &Rc<T>, readable: bool) -> c_int {
    let interest = owner.io().interest.get();
    set_interest(
        owner,
        Interest {
            readable,
            ..interest
        },
    )
}

/// Watches for room to write, or no longer; an error's number.
pub(super) fn want_write<T: Watched>(owner: &Rc<T>, writable: bool) -> c_int {
    let interest = owner.io().interest.get();
    set_interest(
        owner,
        Interest {
            writable,
            ..interest
        },
    )
}

fn set_interest<T: Watched>(owner: &Rc<T>, interest: Interest) -> c_int {
    let io = owner.io();
    if io.interest.get() == interest {
        return 0;
    }
    let event_loop = owner.event_loop();
    let result = match io.watch.get() {
        Some(id) => event_loop.watch_modify(id, interest),
        None => watch(owner, &event_loop, interest),
    };
    match result {
        Ok(()) => {
            io.interest.set(interest);
            0
        }
        Err(error) => error_number(&error),
    }
}

fn watch<T: Watched>(
    owner: &Rc<T>,
    event_loop: &EventLoop,
    interest: Interest,
) -> std::io::Result<()> {
    let weak: Weak<T> = Rc::downgrade(owner);
    let report = move |_: &EventLoop, readiness| {
        if let Some(owner) = weak.upgrade() {
            owner.ready(readiness);
        }
    };
    let id = event_loop.watch(owner.fd(), interest, Rc::new(report))?;
    event_loop.set_ref(id, false);
    owner.io().watch.set(Some(id));
    Ok(())
}

/// Gives the handle a turn in the pending phase.
pub(super) fn feed<T: Watched>(owner: &Rc<T>) {
    if owner.io().fed.replace(true) {
        return;
    }
    let due = Rc::clone(owner);
    owner.event_loop().pending_post(move |_| {
        if due.io().fed.replace(false) {
            let writable = true;
            due.ready(Readiness {
                writable,
                ..Readiness::default()
            });
        }
    });
}

/// Ends the watch and any turn that is due.
pub(super) fn end<T: Watched>(owner: &T) {
    let io = owner.io();
    io.fed.set(false);
    io.interest.set(Interest::default());
    if let Some(id) = io.watch.take() {
        owner.event_loop().unwatch(id);
    }
}
