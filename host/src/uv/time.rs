//! The clocks.

use std::ffi::{c_int, c_uint};

use super::abi::Live;
use super::{functions, last_error};

/// `uv_timespec64_t` and `uv_timeval64_t`: seconds and a fraction.
#[repr(C)]
pub(crate) struct Timestamp {
    seconds: std::cell::Cell<i64>,
    fraction: std::cell::Cell<i32>,
}

fn read(clock: libc::clockid_t) -> Result<libc::timespec, c_int> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes one `timespec`.
    match unsafe { libc::clock_gettime(clock, &raw mut time) } {
        0 => Ok(time),
        _ => Err(last_error()),
    }
}

fn store(clock: libc::clockid_t, target: Live<Timestamp>, divisor: i64) -> c_int {
    match read(clock) {
        Ok(time) => {
            target.seconds.set(time.tv_sec);
            let fraction = i32::try_from(time.tv_nsec / divisor);
            target.fraction.set(fraction.unwrap_or(0));
            0
        }
        Err(status) => status,
    }
}

functions! {
    /// Nanoseconds of the monotonic clock.
    fn uv_hrtime() -> u64 {
        read(libc::CLOCK_MONOTONIC).map_or(0, |time| {
            time.tv_sec.cast_unsigned() * 1_000_000_000 + time.tv_nsec.cast_unsigned()
        })
    }

    /// A clock: 0 monotonic, 1 of the world.
    fn uv_clock_gettime(clock: c_int, target: Live<Timestamp>) -> c_int {
        match clock {
            0 => store(libc::CLOCK_MONOTONIC, target, 1),
            1 => store(libc::CLOCK_REALTIME, target, 1),
            _ => -libc::EINVAL,
        }
    }

    /// The time of the world in seconds and microseconds.
    fn uv_gettimeofday(target: Live<Timestamp>) -> c_int {
        store(libc::CLOCK_REALTIME, target, 1000)
    }

    /// Sleeps on the calling thread.
    fn uv_sleep(milliseconds: c_uint) {
        std::thread::sleep(std::time::Duration::from_millis(milliseconds.into()));
    }
}
