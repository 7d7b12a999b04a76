//! What a build script needs so that an executable exports the ABI and nothing else.
//!
//! Addons look the functions up in the executable itself, by the dynamic linker or by
//! `dlsym(NULL)`. An executable exports nothing by default; exporting everything would be wrong
//! too, because an addon that brings its own copy of a C++ template would then get ours.
//! ELF linkers only (GNU ld 2.35 or later, lld, mold); other platforms are absent on purpose.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::table::export_list;

/// The text of the list for `--export-dynamic-symbol-list`.
fn list(names: &BTreeSet<&str>) -> String {
    let mut text = String::from("{\n");
    for name in names {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name};");
    }
    text + "};\n"
}

/// The text of the version script. It has patterns (`napi_*`) because lld refuses names that an
/// executable does not define, such as a test program's.
fn version_script(names: &BTreeSet<&str>) -> String {
    let prefixes: BTreeSet<&str> = names
        .iter()
        .map(|name| name.split_once('_').map_or(*name, |(prefix, _)| prefix))
        .collect();
    let mut text = String::from("{\n global:\n");
    for prefix in prefixes {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {prefix}*;");
    }
    text + " local:\n  *;\n};\n"
}

/// Writes what the linker reads into a folder and gives the arguments for the C compiler
/// that links. `extra` are names beyond Node-API.
///
/// One list exports the names. A version script hides all others: without it a linker also
/// exports what a shared library on its command line refers to, such as the operators `new`
/// and `delete` when the C++ runtime is one.
///
/// # Errors
/// What writing the files answers.
pub fn write_export_args(folder: &Path, extra: &[&str]) -> io::Result<Vec<String>> {
    let abi = export_list().map(|name| name as &str);
    let names: BTreeSet<&str> = abi.chain(extra.iter().copied()).collect();
    let list_path = folder.join("napi-host-exports.list");
    fs::write(&list_path, list(&names))?;
    let script_path = folder.join("napi-host-exports.map");
    fs::write(&script_path, version_script(&names))?;
    Ok(vec![
        format!("-Wl,--export-dynamic-symbol-list={}", list_path.display()),
        format!("-Wl,--version-script={}", script_path.display()),
    ])
}

/// For build scripts: writes the lists to `OUT_DIR` and tells cargo to use it for every
/// executable of the package, tests and examples included. `extra` are names that the host
/// exports beyond Node-API, such as functions of libuv.
///
/// # Errors
/// When `OUT_DIR` is not set (not a build script) or the lists cannot be written.
pub fn emit_export_args(extra: &[&str]) -> io::Result<()> {
    let folder = env::var_os("OUT_DIR")
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "OUT_DIR is not set"))?;
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_CFG_TARGET_OS").as_deref() != Some(OsStr::new("linux")) {
        println!("cargo::warning=the ABI is exported on Linux only");
        return Ok(());
    }
    for argument in write_export_args(Path::new(&folder), extra)? {
        println!("cargo::rustc-link-arg={argument}");
    }
    Ok(())
}
