//! Broadcast, multicast, and how far datagrams go.

use std::ffi::{c_char, c_int};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::abi::Live;
use super::super::os::text;
use super::{REUSE_ADDRESS, Udp, functions, last_error, set_option};

/// `uv_membership`.
const LEAVE: c_int = 0;
const JOIN: c_int = 1;

/// An address of either family from text; an IPv6 one with the number of its interface.
enum Group {
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

fn parse(name: *const c_char) -> Option<Group> {
    if name.is_null() {
        return None;
    }
    let name = text(name).to_str().ok()?;
    let plain = name.split_once('%').map_or(name, |(plain, _)| plain);
    let v4 = name.parse().map(Group::V4);
    v4.or_else(|_| plain.parse().map(Group::V6)).ok()
}

/// The number of the interface that follows `%`, or 0.
fn scope(name: *const c_char) -> u32 {
    if name.is_null() {
        return 0;
    }
    let bytes = text(name).to_bytes();
    let Some(at) = bytes.iter().position(|byte| *byte == b'%') else {
        return 0;
    };
    // SAFETY: within the text, before its end.
    let zone = unsafe { name.add(at + 1) };
    // SAFETY: a text with an end.
    unsafe { libc::if_nametoindex(zone) }
}

fn v4(address: Ipv4Addr) -> libc::in_addr {
    libc::in_addr {
        s_addr: u32::from_ne_bytes(address.octets()),
    }
}

/// The IPv4 address of an interface: any when none is named.
fn interface_v4(name: *const c_char) -> Result<libc::in_addr, c_int> {
    if name.is_null() {
        return Ok(v4(Ipv4Addr::UNSPECIFIED));
    }
    match parse(name) {
        Some(Group::V4(address)) => Ok(v4(address)),
        _ => Err(-libc::EINVAL),
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

/// Joins or leaves a group of either family; binds to any address of it first.
fn membership(udp: Live<Udp>, group: &Group, interface: *const c_char, join: bool) -> c_int {
    let Some(state) = udp.open_state() else {
        return -libc::EINVAL;
    };
    let family = match group {
        Group::V4(_) => libc::AF_INET,
        Group::V6(_) => libc::AF_INET6,
    };
    let status = state.ensure_bound(family, REUSE_ADDRESS);
    if status != 0 {
        return status;
    }
    let fd = state.fd.get();
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
            if !interface.is_null() && !matches!(parse(interface), Some(Group::V6(_))) {
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

fn source_membership(
    udp: Live<Udp>,
    group: &Group,
    interface: *const c_char,
    source: &Group,
    join: bool,
) -> c_int {
    let Some(state) = udp.open_state() else {
        return -libc::EINVAL;
    };
    let family = match (group, source) {
        (Group::V4(_), Group::V4(_)) => libc::AF_INET,
        (Group::V6(_), Group::V6(_)) => libc::AF_INET6,
        _ => return -libc::EINVAL,
    };
    let status = state.ensure_bound(family, REUSE_ADDRESS);
    if status != 0 {
        return status;
    }
    let fd = state.fd.get();
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
fn set_number(udp: Live<Udp>, v4: c_int, v6: c_int, value: c_int) -> c_int {
    if !(0..=255).contains(&value) {
        return -libc::EINVAL;
    }
    let fd = udp.fd();
    if is_v6(fd) {
        set_option(fd, libc::IPPROTO_IPV6, v6, value)
    } else {
        set_option(fd, libc::IPPROTO_IP, v4, value)
    }
}

fn set_interface(udp: Live<Udp>, name: *const c_char) -> c_int {
    let fd = udp.fd();
    let found = if name.is_null() {
        Some(if is_v6(fd) {
            Group::V6(Ipv6Addr::UNSPECIFIED)
        } else {
            Group::V4(Ipv4Addr::UNSPECIFIED)
        })
    } else {
        parse(name)
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
    /// Joins or leaves a group.
    fn uv_udp_set_membership(
        udp: Live<Udp>,
        group: *const c_char,
        interface: *const c_char,
        membership_kind: c_int,
    ) -> c_int {
        match parse(group) {
            Some(group) if (LEAVE..=JOIN).contains(&membership_kind) => {
                membership(udp, &group, interface, membership_kind == JOIN)
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
        match (parse(group), parse(source)) {
            (Some(group), Some(source)) if (LEAVE..=JOIN).contains(&membership_kind) => {
                source_membership(udp, &group, interface, &source, membership_kind == JOIN)
            }
            _ => -libc::EINVAL,
        }
    }

    /// Whether this machine gets its own datagrams to groups.
    fn uv_udp_set_multicast_loop(udp: Live<Udp>, on: c_int) -> c_int {
        set_number(udp, libc::IP_MULTICAST_LOOP, libc::IPV6_MULTICAST_LOOP, on)
    }

    /// Over how many routers datagrams to groups go.
    fn uv_udp_set_multicast_ttl(udp: Live<Udp>, hops: c_int) -> c_int {
        set_number(udp, libc::IP_MULTICAST_TTL, libc::IPV6_MULTICAST_HOPS, hops)
    }

    /// The interface for datagrams to groups.
    fn uv_udp_set_multicast_interface(udp: Live<Udp>, interface: *const c_char) -> c_int {
        set_interface(udp, interface)
    }

    /// Whether datagrams may go to all.
    fn uv_udp_set_broadcast(udp: Live<Udp>, on: c_int) -> c_int {
        set_option(udp.fd(), libc::SOL_SOCKET, libc::SO_BROADCAST, on)
    }

    /// Over how many routers datagrams go: 1 to 255.
    fn uv_udp_set_ttl(udp: Live<Udp>, hops: c_int) -> c_int {
        if !(1..=255).contains(&hops) {
            return -libc::EINVAL;
        }
        set_number(udp, libc::IP_TTL, libc::IPV6_UNICAST_HOPS, hops)
    }
}
