//! The heap's limits, and snapshots near them. What happens at the limit is in `out_of_memory`.

use std::cell::Cell;
use std::ffi::c_void;
use std::io::Write as _;

use super::Runtime;
use crate::builtins::heap;

/// What the heap limit is raised by while a snapshot near it is written, and after it.
const HEADROOM: usize = 64 << 20;

/// Limits for an isolate on this machine, as Node has them; V8's flags still win.
pub(crate) fn limits() -> v8::CreateParams {
    // SAFETY: sysconf takes a plain number.
    let pages = unsafe { libc::sysconf(libc::_SC_PHYS_PAGES) };
    // SAFETY: as above.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let params = v8::CreateParams::default();
    match (u64::try_from(pages), u64::try_from(page)) {
        (Ok(pages), Ok(page)) => params.heap_limits_from_system_memory(pages * page, 0),
        _ => params,
    }
}

/// Snapshots that are still to be written near the heap's limit.
#[derive(Default)]
pub(crate) struct NearLimit {
    left: Cell<u32>,
    writing: Cell<bool>,
    is_set: Cell<bool>,
}

impl Runtime {
    /// Writes a heap snapshot each time the heap comes near its limit, `count` times at most.
    pub(crate) fn snapshot_near_limit(&self, isolate: &mut v8::Isolate, count: u32) {
        if count == 0 {
            return;
        }
        self.near_limit.left.set(count);
        if !self.near_limit.is_set.replace(true) {
            let data = std::ptr::from_ref(self).cast_mut().cast();
            isolate.add_near_heap_limit_callback(near_limit, data);
        }
    }
}

/// # Safety
/// For V8, with the isolate's runtime.
unsafe extern "C" fn near_limit(data: *mut c_void, limit: usize, _: usize) -> usize {
    // SAFETY: the runtime lives as long as its isolate runs JavaScript.
    let runtime = unsafe { &*data.cast::<Runtime>() };
    let state = &runtime.near_limit;
    if state.writing.get() {
        return limit + HEADROOM;
    }
    // SAFETY: V8 calls on the isolate's thread.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(runtime.isolate) };
    let left = state.left.get().saturating_sub(1);
    state.left.set(left);
    state.writing.set(true);
    let name = heap::diagnostic_path(runtime, "Heap", "heapsnapshot");
    let said = match heap::write_snapshot(&mut isolate, &name) {
        Ok(()) => format!("Wrote snapshot to {name}\n"),
        Err(error) => format!("Failed to write snapshot to {name}: {error}\n"),
    };
    // As above.
    let _ = std::io::stderr().write_all(said.as_bytes());
    state.writing.set(false);
    if left == 0 {
        // The next time is the affair of who watched before: a worker ends, the main thread's process aborts.
        isolate.remove_near_heap_limit_callback(near_limit, 0);
        state.is_set.set(false);
    }
    limit + HEADROOM
}
