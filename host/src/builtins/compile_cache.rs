//! `module.enableCompileCache()` and `NODE_COMPILE_CACHE`: what V8 has made of the program's files, and
//! what is left of TypeScript, is kept in a folder for the next start.
//!
//! Off until a program or its environment asks for it, per isolate. A file is named after a kind of
//! text and its name, and is of use only for the same text; the folder is named after V8's
//! version and flags.

mod file;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use file::{Digest, Miss};

use super::support::{Args, Return, method, string, text};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "enable", enable);
    method(scope, target, "directory", directory);
    method(scope, target, "flush", flush);
}

/// What a text is compiled as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    CommonJs,
    Module,
    /// TypeScript, of which the JavaScript is kept.
    Stripped,
    Transformed,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::CommonJs => "CommonJS",
            Self::Module => "ESM",
            Self::Stripped => "StrippedTypeScript",
            Self::Transformed => "TransformedTypeScript",
        }
    }

    fn is_code(self) -> bool {
        matches!(self, Self::CommonJs | Self::Module)
    }
}

/// What there is to write for a text at the end.
enum Kept {
    /// It was not compiled, or has mistakes.
    Nothing,
    /// What the folder has.
    Same,
    /// Not yet what its functions compile to: more of them are called.
    Function(v8::Global<v8::Function>),
    Module(v8::Global<v8::UnboundModuleScript>),
    Text(String),
}

