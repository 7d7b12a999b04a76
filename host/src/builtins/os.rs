//! The native half of `os`: one call per question.

use std::ffi::CStr;
use std::mem::MaybeUninit;

use super::memory;
use super::process::{number_array, string_array};
use super::support::{Args, Return, constant, method, number_constant, string};
use crate::accounts;

mod network;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "uname", uname);
    method(scope, target, "hostname", hostname);
    method(scope, target, "loadavg", loadavg);
    method(scope, target, "uptime", uptime);
    method(scope, target, "totalmem", totalmem);
    method(scope, target, "freemem", freemem);
    method(scope, target, "availableParallelism", parallelism);
    method(scope, target, "cpus", cpus);
    method(scope, target, "networkInterfaces", network::interfaces);
    method(scope, target, "userInfo", user_info);
    method(scope, target, "getPriority", get_priority);
    method(scope, target, "setPriority", set_priority);
}

fn utsname() -> libc::utsname {
    let mut name = MaybeUninit::<libc::utsname>::zeroed();
    // SAFETY: the structure is the call's to fill.
    unsafe { libc::uname(name.as_mut_ptr()) };
    // SAFETY: a zeroed utsname is valid, filled or not.
    unsafe { name.assume_init() }
}

fn field(characters: &[libc::c_char]) -> String {
    let bytes: Vec<u8> = characters
        .iter()
        .map(|c| c.cast_unsigned())
        .take_while(|c| *c != 0)
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `[sysname, version, release, machine]`.
fn uname(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let name = utsname();
    let fields = [&name.sysname, &name.version, &name.release, &name.machine];
    let fields = string_array(scope, &fields.map(|f| field(f)));
    rv.set(fields.into());
}

fn hostname(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set(string(scope, &field(&utsname().nodename)).into());
}

fn loadavg(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut loads = [0.0; 3];
    // SAFETY: the array has the three places that are asked for.
    unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) };
    let loads = number_array(scope, &loads);
    rv.set(loads.into());
}

fn uptime(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let seconds = text.split(' ').next().and_then(|word| word.parse().ok());
    rv.set_double(seconds.unwrap_or(0.0));
}

#[expect(clippy::cast_precision_loss, reason = "as Node rounds it")]
fn totalmem(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(memory::total() as f64);
}

#[expect(clippy::cast_precision_loss, reason = "as Node rounds it")]
fn freemem(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(memory::free() as f64);
}

fn parallelism(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    rv.set_uint32(u32::try_from(count).unwrap_or(u32::MAX));
}

/// `[[model, MHz, user, nice, sys, idle, irq], ...]`, times in milliseconds.
fn cpus(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    // SAFETY: sysconf takes a plain number.
    let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) }.max(1);
    #[expect(clippy::cast_precision_loss, reason = "a clock rate is small")]
    let millis_per_tick = 1000.0 / ticks as f64;
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models: Vec<&str> = info
        .lines()
        .filter(|line| line.starts_with("model name"))
        .filter_map(|line| Some(line.split_once(':')?.1.trim()))
        .collect();
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let mut list = Vec::new();
    for line in stat.lines() {
        let mut words = line.split_ascii_whitespace();
        let Some(number) = words.next().and_then(|word| word.strip_prefix("cpu")) else {
            continue;
        };
        let Ok(index) = number.parse::<usize>() else {
            continue;
        };
        let times: Vec<f64> = words
            .filter_map(|word| word.parse::<f64>().ok())
            .map(|count| count * millis_per_tick)
            .collect();
        let speed = std::fs::read_to_string(format!(
            "/sys/devices/system/cpu/cpu{index}/cpufreq/scaling_cur_freq"
        ));
        let speed = speed.ok().and_then(|khz| khz.trim().parse::<f64>().ok());
        let model = string(scope, models.get(index).copied().unwrap_or("unknown"));
        let mut row: Vec<v8::Local<'_, v8::Value>> = vec![model.into()];
        let time = |position: usize| times.get(position).copied().unwrap_or(0.0);
        let numbers = [
            (speed.unwrap_or(0.0) / 1000.0).floor(),
            time(0),
            time(1),
            time(2),
            time(3),
            time(5),
        ];
        row.extend(numbers.map(|n| v8::Local::<v8::Value>::from(v8::Number::new(scope, n))));
        list.push(v8::Array::new_with_elements(scope, &row).into());
    }
    rv.set(v8::Array::new_with_elements(scope, &list).into());
}

/// An entry of the user database.
struct User {
    uid: u32,
    gid: u32,
    name: String,
    home: String,
    shell: String,
}

/// The user with this number.
fn user_by_id(uid: u32) -> Option<User> {
    let owned = |text: *const libc::c_char| {
        if text.is_null() {
            return String::new();
        }
        // SAFETY: a text of the entry, which ends with NUL.
        let text = unsafe { CStr::from_ptr(text) };
        text.to_string_lossy().into_owned()
    };
    let found = accounts::user(uid, |entry| User {
        uid: entry.pw_uid,
        gid: entry.pw_gid,
        name: owned(entry.pw_name),
        home: owned(entry.pw_dir),
        shell: owned(entry.pw_shell),
    });
    found.ok()
}

/// `{ uid, gid, username, homedir, shell }` of the effective user, or a negative errno.
fn user_info(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    // SAFETY: the call takes nothing and cannot fail.
    let uid = unsafe { libc::geteuid() };
    let Some(user) = user_by_id(uid) else {
        rv.set_int32(-libc::ENOENT);
        return;
    };
    let null = v8::null(scope).into();
    let info = v8::Object::with_prototype_and_properties(scope, null, &[], &[]);
    number_constant(scope, info, "uid", f64::from(user.uid));
    number_constant(scope, info, "gid", f64::from(user.gid));
    for (name, value) in [
        ("username", &user.name),
        ("homedir", &user.home),
        ("shell", &user.shell),
    ] {
        let value = string(scope, value);
        constant(scope, info, name, value.into());
    }
    rv.set(info.into());
}

fn errno_cell() -> *mut libc::c_int {
    // SAFETY: the call answers the address of this thread's errno.
    unsafe { libc::__errno_location() }
}

/// `getPriority(pid)`: the nice value, or 1000 + errno.
fn get_priority(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let pid = args.get(0).uint32_value(scope).unwrap_or(0);
    // SAFETY: the cell is this thread's own.
    unsafe { *errno_cell() = 0 };
    // SAFETY: the call takes plain numbers.
    let priority = unsafe { libc::getpriority(libc::PRIO_PROCESS, pid) };
    // SAFETY: the cell is this thread's own.
    let errno = unsafe { *errno_cell() };
    rv.set_int32(if errno == 0 { priority } else { 1000 + errno });
}

/// `setPriority(pid, priority)`: 0 or a negative errno.
fn set_priority(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let pid = args.get(0).uint32_value(scope).unwrap_or(0);
    let priority = args.get(1).int32_value(scope).unwrap_or(0);
    // SAFETY: the call takes plain numbers.
    let result = unsafe { libc::setpriority(libc::PRIO_PROCESS, pid, priority) };
    rv.set_int32(if result == 0 {
        0
    } else {
        -super::process::last_errno()
    });
}
