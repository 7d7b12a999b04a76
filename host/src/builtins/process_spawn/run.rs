//! Running a process to its end while this thread waits: input, outputs, timeout
//! and buffer limit.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use super::child::Order;
use crate::builtins::support::{bytes_mut, get};

/// What to feed, what to collect, and when to stop.
pub(super) struct Limits {
    input: Vec<u8>,
    /// For each descriptor, whether it is a pipe to this process.
    pipes: Vec<bool>,
    timeout: Option<Duration>,
    max_buffer: Option<usize>,
    kill_signal: i32,
}

impl Limits {
    pub(super) fn of(scope: &mut v8::PinScope<'_, '_>, options: v8::Local<'_, v8::Object>) -> Self {
        let number = |scope: &mut v8::PinScope<'_, '_>, name| {
            get(scope, options, name)
                .number_value(scope)
                .filter(|value| value.is_finite() && *value >= 0.0)
        };
        let input = get(scope, options, "input");
        // SAFETY: the bytes are copied before anything runs JavaScript.
        let input = unsafe { bytes_mut(input) }.map_or_else(Vec::new, |bytes| bytes.to_vec());
        let mut pipes = Vec::new();
        if let Ok(list) = v8::Local::<v8::Array>::try_from(get(scope, options, "pipes")) {
            for index in 0..list.length() {
                let is_pipe = list.get_index(scope, index);
                pipes.push(is_pipe.is_some_and(|value| value.is_true()));
            }
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the value is finite and not negative"
        )]
        let max_buffer = number(scope, "maxBuffer").map(|value| value as usize);
        let timeout = number(scope, "timeout").filter(|ms| *ms > 0.0);
        Self {
            input,
            pipes,
            timeout: timeout.map(|ms| Duration::from_secs_f64(ms / 1000.0)),
            max_buffer,
            kill_signal: get(scope, options, "killSignal")
                .int32_value(scope)
                .filter(|signal| *signal > 0)
                .unwrap_or(libc::SIGTERM),
        }
    }
}

/// How it went.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) pid: i32,
    /// Exit code, if it exited.
    pub(super) code: i32,
    /// Signal that ended it, or 0.
    pub(super) signal: i32,
    /// Negative errno, or 0.
    pub(super) error: i32,
    /// What each pipe gave; `None` for what is no pipe.
    pub(super) output: Vec<Option<Vec<u8>>>,
}

struct Pipe {
    stream: Option<UnixStream>,
    data: Vec<u8>,
}

struct Running {
    pid: i32,
    pidfd: OwnedFd,
    exited: bool,
    pipes: Vec<Option<Pipe>>,
    input: Vec<u8>,
    written: usize,
    error: i32,
}

/// Starts the process and waits until it has ended and its pipes are closed.
pub(super) fn to_end(mut order: Order, limits: Limits) -> Outcome {
    let mut ends = Vec::new();
    let mut pipes = Vec::new();
    for (index, is_pipe) in limits.pipes.iter().enumerate() {
        let pair = if *is_pipe {
            UnixStream::pair().ok()
        } else {
            None
        };
        pipes.push(pair.map(|(ours, theirs)| {
            if let Some(slot) = order.stdio.get_mut(index) {
                *slot = theirs.as_raw_fd();
            }
            ends.push(theirs);
            // A socket that cannot be made non-blocking is not one.
            let _ = ours.set_nonblocking(true);
            Pipe {
                stream: Some(ours),
                data: Vec::new(),
            }
        }));
    }
    let started = order.start();
    drop(ends);
    let running = started.and_then(|pid| Running::new(pid, pipes, &limits));
    match running {
        Ok(mut running) => {
            running.wait(&limits);
            running.finish()
        }
        Err(error) => Outcome {
            error: -error.raw_os_error().unwrap_or(libc::EINVAL),
            ..Outcome::default()
        },
    }
}

impl Running {
    fn new(pid: i32, pipes: Vec<Option<Pipe>>, limits: &Limits) -> io::Result<Self> {
        // SAFETY: the call takes plain numbers.
        let pidfd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        let pidfd = i32::try_from(pidfd).unwrap_or(-1);
        if pidfd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is new and nobody else's.
        let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
        Ok(Self {
            pid,
            pidfd,
            exited: false,
            pipes,
            input: limits.input.clone(),
            written: 0,
            error: 0,
        })
    }

