//! The layouts that addons and this host share, and [`Live`], through which all of them are reached.
//!
//! # Invariants
//! A public field of libuv has libuv's offset; the assertions at the end say so. All fields are cells:
//! an addon holds pointers to the same memory and may be called at any time.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::mem::{MaybeUninit, offset_of};
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::AtomicPtr;

use napi_host_event_loop::pool::WorkId;
use napi_host_event_loop::{AnyId, AsyncSender, RequestToken};

use super::loop_::LoopState;

/// A handle, request or loop in an addon's memory. libuv's contract makes it valid: the addon keeps
/// it in place until its close callback, its request's callback, or `uv_loop_close`.
#[repr(transparent)]
#[derive(Debug)]
pub(crate) struct Live<T>(NonNull<T>);

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

// SAFETY: it is an address; which thread may use the handle behind it is libuv's contract with the
// addon (the loop's thread; a request's work on a thread of the pool, while the loop leaves it alone).
unsafe impl<T> Send for Live<T> {}

impl<T> Deref for Live<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: by libuv's contract (see the type) the memory is valid, and initialized once an
        // `init` function has run; all fields are cells or atomics.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Live<T> {
    /// The address.
    pub(crate) fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }

    /// From a place that outlives every use.
    pub(crate) fn new(place: &'static T) -> Self {
        Self(NonNull::from_ref(place))
    }

    /// Gives memory that the addon has just handed over its contents.
    pub(crate) fn write(self, value: T) {
        // SAFETY: by libuv's contract the addon passed memory of this type's size, in use by nobody.
        unsafe { self.0.write(value) };
    }

    /// The user's pointer, which stands first in everything and which no function resets.
    pub(crate) fn data(self) -> Data {
        // SAFETY: each structure begins with it; what is not initialized yet is copied as such.
        unsafe { self.0.cast::<MaybeUninit<*mut c_void>>().read() }.into()
    }

    /// The same memory as another structure that begins it or that it begins.
    pub(crate) fn cast<U>(self) -> Live<U> {
        Live(self.0.cast())
    }
}

/// The user's pointer, perhaps not set yet.
pub(crate) type Data = Cell<MaybeUninit<*mut c_void>>;

pub(crate) type CloseCallback = unsafe extern "C" fn(*mut Handle);
pub(crate) type HandleCallback = unsafe extern "C" fn(*mut Handle);
pub(crate) type PollCallback = unsafe extern "C" fn(*mut Poll, c_int, c_int);
pub(crate) type SignalCallback = unsafe extern "C" fn(*mut Signal, c_int);
pub(crate) type WalkCallback = unsafe extern "C" fn(*mut Handle, *mut c_void);
pub(crate) type WorkCallback = unsafe extern "C" fn(*mut Work);
pub(crate) type AfterWorkCallback = unsafe extern "C" fn(*mut Work, c_int);

/// `uv_loop_t`.
#[repr(C)]
pub(crate) struct Loop {
    pub(crate) data: Data,
    pub(crate) active_handles: Cell<u32>,
    pub(crate) handle_queue: [Cell<usize>; 2],
    pub(crate) active_reqs: Cell<usize>,
    /// libuv's `internal_fields`.
    pub(crate) state: Cell<*mut LoopState>,
    pub(crate) stop_flag: Cell<u32>,
    pub(crate) reserved: [Cell<u8>; 792],
}

/// `uv_handle_t`: what every handle begins with.
#[repr(C)]
pub(crate) struct Handle {
    pub(crate) data: Data,
    pub(crate) owner: Cell<Live<Loop>>,
    pub(crate) kind: Cell<u32>,
    pub(crate) close_callback: Cell<Option<CloseCallback>>,
    /// The number in the loop's list; libuv's `handle_queue`.
    pub(crate) serial: Cell<u64>,
    /// What keeps the loop alive while the handle is active without a `resource`.
    pub(crate) hold: Cell<Option<Box<Hold>>>,
    /// What the handle has started at the event loop; libuv's `u`.
    pub(crate) resource: Cell<Option<AnyId>>,
    pub(crate) reserved: [Cell<u32>; 5],
    pub(crate) next_closing: Cell<usize>,
    pub(crate) flags: Cell<u32>,
}

/// Of an active handle of several resources: its kind's name, and the share while it is referenced.
pub(crate) struct Hold {
    pub(crate) name: &'static str,
    pub(crate) share: Option<RequestToken>,
}

/// `uv_timer_t`.
#[repr(C)]
pub(crate) struct Timer {
    pub(crate) base: Handle,
    pub(crate) callback: Cell<Option<HandleCallback>>,
    pub(crate) reserved: [Cell<usize>; 3],
    pub(crate) timeout: Cell<u64>,
    pub(crate) repeat: Cell<u64>,
    pub(crate) start_id: Cell<u64>,
}

/// `uv_idle_t`, `uv_prepare_t`, `uv_check_t`.
#[repr(C)]
pub(crate) struct Hook {
    pub(crate) base: Handle,
    pub(crate) callback: Cell<Option<HandleCallback>>,
    pub(crate) reserved: [Cell<usize>; 2],
}

