//! Starting a process with prepared descriptors.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd as _, RawFd};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// In place of a descriptor: `/dev/null`.
pub(crate) const NULL_DEVICE: RawFd = -1;
/// In place of a descriptor: none.
pub(crate) const NOTHING: RawFd = -2;

/// What to start.
pub(crate) struct Order {
    /// Program: a path, or a name that is looked up in the child's `PATH`.
    pub(crate) file: OsString,
    /// Arguments, `argv[0]` among them.
    pub(crate) args: Vec<OsString>,
    /// `NAME=value` pairs; `None` inherits.
    pub(crate) env: Option<Vec<OsString>>,
    /// Folder to start in.
    pub(crate) cwd: Option<OsString>,
    /// The descriptor that each of the child's is a copy of, [`NULL_DEVICE`] or [`NOTHING`].
    pub(crate) stdio: Vec<RawFd>,
    /// Whether it leads a session of its own.
    pub(crate) detached: bool,
    pub(crate) uid: Option<u32>,
    pub(crate) gid: Option<u32>,
}

impl Order {
    /// Starts the process; answers its id. The caller waits for its end.
    pub(crate) fn start(mut self) -> io::Result<i32> {
        let null = File::options().read(true).write(true).open("/dev/null")?;
        for fd in &mut self.stdio {
            if *fd == NULL_DEVICE {
                *fd = null.as_raw_fd();
            }
        }
        let mut command = self.command();
        let child = command.spawn()?;
        // Kept open until here: the child has its own copies now.
        drop(null);
        i32::try_from(child.id()).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
    }

    fn command(self) -> Command {
        let mut command = Command::new(&self.file);
        let mut args = self.args.into_iter();
        if let Some(name) = args.next() {
            command.arg0(name);
        }
        command.args(args);
        if let Some(pairs) = self.env {
            command.env_clear();
            for pair in pairs {
                let pair = pair.into_vec();
                // The first byte belongs to the name, whatever it is.
                let at = pair.iter().skip(1).position(|byte| *byte == b'=');
                if let Some(at) = at {
                    let (name, value) = (&pair[..=at], &pair[at + 2..]);
                    command.env(OsStr::from_bytes(name), OsStr::from_bytes(value));
                }
            }
        }
        if let Some(cwd) = self.cwd {
            command.current_dir(cwd);
        }
        if let Some(gid) = self.gid {
            command.gid(gid);
        }
        if let Some(uid) = self.uid {
            command.uid(uid);
        }
        let detached = self.detached;
        let mut stdio = self.stdio;
        let prepare = move || {
            if detached {
                // SAFETY: the call takes nothing.
                unsafe { libc::setsid() };
            }
            reset_signals();
            arrange(&mut stdio)
        };
        // SAFETY: the closure only makes calls that are safe between fork and exec; it
        // neither allocates nor takes locks.
        unsafe { command.pre_exec(prepare) };
        command
    }
}

/// In the child: what this process ignores is no choice of the program that starts.
fn reset_signals() {
    for number in 1..32 {
        if number != libc::SIGKILL && number != libc::SIGSTOP {
            // SAFETY: safe between fork and exec; plain numbers.
            unsafe { libc::signal(number, libc::SIG_DFL) };
        }
    }
}

/// In the child: puts copy `i` of the list at descriptor `i`.
fn arrange(stdio: &mut [RawFd]) -> io::Result<()> {
    let count = RawFd::try_from(stdio.len()).unwrap_or(RawFd::MAX);
    // First out of the way of the targets, so that no copy destroys a later source.
    for (target, source) in (0..).zip(stdio.iter_mut()) {
        if *source >= 0 && *source < count && *source != target {
            // SAFETY: the call takes plain numbers.
            let moved = unsafe { libc::fcntl(*source, libc::F_DUPFD_CLOEXEC, count) };
            if moved < 0 {
                return Err(io::Error::last_os_error());
            }
            *source = moved;
        }
    }
    for (target, source) in (0..).zip(stdio.iter()).filter(|(_, source)| **source >= 0) {
        let result = if *source == target {
            // SAFETY: clears the close-on-exec flag; plain numbers.
            unsafe { libc::fcntl(target, libc::F_SETFD, 0) }
        } else {
            // SAFETY: the call takes plain numbers.
            unsafe { libc::dup2(*source, target) }
        };
        if result < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    for fd in 0..3.min(count) {
        // The first three are for reading and writing as programs expect it: blocking.
        // SAFETY: the call takes plain numbers.
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        if flags >= 0 && flags & libc::O_NONBLOCK != 0 {
            // SAFETY: the call takes plain numbers.
            unsafe { libc::fcntl(fd, libc::F_SETFL, flags & !libc::O_NONBLOCK) };
        }
    }
    Ok(())
}
