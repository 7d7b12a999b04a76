//! Terminals.

use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::mem::{MaybeUninit, offset_of};
use std::sync::Mutex;

use super::super::abi::{Live, Loop, kind};
use super::super::descriptor::{close, guess, set_nonblocking};
use super::{Stream, functions, init, last_error};
use crate::sync::lock;

/// `uv_tty_t`.
#[repr(C)]
pub(crate) struct Tty {
    stream: Stream,
    /// Room for a `termios`; this host keeps it beside.
    reserved: [Cell<u32>; 15],
    /// `uv_tty_mode_t`.
    mode: Cell<c_int>,
}

const _: () = assert!(size_of::<Tty>() == 312 && offset_of!(Tty, mode) == 308);

const MODE_NORMAL: c_int = 0;
const MODE_RAW: c_int = 1;
const MODE_BINARY: c_int = 2;
const MODE_RAW_VT: c_int = 3;

/// The terminal whose mode was changed first, and how it was before.
static BEFORE: Mutex<Option<(c_int, libc::termios)>> = Mutex::new(None);

fn attributes(fd: c_int) -> Result<libc::termios, c_int> {
    let mut found = MaybeUninit::zeroed();
    // SAFETY: room for the answer.
    match unsafe { libc::tcgetattr(fd, found.as_mut_ptr()) } {
        // SAFETY: the call has filled it in.
        0 => Ok(unsafe { found.assume_init() }),
        _ => Err(last_error()),
    }
}

fn apply(fd: c_int, wanted: &libc::termios) -> c_int {
    // SAFETY: attributes of a terminal.
    match unsafe { libc::tcsetattr(fd, libc::TCSADRAIN, wanted) } {
        0 => 0,
        _ => last_error(),
    }
}

fn with_mode(before: &libc::termios, mode: c_int) -> libc::termios {
    let mut wanted = *before;
    match mode {
        MODE_RAW | MODE_RAW_VT => {
            let input = libc::BRKINT | libc::ICRNL | libc::INPCK | libc::ISTRIP | libc::IXON;
            wanted.c_iflag &= !input;
            wanted.c_oflag |= libc::ONLCR;
            wanted.c_cflag |= libc::CS8;
            wanted.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
            wanted.c_cc[libc::VMIN] = 1;
            wanted.c_cc[libc::VTIME] = 0;
        }
        MODE_BINARY => {
            // SAFETY: attributes of a terminal.
            unsafe { libc::cfmakeraw(&raw mut wanted) };
        }
        _ => {}
    }
    wanted
}

/// Sets the mode; the attributes from before the first change are the ones to come back to.
fn set_mode(tty: Live<Tty>, mode: c_int) -> c_int {
    if tty.mode.get() == mode {
        return 0;
    }
    if !(MODE_NORMAL..=MODE_RAW_VT).contains(&mode) {
        return -libc::EINVAL;
    }
    let fd = tty.cast::<Stream>().fd();
    let mut before = lock(&BEFORE);
    if before.is_none() {
        match attributes(fd) {
            Ok(found) => *before = Some((fd, found)),
            Err(status) => return status,
        }
    }
    let Some((_, original)) = before.as_ref() else {
        return -libc::EINVAL;
    };
    let status = apply(fd, &with_mode(original, mode));
    if status == 0 {
        tty.mode.set(mode);
    }
    status
}

/// A descriptor of the same terminal that can be non-blocking without the other users being so.
fn reopen(fd: c_int, mode: c_int) -> Option<c_int> {
    let mut name: [c_char; 256] = [0; 256];
    // SAFETY: room for a name.
    if unsafe { libc::ttyname_r(fd, name.as_mut_ptr(), name.len()) } != 0 {
        return None;
    }
    let flags = mode | libc::O_NOCTTY | libc::O_CLOEXEC;
    // SAFETY: a text with an end.
    let opened = unsafe { libc::open(name.as_ptr(), flags) };
    (opened >= 0).then_some(opened)
}

fn open(owner: Live<Loop>, tty: Live<Tty>, mut fd: c_int) -> c_int {
    let found = guess(fd);
    if found == kind::FILE || found == kind::UNKNOWN {
        return -libc::EINVAL;
    }
    // SAFETY: plain numbers.
    let mode = unsafe { libc::fcntl(fd, libc::F_GETFL) };
    if mode < 0 {
        return last_error();
    }
    let mode = mode & libc::O_ACCMODE;
    let mut blocking = false;
    if found == kind::TTY {
        match reopen(fd, mode) {
            Some(opened) => {
                // SAFETY: plain numbers.
                let copied = unsafe { libc::dup3(opened, fd, libc::O_CLOEXEC) };
                let status = last_error();
                close(opened);
                if copied < 0 {
                    return status;
                }
                fd = copied;
            }
            // Others share it: rather wait than make it non-blocking for them.
            None => blocking = mode != libc::O_RDONLY,
        }
    }
    let state = init(owner, tty.cast(), kind::TTY);
    tty.mode.set(MODE_NORMAL);
    state.blocking.set(blocking);
    if !blocking {
        set_nonblocking(fd, true);
    }
    state.open(fd, mode != libc::O_WRONLY, mode != libc::O_RDONLY)
}

functions! {
    /// Makes a handle for a terminal.
    fn uv_tty_init(owner: Live<Loop>, tty: Live<Tty>, fd: c_int, _unused: c_int) -> c_int {
        open(owner, tty, fd)
    }

    /// Sets a `uv_tty_mode_t`.
    fn uv_tty_set_mode(tty: Live<Tty>, mode: c_int) -> c_int {
        set_mode(tty, mode)
    }

    /// Any thread: the terminal is as before the first change of its mode.
    fn uv_tty_reset_mode() -> c_int {
        // Also called by handlers of signals: what is locked is being changed.
        let Ok(before) = BEFORE.try_lock() else {
            return -libc::EBUSY;
        };
        before.as_ref().map_or(0, |(fd, original)| apply(*fd, original))
    }

    /// Columns and rows.
    fn uv_tty_get_winsize(
        tty: Live<Stream>,
        width: Live<Cell<c_int>>,
        height: Live<Cell<c_int>>,
    ) -> c_int {
        let mut found = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: room for the answer.
        if unsafe { libc::ioctl(tty.fd(), libc::TIOCGWINSZ, &raw mut found) } != 0 {
            return last_error();
        }
        width.set(found.ws_col.into());
        height.set(found.ws_row.into());
        0
    }

    /// Nothing to set on this system.
    fn uv_tty_set_vterm_state(_state: c_int) {}

    /// Always `UV_ENOTSUP`: a state of other systems.
    fn uv_tty_get_vterm_state(_state: *mut c_int) -> c_int {
        -libc::ENOTSUP
    }
}
