//! `fs.watch`: one inotify descriptor for all watched paths of a thread (the system
//! allows few of them). It is closed with the last watch.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Read as _};
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::path::Path;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, Interest, WatchId};

use super::super::support::{Args, Return, runtime, string};
use super::args::{borrowed, c_path, path, uint};
use super::request::{checked, errno};
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
    /// inotify's number for the path; several watchers of one path share it.
    descriptor: i32,
    callback: Rc<JsCallback>,
    keeps_alive: bool,
}

/// The watchers of a thread's runtime, by the number that JavaScript has.
struct Hub {
    /// Tells this hub from a later one whose numbers are the same.
    serial: u32,
    fd: OwnedFd,
    watch: WatchId,
    watchers: HashMap<u32, Watcher>,
}

std::thread_local! {
    static HUB: RefCell<Option<Hub>> = const { RefCell::new(None) };
    static LAST: RefCell<u32> = const { RefCell::new(0) };
}

fn next_number() -> u32 {
    LAST.with_borrow_mut(|last| {
        *last += 1;
        *last
    })
}

impl Hub {
    fn open(runtime: &Rc<Runtime>) -> io::Result<Self> {
        // SAFETY: the call takes plain numbers.
        let fd = checked(unsafe { libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC) })?;
        // SAFETY: the descriptor is new and nobody else's.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        let raw = fd.as_raw_fd();
        let serial = next_number();
        let weak = Rc::downgrade(runtime);
        let ready = Rc::new(move |_: &EventLoop, _| {
            if let Some(runtime) = weak.upgrade() {
                deliver(&runtime, serial, raw);
            }
        });
        let event_loop = runtime.event_loop();
        let watch = event_loop.watch(raw, Interest::READABLE, ready)?;
        event_loop.describe(watch, "FSEventWrap");
        Ok(Self {
            serial,
            fd,
            watch,
            watchers: HashMap::new(),
        })
    }

    fn add(&mut self, path: &Path, callback: Rc<JsCallback>, keeps_alive: bool) -> io::Result<u32> {
        let path = c_path(path);
        // SAFETY: the path ends with NUL.
        let descriptor = checked(unsafe {
            libc::inotify_add_watch(self.fd.as_raw_fd(), path.as_ptr(), EVENTS)
        })?;
        let id = next_number();
        let watcher = Watcher {
            descriptor,
            callback,
            keeps_alive,
        };
        self.watchers.insert(id, watcher);
        Ok(id)
    }

    fn remove(&mut self, id: u32) {
        let Some(watcher) = self.watchers.remove(&id) else {
            return;
        };
        let shared = |other: &Watcher| other.descriptor == watcher.descriptor;
        if !self.watchers.values().any(shared) {
            // SAFETY: the call takes plain numbers; it fails when the path is gone.
            unsafe { libc::inotify_rm_watch(self.fd.as_raw_fd(), watcher.descriptor) };
        }
    }

    /// The callbacks of everyone who watches the path behind `descriptor`.
    fn callbacks(&self, descriptor: i32) -> Vec<Rc<JsCallback>> {
        let mut found: Vec<(u32, Rc<JsCallback>)> = self
            .watchers
            .iter()
            .filter(|(_, watcher)| watcher.descriptor == descriptor)
            .map(|(id, watcher)| (*id, Rc::clone(&watcher.callback)))
            .collect();
        found.sort_unstable_by_key(|(id, _)| *id);
        found.into_iter().map(|(_, callback)| callback).collect()
    }
}

/// Changes the hub, made if it is not there; closed when nobody watches any more.
fn with_hub<R>(
    runtime: &Rc<Runtime>,
    change: impl FnOnce(&mut Hub) -> io::Result<R>,
) -> io::Result<R> {
    HUB.with_borrow_mut(|slot| {
        let hub = match slot {
            Some(hub) => hub,
            None => slot.insert(Hub::open(runtime)?),
        };
        let result = change(hub);
        let event_loop = runtime.event_loop();
        let keeps_alive = hub.watchers.values().any(|watcher| watcher.keeps_alive);
        event_loop.watch_ref(hub.watch, keeps_alive);
        if hub.watchers.is_empty() {
            event_loop.unwatch(hub.watch);
            *slot = None;
        }
        result
    })
}

/// `watchStart(path, callback(kind, name), keeps alive)`: a number, or a negative errno.
/// `kind` is 0 for a rename and 1 for a change; `name` is empty for the path itself.
pub(super) fn start(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let path = path(scope, args.get(0));
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(1)) else {
        return;
    };
    let keeps_alive = args.get(2).boolean_value(scope);
    let callback = Rc::new(JsCallback::new(scope, callback));
    match with_hub(&runtime(scope), |hub| hub.add(&path, callback, keeps_alive)) {
        Ok(id) => rv.set_uint32(id),
        Err(error) => rv.set_int32(-errno(&error)),
    }
}

fn deliver(runtime: &Runtime, serial: u32, fd: i32) {
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
        let descriptor = word(0).cast_signed();
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
        let callbacks = HUB.with_borrow(|hub| {
            let hub = hub.as_ref().filter(|hub| hub.serial == serial)?;
            Some(hub.callbacks(descriptor))
        });
        for callback in callbacks.unwrap_or_default() {
            call_into_js(runtime, |scope| {
                let kind = v8::Integer::new(scope, kind).into();
                let name = string(scope, &name).into();
                callback.call(scope, &[kind, name]);
            });
        }
    }
}

/// `watchStop(id)`.
pub(super) fn stop(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = uint(scope, args.get(0));
    // Nothing can fail: a hub that is made for this only closes again.
    let _ = with_hub(&runtime(scope), |hub| {
        hub.remove(id);
        Ok(())
    });
}

/// `watchRef(id, keeps alive)`.
pub(super) fn set_ref(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = uint(scope, args.get(0));
    let keeps_alive = args.get(1).boolean_value(scope);
    let _ = with_hub(&runtime(scope), |hub| {
        if let Some(watcher) = hub.watchers.get_mut(&id) {
            watcher.keeps_alive = keeps_alive;
        }
        Ok(())
    });
}
