//! The integration tests: one binary that runs the built command line.
//!
//! What is tested stands in scripts that any host can run: `tests/conformance`
//! asserts, `tests/js` prints what `tests/js/expected` has. Nothing here links
//! the runtime; nothing is skipped, and no test depends on the machine's speed.

mod command_line;
mod conformance;
mod coverage;
mod dns;
mod examples;
mod exports;
mod host;
mod javascript;
mod loading;
mod observing;
mod stress;
