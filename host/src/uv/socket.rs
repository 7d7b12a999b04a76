//! Addresses of sockets, and what sockets of all kinds share.

use std::cell::Cell;
use std::ffi::c_int;
use std::mem::MaybeUninit;

use super::abi::Live;
use super::last_error;

/// An address of any family, with its size.
#[derive(Clone, Copy)]
pub(super) struct Address {
    storage: libc::sockaddr_storage,
    size: libc::socklen_t,
}

impl Address {
    /// Of the `sockaddr` of a caller: IPv4 or IPv6; `None` for null and other families.
    pub(super) fn internet(address: *const libc::sockaddr) -> Option<Self> {
        // SAFETY: null, or by libuv's contract an address.
        let family = c_int::from(unsafe { address.as_ref() }?.sa_family);
        let size = match family {
            libc::AF_INET => size_of::<libc::sockaddr_in>(),
            libc::AF_INET6 => size_of::<libc::sockaddr_in6>(),
            _ => return None,
        };
        Some(Self::read(address, size))
    }

    /// As [`Address::internet`], and names of the file system.
    pub(super) fn any(address: *const libc::sockaddr) -> Option<Self> {
        // SAFETY: null, or by libuv's contract an address.
        let family = c_int::from(unsafe { address.as_ref() }?.sa_family);
        if family == libc::AF_UNIX {
            return Some(Self::read(address, size_of::<libc::sockaddr_un>()));
        }
        Self::internet(address)
    }

    fn read(address: *const libc::sockaddr, size: usize) -> Self {
        let mut made = Self::empty();
        let target = (&raw mut made.storage).cast::<u8>();
        // SAFETY: an address of the family has that size, which the storage has room for.
        unsafe { target.copy_from_nonoverlapping(address.cast(), size) };
        made.size = libc::socklen_t::try_from(size).unwrap_or(0);
        made
    }

    /// No address, with room for any.
    pub(super) fn empty() -> Self {
        // SAFETY: zero bytes are an address of no family.
        let storage = unsafe { MaybeUninit::zeroed().assume_init() };
        Self { storage, size: 128 }
    }

    /// Any address of a family, and any port.
    pub(super) fn unspecified(family: c_int) -> Self {
        let mut made = Self::empty();
        made.storage.ss_family = libc::sa_family_t::try_from(family).unwrap_or(0);
        made.size = if family == libc::AF_INET6 { 28 } else { 16 };
        made
    }

    /// A name in the file system, or an abstract one.
    pub(super) fn local(name: &[u8]) -> Self {
        let mut made = Self::empty();
        made.storage.ss_family = 1;
        let target = (&raw mut made.storage).cast::<u8>();
        let length = name.len().min(108);
        // SAFETY: a name begins after the family, within the storage.
        let target = unsafe { target.add(2) };
        // SAFETY: the storage has room for 108 bytes there.
        unsafe { target.copy_from_nonoverlapping(name.as_ptr(), length) };
        // The end of a name in the file system counts where there is room for it.
        let named = name.first().is_some_and(|first| *first != 0);
        let size = if named { 110 } else { 2 + length };
        made.size = libc::socklen_t::try_from(size).unwrap_or(0);
        made
    }

    pub(super) fn family(&self) -> c_int {
        self.storage.ss_family.into()
    }

    pub(super) fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub(super) fn size(&self) -> libc::socklen_t {
        self.size
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        let size = usize::try_from(self.size).unwrap_or(0).min(128);
        // SAFETY: the storage has 128 bytes, all initialized.
        unsafe { std::slice::from_raw_parts(self.as_ptr().cast(), size) }
    }

    /// Lets a system call fill an address in.
    pub(super) fn filled(
        call: impl FnOnce(*mut libc::sockaddr, *mut libc::socklen_t) -> c_int,
    ) -> Result<Self, c_int> {
        let mut made = Self::empty();
        let place = (&raw mut made.storage).cast();
        if call(place, &raw mut made.size) != 0 {
            return Err(last_error());
        }
        Ok(made)
    }
}

/// `getsockname` or `getpeername`.
pub(super) type NameCall =
    unsafe extern "C" fn(c_int, *mut libc::sockaddr, *mut libc::socklen_t) -> c_int;

/// A socket that does not block and that `exec` closes.
pub(super) fn make(family: c_int, kind: c_int) -> Result<c_int, c_int> {
    let kind = kind | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: plain numbers.
    let fd = unsafe { libc::socket(family, kind, 0) };
    if fd < 0 { Err(last_error()) } else { Ok(fd) }
}

/// Connects, or begins to; an error's number.
pub(super) fn connect(fd: c_int, address: &Address) -> c_int {
    loop {
        // SAFETY: an address with its size.
        if unsafe { libc::connect(fd, address.as_ptr(), address.size()) } == 0 {
            return 0;
        }
        let status = last_error();
        if status != -libc::EINTR {
            return status;
        }
    }
}

/// Asks for a name of a socket and copies as much as the caller has room for.
pub(super) fn put_name(
    fd: c_int,
    target: *mut u8,
    size: Live<Cell<c_int>>,
    call: NameCall,
) -> c_int {
    if fd < 0 {
        return -libc::EBADF;
    }
    // SAFETY: a descriptor, and room for an address.
    let found = match Address::filled(|place, size| unsafe { call(fd, place, size) }) {
        Ok(found) => found,
        Err(status) => return status,
    };
    let bytes = found.bytes();
    let room = usize::try_from(size.get()).unwrap_or(0).min(bytes.len());
    // SAFETY: by libuv's contract so much room.
    unsafe { target.copy_from_nonoverlapping(bytes.as_ptr(), room) };
    size.set(c_int::try_from(bytes.len()).unwrap_or(0));
    0
}
