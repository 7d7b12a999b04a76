//! Makes the startup snapshot, and exports the symbols of the ABI, libuv's functions and those of zlib and
//! Brotli from the executables of this package, and no others.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    // A fixed address, as node's own executable has: the 59,000 relocations of a movable one take 0.9 ms at
    // every start (2.1 to 1.2 ms for `--version`), a twelfth of what an empty script takes.
    if env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        link_unwinder();
        arrange_executable();
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

/// Takes the unwinder from the compiler's archive, where it has one, rather than from a library that is mapped at
/// every start.
fn link_unwinder() {
    let archive = "libgcc_eh.a";
    let found = Command::new("cc")
        .arg(format!("-print-file-name={archive}"))
        .output();
    // A compiler without it answers the bare name.
    if found.is_ok_and(|output| output.stdout.starts_with(b"/")) {
        println!("cargo::rustc-link-lib=dylib:+verbatim={archive}");
    }
}

/// What Rust's own linker, if it links, does for a quick start: the functions of V8 that every start calls lie side
/// by side, and the file is written in large pieces.
fn arrange_executable() {
    let target = env::var("TARGET").unwrap_or_default();
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let Ok(output) = Command::new(rustc).args(["--print", "sysroot"]).output() else {
        return;
    };
    let sysroot = String::from_utf8_lossy(&output.stdout);
    let linker = Path::new(sysroot.trim()).join(format!("lib/rustlib/{target}/bin/gcc-ld/ld.lld"));
    let is_other_linker = flags.contains("link") || env::var_os("RUSTC_LINKER").is_some();
    if target != "x86_64-unknown-linux-gnu" || is_other_linker || !linker.exists() {
        return;
    }
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("third_party/v8/start_order.txt");
    println!(
        "cargo::rustc-link-arg-bins=-Wl,--symbol-ordering-file={}",
        list.display()
    );
    println!("cargo::rustc-link-arg-bins=-Wl,--no-warn-symbol-ordering");
    // A file that was written through a mapping lies in the page cache a page at a time until it is read anew, which
    // costs an empty script 0.5 ms of 6. LLD 22 maps its output unless it is told to: it takes this option for its
    // opposite. One that does not will map it as by default.
    println!("cargo::rustc-link-arg-bins=-Wl,--mmap-output-file");
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
