//! Makes the startup snapshot, and exports the symbols of the ABI, libuv's functions and those of zlib and
//! Brotli from the executables of this package, and no others.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    // A fixed address, as node's own executable has: the 59,000 relocations of a movable one take 0.9 ms at
    // every start (2.1 to 1.2 ms for `--version`), a twelfth of what an empty script takes.
    if env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let program = out.join("start.js");
    std::fs::write(&program, "")?;
    std::fs::write(out.join("start.snapshot"), snapshot(&program)?)?;
    let names = [
        napi_host_sys::uv_names::UV_NAMES,
        napi_host_sys::library_names::LIBRARY_NAMES,
    ];
    napi_host_sys::link::emit_export_args(&names.concat())?;
    Ok(())
}

/// The startup snapshot; empty for a target that is not this machine's.
fn snapshot(program: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    if env::var_os("HOST") != env::var_os("TARGET") {
        return Ok(Vec::new());
    }
    Ok(napi_host_runtime::create_snapshot(
        &program.to_string_lossy(),
    )?)
}
