//! The committed Rust declarations are what bindgen makes from the headers today.
//!
//! Needs libclang, so it is behind the feature; `abi.rs` checks the same files without it.

use std::fs;
use std::path::Path;

use napi_host_sys::generate;

#[test]
fn committed_files_are_current() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let update = std::env::var_os("UPDATE").is_some();
    for (path, expected) in generate::files().expect("libclang, cc and rustfmt are installed") {
        let path = source.join(path);
        if update {
            fs::write(&path, &expected).expect("the source folder is writable");
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == expected,
            "{} is not what the headers say; run UPDATE=1 cargo test -p napi-host-sys \
             --features bindgen --test bindings",
            path.display(),
        );
    }
}
