//! The memory of ArrayBuffers. V8 takes it on the thread that runs JavaScript and gives it back on another, which the C
//! library's `malloc` is slow at: both go to the same lists. mimalloc was made for that.
//!
//! Under AddressSanitizer (`--cfg asan`) it is V8's own allocator, so that each block is watched.

/// What an isolate takes the memory of its ArrayBuffers from.
#[cfg(not(asan))]
pub(crate) fn allocator() -> v8::UniqueRef<v8::Allocator> {
    // SAFETY: the functions below need no handle, and give what V8 asks for on any thread.
    unsafe { v8::new_rust_allocator(&raw const mimalloc::NONE, &mimalloc::FUNCTIONS) }
}

/// What an isolate takes the memory of its ArrayBuffers from.
#[cfg(asan)]
pub(crate) fn allocator() -> v8::UniqueRef<v8::Allocator> {
    v8::new_default_allocator()
}

#[cfg(not(asan))]
mod mimalloc {
    use std::ffi::c_void;

    use libmimalloc_sys::{mi_free, mi_malloc, mi_zalloc};

    /// The handle that V8 passes to the functions.
    pub(super) static NONE: () = ();

    pub(super) static FUNCTIONS: v8::RustAllocatorVtable<()> = v8::RustAllocatorVtable {
        allocate,
        allocate_uninitialized,
        free,
        drop,
    };

    unsafe extern "C" fn allocate((): &(), size: usize) -> *mut c_void {
        // SAFETY: any size will do; null says that there is no memory.
        unsafe { mi_zalloc(size) }
    }

    unsafe extern "C" fn allocate_uninitialized((): &(), size: usize) -> *mut c_void {
        // SAFETY: as above.
        unsafe { mi_malloc(size) }
    }

    unsafe extern "C" fn free((): &(), memory: *mut c_void, _: usize) {
        // SAFETY: V8 gives back what it was given, once.
        unsafe { mi_free(memory) };
    }

    unsafe extern "C" fn drop(_: *const ()) {}
}
