//! Changes of files found by looking at them again and again.
//!
//! # Invariants
//! `polling` of a handle points to a [`Polling`] (from `Rc::into_raw`) while it is active, and is null
//! otherwise.

use std::cell::Cell;
use std::ffi::{CString, c_char, c_int, c_uint};
use std::mem::offset_of;
use std::ptr;
use std::rc::Rc;

use napi_host_event_loop::pool::{self, Outcome};
use napi_host_event_loop::{EventLoop, TimerId};

use super::abi::{Handle, Live, Loop, kind};
use super::fs::{Stat, look};
use super::functions;
use super::os::{fill, text};

type Callback = unsafe extern "C" fn(*mut FsPoll, c_int, *const Stat, *const Stat);

/// `uv_fs_poll_t`.
#[repr(C)]
pub(crate) struct FsPoll {
    base: Handle,
    polling: Cell<*const Polling>,
}

const _: () = assert!(size_of::<FsPoll>() == 104 && offset_of!(FsPoll, polling) == 96);

/// One start of a handle.
struct Polling {
    handle: Live<FsPoll>,
    callback: Option<Callback>,
    path: CString,
    interval: u64,
    /// How the last look ended, 0 or an error's number.
    status: Cell<Option<c_int>>,
    /// What was there when a look last found something.
    last: Cell<Stat>,
    begun: Cell<u64>,
    timer: Cell<Option<TimerId>>,
    stopped: Cell<bool>,
}

/// Whether two looks differ in what libuv compares: neither access time nor count of links.
fn differs(one: &Stat, other: &Stat) -> bool {
    let parts = [0, 1, 3, 4, 6, 7, 10, 11, 14, 15, 16, 17, 18, 19];
    parts.iter().any(|part| one[*part] != other[*part])
}

impl Polling {
    fn event_loop(&self) -> Rc<EventLoop> {
        self.handle.base.owner.get().event_loop()
    }

    /// Looks at the file on the pool.
    fn begin(self: &Rc<Self>) {
        let event_loop = self.event_loop();
        self.begun.set(event_loop.now_ms());
        let slot = std::sync::Arc::new(std::sync::Mutex::new(None));
        let (path, answer) = (self.path.clone(), std::sync::Arc::clone(&slot));
        let work = move || {
            let found = look(libc::AT_FDCWD, path.as_ptr(), 0);
            if let Ok(mut answer) = answer.lock() {
                *answer = Some(found);
            }
        };
        let polling = Rc::clone(self);
        let done = move |_: &EventLoop, outcome| {
            let found = slot.lock().ok().and_then(|mut found| found.take());
            if let (Outcome::Completed, Some(found), false) =
                (outcome, found, polling.stopped.get())
            {
                polling.looked(found);
            }
        };
        pool::submit(&event_loop, "fs_poll", Box::new(work), Box::new(done));
    }

    fn looked(self: &Rc<Self>, found: Result<Stat, c_int>) {
        let then = self.last.get();
        let before = self.status.replace(Some(found.err().unwrap_or(0)));
        let told = match (before, found) {
            (before, Err(status)) => (before != Some(status)).then_some((status, then, [0; 20])),
            (before, Ok(now)) => {
                self.last.set(now);
                let news = before.is_some_and(|before| before != 0 || differs(&then, &now));
                news.then_some((0, then, now))
            }
        };
        if let (Some(callback), Some((status, then, now))) = (self.callback, told) {
            let (handle, then, now) = (self.handle.as_ptr(), &raw const then, &raw const now);
            let owner = self.handle.base.owner.get();
            // SAFETY: the addon's callback for its own handle, and two looks.
            owner.call(|| unsafe { callback(handle, status, then, now) });
        }
        if !self.stopped.get() {
            self.wait();
        }
    }

    /// Until the next multiple of the interval since the last look began.
    fn wait(self: &Rc<Self>) {
        let event_loop = self.event_loop();
        let spent = event_loop.now_ms().saturating_sub(self.begun.get());
        let left = self.interval - spent % self.interval;
        let polling = Rc::clone(self);
        let again = Rc::new(move |_: &EventLoop| {
            polling.timer.set(None);
            polling.begin();
        });
        let id = event_loop.timer_start(left, None, again);
        // The handle keeps the loop alive, if anything does.
        event_loop.set_ref(id, false);
        self.timer.set(Some(id));
    }
}

impl Live<FsPoll> {
    fn polling(self) -> Option<Rc<Polling>> {
        let polling = self.polling.get();
        if polling.is_null() {
            return None;
        }
        // SAFETY: by the module's invariant; the handle keeps its own count.
        unsafe { Rc::increment_strong_count(polling) };
        // SAFETY: as above, with the count just made.
        Some(unsafe { Rc::from_raw(polling) })
    }
}

pub(super) fn stop(handle: Live<FsPoll>) {
    let polling = handle.polling.replace(ptr::null());
    if polling.is_null() {
        return;
    }
    // SAFETY: by the module's invariant, and taken out just now.
    let polling = unsafe { Rc::from_raw(polling) };
    polling.stopped.set(true);
    if let Some(timer) = polling.timer.take() {
        polling.event_loop().timer_stop(timer);
    }
    handle.base.deactivate();
}

functions! {
    /// Makes a handle for changes.
    fn uv_fs_poll_init(owner: Live<Loop>, handle: Live<FsPoll>) -> c_int {
        handle.write(FsPoll {
            base: Handle::new(handle.cast(), owner, kind::FS_POLL),
            polling: Cell::new(ptr::null()),
        });
        0
    }

    /// Looks at a file each `interval` milliseconds and calls back when it is not as before.
    fn uv_fs_poll_start(
        handle: Live<FsPoll>,
        callback: Option<Callback>,
        path: *const c_char,
        interval: c_uint,
    ) -> c_int {
        if handle.base.is_active() {
            return 0;
        }
        if handle.base.is_closing() {
            return -libc::EINVAL;
        }
        let polling = Rc::new(Polling {
            handle,
            callback,
            path: text(path).to_owned(),
            interval: u64::from(interval).max(1),
            status: Cell::new(None),
            last: Cell::new([0; 20]),
            begun: Cell::new(0),
            timer: Cell::new(None),
            stopped: Cell::new(false),
        });
        handle.polling.set(Rc::into_raw(Rc::clone(&polling)));
        handle.base.activate("fs_poll");
        polling.begin();
        0
    }

    /// Stops that.
    fn uv_fs_poll_stop(handle: Live<FsPoll>) -> c_int {
        stop(handle);
        0
    }

    /// The path that is looked at.
    fn uv_fs_poll_getpath(
        handle: Live<FsPoll>,
        target: *mut c_char,
        size: Live<Cell<usize>>,
    ) -> c_int {
        match handle.polling() {
            Some(polling) => fill(polling.path.to_bytes(), target, Some(size)),
            None => {
                size.set(0);
                -libc::EINVAL
            }
        }
    }
}
