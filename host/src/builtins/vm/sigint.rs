//! Ends a script when the process gets SIGINT (`breakOnSigint`): the signal's action is replaced for
//! as long as the script runs, and a thread waits for what the handler writes.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd as _, FromRawFd as _};
use std::ptr;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Where the handler writes; -1 while no script runs so.
static WRITE_END: AtomicI32 = AtomicI32::new(-1);
/// One script of the process at a time.
static TAKEN: Mutex<()> = Mutex::new(());

const SIGNALLED: u8 = b's';
const OVER: u8 = b'o';

extern "C" fn on_signal(_: libc::c_int) {
    let word = [SIGNALLED];
    // SAFETY: `write` may be called by a signal handler; a closed descriptor is an error that is ignored.
    unsafe { libc::write(WRITE_END.load(Ordering::SeqCst), word.as_ptr().cast(), 1) };
}

pub(super) struct Interrupt {
    previous: libc::sigaction,
    write_end: File,
    thread: Option<JoinHandle<bool>>,
    _taken: MutexGuard<'static, ()>,
}

impl Interrupt {
    /// Begins to listen; `None` when a script that runs already does, or the system refuses.
    pub(super) fn start(isolate: v8::IsolateHandle) -> Option<Self> {
        let taken = match TAKEN.try_lock() {
            Ok(taken) => taken,
            Err(std::sync::TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
            Err(std::sync::TryLockError::WouldBlock) => return None,
        };
        let (mut read_end, write_end) = pipe()?;
        let thread = std::thread::Builder::new()
            .name("vm-sigint".into())
            .spawn(move || {
                let mut word = [0];
                let interrupted = read_end.read_exact(&mut word).is_ok() && word == [SIGNALLED];
                if interrupted {
                    isolate.terminate_execution();
                }
                interrupted
            })
            .ok()?;
        WRITE_END.store(write_end.as_raw_fd(), Ordering::SeqCst);
        Some(Self {
            previous: exchange(on_signal as *const () as libc::sighandler_t),
            write_end,
            thread: Some(thread),
            _taken: taken,
        })
    }

    /// Puts the signal's action back; whether the signal came.
    pub(super) fn stop(mut self) -> bool {
        // SAFETY: the action that was there before.
        unsafe { libc::sigaction(libc::SIGINT, &raw const self.previous, ptr::null_mut()) };
        WRITE_END.store(-1, Ordering::SeqCst);
        // The thread may have ended by itself; the pipe takes a byte all the same.
        let _ = self.write_end.write_all(&[OVER]);
        self.thread
            .take()
            .is_some_and(|thread| thread.join().unwrap_or(false))
    }
}

fn pipe() -> Option<(File, File)> {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } != 0 {
        return None;
    }
    // SAFETY: just opened, and nobody else's.
    let read_end = unsafe { File::from_raw_fd(ends[0]) };
    // SAFETY: the same.
    let write_end = unsafe { File::from_raw_fd(ends[1]) };
    Some((read_end, write_end))
}

/// Sets SIGINT's handler and answers what was there.
fn exchange(handler: libc::sighandler_t) -> libc::sigaction {
    let mut previous = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: plain data; zero is an empty mask and no flags.
    let mut action = unsafe { MaybeUninit::<libc::sigaction>::zeroed().assume_init() };
    action.sa_sigaction = handler;
    action.sa_flags = libc::SA_RESTART;
    // SAFETY: a valid action and room for the old one.
    unsafe { libc::sigaction(libc::SIGINT, &raw const action, previous.as_mut_ptr()) };
    // SAFETY: zeroed, and filled by the call.
    unsafe { previous.assume_init() }
}
