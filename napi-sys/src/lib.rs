//! The Node-API ABI: C headers, Rust declarations and the symbol table.
//!
//! One file per chapter declares its functions; [`types`] has types and constants; [`table`] is
//! the list from which everything else about the functions is made. The host defines the
//! functions, with exactly these signatures; here they are only declared, so this crate links
//! nothing. Deliberately absent: semantics, and anything that touches an engine.

#![allow(
    non_camel_case_types,
    non_upper_case_globals,
    reason = "names are those of the C ABI"
)]

pub mod arraybuffer;
pub mod async_work;
pub mod bigint;
pub mod buffer;
pub mod callback_scope;
pub mod cleanup;
pub mod coerce;
pub mod date;
pub mod env;
pub mod error;
pub mod external;
pub mod fatal;
pub mod function;
pub mod link;
pub mod module;
pub mod number;
pub mod promise;
pub mod property;
pub mod reference;
pub mod scope;
pub mod script;
pub mod string;
pub mod table;
pub mod tsfn;
pub mod types;
pub mod value;
pub mod version;
pub mod wrap;

pub use arraybuffer::*;
pub use async_work::*;
pub use bigint::*;
pub use buffer::*;
pub use callback_scope::*;
pub use cleanup::*;
pub use coerce::*;
pub use date::*;
pub use env::*;
pub use error::*;
pub use external::*;
pub use fatal::*;
pub use function::*;
pub use module::*;
pub use number::*;
pub use promise::*;
pub use property::*;
pub use reference::*;
pub use scope::*;
pub use script::*;
pub use string::*;
pub use table::{EntryClass, Kind, Since, Symbol, TABLE, export_list};
pub use tsfn::*;
pub use types::*;
pub use value::*;
pub use version::*;
pub use wrap::*;
