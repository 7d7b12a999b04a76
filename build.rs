//! Exports the symbols of the ABI and libuv's functions from the executables of this package, and no others.

use std::env;
use std::io;

fn main() -> io::Result<()> {
    // A fixed address, as node's own executable has: the 59,000 relocations of a movable one take 0.9 ms at
    // every start (2.1 to 1.2 ms for `--version`), a twelfth of what an empty script takes.
    if env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    napi_host_sys::link::emit_export_args(napi_host_sys::uv_names::UV_NAMES)
}
