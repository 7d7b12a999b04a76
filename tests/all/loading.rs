//! Loads that cannot work are answered before the addon's code runs, with what
//! is missing and whose it is. Only this host says so much, so these are not
//! conformance scripts.

use std::fs;

use crate::host::{Folder, addon, host, host_in};

/// Requires the fixture and prints the error's code and message.
fn error_of(name: &str) -> String {
    error_of_file(&addon(name))
}

fn error_of_file(path: &str) -> String {
    let code = format!(
        "try {{ require({path:?}); console.log('loaded') }} \
         catch (error) {{ console.log(error.code); console.log(error.message) }}"
    );
    let run = host(["-e", &code]);
    assert!(run.status.success(), "{}", run.describe());
    run.stdout
}

#[track_caller]
fn mentions(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no {word:?} in {text:?}");
    }
}

#[test]
fn load_with_an_unknown_uv_import_names_it() {
    mentions(&error_of("uv_import"), &["ERR_", "uv_no_such_function"]);
}

#[test]
fn load_with_an_unknown_import_bound_now_names_it() {
    mentions(
        &error_of("bind_now"),
        &["ERR_DLOPEN_FAILED", "no_such_function"],
    );
}

#[test]
fn load_with_v8_imports_names_those_that_are_missing() {
    let text = error_of("v8_style");
    mentions(&text, &["ERR_", "_ZN2v811HandleScopeC1EPNS_7IsolateE"]);
    assert!(!text.contains("GetCurrent"), "that one is there: {text}");
}

/// Node is linked with C++'s library, so that addons find it without naming it.
#[test]
fn load_of_an_addon_that_does_not_name_the_library_of_cxx_finds_it() {
    let code = format!("console.log(require({:?}).call())", addon("cxx_unnamed"));
    let run = host(["-e", &code]);
    assert!(run.status.success(), "{}", run.describe());
    assert_eq!(run.stdout, "0\n");
}

#[test]
fn load_without_init_did_not_self_register() {
    mentions(
        &error_of("no_init"),
        &["ERR_DLOPEN_FAILED", "Module did not self-register"],
    );
}

#[test]
fn load_with_a_missing_library_names_it() {
    mentions(
        &error_of("missing_library"),
        &["ERR_DLOPEN_FAILED", "libnapi_host_gone.so.1"],
    );
}

#[test]
fn load_that_asks_for_a_newer_glibc_names_its_version_and_the_one_here() {
    let (old, new) = (b"GLIBC_2.2.5\0", b"GLIBC_9.2.5\0");
    let mut bytes = fs::read(addon("async_work")).expect("the addon is built");
    let at = bytes
        .windows(old.len())
        .position(|name| name == old)
        .expect("an addon for x86-64 needs glibc's first version");
    bytes[at..at + new.len()].copy_from_slice(new);
    let folder = Folder::new("newer-glibc", &[]);
    let path = folder.path().join("newer_glibc.node");
    fs::write(&path, bytes).expect("the folder is the test's own");
    let text = error_of_file(&path.to_string_lossy());
    mentions(
        &text,
        &[
            "ERR_DLOPEN_FAILED",
            "GLIBC_9.2.5",
            "this system has glibc 2.",
        ],
    );
}

/// An addon that was compiled while another node was running, as node-pre-gyp and
/// `bindings` lay it down. The newest one uses V8, which stays not found.
#[test]
fn load_of_a_node_api_addon_from_the_folder_of_another_abi_finds_it() {
    let folder = Folder::new("other-abi", &[]);
    for (number, name) in [(115, "hello"), (127, "value"), (131, "v8_style")] {
        let own = folder.path().join(format!("lib/node-v{number}-linux-x64"));
        fs::create_dir_all(&own).expect("the folder is the test's own");
        fs::copy(addon(name), own.join("addon.node")).expect("the addon is built");
    }
    let code = "const file = `./lib/node-v${process.versions.modules}-linux-x64/addon.node`;
        console.log(require.resolve(file).split('/').at(-2), require(file) === require(require('path').resolve(file)));
        const others = [file.replace('x64', 'arm64'), file.replace('addon.node', 'none.node'), file.replace('addon.node', 'addon.js')];
        for (const other of others) {
          try { require(other); } catch (error) { console.log(error.code, error.message.split('\\n')[0] === `Cannot find module '${other}'`); }
        }";
    let run = host_in(folder.path(), &[], "", ["-e", code]);
    assert_eq!(
        run.stdout,
        format!(
            "node-v127-linux-x64 true\n{}",
            "MODULE_NOT_FOUND true\n".repeat(3)
        ),
        "{}",
        run.describe()
    );
}

#[test]
fn load_of_version_11_says_what_is_supported() {
    mentions(&error_of("version_11"), &["ERR_", "11", "10"]);
}
