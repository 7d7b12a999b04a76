//! What the module loaders need of the system and of V8: quick file checks,
//! source text, and compiling it. Deliberately absent: resolution and caches of
//! modules (JavaScript, `internal/modules`), and loading addons.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CString;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::compile_cache::{self, Compiled, Kind};
use super::support::{self, Args, Return, SystemError, constant, runtime, string, text};
use crate::module::cjs_exports;
use crate::options::{EvalMode, Options, Source};
use crate::runtime::report;

/// What the wrapper of a CommonJS module binds.
const WRAPPER_PARAMETERS: [&str; 5] = ["exports", "require", "module", "__filename", "__dirname"];

/// The methods of this binding.
pub(crate) static METHODS: &[support::Method] = support::method_table![
    "stat" => stat,
    "realpath" => realpath,
    "readText" => read_text,
    "readTextIfExists" => read_text_if_exists,
    "readStdin" => read_stdin,
    "compileWrapper" => compile_wrapper,
    "compileScript" => compile_script,
    "runScript" => run_script,
    "sourceMapUrl" => source_map_url,
    "parsesAsModule" => parses_as_module,
    "commonJsExports" => common_js_exports,
    "options" => options,
];

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
}

/// `stat(path)`: 0 for a file, 1 for a folder, negative errno otherwise.
fn stat(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    rv.set_int32(kind_of(&text(scope, args.get(0))));
}

fn kind_of(path: &str) -> i32 {
    let Ok(path) = CString::new(path) else {
        return -libc::ENOENT;
    };
    let mut status = std::mem::MaybeUninit::<libc::stat>::uninit();
    // SAFETY: the path ends with NUL and the structure is the call's to fill.
    if unsafe { libc::stat(path.as_ptr(), status.as_mut_ptr()) } != 0 {
        return -std::io::Error::last_os_error()
            .raw_os_error()
            .unwrap_or(libc::ENOENT);
    }
    // SAFETY: the call has succeeded and filled the structure.
    let status = unsafe { status.assume_init() };
    i32::from(status.st_mode & libc::S_IFMT == libc::S_IFDIR)
}

thread_local! {
    /// Real paths of folders that modules were found in.
    static FOLDERS: RefCell<HashMap<PathBuf, PathBuf>> = RefCell::new(HashMap::new());
}

/// The path with all symbolic links followed. Folders are looked up once.
fn real_path(path: &Path) -> std::io::Result<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return path.canonicalize();
    };
    if path.symlink_metadata()?.is_symlink() {
        return path.canonicalize();
    }
    if let Some(real) = FOLDERS.with_borrow(|folders| folders.get(folder).cloned()) {
        return Ok(real.join(name));
    }
    let real = folder.canonicalize()?;
    FOLDERS.with_borrow_mut(|folders| folders.insert(folder.to_owned(), real.clone()));
    Ok(real.join(name))
}

fn realpath(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = text(scope, args.get(0));
    match real_path(Path::new(&path)) {
        Ok(real) if real.as_os_str() == path.as_str() => rv.set(args.get(0)),
        Ok(real) => rv.set(string(scope, &real.to_string_lossy()).into()),
        Err(error) => system_error(&error, "lstat", &path).throw(scope),
    }
}

fn system_error(error: &std::io::Error, syscall: &'static str, path: &str) -> SystemError {
    SystemError::new(error.raw_os_error().unwrap_or(libc::EIO), syscall).with_path(path)
}

/// The file's text; bytes that are not UTF-8 become U+FFFD.
fn read_text(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = text(scope, args.get(0));
    match std::fs::read(&path) {
        Ok(bytes) => {
            if let Some(text) = source_text(scope, bytes) {
                rv.set(text.into());
            }
        }
        Err(error) if error.raw_os_error() == Some(libc::EISDIR) => {
            SystemError::new(libc::EISDIR, "read").throw(scope);
        }
        Err(error) => system_error(&error, "open", &path).throw(scope),
    }
}

/// The file's text, or undefined when it cannot be read.
fn read_text_if_exists(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = text(scope, args.get(0));
    if let Ok(bytes) = std::fs::read(path)
        && let Some(text) = source_text(scope, bytes)
    {
        rv.set(text.into());
    }
}

