//! Reads C headers: preprocessed by the compiler, cut into declarations and compared as tokens.
//!
//! No C parser: it knows the few shapes that the two headers use and panics on any other, so
//! nothing is skipped in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::run;

/// Marks a function in preprocessed text.
const FUNCTION: &str = "NAPI_HOST_FUNCTION";
/// Stands between what the standard headers declare and what the header under test does.
const START: &str = "napi_host_start_of_header";

/// What an addon defines before it includes the header.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) defines: Vec<String>,
}

impl Setting {
    fn new(name: &str, defines: &[&str]) -> Self {
        let defines = defines.iter().map(|define| format!("-D{define}")).collect();
        Setting {
            name: name.to_owned(),
            defines,
        }
    }

    pub(crate) fn version(version: u8) -> Self {
        Self::new(
            &format!("v{version}"),
            &[&format!("NAPI_VERSION={version}")],
        )
    }

    /// What an addon gets that says nothing.
    pub(crate) fn default_version() -> Self {
        Self::new("default", &[])
    }

    /// All that Node.js has, with and without the environment that is const.
    pub(crate) fn experimental() -> Vec<Self> {
        let common = ["NAPI_EXPERIMENTAL", "NODE_API_EXPERIMENTAL_NO_WARNING"];
        let mut all = vec![Self::new("experimental", &common)];
        for opt_out in ["NOGC", "BASIC"] {
            let define = format!("NODE_API_EXPERIMENTAL_{opt_out}_ENV_OPT_OUT");
            all.push(Self::new(
                &format!("experimental_{opt_out}"),
                &[common[0], common[1], &define],
            ));
        }
        all
    }

    /// A folder for the files of one comparison.
    pub(crate) fn scratch(&self, test: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("scratch")
            .join(test)
            .join(&self.name);
        fs::create_dir_all(&folder).expect("the target folder is writable");
        folder
    }
}

/// A header as one setting shows it.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// Name to signature, without parameter names.
    pub(crate) functions: BTreeMap<String, String>,
    /// Name to definition, for aliases, handles and callbacks.
    pub(crate) aliases: BTreeMap<String, String>,
    /// All enumerators; their values are for the probe.
    pub(crate) enumerators: BTreeSet<String>,
    /// Name of a struct to its fields; their layout is for the probe.
    pub(crate) structs: BTreeMap<String, Vec<String>>,
}

/// Reads `node_api.h` in a folder.
pub(crate) fn read(folder: &Path, setting: &Setting) -> Header {
    let text = preprocess(
        folder,
        setting,
        &format!(
            "#include <stdint.h>\n#include <stddef.h>\n#include <stdbool.h>\nint {START};\n\
             #include <node_api.h>\n"
        ),
        &[&format!("-DNAPI_EXTERN={FUNCTION}")],
    );
    let (_, text) = text.split_once(START).expect("the marker is in the text");
    let mut header = Header::default();
    for declaration in declarations(&tokens(text)) {
        header.add(&declaration);
    }
    header
}

/// Preprocesses a source against a folder of headers.
pub(crate) fn preprocess(folder: &Path, setting: &Setting, source: &str, extra: &[&str]) -> String {
    let file = setting
        .scratch("preprocess")
        .join(format!("{}.c", std::process::id()));
    let file = file.with_extension(format!("{:?}.c", std::thread::current().id()));
    fs::write(&file, source).expect("the scratch folder is writable");
    run(Command::new("cc")
        .args(["-E", "-P", "-std=c11"])
        .args(&setting.defines)
        .args(extra)
        .arg("-I")
        .arg(folder)
        .arg(&file))
}

/// Names, numbers and single characters.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        if character.is_ascii_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if !character.is_whitespace() {
            tokens.push(character.to_string());
        }
    }
    tokens
}

/// Cuts at semicolons outside of braces.
fn declarations(tokens: &[String]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut current = Vec::new();
    let mut depth = 0_u32;
    for token in tokens {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            ";" if depth == 0 => {
                all.push(std::mem::take(&mut current));
                continue;
            }
            _ => {}
        }
        current.push(token.clone());
    }
    all.retain(|declaration: &Vec<String>| !declaration.is_empty());
    all
}

impl Header {
    fn add(&mut self, declaration: &[String]) {
        let words: Vec<&str> = declaration.iter().map(String::as_str).collect();
        match words.as_slice() {
            [FUNCTION, rest @ ..] => self.add_function(rest),
            ["typedef", "enum", "{", body @ .., "}", _name] => {
                let names = body
                    .split(|word| *word == ",")
                    .filter_map(|entry| entry.first());
                self.enumerators
                    .extend(names.map(|name| (*name).to_owned()));
            }
            ["typedef", "struct", "{", body @ .., "}", name]
            | ["typedef", "struct", _, "{", body @ .., "}", name] => {
                self.structs.insert((*name).to_owned(), fields(body));
            }
            ["typedef", rest @ ..] if rest.contains(&"(") => self.add_callback(rest),
            ["typedef", rest @ .., name] => {
                self.aliases.insert((*name).to_owned(), rest.join(" "));
            }
            ["struct", _forward] => {}
            other => panic!("a declaration of an unknown shape: {other:?}"),
        }
    }

    fn add_function(&mut self, words: &[&str]) {
        let open = words
            .iter()
            .position(|word| *word == "(")
            .expect("a function has parameters");
        // GCC's attribute for functions that do not return comes first and has parentheses.
        if words[0] == "__attribute__" {
            assert_eq!(
                words[1..6],
                ["(", "(", "noreturn", ")", ")"],
                "an attribute we know"
            );
            let result = format!("noreturn {}", words[6]);
            let open = 8;
            self.functions.insert(
                words[7].to_owned(),
                format!(
                    "{result} ({})",
                    parameters(&words[open + 1..words.len() - 1])
                ),
            );
            return;
        }
        let name = words[open - 1].to_owned();
        let result = words[..open - 1].join(" ");
        let parameters = parameters(&words[open + 1..words.len() - 1]);
        self.functions
            .insert(name, format!("{result} ({parameters})"));
    }

    /// `result ( * name ) ( parameters )`
    fn add_callback(&mut self, words: &[&str]) {
        let open = words
            .iter()
            .position(|word| *word == "(")
            .expect("it was looked for");
        assert_eq!(words[open + 1], "*", "a pointer to a function: {words:?}");
        assert_eq!(
            words[open + 3..open + 5],
            [")", "("],
            "a pointer to a function: {words:?}"
        );
        let name = words[open + 2].to_owned();
        let result = words[..open].join(" ");
        let parameters = parameters(&words[open + 5..words.len() - 1]);
        self.aliases
            .insert(name, format!("{result} (*)({parameters})"));
    }
}

/// Parameter types, the names dropped: they are not part of the ABI.
fn parameters(words: &[&str]) -> String {
    let types = words
        .split(|word| *word == ",")
        .map(|parameter| match parameter {
            ["void"] => "void".to_owned(),
            [ty @ .., _name] if !ty.is_empty() => ty.join(" "),
            other => panic!("a parameter without a name: {other:?}"),
        });
    types.collect::<Vec<_>>().join(", ")
}

/// The names of the fields; an array's length is left to the probe.
fn fields(body: &[&str]) -> Vec<String> {
    let fields = body
        .split(|word| *word == ";")
        .filter(|field| !field.is_empty());
    let names = fields.map(|field| match field {
        [.., name, "[", _, "]"] | [.., name] => (*name).to_owned(),
        [] => unreachable!("empty ones are filtered out"),
    });
    names.collect()
}
