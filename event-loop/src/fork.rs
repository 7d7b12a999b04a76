//! A loop in a child that was forked and does not call `exec`: it shares its parent's descriptors until
//! it makes its own.

use std::io;

use crate::event_loop::EventLoop;
use crate::signal::SIGNAL_TOKEN;
use crate::watch::BELL_TOKEN;

impl EventLoop {
    /// In a forked child, before the loop is used: gives it a poller and bells of its own, at the same
    /// descriptors, and watches what it watched. Work that was submitted before has no thread here.
    ///
    /// # Errors
    /// No descriptors left.
    pub fn after_fork(&self) -> io::Result<()> {
        let poller = &self.poll.poller;
        poller.renew()?;
        self.shared.bell().renew()?;
        poller.add_bell(self.shared.bell(), BELL_TOKEN)?;
        if let Some(bell) = self.signals.bell() {
            bell.renew()?;
            poller.add_bell(bell, SIGNAL_TOKEN)?;
        }
        self.watches.add_all(poller);
        self.shared.claim();
        Ok(())
    }
}
