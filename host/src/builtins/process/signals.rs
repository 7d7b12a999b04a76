//! Signals: watches that call JavaScript from the loop.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use napi_host_event_loop::SignalId;

use crate::builtins::support::{self, Args, Return, runtime};
use crate::runtime::{JsCallback, call_into_js};

std::thread_local! {
    /// The watches of this thread's runtime, by the number that JavaScript has.
    static WATCHES: RefCell<(i32, HashMap<i32, SignalId>)> = RefCell::default();
}

/// The methods of this binding.
pub(super) static METHODS: &[support::Method] = support::method_table![
    "signalStart" => start,
    "signalStop" => stop,
];

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
}

/// `signalStart(number, callback)`: an id, or a negative errno. The watch does not
/// keep the loop alive.
fn start(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let signal = args.get(0).int32_value(scope).unwrap_or(0);
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(1)) else {
        return;
    };
    let callback = JsCallback::new(scope, callback);
    let runtime = runtime(scope);
    let weak = Rc::downgrade(&runtime);
    let event_loop = runtime.event_loop();
    let started = event_loop.signal_start(
        signal,
        Rc::new(move |_, _| {
            if let Some(runtime) = weak.upgrade() {
                call_into_js(&runtime, |scope| {
                    callback.call(scope, &[]);
                });
            }
        }),
    );
    match started {
        Ok(id) => {
            event_loop.signal_ref(id, false);
            rv.set_int32(WATCHES.with_borrow_mut(|(last, watches)| {
                *last += 1;
                watches.insert(*last, id);
                *last
            }));
        }
        Err(error) => rv.set_int32(-error.raw_os_error().unwrap_or(libc::EINVAL)),
    }
}

/// `signalStop(id)`.
fn stop(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).int32_value(scope).unwrap_or(0);
    let watch = WATCHES.with_borrow_mut(|(_, watches)| watches.remove(&id));
    if let Some(watch) = watch {
        runtime(scope).event_loop().signal_stop(watch);
    }
}
