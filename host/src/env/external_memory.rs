//! Memory of the addon inside JavaScript: external array buffers and Buffers.
//!
//! V8 may let the memory go on any thread (its sweeper has its own), so what it calls
//! there only puts a record into a queue; the loop's thread takes it out and enqueues
//! the finalizer. A record is also an entry of the env's teardown, so that memory which
//! is still in use then is finalized there. Whichever comes first wins, once.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::sync::Arc;

use napi_host_event_loop::{Batch, Remote};
use napi_host_sys as sys;

use super::Env;
use super::finalizer::Finalizer;
use crate::runtime::Runtime;

/// One piece of memory.
///
/// # Invariants
/// `done` and `hook` are touched on the env's thread only. While `done` is false the
/// hook is in the env's teardown list, so the env is alive.
struct Record {
    env: *const Env,
    finalizer: Finalizer,
    hook: Cell<u64>,
    done: Cell<bool>,
    released: Arc<Released>,
}

// SAFETY: other threads only move the record into the queue; see its invariants.
unsafe impl Send for Record {}
// SAFETY: as above.
unsafe impl Sync for Record {}

/// The records of one env whose memory V8 has let go, on their way to its thread.
pub(crate) struct Released {
    records: Batch<Arc<Record>>,
    remote: Remote,
}

impl Released {
    /// Any thread: hands a record to the env's thread.
    fn push(this: &Arc<Self>, record: Arc<Record>) {
        if !this.records.add(record) {
            return;
        }
        let queue = Arc::clone(this);
        let posted = this.remote.post(Box::new(move |_| {
            for record in queue.records.take() {
                record.release();
            }
        }));
        if posted.is_err() {
            // The loop is gone, and with it the env: it has finalized what was left.
            drop(this.records.take());
        }
    }
}

impl Record {
    /// The env's thread: V8 has let the memory go.
    fn release(&self) {
        if self.done.replace(true) {
            return;
        }
        // SAFETY: the record was not done, so the env is alive.
        let env = unsafe { &*self.env };
        env.runtime().cleanup.remove_memory(self.hook.get());
        env.enqueue_finalizer(self.finalizer);
    }
}

/// V8's deleter for memory with a finalizer. Any thread.
unsafe extern "C" fn release(_data: *mut c_void, _length: usize, record: *mut c_void) {
    // SAFETY: the pointer is the record that `external_store` gave away, and V8 calls once.
    let record = unsafe { Arc::from_raw(record.cast_const().cast::<Record>()) };
    let released = Arc::clone(&record.released);
    Released::push(&released, record);
}

/// V8's deleter for memory that nobody wants to hear of again.
unsafe extern "C" fn forget(_data: *mut c_void, _length: usize, _record: *mut c_void) {}

impl Env {
    /// A backing store over the addon's memory, which `finalizer` gets back, once: after
    /// a collection, or at the env's end.
    ///
    /// # Safety
    /// `data` is valid for `length` bytes until the finalizer runs.
    pub(crate) unsafe fn external_store(
        &self,
        data: NonNull<c_void>,
        length: usize,
        finalizer: Finalizer,
    ) -> v8::SharedRef<v8::BackingStore> {
        let data = data.as_ptr();
        let (deleter, record): (v8::BackingStoreDeleterCallback, _) = if finalizer.is_some() {
            let record = Arc::into_raw(self.register(finalizer));
            (release, record.cast_mut().cast())
        } else {
            (forget, ptr::null_mut())
        };
        // SAFETY: the caller's promise; the deleter fits the record.
        unsafe { v8::ArrayBuffer::new_backing_store_from_ptr(data, length, deleter, record) }
            .make_shared()
    }

    /// Makes a record, and its entry in the teardown.
    fn register(&self, finalizer: Finalizer) -> Arc<Record> {
        let released = self.released.get_or_init(|| {
            Arc::new(Released {
                records: Batch::default(),
                remote: self.remote(),
            })
        });
        let record = Arc::new(Record {
            env: self,
            finalizer,
            hook: Cell::new(0),
            done: Cell::new(false),
            released: Arc::clone(released),
        });
        let entry = Arc::clone(&record);
        let raw = self.as_raw();
        let hook = Box::new(move |runtime: &Rc<Runtime>| {
            if !entry.done.replace(true)
                && let Some(env) = runtime.env(raw)
            {
                env.run_finalizer(runtime, entry.finalizer);
            }
        });
        let address = finalizer.data.addr();
        let hook = self.runtime().cleanup.add_memory(address, hook);
        record.hook.set(hook);
        record
    }
}

impl Runtime {
    /// Whether a buffer lies over memory that an addon wants back. Such a buffer cannot be
    /// transferred: another thread might still use it when the env ends.
    pub(crate) fn is_external_memory(&self, buffer: v8::Local<'_, v8::ArrayBuffer>) -> bool {
        let address = buffer.data().map(|data| data.addr().get());
        address.is_some_and(|address| self.cleanup.has_memory(address))
    }
}

/// A finalizer without an env, which V8 may call on any thread.
struct FreeFinalizer {
    callback: unsafe extern "C" fn(*mut c_void, *mut c_void),
    data: *mut c_void,
    hint: *mut c_void,
}

/// V8's deleter for shared memory. Any thread.
unsafe extern "C" fn finalize_anywhere(_data: *mut c_void, _length: usize, finalizer: *mut c_void) {
    // SAFETY: the pointer is the box of `shared_external_store`, and V8 calls once.
    let finalizer = unsafe { Box::from_raw(finalizer.cast::<FreeFinalizer>()) };
    // SAFETY: the addon gave the callback for these arguments and for any thread.
    unsafe { (finalizer.callback)(finalizer.data, finalizer.hint) };
}

/// A backing store over memory that agents share: it may outlive every env, so its
/// finalizer gets none and runs on whichever thread lets go last.
///
/// # Safety
/// `data` is valid for `length` bytes until the finalizer runs.
pub(crate) unsafe fn shared_external_store(
    data: NonNull<c_void>,
    length: usize,
    callback: sys::node_api_noenv_finalize,
    hint: *mut c_void,
) -> v8::SharedRef<v8::BackingStore> {
    let data = data.as_ptr();
    let (deleter, finalizer): (v8::BackingStoreDeleterCallback, _) = match callback {
        Some(callback) => {
            let finalizer = Box::new(FreeFinalizer {
                callback,
                data,
                hint,
            });
            (finalize_anywhere, Box::into_raw(finalizer).cast())
        }
        None => (forget, ptr::null_mut()),
    };
    // SAFETY: the caller's promise; the deleter fits its data.
    unsafe { v8::SharedArrayBuffer::new_backing_store_from_ptr(data, length, deleter, finalizer) }
        .make_shared()
}
