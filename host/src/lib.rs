//! The napi-host runtime: V8, Node-API and the built-in modules around it.
//!
//! A [`Host`] runs one program to its end. Everything that an addon can see is
//! below `boundary`, `api` and `env`; everything that its JavaScript wrapper can
//! see is below `builtins`, `module` and `js/`; `runtime` joins both with the
//! event loop.

mod accounts;
mod api;
pub mod arguments;
mod boundary;
mod builtins;
mod cxx;
mod engine;
mod env;
mod interpose;
mod libraries;
pub mod module;
mod options;
mod runtime;
mod sync;
mod trace;
mod uv;

pub use api::version::NODE_VERSION_TEXT as NODE_VERSION;
pub use options::{EvalMode, Options, Source};
pub use runtime::host::Host;
pub use runtime::snapshot::{create as create_snapshot, use_snapshot};
pub use runtime::start_v8;
