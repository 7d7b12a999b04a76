//! Facts for `process.report` that only native code can find out.

use std::ffi::{CStr, c_int, c_void};

use super::process::string_array;
use super::support::{Args, Return, constant, method, string};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "commandLine", command_line);
    method(scope, target, "glibcVersions", glibc_versions);
    method(scope, target, "sharedObjects", shared_objects);
    method(scope, target, "userLimits", user_limits);
}

fn command_line(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let words: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let words = string_array(scope, &words);
    rv.set(words.into());
}

/// `{ glibcVersionRuntime, glibcVersionCompiler }`; empty where libc is another.
fn glibc_versions(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let versions = v8::Object::new(scope);
    #[cfg(target_env = "gnu")]
    {
        // SAFETY: the call takes nothing and answers a static string.
        let version = unsafe { libc::gnu_get_libc_version() };
        // SAFETY: glibc's answer ends with NUL and is never freed.
        let version = unsafe { CStr::from_ptr(version) }.to_string_lossy();
        for name in ["glibcVersionRuntime", "glibcVersionCompiler"] {
            let value = string(scope, &version);
            constant(scope, versions, name, value.into());
        }
    }
    rv.set(versions.into());
}

unsafe extern "C" fn collect(
    info: *mut libc::dl_phdr_info,
    _: libc::size_t,
    data: *mut c_void,
) -> c_int {
    // SAFETY: `data` is the vector that `shared_objects` passes, borrowed by nobody else.
    let names = unsafe { &mut *data.cast::<Vec<String>>() };
    // SAFETY: the dynamic linker passes a valid structure for the time of the call.
    let name = unsafe { (*info).dlpi_name };
    if !name.is_null() {
        // SAFETY: a non-null name is a string that ends with NUL.
        let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
        if !name.is_empty() {
            names.push(name.into_owned());
        }
    }
    0
}

fn shared_objects(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut names: Vec<String> = Vec::new();
    // SAFETY: the callback only runs during the call, with the vector's address.
    unsafe { libc::dl_iterate_phdr(Some(collect), (&raw mut names).cast()) };
    let names = string_array(scope, &names);
    rv.set(names.into());
}

/// `{ name: { soft, hard } }`; a limit is a number or `'unlimited'`.
fn user_limits(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let limits = v8::Object::new(scope);
    for (name, resource) in [
        ("core_file_size_blocks", libc::RLIMIT_CORE),
        ("data_seg_size_bytes", libc::RLIMIT_DATA),
        ("file_size_blocks", libc::RLIMIT_FSIZE),
        ("max_locked_memory_bytes", libc::RLIMIT_MEMLOCK),
        ("max_memory_size_bytes", libc::RLIMIT_RSS),
        ("open_files", libc::RLIMIT_NOFILE),
        ("stack_size_bytes", libc::RLIMIT_STACK),
        ("cpu_time_seconds", libc::RLIMIT_CPU),
        ("max_user_processes", libc::RLIMIT_NPROC),
        ("virtual_memory_bytes", libc::RLIMIT_AS),
    ] {
        let mut limit = libc::rlimit {
            rlim_cur: 0,
            rlim_max: 0,
        };
        // SAFETY: the structure is the call's to fill.
        if unsafe { libc::getrlimit(resource, &raw mut limit) } != 0 {
            continue;
        }
        let pair = v8::Object::new(scope);
        for (side, value) in [("soft", limit.rlim_cur), ("hard", limit.rlim_max)] {
            let value: v8::Local<'_, v8::Value> = if value == libc::RLIM_INFINITY {
                string(scope, "unlimited").into()
            } else {
                #[expect(clippy::cast_precision_loss, reason = "printed for people")]
                v8::Number::new(scope, value as f64).into()
            };
            constant(scope, pair, side, value);
        }
        constant(scope, limits, name, pair.into());
    }
    rv.set(limits.into());
}
