//! An executable linked with the lists exports the ABI and the extra names, and nothing else,
//! not even what a library that it links refers to.

use std::fs;
use std::path::Path;
use std::process::Command;

use napi_host_sys::link;

/// Looks its own functions up as an addon does; the exit code has one bit for each one found.
const SOURCE: &str = "
#include <dlfcn.h>
#include <stdlib.h>
int napi_get_undefined(void) { return 1; }
int uv_async_send(void) { return 2; }
int std_template(void) { return 3; }
void* _Znwm(unsigned long size) { return malloc(size); }
int main(void) {
    void* self = dlopen(0, RTLD_LAZY);
    return (dlsym(self, \"napi_get_undefined\") != 0) | (dlsym(self, \"uv_async_send\") != 0) << 1 |
           (dlsym(self, \"std_template\") != 0) << 2 |
           (dlsym(self, \"_Znwm\") == (void*)_Znwm) << 3;
}
";

fn exported_with(test: &str, extra: &[&str]) -> i32 {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("link")
        .join(test);
    fs::create_dir_all(&folder).expect("the target folder is writable");
    let source = folder.join("program.c");
    let program = folder.join("program");
    fs::write(&source, SOURCE).expect("the target folder is writable");
    let arguments = link::write_export_args(&folder, extra).expect("the target folder is writable");
    let status = Command::new("cc")
        .arg(&source)
        .args(arguments)
        .args(["-ldl", "-Wl,--no-as-needed", "-lstdc++", "-o"])
        .arg(&program)
        .status()
        .expect("a C compiler is installed");
    assert!(status.success(), "the program links");
    let status = Command::new(&program)
        .status()
        .expect("the program was just linked");
    status.code().expect("the program ends by itself")
}

#[test]
fn abi_is_exported_and_nothing_else() {
    assert_eq!(exported_with("abi", &[]), 0b001);
}

#[test]
fn extra_names_are_exported_too() {
    assert_eq!(exported_with("extra", &["uv_async_send"]), 0b011);
}
