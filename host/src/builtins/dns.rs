//! Name lookup by the system's resolver, on the worker pool.
//!
//! Deliberately absent: DNS queries of our own, which JavaScript makes over sockets.

use std::ffi::{CStr, CString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::support::{self, Args, Return, Scope, method};
use crate::runtime::spawn_blocking;
use crate::uv::addrinfo::resolver_error;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "getaddrinfo", getaddrinfo);
    method(scope, target, "getnameinfo", getnameinfo);
    for (name, value) in [
        ("AI_ADDRCONFIG", libc::AI_ADDRCONFIG),
        ("AI_ALL", libc::AI_ALL),
        ("AI_V4MAPPED", libc::AI_V4MAPPED),
    ] {
        support::number_constant(scope, target, name, f64::from(value));
    }
}

/// The addresses of `name` in the resolver's order, each once.
fn resolve(name: &str, family: i32, flags: i32) -> Result<Vec<String>, i32> {
    let name = CString::new(name).map_err(|_| -3008)?;
    // SAFETY: all zeros is a valid `addrinfo`.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_family = match family {
        4 => libc::AF_INET,
        6 => libc::AF_INET6,
        _ => libc::AF_UNSPEC,
    };
    hints.ai_socktype = libc::SOCK_STREAM;
    hints.ai_flags = flags;
    let mut list = std::ptr::null_mut();
    // SAFETY: the texts end with NUL, and both structures live through the call.
    let status = unsafe {
        libc::getaddrinfo(
            name.as_ptr(),
            std::ptr::null(),
            &raw const hints,
            &raw mut list,
        )
    };
    if status != 0 {
        return Err(resolver_error(status));
    }
    let mut found = Vec::new();
    let mut at = list;
    // SAFETY: the list is the resolver's until it is freed below, and ends with null.
    while let Some(entry) = unsafe { at.as_ref() } {
        if let Some(address) = address_of(entry) {
            let text = address.to_string();
            if !found.contains(&text) {
                found.push(text);
            }
        }
        at = entry.ai_next;
    }
    // SAFETY: `list` came from `getaddrinfo` and is freed once.
    unsafe { libc::freeaddrinfo(list) };
    Ok(found)
}

fn address_of(entry: &libc::addrinfo) -> Option<IpAddr> {
    match entry.ai_family {
        libc::AF_INET => {
            // SAFETY: an AF_INET entry points to a `sockaddr_in`.
            let address = unsafe { entry.ai_addr.cast::<libc::sockaddr_in>().as_ref() }?;
            let bits = u32::from_be(address.sin_addr.s_addr);
            Some(Ipv4Addr::from_bits(bits).into())
        }
        libc::AF_INET6 => {
            // SAFETY: an AF_INET6 entry points to a `sockaddr_in6`.
            let address = unsafe { entry.ai_addr.cast::<libc::sockaddr_in6>().as_ref() }?;
            Some(Ipv6Addr::from(address.sin6_addr.s6_addr).into())
        }
        _ => None,
    }
}

/// `getaddrinfo(name, family, flags, callback(null, addresses | negative number))`.
fn getaddrinfo(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let name = support::text(scope, args.get(0));
    let family = args.get(1).int32_value(scope).unwrap_or(0);
    let flags = args.get(2).int32_value(scope).unwrap_or(0);
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(3)) else {
        return;
    };
    spawn_blocking(
        scope,
        "GetAddrInfoReqWrap",
        callback,
        move || resolve(&name, family, flags),
        |scope, found| {
            Ok(match found {
                Ok(found) => {
                    let found: Vec<v8::Local<'_, v8::Value>> = found
                        .iter()
                        .map(|address| support::string(scope, address).into())
                        .collect();
                    v8::Array::new_with_elements(scope, &found).into()
                }
                Err(number) => v8::Integer::new(scope, number).into(),
            })
        },
    );
}

/// Host and service of an address.
fn reverse(address: IpAddr, port: u16) -> Result<(String, String), i32> {
    let target = socket2::SockAddr::from(std::net::SocketAddr::new(address, port));
    let mut host: [libc::c_char; 1025] = [0; 1025];
    let mut service: [libc::c_char; 32] = [0; 32];
    // SAFETY: the address lives through the call, and both buffers have the sizes given.
    let status = unsafe {
        libc::getnameinfo(
            target.as_ptr().cast(),
            target.len(),
            host.as_mut_ptr(),
            1025,
            service.as_mut_ptr(),
            32,
            libc::NI_NAMEREQD,
        )
    };
    if status != 0 {
        return Err(resolver_error(status));
    }
    // SAFETY: on success the resolver has ended the text with NUL.
    let host = unsafe { CStr::from_ptr(host.as_ptr()) };
    // SAFETY: as above.
    let service = unsafe { CStr::from_ptr(service.as_ptr()) };
    let text = |value: &CStr| value.to_string_lossy().into_owned();
    Ok((text(host), text(service)))
}

/// `getnameinfo(address, port, callback(null, [host, service] | negative number))`.
fn getnameinfo(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let address = support::text(scope, args.get(0));
    let port = args.get(1).uint32_value(scope).unwrap_or(0);
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(2)) else {
        return;
    };
    spawn_blocking(
        scope,
        "GetNameInfoReqWrap",
        callback,
        move || {
            let address = address.parse().map_err(|_| -libc::EINVAL)?;
            reverse(address, u16::try_from(port).unwrap_or(0))
        },
        |scope, found| {
            Ok(match found {
                Ok((host, service)) => {
                    let pair = [
                        support::string(scope, &host).into(),
                        support::string(scope, &service).into(),
                    ];
                    v8::Array::new_with_elements(scope, &pair).into()
                }
                Err(number) => v8::Integer::new(scope, number).into(),
            })
        },
    );
}