fn read_stdin(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => {
            if let Some(text) = source_text(scope, bytes) {
                rv.set(text.into());
            }
        }
        Err(error) => {
            SystemError::new(error.raw_os_error().unwrap_or(libc::EIO), "read").throw(scope)
        }
    }
}

/// ASCII, which most sources are, is handed over without a copy.
fn source_text<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> Option<v8::Local<'s, v8::String>> {
    const WORTH_SHARING: usize = 1024;
    if bytes.len() >= WORTH_SHARING && bytes.is_ascii() {
        return v8::String::new_external_onebyte(scope, bytes.into_boxed_slice());
    }
    let text = v8::String::new_from_utf8(scope, &bytes, v8::NewStringType::Normal);
    if text.is_none() {
        support::throw_error(
            scope,
            "Cannot create a string longer than 0x1fffffe8 characters",
        );
    }
    text
}

fn origin<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: v8::Local<'s, v8::Value>,
    is_module: bool,
) -> v8::ScriptOrigin<'s> {
    v8::ScriptOrigin::new(
        scope, name, 0, 0, false, -1, None, false, false, is_module, None,
    )
}

/// `compileWrapper(text, file)`: the function of a CommonJS module.
fn compile_wrapper<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let Ok(code) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let origin = origin(scope, args.get(1), false);
    let lookup = compile_cache::look_up(scope, Kind::CommonJs, args.get(1), code);
    let found = lookup.as_ref().and_then(|lookup| lookup.found.as_deref());
    let (mut source, options) = source_with(code, &origin, found);
    let parameters = WRAPPER_PARAMETERS.map(|name| string(scope, name));
    v8::tc_scope!(let scope, scope);
    let function = v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &[],
        options,
        v8::script_compiler::NoCacheReason::NoReason,
    );
    match function {
        Some(function) => {
            rv.set(function.into());
            let accepted = took_cache(&source);
            if let Some(lookup) = lookup {
                lookup.settle(scope, accepted, Compiled::Function(function));
            }
        }
        None => {
            if let (Some(error), Some(message)) = (scope.exception(), scope.message()) {
                report::put_place_above(scope, error, message, report::NO_OFFSET);
            }
            throw_on(scope);
        }
    }
}

/// A source with the compiled code there is for it.
pub(super) fn source_with(
    code: v8::Local<'_, v8::String>,
    origin: &v8::ScriptOrigin<'_>,
    compiled: Option<&[u8]>,
) -> (
    v8::script_compiler::Source,
    v8::script_compiler::CompileOptions,
) {
    use v8::script_compiler::{CachedData, CompileOptions};
    match compiled {
        Some(bytes) => (
            v8::script_compiler::Source::new_with_cached_data(
                code,
                Some(origin),
                CachedData::new(bytes),
            ),
            CompileOptions::ConsumeCodeCache,
        ),
        None => (
            v8::script_compiler::Source::new(code, Some(origin)),
            CompileOptions::NoCompileOptions,
        ),
    }
}

/// Whether V8 has taken the compiled code that came with a source.
pub(super) fn took_cache(source: &v8::script_compiler::Source) -> bool {
    source
        .get_cached_data()
        .is_some_and(|cache| !cache.rejected())
}

/// `sourceMapUrl(function)`: what the text of a function that `compileWrapper` made names as its
/// source map, or undefined.
fn source_map_url(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(0)) else {
        return;
    };
    if let Some(url) = function.get_script_origin(scope).source_map_url() {
        rv.set(url);
    }
}

/// Throws what was caught on, with its place kept: the loader may catch it to see
/// whether the text is an ES module.
pub(crate) fn throw_on<'s, 'o, 'i>(
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'o, v8::HandleScope<'i>>>,
) {
    if let (Some(error), Some(message)) = (scope.exception(), scope.message()) {
        report::remember_location(scope, error, message);
    }
    scope.rethrow();
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'s>,
) -> Option<v8::Local<'s, v8::Script>> {
    let code = v8::Local::<v8::String>::try_from(args.get(0)).ok()?;
    let origin = origin(scope, args.get(1), false);
    v8::tc_scope!(let scope, scope);
    let script = v8::Script::compile(scope, code, Some(&origin));
    if script.is_none() {
        throw_on(scope);
    }
    script
}

