//! The process and its surroundings: environment, title, priority, names of the system, limits of
//! memory, and libuv's own switches.

use std::cell::Cell;
use std::ffi::{CString, c_char, c_int};
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt as _;

use super::abi::Live;
use super::info::{copy, give, take_back};
use super::os::{put, text};
use super::{clear_errno, functions, last_error};
use crate::builtins::{memory, process_title};

/// `uv_env_item_t`.
#[repr(C)]
pub(crate) struct Variable {
    /// From `strdup`.
    name: *mut c_char,
    value: *mut c_char,
}

/// `uv_utsname_t`: system, release, version, machine.
type SystemName = [[c_char; 256]; 4];

functions! {
    /// All variables of the environment.
    fn uv_os_environ(target: Live<Cell<*mut Variable>>, count: Live<Cell<c_int>>) -> c_int {
        let own = |text: std::ffi::OsString| {
            copy(&CString::new(text.as_bytes()).unwrap_or_default())
        };
        let list = std::env::vars_os()
            .map(|(name, value)| Variable { name: own(name), value: own(value) })
            .collect();
        give(list, target, count)
    }

    /// Frees what `uv_os_environ` gave.
    fn uv_os_free_environ(list: *mut Variable, count: c_int) {
        for index in 0..usize::try_from(count).unwrap_or(0) {
            // SAFETY: by libuv's contract a list of `uv_os_environ` with its length.
            let entry = unsafe { list.add(index) };
            // SAFETY: as above.
            let value = unsafe { (*entry).value };
            // SAFETY: from `strdup`.
            unsafe { libc::free(value.cast()) };
        }
        take_back(list, count, |entry| entry.name);
    }

    /// The priority of a process: -20 to 19, 0 for this one.
    fn uv_os_getpriority(process: c_int, target: Option<Live<Cell<c_int>>>) -> c_int {
        let Some(target) = target else {
            return -libc::EINVAL;
        };
        clear_errno();
        // SAFETY: plain numbers.
        let found = unsafe { libc::getpriority(libc::PRIO_PROCESS, process.cast_unsigned()) };
        if found == -1 && last_error() != 0 {
            return last_error();
        }
        target.set(found);
        0
    }

    /// Sets the priority of a process.
    fn uv_os_setpriority(process: c_int, priority: c_int) -> c_int {
        if !(-20..=19).contains(&priority) {
            return -libc::EINVAL;
        }
        let process = process.cast_unsigned();
        // SAFETY: plain numbers.
        if unsafe { libc::setpriority(libc::PRIO_PROCESS, process, priority) } == 0 {
            return 0;
        }
        last_error()
    }

    /// Names of the system and the machine.
    fn uv_os_uname(target: Option<Live<Cell<SystemName>>>) -> c_int {
        let Some(target) = target else {
            return -libc::EINVAL;
        };
        let mut found = MaybeUninit::<libc::utsname>::zeroed();
        // SAFETY: room for the answer.
        if unsafe { libc::uname(found.as_mut_ptr()) } != 0 {
            return last_error();
        }
        // SAFETY: zero bytes are valid, and so is what the call writes.
        let found = unsafe { found.assume_init() };
        let mut names: SystemName = [[0; 256]; 4];
        let all = [found.sysname, found.release, found.version, found.machine];
        for (name, source) in names.iter_mut().zip(all) {
            name[..source.len()].copy_from_slice(&source);
        }
        target.set(names);
        0
    }

    /// Bytes of memory that the process may use: the largest number for no limit, 0 when nothing says.
    fn uv_get_constrained_memory() -> u64 {
        memory::constrained()
    }

    /// Bytes of memory that the process can still have.
    fn uv_get_available_memory() -> u64 {
        memory::available()
    }

    /// The title of the process.
    fn uv_get_process_title(target: *mut c_char, size: usize) -> c_int {
        if target.is_null() || size == 0 {
            return -libc::EINVAL;
        }
        let title = process_title::get().unwrap_or_else(|| {
            let first = std::env::args_os().next();
            first.unwrap_or_default().to_string_lossy().into_owned()
        });
        if title.len() >= size {
            return -libc::ENOBUFS;
        }
        put(title.as_bytes(), target);
        0
    }

    /// Sets the title of the process: `process.title` and the name that `ps` shows.
    fn uv_set_process_title(title: *const c_char) -> c_int {
        process_title::set(text(title).to_string_lossy().into_owned());
        0
    }

    /// Answers the arguments as they are: this host needs no copy of them to set a title.
    fn uv_setup_args(_count: c_int, arguments: *mut *mut c_char) -> *mut *mut c_char {
        arguments
    }

    /// Checked, and not used otherwise: what this host allocates it also frees, with the system's
    /// allocator.
    fn uv_replace_allocator(
        malloc: *const u8,
        realloc: *const u8,
        calloc: *const u8,
        free: *const u8,
    ) -> c_int {
        let given = [malloc, realloc, calloc, free];
        if given.iter().any(|function| function.is_null()) { -libc::EINVAL } else { 0 }
    }

    /// Does nothing: what libuv would give back belongs to the host, whose other environments use it.
    fn uv_library_shutdown() {}

    /// How many bytes the thread functions' sets of processors have.
    fn uv_cpumask_size() -> c_int {
        libc::CPU_SETSIZE
    }

    /// What the calling thread has used.
    fn uv_getrusage_thread(target: *mut libc::rusage) -> c_int {
        // SAFETY: by libuv's contract room for the structure, whose layout is the system's.
        if unsafe { libc::getrusage(libc::RUSAGE_THREAD, target) } == 0 { 0 } else { last_error() }
    }
}
