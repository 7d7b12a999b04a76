//! The runner's command line: `--node PATH`, `--host PATH`, `--rounds N`,
//! `--filter TEXT`. Without `--host`, the host is built and taken from beside
//! this executable.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

/// What the command line asks for.
pub(crate) struct Options {
    /// The executable under test.
    pub(crate) host: PathBuf,
    /// The executable to compare with.
    pub(crate) node: PathBuf,
    /// How many times every case runs on each side.
    pub(crate) rounds: usize,
    /// Only cases whose name contains this text.
    pub(crate) filter: String,
}

const USAGE: &str =
    "usage: napi-host-benches --node PATH [--host PATH] [--rounds N] [--filter TEXT]";

impl Options {
    /// Reads the arguments, and builds the host unless one is given.
    pub(crate) fn from_arguments(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Self, Box<dyn Error>> {
        let (mut host, mut node, mut rounds, mut filter) = (None, None, 7, String::new());
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(USAGE)?;
            match name.as_str() {
                "--host" => host = Some(PathBuf::from(value)),
                "--node" => node = Some(PathBuf::from(value)),
                "--rounds" => rounds = value.parse()?,
                "--filter" => filter = value,
                _ => return Err(USAGE.into()),
            }
        }
        let host = match host {
            Some(host) => host,
            None => build_host()?,
        };
        Ok(Self {
            host,
            node: node.ok_or(USAGE)?,
            rounds,
            filter,
        })
    }
}

fn build_host() -> Result<PathBuf, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let mut command = Command::new(cargo);
    command.args([
        "build",
        "--quiet",
        "--package",
        "napi-host",
        "--manifest-path",
        manifest,
    ]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    if !command.status()?.success() {
        return Err("the host does not build".into());
    }
    let beside = std::env::current_exe()?.with_file_name("napi-host");
    Ok(beside)
}
