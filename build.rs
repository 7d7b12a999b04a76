//! Exports the symbols of the ABI from the executables of this package, and no others.

use std::io;

fn main() -> io::Result<()> {
    napi_host_sys::link::emit_export_args(&[])
}
