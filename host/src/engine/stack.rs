//! How much of a thread's stack JavaScript may use. The crate sets it only for
//! isolates to be, and V8 then takes its default all the same.

use std::ffi::c_void;

unsafe extern "C" {
    /// `v8::Isolate::SetStackLimit(uintptr_t)`.
    #[link_name = "_ZN2v87Isolate13SetStackLimitEm"]
    fn set_stack_limit(isolate: *mut c_void, lowest: usize);
}

/// JavaScript of `isolate` overflows its stack below the address `lowest`.
///
/// # Safety
/// The isolate is live, and runs on the calling thread only, whose stack reaches well
/// below `lowest`.
pub(crate) unsafe fn set_limit(isolate: v8::UnsafeRawIsolatePtr, lowest: usize) {
    // SAFETY: the type is a transparent wrapper around the isolate's address.
    let isolate = unsafe { std::mem::transmute::<v8::UnsafeRawIsolatePtr, *mut c_void>(isolate) };
    // SAFETY: the caller's promise.
    unsafe { set_stack_limit(isolate, lowest) };
}
