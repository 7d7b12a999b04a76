//! Child processes as descriptors: `pidfd_open` and `waitpid`, without a handler for `SIGCHLD`, which
//! belongs to whoever else is in the process.

use std::io;
use std::os::fd::{FromRawFd, OwnedFd};

/// How a child process ended. Both fields are `None` when someone else in the process has waited for
/// the child before the loop did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitStatus {
    /// What it returned, if it ended by itself.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
}

/// A descriptor that becomes readable when the process ends.
pub(crate) fn open(pid: i32) -> io::Result<OwnedFd> {
    // SAFETY: takes two numbers; the kernel checks them.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
    match i32::try_from(fd) {
        // SAFETY: the call has just made the descriptor, and nothing else owns it.
        Ok(fd) if fd >= 0 => Ok(unsafe { OwnedFd::from_raw_fd(fd) }),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Takes the status of a child that has ended; `None` while it runs.
pub(crate) fn reap(pid: i32) -> Option<ExitStatus> {
    let mut status = 0;
    loop {
        // SAFETY: `status` is writable.
        let found = unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) };
        match found {
            0 => return None,
            -1 if io::Error::last_os_error().kind() == io::ErrorKind::Interrupted => {}
            -1 => {
                return Some(ExitStatus {
                    code: None,
                    signal: None,
                });
            }
            _ => break,
        }
    }
    Some(ExitStatus {
        code: libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status)),
        signal: libc::WIFSIGNALED(status).then(|| libc::WTERMSIG(status)),
    })
}
