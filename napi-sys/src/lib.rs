//! The Node-API ABI: C headers, Rust declarations and the symbol table.
