//! Addons that cannot work here, made with the C compiler or by changing bytes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{check, explain};
use crate::module::error::{ImportKind, LoadError};
use crate::module::image::Image;
use crate::module::library;

/// A folder of this test that is removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("napi-host-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }

    /// Compiles a shared library from C.
    fn library(&self, name: &str, source: &str, options: &[&str]) -> PathBuf {
        let input = self.0.join(format!("{name}.c"));
        std::fs::write(&input, source).expect("the folder can be written");
        let output = self.0.join(name);
        let status = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(&output)
            .arg(&input)
            .args(options)
            .status()
            .expect("a C compiler is installed");
        assert!(status.success());
        output
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A leftover in the temporary folder does no harm.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn nothing(_: &str) -> bool {
    false
}

fn load_error(path: &Path) -> LoadError {
    library::load(path, library::LAZY, &nothing).expect_err("the addon cannot work")
}

#[test]
fn files_that_are_no_addons() {
    let folder = Folder::new("files");
    let text = folder.0.join("text.node");
    std::fs::write(&text, "hello ".repeat(20)).expect("the folder can be written");
    let short = folder.0.join("short.node");
    std::fs::write(&short, "hello").expect("the folder can be written");
    let empty = folder.0.join("empty.node");
    std::fs::write(&empty, "").expect("the folder can be written");
    let missing = load_error(&folder.0.join("missing.node"));
    assert!(
        missing
            .to_string()
            .contains("missing.node: cannot open shared object file: No such file or directory")
    );
    assert!(matches!(load_error(&folder.0), LoadError::NotAFile { .. }));
    assert!(load_error(&text).to_string().contains("invalid ELF header"));
    assert!(load_error(&short).to_string().contains("file too short"));
    assert!(matches!(load_error(&empty), LoadError::NotElf { .. }));
    assert_eq!(load_error(&empty).code(), Some("ERR_DLOPEN_FAILED"));
}

#[test]
fn changed_and_shortened_headers() {
    let folder = Folder::new("headers");
    let good = folder.library("good.node", "int a;", &[]);
    let bytes = std::fs::read(&good).expect("it was written above");
    let other = folder.0.join("other.node");
    let mut changed = bytes.clone();
    changed[18] = 183;
    std::fs::write(&other, &changed).expect("the folder can be written");
    match load_error(&other) {
        LoadError::WrongMachine { found, .. } => assert_eq!(found, "aarch64 (arm64)"),
        error => panic!("{error}"),
    }
    std::fs::write(&other, &bytes[..80]).expect("the folder can be written");
    assert!(matches!(load_error(&other), LoadError::Damaged { .. }));
}

#[test]
fn musl_is_refused() {
    let folder = Folder::new("musl");
    folder.library(
        "libc.musl-x86_64.so.1",
        "int b;",
        &["-Wl,-soname,libc.musl-x86_64.so.1"],
    );
    let directory = format!("-L{}", folder.0.display());
    let addon = folder.library(
        "musl.node",
        "int a;",
        &[&directory, "-Wl,--no-as-needed", "-l:libc.musl-x86_64.so.1"],
    );
    let error = load_error(&addon);
    assert!(error.to_string().contains("built for musl"), "{error}");
}

#[test]
fn missing_library_is_named_with_who_needs_it() {
    let folder = Folder::new("needed");
    let directory = format!("-L{}", folder.0.display());
    let inner = folder.library(
        "libinner.so.3",
        "int inner;",
        &["-Wl,-soname,libinner.so.3"],
    );
    folder.library(
        "libouter.so",
        "int outer;",
        &[
            "-Wl,-soname,libouter.so",
            "-Wl,--no-as-needed",
            &directory,
            "-l:libinner.so.3",
        ],
    );
    let addon = folder.library(
        "addon.node",
        "int a;",
        &[
            "-Wl,--no-as-needed",
            "-Wl,-rpath,$ORIGIN",
            "-Wl,--allow-shlib-undefined",
            &directory,
            "-l:libouter.so",
        ],
    );
    std::fs::remove_file(inner).expect("it was written above");
    match load_error(&addon) {
        LoadError::MissingLibrary {
            library, needed_by, ..
        } => {
            assert_eq!(library, "libinner.so.3");
            assert!(needed_by.ends_with("libouter.so"));
        }
        error => panic!("{error}"),
    }
}

#[test]
fn missing_version_is_named() {
    let folder = Folder::new("version");
    let directory = format!("-L{}", folder.0.display());
    let script = folder.0.join("map");
    std::fs::write(&script, "NEW_2 { global: fresh; };").expect("the folder can be written");
    let option = format!("-Wl,--version-script={}", script.display());
    let options = ["-Wl,-soname,libver.so", option.as_str()];
    folder.library("libver.so", "int fresh(void) { return 1; }", &options);
    let addon = folder.library(
        "addon.node",
        "int fresh(void); int a(void) { return fresh(); }",
        &["-Wl,-rpath,$ORIGIN", &directory, "-l:libver.so"],
    );
    std::fs::write(&script, "OLD_1 { global: fresh; };").expect("the folder can be written");
    folder.library("libver.so", "int fresh(void) { return 1; }", &options);
    match load_error(&addon) {
        LoadError::MissingVersion {
            library, version, ..
        } => assert_eq!((library.as_str(), version.as_str()), ("libver.so", "NEW_2")),
        error => panic!("{error}"),
    }
}

#[test]
fn imports_of_v8_are_refused_even_when_bound_lazily() {
    let folder = Folder::new("v8");
    let source = "void _ZN2v87Isolate10GetCurrentEv(void); void uv_queue_work(void);
        void f(void) { _ZN2v87Isolate10GetCurrentEv(); uv_queue_work(); }";
    let addon = folder.library("addon.node", source, &["-Wl,-z,lazy"]);
    match load_error(&addon) {
        LoadError::MissingImports { missing, .. } => {
            assert_eq!(missing.kind, ImportKind::V8);
            assert_eq!(missing.symbols, ["_ZN2v87Isolate10GetCurrentEv"]);
        }
        error => panic!("{error}"),
    }
    let with_v8 = |name: &str| name.starts_with("_ZN2v8");
    match check(&addon, &with_v8) {
        Err(LoadError::MissingImports { missing, .. }) => {
            assert_eq!(missing.kind, ImportKind::Libuv);
            assert_eq!(missing.symbols, ["uv_queue_work"]);
        }
        other => panic!("{other:?}"),
    }
    assert!(check(&addon, &|_| true).is_ok());
}

#[test]
fn other_imports_matter_only_when_bound_eagerly() {
    let folder = Folder::new("lazy");
    let source = "void nobody_has_this(void); void f(void) { nobody_has_this(); }
        void *napi_register_module_v1(void *env, void *exports) { return exports; }";
    let lazy = folder.library("lazy.node", source, &["-Wl,-z,lazy"]);
    let registration = library::load(&lazy, library::LAZY, &nothing).expect("bound lazily");
    assert_eq!(registration.api_version, 8);
    let eager = folder.library("eager.node", source, &["-Wl,-z,now"]);
    match load_error(&eager) {
        LoadError::MissingImports { missing, .. } => {
            assert_eq!(missing.symbols, ["nobody_has_this"]);
        }
        error => panic!("{error}"),
    }
}

#[test]
fn weak_imports_may_stay_open() {
    let folder = Folder::new("weak");
    let source = "__attribute__((weak)) void uv_later(void);
        int f(void) { if (uv_later) uv_later(); return 0; }";
    let addon = folder.library("weak.node", source, &["-Wl,-z,now"]);
    assert!(matches!(
        load_error(&addon),
        LoadError::NotRegistered { .. }
    ));
}

#[test]
fn unknown_refusal_keeps_the_linkers_words() {
    let folder = Folder::new("words");
    let addon = folder.library("addon.node", "int a;", &[]);
    let image = Image::read(&addon).expect("it was just compiled");
    let error = explain(&image, &nothing, "no more memory");
    assert_eq!(error.to_string(), "no more memory");
}
