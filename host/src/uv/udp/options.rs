//! Broadcast, multicast, and how far datagrams go: by descriptor, for `builtins::udp` too, and as libuv's
//! functions. All answer 0 or an error's number.

use std::ffi::{CStr, c_char, c_int};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::abi::Live;
use super::super::os::text;
use super::{REUSE_ADDRESS, Udp, functions, last_error, set_option};

/// `uv_membership`.
const LEAVE: c_int = 0;
const JOIN: c_int = 1;

/// An address of either family from text; an IPv6 one with the number of its interface.
pub(crate) enum Group {
    /// Of IPv4.
    V4(Ipv4Addr),
    /// Of IPv6.
    V6(Ipv6Addr),
}

impl Group {
    /// `None` for what is no address.
    pub(crate) fn parse(name: &CStr) -> Option<Self> {
        let name = name.to_str().ok()?;
        let plain = name.split_once('%').map_or(name, |(plain, _)| plain);
        let v4 = name.parse().map(Self::V4);
        v4.or_else(|_| plain.parse().map(Self::V6)).ok()
    }

    fn family(&self) -> c_int {
        match self {
            Self::V4(_) => libc::AF_INET,
            Self::V6(_) => libc::AF_INET6,
        }
    }
}

/// A text of the caller, if there is one.
fn given<'a>(name: *const c_char) -> Option<&'a CStr> {
    (!name.is_null()).then(|| text(name))
}

/// The number of the interface that follows `%`, or 0.
fn scope(name: Option<&CStr>) -> u32 {
    let bytes = name.map_or(&[][..], CStr::to_bytes_with_nul);
    let zone = bytes.iter().position(|byte| *byte == b'%');
    let zone = zone.and_then(|at| CStr::from_bytes_with_nul(&bytes[at + 1..]).ok());
    // SAFETY: a text with an end.
    zone.map_or(0, |zone| unsafe { libc::if_nametoindex(zone.as_ptr()) })
}

fn v4(address: Ipv4Addr) -> libc::in_addr {
    libc::in_addr {
        s_addr: u32::from_ne_bytes(address.octets()),
    }
}

/// The IPv4 address of an interface: any when none is named.
fn interface_v4(name: Option<&CStr>) -> Result<libc::in_addr, c_int> {
    match name.map(Group::parse) {
        None => Ok(v4(Ipv4Addr::UNSPECIFIED)),
        Some(Some(Group::V4(address))) => Ok(v4(address)),
        Some(_) => Err(-libc::EINVAL),
    }
}

/// Sets an option that is a structure.
fn set<T>(fd: c_int, level: c_int, option: c_int, value: &T) -> c_int {
    let size = libc::socklen_t::try_from(size_of::<T>()).unwrap_or(0);
    let place = std::ptr::from_ref(value).cast();
    // SAFETY: a structure and its size.
    match unsafe { libc::setsockopt(fd, level, option, place, size) } {
        0 => 0,
        _ => last_error(),
    }
}

/// The socket of a handle, bound to any address of the family if there was none.
fn bound(udp: Live<Udp>, family: c_int) -> Result<c_int, c_int> {
    let state = udp.open_state().ok_or(-libc::EINVAL)?;
    match state.ensure_bound(family, REUSE_ADDRESS) {
        0 => Ok(state.fd.get()),
        status => Err(status),
    }
}

