//! Addresses: text and numbers of JavaScript to socket addresses and back.

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};

use socket2::SockAddr;

use super::Args;
use crate::builtins::support;

/// An IPv6 address and its zone: `fe80::1%eth0`.
fn parse_v6(text: &str) -> Option<(Ipv6Addr, Option<&str>)> {
    let (address, zone) = match text.split_once('%') {
        Some((address, zone)) if !zone.is_empty() => (address, Some(zone)),
        Some(_) => return None,
        None => (text, None),
    };
    Some((address.parse().ok()?, zone))
}

/// 4 or 6 for the text of an address, else 0.
pub(super) fn family(text: &str) -> i32 {
    if text.parse::<std::net::Ipv4Addr>().is_ok() {
        return 4;
    }
    let zone_fits = |zone: &str| {
        zone.chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '_'))
    };
    match parse_v6(text) {
        Some((_, zone)) if zone.is_none_or(zone_fits) => 6,
        _ => 0,
    }
}

/// The number of a zone: an interface's name, or digits.
fn zone_number(zone: &str) -> u32 {
    if let Ok(number) = zone.parse() {
        return number;
    }
    let Ok(name) = std::ffi::CString::new(zone) else {
        return 0;
    };
    // SAFETY: `name` ends with a NUL and lives through the call.
    unsafe { libc::if_nametoindex(name.as_ptr()) }
}

/// The address in arguments 1 (text) and 2 (port).
pub(super) fn parse(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> io::Result<SocketAddr> {
    let text = support::text(scope, args.get(1));
    let port = args.get(2).uint32_value(scope).unwrap_or(0);
    with_port(&text, u16::try_from(port).unwrap_or(0))
}

/// The address that a text and a port name.
pub(in crate::builtins) fn with_port(text: &str, port: u16) -> io::Result<SocketAddr> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(SocketAddr::new(address, port));
    }
    let invalid = || io::Error::from_raw_os_error(libc::EINVAL);
    let (address, zone) = parse_v6(text).ok_or_else(invalid)?;
    let zone = zone.map_or(0, zone_number);
    Ok(SocketAddrV6::new(address, port, 0, zone).into())
}

/// The unix address in argument 1; one that begins with NUL is abstract.
pub(super) fn unix(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> io::Result<SockAddr> {
    let path = support::text(scope, args.get(1));
    SockAddr::unix(path).map_err(|_| io::Error::from_raw_os_error(libc::ENAMETOOLONG))
}

/// The name of an interface by its number.
fn zone_name(number: u32) -> Option<String> {
    let mut name = [0_u8; libc::IF_NAMESIZE];
    // SAFETY: room for a name.
    let found = unsafe { libc::if_indextoname(number, name.as_mut_ptr().cast()) };
    if found.is_null() {
        return None;
    }
    let name = std::ffi::CStr::from_bytes_until_nul(&name).ok()?;
    Some(name.to_string_lossy().into_owned())
}

/// The shortest text of an address, without its zone; what is no address stays.
pub(super) fn shortest(text: &str) -> String {
    match parse_v6(text) {
        Some((address, _)) => address.to_string(),
        None => text.to_owned(),
    }
}

/// The text of an address; one that counts on one link only has the link's name.
fn text_of(address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(six) if six.ip().is_unicast_link_local() && six.scope_id() != 0 => {
            let zone = zone_name(six.scope_id()).unwrap_or_else(|| six.scope_id().to_string());
            format!("{}%{zone}", six.ip())
        }
        _ => address.ip().to_string(),
    }
}

/// [address, family, port] of an internet address, the path of a unix address.
pub(in crate::builtins) fn describe<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    address: &SockAddr,
) -> v8::Local<'s, v8::Value> {
    let Some(internet) = address.as_socket() else {
        let path = address.as_pathname().and_then(std::path::Path::to_str);
        return support::string(scope, path.unwrap_or("")).into();
    };
    let family = if internet.is_ipv6() { "IPv6" } else { "IPv4" };
    let text = support::string(scope, &text_of(&internet));
    let family = support::string(scope, family);
    let port = v8::Integer::new(scope, i32::from(internet.port()));
    let parts = [text.into(), family.into(), port.into()];
    v8::Array::new_with_elements(scope, &parts).into()
}

#[cfg(test)]
mod tests {
    use super::family;

    #[test]
    fn family_of_texts() {
        for text in ["127.0.0.1", "0.0.0.0", "255.255.255.255"] {
            assert_eq!(family(text), 4, "{text}");
        }
        for text in ["::", "::1", "fe80::1%eth0", "::ffff:1.2.3.4", "fe80::1%1"] {
            assert_eq!(family(text), 6, "{text}");
        }
        for text in [
            "",
            "1.2.3",
            "01.2.3.4",
            "256.1.1.1",
            "::%",
            "[::1]",
            "x",
            "1.2.3.4 ",
        ] {
            assert_eq!(family(text), 0, "{text}");
        }
    }
}
