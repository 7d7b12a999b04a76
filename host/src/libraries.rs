//! Links the C functions of zlib and Brotli into the executable, where addons look them up; the
//! crates define them, [`napi_host_sys::library_names`] lists them.
//!
//! Absent: the module `zlib`, whose native half calls the same crates' Rust functions.

extern crate brotli as _;
extern crate brotli_decompressor as _;
extern crate libz_rs_sys as _;
