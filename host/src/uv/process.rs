//! Child processes.

use std::cell::Cell;
use std::ffi::{CStr, OsString, c_char, c_int, c_uint, c_void};
use std::mem::offset_of;
use std::os::unix::ffi::OsStringExt as _;

use napi_host_event_loop::ExitStatus;

use super::abi::{Handle, Live, Loop, kind};
use super::descriptor::{self, set_nonblocking, socket_pair};
use super::stream::{self, Stream};
use super::{error_number, functions, last_error};
use crate::builtins::process_spawn::{NOTHING, NULL_DEVICE, Order};

type ExitCallback = unsafe extern "C" fn(*mut Process, i64, c_int);

/// `uv_process_t`.
#[repr(C)]
pub(crate) struct Process {
    base: Handle,
    callback: Cell<Option<ExitCallback>>,
    pid: Cell<c_int>,
    reserved: [Cell<usize>; 2],
    status: Cell<c_int>,
}

/// `uv_process_options_t`.
#[repr(C)]
pub(crate) struct Options {
    callback: Option<ExitCallback>,
    file: *const c_char,
    args: *const *const c_char,
    env: *const *const c_char,
    cwd: *const c_char,
    flags: c_uint,
    stdio_count: c_int,
    stdio: *const Stdio,
    uid: libc::uid_t,
    gid: libc::gid_t,
}

/// `uv_stdio_container_t`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Stdio {
    flags: c_uint,
    /// A stream, or a descriptor in its first bytes.
    data: *mut c_void,
}

const _: () = {
    assert!(size_of::<Process>() == 136 && offset_of!(Process, pid) == 104);
    assert!(size_of::<Options>() == 64 && offset_of!(Options, stdio) == 48);
    assert!(offset_of!(Options, uid) == 56 && size_of::<Stdio>() == 16);
};

/// `uv_process_flags` that mean something here.
const SET_UID: c_uint = 1;
const SET_GID: c_uint = 2;
const DETACHED: c_uint = 8;

/// `uv_stdio_flags`.
const CREATE_PIPE: c_uint = 1;
const INHERIT_FD: c_uint = 2;
const INHERIT_STREAM: c_uint = 4;
const READABLE: c_uint = 0x10;
const WRITABLE: c_uint = 0x20;

/// The texts of an array that a null ends.
fn texts(mut list: *const *const c_char) -> Vec<OsString> {
    let mut all = Vec::new();
    // SAFETY: null, or an array that a null ends.
    while let Some(text) = (unsafe { list.as_ref() }).filter(|text| !text.is_null()) {
        all.push(text_of(*text));
        // SAFETY: not beyond the end, see above.
        list = unsafe { list.add(1) };
    }
    all
}

fn text_of(text: *const c_char) -> OsString {
    // SAFETY: a text with an end, by libuv's contract.
    OsString::from_vec(unsafe { CStr::from_ptr(text) }.to_bytes().to_vec())
}

/// The ends of pipes, while the child is started; closed unless they are given away.
#[derive(Default)]
struct Ends {
    /// The parent's, with the stream and the entry's flags.
    parent: Vec<(c_int, Live<Stream>, c_uint)>,
    child: Vec<c_int>,
}

impl Drop for Ends {
    fn drop(&mut self) {
        self.parent
            .iter()
            .for_each(|(fd, ..)| descriptor::close(*fd));
        self.child.iter().copied().for_each(descriptor::close);
    }
}

/// What the child gets as one of its descriptors; makes a pipe if the addon wants one.
fn source(index: c_int, stdio: Stdio, ends: &mut Ends) -> Result<c_int, c_int> {
    let stream = || std::ptr::NonNull::new(stdio.data.cast::<Stream>()).ok_or(-libc::EINVAL);
    let fd = match stdio.flags & (CREATE_PIPE | INHERIT_FD | INHERIT_STREAM) {
        0 => return Ok(if index < 3 { NULL_DEVICE } else { NOTHING }),
        CREATE_PIPE => {
            // SAFETY: by libuv's contract a handle that the addon has made.
            let stream = Live::new(unsafe { stream()?.as_ref() });
            if stream.base.kind.get() != kind::PIPE {
                return Err(-libc::EINVAL);
            }
            let [parent, child] = socket_pair(libc::SOCK_STREAM, 0)?;
            ends.parent.push((parent, stream, stdio.flags));
            ends.child.push(child);
            child
        }
        INHERIT_FD => {
            let bytes = stdio.data.addr().to_ne_bytes();
            c_int::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        }
        // SAFETY: as above.
        INHERIT_STREAM => Live::new(unsafe { stream()?.as_ref() }).fd(),
        _ => return Err(-libc::EINVAL),
    };
    if fd == -1 { Err(-libc::EINVAL) } else { Ok(fd) }
}

