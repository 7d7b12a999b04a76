//! Functions of an addon as JavaScript functions: the trampoline between V8 and a
//! `napi_callback`, and the data behind each function.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use napi_host_sys as sys;

use super::{Env, local};
use crate::engine::frame::{Frame, word, word_of};
use crate::engine::layout::{self, CallbackFrame, Tagged};
use crate::engine::raw;

/// A callback with its data; what the `External` of a native function points at.
///
/// # Invariants
/// Owned by the function's `External` through the weak handle in `handle`: freed when
/// that is collected. `env` outlives every call (an env is torn down only after
/// JavaScript can no longer run).
pub(crate) struct Callback {
    env: *const Env,
    function: unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value,
    pub(crate) data: *mut c_void,
    handle: Cell<*const v8::Data>,
}

/// What a `napi_callback_info` points at, while the callback runs.
#[repr(C)]
pub(crate) struct CallInfo {
    pub(crate) frame: CallbackFrame,
    pub(crate) data: *mut c_void,
}

/// The Externals of recent functions. Addons make functions of the same callback and
/// data again and again; these share one External.
pub(crate) struct RecentCallbacks(RefCell<[Option<Recent>; RECENT]>);

/// Entries of [`RecentCallbacks`]; a power of two.
const RECENT: usize = 64;

struct Recent {
    function: usize,
    data: *mut c_void,
    external: v8::Global<v8::Value>,
}

impl RecentCallbacks {
    pub(crate) fn new() -> Self {
        Self(RefCell::new([const { None }; RECENT]))
    }
}

impl Env {
    /// The `External` that makes a native function call `function` with `data`, shared
    /// with recent functions of the same.
    pub(crate) fn callback_data(
        &self,
        function: unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value,
        data: *mut c_void,
    ) -> Option<v8::Local<'_, v8::Value>> {
        let address = function as usize;
        let index = ((address >> 4) ^ (data.addr() >> 3)) & (RECENT - 1);
        if let Some(recent) = &self.recent_callbacks.0.borrow()[index]
            && recent.function == address
            && recent.data == data
        {
            return Some(self.push(global_word(&recent.external)));
        }
        let external = self.new_callback_data(function, data)?;
        let global = self.with_scope(|scope| v8::Global::new(scope, external));
        self.recent_callbacks.0.borrow_mut()[index] = Some(Recent {
            function: address,
            data,
            external: global,
        });
        Some(external)
    }

    fn new_callback_data(
        &self,
        function: unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value,
        data: *mut c_void,
    ) -> Option<v8::Local<'_, v8::Value>> {
        let callback = Box::into_raw(Box::new(Callback {
            env: self,
            function,
            data,
            handle: Cell::new(ptr::null()),
        }));
        let isolate = self.isolate().as_ptr();
        // SAFETY: the isolate is entered and a handle scope is open.
        let external = unsafe { raw::v8__External__New(isolate, callback.cast()) };
        let external = NonNull::new(external.cast_mut())?;
        // SAFETY: `external` is a live handle; the callback frees what it is given.
        let handle = unsafe {
            raw::v8__Global__NewWeak(
                isolate,
                external.as_ptr().cast(),
                callback.cast(),
                free_callback,
            )
        };
        // SAFETY: made above and not freed before the weak callback.
        unsafe { (*callback).handle.set(handle) };
        Some(local(external))
    }

    /// A JavaScript function that calls `function` with `data`; `None` when V8 has
    /// thrown.
    pub(crate) fn new_function(
        &self,
        function: unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value,
        data: *mut c_void,
    ) -> Option<v8::Local<'_, v8::Function>> {
        /// `v8::ConstructorBehavior::kAllow`, `v8::SideEffectType::kHasSideEffect`.
        const ALLOW: i32 = 1;
        const HAS_SIDE_EFFECT: i32 = 0;
        let external = self.callback_data(function, data)?;
        // SAFETY: live handles; the trampoline expects the External made above.
        let function = unsafe {
            raw::v8__Function__New(
                self.raw_context(),
                trampoline,
                &*external,
                0,
                ALLOW,
                HAS_SIDE_EFFECT,
            )
        };
        let function = NonNull::new(function.cast_mut())?;
        // SAFETY: V8 made a function.
        Some(unsafe { v8::Local::cast_unchecked(local(function)) })
    }
}

