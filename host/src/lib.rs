//! The napi-host runtime: V8, Node-API and the built-in modules.

pub mod module;
