//! What the executable exports: every function of the symbol table, and nothing
//! else, so that addons find the ABI and never a C++ template of ours.

use std::collections::BTreeSet;
use std::fs;

use goblin::elf::Elf;
use napi_host_sys::{library_names::LIBRARY_NAMES, table, uv_names::UV_NAMES};

/// The names that addons can see in the built command line.
fn exported() -> BTreeSet<String> {
    let bytes = fs::read(env!("CARGO_BIN_EXE_napi-host"))
        .expect("the command line is built before its tests");
    let elf = Elf::parse(&bytes).expect("the linker has made an ELF file");
    elf.dynsyms
        .iter()
        .filter(|symbol| !symbol.is_import())
        .filter_map(|symbol| elf.dynstrtab.get_at(symbol.st_name))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_function_of_the_table_is_exported() {
    let exported = exported();
    let missing: Vec<&str> = table::export_list()
        .map(|name| name as &str)
        .chain(UV_NAMES.iter().chain(LIBRARY_NAMES).copied())
        .filter(|name| !exported.contains(*name))
        .collect();
    assert!(missing.is_empty(), "not exported: {missing:?}");
}

#[test]
fn nothing_else_is_exported() {
    let mut exported = exported();
    for name in table::export_list() {
        exported.remove(name);
    }
    for name in UV_NAMES.iter().chain(LIBRARY_NAMES) {
        exported.remove(*name);
    }
    assert!(exported.is_empty(), "exported as well: {exported:?}");
}
