//! Embeds every file under `js/` as a built-in module: `js/fs/promises.js`
//! becomes the id `fs/promises`. There is no list to keep.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("js");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    // By id, not by path: the table is searched by id, and `errors.js` and `errors/` sort differently.
    files.sort_by_key(|file| file.with_extension("").into_os_string());
    let mut table = String::from("pub(crate) static SOURCES: &[(&str, Text)] = &[\n");
    let mut constants = String::new();
    for (index, file) in files.iter().enumerate() {
        println!("cargo:rerun-if-changed={}", file.display());
        let id = file
            .strip_prefix(&root)
            .expect("collected below root")
            .with_extension("");
        let text = if fs::read(file)?.is_ascii() {
            writeln!(
                constants,
                "static TEXT_{index}: v8::OneByteConst = v8::String::create_external_onebyte_const(include_bytes!({file:?}));"
            )
            .expect("writing to a String cannot fail");
            format!("Text::Ascii(&TEXT_{index})")
        } else {
            format!("Text::Unicode(include_str!({file:?}))")
        };
        writeln!(table, "    ({:?}, {text}),", id.to_string_lossy())
            .expect("writing to a String cannot fail");
    }
    table.push_str("];\n");
    table.push_str(&constants);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("js_sources.rs"), table)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", dir.display());
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "js") {
            files.push(path);
        }
    }
    Ok(())
}
