//! `internalBinding('performance')`: the clock of `perf_hooks` and the global
//! `performance`, in milliseconds since the process began.
//!
//! Deliberately absent: entries and observers (JavaScript).

use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::support::{method, number_constant};

/// When the process began, on the monotonic and on the wall clock, in
/// milliseconds.
struct Origin {
    monotonic: f64,
    wall: f64,
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn monotonic_now() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a valid timespec to write to, and the clock always exists.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// The start time that the kernel keeps for the process, in milliseconds after
/// boot; its unit is the clock tick (10 ms).
fn process_start() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses, which may contain anything.
    let rest = stat.rsplit_once(')')?.1;
    let ticks: f64 = rest.split_whitespace().nth(19)?.parse().ok()?;
    // SAFETY: sysconf has no preconditions.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    (per_second > 0).then(|| ticks * 1e3 / per_second as f64)
}

fn origin() -> &'static Origin {
    static ORIGIN: OnceLock<Origin> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let now = monotonic_now();
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, milliseconds);
        // A process that was suspended with the machine has no usable start.
        let age = process_start().map_or(0.0, |start| (now - start).clamp(0.0, 1e9));
        Origin {
            monotonic: now - age,
            wall: wall - age,
        }
    })
}

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    number_constant(scope, target, "timeOrigin", origin().wall);
    method(scope, target, "now", now);
}

fn now(
    _: &mut v8::PinScope<'_, '_>,
    _: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    rv.set_double(monotonic_now() - origin().monotonic);
}
