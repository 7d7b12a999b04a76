//! Addresses of sockets, and what sockets of all kinds share.

use std::ffi::c_int;
use std::mem::MaybeUninit;

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

    pub(super) fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub(super) fn size(&self) -> libc::socklen_t {
        self.size
    }
}
