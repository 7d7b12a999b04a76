//! A log that callbacks write and tests compare, and short ways to common calls.

use std::cell::RefCell;
use std::rc::Rc;

use napi_host_event_loop::{Callback, EventLoop};

/// What has happened so far, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn add(&self, word: impl Into<String>) {
        self.0.borrow_mut().push(word.into());
    }

    /// A callback that adds `word`.
    pub(crate) fn note(&self, word: &'static str) -> Callback {
        let log = self.clone();
        Rc::new(move |_: &EventLoop| log.add(word))
    }

    /// All words so far, separated by spaces.
    pub(crate) fn words(&self) -> String {
        self.0.borrow().join(" ")
    }
}

pub(crate) fn new_loop() -> Rc<EventLoop> {
    EventLoop::new().unwrap()
}

/// Names the type of a callback's parameter, which closures behind a `let` cannot infer.
pub(crate) fn callback(call: impl Fn(&EventLoop) + 'static) -> Callback {
    Rc::new(call)
}
