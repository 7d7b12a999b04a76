//! `fs.watch`: inotify, one descriptor per watched path.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Read as _};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::path::Path;
use std::rc::Rc;

use napi_host_event_loop::{Interest, WatchId};

use super::super::support::{runtime, string};
use super::args::{borrowed, c_path, path, uint};
use super::request::{Answer, Args, checked, errno};
use crate::runtime::{JsCallback, Runtime, call_into_js};

/// What inotify is asked to tell.
const EVENTS: u32 = libc::IN_ATTRIB
    | libc::IN_CREATE
    | libc::IN_MODIFY
    | libc::IN_DELETE
    | libc::IN_DELETE_SELF
    | libc::IN_MOVE_SELF
    | libc::IN_MOVED_FROM
    | libc::IN_MOVED_TO;
/// Of these, the ones that are a `change`; all others are a `rename`.
const CHANGES: u32 = libc::IN_ATTRIB | libc::IN_MODIFY;
/// Bytes of an event before its name.
const HEADER: usize = size_of::<libc::inotify_event>();

struct Watcher {
    fd: OwnedFd,
    watch: WatchId,
}

std::thread_local! {
    /// The watches of this thread's runtime, by the number that JavaScript has.
    static WATCHERS: RefCell<(u32, HashMap<u32, Watcher>)> = RefCell::default();
}

fn open(path: &Path) -> io::Result<OwnedFd> {
    // SAFETY: the call takes plain numbers.
    let fd = checked(unsafe { libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC) })?;
    // SAFETY: the descriptor is new and nobody else's.
    let fd = unsafe { OwnedFd::from_raw_fd(fd) };
    let path = c_path(path);
    // SAFETY: the path ends with NUL.
    checked(unsafe { libc::inotify_add_watch(fd.as_raw_fd(), path.as_ptr(), EVENTS) })?;
    Ok(fd)
}

/// `watchStart(path, callback(kind, name), keeps alive)`: a number, or a negative errno.
/// `kind` is 0 for a rename and 1 for a change; `name` is empty for the path itself.
pub(super) fn start(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Answer<'_>) {
    let path = path(scope, args.get(0));
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(1)) else {
        return;
    };
    let keeps_alive = args.get(2).boolean_value(scope);
    let callback = Rc::new(JsCallback::new(scope, callback));
    let runtime = runtime(scope);
    match begin(&runtime, &path, callback, keeps_alive) {
        Ok(id) => rv.set_uint32(id),
        Err(error) => rv.set_int32(-errno(&error)),
    }
}

fn begin(
    runtime: &Rc<Runtime>,
    path: &Path,
    callback: Rc<JsCallback>,
    keeps_alive: bool,
) -> io::Result<u32> {
    let fd = open(path)?;
    let raw = fd.as_raw_fd();
    let weak = Rc::downgrade(runtime);
    let ready = Rc::new(move |_: &napi_host_event_loop::EventLoop, _| {
        if let Some(runtime) = weak.upgrade() {
            deliver(&runtime, raw, &callback);
        }
    });
    let event_loop = runtime.event_loop();
    let watch = event_loop.watch(raw, Interest::READABLE, ready)?;
    event_loop.watch_ref(watch, keeps_alive);
    event_loop.describe(watch, "FSEventWrap");
    Ok(WATCHERS.with_borrow_mut(|(last, watchers)| {
        *last += 1;
        watchers.insert(*last, Watcher { fd, watch });
        *last
    }))
}

fn deliver(runtime: &Runtime, fd: i32, callback: &JsCallback) {
    let mut buffer = [0; 16 * 1024];
    let Ok(count) = (&*borrowed(fd)).read(&mut buffer) else {
        return;
    };
    let mut rest = &buffer[..count];
    while rest.len() >= HEADER {
        let word = |at: usize| {
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&rest[at..at + 4]);
            u32::from_ne_bytes(bytes)
        };
        let mask = word(4);
        let length = usize::try_from(word(12)).unwrap_or(0);
        let end = (HEADER + length).min(rest.len());
        let name = rest[HEADER..end].split(|byte| *byte == 0).next();
        let name = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
        rest = &rest[end..];
        if mask & libc::IN_IGNORED != 0 {
            continue;
        }
        let kind = i32::from(mask & !CHANGES & EVENTS == 0);
        call_into_js(runtime, |scope| {
            let kind = v8::Integer::new(scope, kind).into();
            let name = string(scope, &name).into();
            callback.call(scope, &[kind, name]);
        });
    }
}

/// `watchStop(id)`.
pub(super) fn stop(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Answer<'_>) {
    let id = uint(scope, args.get(0));
    let watcher = WATCHERS.with_borrow_mut(|(_, watchers)| watchers.remove(&id));
    if let Some(watcher) = watcher {
        runtime(scope).event_loop().unwatch(watcher.watch);
        drop(watcher.fd);
    }
}

/// `watchRef(id, keeps alive)`.
pub(super) fn set_ref(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Answer<'_>) {
    let id = uint(scope, args.get(0));
    let keeps_alive = args.get(1).boolean_value(scope);
    let watch = WATCHERS.with_borrow(|(_, watchers)| watchers.get(&id).map(|w| w.watch));
    if let Some(watch) = watch {
        runtime(scope).event_loop().watch_ref(watch, keeps_alive);
    }
}
