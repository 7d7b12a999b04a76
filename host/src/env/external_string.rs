//! Strings over an addon's own memory.
//!
//! V8 tells that such a string is gone by the address of its content alone, inside a
//! collection, so the finalizers are kept by address; they run later, from the env's
//! queue. One address may carry several strings.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_char;
use std::ptr::NonNull;

use napi_host_sys as sys;

use super::Env;
use super::finalizer::Finalizer;
use crate::engine::raw;

/// The content of an external string.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Units {
    /// Latin-1.
    OneByte(*mut c_char, usize),
    /// UTF-16.
    TwoByte(*mut u16, usize),
}

thread_local! {
    /// Finalizers by content address. Isolates do not leave their thread.
    static ALIVE: RefCell<HashMap<usize, Vec<(sys::napi_env, Finalizer)>>> =
        RefCell::new(HashMap::new());
}

/// Makes the string; `None` when V8 refuses (too long).
pub(crate) fn create(env: &Env, units: Units, finalizer: Finalizer) -> Option<NonNull<v8::String>> {
    let isolate = env.engine.isolate.as_ptr();
    let address = match units {
        Units::OneByte(data, _) => data.addr(),
        Units::TwoByte(data, _) => data.addr(),
    };
    ALIVE.with_borrow_mut(|alive| {
        let entry = (env.as_raw(), finalizer);
        alive.entry(address).or_default().push(entry);
    });
    // SAFETY: the addon keeps the memory until its finalizer is called.
    let string = match units {
        Units::OneByte(data, length) => unsafe {
            raw::v8__String__NewExternalOneByte(isolate, data, length, one_byte_gone)
        },
        Units::TwoByte(data, length) => unsafe {
            raw::v8__String__NewExternalTwoByte(isolate, data, length, two_byte_gone)
        },
    };
    NonNull::new(string.cast_mut())
}

unsafe extern "C" fn one_byte_gone(data: *mut c_char, _: usize) {
    gone(data.addr());
}

unsafe extern "C" fn two_byte_gone(data: *mut u16, _: usize) {
    gone(data.addr());
}

/// A string over `address` is gone: its finalizer goes to the env's queue. After the
/// env's end it is called at once, without an env.
fn gone(address: usize) {
    let entry = ALIVE.with_borrow_mut(|alive| {
        let waiting = alive.get_mut(&address)?;
        let entry = waiting.pop();
        if waiting.is_empty() {
            alive.remove(&address);
        }
        entry
    });
    let Some((env, finalizer)) = entry else {
        return;
    };
    if let Some(env) = Env::find(env) {
        env.enqueue_finalizer(finalizer);
    } else if let Some(callback) = finalizer.callback {
        // SAFETY: the addon's contract: the callback takes its data back.
        unsafe { callback(std::ptr::null_mut(), finalizer.data, finalizer.hint) };
    }
}