/// The weak callback of a function's `External`.
unsafe extern "C" fn free_callback(info: *const raw::WeakInfo) {
    // SAFETY: V8 passes its info; the parameter is the callback of `callback_data`.
    let callback = unsafe { raw::v8__WeakCallbackInfo__GetParameter(info) }.cast::<Callback>();
    // SAFETY: the weak handle is the only owner, and V8 calls once.
    let callback = unsafe { Box::from_raw(callback) };
    // SAFETY: V8 wants the handle reset in the first pass.
    unsafe { raw::v8__Global__Reset(callback.handle.get()) };
}

/// Offset of the pointer in a `v8::External` (a `JSExternalObject`), from the tagged
/// pointer; compared with `v8::External::Value` by the test of this module.
const EXTERNAL_VALUE: usize = 24 - 1;

/// The word in the slot of a persistent handle.
fn global_word<T>(global: &v8::Global<T>) -> Tagged {
    let slot = std::ptr::from_ref(global).cast::<NonNull<T>>();
    // SAFETY: a persistent handle is the address of its slot.
    let slot = unsafe { slot.read() };
    // SAFETY: the handle is alive.
    unsafe { word_of(slot.as_ptr()) }
}

/// The pointer in an `External`.
///
/// # Safety
/// `external` is the live handle of an `External`.
#[inline(always)]
pub(crate) unsafe fn external_pointer(external: *const v8::Value) -> *mut c_void {
    // SAFETY: the caller's promise.
    let word = unsafe { word_of(external) };
    // SAFETY: as above.
    unsafe { external_pointer_of(word) }
}

/// As [`external_pointer`], from the word in the slot.
///
/// # Safety
/// `word` points at an `External`.
#[inline(always)]
unsafe fn external_pointer_of(word: Tagged) -> *mut c_void {
    // SAFETY: the field is inside the object.
    unsafe { ((word + EXTERNAL_VALUE) as *const *mut c_void).read() }
}

/// What V8 calls for every function of an addon.
pub(crate) unsafe extern "C" fn trampoline(info: *const v8::FunctionCallbackInfo) {
    // SAFETY: V8 passes the frame of this call.
    let frame = unsafe { CallbackFrame::new(info) };
    let data = match frame.data_word() {
        Some(word) => word,
        None => {
            // SAFETY: V8 passes the frame of this call.
            let data = unsafe { raw::v8__FunctionCallbackInfo__Data(info) };
            // SAFETY: V8 answers a live handle.
            unsafe { word_of(data) }
        }
    };
    // SAFETY: the function was made with the External of `callback_data`.
    let callback = unsafe { external_pointer_of(data) }.cast::<Callback>();
    // SAFETY: the function is alive (it is being called), so its External is, and
    // with it the callback.
    let callback = unsafe { &*callback };
    // SAFETY: the env outlives its functions' calls (see `Callback`).
    let env = unsafe { &*callback.env };
    let call = CallInfo {
        frame,
        data: callback.data,
    };
    let function = callback.function;
    env.call(|| {
        // SAFETY: calling into the addon is what this host is for; the info lives
        // until the call returns.
        let result = unsafe { function(env.as_raw(), (&raw const call).cast_mut().cast()) };
        // With an exception pending the result means nothing; addons return garbage then.
        if let Some(result) = NonNull::new(result)
            && !env.has(super::state::PENDING)
        {
            frame.set_return_value(result.cast());
        }
    });
}

