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

/// An experimental module whose finalizers take a basic env only.
const BASIC: &[&str] = &[
    "-DNAPI_EXPERIMENTAL",
    "-DNAPI_VERSION=2147483647",
    "-DNODE_API_EXPERIMENTAL_NO_WARNING",
];

/// Imports are looked up when they are called, whatever the linker's default.
const LAZY: &str = "-Wl,-z,lazy";

/// Stands for "linked with a library that nobody will find".
const GONE: &str = "(gone)";

/// Name, source, and what is added to the compiler's command line.
const VARIANTS: &[(&str, &str, &[&str])] = &[
    ("bench", "../benches/addon.c", &[]),
    ("bench_threads", "../benches/threads.c", &[]),
    ("raw_8", "c/raw.c", &["-DNAPI_VERSION=8"]),
    ("raw_9", "c/raw.c", &["-DNAPI_VERSION=9"]),
    ("raw_experimental", "c/raw.c", EXPERIMENTAL),
    ("tsfn_8", "c/tsfn.c", &["-DNAPI_VERSION=8"]),
    ("tsfn_experimental", "c/tsfn.c", EXPERIMENTAL),
    ("cleanup_8", "c/cleanup.c", &["-DNAPI_VERSION=8"]),
    ("cleanup_experimental", "c/cleanup.c", EXPERIMENTAL),
    ("teardown_8", "c/teardown.c", &["-DNAPI_VERSION=8"]),
    ("registered", "variants/registered.c", &[]),
    ("registered_null", "variants/registered_null.c", &[]),
    ("unversioned", "variants/symbol.c", &[]),
    ("version_0", "variants/symbol.c", &["-DVERSION=0"]),
    ("version_1", "variants/symbol.c", &["-DVERSION=1"]),
    ("version_2", "variants/symbol.c", &["-DVERSION=2"]),
    ("version_3", "variants/symbol.c", &["-DVERSION=3"]),
    ("version_4", "variants/symbol.c", &["-DVERSION=4"]),
    ("version_5", "variants/symbol.c", &["-DVERSION=5"]),
    ("version_6", "variants/symbol.c", &["-DVERSION=6"]),
    ("version_7", "variants/symbol.c", &["-DVERSION=7"]),
    ("version_8", "variants/symbol.c", &["-DVERSION=8"]),
    ("version_9", "variants/symbol.c", &["-DVERSION=9"]),
    ("version_10", "variants/symbol.c", &["-DVERSION=10"]),
    ("version_11", "variants/symbol.c", &["-DVERSION=11"]),
    (
        "version_experimental",
        "variants/symbol.c",
        &["-DVERSION=2147483647"],
    ),
    // The two ways in which an addon's calls are bound.
    ("function_lazy", "c/function.c", &[LAZY]),
    (
        "function_now",
        "c/function.c",
        &["-Wl,-z,now", "-Wl,-z,relro"],
    ),
    ("no_init", "variants/no_init.c", &[]),
    ("init_throws", "variants/init_throws.c", &[]),
    (
        "uv_import",
        "variants/missing_import.c",
        &["-DMISSING=uv_no_such_function", LAZY],
    ),
    (
        "unknown_import",
        "variants/missing_import.c",
        &["-DMISSING=no_such_function", LAZY],
    ),
    (
        "bind_now",
        "variants/missing_import.c",
        &["-DMISSING=no_such_function", "-Wl,-z,now"],
    ),
    // Counts on C++'s library and does not say so, as node lets it.
    (
        "cxx_unnamed",
        "variants/missing_import.c",
        &["-DMISSING=_ZSt19uncaught_exceptionsv", LAZY],
    ),
    ("v8_style", "variants/v8_style.c", &[LAZY]),
    ("missing_library", "variants/no_init.c", &[GONE]),
    ("basic_finalizer", "variants/basic_finalizer.c", BASIC),
    ("gc_probe", "variants/gc_probe.c", BASIC),
];

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(required("CARGO_MANIFEST_DIR"));
    let out = addons_dir(Path::new(&required("OUT_DIR")));
    fs::create_dir_all(&out)?;
    println!("cargo::rerun-if-env-changed=NAPI_HOST_FIXTURES_INCLUDE");
    let include = env::var_os("NAPI_HOST_FIXTURES_INCLUDE")
        .map_or_else(|| manifest.join("../napi-sys/include"), PathBuf::from);
    for watched in [
        "c",
        "cpp",
        "variants",
        "../benches/addon.c",
        "../benches/threads.c",
    ] {
        println!(
            "cargo::rerun-if-changed={}",
            manifest.join(watched).display()
        );
    }
    println!("cargo::rerun-if-changed={}", include.display());
    println!("cargo::rustc-env=NAPI_HOST_ADDONS_DIR={}", out.display());
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
    // Libraries come after the source that needs them.
    command.arg(&fixture.source);
    for flag in &fixture.flags {
        if flag == GONE {
            command.arg("-Wl,--no-as-needed").arg(gone_library(tool));
        } else {
            command.arg(flag);
        }
    }
    run(command.arg("-o").arg(&temporary), &fixture.name);
    let target = out.join(format!("{}.node", fixture.name));
    fs::rename(&temporary, &target)
        .unwrap_or_else(|error| panic!("cannot place {}: {error}", target.display()));
}

/// Builds the library whose name at run time is one that does not exist.
fn gone_library(tool: &cc::Tool) -> PathBuf {
    let library = PathBuf::from(required("OUT_DIR")).join("libgone.so");
    let source = PathBuf::from(required("CARGO_MANIFEST_DIR")).join("variants/gone.c");
    let mut command = tool.to_command();
    command.args(["-shared", "-Wl,-soname,libnapi_host_gone.so.1"]);
    run(command.arg(source).arg("-o").arg(&library), "gone");
    library
}

fn run(command: &mut Command, name: &str) {
    let program = command.get_program().to_owned();
    let status = command
        .status()
        .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
    assert!(status.success(), "the fixture {name} does not compile");
}
