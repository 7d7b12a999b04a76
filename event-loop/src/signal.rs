//! Signals: a callback on the loop's thread for each signal that the process gets.
//!
//! The loops that listen to a signal each get it. While anyone listens, the signal does not do what it
//! does by default; after the last one it does again.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::EventLoop;
use crate::liveness::Hold;
use crate::sys::{Bell, SignalBox};

new_key_type! {
    /// A listener to a signal. Never reused for another one.
    pub struct SignalId;
}

/// Told the number of the signal.
pub type SignalCallback = Rc<dyn Fn(&EventLoop, i32)>;

/// The token of the signal box's bell: no descriptor has the number −2.
pub(crate) const SIGNAL_TOKEN: u64 = u64::MAX - 1;

struct Listener {
    signum: i32,
    /// Listeners are numbered in the order of their start.
    number: u64,
    rank: u64,
    callback: SignalCallback,
    hold: Hold,
}

/// A signal that came while the listeners up to `newest` had been started.
#[derive(Clone, Copy)]
struct Due {
    signum: i32,
    newest: u64,
}

/// All listeners of one loop.
#[derive(Default)]
pub(crate) struct Signals {
    slots: RefCell<SlotMap<SignalId, Listener>>,
    /// By rank, those of the same rank in the order of their start.
    order: RefCell<Vec<SignalId>>,
    /// Kept from the first listener to the end of the loop.
    signal_box: Cell<Option<&'static SignalBox>>,
    /// The number of the newest listener.
    newest: Cell<u64>,
    /// Caught, and not yet told.
    due: RefCell<VecDeque<Due>>,
    rung: Cell<bool>,
}

impl Signals {
    pub(crate) fn is_empty(&self) -> bool {
        self.order.borrow().is_empty()
    }

    pub(crate) fn any_due(&self) -> bool {
        !self.due.borrow().is_empty()
    }

    /// The poller has seen the box's bell.
    pub(crate) fn set_rung(&self) {
        self.rung.set(true);
    }

    pub(crate) fn each_hold(&self, visit: &mut dyn FnMut(&Hold)) {
        self.slots
            .borrow()
            .values()
            .for_each(|listener| visit(&listener.hold));
    }

    pub(crate) fn with_hold<R>(&self, id: SignalId, act: impl FnOnce(&Hold) -> R) -> Option<R> {
        self.slots
            .borrow()
            .get(id)
            .map(|listener| act(&listener.hold))
    }

    /// Takes what was caught out of the box.
    fn collect(&self) {
        let Some(signal_box) = self.signal_box.get() else {
            return;
        };
        let newest = self.newest.get();
        let mut due = self.due.borrow_mut();
        signal_box.take(|signum, count| due.extend((0..count).map(|_| Due { signum, newest })));
    }

    /// What rings when a signal was caught; `None` before the first listener.
    pub(crate) fn bell(&self) -> Option<&'static Bell> {
        self.signal_box.get().map(SignalBox::bell)
    }

    fn listens_to(&self, signum: i32) -> bool {
        self.slots
            .borrow()
            .values()
            .any(|listener| listener.signum == signum)
    }

    /// The loop ends.
    pub(crate) fn abandon(&self) {
        let left = self.slots.take();
        if let Some(signal_box) = self.signal_box.take() {
            left.values()
                .for_each(|listener| signal_box.unwant(listener.signum));
            signal_box.release();
        }
    }
}

impl EventLoop {
    /// Calls `callback` in the poll phase, after everything else there, each time the process gets
    /// `signum`. Listeners to the same signal are called in the order of their start. Referenced.
    ///
    /// # Errors
    /// `EINVAL` when the signal does not exist or cannot be caught (`SIGKILL`, `SIGSTOP`); no
    /// descriptors left.
    pub fn signal_start(&self, signum: i32, callback: SignalCallback) -> io::Result<SignalId> {
        self.signal_start_ranked(signum, 0, callback)
    }

    /// As [`EventLoop::signal_start`]; listeners to the same signal are called by `rank`, the lowest first.
    ///
    /// # Errors
    /// As there.
    pub fn signal_start_ranked(
        &self,
        signum: i32,
        rank: u64,
        callback: SignalCallback,
    ) -> io::Result<SignalId> {
        // What came before this is not for the new listener.
        self.signals.collect();
        self.signal_box()?.want(signum)?;
        let number = self.signals.newest.get() + 1;
        self.signals.newest.set(number);
        let listener = Listener {
            signum,
            number,
            rank,
            callback,
            hold: self.hold("signal"),
        };
        let mut slots = self.signals.slots.borrow_mut();
        let id = slots.insert(listener);
        let mut order = self.signals.order.borrow_mut();
        let at =
            order.partition_point(|other| slots.get(*other).is_none_or(|other| other.rank <= rank));
        order.insert(at, id);
        Ok(id)
    }

    fn signal_box(&self) -> io::Result<&'static SignalBox> {
        if let Some(signal_box) = self.signals.signal_box.get() {
            return Ok(signal_box);
        }
        let signal_box = SignalBox::acquire()?;
        if let Err(error) = self.poll.poller.add_bell(signal_box.bell(), SIGNAL_TOKEN) {
            signal_box.release();
            return Err(error);
        }
        self.signals.signal_box.set(Some(signal_box));
        Ok(signal_box)
    }

    /// Ends a listener, at once. False when it is gone already.
    pub fn signal_stop(&self, id: SignalId) -> bool {
        let Some(listener) = self.signals.slots.borrow_mut().remove(id) else {
            return false;
        };
        self.signals.order.borrow_mut().retain(|other| *other != id);
        if !self.signals.listens_to(listener.signum)
            && let Some(signal_box) = self.signals.signal_box.get()
        {
            signal_box.unwant(listener.signum);
        }
        drop(listener);
        true
    }

    /// References the listener or not; see [`EventLoop::set_ref`].
    pub fn signal_ref(&self, id: SignalId, referenced: bool) {
        self.set_ref(id, referenced);
    }

    /// Tells the listeners what was caught. A nested run may take over some of it.
    pub(crate) fn run_signals(&self) {
        if self.signals.rung.replace(false) {
            self.signals.collect();
        }
        loop {
            let Some(due) = self.signals.due.borrow_mut().pop_front() else {
                return;
            };
            self.signal_tell(due);
        }
    }

    fn signal_tell(&self, Due { signum, newest }: Due) {
        let order = self.signals.order.borrow().clone();
        for id in order {
            let slots = self.signals.slots.borrow();
            let listener = slots
                .get(id)
                .filter(|listener| listener.signum == signum && listener.number <= newest);
            let callback = listener.map(|listener| Rc::clone(&listener.callback));
            drop(slots);
            if let Some(callback) = callback {
                callback(self, signum);
            }
        }
    }
}
