//! What all handles share: making, closing, referencing.
//!
//! # Invariants
//! `resource` is what the handle has started at its event loop and has not stopped; `hold` is there
//! between `activate` and `deactivate`, for handles whose watches come and go. A handle is active in
//! libuv's sense exactly while it has one of the two.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::mem::MaybeUninit;

use napi_host_event_loop::{AnyId, EventLoop, RequestToken};

use super::abi::{Async, CloseCallback, Handle, Hold, Hook, Live, Loop, Poll, Signal, Timer, kind};
use super::{async_, fs_event, fs_poll, functions, process, stream, udp};

mod flag {
    pub(super) const CLOSING: u32 = 1;
    pub(super) const CLOSED: u32 = 2;
    pub(super) const REFERENCED: u32 = 8;
}

impl Handle {
    /// A new handle at `place`, listed at its loop.
    pub(crate) fn new(place: Live<Self>, owner: Live<Loop>, kind: u32) -> Self {
        Self {
            data: place.data(),
            owner: Cell::new(owner),
            kind: Cell::new(kind),
            close_callback: Cell::new(None),
            serial: Cell::new(owner.add(place)),
            hold: Cell::new(None),
            resource: Cell::new(None),
            reserved: Default::default(),
            next_closing: Cell::new(0),
            flags: Cell::new(flag::REFERENCED),
        }
    }

    /// Remembers what was started for this handle.
    pub(crate) fn started(&self, event_loop: &EventLoop, resource: impl Into<AnyId>) {
        let resource = resource.into();
        if !self.is_referenced() {
            event_loop.set_ref(resource, false);
        }
        let name = LISTED_NAMES.get(self.kind.get() as usize);
        event_loop.describe(resource, name.copied().unwrap_or("uv_handle_t"));
        self.resource.set(Some(resource));
    }

    /// Stops what was started.
    pub(crate) fn stop(&self) {
        let Some(resource) = self.resource.take() else {
            return;
        };
        let event_loop = self.owner.get().event_loop();
        match resource {
            AnyId::Timer(id) => event_loop.timer_stop(id),
            AnyId::Hook(id) => event_loop.hook_stop(id),
            AnyId::Async(id) => event_loop.async_close(id),
            AnyId::Watch(id) => event_loop.unwatch(id),
            AnyId::Signal(id) => event_loop.signal_stop(id),
            AnyId::Child(id) => event_loop.unwatch_child(id),
        };
    }

    /// From now on the handle is active, and keeps its loop alive while it is referenced.
    pub(crate) fn activate(&self, name: &'static str) {
        let share = self.is_referenced().then(|| self.share(name));
        self.hold.set(Some(Box::new(Hold { name, share })));
    }

    /// Ends what `activate` began.
    pub(crate) fn deactivate(&self) {
        drop(self.hold.take());
    }

    fn share(&self, name: &'static str) -> RequestToken {
        self.owner.get().event_loop().request_begin(name)
    }

    pub(crate) fn is_active(&self) -> bool {
        let hold = self.hold.take();
        let held = hold.is_some();
        self.hold.set(hold);
        held || self.resource.get().is_some()
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.flags.get() & (flag::CLOSING | flag::CLOSED) != 0
    }

    /// Its line in `uv_print_all_handles`.
    pub(crate) fn describe(&self) -> String {
        let mark = |is, letter| if is { letter } else { '-' };
        let name = TYPE_NAMES.get(self.kind.get() as usize);
        let name = name.map_or_else(Default::default, |name| name.to_string_lossy());
        let (referenced, active) = (self.is_referenced(), self.is_active());
        let (r, a) = (mark(referenced, 'R'), mark(active, 'A'));
        format!("[{r}{a}-] {name:<8} {:p}\n", std::ptr::from_ref(self))
    }

    fn is_referenced(&self) -> bool {
        self.flags.get() & flag::REFERENCED != 0
    }

    fn set_referenced(&self, referenced: bool) {
        let others = self.flags.get() & !flag::REFERENCED;
        let bit = if referenced { flag::REFERENCED } else { 0 };
        self.flags.set(others | bit);
        if let Some(resource) = self.resource.get() {
            self.owner.get().event_loop().set_ref(resource, referenced);
        }
        if let Some(mut hold) = self.hold.take() {
            hold.share = match hold.share.take() {
                share if referenced == share.is_some() => share,
                Some(_) => None,
                None => Some(self.share(hold.name)),
            };
            self.hold.set(Some(hold));
        }
    }
}

/// An addon did with a handle what no program may do: says so, and ends the process as libuv's checks do.
fn mistake(function: &str, handle: &Handle, what: &str) -> ! {
    let name = TYPE_NAMES.get(handle.kind.get() as usize);
    let name = name.map_or_else(|| "unknown".into(), |name| name.to_string_lossy());
    let place = std::ptr::from_ref(handle);
    eprintln!("napi-host: an addon's mistake: {function}: the {name} handle at {place:p} {what}");
    std::process::abort();
}

/// In the closing phase: the handle is the addon's again.
fn finish(handle: Live<Handle>) {
    handle.flags.set(handle.flags.get() | flag::CLOSED);
    match handle.kind.get() {
        kind::ASYNC => async_::closed(handle.cast()),
        kind::TCP | kind::PIPE | kind::TTY => stream::closed(handle.cast()),
        kind::UDP => udp::closed(handle.cast()),
        _ => {}
    }
    handle.flags.set(handle.flags.get() & !flag::REFERENCED);
    if let Some(callback) = handle.close_callback.get() {
        // SAFETY: the addon's callback for its own handle.
        handle
            .owner
            .get()
            .call(|| unsafe { callback(handle.as_ptr()) });
    }
}

