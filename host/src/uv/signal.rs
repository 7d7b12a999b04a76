//! Signal handles.

use std::cell::Cell;
use std::ffi::c_int;
use std::io;
use std::rc::Rc;

use super::abi::{Handle, Live, Loop, Signal, SignalCallback, kind};
use super::functions;

fn start(
    signal: Live<Signal>,
    callback: SignalCallback,
    number: c_int,
    one_shot: bool,
) -> io::Result<()> {
    if signal.base.resource.get().is_some() && signal.number.get() == number {
        // What has come already is told to the new callback.
        signal.callback.set(Some(callback));
        return Ok(());
    }
    signal.base.stop();
    signal.callback.set(Some(callback));
    signal.one_shot.set(one_shot);
    let event_loop = signal.base.owner.get().event_loop();
    let callback = Rc::new(move |_: &_, number| report(signal, number));
    // libuv's order: those that are wanted once come last, the others by their address.
    let rank = (signal.as_ptr().addr() as u64) | u64::from(one_shot) << 63;
    let id = event_loop.signal_start_ranked(number, rank, callback)?;
    signal.number.set(number);
    signal.base.started(&event_loop, id);
    Ok(())
}

fn stop(signal: Live<Signal>) {
    signal.base.stop();
    signal.number.set(0);
}

fn report(signal: Live<Signal>, number: c_int) {
    let Some(callback) = signal.callback.get() else {
        return;
    };
    let (owner, serial) = (signal.base.owner.get(), signal.base.serial.get());
    // SAFETY: the addon's callback for its own handle.
    owner.call(|| unsafe { callback(signal.as_ptr(), number) });
    // It is active in the callback; after a nested run of the loop there it may be gone.
    if owner.has(serial) && signal.one_shot.get() {
        stop(signal);
    }
}

fn checked_start(
    signal: Live<Signal>,
    callback: Option<SignalCallback>,
    number: c_int,
    one_shot: bool,
) -> c_int {
    match callback {
        Some(callback) if number > 0 && !signal.base.is_closing() => {
            super::status(start(signal, callback, number, one_shot))
        }
        _ => -libc::EINVAL,
    }
}

functions! {
    /// Makes a signal handle.
    fn uv_signal_init(owner: Live<Loop>, signal: Live<Signal>) -> c_int {
        signal.write(Signal {
            base: Handle::new(signal.cast(), owner, kind::SIGNAL),
            callback: Cell::new(None),
            number: Cell::new(0),
            one_shot: Cell::new(false),
            reserved: Default::default(),
        });
        0
    }

    /// Calls back each time the process gets that signal.
    fn uv_signal_start(
        signal: Live<Signal>,
        callback: Option<SignalCallback>,
        number: c_int,
    ) -> c_int {
        checked_start(signal, callback, number, false)
    }

    /// Calls back the next time the process gets that signal.
    fn uv_signal_start_oneshot(
        signal: Live<Signal>,
        callback: Option<SignalCallback>,
        number: c_int,
    ) -> c_int {
        checked_start(signal, callback, number, true)
    }

    /// Stops a signal handle.
    fn uv_signal_stop(signal: Live<Signal>) -> c_int {
        stop(signal);
        0
    }
}
