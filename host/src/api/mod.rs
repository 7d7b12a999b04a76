//! The exported functions, one file per chapter of the symbol table. Each is an
//! entry class, a name and a body that decodes, acts and answers.
//!
//! [`ADDRESSES`] names every one of them: it is what keeps them in the executable, and
//! a test compares it with the symbol table.

mod async_work;
mod callback_scope;
mod class;
mod cleanup;
mod external;
mod function;
mod property;
mod reference;
mod wrap;

pub(crate) mod bigint;
pub(crate) mod coerce;
pub(crate) mod date;
pub(crate) mod error;
pub(crate) mod fatal;
pub(crate) mod module;
pub(crate) mod number;
pub(crate) mod promise;
pub(crate) mod scope;
pub(crate) mod script;
pub(crate) mod string;
mod tsfn;
pub(crate) mod value;
pub(crate) mod version;
