//! Nothing is forgotten: each function has a conformance test, each chapter a
//! fixture and a script, each script a test here.

use std::collections::BTreeSet;
use std::fs;

use napi_host_sys::table::{self, EntryClass};
use napi_host_sys::uv_names::UV_NAMES;

use crate::conformance;
use crate::host::{names_in, root};

/// The conformance scripts without what they share.
fn conformance_scripts() -> BTreeSet<String> {
    let mut names = names_in(&root().join("tests/conformance"), "js");
    for shared in ["lib", "raw", "find", "functions"] {
        assert!(names.remove(shared), "{shared}.js is there");
    }
    names
}

fn contains_word(text: &str, word: &str) -> bool {
    let inside = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    text.match_indices(word).any(|(start, _)| {
        let bytes = text.as_bytes();
        let before = start.checked_sub(1).map(|at| bytes[at]);
        !inside(before) && !inside(bytes.get(start + word.len()).copied())
    })
}

#[test]
fn every_function_appears_in_a_conformance_script() {
    let text: String = conformance_scripts()
        .iter()
        .map(|name| root().join(format!("tests/conformance/{name}.js")))
        .map(|path| fs::read_to_string(path).expect("the script was just listed"))
        .collect();
    let missing: Vec<&str> = table::TABLE
        .iter()
        .map(|symbol| symbol.name)
        .filter(|name| !contains_word(&text, name))
        .collect();
    assert!(missing.is_empty(), "no conformance test for {missing:?}");
}

#[test]
fn every_function_of_libuv_is_called_by_a_fixture() {
    // Of functions for files the fixture's macro makes the name.
    let folder = root().join("addons-fixtures/c");
    let text: String = names_in(&folder, "c")
        .iter()
        .map(|name| fs::read_to_string(folder.join(format!("{name}.c"))))
        .map(|text| text.expect("the fixture was just listed"))
        .collect();
    let missing: Vec<&str> = UV_NAMES
        .iter()
        .copied()
        .filter(|name| {
            let made = name
                .strip_prefix("uv_fs_")
                .map(|short| format!("DO({short},"));
            !contains_word(&text, name) && !made.is_some_and(|made| text.contains(&made))
        })
        .collect();
    assert!(missing.is_empty(), "no fixture calls {missing:?}");
}

#[test]
fn function_list_of_the_scripts_has_the_classes_of_the_table() {
    let path = root().join("tests/conformance/functions.js");
    let text = fs::read_to_string(path).expect("the list is part of the repository");
    let mut listed = 0;
    for (key, class) in [
        ("js", EntryClass::Js),
        ("gc", EntryClass::Gc),
        ("basic", EntryClass::Basic),
        ("anyThread", EntryClass::AnyThread),
        ("bare", EntryClass::Bare),
    ] {
        let (_, rest) = text
            .split_once(&format!("  {key}: ["))
            .expect("each class has a list");
        let (names, _) = rest.split_once(']').expect("each list ends");
        let expected: BTreeSet<&str> = table::TABLE
            .iter()
            .filter(|symbol| symbol.class == class)
            .map(|symbol| symbol.name)
            .collect();
        let found: BTreeSet<&str> = names.split('\'').skip(1).step_by(2).collect();
        assert_eq!(found, expected, "class {key}");
        listed += found.len();
    }
    assert_eq!(listed, table::TABLE.len());
}

#[test]
fn every_chapter_has_a_fixture_and_a_script() {
    let fixtures = names_in(&root().join("addons-fixtures/c"), "c");
    let scripts = conformance_scripts();
    for chapter in table::CHAPTERS {
        assert!(
            fixtures.contains(chapter.name),
            "no fixture for {}",
            chapter.name
        );
        assert!(
            scripts.contains(chapter.name),
            "no script for {}",
            chapter.name
        );
    }
}

#[test]
fn every_conformance_script_has_a_test() {
    let listed = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let conformance: BTreeSet<String> = listed(conformance::SCRIPTS);
    assert_eq!(conformance, conformance_scripts());
}
