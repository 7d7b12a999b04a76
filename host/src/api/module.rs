//! Registration, and the making of an env for a loaded addon.

use std::ffi::{CString, c_char};
use std::path::Path;
use std::ptr::NonNull;
use std::rc::Rc;

use napi_host_sys as sys;

use crate::api::hybrid;
use crate::boundary::{entry_points, out};
use crate::env::{EXPERIMENTAL, Env, to_raw};
use crate::module::library::{self, Registration};
use crate::runtime::Runtime;

/// Registers a module from a static constructor, the old style.
///
/// # Safety
/// `module` points at the addon's static description.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_module_register(module: *mut sys::napi_module) {
    if let Some(module) = NonNull::new(module) {
        library::register_from_constructor(module.cast());
    }
}

entry_points! {
    /// The `file:` URL that the addon was loaded from; valid as long as the env.
    basic fn node_api_get_module_file_name(env, result: *mut *const c_char) {
        out(result)?.set(env.file_name.as_ptr())
    }
}

/// Makes an env for `registration` and calls the addon's init. Answers what replaces
/// `module.exports`, if anything does; `None` with an exception pending in V8 when
/// init threw.
pub(crate) fn instantiate<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    registration: &Registration,
    exports: v8::Local<'s, v8::Value>,
    file_name: &str,
) -> Result<v8::Local<'s, v8::Value>, v8::Global<v8::Value>> {
    let runtime = Runtime::from_scope(scope);
    let version = normalise(registration.api_version);
    let file_name = CString::new(file_name).unwrap_or_default();
    let env = Env::new(&runtime, scope, version, file_name);
    runtime.add_env(Rc::clone(&env));
    let init = registration.init;
    let raw_exports = to_raw(&exports);
    let mut returned = std::ptr::null_mut();
    let exception = env.enter_module(|| {
        // SAFETY: calling init is what loading an addon means; both handles are alive.
        returned = unsafe { init(env.as_raw().cast(), raw_exports.cast()) };
    });
    if let Some(exception) = exception {
        return Err(exception);
    }
    Ok(NonNull::new(returned).map_or(exports, |slot| {
        let value = crate::env::local(slot);
        v8::Local::new(scope, value)
    }))
}

/// Versions below 8 are treated as 8.
fn normalise(version: i32) -> i32 {
    if version == EXPERIMENTAL {
        version
    } else {
        version.max(8)
    }
}

/// Whether this host can serve a module of that version.
pub(crate) fn is_supported(version: i32) -> bool {
    version == EXPERIMENTAL || version <= 10
}

/// Whether addons get `name` from us: from the executable's exports, or from the names that are
/// published when the first addon asks for one of them.
fn offers(name: &str) -> bool {
    sys::table::export_list().any(|exported| exported == name)
        || sys::uv_names::UV_NAMES.contains(&name)
        || sys::library_names::LIBRARY_NAMES.contains(&name)
        || (hybrid::provides(name) && hybrid::publish().is_ok())
}

/// Loads the file at `path`.
///
/// # Errors
/// See [`library::load`].
pub(crate) fn load(
    path: &Path,
    flags: i32,
) -> Result<Registration, crate::module::error::LoadError> {
    library::load(path, flags, &offers)
}
