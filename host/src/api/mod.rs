//! The exported functions, one file per chapter of the symbol table. Each is an
//! entry class, a name and a body that decodes, acts and answers.
//!
//! The linker keeps them because the executable's export list names them; a test
//! compares that list with the symbol table.

pub(crate) mod arraybuffer;
pub(crate) mod bigint;
pub(crate) mod buffer;
pub(crate) mod coerce;
pub(crate) mod date;
pub(crate) mod env;
pub(crate) mod error;
pub(crate) mod fatal;
pub(crate) mod hybrid;
pub(crate) mod module;
pub(crate) mod number;
pub(crate) mod promise;
pub(crate) mod scope;
pub(crate) mod script;
pub(crate) mod string;
pub(crate) mod value;
pub(crate) mod version;

pub(crate) mod async_work;
mod callback_scope;
mod class;
mod cleanup;
mod external;
mod function;
mod property;
mod reference;
mod tsfn;
mod typedarray;
mod wrap;
