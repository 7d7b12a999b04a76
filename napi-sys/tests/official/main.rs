//! Our headers, the Rust declarations and the symbol table against the official headers.
//!
//! The official ones come from npm: `node-api-headers` up to version 10, Node.js itself for the
//! experimental part, which that package leaves out.

mod addon_api;
mod header;
mod packages;
mod probe;
mod rust;
mod symbols;

use std::collections::BTreeMap;
use std::mem::{align_of, offset_of, size_of};
use std::path::Path;

use napi_host_sys as sys;

use header::{Header, Setting, preprocess, tokens};
use packages::{ours, packages};

/// Every setting with the official folder that answers for it.
fn settings() -> Vec<(Setting, &'static Path)> {
    let packages = packages();
    let mut all: Vec<(Setting, &Path)> = (1..=10)
        .map(|v| (Setting::version(v), packages.headers.as_path()))
        .collect();
    all.push((Setting::default_version(), &packages.headers));
    for setting in Setting::experimental() {
        all.push((setting, &packages.experimental));
    }
    all
}

/// Both headers in every setting.
fn both() -> Vec<(Setting, &'static Path, Header, Header)> {
    let read = |(setting, folder): (Setting, &'static Path)| {
        let official = header::read(folder, &setting);
        let own = header::read(&ours(), &setting);
        (setting, folder, official, own)
    };
    settings().into_iter().map(read).collect()
}

fn assert_same(
    setting: &Setting,
    what: &str,
    own: &BTreeMap<String, String>,
    official: &BTreeMap<String, String>,
) {
    for (name, definition) in official {
        assert_eq!(
            own.get(name),
            Some(definition),
            "{what} {name} in {}",
            setting.name
        );
    }
    let extra: Vec<_> = own
        .keys()
        .filter(|name| !official.contains_key(*name))
        .collect();
    assert!(
        extra.is_empty(),
        "{what}s that are not official, in {}: {extra:?}",
        setting.name
    );
}

#[test]
fn functions_have_the_official_signatures() {
    for (setting, _, official, own) in both() {
        assert!(
            official.functions.len() >= 111,
            "functions were found in {}",
            setting.name
        );
        assert_same(&setting, "function", &own.functions, &official.functions);
    }
}

#[test]
fn types_have_the_official_definitions() {
    for (setting, _, official, own) in both() {
        assert_same(&setting, "type", &own.aliases, &official.aliases);
        assert_eq!(
            own.structs, official.structs,
            "structs and fields in {}",
            setting.name
        );
        assert_eq!(
            own.enumerators, official.enumerators,
            "enumerators in {}",
            setting.name
        );
    }
}

#[test]
fn values_and_layouts_are_the_official_ones() {
    for (setting, folder, official, _) in both() {
        let expected = probe::values_and_layouts(folder, &setting, &official);
        let actual = probe::values_and_layouts(&ours(), &setting, &official);
        assert_eq!(actual, expected, "{}", setting.name);
    }
}

#[test]
fn macros_expand_to_the_same_code() {
    let source = "#include <node_api.h>\nint napi_host_start_of_code;\n\
        NAPI_MODULE_INIT() { return exports; }\n\
        NAPI_MODULE(one, init)\nNAPI_MODULE_X(two, init, 0, 0)\n\
        NAPI_MODULE_EXPORT NAPI_NO_RETURN NAPI_EXTERN NAPI_CDECL\n\
        NAPI_MODULE_INITIALIZER NODE_API_MODULE_GET_API_VERSION NAPI_VERSION\n\
        NAPI_MODULE_INITIALIZER_BASE NODE_API_MODULE_GET_API_VERSION_BASE\n\
        EXTERN_C_START EXTERN_C_END\n";
    let code = |folder: &Path, setting: &Setting| {
        let text = preprocess(folder, setting, source, &[]);
        let (_, code) = text
            .split_once("napi_host_start_of_code")
            .expect("the marker is there");
        tokens(code)
    };
    for (setting, folder) in settings() {
        assert_eq!(
            code(&ours(), &setting),
            code(folder, &setting),
            "{}",
            setting.name
        );
    }
}

