//! Node-API addons inside a Rust program: two hosts, each on its own thread, load the
//! same addon. `cargo run --release --example embed`
//!
//! The build script of such a program calls `napi_host_sys::link::emit_export_args(&[])`,
//! so that the executable exports the functions that addons look up in it.

use std::process::ExitCode;
use std::thread;

use napi_host_runtime::{EvalMode, Host, Options, Source};

/// What each host runs; the addon is built from this repository.
const PROGRAM: &str = "
    const { dirname, join } = require('node:path')
    const addons = join(dirname(process.execPath), '..', 'addons')
    const { primesBelow } = require(join(addons, 'hello.node'))
    primesBelow(Number(process.argv[1])).then((count) => {
      console.log(`${count} primes below ${process.argv[1]}`)
      process.exitCode = count % 100
    })
";

/// One program from start to exit code.
fn run(limit: &str) -> Result<i32, String> {
    Host::run(Options {
        source: Source::Eval {
            code: PROGRAM.to_owned(),
            mode: EvalMode::Run,
        },
        args: vec![limit.to_owned()],
        ..Options::default()
    })
}

fn main() -> ExitCode {
    let hosts = ["1000", "100000"].map(|limit| thread::spawn(move || run(limit)));
    for host in hosts {
        match host.join() {
            Ok(Ok(code)) => println!("exit code {code}"),
            Ok(Err(message)) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
            Err(_) => return ExitCode::FAILURE,
        }
    }
    ExitCode::SUCCESS
}
