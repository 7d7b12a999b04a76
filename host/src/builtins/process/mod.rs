//! The native half of `process`: facts about this process, and the calls that
//! read or change them. The object itself is made in `js/internal/process/setup`.
//!
//! Deliberately absent: everything that is policy (validation, events, exit codes).

mod active;
mod env;
mod identity;
mod signals;
mod usage;

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt as _;

use super::process_title;
use super::support::{
    self, Args, Return, SystemError, constant, number_constant, runtime, string, text,
};

pub(crate) use env::{environment, plain_copy};

/// The methods of this binding.
pub(crate) static METHODS: &[support::Method] = support::method_table![
    "start" => start,
    "getppid" => getppid,
    "getTitle" => get_title,
    "setTitle" => set_title,
    "cwd" => cwd,
    "chdir" => chdir,
    "umask" => umask,
    "kill" => kill,
    "reallyExit" => really_exit,
    "abort" => abort,
    "rawDebug" => raw_debug,
    "execve" => execve,
];

/// The tables of all parts of this binding.
pub(crate) fn tables() -> [&'static [support::Method]; 5] {
    [
        METHODS,
        active::METHODS,
        usage::METHODS,
        identity::METHODS,
        signals::METHODS,
    ]
}

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
    for (name, value) in [
        ("arch", arch()),
        ("platform", "linux"),
        ("v8Version", v8::VERSION_STRING),
        ("hostVersion", env!("CARGO_PKG_VERSION")),
        ("nodeVersion", crate::NODE_VERSION),
    ] {
        let value = string(scope, value);
        constant(scope, target, name, value.into());
    }
    active::install(scope, target);
    usage::install(scope, target);
    identity::install(scope, target);
    signals::install(scope, target);
}

/// `start(target)`: sets what this very process is; a startup snapshot holds none of it.
fn start(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let Ok(target) = v8::Local::<v8::Object>::try_from(args.get(0)) else {
        return;
    };
    usage::set_clock(scope, target);
    let runtime = runtime(scope);
    let options = runtime.options();
    number_constant(scope, target, "pid", f64::from(std::process::id()));
    let exec_path = std::env::current_exe().map_or_else(
        |_| options.argv0.clone(),
        |p| p.to_string_lossy().into_owned(),
    );
    for (name, value) in [("argv0", &options.argv0), ("execPath", &exec_path)] {
        let value = string(scope, value);
        constant(scope, target, name, value.into());
    }
    let mut argv = vec![exec_path];
    if let crate::options::Source::File(file) = &options.source {
        // A URL stays what it is.
        let is_url = options.is_on("entry-url", false);
        argv.push(if is_url { file.clone() } else { resolved(file) });
    }
    argv.extend(options.args.iter().cloned());
    let argv = string_array(scope, &argv);
    constant(scope, target, "argv", argv.into());
    let exec_argv = string_array(scope, &options.exec_argv);
    constant(scope, target, "execArgv", exec_argv.into());
    for (name, value) in &options.env {
        env::set(name, value);
    }
    let env = environment(scope);
    constant(scope, target, "env", env);
}

/// The absolute path without `.` and `..`, as `path.resolve` makes it.
fn resolved(file: &str) -> String {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.into());
    let mut whole = std::path::PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole.to_string_lossy().into_owned()
}

/// Node's word for the architecture.
pub(crate) fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        other => other,
    }
}

/// An array of strings.
pub(crate) fn string_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    items: &[String],
) -> v8::Local<'s, v8::Array> {
    let items: Vec<v8::Local<'_, v8::Value>> = items
        .iter()
        .map(|item| string(scope, item).into())
        .collect();
    v8::Array::new_with_elements(scope, &items)
}

/// An array of numbers.
pub(crate) fn number_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    items: &[f64],
) -> v8::Local<'s, v8::Array> {
    let items: Vec<v8::Local<'_, v8::Value>> = items
        .iter()
        .map(|item| v8::Number::new(scope, *item).into())
        .collect();
    v8::Array::new_with_elements(scope, &items)
}