    fn wait(&mut self, limits: &Limits) {
        let deadline = limits.timeout.map(|timeout| Instant::now() + timeout);
        self.feed();
        while !self.exited
            || self
                .pipes
                .iter()
                .flatten()
                .any(|pipe| pipe.stream.is_some())
        {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) && self.error == 0 {
                self.kill(limits.kill_signal, libc::ETIMEDOUT);
            }
            let left = left.filter(|_| self.error == 0);
            self.poll(left);
            self.transfer(limits);
        }
    }

    /// Waits until something can be done, or `left` has passed.
    fn poll(&mut self, left: Option<Duration>) {
        let entry = |fd, events| libc::pollfd {
            fd,
            events,
            revents: 0,
        };
        let mut entries = Vec::new();
        if !self.exited {
            entries.push(entry(self.pidfd.as_raw_fd(), libc::POLLIN));
        }
        for (index, pipe) in self.pipes.iter().enumerate() {
            if let Some(stream) = pipe.as_ref().and_then(|pipe| pipe.stream.as_ref()) {
                let feeding = index == 0 && self.written < self.input.len();
                let events = libc::POLLIN | if feeding { libc::POLLOUT } else { 0 };
                entries.push(entry(stream.as_raw_fd(), events));
            }
        }
        let timeout = left.map_or(-1, |left| {
            i32::try_from(left.as_millis() + 1).unwrap_or(i32::MAX)
        });
        let count = libc::nfds_t::try_from(entries.len()).unwrap_or(0);
        // SAFETY: the pointer and the count describe one vector.
        unsafe { libc::poll(entries.as_mut_ptr(), count, timeout) };
        let ended = entries.first().is_some_and(|first| first.revents != 0);
        if !self.exited && ended {
            self.exited = true;
        }
    }

    /// Writes input as far as it goes; closes this side when all is written.
    fn feed(&mut self) {
        let Some(Some(pipe)) = self.pipes.first_mut() else {
            return;
        };
        let Some(stream) = &mut pipe.stream else {
            return;
        };
        while self.written < self.input.len() {
            match stream.write(&self.input[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                // The child does not read: what is left is not wanted.
                Err(_) => self.written = self.input.len(),
            }
        }
        // Fails only when the peer is gone already.
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }

    fn transfer(&mut self, limits: &Limits) {
        if self.written < self.input.len() {
            self.feed();
        }
        let mut overflow = false;
        for pipe in self.pipes.iter_mut().flatten() {
            overflow |= pipe.drain(limits.max_buffer);
        }
        if overflow && self.error == 0 {
            self.kill(limits.kill_signal, libc::ENOBUFS);
        }
    }

    /// Kills the child for `reason`, and stops listening to it.
    fn kill(&mut self, signal: i32, reason: i32) {
        self.error = -reason;
        // SAFETY: the call takes plain numbers; the child is not yet waited for.
        unsafe { libc::kill(self.pid, signal) };
        for pipe in self.pipes.iter_mut().flatten() {
            pipe.stream = None;
        }
    }

    fn finish(self) -> Outcome {
        let mut status = 0;
        // SAFETY: the status is the call's to fill; the child is this thread's.
        unsafe { libc::waitpid(self.pid, &raw mut status, 0) };
        Outcome {
            pid: self.pid,
            code: if libc::WIFEXITED(status) {
                libc::WEXITSTATUS(status)
            } else {
                0
            },
            signal: if libc::WIFSIGNALED(status) {
                libc::WTERMSIG(status)
            } else {
                0
            },
            error: self.error,
            output: self
                .pipes
                .into_iter()
                .map(|pipe| pipe.map(|pipe| pipe.data))
                .collect(),
        }
    }
}

impl Pipe {
    /// Reads what is there; answers whether that is more than allowed.
    fn drain(&mut self, max: Option<usize>) -> bool {
        let mut chunk = vec![0; 64 * 1024];
        while let Some(stream) = &mut self.stream {
            match stream.read(&mut chunk) {
                Ok(0) => self.stream = None,
                Ok(count) => {
                    // What is too much is still given, as in Node: only the rest is not.
                    self.data.extend_from_slice(&chunk[..count]);
                    if max.is_some_and(|max| self.data.len() > max) {
                        return true;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => self.stream = None,
            }
        }
        false
    }
}
