//! The Node-API ABI: C headers, Rust declarations and the symbol table.
//!
//! One fact, one place. What C can say (types, constants, signatures, a line on each function)
//! stands in `include/*.h`; [`types`] and one file per chapter are made from there by bindgen and
//! committed, so that nobody needs libclang to build. What C cannot say (chapter, version, entry
//! class) stands in [`table`]. Tests compare both with the official headers, and the committed
//! files with what the headers say.
//!
//! The host defines the functions, with exactly these signatures; here they are only declared,
//! so this crate links nothing. Deliberately absent: semantics, and anything that touches an
//! engine.

#![expect(
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
pub mod compatibility;
pub mod constants;
pub mod date;
pub mod env;
pub mod error;
pub mod external;
pub mod fatal;
pub mod function;
#[cfg(feature = "bindgen")]
pub mod generate;
pub mod library_names;
pub mod link;
pub mod module;
pub mod number;
pub mod promise;
pub mod property;
pub mod reference;
pub mod scope;
pub mod script;
pub mod signatures;
pub mod string;
pub mod table;
pub mod tsfn;
pub mod types;
pub mod uv_names;
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
pub use constants::*;
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
pub use table::{CHAPTERS, Chapter, EntryClass, Kind, Since, Symbol, TABLE, export_list};
pub use tsfn::*;
pub use types::*;
pub use value::*;
pub use version::*;
pub use wrap::*;
