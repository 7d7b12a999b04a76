//! The memory of ArrayBuffers. V8 takes it on the thread that runs JavaScript and gives it back on another, which the C
//! library's `malloc` is slow at: both go to the same lists. mimalloc was made for that.
//!
//! Small blocks are as long as the C library's would be, and zero past what was asked for, as fresh memory is there:
//! addons write the zero of a C string behind their bytes, or read on to one. mimalloc's own are without a gap.
//! Larger ones stay without: 8 bytes more than 8192 take 10 KiB there, and the pool of Buffers a third more time.
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
    use std::cell::UnsafeCell;
    use std::ffi::c_void;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use libmimalloc_sys::{mi_free, mi_malloc, mi_zalloc};

    /// Where a process' first blocks lie, which come out of the startup snapshot. For a few bytes mimalloc would set up
    /// its lists, fifty pages of them, in programs that never ask for more. What is given back here is not used again.
    struct Beginning {
        memory: UnsafeCell<[u128; Self::LENGTH / Self::ALIGNMENT]>,
        used: AtomicUsize,
    }

    // SAFETY: no two blocks overlap, and each is its owner's.
    unsafe impl Sync for Beginning {}

    static BEGINNING: Beginning = Beginning {
        memory: UnsafeCell::new([0; Beginning::LENGTH / Beginning::ALIGNMENT]),
        used: AtomicUsize::new(0),
    };

    impl Beginning {
        const LENGTH: usize = 512;

        /// The C library's, which addons may rely on.
        const ALIGNMENT: usize = align_of::<u128>();

        /// `size` bytes of zeros while there are some.
        fn take(&self, size: usize) -> Option<*mut c_void> {
            let length = size.checked_next_multiple_of(Self::ALIGNMENT)?;
            if length > Self::LENGTH - self.used.load(Ordering::Relaxed).min(Self::LENGTH) {
                return None;
            }
            let start = self.used.fetch_add(length, Ordering::Relaxed);
            (start + length <= Self::LENGTH)
                .then(|| self.memory.get().cast::<c_void>().wrapping_byte_add(start))
        }

        fn holds(&self, memory: *mut c_void) -> bool {
            let offset = memory.addr().wrapping_sub(self.memory.get().addr());
            offset < Self::LENGTH
        }
    }

    /// The handle that V8 passes to the functions.
    pub(super) static NONE: () = ();

    pub(super) static FUNCTIONS: v8::RustAllocatorVtable<()> = v8::RustAllocatorVtable {
        allocate,
        allocate_uninitialized,
        free,
        drop,
    };

    /// From this size on, blocks have no room past what was asked for.
    const LARGE: usize = 4096;

    /// How long the block for `size` bytes is. A small one is a multiple of 16 with the 8 bytes before it in which the
    /// C library says so.
    pub(super) const fn block(size: usize) -> usize {
        match size {
            0..=24 => 24,
            LARGE.. => size,
            _ => ((size + 23) & !15) - 8,
        }
    }

    pub(super) unsafe extern "C" fn allocate((): &(), size: usize) -> *mut c_void {
        let block = block(size);
        BEGINNING.take(block).unwrap_or_else(|| {
            // SAFETY: any size will do; null says that there is no memory.
            unsafe { mi_zalloc(block) }
        })
    }

    pub(super) unsafe extern "C" fn allocate_uninitialized((): &(), size: usize) -> *mut c_void {
        let block = block(size);
        if let Some(memory) = BEGINNING.take(block) {
            return memory;
        }
        // SAFETY: as above.
        let memory = unsafe { mi_malloc(block) };
        if !memory.is_null() {
            // SAFETY: a block is never shorter than what was asked for.
            let rest = unsafe { memory.add(size) };
            // SAFETY: the rest of the block.
            unsafe { rest.write_bytes(0, block - size) };
        }
        memory
    }

    pub(super) unsafe extern "C" fn free((): &(), memory: *mut c_void, _: usize) {
        if !BEGINNING.holds(memory) {
            // SAFETY: V8 gives back what it was given, once.
            unsafe { mi_free(memory) };
        }
    }

    unsafe extern "C" fn drop(_: *const ()) {}
}

#[cfg(all(test, not(asan)))]
mod tests {
    use super::mimalloc::{allocate, allocate_uninitialized, block, free};

    #[test]
    fn what_follows_the_bytes_is_zero_and_belongs_to_no_other_block() {
        assert_eq!(
            [0, 8, 24, 25, 40, 64, 4095, 4096, 8192].map(block),
            [24, 24, 24, 40, 40, 72, 4104, 4096, 8192]
        );
        for make in [allocate, allocate_uninitialized] {
            for size in [0, 1, 8, 16, 24, 32, 64, 100, 1024, 4096] {
                let length = block(size);
                // The second time in memory that was in use.
                for _ in 0..2 {
                    // SAFETY: any size will do.
                    let blocks: [*mut u8; 8] =
                        std::array::from_fn(|_| unsafe { make(&(), size) }.cast());
                    // SAFETY: a block is so long, and no other one borrows it.
                    let mut blocks = blocks
                        .map(|memory| unsafe { std::slice::from_raw_parts_mut(memory, length) });
                    for bytes in &mut blocks {
                        assert_eq!(bytes.as_ptr().addr() % 16, 0, "{size}");
                        assert!(bytes[size..].iter().all(|byte| *byte == 0), "{size}");
                    }
                    for (number, bytes) in (1_u8..).zip(&mut blocks) {
                        bytes.fill(number);
                    }
                    for (number, bytes) in (1_u8..).zip(blocks) {
                        assert!(bytes.iter().all(|byte| *byte == number), "{size}");
                        // SAFETY: it was made above, and is not used any more.
                        unsafe { free(&(), bytes.as_mut_ptr().cast(), size) };
                    }
                }
            }
        }
    }
}
