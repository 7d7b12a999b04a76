//! Loads that cannot work are answered before the addon's code runs, with what
//! is missing and whose it is. Only this host says so much, so these are not
//! conformance scripts.

use crate::host::{addon, host};

/// Requires the addon and prints the error's code and message.
fn error_of(name: &str) -> String {
    let code = format!(
        "try {{ require({:?}); console.log('loaded') }} \
         catch (error) {{ console.log(error.code); console.log(error.message) }}",
        addon(name)
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
fn load_of_version_11_says_what_is_supported() {
    mentions(&error_of("version_11"), &["ERR_", "11", "10"]);
}
