//! `epoll`, `eventfd` and the monotonic clock.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{Interest, Readiness};

/// How many events one wait can report; the rest comes with the next one.
const EVENTS_PER_WAIT: u16 = 256;

/// Turns the result of a system call into a `Result`.
fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// Nanoseconds of the monotonic clock.
pub(crate) fn hrtime() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a valid, writable timespec, and the clock exists on every Linux.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
}

/// Puts `new` in the place of `old`, under the same number.
fn replace(old: &OwnedFd, new: &OwnedFd) -> io::Result<()> {
    // SAFETY: both are open descriptors; what `old` stood for is not used any more.
    check(unsafe { libc::dup3(new.as_raw_fd(), old.as_raw_fd(), libc::O_CLOEXEC) })?;
    Ok(())
}

/// An `eventfd` that makes a sleeping poller return.
#[derive(Debug)]
pub(crate) struct Bell(OwnedFd);

impl Bell {
    /// Makes a bell that has not been rung.
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: no pointer is passed.
        let fd = check(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
        // SAFETY: `fd` was just made and nothing else owns it.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// Another bell in its place, which has not been rung.
    pub(crate) fn renew(&self) -> io::Result<()> {
        replace(&self.0, &Self::new()?.0)
    }

    /// Rings. Safe in a signal handler. Cannot fail in a way that loses the ring: a full counter has
    /// been rung already.
    pub(crate) fn ring(&self) {
        let one = 1_u64;
        loop {
            // SAFETY: `one` is eight readable bytes.
            let written = unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), 8) };
            if written >= 0 || io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
                return;
            }
        }
    }
}

impl AsRawFd for Bell {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

/// One report of [`Poller::wait`].
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Event(libc::epoll_event);

impl Event {
    /// The value given to [`Poller::add`].
    pub(crate) fn token(self) -> u64 {
        self.0.u64
    }

    /// What happened, in terms of what was asked for.
    pub(crate) fn readiness(self, interest: Interest) -> Readiness {
        let bits = self.0.events;
        let has = |flag: libc::c_int| bits & flag.cast_unsigned() != 0;
        let gone = has(libc::EPOLLHUP);
        let error = has(libc::EPOLLERR);
        Readiness {
            readable: interest.readable
                && (has(libc::EPOLLIN) || gone || error || has(libc::EPOLLRDHUP)),
            writable: interest.writable && (has(libc::EPOLLOUT) || gone || error),
            priority: has(libc::EPOLLPRI),
            disconnect: gone || has(libc::EPOLLRDHUP),
            error,
        }
    }
}

/// An `epoll` instance.
#[derive(Debug)]
pub(crate) struct Poller(OwnedFd);

impl Poller {
    /// Makes an empty poller.
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: no pointer is passed.
        let fd = check(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        // SAFETY: `fd` was just made and nothing else owns it.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// An empty poller in its place.
    pub(crate) fn renew(&self) -> io::Result<()> {
        replace(&self.0, &Self::new()?.0)
    }

    /// Reports `bell` once per ring, so that nobody has to read it.
    pub(crate) fn add_bell(&self, bell: &Bell, token: u64) -> io::Result<()> {
        let events = (libc::EPOLLIN | libc::EPOLLET).cast_unsigned();
        self.control(libc::EPOLL_CTL_ADD, bell.as_raw_fd(), events, token)
    }

    /// Starts to report `fd`, as long as it is ready.
    pub(crate) fn add(&self, fd: RawFd, token: u64, interest: Interest) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_ADD, fd, bits(interest), token)
    }

    /// Changes what is reported of `fd`.
    pub(crate) fn modify(&self, fd: RawFd, token: u64, interest: Interest) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_MOD, fd, bits(interest), token)
    }

    /// Stops to report `fd`; an `fd` that is closed or unknown is none either.
    pub(crate) fn remove(&self, fd: RawFd) {
        let _gone_already = self.control(libc::EPOLL_CTL_DEL, fd, 0, 0);
    }

    fn control(
        &self,
        operation: libc::c_int,
        fd: RawFd,
        events: u32,
        token: u64,
    ) -> io::Result<()> {
        let mut event = libc::epoll_event { events, u64: token };
        // SAFETY: `event` is a valid epoll_event for the duration of the call.
        check(unsafe { libc::epoll_ctl(self.0.as_raw_fd(), operation, fd, &raw mut event) })?;
        Ok(())
    }

    /// Fills `events` with what is ready, after at most `timeout_ms` (−1: no limit). False when a signal
    /// ended the wait before that.
    pub(crate) fn wait(&self, events: &mut Vec<Event>, timeout_ms: i32) -> bool {
        events.clear();
        events.reserve(usize::from(EVENTS_PER_WAIT));
        // SAFETY: the buffer has room for EVENTS_PER_WAIT entries, and `Event` is an `epoll_event`.
        let count = unsafe {
            libc::epoll_wait(
                self.0.as_raw_fd(),
                events.as_mut_ptr().cast(),
                libc::c_int::from(EVENTS_PER_WAIT),
                timeout_ms,
            )
        };
        let Ok(count) = usize::try_from(count) else {
            return false;
        };
        // SAFETY: the kernel initialized the first `count` entries, and `count` is within the capacity.
        unsafe { events.set_len(count) };
        true
    }
}

impl AsRawFd for Poller {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

fn bits(interest: Interest) -> u32 {
    let mut bits = 0;
    for (wanted, flag) in [
        (interest.readable, libc::EPOLLIN),
        (interest.writable, libc::EPOLLOUT),
        (interest.priority, libc::EPOLLPRI),
        (interest.disconnect, libc::EPOLLRDHUP),
    ] {
        if wanted {
            bits |= flag;
        }
    }
    bits.cast_unsigned()
}