/// Names only: an addon asks `#ifdef`.
#[test]
fn macros_have_the_official_names() {
    let names = |folder: &Path, setting: &Setting| {
        let text = preprocess(folder, setting, "#include <node_api.h>\n", &["-dM"]);
        let names = text.lines().filter_map(|line| {
            let name = line.strip_prefix("#define ")?.split([' ', '(']).next()?;
            let ours = ["NAPI_", "NODE_API_", "EXTERN_C_"];
            ours.iter()
                .any(|prefix| name.starts_with(prefix))
                .then(|| name.to_owned())
        });
        names
            .filter(|name| !name.starts_with("NAPI_HOST_"))
            .collect::<Vec<_>>()
    };
    for (setting, folder) in settings() {
        let mut own = names(&ours(), &setting);
        let mut official = names(folder, &setting);
        own.sort();
        official.sort();
        assert_eq!(own, official, "{}", setting.name);
    }
}

#[test]
fn rust_functions_match_the_header() {
    let setting = Setting::experimental().remove(2);
    let own = header::read(&ours(), &setting);
    let mut seen = 0;
    for chapter in sys::CHAPTERS {
        for (name, signature) in rust::functions(chapter.name) {
            let c = own
                .functions
                .get(&name)
                .unwrap_or_else(|| panic!("{name} is in the header"));
            assert_eq!(signature, rust::rust_signature(c), "{name}");
            let row = sys::table::find(&name).unwrap_or_else(|| panic!("{name} is in the table"));
            assert_eq!(
                row.chapter, chapter.name,
                "{name} stands in the file of its chapter"
            );
            seen += 1;
        }
    }
    assert_eq!(
        seen,
        own.functions.len(),
        "every function is declared in Rust"
    );
}

#[test]
fn rust_constants_and_layouts_match_the_header() {
    let setting = Setting::experimental().remove(2);
    let own = header::read(&ours(), &setting);
    let printed = probe::values_and_layouts(&ours(), &setting, &own);
    let constants = rust::constants();
    let mut expected: Vec<String> = constants
        .iter()
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    expected.extend(rust_layouts());
    expected.push(format!("NAPI_VERSION {}", sys::NODE_API_EXPERIMENTAL));
    expected.push(format!(
        "NAPI_VERSION_EXPERIMENTAL {}",
        sys::NAPI_VERSION_EXPERIMENTAL
    ));
    expected.push(format!("NAPI_MODULE_VERSION {}", sys::NAPI_MODULE_VERSION));
    expected.push(format!("NAPI_AUTO_LENGTH {}", sys::NAPI_AUTO_LENGTH));
    let mut printed: Vec<&str> = printed.lines().filter(|line| !is_alias(line)).collect();
    printed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(expected, printed);
}

/// Sizes of handles and callbacks; every one is a pointer on both sides.
fn is_alias(line: &str) -> bool {
    line.contains(" size ") && !line.contains(" align ")
}

/// Size, alignment and offsets of a struct, as the probe prints them.
macro_rules! layout {
    ($lines:ident, $ty:ident { $($field:ident: $field_ty:ty),* $(,)? }) => {
        $lines.push(format!(
            "{} size {} align {}", stringify!($ty), size_of::<sys::$ty>(), align_of::<sys::$ty>(),
        ));
        $($lines.push(format!(
            "{}.{} {} + {}",
            stringify!($ty), stringify!($field), offset_of!(sys::$ty, $field), size_of::<$field_ty>(),
        ));)*
        // A field that is missing above does not compile here.
        let _ = |whole: sys::$ty| { let sys::$ty { $($field: _),* } = whole; };
    };
}

fn rust_layouts() -> Vec<String> {
    use core::ffi::{c_char, c_int, c_uint, c_void};
    let mut lines = Vec::new();
    layout!(lines, napi_property_descriptor {
        utf8name: *const c_char,
        name: sys::napi_value,
        method: sys::napi_callback,
        getter: sys::napi_callback,
        setter: sys::napi_callback,
        value: sys::napi_value,
        attributes: sys::napi_property_attributes,
        data: *mut c_void,
    });
    layout!(lines, napi_extended_error_info {
        error_message: *const c_char,
        engine_reserved: *mut c_void,
        engine_error_code: u32,
        error_code: sys::napi_status,
    });
    layout!(
        lines,
        napi_type_tag {
            lower: u64,
            upper: u64
        }
    );
    layout!(lines, napi_node_version { major: u32, minor: u32, patch: u32, release: *const c_char });
    layout!(lines, napi_module {
        nm_version: c_int,
        nm_flags: c_uint,
        nm_filename: *const c_char,
        nm_register_func: sys::napi_addon_register_func,
        nm_modname: *const c_char,
        nm_priv: *mut c_void,
        reserved: [*mut c_void; 4],
    });
    lines
}
