//! What a build script needs so that an executable exports the ABI and nothing else.
//!
//! Addons look the functions up in the executable itself, by the dynamic linker or by
//! `dlsym(NULL)`. An executable exports nothing by default; exporting everything would be wrong
//! too, because an addon that brings its own copy of a C++ template would then get ours.
//! ELF linkers only (GNU ld 2.35 or later, lld, mold); other platforms are absent on purpose.

use std::env;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::table::export_list;

/// The text of the list for `--export-dynamic-symbol-list`: the ABI and the extra names.
pub fn export_list_text(extra: &[&str]) -> String {
    let mut text = String::from("{\n");
    for name in export_list()
        .map(|name| name as &str)
        .chain(extra.iter().copied())
    {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name};");
    }
    text.push_str("};\n");
    text
}

/// Writes the list into a folder and gives its path.
///
/// # Errors
/// What writing the file answers.
pub fn write_export_list(folder: &Path, extra: &[&str]) -> io::Result<PathBuf> {
    let path = folder.join("napi-host-exports.list");
    fs::write(&path, export_list_text(extra))?;
    Ok(path)
}

/// The arguments for the C compiler that links, given the list's path.
pub fn export_args(list: &Path) -> Vec<String> {
    vec![format!(
        "-Wl,--export-dynamic-symbol-list={}",
        list.display()
    )]
}

/// For build scripts: writes the list to `OUT_DIR` and tells cargo to use it for every
/// executable of the package, tests and examples included. `extra` are names that the host
/// exports beyond Node-API, such as functions of libuv.
///
/// # Errors
/// When `OUT_DIR` is not set (not a build script) or the list cannot be written.
pub fn emit_export_args(extra: &[&str]) -> io::Result<()> {
    let folder = env::var_os("OUT_DIR")
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "OUT_DIR is not set"))?;
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_CFG_TARGET_OS").as_deref() != Some(OsStr::new("linux")) {
        println!("cargo::warning=the ABI is exported on Linux only");
        return Ok(());
    }
    let list = write_export_list(Path::new(&folder), extra)?;
    for argument in export_args(&list) {
        println!("cargo::rustc-link-arg={argument}");
    }
    Ok(())
}
