//! `os.networkInterfaces()`: the addresses of the interfaces that are up.

use std::collections::HashMap;
use std::ffi::CStr;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::builtins::support::{Args, Return, constant, number_constant, string};

struct Address {
    name: String,
    address: IpAddr,
    netmask: Option<IpAddr>,
    scope_id: u32,
    internal: bool,
}

/// `[{ name, address, netmask, family, mac, internal, cidr, scopeid? }, ...]`.
pub(super) fn interfaces(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let (addresses, hardware) = collect();
    let mut list = Vec::new();
    for entry in addresses {
        let mac = hardware.get(&entry.name).copied().unwrap_or_default();
        let mac: Vec<String> = mac.iter().map(|byte| format!("{byte:02x}")).collect();
        let netmask = entry.netmask.unwrap_or(entry.address);
        let family = if entry.address.is_ipv4() {
            "IPv4"
        } else {
            "IPv6"
        };
        let object = v8::Object::new(scope);
        for (key, value) in [
            ("name", entry.name.clone()),
            ("address", entry.address.to_string()),
            ("netmask", netmask.to_string()),
            ("family", family.to_owned()),
            ("mac", mac.join(":")),
            ("cidr", format!("{}/{}", entry.address, prefix(netmask))),
        ] {
            let value = string(scope, &value);
            constant(scope, object, key, value.into());
        }
        let internal = v8::Boolean::new(scope, entry.internal);
        constant(scope, object, "internal", internal.into());
        if entry.address.is_ipv6() {
            number_constant(scope, object, "scopeid", f64::from(entry.scope_id));
        }
        list.push(object.into());
    }
    rv.set(v8::Array::new_with_elements(scope, &list).into());
}

fn prefix(netmask: IpAddr) -> u32 {
    match netmask {
        IpAddr::V4(mask) => mask.to_bits().count_ones(),
        IpAddr::V6(mask) => mask.to_bits().count_ones(),
    }
}

/// Reads an IP address; the second value is its scope.
///
/// # Safety
/// `address` is null or points to a socket address of the size its family has.
unsafe fn ip_address(address: *const libc::sockaddr) -> Option<(IpAddr, u32)> {
    if address.is_null() {
        return None;
    }
    // SAFETY: every socket address starts with its family.
    match i32::from(unsafe { (*address).sa_family }) {
        libc::AF_INET => {
            // SAFETY: the family says which structure it is.
            let v4 = unsafe { address.cast::<libc::sockaddr_in>().read_unaligned() };
            let bits = u32::from_be(v4.sin_addr.s_addr);
            Some((IpAddr::V4(Ipv4Addr::from_bits(bits)), 0))
        }
        libc::AF_INET6 => {
            // SAFETY: the family says which structure it is.
            let v6 = unsafe { address.cast::<libc::sockaddr_in6>().read_unaligned() };
            let bits = u128::from_be_bytes(v6.sin6_addr.s6_addr);
            Some((IpAddr::V6(Ipv6Addr::from_bits(bits)), v6.sin6_scope_id))
        }
        _ => None,
    }
}

/// All addresses, and the hardware address of each interface.
fn collect() -> (Vec<Address>, HashMap<String, [u8; 6]>) {
    let mut addresses = Vec::new();
    let mut hardware = HashMap::new();
    let mut first = std::ptr::null_mut();
    // SAFETY: the call fills the pointer with a list that freeifaddrs frees below.
    if unsafe { libc::getifaddrs(&raw mut first) } != 0 {
        return (addresses, hardware);
    }
    let mut next = first;
    while !next.is_null() {
        // SAFETY: the list's nodes live until freeifaddrs.
        let node = unsafe { &*next };
        next = node.ifa_next;
        let up = libc::IFF_UP.cast_unsigned() | libc::IFF_RUNNING.cast_unsigned();
        if node.ifa_flags & up != up || node.ifa_addr.is_null() {
            continue;
        }
        // SAFETY: a node's name ends with NUL.
        let name = unsafe { CStr::from_ptr(node.ifa_name) };
        let name = name.to_string_lossy().into_owned();
        // SAFETY: every socket address starts with its family.
        if i32::from(unsafe { (*node.ifa_addr).sa_family }) == libc::AF_PACKET {
            // SAFETY: the family says which structure it is.
            let link = unsafe { node.ifa_addr.cast::<libc::sockaddr_ll>().read_unaligned() };
            let mut mac = [0; 6];
            mac.copy_from_slice(&link.sll_addr[..6]);
            hardware.insert(name, mac);
            continue;
        }
        // SAFETY: the list's addresses are complete for their families.
        let Some((address, scope_id)) = (unsafe { ip_address(node.ifa_addr) }) else {
            continue;
        };
        // SAFETY: as above; a missing netmask is null.
        let netmask = unsafe { ip_address(node.ifa_netmask) }.map(|(mask, _)| mask);
        addresses.push(Address {
            name,
            address,
            netmask,
            scope_id,
            internal: node.ifa_flags & libc::IFF_LOOPBACK.cast_unsigned() != 0,
        });
    }
    // SAFETY: the list came from getifaddrs and nothing points into it any more.
    unsafe { libc::freeifaddrs(first) };
    (addresses, hardware)
}