/// `uv_async_t`.
#[repr(C)]
pub(crate) struct Async {
    pub(crate) base: Handle,
    pub(crate) callback: Cell<Option<HandleCallback>>,
    /// Null once the handle is closed.
    pub(crate) sender: AtomicPtr<AsyncSender>,
    pub(crate) reserved: [Cell<usize>; 2],
}

/// `uv_poll_t`.
#[repr(C)]
pub(crate) struct Poll {
    pub(crate) base: Handle,
    pub(crate) callback: Cell<Option<PollCallback>>,
    pub(crate) fd: Cell<c_int>,
    pub(crate) events: Cell<c_int>,
    pub(crate) reserved: [Cell<usize>; 6],
}

/// `uv_signal_t`.
#[repr(C)]
pub(crate) struct Signal {
    pub(crate) base: Handle,
    pub(crate) callback: Cell<Option<SignalCallback>>,
    pub(crate) number: Cell<c_int>,
    pub(crate) one_shot: Cell<bool>,
    pub(crate) reserved: [Cell<usize>; 5],
}

/// `uv_req_t`: what every request begins with.
#[repr(C)]
pub(crate) struct Request {
    pub(crate) data: Data,
    pub(crate) kind: Cell<u32>,
    /// What the worker pool knows it by; libuv's `reserved`.
    pub(crate) work: Cell<Option<WorkId>>,
    pub(crate) owner: Cell<Option<Live<Loop>>>,
    pub(crate) reserved: [Cell<usize>; 4],
}

impl Request {
    /// A request that nothing has been done for.
    pub(crate) fn new(data: Data, kind: u32, owner: Option<Live<Loop>>) -> Self {
        Self {
            data,
            kind: Cell::new(kind),
            work: Cell::new(None),
            owner: Cell::new(owner),
            reserved: Default::default(),
        }
    }
}

/// `uv_work_t`.
#[repr(C)]
pub(crate) struct Work {
    pub(crate) base: Request,
    pub(crate) owner: Cell<Live<Loop>>,
    pub(crate) callback: Cell<WorkCallback>,
    pub(crate) after: Cell<Option<AfterWorkCallback>>,
    pub(crate) reserved: [Cell<usize>; 5],
}

/// `uv_buf_t`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buffer {
    pub(crate) base: *mut c_char,
    pub(crate) len: usize,
}

/// `uv_req_type` and `uv_handle_type`.
pub(crate) mod kind {
    pub(crate) const UNKNOWN: u32 = 0;
    pub(crate) const ASYNC: u32 = 1;
    pub(crate) const CHECK: u32 = 2;
    pub(crate) const FS_EVENT: u32 = 3;
    pub(crate) const FS_POLL: u32 = 4;
    pub(crate) const IDLE: u32 = 6;
    pub(crate) const PIPE: u32 = 7;
    pub(crate) const POLL: u32 = 8;
    pub(crate) const PREPARE: u32 = 9;
    pub(crate) const PROCESS: u32 = 10;
    pub(crate) const TCP: u32 = 12;
    pub(crate) const TIMER: u32 = 13;
    pub(crate) const TTY: u32 = 14;
    pub(crate) const UDP: u32 = 15;
    pub(crate) const SIGNAL: u32 = 16;
    pub(crate) const FILE: u32 = 17;

    pub(crate) const REQUEST_CONNECT: u32 = 2;
    pub(crate) const REQUEST_WRITE: u32 = 3;
    pub(crate) const REQUEST_SHUTDOWN: u32 = 4;
    pub(crate) const REQUEST_UDP_SEND: u32 = 5;
    pub(crate) const REQUEST_FS: u32 = 6;
    pub(crate) const REQUEST_WORK: u32 = 7;
    pub(crate) const REQUEST_LOOKUP: u32 = 8;
    pub(crate) const REQUEST_NAMES: u32 = 9;
    pub(crate) const REQUEST_RANDOM: u32 = 10;
}

const _: () = {
    assert!(size_of::<Loop>() == 848 && offset_of!(Loop, state) == 40);
    assert!(offset_of!(Loop, stop_flag) == 48);
    assert!(size_of::<Handle>() == 96 && offset_of!(Handle, resource) == 48);
    assert!(offset_of!(Handle, kind) == 16 && offset_of!(Handle, close_callback) == 24);
    assert!(offset_of!(Handle, next_closing) == 80 && offset_of!(Handle, flags) == 88);
    assert!(size_of::<Timer>() == 152 && offset_of!(Timer, repeat) == 136);
    assert!(size_of::<Hook>() == 120 && size_of::<Async>() == 128);
    assert!(size_of::<Poll>() == 160 && size_of::<Signal>() == 152);
    assert!(offset_of!(Signal, number) == 104);
    assert!(size_of::<Request>() == 64 && size_of::<Work>() == 128);
    assert!(offset_of!(Work, owner) == 64 && offset_of!(Work, after) == 80);
};
