//! What the loop needs of the operating system, and nothing else does: a poller, a bell that wakes it,
//! the monotonic clock, signals and child processes. Only Linux is here; another system is one more
//! file with the same names.

mod child;
mod linux;
mod signals;

pub use child::ExitStatus;
pub(crate) use child::{open as open_child, reap as reap_child};
pub(crate) use linux::{Bell, Event, Poller, hrtime};
pub(crate) use signals::SignalBox;

/// What a watch waits for on its descriptor. With nothing set the descriptor is not polled at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// Data can be read, or the peer closed its side.
    pub readable: bool,
    /// Data can be written.
    pub writable: bool,
    /// Out-of-band data (`EPOLLPRI`).
    pub priority: bool,
    /// The peer shut down its writing side (`EPOLLRDHUP`).
    pub disconnect: bool,
}

impl Interest {
    /// Only [`Interest::readable`].
    pub const READABLE: Self = Self {
        readable: true,
        writable: false,
        priority: false,
        disconnect: false,
    };
    /// Only [`Interest::writable`].
    pub const WRITABLE: Self = Self {
        readable: false,
        writable: true,
        priority: false,
        disconnect: false,
    };

    /// Whether nothing is waited for.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// What the system said of a watched descriptor. After an error or a hang-up, `readable` and
/// `writable` are set as well where they were asked for: the next read or write tells the details.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// A read does not block.
    pub readable: bool,
    /// A write does not block.
    pub writable: bool,
    /// Out-of-band data is there.
    pub priority: bool,
    /// The peer is gone, entirely or with its writing side.
    pub disconnect: bool,
    /// The descriptor is in error.
    pub error: bool,
}
