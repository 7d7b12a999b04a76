//! Looking at every call from an addon into the ABI, without a cost when nobody does.
//!
//! An addon's calls go through slots that the dynamic linker fills with addresses of this
//! executable's functions. When a [`Layer`] is installed, the slots of each library that a
//! load has brought in are pointed at wrappers instead, one per function of the symbol table;
//! without one no slot is touched and no instruction is added to any call. The addresses that
//! a library asks `dlsym` for are wrappers too.
//!
//! Not seen: calls from a library's constructors, which run before its slots are changed
//! (`napi_module_register` of older addons), and calls of libraries that were loaded before the
//! layer was installed, or by an addon's own `dlopen` after the last load.

mod patch;
mod wrappers;

use std::ffi::c_void;
use std::sync::OnceLock;

use napi_host_sys as sys;

use crate::env::Env;

pub(crate) use patch::patch_new_libraries;

/// What is told about calls. Any thread may call.
pub(crate) trait Layer: Send + Sync {
    /// A function is about to run.
    fn before(&self, call: &Call<'_>);
    /// It has answered.
    fn after(&self, call: &Call<'_>, status: sys::napi_status);
    /// The process is about to end.
    fn flush(&self);
}

static LAYER: OnceLock<Box<dyn Layer>> = OnceLock::new();

/// Installs a layer for all addons that are loaded from here on; the first one stays.
pub(crate) fn install(layer: Box<dyn Layer>) {
    if LAYER.set(layer).is_ok() {
        patch::begin();
    }
}

/// Tells the layer that the process is about to end.
pub(crate) fn flush() {
    if let Some(layer) = LAYER.get() {
        layer.flush();
    }
}

/// A function of the ABI as the wrappers know it.
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its parameters, in order.
    pub(crate) parameters: &'static [Parameter],
    /// What a slot is pointed at.
    wrapper: *const c_void,
    /// The function itself.
    real: *const c_void,
}

// SAFETY: both pointers are addresses of functions, which any thread may call.
unsafe impl Sync for Function {}

/// A parameter as it is declared.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its type, as Rust writes it.
    pub(crate) kind: &'static str,
}

/// One call. The words are the arguments' bits, each in the low bytes of a word.
pub(crate) struct Call<'words> {
    /// What is called.
    pub(crate) function: &'static Function,
    /// One per parameter.
    pub(crate) words: &'words [u64],
}

impl Call<'_> {
    /// The env of the call, if it takes one.
    pub(crate) fn env(&self) -> Option<&Env> {
        let first = self.function.parameters.first()?;
        if !matches!(first.kind, "napi_env" | "node_api_basic_env") {
            return None;
        }
        let env = pointer::<Env>(*self.words.first()?);
        // SAFETY: an `napi_env` is NULL or the address of an `Env` (the ABI), as the function
        // that is called relies on too.
        unsafe { env.as_ref() }
    }

    /// The word of the parameter called `name`.
    pub(crate) fn word(&self, name: &str) -> Option<u64> {
        let parameters = self.function.parameters;
        let index = parameters.iter().position(|other| other.name == name)?;
        self.words.get(index).copied()
    }
}

/// A word as the pointer that was passed.
pub(crate) fn pointer<T>(word: u64) -> *mut T {
    std::ptr::with_exposed_provenance_mut(usize::try_from(word).unwrap_or(0))
}

/// The function called `name`, if there is a wrapper of it.
fn find(name: &str) -> Option<&'static Function> {
    wrappers::FUNCTIONS
        .iter()
        .find(|function| function.name == name)
        .copied()
}

/// A call with the layer around it.
fn around(
    function: &'static Function,
    words: &[u64],
    real: impl FnOnce() -> sys::napi_status,
) -> sys::napi_status {
    let Some(layer) = LAYER.get() else {
        return real();
    };
    let call = Call { function, words };
    layer.before(&call);
    let status = real();
    layer.after(&call, status);
    status
}
