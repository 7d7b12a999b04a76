//! Poll handles: descriptors of the addon's, watched level-triggered.

use std::cell::Cell;
use std::ffi::c_int;
use std::io;
use std::rc::Rc;

use napi_host_event_loop::{AnyId, Interest, Readiness};

use super::abi::{Handle, Live, Loop, Poll, PollCallback, kind};
use super::{error_number, functions};

const READABLE: c_int = 1;
const WRITABLE: c_int = 2;
const DISCONNECT: c_int = 4;
const PRIORITIZED: c_int = 8;

fn interest(events: c_int) -> Interest {
    Interest {
        readable: events & READABLE != 0,
        writable: events & WRITABLE != 0,
        priority: events & PRIORITIZED != 0,
        disconnect: events & DISCONNECT != 0,
    }
}

fn set_nonblocking(fd: c_int) -> io::Result<()> {
    let mut on: c_int = 1;
    // SAFETY: FIONBIO reads one int.
    match unsafe { libc::ioctl(fd, libc::FIONBIO, &raw mut on) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

fn init(owner: Live<Loop>, poll: Live<Poll>, fd: c_int) -> io::Result<()> {
    let event_loop = owner.event_loop();
    // Asks whether the descriptor can be watched at all.
    let probe = event_loop.watch(fd, interest(0), Rc::new(|_, _| ()))?;
    event_loop.unwatch(probe);
    set_nonblocking(fd)?;
    poll.write(Poll {
        base: Handle::new(poll.cast(), owner, kind::POLL),
        callback: Cell::new(None),
        fd: Cell::new(fd),
        events: Cell::new(0),
        reserved: Default::default(),
    });
    Ok(())
}

fn start(poll: Live<Poll>, events: c_int, callback: Option<PollCallback>) -> io::Result<()> {
    poll.events.set(events);
    let event_loop = poll.base.owner.get().event_loop();
    if events == 0 {
        poll.base.stop();
        return Ok(());
    }
    poll.callback.set(callback);
    if let Some(AnyId::Watch(id)) = poll.base.resource.get() {
        return event_loop.watch_modify(id, interest(events));
    }
    let report = Rc::new(move |_: &_, readiness| report(poll, readiness));
    let id = event_loop.watch(poll.fd.get(), interest(events), report)?;
    poll.base.started(&event_loop, id);
    Ok(())
}

fn report(poll: Live<Poll>, readiness: Readiness) {
    let wanted = poll.events.get();
    let failed = readiness.error && !readiness.priority;
    let (status, events) = if failed {
        poll.base.stop();
        (-libc::EBADF, 0)
    } else {
        let found = [
            (readiness.readable, READABLE),
            (readiness.writable, WRITABLE),
            (readiness.disconnect, DISCONNECT),
            (readiness.priority, PRIORITIZED),
        ];
        let bits = found.iter().filter(|(is, _)| *is);
        (0, wanted & bits.fold(0, |all, (_, bit)| all | bit))
    };
    if let Some(callback) = poll.callback.get() {
        let owner = poll.base.owner.get();
        // SAFETY: the addon's callback for its own handle.
        owner.call(|| unsafe { callback(poll.as_ptr(), status, events) });
    }
}

functions! {
    /// Makes a poll handle for a descriptor and sets that to non-blocking.
    fn uv_poll_init(owner: Live<Loop>, poll: Live<Poll>, fd: c_int) -> c_int {
        super::status(init(owner, poll, fd))
    }

    /// As `uv_poll_init`.
    fn uv_poll_init_socket(owner: Live<Loop>, poll: Live<Poll>, fd: c_int) -> c_int {
        super::status(init(owner, poll, fd))
    }

    /// Watches for a set of `uv_poll_event`, in place of an older set.
    fn uv_poll_start(
        poll: Live<Poll>,
        events: c_int,
        callback: Option<PollCallback>,
    ) -> c_int {
        if poll.base.is_closing() {
            return -libc::EINVAL;
        }
        match start(poll, events, callback) {
            Ok(()) => 0,
            Err(error) => error_number(&error),
        }
    }

    /// Stops watching.
    fn uv_poll_stop(poll: Live<Poll>) -> c_int {
        poll.base.stop();
        0
    }
}
