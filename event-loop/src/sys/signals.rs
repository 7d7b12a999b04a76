//! Signals for several loops of one process.
//!
//! What a signal does is a property of the process, so the list of those who listen is as well. The
//! handler counts the signal in the [`SignalBox`] of each loop that wants it and rings that box's bell:
//! only atomics and `write`. Boxes are never freed, because a handler may be reading the list at any
//! time; a loop that ends leaves its box to the next one.
//!
//! A process that was forked and has not yet called `exec` shares the bells: a signal that it gets in
//! that moment makes the parent's loops look once in vain, and nothing more.

use std::io;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Bell;

/// The highest signal number of Linux.
const LAST: usize = 64;

/// Where the signals of one loop arrive.
pub(crate) struct SignalBox {
    bell: Bell,
    taken: AtomicBool,
    /// Bit n − 1: signal n is wanted.
    wanted: AtomicU64,
    /// How often each signal came since the loop looked.
    caught: [AtomicU32; LAST + 1],
    next: Option<&'static SignalBox>,
}

/// The list of all boxes; the handler walks it.
static BOXES: AtomicPtr<SignalBox> = AtomicPtr::new(ptr::null_mut());

fn first_box() -> Option<&'static SignalBox> {
    // SAFETY: null, or a box that was leaked before it was published here.
    unsafe { BOXES.load(Ordering::Acquire).as_ref() }
}

fn boxes() -> impl Iterator<Item = &'static SignalBox> {
    std::iter::successors(first_box(), |signal_box| signal_box.next)
}

impl SignalBox {
    /// A box that no loop has, for the caller until [`SignalBox::release`].
    pub(crate) fn acquire() -> io::Result<&'static Self> {
        if let Some(free) =
            boxes().find(|signal_box| !signal_box.taken.swap(true, Ordering::AcqRel))
        {
            return Ok(free);
        }
        // The table's lock makes the caller the only one that adds.
        let _only = table();
        let made = Box::leak(Box::new(Self {
            bell: Bell::new()?,
            taken: AtomicBool::new(true),
            wanted: AtomicU64::new(0),
            caught: [const { AtomicU32::new(0) }; LAST + 1],
            next: first_box(),
        }));
        BOXES.store(made, Ordering::Release);
        Ok(made)
    }

    /// Gives the box to the next loop. Nothing may be wanted any more.
    pub(crate) fn release(&self) {
        for count in &self.caught {
            count.store(0, Ordering::Relaxed);
        }
        self.taken.store(false, Ordering::Release);
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
        let bit = bit(signum)?;
        if self.wanted.load(Ordering::Relaxed) & bit != 0 {
            return Ok(());
        }
        let mut table = table();
        install(&mut table, signum)?;
        self.wanted.fetch_or(bit, Ordering::Release);
        Ok(())
    }

    /// Ends to catch `signum`. The last one in the process gives the signal back what it did before.
    pub(crate) fn unwant(&self, signum: i32) {
        let Ok(bit) = bit(signum) else { return };
        let mut table = table();
        if self.wanted.fetch_and(!bit, Ordering::AcqRel) & bit != 0 {
            restore(&mut table, signum);
        }
    }

    /// Calls `each` with every signal caught since the last time, and how often.
    pub(crate) fn take(&self, mut each: impl FnMut(i32, u32)) {
        for (signum, count) in (0_i32..).zip(&self.caught) {
            if count.load(Ordering::Relaxed) > 0 {
                each(signum, count.swap(0, Ordering::AcqRel));
            }
        }
    }
}

fn bit(signum: i32) -> io::Result<u64> {
    match u32::try_from(signum) {
        Ok(number) if (1..=64).contains(&number) => Ok(1 << (number - 1)),
        _ => Err(io::Error::from_raw_os_error(libc::EINVAL)),
    }
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
    if let (Ok(bit), Ok(index)) = (bit(signum), usize::try_from(signum)) {
        for signal_box in boxes() {
            if signal_box.wanted.load(Ordering::Acquire) & bit != 0 {
                signal_box.caught[index].fetch_add(1, Ordering::AcqRel);
                signal_box.bell.ring();
            }
        }
    }
    // SAFETY: as above.
    unsafe { errno.write(saved) };
}