impl Env {
    /// Calls into the addon from JavaScript: a frame around `body`, the last error
    /// cleared before it, scopes that it leaves open closed after it, and its pending
    /// exception thrown on.
    #[inline(always)]
    pub(crate) fn call(&self, body: impl FnOnce()) {
        let mut room = MaybeUninit::uninit();
        let native = Frame::new_in(&mut room);
        self.last_error.set(sys::napi_ok);
        // SAFETY: `native` stays in place and is left below.
        unsafe { native.enter(&self.engine) };
        body();
        if self.state.get() == 0 {
            // SAFETY: entries nest, so this is the innermost frame again.
            unsafe { native.leave(&self.engine) };
        } else {
            self.leave_slow(native);
        }
    }

    #[cold]
    #[inline(never)]
    fn leave_slow(&self, native: &Frame) {
        self.close_scopes_of(native);
        match self.take_pending() {
            Some(exception) if !native.is_terminating() => {
                // SAFETY: the innermost frame again, and the trampoline returns at once.
                unsafe { native.leave_throwing(&self.engine, &*exception) }
            }
            // SAFETY: the innermost frame again.
            _ => unsafe { native.leave(&self.engine) },
        }
    }

    /// Calls the addon's init: as [`Self::call_from_native`], but handles that it makes
    /// stay in the caller's scope.
    pub(crate) fn enter_module(&self, body: impl FnOnce()) -> Option<v8::Global<v8::Value>> {
        let mut room = MaybeUninit::uninit();
        let native = Frame::new_in(&mut room);
        // SAFETY: `native` stays in place and is left below.
        unsafe { native.enter(&self.engine) };
        body();
        self.leave_to_native(native)
    }

    /// Leaves a frame that no JavaScript called: the exception that is pending goes to
    /// the caller, unless the thread is being terminated.
    fn leave_to_native(&self, native: &Frame) -> Option<v8::Global<v8::Value>> {
        let exception = self.take_from_native(native);
        // SAFETY: entries nest, so this is the innermost frame again.
        unsafe { native.leave(&self.engine) };
        exception
    }

    /// As [`Self::leave_to_native`], with the frame left as it is.
    pub(crate) fn take_from_native(&self, native: &Frame) -> Option<v8::Global<v8::Value>> {
        self.close_scopes_of(native);
        let terminating = native.is_terminating();
        self.set_state(super::state::PENDING, false);
        let exception = self.pending.borrow_mut().take();
        exception.filter(|_| !terminating)
    }

    /// Calls into the addon from the loop (completion, thread-safe call, finalizer):
    /// a frame and a handle scope around `body`; answers the exception that it left
    /// pending.
    pub(crate) fn call_from_native<R>(
        &self,
        body: impl FnOnce() -> R,
    ) -> (R, Option<v8::Global<v8::Value>>) {
        let mut room = MaybeUninit::uninit();
        let native = Frame::new_in(&mut room);
        self.last_error.set(sys::napi_ok);
        // SAFETY: `native` stays in place and is left below.
        unsafe { native.enter(&self.engine) };
        self.open_scope(None);
        let result = body();
        (result, self.leave_to_native(native))
    }
}

/// Whether [`external_pointer`] reads what V8's own function reads.
pub(crate) fn external_layout_holds(scope: &mut v8::PinScope<'_, '_>) -> bool {
    let probe = 0x1234_5678_usize as *mut c_void;
    let external = v8::External::new(scope, probe);
    let slot: *const v8::External = &*external;
    // SAFETY: a live handle of an External.
    let read = unsafe { external_pointer(slot.cast()) };
    // SAFETY: a live handle of an External.
    read == probe && unsafe { raw::v8__External__Value(slot.cast()) } == probe
}

/// Whether a value is an `External`.
#[inline(always)]
pub(crate) fn is_external(value: v8::Local<'_, v8::Value>) -> bool {
    let word = word(&value);
    // SAFETY: a live handle.
    !layout::is_smi(word) && unsafe { raw::v8__Value__IsExternal(&*value) }
}
