//! Where the compiled test addons lie. The addons themselves are C, C++ and
//! Rust sources in this folder, compiled by the build script; nothing here
//! loads or calls them.

use std::path::Path;

/// The folder of the compiled fixtures, `<target>/<profile>/addons`.
#[must_use]
pub fn dir() -> &'static Path {
    Path::new(env!("NAPI_HOST_ADDONS_DIR"))
}
