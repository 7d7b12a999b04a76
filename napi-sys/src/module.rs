//! Registration of an addon and where it came from.
//!
//! Made from the C headers by bindgen; do not edit.

use crate::types::*;

unsafe extern "C" {
    /// Registers an addon from a static constructor; the older way.
    pub fn napi_module_register(mod_: *mut napi_module);
    /// Gets the `file:` URL that the addon was loaded from.
    pub fn node_api_get_module_file_name(
        env: node_api_basic_env,
        result: *mut *const core::ffi::c_char,
    ) -> napi_status;
}