/// The strings of an array argument.
pub(crate) fn strings_of(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Vec<String> {
    let Ok(array) = v8::Local::<v8::Array>::try_from(value) else {
        return Vec::new();
    };
    (0..array.length())
        .filter_map(|index| array.get_index(scope, index))
        .map(|item| item.to_rust_string_lossy(scope))
        .collect()
}

fn getppid(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_uint32(std::os::unix::process::parent_id());
}

fn get_title(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let title = process_title::get().unwrap_or_else(|| runtime(scope).options().argv0.clone());
    rv.set(string(scope, &title).into());
}

fn set_title(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    process_title::set(text(scope, args.get(0)));
}

fn cwd(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    match std::env::current_dir() {
        Ok(path) => rv.set(string(scope, &path.to_string_lossy()).into()),
        Err(error) => {
            SystemError::new(error.raw_os_error().unwrap_or(libc::EIO), "uv_cwd").throw(scope);
        }
    }
}

fn chdir(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let path = text(scope, args.get(0));
    let from = std::env::current_dir().unwrap_or_default();
    if let Err(error) = std::env::set_current_dir(&path) {
        SystemError::new(error.raw_os_error().unwrap_or(libc::EINVAL), "chdir")
            .with_path(from.to_string_lossy())
            .with_dest(path)
            .throw(scope);
    }
}

/// `umask(mask | undefined)`: the old mask.
fn umask(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    // SAFETY: the call takes and answers plain numbers.
    let set = |mask: u32| unsafe { libc::umask(mask) };
    let old = if args.get(0).is_undefined() {
        let old = set(0);
        set(old);
        old
    } else {
        set(args.get(0).uint32_value(scope).unwrap_or(0))
    };
    rv.set_uint32(old);
}

/// `kill(pid, signal)`: 0 or a negative errno.
fn kill(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let pid = args.get(0).int32_value(scope).unwrap_or(0);
    let signal = args.get(1).int32_value(scope).unwrap_or(0);
    // SAFETY: the call takes plain numbers.
    let result = unsafe { libc::kill(pid, signal) };
    rv.set_int32(if result == 0 { 0 } else { -last_errno() });
}

/// The thread's `errno`.
pub(crate) fn last_errno() -> i32 {
    std::io::Error::last_os_error()
        .raw_os_error()
        .unwrap_or(libc::EIO)
}

fn really_exit(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let code = args.get(0).int32_value(scope).unwrap_or(0);
    if !crate::builtins::worker::exit_thread(scope, code) {
        crate::builtins::worker::stop_children(scope);
        runtime(scope).exit_process(code);
    }
}

fn abort(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, _: Return<'_>) {
    std::process::abort();
}

/// Writes a line to stderr, whatever happens to `process.stderr`.
fn raw_debug(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    use std::io::Write as _;
    let mut line = text(scope, args.get(0));
    line.push('\n');
    // Nothing can be done about a closed stderr.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// `execve(path, args, pairs)`: only returns on failure, a negative errno.
fn execve(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = text(scope, args.get(0));
    let arguments = strings_of(scope, args.get(1));
    let pairs = strings_of(scope, args.get(2));
    let c_strings = |items: Vec<String>| -> Vec<CString> {
        items
            .into_iter()
            .filter_map(|item| CString::new(item).ok())
            .collect()
    };
    let (Ok(path), arguments, pairs) = (
        CString::new(std::ffi::OsStr::new(&path).as_bytes()),
        c_strings(arguments),
        c_strings(pairs),
    ) else {
        rv.set_int32(-libc::EINVAL);
        return;
    };
    let pointers = |items: &[CString]| -> Vec<*const libc::c_char> {
        items
            .iter()
            .map(|item| item.as_ptr())
            .chain([std::ptr::null()])
            .collect()
    };
    let argv = pointers(&arguments);
    let envp = pointers(&pairs);
    for fd in 0..3 {
        // SAFETY: clears the descriptor's close-on-exec flag; plain numbers.
        unsafe { libc::fcntl(fd, libc::F_SETFD, 0) };
    }
    // SAFETY: all strings end with NUL, both arrays with a null pointer, and both
    // outlive the call.
    unsafe { libc::execve(path.as_ptr(), argv.as_ptr(), envp.as_ptr()) };
    rv.set_int32(-last_errno());
}
