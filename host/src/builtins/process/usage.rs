//! Clocks and resource usage.

use std::mem::MaybeUninit;
use std::sync::OnceLock;

use super::number_array;
use v8::fast_api::{CFunction, CFunctionInfo, Int64Representation, Type};

use crate::builtins::memory;
use crate::builtins::support::{self, Args, Return, fast_method, number_constant, runtime};

/// The methods of this binding.
pub(super) static METHODS: &[support::Method] = support::method_table![
    "uptime" => uptime,
    "memoryUsage" => memory_usage,
    "rss" => rss,
    "cpuUsage" => cpu_usage,
    "threadCpuUsage" => thread_cpu_usage,
    "resourceUsage" => resource_usage,
    "constrainedMemory" => constrained_memory,
    "availableMemory" => available_memory,
];

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
}

/// The clock of this process; not part of a startup snapshot.
pub(super) fn set_clock(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    #[expect(clippy::cast_precision_loss, reason = "seconds since boot are few")]
    number_constant(scope, target, "hrtimeOrigin", origin() as f64);
    fast_method(scope, target, "hrtime", hrtime, HRTIME_FAST);
}

/// The second that `hrtime` counts from. A double then holds every nanosecond of the
/// process's first hundred days.
fn origin() -> i64 {
    static ORIGIN: OnceLock<i64> = OnceLock::new();
    *ORIGIN.get_or_init(|| monotonic().tv_sec)
}

fn monotonic() -> libc::timespec {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: the structure is the call's to fill.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, now.as_mut_ptr()) };
    // SAFETY: a zeroed timespec is valid, filled or not.
    unsafe { now.assume_init() }
}

/// Nanoseconds of the monotonic clock since `hrtimeOrigin` (in seconds).
#[expect(
    clippy::cast_precision_loss,
    reason = "exact for the process's first hundred days"
)]
fn nanoseconds() -> f64 {
    let now = monotonic();
    ((now.tv_sec - origin()) * 1_000_000_000 + now.tv_nsec) as f64
}

fn hrtime(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(nanoseconds());
}

extern "C" fn hrtime_fast(_: v8::Local<'_, v8::Value>) -> f64 {
    nanoseconds()
}

/// What optimised JavaScript calls in place of `hrtime`.
const HRTIME_FAST: &[CFunction] = &[CFunction::new(
    hrtime_fast as *const std::ffi::c_void,
    &CFunctionInfo::new(
        Type::Float64.as_info(),
        &[Type::V8Value.as_info()],
        Int64Representation::Number,
    ),
)];

/// Fields of `/proc/self/stat` after the command name; the first is field 3.
fn proc_stat() -> Vec<String> {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.split_ascii_whitespace().map(str::to_owned).collect()
}

/// Seconds since the process was started.
fn uptime(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: the structure is the call's to fill.
    unsafe { libc::clock_gettime(libc::CLOCK_BOOTTIME, now.as_mut_ptr()) };
    // SAFETY: a zeroed timespec is valid, filled or not.
    let now = unsafe { now.assume_init() };
    // SAFETY: sysconf takes a plain number.
    let ticks_per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    let started: f64 = proc_stat()
        .get(19)
        .and_then(|field| field.parse().ok())
        .unwrap_or(0.0);
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds and ticks stay far below 2^53"
    )]
    let seconds =
        now.tv_sec as f64 + now.tv_nsec as f64 / 1e9 - started / ticks_per_second.max(1) as f64;
    rv.set_double(seconds.max(0.0));
}

/// Bytes of resident memory.
fn resident() -> f64 {
    // SAFETY: sysconf takes a plain number.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|field| field.parse().ok())
        .unwrap_or(0.0);
    #[expect(clippy::cast_precision_loss, reason = "a page size is small")]
    let page = page as f64;
    pages * page
}

fn rss(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(resident());
}

/// `[rss, heapTotal, heapUsed, external, arrayBuffers]` in bytes.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
fn memory_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let heap = scope.get_heap_statistics();
    let external = heap.external_memory() as f64;
    let values = [
        resident(),
        heap.total_heap_size() as f64,
        heap.used_heap_size() as f64,
        external,
        // The rest of what V8 counts as external is what addons have reported.
        (external - runtime(scope).reported_memory.get() as f64).max(0.0),
    ];
    let array = number_array(scope, &values);
    rv.set(array.into());
}

fn usage_of(who: libc::c_int) -> libc::rusage {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the structure is the call's to fill.
    unsafe { libc::getrusage(who, usage.as_mut_ptr()) };
    // SAFETY: a zeroed rusage is valid, filled or not.
    unsafe { usage.assume_init() }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "microseconds stay far below 2^53"
)]
fn micros(time: libc::timeval) -> f64 {
    time.tv_sec as f64 * 1e6 + time.tv_usec as f64
}

fn cpu_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let usage = usage_of(libc::RUSAGE_SELF);
    let array = number_array(scope, &[micros(usage.ru_utime), micros(usage.ru_stime)]);
    rv.set(array.into());
}

fn thread_cpu_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let usage = usage_of(libc::RUSAGE_THREAD);
    let array = number_array(scope, &[micros(usage.ru_utime), micros(usage.ru_stime)]);
    rv.set(array.into());
}

/// The fields of `rusage`, in the order that `js/internal/process/methods` names them.
fn resource_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let usage = usage_of(libc::RUSAGE_SELF);
    let counts = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    let mut values = vec![micros(usage.ru_utime), micros(usage.ru_stime)];
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    values.extend(counts.iter().map(|count| *count as f64));
    let array = number_array(scope, &values);
    rv.set(array.into());
}

#[expect(clippy::cast_precision_loss, reason = "as Node rounds it")]
fn constrained_memory(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(memory::constrained() as f64);
}

#[expect(clippy::cast_precision_loss, reason = "as Node rounds it")]
fn available_memory(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(memory::available() as f64);
}
