//! Terminals and the standard streams: what a descriptor is, raw mode, window
//! size, and writing everything at once.

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::sync::Once;

use super::process::{last_errno, number_array};
use super::support::{Args, Return, bytes_mut, method, string, text};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "isTerminal", is_terminal);
    method(scope, target, "guess", guess);
    method(scope, target, "windowSize", window_size);
    method(scope, target, "setRawMode", set_raw_mode);
    method(scope, target, "writeAll", write_all);
}

fn fd_of(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> i32 {
    args.get(0).int32_value(scope).unwrap_or(-1)
}

fn is_terminal(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = fd_of(scope, &args);
    // SAFETY: the call takes a plain number.
    rv.set_bool(unsafe { libc::isatty(fd) } == 1);
}

/// `guess(fd)`: `TTY`, `FILE`, `PIPE`, `TCP`, `UDP`, `UNKNOWN` or `INVALID`.
fn guess(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = fd_of(scope, &args);
    rv.set(string(scope, kind_of(fd)).into());
}

fn kind_of(fd: i32) -> &'static str {
    // SAFETY: the call takes a plain number.
    if unsafe { libc::isatty(fd) } == 1 {
        return "TTY";
    }
    let mut status = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: the structure is the call's to fill.
    if unsafe { libc::fstat(fd, status.as_mut_ptr()) } != 0 {
        return "INVALID";
    }
    // SAFETY: the call has succeeded and filled the structure.
    let status = unsafe { status.assume_init() };
    match status.st_mode & libc::S_IFMT {
        libc::S_IFREG | libc::S_IFCHR => "FILE",
        libc::S_IFIFO => "PIPE",
        libc::S_IFSOCK => socket_kind(fd),
        _ => "UNKNOWN",
    }
}

fn socket_kind(fd: i32) -> &'static str {
    let option = |name| {
        let mut value: libc::c_int = 0;
        let mut length: libc::socklen_t = 4;
        // SAFETY: the value and its length are the call's to fill.
        unsafe {
            libc::getsockopt(
                fd,
                libc::SOL_SOCKET,
                name,
                (&raw mut value).cast(),
                &raw mut length,
            )
        };
        value
    };
    match (option(libc::SO_DOMAIN), option(libc::SO_TYPE)) {
        (libc::AF_UNIX, libc::SOCK_STREAM) => "PIPE",
        (libc::AF_INET | libc::AF_INET6, libc::SOCK_STREAM) => "TCP",
        (libc::AF_INET | libc::AF_INET6, libc::SOCK_DGRAM) => "UDP",
        _ => "UNKNOWN",
    }
}

/// `windowSize(fd)`: `[columns, rows]`, or a negative errno.
fn window_size(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = fd_of(scope, &args);
    let mut size = libc::winsize {
        ws_row: 0,
        ws_col: 0,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    // SAFETY: TIOCGWINSZ fills a winsize.
    if unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &raw mut size) } != 0 {
        rv.set_int32(-last_errno());
        return;
    }
    let size = number_array(scope, &[f64::from(size.ws_col), f64::from(size.ws_row)]);
    rv.set(size.into());
}

std::thread_local! {
    /// The settings before raw mode, of the last terminal that was put into it.
    static SAVED: Cell<Option<(i32, libc::termios)>> = const { Cell::new(None) };
}
static RESET_AT_EXIT: Once = Once::new();

extern "C" fn reset_terminal() {
    let saved = SAVED.try_with(Cell::take).ok().flatten();
    if let Some((fd, settings)) = saved {
        // SAFETY: the settings are a copy that tcgetattr has filled.
        unsafe { libc::tcsetattr(fd, libc::TCSANOW, &raw const settings) };
    }
}

/// `setRawMode(fd, on)`: 0 or a negative errno. The terminal is put back at exit.
fn set_raw_mode(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = fd_of(scope, &args);
    if !args.get(1).boolean_value(scope) {
        reset_terminal();
        rv.set_int32(0);
        return;
    }
    let mut settings = MaybeUninit::<libc::termios>::uninit();
    // SAFETY: the structure is the call's to fill.
    if unsafe { libc::tcgetattr(fd, settings.as_mut_ptr()) } != 0 {
        rv.set_int32(-last_errno());
        return;
    }
    // SAFETY: the call has succeeded and filled the structure.
    let mut settings = unsafe { settings.assume_init() };
    if SAVED.get().is_none() {
        SAVED.set(Some((fd, settings)));
    }
    settings.c_iflag &= !(libc::BRKINT | libc::ICRNL | libc::INPCK | libc::ISTRIP | libc::IXON);
    settings.c_oflag |= libc::ONLCR;
    settings.c_cflag |= libc::CS8;
    settings.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
    settings.c_cc[libc::VMIN] = 1;
    settings.c_cc[libc::VTIME] = 0;
    RESET_AT_EXIT.call_once(|| {
        // SAFETY: the handler is a plain function that touches one thread-local.
        unsafe { libc::atexit(reset_terminal) };
    });
    // SAFETY: the settings are filled.
    let result = unsafe { libc::tcsetattr(fd, libc::TCSADRAIN, &raw const settings) };
    rv.set_int32(if result == 0 { 0 } else { -last_errno() });
}

/// `writeAll(fd, string or bytes)`: 0 or a negative errno. Waits when the
/// descriptor is non-blocking and full: standard output is synchronous.
fn write_all(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let fd = fd_of(scope, &args);
    let data = args.get(1);
    let result = if data.is_string() {
        let data = text(scope, data);
        write_fully(fd, data.as_bytes())
    } else {
        // SAFETY: nothing runs JavaScript before the slice's last use.
        match unsafe { bytes_mut(data) } {
            Some(bytes) => write_fully(fd, bytes),
            None => -libc::EINVAL,
        }
    };
    rv.set_int32(result);
}

/// Writes all of `data`, waiting where needed: 0 or a negative errno.
pub(crate) fn write_fully(fd: i32, mut data: &[u8]) -> i32 {
    while !data.is_empty() {
        // SAFETY: the pointer and the length describe one slice.
        let count = unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) };
        if let Ok(count) = usize::try_from(count) {
            data = &data[count..];
            continue;
        }
        match last_errno() {
            libc::EINTR => {}
            libc::EAGAIN => {
                let mut waiting = libc::pollfd {
                    fd,
                    events: libc::POLLOUT,
                    revents: 0,
                };
                // SAFETY: one structure is there, as the count says.
                unsafe { libc::poll(&raw mut waiting, 1, -1) };
            }
            errno => return -errno,
        }
    }
    0
}