fn order(options: &Options, ends: &mut Ends) -> Result<Order, c_int> {
    let mut stdio = vec![NULL_DEVICE; 3];
    for index in 0..options.stdio_count {
        let at = usize::try_from(index).unwrap_or(0);
        // SAFETY: by libuv's contract the array has so many entries.
        let place = unsafe { options.stdio.add(at) };
        // SAFETY: as above.
        let source = source(index, unsafe { place.read() }, ends)?;
        match stdio.get_mut(at) {
            Some(slot) => *slot = source,
            None => stdio.push(source),
        }
    }
    let wanted = |flag| options.flags & flag != 0;
    Ok(Order {
        file: text_of(options.file),
        args: texts(options.args),
        env: (!options.env.is_null()).then(|| texts(options.env)),
        cwd: (!options.cwd.is_null()).then(|| text_of(options.cwd)),
        stdio,
        detached: wanted(DETACHED),
        uid: wanted(SET_UID).then_some(options.uid),
        gid: wanted(SET_GID).then_some(options.gid),
    })
}

fn spawn(owner: Live<Loop>, process: Live<Process>, options: &Options) -> Result<(), c_int> {
    let mut ends = Ends::default();
    let pid = order(options, &mut ends)?
        .start()
        .map_err(|error| error_number(&error))?;
    process.pid.set(pid);
    process.callback.set(options.callback);
    let event_loop = owner.event_loop();
    let watched = event_loop.watch_child(pid, move |_, status| exited(process, status));
    process
        .base
        .started(&event_loop, watched.map_err(|error| error_number(&error))?);
    for (fd, stream, flags) in std::mem::take(&mut ends.parent) {
        let status = match set_nonblocking(fd, true) {
            // What the child reads the parent writes.
            0 => stream::open(stream, fd, flags & WRITABLE != 0, flags & READABLE != 0),
            status => status,
        };
        if status != 0 {
            descriptor::close(fd);
            return Err(status);
        }
    }
    Ok(())
}

fn exited(process: Live<Process>, status: ExitStatus) {
    // The event loop's entry is gone when it reports.
    process.base.resource.set(None);
    if let Some(callback) = process.callback.get() {
        let (code, signal) = (status.code.unwrap_or(0), status.signal.unwrap_or(0));
        let owner = process.base.owner.get();
        // SAFETY: the addon's callback for its own handle.
        owner.call(|| unsafe { callback(process.as_ptr(), code.into(), signal) });
    }
}

functions! {
    /// Starts a process. The handle has to be closed also when that fails.
    fn uv_spawn(owner: Live<Loop>, process: Live<Process>, options: *const Options) -> c_int {
        process.write(Process {
            base: Handle::new(process.cast(), owner, kind::PROCESS),
            callback: Cell::new(None),
            pid: Cell::new(0),
            reserved: Default::default(),
            status: Cell::new(0),
        });
        // SAFETY: null, or the addon's options.
        match unsafe { options.as_ref() }.filter(|options| !options.file.is_null()) {
            Some(options) => spawn(owner, process, options).map_or_else(|status| status, |()| 0),
            None => -libc::EINVAL,
        }
    }

    /// Sends a signal to the process.
    fn uv_process_kill(process: Live<Process>, signal: c_int) -> c_int {
        // SAFETY: plain numbers.
        match unsafe { libc::kill(process.pid.get(), signal) } {
            0 => 0,
            _ => last_error(),
        }
    }

    /// The process's id.
    fn uv_process_get_pid(process: Live<Process>) -> c_int {
        process.pid.get()
    }
}
