//! Loops: an isolate's own, and those that addons make for their threads.
//!
//! # Invariants
//! `Loop::state` of an initialized loop points to a [`LoopState`] that is freed by `uv_loop_close` only;
//! that of an isolate is never freed, because addons may keep its address.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicPtr, Ordering};

use napi_host_event_loop::{EventLoop, RunMode};

use super::abi::{Handle, Live, Loop, WalkCallback};
use super::functions;
use crate::builtins::timers::set_unrefed_immediate;
use crate::runtime::{Runtime, call_into_js, enter};

/// What this host knows of a loop.
pub(crate) struct LoopState {
    /// `None` when the isolate it belonged to is gone: nothing runs any more.
    event_loop: RefCell<Option<Rc<EventLoop>>>,
    /// Whether an isolate's; addons cannot close that one.
    of_isolate: bool,
    runtime: Weak<Runtime>,
    /// All handles that are not closed, in the order of their making.
    handles: RefCell<BTreeMap<u64, Live<Handle>>>,
    next_serial: Cell<u64>,
    /// Handles whose close callback is due.
    closing: RefCell<Vec<Live<Handle>>>,
    /// Whether `uv_metrics_idle_time` answers: an isolate's loop does, others when configured so.
    measured: Cell<bool>,
    /// A callback scope for what callbacks have left comes in the next check phase.
    drains: Cell<bool>,
}

impl LoopState {
    fn new(event_loop: Rc<EventLoop>, runtime: Weak<Runtime>, of_isolate: bool) -> Self {
        Self {
            event_loop: RefCell::new(Some(event_loop)),
            of_isolate,
            runtime,
            handles: RefCell::default(),
            next_serial: Cell::new(0),
            drains: Cell::new(false),
            closing: RefCell::default(),
            measured: Cell::new(of_isolate),
        }
    }
}

impl Loop {
    fn new(data: Cell<MaybeUninit<*mut c_void>>, state: LoopState) -> Self {
        Self {
            data,
            active_handles: Cell::new(0),
            handle_queue: Default::default(),
            active_reqs: Cell::new(0),
            state: Cell::new(Box::into_raw(Box::new(state))),
            stop_flag: Cell::new(0),
            reserved: [const { Cell::new(0) }; 792],
        }
    }
}

impl Live<Loop> {
    fn state(&self) -> &LoopState {
        // SAFETY: by the module's invariant.
        unsafe { &*self.state.get() }
    }

    /// The event loop behind it. One that never runs when the isolate is gone: late calls, from
    /// destructors of an addon, are accepted as libuv accepts them.
    pub(crate) fn event_loop(self) -> Rc<EventLoop> {
        let mut slot = self.state().event_loop.borrow_mut();
        let make = || EventLoop::new().expect("a process that ends has two descriptors left");
        Rc::clone(slot.get_or_insert_with(make))
    }

    /// Runs a callback of the addon the way Node's loop does: outside of callback scopes,
    /// so that ticks and promises which it leaves wait for the next scope. Node waits for
    /// that without end when the loop has nothing else to do; here the check phase of the
    /// same pass has a scope for them.
    pub(crate) fn call(self, callback: impl FnOnce()) {
        match self.state().runtime.upgrade() {
            Some(runtime) => {
                enter(&runtime, |_| callback());
                if self.state().of_isolate && !self.state().drains.replace(true) {
                    set_unrefed_immediate(&runtime, Box::new(move |runtime| self.drain(runtime)));
                }
            }
            None => callback(),
        }
    }

    fn drain(self, runtime: &Runtime) {
        self.state().drains.set(false);
        call_into_js(runtime, |_| {});
    }

    /// Lists a handle for `uv_walk`; its number.
    pub(crate) fn add(self, handle: Live<Handle>) -> u64 {
        let state = self.state();
        let serial = state.next_serial.get();
        state.next_serial.set(serial + 1);
        state.handles.borrow_mut().insert(serial, handle);
        serial
    }

    /// Whether the handle of that number is not closed yet: until then its memory is there.
    pub(crate) fn has(self, serial: u64) -> bool {
        self.state().handles.borrow().contains_key(&serial)
    }

    /// Has `finish` called for `handle` in the closing phase: the handle closed last comes first.
    pub(crate) fn close_later(self, handle: Live<Handle>, finish: fn(Live<Handle>)) {
        let mut closing = self.state().closing.borrow_mut();
        closing.push(handle);
        if closing.len() > 1 {
            return;
        }
        drop(closing);
        self.event_loop().close_post(move |_| {
            let due = self.state().closing.take();
            for handle in due.into_iter().rev() {
                self.state()
                    .handles
                    .borrow_mut()
                    .remove(&handle.serial.get());
                finish(handle);
            }
        });
    }
}

