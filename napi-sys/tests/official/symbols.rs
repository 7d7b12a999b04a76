//! The symbol table against the official lists.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use napi_host_sys::{EntryClass, Kind, Since, TABLE, table};

use crate::header::{self, Setting};
use crate::packages::{ours, packages, run};

/// How many functions there are up to each version.
const CUMULATIVE: [usize; 10] = [111, 112, 117, 124, 128, 137, 139, 145, 149, 155];

fn table_up_to(version: u8, kind: Kind) -> BTreeSet<&'static str> {
    let rows = TABLE
        .iter()
        .filter(|row| row.kind == kind && row.since <= Since::Version(version));
    rows.map(|row| row.name).collect()
}

/// `symbols.js` as `version.kind` to names.
fn official_symbols() -> BTreeMap<String, BTreeSet<String>> {
    let script = "for (const [version, lists] of Object.entries(require(process.argv[1])))\
        for (const [kind, names] of Object.entries(lists))\
        console.log(`${version}.${kind} ${names.join(' ')}`)";
    let text = run(Command::new("node")
        .arg("-e")
        .arg(script)
        .arg(&packages().symbols));
    let lists = text.lines().map(|line| {
        let mut words = line.split(' ').map(str::to_owned);
        let key = words.next().expect("a line begins with its key");
        (key, words.collect())
    });
    lists.collect()
}

#[test]
fn table_has_the_official_symbols_per_version() {
    let official = official_symbols();
    for (version, total) in (1_u8..).zip(CUMULATIVE) {
        let mut count = 0;
        for (kind, list) in [
            (Kind::Engine, "js_native_api_symbols"),
            (Kind::Runtime, "node_api_symbols"),
        ] {
            let own = table_up_to(version, kind);
            let names: BTreeSet<&str> = official[&format!("v{version}.{list}")]
                .iter()
                .map(String::as_str)
                .collect();
            assert_eq!(own, names, "version {version}, {kind:?}");
            count += own.len();
        }
        assert_eq!(count, total, "version {version}");
    }
    assert_eq!(
        official.len(),
        20,
        "no version is official that the table does not know"
    );
}

#[test]
fn table_has_what_the_headers_declare() {
    for version in 1..=10 {
        let header = header::read(&ours(), &Setting::version(version));
        let declared: BTreeSet<&str> = header.functions.keys().map(String::as_str).collect();
        let mut own = table_up_to(version, Kind::Engine);
        own.extend(table_up_to(version, Kind::Runtime));
        assert_eq!(own, declared, "version {version}");
    }
    let setting = Setting::experimental().remove(0);
    let official = header::read(&packages().experimental, &setting);
    let declared: BTreeSet<&str> = official.functions.keys().map(String::as_str).collect();
    assert_eq!(table::export_list().collect::<BTreeSet<_>>(), declared);
    let experimental = TABLE.iter().filter(|row| row.since == Since::Experimental);
    assert_eq!(experimental.count(), 6);
    assert_eq!(TABLE.len(), 161, "no name stands twice");
}

/// The compiler's view of what a basic finalizer may call must not be wider than ours.
#[test]
fn functions_for_basic_finalizers_are_of_a_basic_class() {
    let setting = Setting::experimental().remove(0);
    let header = header::read(&packages().experimental, &setting);
    for row in TABLE {
        let signature = &header.functions[row.name];
        let takes_basic_env = signature.contains("(node_api_basic_env");
        let takes_env = signature.contains("(napi_env");
        match row.class {
            EntryClass::Js | EntryClass::Gc => assert!(takes_env, "{}", row.name),
            EntryClass::Basic => assert!(takes_basic_env || takes_env, "{}", row.name),
            EntryClass::AnyThread => assert!(!takes_env, "{}", row.name),
            EntryClass::Bare => assert!(!takes_env && !takes_basic_env, "{}", row.name),
        }
    }
}
