//! The committed list of signatures is what the declarations say.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use napi_host_sys::table::TABLE;

/// Functions that answer no status: wrappers of them are written by hand.
const WITHOUT_STATUS: [&str; 2] = ["napi_module_register", "napi_fatal_error"];

const HEAD: &str = "\
//! Every function of the ABI that answers a status, with its signature, for code that is made once
//! per function.
//!
//! Made from the chapter files in the order of the symbol table. Do not edit:
//! `UPDATE=1 cargo test -p napi-host-sys --test signatures`. `napi_module_register` and
//! `napi_fatal_error`, which answer no status, are absent on purpose.

/// Hands `fn name(parameter: type as \"type\", …) -> napi_status;` of every function to the macro
/// `$callback`. The types are named as in [`crate::types`]; the text is without `core::ffi::`.
#[macro_export]
macro_rules! for_each_function {
    ($callback:ident) => {
        $callback! {
";

const TAIL: &str = "        }\n    };\n}\n";

/// The parameter list of a function as its chapter file declares it, on one line.
fn parameters(name: &str, chapter: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(format!("src/{chapter}.rs"));
    let text = fs::read_to_string(path).expect("each chapter has its file");
    let (_, rest) = text
        .split_once(&format!("pub fn {name}("))
        .expect("each function is declared in its chapter");
    let (list, rest) = rest.split_once(')').expect("no parameter has parentheses");
    let has_status = rest.trim_start().starts_with("-> napi_status;");
    assert_eq!(has_status, !WITHOUT_STATUS.contains(&name), "{name}");
    let words: Vec<&str> = list.split_whitespace().collect();
    let list = words.join(" ");
    let parameters = list.split(',').map(str::trim).filter(|one| !one.is_empty());
    let with_text = parameters.map(|one| {
        let (_, kind) = one.split_once(": ").expect("a parameter has a type");
        format!("{one} as \"{}\"", kind.replace("core::ffi::", ""))
    });
    with_text.collect::<Vec<_>>().join(", ")
}

fn generate() -> String {
    let mut text = HEAD.to_owned();
    for symbol in TABLE {
        let parameters = parameters(symbol.name, symbol.chapter);
        if !WITHOUT_STATUS.contains(&symbol.name) {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "            fn {}({parameters}) -> napi_status;",
                symbol.name
            );
        }
    }
    text + TAIL
}

#[test]
fn committed_signatures_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/signatures.rs");
    let expected = generate();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected).expect("the source folder is writable");
    }
    let committed = fs::read_to_string(&path).expect("src/signatures.rs is committed");
    assert!(
        committed == expected,
        "src/signatures.rs differs from the declarations; run \
         UPDATE=1 cargo test -p napi-host-sys --test signatures",
    );
}
