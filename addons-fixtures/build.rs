//! Compiles every fixture into `<target>/<profile>/addons/<name>.node`.
//!
//! `c/<chapter>.c` and `cpp/<name>.cc` become one addon each; [`VARIANTS`]
//! lists the addons that differ from their source by defines or linking. The
//! Rust fixture is its own package (`napi-rs/`), since Cargo builds it.
//! `NAPI_HOST_FIXTURES_INCLUDE` replaces the headers of `napi-sys`, for example
//! by the official ones.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::{env, fs, io, thread};

/// One shared object to build.
struct Fixture {
    name: String,
    source: PathBuf,
    flags: Vec<String>,
}

/// An experimental module whose finalizers may take a full env.
const EXPERIMENTAL: &[&str] = &[
    "-DNAPI_EXPERIMENTAL",
    "-DNAPI_VERSION=2147483647",
    "-DNODE_API_EXPERIMENTAL_NO_WARNING",
    "-DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT",
];

/// Name, source, and what is added to the compiler's command line.
const VARIANTS: &[(&str, &str, &[&str])] = &[
    ("bench", "../benches/addon.c", &[]),
    ("raw_8", "c/raw.c", &["-DNAPI_VERSION=8"]),
    ("raw_9", "c/raw.c", &["-DNAPI_VERSION=9"]),
    ("raw_experimental", "c/raw.c", EXPERIMENTAL),
];

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(required("CARGO_MANIFEST_DIR"));
    let out = addons_dir(Path::new(&required("OUT_DIR")));
    fs::create_dir_all(&out)?;
    println!("cargo::rerun-if-env-changed=NAPI_HOST_FIXTURES_INCLUDE");
    let include = env::var_os("NAPI_HOST_FIXTURES_INCLUDE")
        .map_or_else(|| manifest.join("../napi-sys/include"), PathBuf::from);
    for watched in ["c", "cpp", "variants", "../benches/addon.c"] {
        println!(
            "cargo::rerun-if-changed={}",
            manifest.join(watched).display()
        );
    }
    println!("cargo::rerun-if-changed={}", include.display());
    println!("cargo::rustc-env=NAPI_HOST_ADDONS_DIR={}", out.display());
    if !include.join("node_api.h").exists() {
        println!(
            "cargo::warning=no node_api.h in {}: no fixture is built",
            include.display()
        );
        return Ok(());
    }
    compile_all(fixtures(&manifest)?, &include, &out);
    Ok(())
}

fn required(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("Cargo sets {name} for a build script"))
}

/// `<profile>/build/<package>/out` is where a build script writes; the
/// executable lies three levels up, and the addons beside it.
fn addons_dir(out_dir: &Path) -> PathBuf {
    let profile = out_dir
        .ancestors()
        .nth(3)
        .expect("OUT_DIR is <profile>/build/<package>/out");
    profile.join("addons")
}

fn fixtures(manifest: &Path) -> io::Result<Vec<Fixture>> {
    let mut all = Vec::new();
    for (folder, extension) in [("c", "c"), ("cpp", "cc")] {
        let folder = manifest.join(folder);
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(folder)? {
            let source = entry?.path();
            if source.extension().is_some_and(|found| found == extension) {
                let name = source
                    .file_stem()
                    .expect("a file with an extension has a stem");
                let name = name.to_string_lossy().into_owned();
                all.push(Fixture {
                    name,
                    source,
                    flags: Vec::new(),
                });
            }
        }
    }
    for (name, source, flags) in VARIANTS {
        all.push(Fixture {
            name: (*name).to_owned(),
            source: manifest.join(source),
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
        });
    }
    Ok(all)
}

fn compile_all(fixtures: Vec<Fixture>, include: &Path, out: &Path) {
    let c = compiler(false);
    let cpp = compiler(true);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let queue = Mutex::new(fixtures);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(fixture) = next(&queue) {
                    let is_cpp = fixture
                        .source
                        .extension()
                        .is_some_and(|found| found == "cc");
                    compile(if is_cpp { &cpp } else { &c }, &fixture, include, out);
                }
            });
        }
    });
}

fn next(queue: &Mutex<Vec<Fixture>>) -> Option<Fixture> {
    queue
        .lock()
        .expect("no compile thread panics with the lock held")
        .pop()
}

fn compiler(cpp: bool) -> cc::Tool {
    let mut build = cc::Build::new();
    build
        .cpp(cpp)
        .opt_level(2)
        .pic(true)
        .warnings(true)
        .extra_warnings(true);
    if cpp {
        build.std("c++17");
    } else {
        build.std("gnu11");
    }
    build.get_compiler()
}

fn compile(tool: &cc::Tool, fixture: &Fixture, include: &Path, out: &Path) {
    // Written beside its final name and renamed, so that a process which has
    // the old library mapped keeps a whole one.
    let temporary = out.join(format!("{}.node.new", fixture.name));
    let mut command: Command = tool.to_command();
    command
        .arg("-shared")
        .arg("-fvisibility=hidden")
        .arg("-pthread");
    command.arg("-I").arg(include);
    if !fixture
        .flags
        .iter()
        .any(|flag| flag.contains("NAPI_VERSION") || flag.contains("NAPI_EXPERIMENTAL"))
    {
        command.arg("-DNAPI_VERSION=10");
    }
    command
        .args(&fixture.flags)
        .arg(&fixture.source)
        .arg("-o")
        .arg(&temporary);
    let status = command
        .status()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    assert!(
        status.success(),
        "{} does not compile: {command:?}",
        fixture.name
    );
    let target = out.join(format!("{}.node", fixture.name));
    fs::rename(&temporary, &target)
        .unwrap_or_else(|error| panic!("cannot place {}: {error}", target.display()));
}
