//! The constants that are macros in the C headers.

use core::ffi::c_int;

/// The length that stands for "up to the terminating NUL".
pub const NAPI_AUTO_LENGTH: usize = usize::MAX;
/// The version that stands for everything, experimental functions included.
pub const NODE_API_EXPERIMENTAL: i32 = 2_147_483_647;
/// The same, under the name that the C headers use.
pub const NAPI_VERSION_EXPERIMENTAL: i32 = NODE_API_EXPERIMENTAL;
/// The highest version that is not experimental.
pub const NAPI_VERSION_MAX: i32 = 10;
/// What a module counts as that declares no version, or a lower one.
pub const NAPI_VERSION_DEFAULT: i32 = 8;
/// The layout version of [`napi_module`](crate::napi_module).
pub const NAPI_MODULE_VERSION: c_int = 1;
