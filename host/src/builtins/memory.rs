//! How much memory the machine has, and how much of it this process may use: `os`, `process` and
//! libuv's functions ask here, and get libuv's numbers.

use std::fs;
use std::mem::MaybeUninit;

/// The memory limits of a control group, and its use.
struct Group {
    /// Above this it is slowed down.
    high: u64,
    /// It gets no more than this.
    max: u64,
    used: u64,
}

/// A number of the control groups: 0 when there is none, the largest one when there is no limit.
fn number(path: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    match text.trim_end() {
        "max" => u64::MAX,
        text => text.parse().unwrap_or(0),
    }
}

/// The second version: one tree of groups, which the list names alone.
fn unified(list: &str) -> Group {
    let path = list.strip_prefix("0::/").unwrap_or_default();
    let path = path.lines().next().unwrap_or_default();
    let read = |name| number(&format!("/sys/fs/cgroup/{path}/memory.{name}"));
    Group {
        high: read("high"),
        max: read("max"),
        used: read("current"),
    }
}

/// The first version: a tree for each kind of resource. Where the process's own group cannot be seen, as in
/// a container, the root of the tree is meant.
fn by_kind(list: &str) -> Group {
    // SAFETY: no preconditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) }.max(1);
    // What stands there for no limit: all pages of a signed number.
    let no_limit = (i64::MAX & !(page - 1)).cast_unsigned();
    let own = list
        .split_once(":memory:/")
        .map(|(_, rest)| rest.lines().next().unwrap_or_default());
    let group = |path: &str| {
        let read = |name| match number(&format!("/sys/fs/cgroup/memory/{path}/memory.{name}")) {
            limit if limit == no_limit => u64::MAX,
            limit => limit,
        };
        Group {
            high: read("soft_limit_in_bytes"),
            max: read("limit_in_bytes"),
            used: read("usage_in_bytes"),
        }
    };
    own.map(group)
        .filter(|group| group.high != 0 && group.max != 0)
        .unwrap_or_else(|| group(""))
}

fn control_group() -> Option<Group> {
    let list = fs::read_to_string("/proc/self/cgroup").ok()?;
    Some(if list.starts_with('0') {
        unified(&list)
    } else {
        by_kind(&list)
    })
}

impl Group {
    fn limit(&self) -> u64 {
        if self.high == 0 || self.max == 0 {
            0
        } else {
            self.high.min(self.max)
        }
    }
}

/// Bytes that the process may use: the largest number for no limit, 0 when nothing says.
pub(crate) fn constrained() -> u64 {
    control_group().map_or(0, |group| group.limit())
}

/// Bytes that the process can still have.
pub(crate) fn available() -> u64 {
    match control_group() {
        Some(group) if group.limit() != 0 && group.limit() <= total() => {
            group.limit().saturating_sub(group.used)
        }
        _ => free(),
    }
}

fn system(pick: impl Fn(&libc::sysinfo) -> u64) -> u64 {
    let mut info = MaybeUninit::<libc::sysinfo>::zeroed();
    // SAFETY: room for the structure.
    unsafe { libc::sysinfo(info.as_mut_ptr()) };
    // SAFETY: zero bytes are valid, and so is what the call writes.
    let info = unsafe { info.assume_init() };
    pick(&info) * u64::from(info.mem_unit)
}

/// Kibibytes of a line of `/proc/meminfo`, in bytes.
fn meminfo(field: &str) -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let mut lines = text.lines();
    let line = lines.find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    let number = line.split_whitespace().next()?;
    Some(number.parse::<u64>().ok()? * 1024)
}

/// Bytes of memory of the machine.
pub(crate) fn total() -> u64 {
    meminfo("MemTotal").unwrap_or_else(|| system(|info| info.totalram))
}

/// Bytes of memory that new work can get.
pub(crate) fn free() -> u64 {
    meminfo("MemAvailable").unwrap_or_else(|| system(|info| info.freeram))
}
