//! A C program that prints values and layouts, compiled with one header or the other.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::header::{Header, Setting};
use crate::packages::run;

/// Prints every enumerator, and size, alignment and offsets of every struct, of `names`, as
/// `folder`'s headers have them.
pub(crate) fn values_and_layouts(folder: &Path, setting: &Setting, names: &Header) -> String {
    let mut body = String::new();
    for name in &names.enumerators {
        let _ = writeln!(body, "    printf(\"{name} %lld\\n\", (long long){name});");
    }
    for (name, fields) in &names.structs {
        let _ = writeln!(
            body,
            "    printf(\"{name} size %zu align %zu\\n\", sizeof({name}), _Alignof({name}));"
        );
        for field in fields {
            let _ = writeln!(
                body,
                "    printf(\"{name}.{field} %zu + %zu\\n\", offsetof({name}, {field}), \
                 sizeof((({name}*)0)->{field}));"
            );
        }
    }
    for alias in names
        .aliases
        .keys()
        .filter(|alias| !alias.ends_with("16_t"))
    {
        let _ = writeln!(
            body,
            "    printf(\"{alias} size %zu\\n\", sizeof({alias}));"
        );
    }
    for (name, format) in [
        ("NAPI_VERSION", "%d"),
        ("NAPI_VERSION_EXPERIMENTAL", "%d"),
        ("NAPI_MODULE_VERSION", "%d"),
        ("NAPI_AUTO_LENGTH", "%zu"),
    ] {
        let _ = writeln!(body, "    printf(\"{name} {format}\\n\", {name});");
    }
    let source =
        format!("#include <stdio.h>\n#include <node_api.h>\nint main(void) {{\n{body}}}\n");
    compile_and_run(folder, setting, &source)
}

fn compile_and_run(folder: &Path, setting: &Setting, source: &str) -> String {
    let scratch = setting.scratch("probe");
    let thread = format!("{:?}", std::thread::current().id());
    let file = scratch.join(format!("{thread}.c"));
    let program = scratch.join(format!("{thread}.out"));
    fs::write(&file, source).expect("the scratch folder is writable");
    run(Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror"])
        .args(&setting.defines)
        .arg("-I")
        .arg(folder)
        .arg(&file)
        .arg("-o")
        .arg(&program));
    run(&mut Command::new(program))
}