/// Joins or leaves a group of either family.
pub(crate) fn membership(fd: c_int, group: &Group, interface: Option<&CStr>, join: bool) -> c_int {
    match group {
        Group::V4(address) => {
            let imr_interface = match interface_v4(interface) {
                Ok(found) => found,
                Err(status) => return status,
            };
            let request = libc::ip_mreq {
                imr_multiaddr: v4(*address),
                imr_interface,
            };
            let option = if join {
                libc::IP_ADD_MEMBERSHIP
            } else {
                libc::IP_DROP_MEMBERSHIP
            };
            set(fd, libc::IPPROTO_IP, option, &request)
        }
        Group::V6(address) => {
            let parsed = interface.map(Group::parse);
            if !matches!(parsed, None | Some(Some(Group::V6(_)))) {
                return -libc::EINVAL;
            }
            let request = libc::ipv6_mreq {
                ipv6mr_multiaddr: libc::in6_addr {
                    s6_addr: address.octets(),
                },
                ipv6mr_interface: scope(interface),
            };
            let option = if join {
                libc::IPV6_ADD_MEMBERSHIP
            } else {
                libc::IPV6_DROP_MEMBERSHIP
            };
            set(fd, libc::IPPROTO_IPV6, option, &request)
        }
    }
}

/// An address as the options for sources take it.
fn storage(group: &Group) -> libc::sockaddr_storage {
    // SAFETY: zero bytes are an address of no family.
    let mut made: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
    let place = (&raw mut made).cast::<u8>();
    let (family, at, bytes) = match group {
        Group::V4(address) => (libc::AF_INET, 4, address.octets().to_vec()),
        Group::V6(address) => (libc::AF_INET6, 8, address.octets().to_vec()),
    };
    made.ss_family = libc::sa_family_t::try_from(family).unwrap_or(0);
    // SAFETY: within the storage, which has 128 bytes.
    let place = unsafe { place.add(at) };
    // SAFETY: as above.
    unsafe { place.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    made
}

/// `group_source_req` of the system.
#[repr(C)]
struct GroupOfSource {
    interface: u32,
    group: libc::sockaddr_storage,
    source: libc::sockaddr_storage,
}

/// The system's options to join or leave a group for one sender.
const JOIN_SOURCE: c_int = 46;
const LEAVE_SOURCE: c_int = 47;

/// Joins or leaves a group for one sender; both are of the same family.
pub(crate) fn source_membership(
    fd: c_int,
    group: &Group,
    interface: Option<&CStr>,
    source: &Group,
    join: bool,
) -> c_int {
    if let (Group::V4(group), Group::V4(source)) = (group, source) {
        let imr_interface = match interface_v4(interface) {
            Ok(found) => found,
            Err(status) => return status,
        };
        let request = libc::ip_mreq_source {
            imr_multiaddr: v4(*group),
            imr_interface,
            imr_sourceaddr: v4(*source),
        };
        let option = if join {
            libc::IP_ADD_SOURCE_MEMBERSHIP
        } else {
            libc::IP_DROP_SOURCE_MEMBERSHIP
        };
        return set(fd, libc::IPPROTO_IP, option, &request);
    }
    let request = GroupOfSource {
        interface: scope(interface),
        group: storage(group),
        source: storage(source),
    };
    let option = if join { JOIN_SOURCE } else { LEAVE_SOURCE };
    set(fd, libc::IPPROTO_IPV6, option, &request)
}

/// Whether the socket is one of IPv6.
fn is_v6(fd: c_int) -> bool {
    super::descriptor::socket_option(fd, libc::SO_DOMAIN) == Ok(libc::AF_INET6)
}

/// Sets a number at the family's level: a byte or more, which all of these options take.
fn set_number(fd: c_int, v4: c_int, v6: c_int, value: c_int) -> c_int {
    if !(0..=255).contains(&value) {
        return -libc::EINVAL;
    }
    if is_v6(fd) {
        set_option(fd, libc::IPPROTO_IPV6, v6, value)
    } else {
        set_option(fd, libc::IPPROTO_IP, v4, value)
    }
}

/// Whether this machine gets its own datagrams to groups.
pub(crate) fn set_multicast_loop(fd: c_int, on: c_int) -> c_int {
    set_number(fd, libc::IP_MULTICAST_LOOP, libc::IPV6_MULTICAST_LOOP, on)
}

/// Over how many routers datagrams to groups go.
pub(crate) fn set_multicast_hops(fd: c_int, hops: c_int) -> c_int {
    set_number(fd, libc::IP_MULTICAST_TTL, libc::IPV6_MULTICAST_HOPS, hops)
}

/// Whether datagrams may go to all.
pub(crate) fn set_broadcast(fd: c_int, on: c_int) -> c_int {
    set_option(fd, libc::SOL_SOCKET, libc::SO_BROADCAST, on)
}

/// Over how many routers datagrams go: 1 to 255.
pub(crate) fn set_hops(fd: c_int, hops: c_int) -> c_int {
    if !(1..=255).contains(&hops) {
        return -libc::EINVAL;
    }
    set_number(fd, libc::IP_TTL, libc::IPV6_UNICAST_HOPS, hops)
}

/// The interface for datagrams to groups; any when none is named.
pub(crate) fn set_interface(fd: c_int, name: Option<&CStr>) -> c_int {
    let found = match name {
        Some(name) => Group::parse(name),
        None if is_v6(fd) => Some(Group::V6(Ipv6Addr::UNSPECIFIED)),
        None => Some(Group::V4(Ipv4Addr::UNSPECIFIED)),
    };
    match found {
        Some(Group::V4(address)) => set(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, &v4(address)),
        Some(Group::V6(_)) => set(
            fd,
            libc::IPPROTO_IPV6,
            libc::IPV6_MULTICAST_IF,
            &scope(name),
        ),
        None => -libc::EINVAL,
    }
}

functions! {
    /// Joins or leaves a group; binds to any address first if need be.
    fn uv_udp_set_membership(
        udp: Live<Udp>,
        group: *const c_char,
        interface: *const c_char,
        membership_kind: c_int,
    ) -> c_int {
        match given(group).and_then(Group::parse) {
            Some(group) if (LEAVE..=JOIN).contains(&membership_kind) => {
                let join = membership_kind == JOIN;
                match bound(udp, group.family()) {
                    Ok(fd) => membership(fd, &group, given(interface), join),
                    Err(status) => status,
                }
            }
            _ => -libc::EINVAL,
        }
    }

    /// The same for one sender.
    fn uv_udp_set_source_membership(
        udp: Live<Udp>,
        group: *const c_char,
        interface: *const c_char,
        source: *const c_char,
        membership_kind: c_int,
    ) -> c_int {
        let parse = |name| given(name).and_then(Group::parse);
        let (Some(group), Some(source)) = (parse(group), parse(source)) else {
            return -libc::EINVAL;
        };
        if !(LEAVE..=JOIN).contains(&membership_kind) || group.family() != source.family() {
            return -libc::EINVAL;
        }
        let join = membership_kind == JOIN;
        match bound(udp, group.family()) {
            Ok(fd) => source_membership(fd, &group, given(interface), &source, join),
            Err(status) => status,
        }
    }

    /// Whether this machine gets its own datagrams to groups.
    fn uv_udp_set_multicast_loop(udp: Live<Udp>, on: c_int) -> c_int {
        set_multicast_loop(udp.fd(), on)
    }

    /// Over how many routers datagrams to groups go.
    fn uv_udp_set_multicast_ttl(udp: Live<Udp>, hops: c_int) -> c_int {
        set_multicast_hops(udp.fd(), hops)
    }

    /// The interface for datagrams to groups.
    fn uv_udp_set_multicast_interface(udp: Live<Udp>, interface: *const c_char) -> c_int {
        set_interface(udp.fd(), given(interface))
    }

    /// Whether datagrams may go to all.
    fn uv_udp_set_broadcast(udp: Live<Udp>, on: c_int) -> c_int {
        set_broadcast(udp.fd(), on)
    }

    /// Over how many routers datagrams go: 1 to 255.
    fn uv_udp_set_ttl(udp: Live<Udp>, hops: c_int) -> c_int {
        set_hops(udp.fd(), hops)
    }
}