/// The `uv_loop_t` of an isolate, made when someone asks for it.
#[derive(Default)]
pub(crate) struct OwnedLoop(Cell<Option<Live<Loop>>>);

impl OwnedLoop {
    /// Its address, the same for all addons of the isolate.
    pub(crate) fn get(&self, runtime: &Rc<Runtime>) -> Live<Loop> {
        if let Some(made) = self.0.get() {
            return made;
        }
        let event_loop = Rc::clone(runtime.event_loop());
        let state = LoopState::new(event_loop, Rc::downgrade(runtime), true);
        let data = Cell::new(MaybeUninit::new(ptr::null_mut()));
        let made = Live::new(Box::leak(Box::new(Loop::new(data, state))));
        self.0.set(Some(made));
        made
    }

    /// Makes this the loop that `uv_default_loop` answers, unless there is one.
    pub(crate) fn make_default(&self, runtime: &Rc<Runtime>) {
        let made = self.get(runtime).as_ptr();
        let order = Ordering::AcqRel;
        let _kept = DEFAULT.compare_exchange(ptr::null_mut(), made, order, Ordering::Acquire);
    }
}

impl Drop for OwnedLoop {
    fn drop(&mut self) {
        if let Some(made) = self.0.get() {
            let (old, order) = (made.as_ptr(), Ordering::AcqRel);
            let _other = DEFAULT.compare_exchange(old, ptr::null_mut(), order, Ordering::Acquire);
            let event_loop = made.state().event_loop.take();
            drop(event_loop);
        }
    }
}

/// The loop of the main thread.
static DEFAULT: AtomicPtr<Loop> = AtomicPtr::new(ptr::null_mut());

fn init(place: Live<Loop>) -> c_int {
    match EventLoop::new() {
        Ok(event_loop) => {
            let state = LoopState::new(event_loop, Weak::new(), false);
            place.write(Loop::new(place.data(), state));
            0
        }
        Err(error) => super::error_number(&error),
    }
}

fn close(target: Live<Loop>) -> c_int {
    let state = target.state();
    let busy = !state.handles.borrow().is_empty() || target.event_loop().works_pending() > 0;
    if state.of_isolate || busy {
        return -libc::EBUSY;
    }
    let state = target.state.replace(ptr::null_mut());
    // SAFETY: made by `Box::into_raw`, and by libuv's contract nobody uses a closed loop.
    drop(unsafe { Box::from_raw(state) });
    0
}

unsafe extern "C" {
    static stderr: *mut libc::FILE;
}

fn print_handles(
    target: Option<Live<Loop>>,
    stream: *mut libc::FILE,
    wanted: impl Fn(Live<Handle>) -> bool,
) {
    let main = ptr::NonNull::new(DEFAULT.load(Ordering::Acquire));
    // SAFETY: an isolate's loop lives for ever.
    let Some(target) = target.or_else(|| main.map(|main| Live::new(unsafe { main.as_ref() })))
    else {
        return;
    };
    let stream = if stream.is_null() {
        // SAFETY: the C library's stream, which it set before any addon was loaded.
        unsafe { stderr }
    } else {
        stream
    };
    let handles: Vec<_> = target.state().handles.borrow().values().copied().collect();
    for handle in handles.into_iter().filter(|handle| wanted(*handle)) {
        let line = std::ffi::CString::new(handle.describe()).unwrap_or_default();
        // SAFETY: a text with an end, and by libuv's contract an open stream.
        unsafe { libc::fputs(line.as_ptr(), stream) };
    }
}