/// What the list of what keeps the loop alive calls a handle, by the number of its type.
const LISTED_NAMES: [&str; 18] = [
    "uv_handle_t",
    "uv_async_t",
    "uv_check_t",
    "uv_fs_event_t",
    "uv_fs_poll_t",
    "uv_handle_t",
    "uv_idle_t",
    "uv_pipe_t",
    "uv_poll_t",
    "uv_prepare_t",
    "uv_process_t",
    "uv_stream_t",
    "uv_tcp_t",
    "uv_timer_t",
    "uv_tty_t",
    "uv_udp_t",
    "uv_signal_t",
    "uv_file",
];

/// Names of handle types by number, without the prefix.
const TYPE_NAMES: [&std::ffi::CStr; 18] = [
    c"unknown",
    c"async",
    c"check",
    c"fs_event",
    c"fs_poll",
    c"handle",
    c"idle",
    c"pipe",
    c"poll",
    c"prepare",
    c"process",
    c"stream",
    c"tcp",
    c"timer",
    c"tty",
    c"udp",
    c"signal",
    c"file",
];

functions! {
    /// Ends a handle; `callback` says when its memory is free.
    fn uv_close(handle: Live<Handle>, callback: Option<CloseCallback>) {
        if handle.is_closing() {
            mistake("uv_close", &handle, "is closing or closed already");
        }
        handle.flags.set(handle.flags.get() | flag::CLOSING);
        handle.close_callback.set(callback);
        match handle.kind.get() {
            kind::TCP | kind::PIPE | kind::TTY => stream::close(handle.cast()),
            kind::UDP => udp::close(handle.cast()),
            kind::FS_EVENT => fs_event::stop(handle.cast()),
            kind::FS_POLL => fs_poll::stop(handle.cast()),
            _ => handle.stop(),
        }
        handle.owner.get().close_later(handle, finish);
    }

    /// The handle keeps its loop alive.
    fn uv_ref(handle: Live<Handle>) {
        handle.set_referenced(true);
    }

    /// The handle does not keep its loop alive.
    fn uv_unref(handle: Live<Handle>) {
        handle.set_referenced(false);
    }

    /// Whether the handle is referenced.
    fn uv_has_ref(handle: Live<Handle>) -> c_int {
        c_int::from(handle.is_referenced())
    }

    /// Whether the handle is started.
    fn uv_is_active(handle: Live<Handle>) -> c_int {
        c_int::from(handle.is_active())
    }

    /// Whether the handle is closing or closed.
    fn uv_is_closing(handle: Live<Handle>) -> c_int {
        c_int::from(handle.is_closing())
    }

    /// The size of a `uv_handle_type`'s structure; the maximum of `size_t` for an unknown one.
    fn uv_handle_size(kind: u32) -> usize {
        match kind {
            kind::ASYNC => size_of::<Async>(),
            kind::CHECK | kind::IDLE | kind::PREPARE => size_of::<Hook>(),
            kind::FS_EVENT => size_of::<fs_event::FsEvent>(),
            kind::PROCESS => size_of::<process::Process>(),
            kind::FS_POLL => size_of::<fs_poll::FsPoll>(),
            5 => size_of::<Handle>(),
            kind::PIPE => size_of::<stream::Pipe>(),
            kind::POLL => size_of::<Poll>(),
            11 | kind::TCP => size_of::<stream::Stream>(),
            kind::TIMER => size_of::<Timer>(),
            kind::TTY => size_of::<stream::Tty>(),
            kind::UDP => size_of::<udp::Udp>(),
            kind::SIGNAL => size_of::<Signal>(),
            _ => usize::MAX,
        }
    }

    /// The type's name; NULL for an unknown one.
    fn uv_handle_type_name(kind: u32) -> *const c_char {
        let name = TYPE_NAMES.get(kind as usize).filter(|_| kind != 0);
        name.map_or(std::ptr::null(), |name| name.as_ptr())
    }

    /// The `uv_handle_type` of a handle.
    fn uv_handle_get_type(handle: Live<Handle>) -> u32 {
        handle.kind.get()
    }

    /// The loop of a handle.
    fn uv_handle_get_loop(handle: Live<Handle>) -> *mut Loop {
        handle.owner.get().as_ptr()
    }

    /// The user's pointer of a handle.
    fn uv_handle_get_data(handle: Live<Handle>) -> MaybeUninit<*mut c_void> {
        handle.data.get()
    }

    /// Sets the user's pointer of a handle.
    fn uv_handle_set_data(handle: Live<Handle>, data: *mut c_void) {
        handle.data.set(MaybeUninit::new(data));
    }

    /// The descriptor of a handle that has one.
    fn uv_fileno(handle: Live<Handle>, result: Live<Cell<c_int>>) -> c_int {
        let fd = match handle.kind.get() {
            kind::POLL => handle.cast::<Poll>().fd.get(),
            kind::TCP | kind::PIPE | kind::TTY => handle.cast::<stream::Stream>().fd(),
            kind::UDP => handle.cast::<udp::Udp>().fd(),
            _ => return -libc::EINVAL,
        };
        if handle.is_closing() || fd < 0 {
            return -libc::EBADF;
        }
        result.set(fd);
        0
    }
}
