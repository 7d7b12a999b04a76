//! Exports the symbols of the ABI and libuv's functions from the executables of this package, and no others.

use std::io;

fn main() -> io::Result<()> {
    napi_host_sys::link::emit_export_args(napi_host_sys::uv_names::UV_NAMES)
}