functions! {
    /// The main thread's loop; NULL while no program runs.
    fn uv_default_loop() -> *mut Loop {
        DEFAULT.load(Ordering::Acquire)
    }

    /// Makes a loop of the addon's own.
    fn uv_loop_init(place: Live<Loop>) -> c_int {
        init(place)
    }

    /// Ends a loop of the addon's own; `UV_EBUSY` while it has handles or requests.
    fn uv_loop_close(target: Live<Loop>) -> c_int {
        close(target)
    }

    /// As `uv_loop_init`, in memory of its own.
    fn uv_loop_new() -> *mut Loop {
        // SAFETY: no preconditions.
        let place = unsafe { libc::calloc(1, size_of::<Loop>()) }.cast::<Loop>();
        let Some(live) = ptr::NonNull::new(place) else {
            return ptr::null_mut();
        };
        // SAFETY: allocated above, for ever or until `uv_loop_delete`; zero bytes are valid.
        let live = Live::new(unsafe { live.as_ref() });
        if init(live) == 0 {
            return place;
        }
        // SAFETY: allocated above.
        unsafe { libc::free(place.cast()) };
        ptr::null_mut()
    }

    /// Closes and frees a loop of `uv_loop_new`.
    fn uv_loop_delete(target: Live<Loop>) {
        let is_default = DEFAULT.load(Ordering::Acquire) == target.as_ptr();
        if close(target) == 0 && !is_default {
            // SAFETY: by libuv's contract it comes from `uv_loop_new`.
            unsafe { libc::free(target.as_ptr().cast()) };
        }
    }

    /// Runs the loop in a `uv_run_mode`; not 0 when it is still alive.
    fn uv_run(target: Live<Loop>, mode: c_int) -> c_int {
        let mode = match mode {
            1 => RunMode::Once,
            2 => RunMode::NoWait,
            _ => RunMode::Default,
        };
        c_int::from(target.event_loop().run(mode))
    }

    /// Makes the innermost `uv_run` end.
    fn uv_stop(target: Live<Loop>) {
        target.event_loop().stop();
    }

    /// Whether something keeps the loop alive.
    fn uv_loop_alive(target: Live<Loop>) -> c_int {
        c_int::from(target.event_loop().alive())
    }

    /// Milliseconds of the loop's cached clock.
    fn uv_now(target: Live<Loop>) -> u64 {
        target.event_loop().now_ms()
    }

    /// Reads the clock anew for `uv_now`.
    fn uv_update_time(target: Live<Loop>) {
        target.event_loop().update_time();
    }

    /// The descriptor to wait for when this loop is embedded in another.
    fn uv_backend_fd(target: Live<Loop>) -> c_int {
        target.event_loop().backend_fd()
    }

    /// Milliseconds until the loop has to run, -1 for no limit.
    fn uv_backend_timeout(target: Live<Loop>) -> c_int {
        let timeout = target.event_loop().backend_timeout();
        timeout.map_or(-1, |ms| c_int::try_from(ms).unwrap_or(c_int::MAX))
    }

    /// Nanoseconds that the loop has waited in its poll phase.
    fn uv_metrics_idle_time(target: Live<Loop>) -> u64 {
        if target.state().measured.get() { target.event_loop().idle_time() } else { 0 }
    }

    /// How often the loop has turned, and what it has handled.
    fn uv_metrics_info(target: Live<Loop>, metrics: Live<Cell<[u64; 3]>>) -> c_int {
        let event_loop = target.event_loop();
        let counts = event_loop.event_counts();
        metrics.set([event_loop.iterations(), counts.events, counts.waiting]);
        0
    }

    /// Sets an option of the loop. libuv's function takes any number of arguments and reads at most one,
    /// an `int`, which the calling convention passes like a third parameter.
    ///
    /// Accepted: blocking `SIGPROF` while the loop waits (this loop goes on waiting after any signal),
    /// measuring its idle time, and the two switches of io_uring, which this loop does not use.
    fn uv_loop_configure(target: Live<Loop>, option: c_int, argument: c_int) -> c_int {
        match option {
            0 if argument == libc::SIGPROF => 0,
            0 => -libc::EINVAL,
            1 => {
                target.state().measured.set(true);
                0
            }
            2 => 0,
            _ => -libc::ENOSYS,
        }
    }

    /// In a forked child: the loop gets descriptors of its own. JavaScript cannot run there, as the
    /// engine's threads do not survive a fork; callbacks of the addon can.
    fn uv_loop_fork(target: Live<Loop>) -> c_int {
        super::status(target.event_loop().after_fork())
    }

    /// Writes a line for each handle that is not closed; to the standard error stream for null.
    fn uv_print_all_handles(target: Option<Live<Loop>>, stream: *mut libc::FILE) {
        print_handles(target, stream, |_| true);
    }

    /// Writes a line for each handle that is active.
    fn uv_print_active_handles(target: Option<Live<Loop>>, stream: *mut libc::FILE) {
        print_handles(target, stream, |handle| handle.is_active());
    }

    /// The size of `uv_loop_t`.
    fn uv_loop_size() -> usize {
        size_of::<Loop>()
    }

    /// The user's pointer of the loop.
    fn uv_loop_get_data(target: Live<Loop>) -> MaybeUninit<*mut c_void> {
        target.data.get()
    }

    /// Sets the user's pointer of the loop; answers it.
    fn uv_loop_set_data(target: Live<Loop>, data: *mut c_void) -> *mut c_void {
        target.data.set(MaybeUninit::new(data));
        data
    }

    /// Calls `callback` for each handle that is not closed.
    fn uv_walk(target: Live<Loop>, callback: WalkCallback, argument: *mut c_void) {
        let all: Vec<u64> = target.state().handles.borrow().keys().copied().collect();
        for serial in all {
            let handle = target.state().handles.borrow().get(&serial).copied();
            if let Some(handle) = handle {
                // SAFETY: the addon's callback, for a handle that is still listed.
                unsafe { callback(handle.as_ptr(), argument) };
            }
        }
    }
}