/// What came of compiling.
pub(super) enum Compiled<'a, 's> {
    Function(v8::Local<'s, v8::Function>),
    Module(v8::Local<'s, v8::UnboundModuleScript>),
    Text(&'a str),
}

struct Entry {
    source: Digest,
    path: PathBuf,
    kept: Kept,
}

type Key = (Kind, String);

struct CompileCache {
    directory: PathBuf,
    /// Names are relative to the folder, which may move together with the program.
    portable: bool,
    /// `NODE_DEBUG_NATIVE=COMPILE_CACHE`.
    verbose: bool,
    entries: RefCell<BTreeMap<Key, Entry>>,
}

/// A text that was looked up, until it is compiled.
pub(super) struct Lookup {
    cache: Rc<CompileCache>,
    key: Key,
    /// What was kept of it.
    pub(super) found: Option<Vec<u8>>,
}

/// Looks up a text that is about to be compiled; `None` when the cache is off.
pub(super) fn look_up(
    scope: &mut v8::PinScope<'_, '_>,
    kind: Kind,
    name: v8::Local<'_, v8::Value>,
    code: v8::Local<'_, v8::String>,
) -> Option<Lookup> {
    let cache = Rc::clone(scope.get_slot::<Rc<CompileCache>>()?);
    let name = text(scope, name);
    let source = file::digest(text(scope, code.into()).as_bytes());
    let path = cache.path_of(kind, &name);
    cache.say(|| {
        let path = path.display();
        format!("reading cache from {path} for {} {name}...", kind.name())
    });
    let found = file::read(&path, &source);
    cache.say(|| match &found {
        Ok(found) => format!("{name}: success, size={}", found.len()),
        Err(Miss::Unreadable(error)) => format!("{name}: {error}"),
        Err(Miss::Damaged) => format!("{name}: the file is damaged"),
        // One line, as tools that read it expect.
        Err(Miss::OtherSource) => format!(
            "reading cache from {} for {} {name}... code hash mismatch: the text has changed",
            path.display(),
            kind.name()
        ),
    });
    let key = (kind, name);
    let entry = Entry {
        source,
        path,
        kept: Kept::Nothing,
    };
    cache.entries.borrow_mut().insert(key.clone(), entry);
    Some(Lookup {
        cache,
        key,
        found: found.ok(),
    })
}

impl Lookup {
    /// The text was compiled; `accepted`: from what was found.
    pub(super) fn settle(
        self,
        scope: &v8::PinScope<'_, '_>,
        accepted: bool,
        compiled: Compiled<'_, '_>,
    ) {
        let (kind, name) = &self.key;
        self.cache.say(|| match (kind.is_code(), accepted) {
            (true, true) => {
                format!(
                    "V8 code cache for {} {name} was accepted, keeping the in-memory entry",
                    kind.name()
                )
            }
            (true, false) => format!(
                "V8 code cache for {} {name} was not initialized, initializing the in-memory entry",
                kind.name()
            ),
            (false, true) => format!("retrieved transpile cache for {} {name}", kind.name()),
            (false, false) => format!("no transpile cache for {} {name}", kind.name()),
        });
        let kept = match compiled {
            _ if accepted => Kept::Same,
            Compiled::Function(function) => Kept::Function(v8::Global::new(scope, function)),
            Compiled::Module(script) => Kept::Module(v8::Global::new(scope, script)),
            Compiled::Text(text) => Kept::Text(text.to_owned()),
        };
        if let Some(entry) = self.cache.entries.borrow_mut().get_mut(&self.key) {
            entry.kept = kept;
        }
    }
}

impl CompileCache {
    fn say(&self, line: impl FnOnce() -> String) {
        if self.verbose {
            eprintln!("[compile cache] {}", line());
        }
    }

    fn path_of(&self, kind: Kind, name: &str) -> PathBuf {
        let path = Path::new(name.strip_prefix("file://").unwrap_or(name));
        let name = if self.portable && path.is_absolute() {
            relative(&self.directory, path)
                .to_string_lossy()
                .into_owned()
        } else {
            name.to_owned()
        };
        let digest = file::digest(format!("{} {name}", kind.name()).as_bytes());
        self.directory
            .join(digest[..16].iter().fold(String::new(), |mut name, byte| {
                // Writing to a String cannot fail.
                let _ = write!(name, "{byte:02x}");
                name
            }))
    }

    /// Writes what the folder does not have.
    fn persist(&self, scope: &mut v8::PinScope<'_, '_>) {
        for ((kind, name), entry) in self.entries.borrow_mut().iter_mut() {
            let bytes = match &entry.kept {
                Kept::Nothing | Kept::Same => {
                    let why = if matches!(entry.kept, Kept::Same) {
                        "cache was the same"
                    } else {
                        "the cache was not initialized"
                    };
                    self.say(|| format!("skip persisting {} {name} because {why}", kind.name()));
                    continue;
                }
                Kept::Function(function) => v8::Local::new(scope, function)
                    .create_code_cache()
                    .map(|cache| cache.to_vec()),
                Kept::Module(script) => v8::Local::new(scope, script)
                    .create_code_cache()
                    .map(|cache| cache.to_vec()),
                Kept::Text(text) => Some(text.clone().into_bytes()),
            };
            let Some(bytes) = bytes else { continue };
            let written = file::write(&entry.path, &entry.source, &bytes);
            self.say(|| {
                let path = entry.path.display();
                let end = match &written {
                    Ok(()) => "success".to_owned(),
                    Err(error) => error.to_string(),
                };
                format!("writing cache for {} {name} to {path}...{end}", kind.name())
            });
            entry.kept = Kept::Same;
        }
    }
}

/// The path from a folder to a file, both absolute.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// The folder for this V8 and this user.
fn versioned(root: &Path) -> PathBuf {
    let tag = v8::script_compiler::cached_data_version_tag();
    // SAFETY: it only answers.
    let user = unsafe { libc::getuid() };
    root.join(format!(
        "v{}-{}-{tag:08x}-{user}",
        crate::NODE_VERSION,
        super::process::arch()
    ))
}

/// `enable(directory, portable, verbose)`: undefined, or why the folder cannot be used.
fn enable(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let root = PathBuf::from(text(scope, args.get(0)));
    let directory = versioned(&root);
    let made = std::fs::create_dir_all(&directory).and_then(|()| directory.metadata());
    let failure = match made {
        // SAFETY: it only answers.
        Ok(metadata) if metadata.uid() != unsafe { libc::geteuid() } => {
            Some("operation not permitted".to_owned())
        }
        Ok(_) => None,
        Err(error) => Some(reason(&error)),
    };
    let verbose = args.get(2).is_true();
    if verbose {
        let end = failure.as_deref().unwrap_or("success");
        eprintln!(
            "[compile cache] creating cache directory {}...{end}",
            directory.display()
        );
    }
    if let Some(failure) = failure {
        let message = format!("Cannot create cache directory: {failure}");
        if verbose {
            eprintln!("[compile cache] {message}");
        }
        rv.set(string(scope, &message).into());
        return;
    }
    scope.set_slot(Rc::new(CompileCache {
        directory,
        portable: args.get(1).is_true(),
        verbose,
        entries: RefCell::default(),
    }));
}

/// The C library's words for an error, in small letters.
fn reason(error: &std::io::Error) -> String {
    let words = error.to_string();
    let end = words.find(" (os error").unwrap_or(words.len());
    words[..end].to_lowercase()
}

/// `directory()`: the folder in use, or undefined.
fn directory(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    if let Some(cache) = scope.get_slot::<Rc<CompileCache>>() {
        let directory = cache.directory.to_string_lossy().into_owned();
        rv.set(string(scope, &directory).into());
    }
}

/// `flush()`: writes what was compiled so far.
fn flush(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(cache) = scope.get_slot::<Rc<CompileCache>>().cloned() else {
        return;
    };
    let is_asked_for = args.get(0).is_true();
    if is_asked_for {
        cache.say(|| "module.flushCompileCache() requested.".to_owned());
    }
    cache.persist(scope);
    if is_asked_for {
        cache.say(|| "module.flushCompileCache() finished.".to_owned());
    }
}
