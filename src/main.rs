//! The command line: arguments, host, exit code.

fn main() {}
