//! Facts of process and system that fit in a buffer or a number, and addresses as text.
//!
//! A function that fills a buffer answers `UV_ENOBUFS` and the size needed when it is too small.

use std::cell::Cell;
use std::ffi::{CStr, CString, OsStr, c_char, c_int, c_uint};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use super::abi::{Buffer, Live};
use super::{error_number, functions, last_error};

/// Puts `text` into the caller's buffer.
pub(super) fn fill(text: &[u8], target: *mut c_char, size: Option<Live<Cell<usize>>>) -> c_int {
    let Some(size) = size.filter(|size| !target.is_null() && size.get() > 0) else {
        return -libc::EINVAL;
    };
    if text.len() >= size.get() {
        size.set(text.len() + 1);
        return -libc::ENOBUFS;
    }
    put(text, target);
    size.set(text.len());
    0
}

/// Copies `text` and an end.
pub(super) fn put(text: &[u8], target: *mut c_char) {
    // SAFETY: the caller has compared the sizes.
    unsafe { target.copy_from_nonoverlapping(text.as_ptr().cast(), text.len()) };
    // SAFETY: as above.
    let end = unsafe { target.add(text.len()) };
    // SAFETY: as above.
    unsafe { end.write(0) };
}

pub(super) fn text<'a>(address: *const c_char) -> &'a CStr {
    // SAFETY: by libuv's contract a text with an end, which lives through the call.
    unsafe { CStr::from_ptr(address) }
}

fn fill_path(
    path: std::io::Result<std::path::PathBuf>,
    target: *mut c_char,
    size: Option<Live<Cell<usize>>>,
) -> c_int {
    match path {
        Ok(path) => fill(path.as_os_str().as_bytes(), target, size),
        Err(error) => error_number(&error),
    }
}

fn temporary() -> Vec<u8> {
    let set = ["TMPDIR", "TMP", "TEMP", "TEMPDIR"]
        .iter()
        .find_map(std::env::var_os);
    let path = set.unwrap_or_else(|| "/tmp".into());
    let bytes = path.as_bytes();
    let shorter = bytes.strip_suffix(b"/").filter(|rest| !rest.is_empty());
    shorter.unwrap_or(bytes).to_vec()
}

/// Families as a `sockaddr` holds them.
const V4: libc::sa_family_t = 2;
const V6: libc::sa_family_t = 10;
const _: () = assert!(libc::AF_INET == 2 && libc::AF_INET6 == 10);

/// A `sockaddr` of either family, with the parts that libuv's functions set.
fn put_address(
    bytes: &[u8],
    family: libc::sa_family_t,
    port: c_int,
    target: *mut u8,
    at: usize,
    size: usize,
) -> c_int {
    let port = u16::try_from(port & 0xffff).unwrap_or(0);
    let mut address = [0_u8; 28];
    address[..2].copy_from_slice(&family.to_ne_bytes());
    address[2..4].copy_from_slice(&port.to_be_bytes());
    address[at..at + bytes.len()].copy_from_slice(bytes);
    // SAFETY: by libuv's contract room for a `sockaddr` of the family, whose size is `size`.
    unsafe { target.copy_from_nonoverlapping(address.as_ptr(), size) };
    0
}

/// The bytes of a `sockaddr`.
fn take_address<const N: usize>(address: *const u8, at: usize) -> [u8; N] {
    // SAFETY: by libuv's contract a `sockaddr` that has them.
    let place = unsafe { address.add(at) };
    // SAFETY: as above.
    unsafe { place.cast::<[u8; N]>().read() }
}

fn v6_text(bytes: [u8; 16]) -> String {
    Ipv6Addr::from(bytes).to_string()
}

/// A text into memory of that size, or `UV_ENOSPC`.
fn name_into(name: &str, target: *mut c_char, size: usize) -> c_int {
    if name.len() >= size {
        return -libc::ENOSPC;
    }
    put(name.as_bytes(), target);
    0
}

