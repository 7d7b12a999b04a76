//! The command line: arguments, host, exit code.
//!
//! The style is Node's, because tools and test suites start `process.execPath`
//! with Node's options: there is no subcommand, and options end at the program.

mod help;
mod inherited;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use napi_host_runtime::arguments::{self, Command};
use napi_host_runtime::{Host, NODE_VERSION, Options};

/// Made by the build script. V8 wants it aligned.
static SNAPSHOT: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/start.snapshot")));

#[repr(align(16))]
struct Aligned<T: ?Sized>(T);

/// Node's exit code for a command line that it does not understand.
const BAD_ARGUMENT: u8 = 9;

fn main() -> ExitCode {
    inherited::reset();
    let mut words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let argv0 = words.next().unwrap_or_else(|| String::from("napi-host"));
    let variable = |name: &str| std::env::var(name).ok();
    match arguments::parse(&argv0, words.collect(), &variable) {
        Command::Run(options) => run(*options),
        Command::Version => {
            print_version();
            ExitCode::SUCCESS
        }
        Command::Help => {
            print!("napi-host v{}\n\n{}", env!("CARGO_PKG_VERSION"), help::TEXT);
            ExitCode::SUCCESS
        }
        Command::Bad(message) => bad(&argv0, &message),
    }
}

/// Tools read `process.execPath --version` and expect what node prints: `v` and three numbers. Whoever
/// looks at a terminal wants to know of this host too.
fn print_version() {
    println!("v{NODE_VERSION}");
    if std::io::stdout().is_terminal() {
        println!("napi-host v{}", env!("CARGO_PKG_VERSION"));
    }
}

fn bad(argv0: &str, message: &str) -> ExitCode {
    eprintln!("{argv0}: {message}");
    ExitCode::from(BAD_ARGUMENT)
}

fn run(mut options: Options) -> ExitCode {
    napi_host_runtime::use_snapshot(&SNAPSHOT.0);
    // V8 is asked before anything runs, so that a typing error is not ignored.
    let unknown = napi_host_runtime::start_v8(&std::mem::take(&mut options.v8_flags));
    if !unknown.is_empty() {
        for flag in &unknown {
            bad(&options.argv0, &format!("bad option: {flag}"));
        }
        return ExitCode::from(BAD_ARGUMENT);
    }
    let Err(message) = Host::run_process(options);
    eprintln!("napi-host: {message}");
    ExitCode::FAILURE
}
