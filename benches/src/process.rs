//! Runs one short process and takes its wall time, processor time, peak memory
//! and output. Absent: retries and timeouts; a process that fails ends the run.

use std::error::Error;
use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What one process took and printed.
pub(crate) struct Sample {
    /// From spawn to exit.
    pub(crate) wall_microseconds: f64,
    /// User and system time.
    pub(crate) cpu_microseconds: f64,
    /// The largest resident set, in KiB.
    pub(crate) peak_kibibytes: f64,
    /// Standard output.
    pub(crate) output: String,
}

/// Runs `program` with `arguments` to its end.
pub(crate) fn run(program: &Path, arguments: &[&OsStr]) -> Result<Sample, Box<dyn Error>> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let mut output = String::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_string(&mut output)?;
    }
    let (status, usage) = wait(child.id())?;
    let wall_microseconds = start.elapsed().as_secs_f64() * 1e6;
    if status != 0 {
        return Err(format!("{} ended with wait status {status:#x}", program.display()).into());
    }
    Ok(Sample {
        wall_microseconds,
        cpu_microseconds: microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
        peak_kibibytes: to_f64(usage.ru_maxrss),
        output,
    })
}

/// Waits with `wait4`, since the standard library's wait drops the usage.
fn wait(pid: u32) -> Result<(i32, libc::rusage), Box<dyn Error>> {
    let pid = libc::pid_t::try_from(pid)?;
    let mut status = 0;
    // SAFETY: rusage is a plain structure of integers, for which zero is valid.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to live locals; the child is ours and not yet reaped.
    let reaped = unsafe { libc::wait4(pid, &raw mut status, 0, &raw mut usage) };
    if reaped != pid {
        return Err(std::io::Error::last_os_error().into());
    }
    Ok((status, usage))
}

fn microseconds(time: libc::timeval) -> f64 {
    to_f64(time.tv_sec) * 1e6 + to_f64(time.tv_usec)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times and sizes of a process are far below 2^53"
)]
fn to_f64(number: i64) -> f64 {
    number as f64
}
