//! The timers phase: timers in the order of when they are due, then of when they were started.
//!
//! All that is due when the phase begins runs in it; a timer that is started by such a callback waits
//! for the next iteration even when it is due at once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::{Callback, EventLoop};
use crate::liveness::Hold;

new_key_type! {
    /// A timer of a loop. Never reused for another one.
    pub struct TimerId;
}

/// When a timer is due, in loop milliseconds, and which start it was.
type Due = (u64, u64);

struct Timer {
    /// `None` while it is about to run.
    due: Option<Due>,
    repeat_ms: Option<u64>,
    callback: Callback,
    hold: Hold,
}

/// All timers of one loop.
#[derive(Default)]
pub(crate) struct Timers {
    slots: RefCell<SlotMap<TimerId, Timer>>,
    order: RefCell<BTreeMap<Due, TimerId>>,
    /// Due in the phase that is running.
    ready: RefCell<VecDeque<TimerId>>,
    starts: Cell<u64>,
}

impl Timers {
    /// Milliseconds until the first timer is due; `None` without timers.
    pub(crate) fn next_due_in(&self, now_ms: u64) -> Option<u64> {
        if !self.ready.borrow().is_empty() {
            return Some(0);
        }
        let order = self.order.borrow();
        order
            .first_key_value()
            .map(|(due, _)| due.0.saturating_sub(now_ms))
    }

    pub(crate) fn each_hold(&self, visit: &mut dyn FnMut(&Hold)) {
        self.slots
            .borrow()
            .values()
            .for_each(|timer| visit(&timer.hold));
    }

    pub(crate) fn with_hold<R>(&self, id: TimerId, act: impl FnOnce(&Hold) -> R) -> Option<R> {
        self.slots.borrow().get(id).map(|timer| act(&timer.hold))
    }

    /// Puts a timer in its place, from wherever it was. False when it does not exist.
    fn schedule(&self, id: TimerId, due_ms: u64) -> bool {
        let mut slots = self.slots.borrow_mut();
        let Some(timer) = slots.get_mut(id) else {
            return false;
        };
        let start = self.starts.get();
        self.starts.set(start + 1);
        let mut order = self.order.borrow_mut();
        match timer.due.replace((due_ms, start)) {
            Some(before) => drop(order.remove(&before)),
            None => self.ready.borrow_mut().retain(|other| *other != id),
        }
        order.insert((due_ms, start), id);
        true
    }

    /// Moves everything that is due to the ready list.
    fn collect(&self, now_ms: u64) {
        let mut slots = self.slots.borrow_mut();
        let mut order = self.order.borrow_mut();
        let mut ready = self.ready.borrow_mut();
        while let Some(first) = order.first_entry() {
            if first.key().0 > now_ms {
                return;
            }
            let id = first.remove();
            if let Some(timer) = slots.get_mut(id) {
                timer.due = None;
                ready.push_back(id);
            }
        }
    }
}

impl EventLoop {
    /// Calls `callback` in the first timers phase that is at least `delay_ms` after [`EventLoop::now_ms`]
    /// (the cached clock), and then every `repeat_ms`, counted from the run before; without a repeat
    /// (`None` or 0) the timer is gone when its callback runs. Referenced.
    pub fn timer_start(
        &self,
        delay_ms: u64,
        repeat_ms: Option<u64>,
        callback: Callback,
    ) -> TimerId {
        let start = self.timers.starts.get();
        self.timers.starts.set(start + 1);
        let due = (self.now_ms().saturating_add(delay_ms), start);
        let repeat_ms = repeat_ms.filter(|repeat| *repeat > 0);
        let timer = Timer {
            due: Some(due),
            repeat_ms,
            callback,
            hold: self.hold("timer"),
        };
        let id = self.timers.slots.borrow_mut().insert(timer);
        self.timers.order.borrow_mut().insert(due, id);
        id
    }

    /// Ends a timer, also one that is due in the phase that is running. False when it is gone already.
    pub fn timer_stop(&self, id: TimerId) -> bool {
        let Some(timer) = self.timers.slots.borrow_mut().remove(id) else {
            return false;
        };
        match timer.due {
            Some(due) => drop(self.timers.order.borrow_mut().remove(&due)),
            None => self.timers.ready.borrow_mut().retain(|other| *other != id),
        }
        drop(timer);
        true
    }

    /// Starts an existing timer anew, due `delay_ms` after the cached clock. False when it is gone.
    pub fn timer_restart(&self, id: TimerId, delay_ms: u64) -> bool {
        self.timers
            .schedule(id, self.now_ms().saturating_add(delay_ms))
    }

    /// Starts a repeating timer anew, with its repeat as delay. False when it is gone or has none.
    pub fn timer_again(&self, id: TimerId) -> bool {
        let repeat_ms = self
            .timers
            .slots
            .borrow()
            .get(id)
            .and_then(|timer| timer.repeat_ms);
        repeat_ms.is_some_and(|repeat_ms| self.timer_restart(id, repeat_ms))
    }

    /// Sets the repeat that counts from the next run on; `None` or 0 makes it the last one.
    pub fn timer_set_repeat(&self, id: TimerId, repeat_ms: Option<u64>) {
        if let Some(timer) = self.timers.slots.borrow_mut().get_mut(id) {
            timer.repeat_ms = repeat_ms.filter(|repeat| *repeat > 0);
        }
    }

    /// Milliseconds of the cached clock until the timer is due; `None` when it is gone.
    #[must_use]
    pub fn timer_due_in(&self, id: TimerId) -> Option<u64> {
        let slots = self.timers.slots.borrow();
        let due = slots.get(id)?.due;
        Some(due.map_or(0, |(due_ms, _)| due_ms.saturating_sub(self.now_ms())))
    }

    /// References the timer or not; see [`EventLoop::set_ref`].
    pub fn timer_ref(&self, id: TimerId, referenced: bool) {
        self.set_ref(id, referenced);
    }

    pub(crate) fn run_timers(&self) {
        self.timers.collect(self.now_ms());
        loop {
            let Some(id) = self.timers.ready.borrow_mut().pop_front() else {
                return;
            };
            if let Some(callback) = self.timer_take(id) {
                callback(self);
            }
        }
    }

    /// The callback of a timer that is about to run; a repeating one is started anew, another removed.
    fn timer_take(&self, id: TimerId) -> Option<Callback> {
        let repeat_ms = self.timers.slots.borrow().get(id)?.repeat_ms;
        if let Some(repeat_ms) = repeat_ms {
            self.timers
                .schedule(id, self.now_ms().saturating_add(repeat_ms));
            return self
                .timers
                .slots
                .borrow()
                .get(id)
                .map(|timer| Rc::clone(&timer.callback));
        }
        let timer = self.timers.slots.borrow_mut().remove(id)?;
        Some(timer.callback)
    }
}
