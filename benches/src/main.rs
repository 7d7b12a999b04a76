//! Compares this host with a given `node`, in one run.
//!
//! `cargo run --release -p napi-host-benches -- --node PATH` builds the host,
//! then runs short processes of both in turns, several rounds of them, and
//! prints nanoseconds and the ratio per case and the geometric mean. What a
//! case does is in `cases.js` and `threads.js` with their addons, and in `runtime.js`; nothing here knows a case's name
//! but those of whole processes.

mod options;
mod process;
mod report;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use options::Options;
use process::{Sample, run};
use report::Table;

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), Box<dyn Error>> {
    let options = Options::from_arguments(std::env::args().skip(1))?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let addons = napi_host_addons_fixtures::dir();
    let addon = addons.join("bench.node");
    let mut table = Table::default();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        // Who comes first changes from round to round, so that neither always
        // has the warmer machine.
        let mut sides = [(0, &options.host), (1, &options.node)];
        if round % 2 == 0 {
            sides.reverse();
        }
        for _ in 0..STARTS_PER_ROUND {
            for (side, program) in sides {
                whole_processes(&mut table, side, program, folder, &addon, &options.filter)?;
            }
        }
        for (side, program) in sides {
            for (script, addon) in SCRIPTS {
                let (script, addon) = (folder.join(script), addons.join(addon));
                let arguments = [
                    script.as_os_str(),
                    addon.as_os_str(),
                    options.filter.as_ref(),
                ];
                let sample = run(program, &arguments)?;
                for line in sample.output.lines() {
                    if let Some((name, nanoseconds)) = line.split_once('\t') {
                        table.add(name, side, nanoseconds.parse()?);
                    }
                }
            }
        }
    }
    table.print(&options.host, &options.node);
    Ok(())
}

/// The scripts of the cases, and the addon of each.
const SCRIPTS: [(&str, &str); 3] = [
    ("cases.js", "bench.node"),
    ("threads.js", "bench_threads.node"),
    // It needs none.
    ("runtime.js", "bench.node"),
];

/// Starts per round and side; a start is short, so more of them are taken.
const STARTS_PER_ROUND: usize = 5;

fn whole_processes(
    table: &mut Table,
    side: usize,
    program: &Path,
    folder: &Path,
    addon: &Path,
    filter: &str,
) -> Result<(), Box<dyn Error>> {
    if !"process/".contains(filter) && !filter.starts_with("process") {
        return Ok(());
    }
    let empty: Sample = run(program, &[folder.join("empty.js").as_os_str()])?;
    table.add(
        "process/start of an empty script (µs)",
        side,
        empty.wall_microseconds,
    );
    table.add(
        "process/processor time of an empty script (µs)",
        side,
        empty.cpu_microseconds,
    );
    table.add(
        "process/peak memory of an empty script (KiB)",
        side,
        empty.peak_kibibytes,
    );
    let load = run(
        program,
        &[folder.join("load.js").as_os_str(), addon.as_os_str()],
    )?;
    table.add(
        "process/start and load of an addon (µs)",
        side,
        load.wall_microseconds,
    );
    Ok(())
}
