//! Strings over an addon's own memory.
//!
//! V8 tells that such a string is gone by the address of its content alone, inside a
//! collection and on any of its threads. So the finalizers are kept by address, in one
//! table of the process; they run later, from the env's queue. One address may carry
//! several strings.

use std::collections::HashMap;
use std::ffi::c_char;
use std::ptr::NonNull;
use std::sync::{LazyLock, Mutex};

use napi_host_event_loop::Remote;

use napi_host_sys as sys;

use super::Env;
use super::finalizer::Finalizer;
use crate::engine::raw;
use crate::sync::lock;

/// The content of an external string.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Units {
    /// Latin-1.
    OneByte(*mut c_char, usize),
    /// UTF-16.
    TwoByte(*mut u16, usize),
}

/// A string that is alive: whose it is and what to call.
struct Alive {
    env: sys::napi_env,
    finalizer: Finalizer,
    remote: Remote,
}

// SAFETY: the pointers are only used on the env's thread.
unsafe impl Send for Alive {}

/// Strings by content address.
static ALIVE: LazyLock<Mutex<HashMap<usize, Vec<Alive>>>> = LazyLock::new(Mutex::default);

/// Makes the string; `None` when V8 refuses (too long).
pub(crate) fn create(env: &Env, units: Units, finalizer: Finalizer) -> Option<NonNull<v8::String>> {
    let isolate = env.isolate().as_ptr();
    let address = match units {
        Units::OneByte(data, _) => data.addr(),
        Units::TwoByte(data, _) => data.addr(),
    };
    let entry = Alive {
        env: env.as_raw(),
        finalizer,
        remote: env.remote(),
    };
    let mut alive = lock(&ALIVE);
    alive.entry(address).or_default().push(entry);
    drop(alive);
    let string = match units {
        // SAFETY: the addon keeps the memory until its finalizer is called.
        Units::OneByte(data, length) => unsafe {
            raw::v8__String__NewExternalOneByte(isolate, data, length, one_byte_gone)
        },
        // SAFETY: as above.
        Units::TwoByte(data, length) => unsafe {
            raw::v8__String__NewExternalTwoByte(isolate, data, length, two_byte_gone)
        },
    };
    let string = NonNull::new(string.cast_mut());
    if string.is_none() {
        // Nobody will say that it is gone.
        take(address);
    }
    string
}

unsafe extern "C" fn one_byte_gone(data: *mut c_char, _: usize) {
    gone(data.addr());
}

unsafe extern "C" fn two_byte_gone(data: *mut u16, _: usize) {
    gone(data.addr());
}

/// Takes a string over `address` out of the table.
fn take(address: usize) -> Option<Alive> {
    let mut alive = lock(&ALIVE);
    let strings = alive.get_mut(&address)?;
    let entry = strings.pop();
    if strings.is_empty() {
        alive.remove(&address);
    }
    entry
}

/// A string over `address` is gone.
fn gone(address: usize) {
    let Some(entry) = take(address) else {
        return;
    };
    if entry.remote.is_loop_thread() {
        return finalize(&entry);
    }
    let remote = entry.remote.clone();
    // A loop that is gone has torn its envs down: the addon keeps what it gave.
    let _ = remote.post(Box::new(move |_| finalize(&entry)));
}

/// On the env's thread: its finalizer goes to the env's queue. After the env's end it
/// is called at once, without an env.
fn finalize(entry: &Alive) {
    let finalizer = entry.finalizer;
    if let Some(env) = Env::find(entry.env) {
        env.enqueue_finalizer(finalizer);
    } else if let Some(callback) = finalizer.callback {
        // SAFETY: the addon's contract: the callback takes its data back.
        unsafe { callback(std::ptr::null_mut(), finalizer.data, finalizer.hint) };
    }
}
