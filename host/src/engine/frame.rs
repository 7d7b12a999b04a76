//! A frame: one entry into an addon, with the exception handler that its calls
//! into V8 share.
//!
//! V8's `TryCatch` costs two calls. A callback that never makes V8 throw needs none,
//! and one that makes ten calls needs one: so each entry into an addon reserves room
//! for it on the stack, and the first call that can throw constructs it there.

use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use super::Engine;
use super::layout::Tagged;
use super::raw::{self, TryCatch};

/// The word in a handle's slot.
///
/// # Safety
/// `handle` is the address of a live handle's slot, as the crate's `Local` derefs.
#[inline(always)]
pub(crate) unsafe fn word_of<T>(handle: *const T) -> Tagged {
    // SAFETY: the caller's promise.
    unsafe { handle.cast::<Tagged>().read() }
}

/// The word in the slot of a handle that is alive, as its type says.
#[inline(always)]
pub(crate) fn word<T>(handle: &v8::Local<'_, T>) -> Tagged {
    // SAFETY: a `Local` is the address of a live slot.
    unsafe { word_of::<T>(&**handle) }
}

/// One entry into an addon.
///
/// # Invariants
/// Lives on the stack, between the JavaScript below it and the addon above; frames
/// of a thread nest. When `armed`, `try_catch` holds a constructed `v8::TryCatch`.
pub(crate) struct Frame {
    try_catch: UnsafeCell<MaybeUninit<TryCatch>>,
    armed: Cell<bool>,
    previous: Cell<*const Frame>,
}

impl Frame {
    /// Makes a frame in `room`, not entered yet. Field by field: the handler's storage
    /// is left as it is, where a value built elsewhere would be copied whole.
    #[inline(always)]
    pub(crate) fn new_in(room: &mut MaybeUninit<Self>) -> &Self {
        let frame = room.as_mut_ptr();
        // SAFETY: the room is writable and large enough.
        unsafe { (*frame).armed = Cell::new(false) };
        // SAFETY: as above.
        unsafe { (*frame).previous = Cell::new(ptr::null()) };
        // SAFETY: both fields with a meaning are written; the third may hold anything.
        unsafe { room.assume_init_ref() }
    }

    /// Makes this the innermost frame.
    ///
    /// # Safety
    /// The frame must not move until [`Self::leave`], which must be called.
    #[inline(always)]
    pub(crate) unsafe fn enter(&self, engine: &Engine) {
        self.previous.set(engine.top.get());
        engine.top.set(self);
    }

    /// Ends the frame.
    ///
    /// # Safety
    /// This is the innermost frame.
    #[inline(always)]
    pub(crate) unsafe fn leave(&self, engine: &Engine) {
        debug_assert!(ptr::eq(engine.top.get(), self), "frames nest");
        if self.armed.get() {
            self.disarm();
        }
        engine.top.set(self.previous.get());
    }

    /// Between two calls into the addon that share this frame: drops what the first has left in the
    /// handler.
    #[inline(always)]
    pub(crate) fn settle(&self) {
        // SAFETY: armed means constructed.
        if self.armed.get() && unsafe { raw::v8__TryCatch__HasCaught(self.pointer()) } {
            self.disarm();
        }
    }

    /// Takes the handler away until it is needed again: for calls that have nothing to do with the addon.
    #[inline(always)]
    pub(crate) fn rest(&self) {
        if self.armed.get() {
            self.disarm();
        }
    }

    /// Constructs the handler if that has not happened in this frame.
    #[inline(always)]
    pub(crate) fn arm(&self, engine: &Engine) {
        if !self.armed.get() {
            self.construct(engine);
        }
    }

    #[cold]
    #[inline(never)]
    fn construct(&self, engine: &Engine) {
        let this = self.pointer();
        // SAFETY: the storage is unused and stays in place while the frame lives.
        unsafe { raw::v8__TryCatch__CONSTRUCT(this, engine.isolate.as_ptr()) };
        // A message would be built at every throw, and nobody reads it here.
        // SAFETY: just constructed.
        unsafe { raw::v8__TryCatch__SetCaptureMessage(this, false) };
        self.armed.set(true);
    }

    #[cold]
    fn disarm(&self) {
        // SAFETY: armed means constructed; frames nest, so it is V8's innermost.
        unsafe { raw::v8__TryCatch__DESTRUCT(self.pointer()) };
        self.armed.set(false);
    }

    fn pointer(&self) -> *mut TryCatch {
        self.try_catch.get().cast()
    }

    /// Takes the exception that V8 has thrown since the last call, as a handle in
    /// the current scope. `None` when there is none, or when execution is being
    /// terminated (which stays in force).
    pub(crate) fn take_exception(&self) -> Option<NonNull<v8::Value>> {
        if !self.armed.get() {
            return None;
        }
        let this = self.pointer();
        // SAFETY: armed means constructed.
        if !unsafe { raw::v8__TryCatch__HasCaught(this) } {
            return None;
        }
        if self.is_terminating() {
            return None;
        }
        // SAFETY: as above.
        let exception = unsafe { raw::v8__TryCatch__Exception(this) };
        // SAFETY: as above.
        unsafe { raw::v8__TryCatch__Reset(this) };
        NonNull::new(exception.cast_mut())
    }

    /// Whether execution is being terminated since the last call (of a worker, say).
    pub(crate) fn is_terminating(&self) -> bool {
        // SAFETY: armed means constructed.
        self.armed.get() && unsafe { raw::v8__TryCatch__HasTerminated(self.pointer()) }
    }

    /// Throws `exception` into the JavaScript below this frame and ends the frame,
    /// without building a message: an `Error` has its own stack.
    ///
    /// # Safety
    /// This is the innermost frame, and `exception` is a live handle. The caller
    /// returns to V8 without any further call into it.
    pub(crate) unsafe fn leave_throwing(&self, engine: &Engine, exception: *const v8::Value) {
        self.arm(engine);
        let this = self.pointer();
        // SAFETY: armed, so constructed.
        unsafe { raw::v8__Isolate__ThrowException(engine.isolate.as_ptr(), exception) };
        // With the flag on at the end, V8 keeps the (absent) message when it throws
        // again, instead of making one.
        // SAFETY: as above.
        unsafe { raw::v8__TryCatch__SetCaptureMessage(this, true) };
        // SAFETY: as above.
        unsafe { raw::v8__TryCatch__ReThrow(this) };
        self.disarm();
        engine.top.set(self.previous.get());
    }
}
