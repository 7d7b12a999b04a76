//! Exports the symbols of the ABI, libuv's functions and those of zlib and Brotli from the executables of this package, and no others.

use std::env;
use std::io;

fn main() -> io::Result<()> {
    // A fixed address, as node's own executable has: the 59,000 relocations of a movable one take 0.9 ms at
    // every start (2.1 to 1.2 ms for `--version`), a twelfth of what an empty script takes.
    if env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let names = [
        napi_host_sys::uv_names::UV_NAMES,
        napi_host_sys::library_names::LIBRARY_NAMES,
    ];
    napi_host_sys::link::emit_export_args(&names.concat())
}
