//! Clocks and resource usage.

use std::mem::MaybeUninit;

use super::number_array;
use crate::builtins::support::{bytes_mut, method, runtime};

type Args<'s> = v8::FunctionCallbackArguments<'s>;
type Answer<'s> = v8::ReturnValue<'s, v8::Value>;

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "hrtime", hrtime);
    method(scope, target, "hrtimeBigInt", hrtime_bigint);
    method(scope, target, "uptime", uptime);
    method(scope, target, "memoryUsage", memory_usage);
    method(scope, target, "rss", rss);
    method(scope, target, "cpuUsage", cpu_usage);
    method(scope, target, "threadCpuUsage", thread_cpu_usage);
    method(scope, target, "resourceUsage", resource_usage);
    method(scope, target, "constrainedMemory", constrained_memory);
    method(scope, target, "availableMemory", available_memory);
}

/// `hrtime(Float64Array)`: writes seconds and nanoseconds of the monotonic clock.
fn hrtime(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Answer<'_>) {
    let now = runtime(scope).event_loop().hrtime();
    // SAFETY: nothing runs JavaScript before the slice's last use.
    let Some(bytes) = (unsafe { bytes_mut(args.get(0)) }) else {
        return;
    };
    let parts = [now / 1_000_000_000, now % 1_000_000_000];
    for (slot, part) in bytes.chunks_exact_mut(size_of::<f64>()).zip(parts) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds since boot stay far below 2^53"
        )]
        slot.copy_from_slice(&(part as f64).to_ne_bytes());
    }
}

fn hrtime_bigint(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    let now = runtime(scope).event_loop().hrtime();
    rv.set(v8::BigInt::new_from_u64(scope, now).into());
}

/// Fields of `/proc/self/stat` after the command name; the first is field 3.
fn proc_stat() -> Vec<String> {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    rest.split_ascii_whitespace().map(str::to_owned).collect()
}

/// Seconds since the process was started.
fn uptime(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
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

fn rss(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    rv.set_double(resident());
}

/// `[rss, heapTotal, heapUsed, external, arrayBuffers]` in bytes.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
fn memory_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    let heap = scope.get_heap_statistics();
    let external = heap.external_memory() as f64;
    let values = [
        resident(),
        heap.total_heap_size() as f64,
        heap.used_heap_size() as f64,
        external,
        // V8 counts the memory behind array buffers as external and nothing else is.
        external,
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

fn cpu_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    let usage = usage_of(libc::RUSAGE_SELF);
    let array = number_array(scope, &[micros(usage.ru_utime), micros(usage.ru_stime)]);
    rv.set(array.into());
}

fn thread_cpu_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    let usage = usage_of(libc::RUSAGE_THREAD);
    let array = number_array(scope, &[micros(usage.ru_utime), micros(usage.ru_stime)]);
    rv.set(array.into());
}

/// The fields of `rusage`, in the order that `js/internal/process/methods` names them.
fn resource_usage(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
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

/// The limit of the process's control group in bytes; 0 when there is none.
fn cgroup_limit() -> f64 {
    [
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ]
    .iter()
    .filter_map(|path| std::fs::read_to_string(path).ok())
    .find_map(|limit| limit.trim().parse::<f64>().ok())
    .unwrap_or(0.0)
}

fn constrained_memory(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    rv.set_double(cgroup_limit());
}

fn available_memory(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Answer<'_>) {
    let free = crate::builtins::os::free_memory();
    let limit = cgroup_limit();
    let available = if limit > 0.0 && limit < crate::builtins::os::total_memory() {
        (limit - resident()).max(0.0)
    } else {
        free
    };
    rv.set_double(available);
}
