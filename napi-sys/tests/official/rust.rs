//! Reads the committed Rust declarations, to compare them with the headers without libclang.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::header::tokens;

/// Reads one file under `src/`, as tokens without comments and attributes' texts.
fn source(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// Name to signature of all functions of a chapter, spelled as [`rust_signature`] does.
pub(crate) fn functions(chapter: &str) -> BTreeMap<String, String> {
    let words = tokens(&source(&format!("{chapter}.rs")).replace("core::ffi::", ""));
    let mut functions = BTreeMap::new();
    for (index, _) in words.iter().enumerate().filter(|(_, word)| *word == "fn") {
        let end = words[index..]
            .iter()
            .position(|word| word == ";")
            .expect("a declaration ends");
        let declaration: Vec<&str> = words[index..index + end]
            .iter()
            .map(String::as_str)
            .collect();
        let close = declaration
            .iter()
            .rposition(|word| *word == ")")
            .expect("it has parameters");
        let parameters = declaration[3..close].split(|word| *word == ",");
        let types = parameters.filter_map(|parameter| match parameter {
            [_name, ":", ty @ ..] => Some(ty.join(" ")),
            _ => None,
        });
        let result = declaration[close + 1..].join(" ").replace("- >", "->");
        let types = types.collect::<Vec<_>>().join(", ");
        functions.insert(
            declaration[1].to_owned(),
            format!("({types}) {result}").trim().to_owned(),
        );
    }
    functions
}

/// A C signature, as the header's reader gives it, in Rust.
pub(crate) fn rust_signature(c: &str) -> String {
    let (result, parameters) = c.split_once(" (").expect("a signature has parameters");
    let parameters = parameters.trim_end_matches(')');
    let types: Vec<String> = match parameters {
        "void" => Vec::new(),
        some => some.split(", ").map(rust_type).collect(),
    };
    let result = match result {
        "void" => String::new(),
        "noreturn void" => " -> !".to_owned(),
        other => format!(" -> {}", rust_type(other)),
    };
    format!("({}){result}", types.join(", "))
}

fn rust_type(c: &str) -> String {
    let c = c.trim();
    if let Some(target) = c.strip_suffix('*') {
        let target = target.trim();
        return match target.strip_prefix("const ") {
            Some(target) if !target.ends_with('*') => format!("* const {}", rust_type(target)),
            _ => format!("* mut {}", rust_type(target)),
        };
    }
    let name = match c {
        "void" => "c_void",
        "char" => "c_char",
        "int" => "c_int",
        "double" => "f64",
        "size_t" => "usize",
        "_Bool" => "bool",
        "int32_t" => "i32",
        "uint32_t" => "u32",
        "int64_t" => "i64",
        "uint64_t" => "u64",
        other => other.strip_prefix("struct ").unwrap_or(other),
    };
    name.to_owned()
}

/// Name to value of the constants in `types.rs`.
pub(crate) fn constants() -> BTreeMap<String, i64> {
    let text = source("types.rs");
    let constants = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub const "));
    constants
        .map(|line| {
            let (name, rest) = line.split_once(": ").expect("a constant has a type");
            let (_, value) = rest.split_once(" = ").expect("a constant has a value");
            let value = value
                .trim_end_matches(';')
                .parse()
                .expect("bindgen writes decimals");
            (name.to_owned(), value)
        })
        .collect()
}
