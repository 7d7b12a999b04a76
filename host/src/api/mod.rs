//! The exported functions, one file per chapter of the symbol table. Each is an
//! entry class, a name and a body that decodes, acts and answers.
//!
//! [`ADDRESSES`] names every one of them: it is what keeps them in the executable, and
//! a test compares it with the symbol table.

mod class;
mod external;
pub(crate) mod fatal;
mod function;
pub(crate) mod module;
pub(crate) mod number;
mod property;
mod reference;
pub(crate) mod scope;
pub(crate) mod string;
pub(crate) mod value;
mod wrap;
