//! Timers. Each start is a one-shot timer of the event loop; a repeat starts anew before its callback.

use std::cell::Cell;
use std::ffi::c_int;
use std::rc::Rc;

use napi_host_event_loop::AnyId;

use super::abi::{Handle, HandleCallback, Live, Loop, Timer, kind};
use super::functions;

fn start(timer: Live<Timer>, timeout: u64) {
    timer.base.stop();
    timer.timeout.set(timeout);
    let event_loop = timer.base.owner.get().event_loop();
    let id = event_loop.timer_start(timeout, None, Rc::new(move |_| fire(timer)));
    timer.base.started(&event_loop, id);
}

fn fire(timer: Live<Timer>) {
    // The event loop's timer is gone when it fires.
    timer.base.resource.set(None);
    if timer.repeat.get() > 0 {
        start(timer, timer.repeat.get());
    }
    if let Some(callback) = timer.callback.get() {
        // SAFETY: the addon's callback for its own handle.
        timer
            .base
            .owner
            .get()
            .call(|| unsafe { callback(timer.as_ptr().cast()) });
    }
}

functions! {
    /// Makes a timer.
    fn uv_timer_init(owner: Live<Loop>, timer: Live<Timer>) -> c_int {
        timer.write(Timer {
            base: Handle::new(timer.cast(), owner, kind::TIMER),
            callback: Cell::new(None),
            reserved: Default::default(),
            timeout: Cell::new(0),
            repeat: Cell::new(0),
            start_id: Cell::new(0),
        });
        0
    }

    /// Starts a timer, anew when it runs already.
    fn uv_timer_start(
        timer: Live<Timer>,
        callback: Option<HandleCallback>,
        timeout: u64,
        repeat: u64,
    ) -> c_int {
        if timer.base.is_closing() || callback.is_none() {
            return -libc::EINVAL;
        }
        timer.callback.set(callback);
        timer.repeat.set(repeat);
        start(timer, timeout);
        0
    }

    /// Stops a timer.
    fn uv_timer_stop(timer: Live<Timer>) -> c_int {
        timer.base.stop();
        0
    }

    /// Starts a repeating timer anew with its repeat.
    fn uv_timer_again(timer: Live<Timer>) -> c_int {
        if timer.callback.get().is_none() {
            return -libc::EINVAL;
        }
        if timer.repeat.get() > 0 {
            start(timer, timer.repeat.get());
        }
        0
    }

    /// Sets the repeat for the next run.
    fn uv_timer_set_repeat(timer: Live<Timer>, repeat: u64) {
        timer.repeat.set(repeat);
    }

    /// The repeat.
    fn uv_timer_get_repeat(timer: Live<Timer>) -> u64 {
        timer.repeat.get()
    }

    /// Milliseconds until the timer is due.
    fn uv_timer_get_due_in(timer: Live<Timer>) -> u64 {
        let Some(AnyId::Timer(id)) = timer.base.resource.get() else {
            return 0;
        };
        timer.base.owner.get().event_loop().timer_due_in(id).unwrap_or(0)
    }
}
