//! Facts of process and machine that fill structures: usage, processors, interfaces, memory, load.
//!
//! # Invariants
//! A list that the addon frees later comes from `calloc`, and so does each text in it.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int, c_uint};
use std::ptr;

use super::abi::Live;
use super::{functions, last_error};
use crate::builtins::memory;

/// `uv_rusage_t` has the layout of `struct rusage`.
const _: () = assert!(size_of::<libc::rusage>() == 144);

/// `uv_cpu_info_t`.
#[repr(C)]
pub(crate) struct Processor {
    model: *mut c_char,
    speed: c_int,
    /// user, nice, sys, idle, irq: milliseconds.
    times: [u64; 5],
}

/// `uv_interface_address_t`.
#[repr(C)]
pub(crate) struct Interface {
    name: *mut c_char,
    hardware: [u8; 6],
    is_internal: c_int,
    /// A `sockaddr_in` or `sockaddr_in6`.
    address: [u32; 7],
    netmask: [u32; 7],
}

const _: () = assert!(size_of::<Processor>() == 56 && size_of::<Interface>() == 80);

/// A copy of a text that `free` takes.
pub(super) fn copy(text: &CStr) -> *mut c_char {
    // SAFETY: a text with an end.
    unsafe { libc::strdup(text.as_ptr()) }
}

/// Puts a list into memory that `free` takes, and answers it with its length.
pub(super) fn give<T>(list: Vec<T>, target: Live<Cell<*mut T>>, count: Live<Cell<c_int>>) -> c_int {
    // SAFETY: no preconditions.
    let place = unsafe { libc::calloc(list.len().max(1), size_of::<T>()) }.cast::<T>();
    if place.is_null() {
        return -libc::ENOMEM;
    }
    count.set(c_int::try_from(list.len()).unwrap_or(c_int::MAX));
    for (index, entry) in list.into_iter().enumerate() {
        // SAFETY: within the allocation above.
        let slot = unsafe { place.add(index) };
        // SAFETY: as above.
        unsafe { slot.write(entry) };
    }
    target.set(place);
    0
}

/// Frees a list of [`give`], each entry's text first.
pub(super) fn take_back<T>(list: *mut T, count: c_int, text: impl Fn(&T) -> *mut c_char) {
    for index in 0..usize::try_from(count).unwrap_or(0) {
        // SAFETY: by libuv's contract a list of this module with its length.
        let entry = unsafe { list.add(index) };
        // SAFETY: as above.
        let text = text(unsafe { &*entry });
        // SAFETY: from `strdup`, or null.
        unsafe { libc::free(text.cast()) };
    }
    // SAFETY: from `calloc`, or null.
    unsafe { libc::free(list.cast()) };
}

/// The values of a field of `/proc/cpuinfo`, one for each processor.
fn cpuinfo<'a>(text: &'a str, field: &str) -> Vec<&'a str> {
    let value = |line: &'a str| {
        let (name, value) = line.split_once(':')?;
        (name.trim_end() == field).then(|| value.trim())
    };
    text.lines().filter_map(value).collect()
}

fn processors() -> Vec<Processor> {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let (models, speeds) = (cpuinfo(&text, "model name"), cpuinfo(&text, "cpu MHz"));
    let is_one = |line: &&str| line.starts_with("cpu") && !line.starts_with("cpu ");
    let lines = stat.lines().filter(is_one).enumerate();
    lines
        .map(|(index, line)| {
            let ticks: Vec<u64> = line.split(' ').skip(1).flat_map(str::parse).collect();
            let time = |at: usize| ticks.get(at).copied().unwrap_or(0) * 10;
            let model = CString::new(*models.get(index).unwrap_or(&"unknown"));
            let speed = speeds.get(index).and_then(|speed| speed.split('.').next());
            Processor {
                model: copy(&model.unwrap_or_default()),
                speed: speed.and_then(|speed| speed.parse().ok()).unwrap_or(0),
                times: [time(0), time(1), time(2), time(3), time(5)],
            }
        })
        .collect()
}

/// The bytes of an address of either family; `None` for other families.
fn socket_address(address: *const libc::sockaddr) -> Option<[u32; 7]> {
    // SAFETY: null, or an address of the system's list.
    let family = unsafe { address.as_ref() }?.sa_family;
    let size = match c_int::from(family) {
        libc::AF_INET => size_of::<libc::sockaddr_in>(),
        libc::AF_INET6 => size_of::<libc::sockaddr_in6>(),
        _ => return None,
    };
    let mut bytes = [0_u32; 7];
    // SAFETY: an address of the family has that size, which `bytes` has room for.
    unsafe {
        ptr::copy_nonoverlapping(address.cast::<u8>(), bytes.as_mut_ptr().cast::<u8>(), size);
    }
    Some(bytes)
}

