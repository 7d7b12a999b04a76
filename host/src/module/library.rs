//! Loading a library and finding its registration.
//!
//! A library is never unloaded: its threads and thread-local destructors may
//! outlive the env that loaded it. The registry of loaded libraries is one per
//! process, because a library's constructors run once per process: a second
//! load, in whatever env, finds the remembered registration.
//!
//! Absent on purpose: making the env and calling the init function.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::c_int;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::sync::Mutex;

use libloading::os::unix::Library;
use napi_host_sys::{napi_env, napi_module, napi_value};

use super::audit::{self, Exports};
use super::error::LoadError;
use crate::cxx;
use crate::sync::lock;

/// The flags of a plain `require`: functions are bound when first called.
pub const LAZY: c_int = libc::RTLD_LAZY;

/// The API version of a module that does not name one.
pub const DEFAULT_API_VERSION: i32 = 8;

/// A module's init function.
pub type Init = unsafe extern "C" fn(env: napi_env, exports: napi_value) -> napi_value;

/// What a loaded library offers to the env that is made for it.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The init function, to be called once per env.
    pub init: Init,
    /// The API version that the module was written for, as it says: values
    /// below 8 and too large ones are not corrected here.
    pub api_version: i32,
    /// The path that was loaded.
    pub path: PathBuf,
}

thread_local! {
    /// Filled by a constructor during `dlopen`, taken right after it.
    static PENDING: Cell<Option<NonNull<napi_module>>> = const { Cell::new(None) };
}

/// Remembers the module that a library's constructor registers; the last one
/// counts. Outside of a load it has no effect on later loads.
pub fn register_from_constructor(module: NonNull<napi_module>) {
    PENDING.set(Some(module));
}

/// What a library registered itself with, by its handle. `None`: a module
/// without an init function.
static REGISTRY: Mutex<Option<HashMap<usize, Option<Init>>>> = Mutex::new(None);

/// Loads an addon with `dlopen` flags `flags` and finds its registration.
/// `exported` answers which symbols the executable offers to addons.
///
/// # Errors
/// When the file cannot be loaded or registers no module.
pub fn load(path: &Path, flags: c_int, exported: Exports<'_>) -> Result<Registration, LoadError> {
    // A bare name is searched for by the dynamic linker: there is no file to read.
    let image = if path.as_os_str().as_encoded_bytes().contains(&b'/') {
        Some(audit::check(path, exported)?)
    } else {
        None
    };
    let explain = |message: String| match &image {
        Some(image) => audit::explain(image, exported, &message),
        None => LoadError::Refused {
            path: path.to_owned(),
            message,
        },
    };
    if cxx::may_use(image.as_ref()) {
        cxx::make_visible();
    }
    let opened = open(path, flags).map_err(explain)?;
    let path = path.to_owned();
    let by_symbol = || well_known_init(&opened.library).map(Some);
    let Some(init) = opened.now.or_else(by_symbol).or(opened.before) else {
        return Err(LoadError::NotRegistered { path });
    };
    let Some(init) = init else {
        return Err(LoadError::NoEntryPoint { path });
    };
    let api_version = match opened.now {
        Some(_) => DEFAULT_API_VERSION,
        None => declared_version(&opened.library),
    };
    Ok(Registration {
        init,
        api_version,
        path,
    })
}

/// A loaded library and what its constructors registered.
struct Opened {
    /// Never dropped: see the module's note.
    library: ManuallyDrop<Library>,
    /// Registered while it was being loaded just now.
    now: Option<Option<Init>>,
    /// Registered when it was first loaded.
    before: Option<Option<Init>>,
}

fn open(path: &Path, flags: c_int) -> Result<Opened, String> {
    // Held across `dlopen`, so that a second thread which loads the same file
    // sees the registration of the first. Constructors cannot come back here.
    let mut registry = lock(&REGISTRY);
    let registry = registry.get_or_insert_with(HashMap::new);
    PENDING.set(None);
    // SAFETY: running the constructors of an addon is what loading it means;
    // the caller asked for that.
    let library = unsafe { Library::open(Some(path), flags) }.map_err(|error| message(&error))?;
    let handle = library.into_raw();
    // SAFETY: the handle comes from the line above.
    let library = ManuallyDrop::new(unsafe { Library::from_raw(handle) });
    crate::interpose::patch_new_libraries();
    let before = registry.get(&handle.addr()).copied();
    let now = PENDING.take().map(|module| {
        // SAFETY: the addon passed the module from a constructor; it is a static
        // of the library, which stays mapped.
        unsafe { module.as_ref() }.nm_register_func
    });
    if let Some(init) = now {
        registry.insert(handle.addr(), init);
    }
    Ok(Opened {
        library,
        now,
        before,
    })
}

fn message(error: &libloading::Error) -> String {
    use std::error::Error as _;
    match error.source() {
        Some(source) => source.to_string(),
        None => error.to_string(),
    }
}

fn well_known_init(library: &Library) -> Option<Init> {
    // SAFETY: by the ABI a symbol of this name is a function of this type.
    let symbol = unsafe { library.get::<Init>(c"napi_register_module_v1") };
    symbol.ok().map(|init| *init)
}

fn declared_version(library: &Library) -> i32 {
    type Version = unsafe extern "C" fn() -> i32;
    // SAFETY: by the ABI a symbol of this name is a function of this type.
    let symbol = unsafe { library.get::<Version>(c"node_api_module_get_api_version_v1") };
    match symbol {
        // SAFETY: the function takes nothing and the library is mapped.
        Ok(version) => unsafe { version() },
        Err(_) => DEFAULT_API_VERSION,
    }
}
