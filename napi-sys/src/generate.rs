//! Makes the Rust declarations from the C headers: `types.rs` and the chapter files.
//!
//! For maintainers, behind the feature `bindgen`: its output is committed, so building the crate
//! needs no libclang. Which function goes to which file is the symbol table's word. Run
//! `UPDATE=1 cargo test -p napi-host-sys --features bindgen --test bindings` after a change of a
//! header or of the table.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bindgen::callbacks::{AttributeInfo, DeriveInfo, ParseCallbacks};
use bindgen::{Builder, EnumVariation, Formatter, RustEdition, RustTarget};

use crate::table::{CHAPTERS, Chapter, TABLE};

/// What the generator answers when it cannot go on.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

const TYPES_NOTE: &str = "\
//! The types and constants of the ABI.
//!
//! Made from the C headers by bindgen; do not edit.
//!
//! C enumerations are integer aliases with constants, never Rust enums: an addon may pass any
//! number. Handles are pointers to types without content; the host decides what is behind them.
//! Two names for one thing (`node_api_nogc_env`, `node_api_basic_env`) are aliases: the
//! difference exists for the C compiler only.
";

/// All generated files: path under `src/` and text.
///
/// # Errors
/// When libclang, the C compiler or rustfmt cannot be used, or a header does not parse.
pub fn files() -> Result<Vec<(PathBuf, String)>> {
    let include = compiler_include_folder()?;
    let mut files = vec![(PathBuf::from("types.rs"), types(&include)?)];
    for chapter in CHAPTERS {
        let path = PathBuf::from(format!("{}.rs", chapter.name));
        files.push((path, functions(chapter, &include)?));
    }
    Ok(files)
}

fn types(include: &Path) -> Result<String> {
    let builder = base(include)?
        .allowlist_type("(napi|node_api)_.*|uv_loop_s|char16_t")
        .parse_callbacks(Box::new(Additions));
    finish(TYPES_NOTE, builder)
}

fn functions(chapter: &Chapter, include: &Path) -> Result<String> {
    let note = format!(
        "//! {}\n//!\n//! Made from the C headers by bindgen; do not edit.\n",
        chapter.about
    );
    let builder = base(include)?.raw_line("use crate::types::*;").raw_line("");
    let rows = TABLE.iter().filter(|symbol| symbol.chapter == chapter.name);
    finish(
        &note,
        rows.fold(builder, |builder, symbol| {
            builder.allowlist_function(symbol.name)
        }),
    )
}

fn base(include: &Path) -> Result<Builder> {
    // The first version with edition 2024; the output is the same for every later one.
    let target = RustTarget::stable(85, 0).map_err(|error| error.to_string())?;
    Ok(Builder::default()
        .header(concat!(env!("CARGO_MANIFEST_DIR"), "/include/node_api.h"))
        .clang_args([
            "-DNAPI_EXPERIMENTAL",
            "-DNODE_API_EXPERIMENTAL_NO_WARNING",
            "-DNODE_API_EXPERIMENTAL_BASIC_ENV_OPT_OUT",
        ])
        // libclang may come without the compiler's own headers.
        .clang_arg(format!("-idirafter{}", include.display()))
        .allowlist_recursively(false)
        .default_enum_style(EnumVariation::Consts)
        .prepend_enum_name(false)
        .layout_tests(false)
        .enable_function_attribute_detection()
        .merge_extern_blocks(true)
        .use_core()
        .ctypes_prefix("core::ffi")
        .rust_target(target)
        .rust_edition(RustEdition::Edition2024)
        .disable_header_comment()
        .formatter(Formatter::Prettyplease))
}

fn finish(note: &str, builder: Builder) -> Result<String> {
    let bindings = builder.generate()?.to_string();
    rustfmt(&format!("{note}\n{bindings}"))
}

fn rustfmt(text: &str) -> Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child
        .stdin
        .take()
        .ok_or("rustfmt has no stdin")?
        .write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("rustfmt: {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn compiler_include_folder() -> Result<PathBuf> {
    let output = Command::new("cc")
        .arg("-print-file-name=include")
        .output()?;
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

/// What the headers cannot say: the types behind the handles are only named there, and a type
/// tag is something to compare.
#[derive(Debug)]
struct Additions;

impl ParseCallbacks for Additions {
    fn add_derives(&self, info: &DeriveInfo<'_>) -> Vec<String> {
        let comparable = info.name == "napi_type_tag";
        if comparable {
            vec!["PartialEq".into(), "Eq".into()]
        } else {
            Vec::new()
        }
    }

    fn add_attributes(&self, info: &AttributeInfo<'_>) -> Vec<String> {
        match info.name.strip_suffix("__") {
            Some(handle) => vec![format!(
                "#[doc = \" What a [`{handle}`] points at; never built from Rust.\"]"
            )],
            None => Vec::new(),
        }
    }
}
