//! Signals for several loops of one process.
//!
//! What a signal does is a property of the process, so the list of those who listen is as well. The
//! handler counts the signal in the [`SignalBox`] of each loop that wants it and rings that box's bell:
//! only atomics and `write`. A loop that ends leaves its box to the next one.
//!
//! A process that was forked and has not yet called `exec` shares the bells: a signal that it gets in
//! that moment makes the parent's loops look once in vain, and nothing more.

use std::io;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::Bell;
use crate::caught::{Caught, LAST, Lent};

/// Where the signals of one loop arrive.
pub(crate) struct SignalBox {
    bell: Bell,
    caught: Caught,
}

/// All boxes; the handler walks through them. Made before the first handler is installed, so that a
/// handler never makes it.
static BOXES: OnceLock<Lent<SignalBox>> = OnceLock::new();

fn boxes() -> &'static Lent<SignalBox> {
    BOXES.get_or_init(Lent::new)
}

impl SignalBox {
    /// A box that no loop has, for the caller until [`SignalBox::release`].
    pub(crate) fn acquire() -> io::Result<&'static Self> {
        boxes().borrow(|| {
            Ok(Self {
                bell: Bell::new()?,
                caught: Caught::new(),
            })
        })
    }

    /// Gives the box to the next loop. Nothing may be wanted any more.
    pub(crate) fn release(&self) {
        boxes().give_back(self);
    }

    /// Rings when a signal was caught.
    pub(crate) fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Begins to catch `signum`. The first one in the process replaces what the signal did before.
    ///
    /// # Errors
    /// `EINVAL` when there is no such signal, or it cannot be caught.
    pub(crate) fn want(&self, signum: i32) -> io::Result<()> {
        let index = index(signum)?;
        // Wanted first: the handler finds it so when the very first signal comes.
        if !self.caught.want(index) {
            return Ok(());
        }
        install(&mut table(), signum).inspect_err(|_| {
            self.caught.unwant(index);
        })
    }

    /// Ends to catch `signum`. The last one in the process gives the signal back what it did before.
    pub(crate) fn unwant(&self, signum: i32) {
        let wanted = index(signum).is_ok_and(|index| self.caught.unwant(index));
        if wanted {
            restore(&mut table(), signum);
        }
    }

    /// Calls `each` with every signal caught since the last time, and how often.
    pub(crate) fn take(&self, mut each: impl FnMut(i32, u32)) {
        for (signum, index) in (1_i32..).zip(1..=LAST) {
            match self.caught.take(index) {
                0 => {}
                count => each(signum, count),
            }
        }
    }
}

fn index(signum: i32) -> io::Result<usize> {
    usize::try_from(signum)
        .ok()
        .filter(|index| (1..=LAST).contains(index))
        .ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))
}

/// Per signal: how many boxes want it, and what it did before.
struct Installed {
    users: usize,
    before: libc::sigaction,
}

type Table = [Option<Installed>; LAST + 1];

fn table() -> MutexGuard<'static, Table> {
    static TABLE: Mutex<Table> = Mutex::new([const { None }; LAST + 1]);
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn install(table: &mut Table, signum: i32) -> io::Result<()> {
    let entry = &mut table[signum.unsigned_abs() as usize];
    if let Some(installed) = entry {
        installed.users += 1;
        return Ok(());
    }
    let before = change(signum, Some(&our_action()))?;
    *entry = Some(Installed { users: 1, before });
    Ok(())
}

fn restore(table: &mut Table, signum: i32) {
    let entry = &mut table[signum.unsigned_abs() as usize];
    let Some(installed) = entry else { return };
    installed.users -= 1;
    if installed.users > 0 {
        return;
    }
    let before = installed.before;
    *entry = None;
    // Someone else's handler that came after ours stays.
    let ours = change(signum, None).is_ok_and(|now| now.sa_sigaction == our_action().sa_sigaction);
    if ours {
        // It was accepted once, so it is again.
        let _accepted = change(signum, Some(&before));
    }
}

fn our_action() -> libc::sigaction {
    // SAFETY: for this C structure all zeros is a valid value: no flags, an empty mask.
    let mut action: libc::sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    let handler: extern "C" fn(libc::c_int) = on_signal;
    action.sa_sigaction = handler as libc::sighandler_t;
    action.sa_flags = libc::SA_RESTART | libc::SA_ONSTACK;
    // SAFETY: `sa_mask` is a valid, writable signal set.
    unsafe { libc::sigfillset(&raw mut action.sa_mask) };
    action
}

/// Sets what a signal does, if anything is given, and returns what it did before.
fn change(signum: i32, action: Option<&libc::sigaction>) -> io::Result<libc::sigaction> {
    let mut before = MaybeUninit::uninit();
    let action = action.map_or(ptr::null(), ptr::from_ref);
    // SAFETY: `action` is null or a valid action whose handler is safe in a signal; `before` is writable.
    if unsafe { libc::sigaction(signum, action, before.as_mut_ptr()) } < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so it has written the whole structure.
    Ok(unsafe { before.assume_init() })
}

extern "C" fn on_signal(signum: libc::c_int) {
    // SAFETY: the address of the thread's own errno is always valid.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: as above.
    let saved = unsafe { errno.read() };
    if let (Ok(index), Some(boxes)) = (index(signum), BOXES.get()) {
        for signal_box in boxes.iter().filter(|each| each.caught.count(index)) {
            signal_box.bell.ring();
        }
    }
    // SAFETY: as above.
    unsafe { errno.write(saved) };
}
