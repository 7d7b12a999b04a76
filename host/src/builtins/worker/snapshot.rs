//! Heap snapshots of a worker, taken in its own thread and given to its parent:
//! between two callbacks, or by interrupting code that runs for long.
//!
//! Deliberately absent: streams (`js/internal/worker/thread.js`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use napi_host_event_loop::Remote;

use super::support::{self, method};
use super::{Args, Return, Scope, function, thread};
use crate::runtime::{JsCallback, call_into_js};
use crate::sync::lock;

/// Who waits for a snapshot, in the parent's isolate.
#[derive(Default)]
struct Waiting {
    last: Cell<u32>,
    callbacks: RefCell<HashMap<u32, JsCallback>>,
}

/// A snapshot that was asked for and not taken yet.
struct Job {
    parent: Remote,
    number: u32,
}

/// Whoever comes first, the interrupt or the loop, takes the job.
type Slot = Mutex<Option<Job>>;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "heapSnapshot", heap_snapshot);
}

fn waiting(scope: &mut v8::PinScope<'_, '_>) -> Rc<Waiting> {
    if let Some(waiting) = scope.get_slot::<Rc<Waiting>>() {
        return Rc::clone(waiting);
    }
    let waiting = Rc::<Waiting>::default();
    scope.set_slot(Rc::clone(&waiting));
    waiting
}

/// `heapSnapshot(id, callback(error, buffer))`: whether the worker runs. One that ends
/// before calls nothing.
fn heap_snapshot(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    rv.set_bool(false);
    let Some(callback) = function(&args, 1) else {
        return;
    };
    let Some((isolate, remote)) = thread::reach(scope, id) else {
        return;
    };
    let waiting = waiting(scope);
    let number = waiting.last.get().wrapping_add(1);
    waiting.last.set(number);
    let callback = JsCallback::new(scope, callback);
    waiting.callbacks.borrow_mut().insert(number, callback);
    let parent = support::runtime(scope).event_loop().remote();
    let slot = Arc::new(Mutex::new(Some(Job { parent, number })));
    let by_interrupt = Arc::into_raw(Arc::clone(&slot));
    // Not taken when the isolate is gone: then the count stays, which is a few bytes.
    isolate.request_interrupt(interrupt, by_interrupt.cast_mut().cast());
    let sent = remote.post(Box::new(move |_| {
        if let Some(runtime) = crate::runtime::of_this_thread() {
            crate::runtime::enter(&runtime, |scope| take(scope, &slot));
        }
    }));
    rv.set_bool(sent.is_ok());
}

unsafe extern "C" fn interrupt(isolate: v8::UnsafeRawIsolatePtr, data: *mut c_void) {
    // SAFETY: `data` is the count that `heap_snapshot` has given to this call.
    let slot = unsafe { Arc::from_raw(data.cast_const().cast::<Slot>()) };
    // SAFETY: V8 calls this in the isolate's own thread, with the isolate entered.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    take(&mut isolate, &slot);
}

/// Takes the snapshot, and sends it to who has asked.
fn take(isolate: &mut v8::Isolate, slot: &Slot) {
    let job = lock(slot).take();
    let Some(Job { parent, number }) = job else {
        return;
    };
    let mut bytes = Vec::new();
    isolate.take_heap_snapshot(|chunk| {
        bytes.extend_from_slice(chunk);
        true
    });
    // A parent that is gone needs no answer.
    let _ = parent.post(Box::new(move |_| answer(number, bytes)));
}

/// In the parent's thread.
fn answer(number: u32, bytes: Vec<u8>) {
    let Some(runtime) = crate::runtime::of_this_thread() else {
        return;
    };
    call_into_js(&runtime, |scope| {
        let callback = waiting(scope).callbacks.borrow_mut().remove(&number);
        let Some(callback) = callback else {
            return;
        };
        let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        let null = v8::null(scope).into();
        callback.call(scope, &[null, buffer.into()]);
    });
}