/// The hardware address of an interface.
fn hardware(name: &CStr) -> [u8; 6] {
    let name = name.to_string_lossy();
    let text = std::fs::read_to_string(format!("/sys/class/net/{name}/address"));
    let mut bytes = [0; 6];
    let text = text.unwrap_or_default();
    for (byte, part) in bytes.iter_mut().zip(text.trim_end().split(':')) {
        *byte = u8::from_str_radix(part, 16).unwrap_or(0);
    }
    bytes
}

fn interface(entry: &libc::ifaddrs) -> Option<Interface> {
    let up = (libc::IFF_UP | libc::IFF_RUNNING).cast_unsigned();
    if entry.ifa_flags & up != up {
        return None;
    }
    let address = socket_address(entry.ifa_addr)?;
    // SAFETY: each entry has a name.
    let name = unsafe { CStr::from_ptr(entry.ifa_name) };
    let internal = entry.ifa_flags & libc::IFF_LOOPBACK.cast_unsigned() != 0;
    Some(Interface {
        name: copy(name),
        hardware: hardware(name),
        is_internal: c_int::from(internal),
        address,
        netmask: socket_address(entry.ifa_netmask).unwrap_or_default(),
    })
}

fn interfaces() -> Result<Vec<Interface>, c_int> {
    let mut first = ptr::null_mut();
    // SAFETY: the call writes one pointer.
    if unsafe { libc::getifaddrs(&raw mut first) } != 0 {
        return Err(last_error());
    }
    let mut found = Vec::new();
    let mut next = first;
    // SAFETY: an entry of the list, or null.
    while let Some(entry) = unsafe { next.as_ref() } {
        found.extend(interface(entry));
        next = entry.ifa_next;
    }
    // SAFETY: from `getifaddrs`, not used any more.
    unsafe { libc::freeifaddrs(first) };
    Ok(found)
}

functions! {
    /// What the process has used.
    fn uv_getrusage(target: *mut libc::rusage) -> c_int {
        // SAFETY: by libuv's contract room for the structure, which is the system's.
        if unsafe { libc::getrusage(libc::RUSAGE_SELF, target) } == 0 { 0 } else { last_error() }
    }

    /// The processors.
    fn uv_cpu_info(target: Live<Cell<*mut Processor>>, count: Live<Cell<c_int>>) -> c_int {
        give(processors(), target, count)
    }

    /// Frees what `uv_cpu_info` gave.
    fn uv_free_cpu_info(list: *mut Processor, count: c_int) {
        take_back(list, count, |entry| entry.model);
    }

    /// How many threads can run at once.
    fn uv_available_parallelism() -> c_uint {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        c_uint::try_from(count).unwrap_or(1)
    }

    /// The addresses of the interfaces that are up.
    fn uv_interface_addresses(
        target: Live<Cell<*mut Interface>>,
        count: Live<Cell<c_int>>,
    ) -> c_int {
        match interfaces() {
            Ok(list) => give(list, target, count),
            Err(status) => status,
        }
    }

    /// Frees what `uv_interface_addresses` gave.
    fn uv_free_interface_addresses(list: *mut Interface, count: c_int) {
        take_back(list, count, |entry| entry.name);
    }

    /// The load of the last 1, 5 and 15 minutes.
    fn uv_loadavg(target: *mut f64) {
        // SAFETY: by libuv's contract room for three numbers.
        unsafe { libc::getloadavg(target, 3) };
    }

    /// Bytes of memory of the machine.
    fn uv_get_total_memory() -> u64 {
        memory::total()
    }

    /// Bytes of memory that can be had.
    fn uv_get_free_memory() -> u64 {
        memory::free()
    }

    /// Bytes of memory that the process holds.
    fn uv_resident_set_memory(target: Live<Cell<usize>>) -> c_int {
        let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
        // SAFETY: no preconditions.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096);
        match pages {
            Some(pages) => {
                target.set(pages * page);
                0
            }
            None => -libc::EINVAL,
        }
    }

    /// Seconds since the machine was started.
    fn uv_uptime(target: Live<Cell<f64>>) -> c_int {
        let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
        match text.split(' ').next().and_then(|seconds| seconds.parse::<f64>().ok()) {
            Some(seconds) => {
                target.set(seconds.trunc());
                0
            }
            None => -libc::EINVAL,
        }
    }
}
