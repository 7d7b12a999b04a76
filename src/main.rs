//! The command line: arguments, host, exit code.

use std::process::ExitCode;

use napi_host_runtime::{Host, Options, Source};

fn main() -> ExitCode {
    let mut args = std::env::args();
    let argv0 = args.next().unwrap_or_default();
    let Some(file) = args.next() else {
        eprintln!("usage: napi-host FILE [args]");
        return ExitCode::from(9);
    };
    let options = Options {
        source: Source::File(file),
        argv0,
        args: args.collect(),
        ..Options::default()
    };
    match Host::run(options) {
        Ok(code) => std::process::exit(code),
        Err(message) => {
            eprintln!("napi-host: {message}");
            ExitCode::FAILURE
        }
    }
}
