//! Async handles: the only ones that other threads may touch, through `uv_async_send`.
//!
//! # Invariants
//! `sender` is a boxed sender from `uv_async_init` until the handle is closed, then null: libuv's
//! contract forbids a send that races with the end of closing.

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::abi::{Async, Handle, HandleCallback, Live, Loop, kind};
use super::functions;

fn run(handle: Live<Async>) {
    if let Some(callback) = handle.callback.get() {
        // SAFETY: the addon's callback for its own handle.
        handle
            .base
            .owner
            .get()
            .call(|| unsafe { callback(handle.as_ptr().cast()) });
    }
}

/// The handle is closed: nothing can be sent any more.
pub(super) fn closed(handle: Live<Async>) {
    let sender = handle.sender.swap(ptr::null_mut(), Ordering::AcqRel);
    if !sender.is_null() {
        // SAFETY: made by `Box::into_raw` in `uv_async_init`, and taken out just now.
        drop(unsafe { Box::from_raw(sender) });
    }
}

functions! {
    /// Makes an async handle, which is active until it is closed.
    fn uv_async_init(
        owner: Live<Loop>,
        handle: Live<Async>,
        callback: Option<HandleCallback>,
    ) -> c_int {
        let event_loop = owner.event_loop();
        let id = event_loop.async_new(Rc::new(move |_| run(handle)));
        let sender = event_loop.async_sender(id).map_or(ptr::null_mut(), |sender| {
            Box::into_raw(Box::new(sender))
        });
        handle.write(Async {
            base: Handle::new(handle.cast(), owner, kind::ASYNC),
            callback: Cell::new(callback),
            sender: AtomicPtr::new(sender),
            reserved: Default::default(),
        });
        handle.base.started(&event_loop, id);
        0
    }

    /// Any thread, and signal handlers: makes the callback run.
    fn uv_async_send(handle: Live<Async>) -> c_int {
        let sender = handle.sender.load(Ordering::Acquire);
        // SAFETY: by the module's invariant, null or alive.
        if let Some(sender) = unsafe { sender.as_ref() } {
            sender.send();
        }
        0
    }
}
