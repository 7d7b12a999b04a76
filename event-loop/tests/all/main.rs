//! What the loop promises, seen from outside: one binary, a module per part.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod phases;
mod support;
