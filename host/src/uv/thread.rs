//! Threads, locks, conditions, semaphores, barriers, thread-local keys: pthread's, under libuv's
//! names. What libuv calls a mutex is a `pthread_mutex_t` in the addon's memory, and so on.
//!
//! As in libuv, an error that only a wrong program can cause ends the process.

use std::ffi::{c_int, c_uint, c_void};
use std::ptr;

use libc::{
    pthread_barrier_t, pthread_cond_t, pthread_key_t, pthread_mutex_t, pthread_rwlock_t, pthread_t,
    sem_t,
};

use super::{functions, last_error};

type ThreadEntry = unsafe extern "C" fn(*mut c_void);
type OnceCallback = unsafe extern "C" fn();

unsafe extern "C" {
    fn pthread_once(guard: *mut c_int, callback: OnceCallback) -> c_int;
}

/// The program broke a rule of the function.
fn must(result: c_int) {
    if result != 0 {
        std::process::abort();
    }
}

/// 0, or `UV_EBUSY` when somebody else has it.
fn tried(result: c_int) -> c_int {
    if !matches!(result, 0 | libc::EBUSY | libc::EAGAIN) {
        std::process::abort();
    }
    if result == 0 { 0 } else { -libc::EBUSY }
}

/// As [`must`], for functions that answer -1 and set `errno`.
fn must_os(result: c_int) {
    if result != 0 {
        std::process::abort();
    }
}

/// Functions that pass their arguments on: `must` has no answer, `answer` the negative error number,
/// `tried` 0 or busy.
macro_rules! forward {
    ($($how:ident $name:ident($($arg:ident: $ty:ty),*) = $target:path;)*) => {
        $(forward!(@ $how $name($($arg: $ty),*) = $target);)*
    };
    (@ must $name:ident($($arg:ident: $ty:ty),*) = $target:path) => {
        functions! {
            /// As pthread's function; ends the process on an error.
            fn $name($($arg: $ty),*) {
                // SAFETY: the addon's contract, which is pthread's.
                must(unsafe { $target($($arg),*) });
            }
        }
    };
    (@ answer $name:ident($($arg:ident: $ty:ty),*) = $target:path) => {
        functions! {
            /// As pthread's function; answers a negative error number.
            fn $name($($arg: $ty),*) -> c_int {
                // SAFETY: the addon's contract, which is pthread's.
                -unsafe { $target($($arg),*) }
            }
        }
    };
    (@ tried $name:ident($($arg:ident: $ty:ty),*) = $target:path) => {
        functions! {
            /// As pthread's function; answers 0 or `UV_EBUSY`.
            fn $name($($arg: $ty),*) -> c_int {
                // SAFETY: the addon's contract, which is pthread's.
                tried(unsafe { $target($($arg),*) })
            }
        }
    };
}