functions! {
    /// The id of this process.
    fn uv_os_getpid() -> c_int {
        // SAFETY: no preconditions.
        unsafe { libc::getpid() }
    }

    /// The id of the parent process.
    fn uv_os_getppid() -> c_int {
        // SAFETY: no preconditions.
        unsafe { libc::getppid() }
    }

    /// The user's home folder.
    fn uv_os_homedir(target: *mut c_char, size: Option<Live<Cell<usize>>>) -> c_int {
        match std::env::home_dir() {
            Some(home) => fill(home.as_os_str().as_bytes(), target, size),
            None => -libc::ENOENT,
        }
    }

    /// The folder for temporary files.
    fn uv_os_tmpdir(target: *mut c_char, size: Option<Live<Cell<usize>>>) -> c_int {
        fill(&temporary(), target, size)
    }

    /// A variable of the environment.
    fn uv_os_getenv(
        name: *const c_char,
        target: *mut c_char,
        size: Option<Live<Cell<usize>>>,
    ) -> c_int {
        match std::env::var_os(OsStr::from_bytes(text(name).to_bytes())) {
            Some(value) => fill(value.as_bytes(), target, size),
            None => -libc::ENOENT,
        }
    }

    /// Sets a variable of the environment.
    fn uv_os_setenv(name: *const c_char, value: *const c_char) -> c_int {
        if name.is_null() || value.is_null() {
            return -libc::EINVAL;
        }
        // SAFETY: texts of the addon, whose contract includes that of `setenv`.
        if unsafe { libc::setenv(name, value, 1) } == 0 { 0 } else { last_error() }
    }

    /// Removes a variable of the environment.
    fn uv_os_unsetenv(name: *const c_char) -> c_int {
        if name.is_null() {
            return -libc::EINVAL;
        }
        // SAFETY: a text of the addon, whose contract includes that of `unsetenv`.
        if unsafe { libc::unsetenv(name) } == 0 { 0 } else { last_error() }
    }

    /// The name of this machine.
    fn uv_os_gethostname(target: *mut c_char, size: Option<Live<Cell<usize>>>) -> c_int {
        let mut name = [0_u8; 256];
        // SAFETY: room for 255 bytes; the last one stays 0.
        if unsafe { libc::gethostname(name.as_mut_ptr().cast(), 255) } != 0 {
            return last_error();
        }
        let name = CStr::from_bytes_until_nul(&name).unwrap_or_default();
        fill(name.to_bytes(), target, size)
    }

    /// The path of this executable.
    fn uv_exepath(target: *mut c_char, size: Option<Live<Cell<usize>>>) -> c_int {
        let Some(size) = size.filter(|size| !target.is_null() && size.get() > 0) else {
            return -libc::EINVAL;
        };
        match std::fs::read_link("/proc/self/exe") {
            Ok(path) => {
                // libuv cuts what does not fit.
                let bytes = path.as_os_str().as_bytes();
                let length = bytes.len().min(size.get() - 1);
                put(&bytes[..length], target);
                size.set(length);
                0
            }
            Err(error) => error_number(&error),
        }
    }

    /// The current folder.
    fn uv_cwd(target: *mut c_char, size: Option<Live<Cell<usize>>>) -> c_int {
        fill_path(std::env::current_dir(), target, size)
    }

    /// Sets the current folder.
    fn uv_chdir(path: *const c_char) -> c_int {
        let path = Path::new(OsStr::from_bytes(text(path).to_bytes()));
        super::status(std::env::set_current_dir(path))
    }

    /// Sends a signal to a process.
    fn uv_kill(process: c_int, signal: c_int) -> c_int {
        // SAFETY: no preconditions.
        if unsafe { libc::kill(process, signal) } == 0 { 0 } else { last_error() }
    }

    /// A buffer of an address and a length.
    fn uv_buf_init(base: *mut c_char, len: c_uint) -> Buffer {
        Buffer { base, len: len as usize }
    }

    /// An IPv4 address from text.
    fn uv_ip4_addr(name: *const c_char, port: c_int, target: *mut u8) -> c_int {
        let parsed = text(name).to_str().ok().and_then(|name| name.parse().ok());
        let address: Ipv4Addr = parsed.unwrap_or(Ipv4Addr::UNSPECIFIED);
        let family = V4;
        put_address(&address.octets(), family, port, target, 4, 16);
        if parsed.is_some() { 0 } else { -libc::EINVAL }
    }

    /// An IPv6 address from text, perhaps with a zone.
    fn uv_ip6_addr(name: *const c_char, port: c_int, target: *mut u8) -> c_int {
        let name = text(name).to_str().unwrap_or_default();
        let (name, zone) = name.split_once('%').unwrap_or((name, ""));
        let parsed = name.parse().ok();
        let address: Ipv6Addr = parsed.unwrap_or(Ipv6Addr::UNSPECIFIED);
        let family = V6;
        put_address(&address.octets(), family, port, target, 8, 28);
        let zone = CString::new(zone).unwrap_or_default();
        // SAFETY: a text with an end.
        let index = unsafe { libc::if_nametoindex(zone.as_ptr()) };
        // SAFETY: room for a `sockaddr_in6`, as above.
        let place = unsafe { target.add(24) };
        // SAFETY: as above.
        unsafe { place.cast::<[u8; 4]>().write(index.to_ne_bytes()) };
        if parsed.is_some() { 0 } else { -libc::EINVAL }
    }

    /// The text of a `sockaddr_in`.
    fn uv_ip4_name(address: *const u8, target: *mut c_char, size: usize) -> c_int {
        name_into(&Ipv4Addr::from(take_address(address, 4)).to_string(), target, size)
    }

    /// The text of a `sockaddr_in6`.
    fn uv_ip6_name(address: *const u8, target: *mut c_char, size: usize) -> c_int {
        name_into(&v6_text(take_address(address, 8)), target, size)
    }

    /// The text of a `sockaddr` of either family.
    fn uv_ip_name(address: *const u8, target: *mut c_char, size: usize) -> c_int {
        match libc::sa_family_t::from_ne_bytes(take_address(address, 0)) {
            V4 => name_into(&Ipv4Addr::from(take_address(address, 4)).to_string(), target, size),
            V6 => name_into(&v6_text(take_address(address, 8)), target, size),
            _ => -libc::EAFNOSUPPORT,
        }
    }

    /// The text of the bytes of an address.
    fn uv_inet_ntop(
        family: c_int,
        address: *const u8,
        target: *mut c_char,
        size: usize,
    ) -> c_int {
        match family {
            libc::AF_INET => {
                name_into(&Ipv4Addr::from(take_address(address, 0)).to_string(), target, size)
            }
            libc::AF_INET6 => name_into(&v6_text(take_address(address, 0)), target, size),
            _ => -libc::EAFNOSUPPORT,
        }
    }

    /// The bytes of an address from text; what follows a `%` is not looked at.
    fn uv_inet_pton(family: c_int, name: *const c_char, target: *mut u8) -> c_int {
        if name.is_null() || target.is_null() {
            return -libc::EINVAL;
        }
        let name = text(name).to_str().unwrap_or_default();
        match family {
            libc::AF_INET => match name.parse::<Ipv4Addr>() {
                // SAFETY: by libuv's contract room for the bytes of the family.
                Ok(address) => unsafe { target.cast::<[u8; 4]>().write(address.octets()) },
                Err(_) => return -libc::EINVAL,
            },
            libc::AF_INET6 => {
                let name = name.split_once('%').map_or(name, |(name, _)| name);
                match name.parse::<Ipv6Addr>() {
                    // SAFETY: as above.
                    Ok(address) => unsafe { target.cast::<[u8; 16]>().write(address.octets()) },
                    Err(_) => return -libc::EINVAL,
                }
            }
            _ => return -libc::EAFNOSUPPORT,
        }
        0
    }

    /// The name of an interface.
    fn uv_if_indextoname(
        index: c_uint,
        target: *mut c_char,
        size: Option<Live<Cell<usize>>>,
    ) -> c_int {
        if target.is_null() || size.is_none_or(|size| size.get() == 0) {
            return -libc::EINVAL;
        }
        let mut name = [0_u8; libc::IF_NAMESIZE + 1];
        // SAFETY: room for a name.
        if unsafe { libc::if_indextoname(index, name.as_mut_ptr().cast()) }.is_null() {
            return last_error();
        }
        fill(CStr::from_bytes_until_nul(&name).unwrap_or_default().to_bytes(), target, size)
    }

    /// What names the interface in an address: its name.
    fn uv_if_indextoiid(
        index: c_uint,
        target: *mut c_char,
        size: Option<Live<Cell<usize>>>,
    ) -> c_int {
        // SAFETY: as of the function above, which checks the rest.
        unsafe { uv_if_indextoname(index, target, size) }
    }
}
