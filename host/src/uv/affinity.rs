//! Threads and processors: where a thread may run, where it does, its name and its priority.
//!
//! A set of processors is one byte for each: not 0 when the processor is in it.

use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::mem::MaybeUninit;

use libc::{cpu_set_t, pthread_t};

use super::abi::Live;
use super::os::{put, text};
use super::{functions, last_error};

/// Processors in a `cpu_set_t`.
const PROCESSORS: usize = libc::CPU_SETSIZE as usize;

fn empty_set() -> cpu_set_t {
    // SAFETY: zero bytes are an empty set.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

/// Where a thread may run, into the caller's set.
fn read_set(thread: pthread_t, target: *mut c_char) -> c_int {
    let mut set = empty_set();
    // SAFETY: a set and its size.
    let error =
        unsafe { libc::pthread_getaffinity_np(thread, size_of::<cpu_set_t>(), &raw mut set) };
    if error != 0 {
        return -error;
    }
    for index in 0..PROCESSORS {
        // SAFETY: the index is within a set.
        let is_in = unsafe { libc::CPU_ISSET(index, &set) };
        // SAFETY: the caller has compared the size of its set.
        let place = unsafe { target.add(index) };
        // SAFETY: as above.
        unsafe { place.write(c_char::from(is_in)) };
    }
    0
}

fn write_set(thread: pthread_t, source: *const c_char) -> c_int {
    let mut set = empty_set();
    for index in 0..PROCESSORS {
        // SAFETY: the caller has compared the size of its set.
        let place = unsafe { source.add(index) };
        // SAFETY: as above.
        if unsafe { place.read() } != 0 {
            // SAFETY: the index is within a set.
            unsafe { libc::CPU_SET(index, &mut set) };
        }
    }
    // SAFETY: a set and its size.
    -unsafe { libc::pthread_setaffinity_np(thread, size_of::<cpu_set_t>(), &raw const set) }
}

fn is_own(thread: pthread_t) -> bool {
    // SAFETY: no preconditions.
    let own = unsafe { libc::pthread_self() };
    // SAFETY: the addon's thread.
    unsafe { libc::pthread_equal(thread, own) != 0 }
}

/// How the system schedules a thread, or an error's number.
fn scheduling(thread: pthread_t) -> Result<(c_int, libc::sched_param), c_int> {
    let mut policy = 0;
    let mut parameters = libc::sched_param { sched_priority: 0 };
    // SAFETY: the addon's thread, and room for both answers.
    let error =
        unsafe { libc::pthread_getschedparam(thread, &raw mut policy, &raw mut parameters) };
    if error == 0 {
        Ok((policy, parameters))
    } else {
        Err(-error)
    }
}

functions! {
    /// Sets where a thread may run; the former set, if wanted.
    fn uv_thread_setaffinity(
        thread: Live<Cell<pthread_t>>,
        set: *const c_char,
        former: *mut c_char,
        size: usize,
    ) -> c_int {
        if size < PROCESSORS {
            return -libc::EINVAL;
        }
        if !former.is_null() {
            let status = read_set(thread.get(), former);
            if status != 0 {
                return status;
            }
        }
        write_set(thread.get(), set)
    }

    /// Where a thread may run.
    fn uv_thread_getaffinity(
        thread: Live<Cell<pthread_t>>,
        set: *mut c_char,
        size: usize,
    ) -> c_int {
        if size < PROCESSORS {
            return -libc::EINVAL;
        }
        read_set(thread.get(), set)
    }

    /// The processor that the calling thread is on.
    fn uv_thread_getcpu() -> c_int {
        // SAFETY: no preconditions.
        let found = unsafe { libc::sched_getcpu() };
        if found < 0 { last_error() } else { found }
    }

    /// A thread goes on by itself: nobody is going to join it.
    fn uv_thread_detach(thread: Live<Cell<pthread_t>>) -> c_int {
        // SAFETY: the addon's thread.
        -unsafe { libc::pthread_detach(thread.get()) }
    }

    /// Names the calling thread; 15 bytes count.
    fn uv_thread_setname(name: *const c_char) -> c_int {
        if name.is_null() {
            return -libc::EINVAL;
        }
        let name = text(name).to_bytes();
        let mut cut = [0; 16];
        let length = name.len().min(15);
        cut[..length].copy_from_slice(&name[..length]);
        // SAFETY: no preconditions.
        let own = unsafe { libc::pthread_self() };
        // SAFETY: a text with an end, of at most 16 bytes.
        -unsafe { libc::pthread_setname_np(own, cut.as_ptr().cast()) }
    }

    /// The name of a thread.
    fn uv_thread_getname(
        thread: Live<Cell<pthread_t>>,
        target: *mut c_char,
        size: usize,
    ) -> c_int {
        if target.is_null() || size == 0 {
            return -libc::EINVAL;
        }
        let mut name = [0_u8; 17];
        // SAFETY: room for a name.
        let error = unsafe { libc::pthread_getname_np(thread.get(), name.as_mut_ptr().cast(), 16) };
        if error != 0 {
            return -error;
        }
        let length = name.iter().position(|byte| *byte == 0).unwrap_or(0);
        put(&name[..length.min(size - 1)], target);
        0
    }

    /// The priority of a thread, as the system has it.
    fn uv_thread_getpriority(thread: pthread_t, target: Option<Live<Cell<c_int>>>) -> c_int {
        let Some(target) = target else {
            return -libc::EINVAL;
        };
        let (policy, parameters) = match scheduling(thread) {
            Ok(found) => found,
            Err(error) => return error,
        };
        if policy == libc::SCHED_OTHER && is_own(thread) {
            // Threads of this policy differ in how nice they are.
            // SAFETY: plain numbers; no thread has the number 0, which means the calling one.
            target.set(unsafe { libc::getpriority(libc::PRIO_PROCESS, 0) });
            return 0;
        }
        target.set(parameters.sched_priority);
        0
    }

    /// Sets the priority of a thread: -2 to 2, where the system allows it.
    fn uv_thread_setpriority(thread: pthread_t, priority: c_int) -> c_int {
        if !(-2..=2).contains(&priority) {
            return -libc::EINVAL;
        }
        let (policy, mut parameters) = match scheduling(thread) {
            Ok(found) => found,
            Err(error) => return error,
        };
        if policy == libc::SCHED_OTHER && is_own(thread) {
            let nice = match priority {
                2 => -20,
                1 => -7,
                0 => 0,
                -1 => 10,
                _ => 19,
            };
            // SAFETY: plain numbers, 0 for the calling thread.
            let result = unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, nice) };
            return if result == 0 { 0 } else { last_error() };
        }
        // SAFETY: a plain number.
        let least = unsafe { libc::sched_get_priority_min(policy) };
        // SAFETY: a plain number.
        let most = unsafe { libc::sched_get_priority_max(policy) };
        let steps = most - least;
        parameters.sched_priority = match priority {
            2 => most,
            1 => least + steps * 3 / 4,
            0 => least + steps / 2,
            -1 => least + steps / 4,
            _ => least,
        };
        // SAFETY: the addon's thread, and parameters.
        -unsafe { libc::pthread_setschedparam(thread, policy, &raw const parameters) }
    }
}
