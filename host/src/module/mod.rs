//! Finding and loading addons: what an ELF file asks for, whether this process
//! can give it, `dlopen`, and the registration that comes out of it.
//!
//! Nothing here knows V8: the caller makes the env and calls the init function.

pub mod audit;
pub mod cjs_exports;
pub mod error;
pub mod image;
pub mod library;
mod search;
pub(crate) mod shim;

pub use error::LoadError;
pub use library::{Registration, load};
