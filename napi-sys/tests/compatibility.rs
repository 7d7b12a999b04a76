//! The committed compatibility page is what the symbol table says.

use std::fs;
use std::path::Path;

use napi_host_sys::compatibility::Page;

#[test]
fn committed_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/compatibility.md");
    let expected = Page.to_string();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected).expect("the docs folder is writable");
    }
    let committed = fs::read_to_string(&path).expect("docs/compatibility.md is committed");
    assert!(
        committed == expected,
        "docs/compatibility.md differs from the symbol table; run \
         UPDATE=1 cargo test -p napi-host-sys --test compatibility",
    );
}
