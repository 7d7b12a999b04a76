//! What a process inherits from the one that started it, brought into the state that
//! programs expect (and that `node` gives them): no signal ignored or blocked, the three
//! standard descriptors open, no descriptor handed on to children unless they are given
//! it, as many of them allowed as may be, and what C code prints not held back.
//!
//! A shell starts background jobs with SIGINT ignored, `nohup` ignores SIGHUP; a program
//! that removes its handler expects the signal to end it all the same.

use std::mem::MaybeUninit;
use std::ptr;

/// The last signal number of Linux.
const LAST_SIGNAL: i32 = 64;

unsafe extern "C" {
    /// The streams of C's `stdio`, which addons print to.
    static stdout: *mut libc::FILE;
    static stderr: *mut libc::FILE;
}

/// To be called first in `main`, while there is one thread.
pub(crate) fn reset() {
    open_standard_descriptors();
    close_on_exec();
    allow_descriptors();
    print_at_once();
    for signal in 1..=LAST_SIGNAL {
        default_if_ignored(signal);
    }
    // SAFETY: a disposition without a handler.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    // SAFETY: a set is plain data, and `sigemptyset` initialises it.
    let mut none = unsafe { MaybeUninit::<libc::sigset_t>::zeroed().assume_init() };
    // SAFETY: a set of ours.
    unsafe { libc::sigemptyset(&raw mut none) };
    // SAFETY: reads the set; the old mask is not asked for.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const none, ptr::null_mut()) };
}

/// Broken pipes and too large files stay ignored: they are errors of the write.
fn default_if_ignored(signal: i32) {
    if matches!(signal, libc::SIGPIPE | libc::SIGXFSZ) {
        return;
    }
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: room for one action; numbers that are no signal answer an error.
    if unsafe { libc::sigaction(signal, ptr::null(), action.as_mut_ptr()) } != 0 {
        return;
    }
    // SAFETY: plain data, written just above.
    let mut action = unsafe { action.assume_init() };
    if action.sa_sigaction == libc::SIG_IGN {
        action.sa_sigaction = libc::SIG_DFL;
        // SAFETY: a valid action; refused for the signals that cannot be handled.
        unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) };
    }
}

/// A file opened later must not become standard output by accident.
fn open_standard_descriptors() {
    for descriptor in 0..=2 {
        // SAFETY: asks for flags only.
        if unsafe { libc::fcntl(descriptor, libc::F_GETFD) } == -1 {
            // SAFETY: a terminated path; the lowest free number is this one.
            unsafe { libc::open(c"/dev/null".as_ptr(), libc::O_RDWR) };
        }
    }
}

/// Children of an addon's own making (C's `system`, say) get none of what is open now;
/// `child_process` gives its children what they shall have.
fn close_on_exec() {
    /// Up to here descriptors may be missing in between.
    const LAST_LOOKED_AT: i32 = 15;
    for descriptor in 0.. {
        // SAFETY: asks for flags only.
        let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFD) };
        if flags != -1 {
            // SAFETY: plain numbers.
            unsafe { libc::fcntl(descriptor, libc::F_SETFD, flags | libc::FD_CLOEXEC) };
        } else if descriptor > LAST_LOOKED_AT {
            return;
        }
    }
}

/// Raises the number of descriptors that may be open to what the system allows.
fn allow_descriptors() {
    /// Enough where there is no limit.
    const ENOUGH: libc::rlim_t = 1 << 20;
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: room for the answer.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } != 0 {
        return;
    }
    let most = match limit.rlim_max {
        libc::RLIM_INFINITY => ENOUGH,
        most => most,
    };
    if limit.rlim_cur < most {
        limit.rlim_cur = most;
        // SAFETY: reads the two numbers; what is refused stays as it was.
        unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) };
    }
}

/// An addon's `printf` and the program's `console.log` come out in the order of the calls, also into a
/// file or a pipe, and nothing is lost when the process is killed.
fn print_at_once() {
    // SAFETY: set by the C library before `main`.
    let streams = unsafe { [stdout, stderr] };
    for stream in streams {
        // SAFETY: an open stream that nothing has been printed to.
        unsafe { libc::setvbuf(stream, ptr::null_mut(), libc::_IONBF, 0) };
    }
}