/// `compileScript(text, file)`: a function that runs the script in the global
/// scope and answers its completion value.
fn compile_script<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let Some(script) = compile(scope, &args) else {
        return;
    };
    // Compiled once here for its syntax errors; V8 keeps the result in its
    // compilation cache, from which the run takes it.
    let _ = script;
    let data = v8::Array::new_with_elements(scope, &[args.get(0), args.get(1)]);
    let function = v8::Function::builder(run_compiled)
        .data(data.into())
        .build(scope);
    if let Some(function) = function {
        rv.set(function.into());
    }
}

fn run_compiled<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let result = (|| {
        let data = v8::Local::<v8::Array>::try_from(args.data()).ok()?;
        let code = v8::Local::<v8::String>::try_from(data.get_index(scope, 0)?).ok()?;
        let name = data.get_index(scope, 1)?;
        let origin = origin(scope, name, false);
        v8::Script::compile(scope, code, Some(&origin))?.run(scope)
    })();
    if let Some(result) = result {
        rv.set(result);
    }
}

/// `runScript(text, file)`: the completion value.
fn run_script<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    if let Some(script) = compile(scope, &args)
        && let Some(result) = script.run(scope)
    {
        rv.set(result);
    }
}

/// `parsesAsModule(text, name)`: whether the text is a valid ES module.
fn parses_as_module<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let Ok(code) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    v8::tc_scope!(let scope, scope);
    let origin = origin(scope, args.get(1), true);
    let mut source = v8::script_compiler::Source::new(code, Some(&origin));
    let parsed = v8::script_compiler::compile_module(scope, &mut source).is_some();
    scope.reset();
    rv.set_bool(parsed);
}

/// `commonJsExports(text)`: `{ names, reexports }`.
fn common_js_exports(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let found = cjs_exports::scan(&text(scope, args.get(0)));
    let target = v8::Object::new(scope);
    set_list(scope, target, "names", &found.names);
    set_list(scope, target, "reexports", &found.reexports);
    rv.set(target.into());
}

fn set_list(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    name: &str,
    list: &[String],
) {
    let items: Vec<v8::Local<'_, v8::Value>> =
        list.iter().map(|item| string(scope, item).into()).collect();
    let items = v8::Array::new_with_elements(scope, &items);
    constant(scope, target, name, items.into());
}

/// `options()`: what the command line says about modules and the program.
fn options(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let runtime = runtime(scope);
    let options = runtime.options();
    let target = v8::Object::new(scope);
    for (name, list) in [
        ("require", &options.require),
        ("import", &options.import),
        ("conditions", &options.conditions),
    ] {
        set_list(scope, target, name, list);
    }
    for (name, setting, default) in [
        ("preserveSymlinks", "preserve-symlinks", false),
        ("preserveSymlinksMain", "preserve-symlinks-main", false),
        ("detectModule", "experimental-detect-module", true),
        ("requireModule", "experimental-require-module", true),
        ("checkOnly", "check", false),
        ("stripTypes", "experimental-strip-types", true),
        ("addonModules", "experimental-addon-modules", true),
        ("sourceMaps", "enable-source-maps", false),
        ("transformTypes", "experimental-transform-types", false),
        ("entryUrl", "entry-url", false),
        ("testCoverage", "experimental-test-coverage", false),
        ("print", "print", false),
    ] {
        let value = v8::Boolean::new(scope, options.is_on(setting, default));
        constant(scope, target, name, value.into());
    }
    if let Some(kind) = options.settings.get("input-type") {
        let kind = string(scope, kind);
        constant(scope, target, "inputType", kind.into());
    }
    describe_program(scope, target, options);
    rv.set(target.into());
}

fn describe_program(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Object>,
    options: &Options,
) {
    let kind = match &options.source {
        Source::File(_) => "file",
        Source::Eval { code, mode } => {
            let code = string(scope, code);
            constant(scope, target, "code", code.into());
            let print = v8::Boolean::new(scope, *mode == EvalMode::Print);
            constant(scope, target, "print", print.into());
            "eval"
        }
        Source::Stdin => "stdin",
    };
    let kind = string(scope, kind);
    constant(scope, target, "kind", kind.into());
}
