//! The loop's side of timers and immediates; their objects are in
//! `js/internal/timers.js`, which owns the contract.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use napi_host_event_loop::{Phase, TimerId};

use super::support::{Args, Return, constant, method, runtime};
use crate::runtime::{Runtime, call_into_js, call_timers};

/// Indices into the array shared with JavaScript.
const REFS: usize = 1;
/// Number of words in that array.
const WORDS: usize = 2;

/// A native callback for the check phase.
type Native = Box<dyn FnOnce(&Runtime)>;

/// What the isolate's timers need; one per runtime.
#[derive(Default)]
pub(crate) struct Timers {
    on_timers: OnceCell<v8::Global<v8::Function>>,
    on_immediates: OnceCell<v8::Global<v8::Function>>,
    /// The one timer of all Timeouts.
    armed: Cell<Option<TimerId>>,
    immediates: OnceCell<v8::SharedRef<v8::BackingStore>>,
    /// Native callbacks for the next check phase (finalizers).
    native: RefCell<Vec<Native>>,
    native_pending: Cell<bool>,
    /// The same, for what does not keep the loop alive.
    unrefed: RefCell<Vec<Native>>,
}

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "setup", setup);
    method(scope, target, "start", start);
    method(scope, target, "setRef", set_ref);
    method(scope, target, "now", now);
    method(scope, target, "updateImmediates", update_immediates);
    let buffer = v8::ArrayBuffer::new(scope, WORDS * size_of::<i32>());
    let _ = runtime(scope)
        .timers
        .immediates
        .set(buffer.get_backing_store());
    if let Some(info) = v8::Int32Array::new(scope, buffer, 0, WORDS) {
        constant(scope, target, "immediateInfo", info.into());
    }
}

/// Installs the check phase's callback; called once when the runtime starts.
pub(crate) fn start_check_phase(runtime: &Rc<Runtime>) {
    let weak = Rc::downgrade(runtime);
    let event_loop = runtime.event_loop();
    let hook = event_loop.hook_start(
        Phase::Check,
        Rc::new(move |_| {
            if let Some(runtime) = weak.upgrade() {
                run_immediates(&runtime);
            }
        }),
    );
    event_loop.hook_ref(hook, false);
}

/// Runs `callback` in the next check phase, before JavaScript's immediates; it keeps
/// the loop alive until then.
pub(crate) fn set_native_immediate(runtime: &Runtime, callback: Native) {
    runtime.timers.native.borrow_mut().push(callback);
    runtime.timers.native_pending.set(true);
    update_pending(runtime);
}

/// As [`set_native_immediate`], but the loop may end before.
pub(crate) fn set_unrefed_immediate(runtime: &Runtime, callback: Native) {
    runtime.timers.unrefed.borrow_mut().push(callback);
}

/// Runs them: in the check phase, and once more when the loop has run dry.
pub(crate) fn run_unrefed(runtime: &Runtime) {
    if runtime.timers.unrefed.borrow().is_empty() {
        return;
    }
    let callbacks = std::mem::take(&mut *runtime.timers.unrefed.borrow_mut());
    for callback in callbacks {
        callback(runtime);
    }
}

fn update_pending(runtime: &Runtime) {
    let timers = &runtime.timers;
    let refs = timers.immediates.get().map_or(0, |store| word(store, REFS));
    runtime
        .event_loop()
        .set_immediate_pending(timers.native_pending.get() || refs > 0);
}

fn word(store: &v8::BackingStore, index: usize) -> i32 {
    let start = index * size_of::<i32>();
    let mut bytes = [0; size_of::<i32>()];
    for (byte, cell) in bytes.iter_mut().zip(&store[start..]) {
        *byte = cell.get();
    }
    i32::from_ne_bytes(bytes)
}

fn run_immediates(runtime: &Rc<Runtime>) {
    let timers = &runtime.timers;
    if timers.native_pending.replace(false) {
        let callbacks = std::mem::take(&mut *timers.native.borrow_mut());
        for callback in callbacks {
            callback(runtime);
        }
        update_pending(runtime);
    }
    run_unrefed(runtime);
    let Some(store) = timers.immediates.get() else {
        return;
    };
    if word(store, 0) == 0 {
        return;
    }
    let Some(callback) = timers.on_immediates.get() else {
        return;
    };
    // One that throws ends the call; the rest of the same round runs in the next one.
    let mut done = false;
    while !done && !runtime.is_exiting() {
        let finished = &mut done;
        call_into_js(runtime, move |scope| {
            let callback = v8::Local::new(scope, callback);
            let receiver = v8::undefined(scope).into();
            *finished = callback.call(scope, receiver, &[]).is_some();
        });
    }
}

fn setup(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let runtime = runtime(scope);
    let slots = [&runtime.timers.on_timers, &runtime.timers.on_immediates];
    for (index, slot) in (0..).zip(slots) {
        if let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(index)) {
            let _ = slot.set(v8::Global::new(scope, function));
        }
    }
}

/// `start(expiry in ms of the loop's clock, refed)`: arms the timer, again if it is armed. The clock is not
/// read anew, as in Node: after a pass of timers that took long, what fell due meanwhile runs in the next
/// timers phase, however soon that comes.
fn start(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let runtime = runtime(scope);
    let expiry = args.get(0).integer_value(scope).unwrap_or(0);
    let refed = args.get(1).boolean_value(scope);
    let event_loop = runtime.event_loop();
    let delay = u64::try_from(expiry).map_or(1, |expiry| {
        expiry.saturating_sub(event_loop.now_ms()).max(1)
    });
    let weak = Rc::downgrade(&runtime);
    let timer = event_loop.timer_start(
        delay,
        None,
        Rc::new(move |_| {
            if let Some(runtime) = weak.upgrade() {
                fire(&runtime);
            }
        }),
    );
    event_loop.timer_ref(timer, refed);
    if let Some(old) = runtime.timers.armed.replace(Some(timer)) {
        event_loop.timer_stop(old);
    }
}

fn fire(runtime: &Runtime) {
    runtime.timers.armed.set(None);
    let Some(callback) = runtime.timers.on_timers.get() else {
        return;
    };
    call_timers(runtime, |scope, again| {
        let callback = v8::Local::new(scope, callback);
        let receiver = v8::undefined(scope).into();
        let again = v8::Boolean::new(scope, again).into();
        callback.call(scope, receiver, &[again]);
    });
}

/// `setRef(refed)`: whether the timer, if it is armed, keeps the loop alive.
fn set_ref(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let runtime = runtime(scope);
    let refed = args.get(0).boolean_value(scope);
    if let Some(timer) = runtime.timers.armed.get() {
        runtime.event_loop().timer_ref(timer, refed);
    }
}

/// Milliseconds of the loop's clock, read anew.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since boot stay far below 2^53"
)]
fn now(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let runtime = runtime(scope);
    runtime.event_loop().update_time();
    rv.set_double(runtime.event_loop().now_ms() as f64);
}

fn update_immediates(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, _: Return<'_>) {
    update_pending(&runtime(scope));
}
