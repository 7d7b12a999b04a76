//! Registration of an addon and where it came from.

use core::ffi::c_char;

use crate::types::{napi_module, napi_status, node_api_basic_env};

unsafe extern "C" {
    /// Registers an addon from a static constructor; the older way, kept for what is already compiled.
    pub fn napi_module_register(module: *mut napi_module);

    /// Gets the `file:` URL that the addon was loaded from.
    pub fn node_api_get_module_file_name(
        env: node_api_basic_env,
        result: *mut *const c_char,
    ) -> napi_status;
}