forward! {
    must uv_mutex_destroy(mutex: *mut pthread_mutex_t) = libc::pthread_mutex_destroy;
    must uv_mutex_lock(mutex: *mut pthread_mutex_t) = libc::pthread_mutex_lock;
    must uv_mutex_unlock(mutex: *mut pthread_mutex_t) = libc::pthread_mutex_unlock;
    tried uv_mutex_trylock(mutex: *mut pthread_mutex_t) = libc::pthread_mutex_trylock;
    must uv_rwlock_destroy(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_destroy;
    must uv_rwlock_rdlock(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_rdlock;
    must uv_rwlock_rdunlock(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_unlock;
    must uv_rwlock_wrlock(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_wrlock;
    must uv_rwlock_wrunlock(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_unlock;
    tried uv_rwlock_tryrdlock(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_tryrdlock;
    tried uv_rwlock_trywrlock(lock: *mut pthread_rwlock_t) = libc::pthread_rwlock_trywrlock;
    must uv_cond_destroy(condition: *mut pthread_cond_t) = libc::pthread_cond_destroy;
    must uv_cond_signal(condition: *mut pthread_cond_t) = libc::pthread_cond_signal;
    must uv_cond_broadcast(condition: *mut pthread_cond_t) = libc::pthread_cond_broadcast;
    must uv_cond_wait(condition: *mut pthread_cond_t, mutex: *mut pthread_mutex_t) =
        libc::pthread_cond_wait;
    must uv_barrier_destroy(barrier: *mut pthread_barrier_t) = libc::pthread_barrier_destroy;
    must uv_once(guard: *mut c_int, callback: OnceCallback) = pthread_once;
}

/// Runs `make` with mutex attributes of type `kind`.
fn make_mutex(mutex: *mut pthread_mutex_t, kind: c_int) -> c_int {
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_mutexattr_t>::uninit();
    let attributes = attributes.as_mut_ptr();
    // SAFETY: room for attributes.
    must(unsafe { libc::pthread_mutexattr_init(attributes) });
    // SAFETY: initialized above.
    must(unsafe { libc::pthread_mutexattr_settype(attributes, kind) });
    // SAFETY: by libuv's contract `mutex` is room for a mutex.
    let result = unsafe { libc::pthread_mutex_init(mutex, attributes) };
    // SAFETY: initialized above.
    must(unsafe { libc::pthread_mutexattr_destroy(attributes) });
    -result
}

fn make_condition(condition: *mut pthread_cond_t) -> c_int {
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_condattr_t>::uninit();
    let attributes = attributes.as_mut_ptr();
    // SAFETY: room for attributes.
    must(unsafe { libc::pthread_condattr_init(attributes) });
    // SAFETY: initialized above.
    must(unsafe { libc::pthread_condattr_setclock(attributes, libc::CLOCK_MONOTONIC) });
    // SAFETY: by libuv's contract `condition` is room for a condition.
    let result = unsafe { libc::pthread_cond_init(condition, attributes) };
    // SAFETY: initialized above.
    must(unsafe { libc::pthread_condattr_destroy(attributes) });
    -result
}

/// What a thread of an addon begins with.
struct Start {
    entry: ThreadEntry,
    argument: *mut c_void,
}

extern "C" fn begin(start: *mut c_void) -> *mut c_void {
    // SAFETY: `create` gave the box to this thread.
    let start = unsafe { Box::from_raw(start.cast::<Start>()) };
    let Start { entry, argument } = *start;
    // SAFETY: the addon's function with its argument.
    unsafe { entry(argument) };
    ptr::null_mut()
}

fn create(
    thread: *mut pthread_t,
    entry: ThreadEntry,
    argument: *mut c_void,
    stack: usize,
) -> c_int {
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    let attributes = attributes.as_mut_ptr();
    // SAFETY: room for attributes.
    must(unsafe { libc::pthread_attr_init(attributes) });
    if stack > 0 {
        let size = stack.next_multiple_of(4096).max(libc::PTHREAD_STACK_MIN);
        // SAFETY: initialized above.
        must(unsafe { libc::pthread_attr_setstacksize(attributes, size) });
    }
    let start = Box::into_raw(Box::new(Start { entry, argument })).cast();
    // SAFETY: by libuv's contract `thread` is room for an id; `begin` takes the box.
    let result = unsafe { libc::pthread_create(thread, attributes, begin, start) };
    // SAFETY: initialized above.
    unsafe { libc::pthread_attr_destroy(attributes) };
    if result != 0 {
        // SAFETY: no thread took it.
        drop(unsafe { Box::from_raw(start.cast::<Start>()) });
    }
    -result
}

/// `uv_thread_options_t`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct ThreadOptions {
    flags: c_uint,
    stack_size: usize,
}

/// The point of the monotonic clock that is `nanoseconds` away.
fn deadline(nanoseconds: u64) -> libc::timespec {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes one `timespec`.
    must_os(unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) });
    let total = nanoseconds.saturating_add(time.tv_nsec.cast_unsigned());
    let seconds = i64::try_from(total / 1_000_000_000).unwrap_or(i64::MAX);
    time.tv_sec = time.tv_sec.saturating_add(seconds);
    time.tv_nsec = (total % 1_000_000_000).cast_signed();
    time
}

functions! {
    /// Makes a mutex.
    fn uv_mutex_init(mutex: *mut pthread_mutex_t) -> c_int {
        make_mutex(mutex, libc::PTHREAD_MUTEX_NORMAL)
    }

    /// Makes a mutex that its owner may lock again.
    fn uv_mutex_init_recursive(mutex: *mut pthread_mutex_t) -> c_int {
        make_mutex(mutex, libc::PTHREAD_MUTEX_RECURSIVE)
    }

    /// Makes a lock for many readers or one writer.
    fn uv_rwlock_init(lock: *mut pthread_rwlock_t) -> c_int {
        // SAFETY: by libuv's contract room for a lock.
        -unsafe { libc::pthread_rwlock_init(lock, ptr::null()) }
    }

    /// Makes a condition.
    fn uv_cond_init(condition: *mut pthread_cond_t) -> c_int {
        make_condition(condition)
    }

    /// Waits for a condition at most so many nanoseconds.
    fn uv_cond_timedwait(
        condition: *mut pthread_cond_t,
        mutex: *mut pthread_mutex_t,
        nanoseconds: u64,
    ) -> c_int {
        let until = deadline(nanoseconds);
        // SAFETY: the addon's contract, which is pthread's.
        match unsafe { libc::pthread_cond_timedwait(condition, mutex, &raw const until) } {
            0 => 0,
            libc::ETIMEDOUT => -libc::ETIMEDOUT,
            _ => std::process::abort(),
        }
    }

    /// Makes a semaphore.
    fn uv_sem_init(semaphore: *mut sem_t, value: c_uint) -> c_int {
        // SAFETY: by libuv's contract room for a semaphore.
        if unsafe { libc::sem_init(semaphore, 0, value) } == 0 { 0 } else { last_error() }
    }

    /// Ends a semaphore.
    fn uv_sem_destroy(semaphore: *mut sem_t) {
        // SAFETY: the addon's semaphore.
        must_os(unsafe { libc::sem_destroy(semaphore) });
    }

    /// Counts a semaphore up.
    fn uv_sem_post(semaphore: *mut sem_t) {
        // SAFETY: the addon's semaphore.
        must_os(unsafe { libc::sem_post(semaphore) });
    }

    /// Counts a semaphore down, waiting until that is possible.
    fn uv_sem_wait(semaphore: *mut sem_t) {
        // SAFETY: the addon's semaphore.
        while unsafe { libc::sem_wait(semaphore) } != 0 {
            must_os(last_error() + libc::EINTR);
        }
    }

    /// Counts a semaphore down if that is possible now.
    fn uv_sem_trywait(semaphore: *mut sem_t) -> c_int {
        loop {
            // SAFETY: the addon's semaphore.
            if unsafe { libc::sem_trywait(semaphore) } == 0 {
                return 0;
            }
            match -last_error() {
                libc::EINTR => {}
                libc::EAGAIN => return -libc::EAGAIN,
                _ => std::process::abort(),
            }
        }
    }

    /// Makes a barrier for so many threads.
    fn uv_barrier_init(barrier: *mut pthread_barrier_t, count: c_uint) -> c_int {
        // SAFETY: by libuv's contract room for a barrier.
        -unsafe { libc::pthread_barrier_init(barrier, ptr::null(), count) }
    }

    /// Waits for the others; not 0 in one of the threads.
    fn uv_barrier_wait(barrier: *mut pthread_barrier_t) -> c_int {
        // SAFETY: the addon's barrier.
        match unsafe { libc::pthread_barrier_wait(barrier) } {
            0 => 0,
            libc::PTHREAD_BARRIER_SERIAL_THREAD => 1,
            _ => std::process::abort(),
        }
    }

    /// Makes a key for a value per thread.
    fn uv_key_create(key: *mut pthread_key_t) -> c_int {
        // SAFETY: by libuv's contract room for a key.
        -unsafe { libc::pthread_key_create(key, None) }
    }

    /// Ends a key.
    fn uv_key_delete(key: *mut pthread_key_t) {
        // SAFETY: the addon's key.
        let key = unsafe { key.read() };
        // SAFETY: as above.
        must(unsafe { libc::pthread_key_delete(key) });
    }

    /// This thread's value.
    fn uv_key_get(key: *mut pthread_key_t) -> *mut c_void {
        // SAFETY: the addon's key.
        let key = unsafe { key.read() };
        // SAFETY: as above.
        unsafe { libc::pthread_getspecific(key) }
    }

    /// Sets this thread's value.
    fn uv_key_set(key: *mut pthread_key_t, value: *mut c_void) {
        // SAFETY: the addon's key.
        let key = unsafe { key.read() };
        // SAFETY: as above.
        must(unsafe { libc::pthread_setspecific(key, value) });
    }

    /// Starts a thread.
    fn uv_thread_create(
        thread: *mut pthread_t,
        entry: ThreadEntry,
        argument: *mut c_void,
    ) -> c_int {
        create(thread, entry, argument, 0)
    }

    /// Starts a thread with a stack of a given size.
    fn uv_thread_create_ex(
        thread: *mut pthread_t,
        options: *const ThreadOptions,
        entry: ThreadEntry,
        argument: *mut c_void,
    ) -> c_int {
        // SAFETY: the addon's options.
        let options = unsafe { options.read() };
        let stack = if options.flags & 1 == 0 { 0 } else { options.stack_size };
        create(thread, entry, argument, stack)
    }

    /// Waits for a thread's end.
    fn uv_thread_join(thread: *mut pthread_t) -> c_int {
        // SAFETY: the addon's thread.
        let thread = unsafe { thread.read() };
        // SAFETY: as above.
        -unsafe { libc::pthread_join(thread, ptr::null_mut()) }
    }

    /// The calling thread.
    fn uv_thread_self() -> pthread_t {
        // SAFETY: no preconditions.
        unsafe { libc::pthread_self() }
    }

    /// Whether two ids name the same thread.
    fn uv_thread_equal(one: *const pthread_t, other: *const pthread_t) -> c_int {
        // SAFETY: the addon's ids.
        let one = unsafe { one.read() };
        // SAFETY: as above.
        c_int::from(one == unsafe { other.read() })
    }
}
