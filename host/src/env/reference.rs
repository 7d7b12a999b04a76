//! References: counted handles to values, weak at count 0, with a finalizer if the
//! addon wants one. Wraps and externals are references that the runtime owns.
//!
//! References sit in a slab that never moves, linked in order of creation for the
//! teardown.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};

use super::finalizer::Finalizer;
use super::{Env, local};
use crate::engine::layout::RawIsolate;
use crate::engine::raw;

unsafe extern "C" {
    /// `v8::api_internal::MakeWeak(Address*, void*, Callback, WeakCallbackType)`.
    #[link_name = "_ZN2v812api_internal8MakeWeakEPmPvPFvRKNS_16WeakCallbackInfoIvEEENS_16WeakCallbackTypeE"]
    fn make_weak(slot: *mut usize, parameter: *mut c_void, callback: raw::WeakCallback, kind: i32);
    /// `v8::api_internal::ClearWeak(Address*)`.
    #[link_name = "_ZN2v812api_internal9ClearWeakEPm"]
    fn clear_weak(slot: *mut usize) -> *mut c_void;
}

/// Who frees a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The addon, with `napi_delete_reference`.
    Addon,
    /// The runtime, after the finalizer has run.
    Runtime,
    /// Nobody: it was freed, or the env has ended. Then the slot is not used again,
    /// because a finalizer that runs later may still delete the reference.
    Gone,
}

/// Which of the two lists of the teardown a reference is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tracking {
    /// It was made with a finalizer.
    Finalizer,
    /// It was made without.
    Plain,
}

/// A reference; `napi_ref` is its address.
///
/// # Invariants
/// Lives in its env's slab. `handle` is a persistent handle's slot or null (the value
/// is gone). `count` is atomic because addons are known to count from other threads.
pub(crate) struct Reference {
    env: Cell<*const Env>,
    handle: Cell<*const v8::Data>,
    count: AtomicU32,
    weak: Cell<bool>,
    can_be_weak: Cell<bool>,
    owner: Cell<Owner>,
    tracking: Cell<Tracking>,
    /// Its place among the finalizers that wait, plus one.
    queued: Cell<usize>,
    finalizer: Cell<Finalizer>,
    older: Cell<Option<NonNull<Reference>>>,
    newer: Cell<Option<NonNull<Reference>>>,
}

/// Slots of one block of the slab.
const BLOCK: usize = 128;

/// The references of an env.
pub(crate) struct Table {
    blocks: RefCell<Vec<Box<[Reference]>>>,
    /// Free slots, linked through `older`.
    free: Cell<Option<NonNull<Reference>>>,
    newest_with_finalizer: Cell<Option<NonNull<Reference>>>,
    newest_plain: Cell<Option<NonNull<Reference>>>,
}

impl Reference {
    fn empty() -> Self {
        Self {
            env: Cell::new(ptr::null()),
            handle: Cell::new(ptr::null()),
            count: AtomicU32::new(0),
            weak: Cell::new(false),
            can_be_weak: Cell::new(false),
            owner: Cell::new(Owner::Addon),
            tracking: Cell::new(Tracking::Plain),
            queued: Cell::new(0),
            finalizer: Cell::new(Finalizer::NONE),
            older: Cell::new(None),
            newer: Cell::new(None),
        }
    }

    /// The addon's data.
    pub(crate) fn data(&self) -> *mut c_void {
        self.finalizer.get().data
    }

    /// What is called when the value is gone.
    pub(crate) fn finalizer(&self) -> Finalizer {
        self.finalizer.get()
    }

    /// Sets its place among the finalizers that wait; answers the one before.
    pub(crate) fn set_queued(&self, place: Option<usize>) -> Option<usize> {
        let before = self.queued.replace(place.map_or(0, |place| place + 1));
        before.checked_sub(1)
    }

    /// The count.
    pub(crate) fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }

    /// Whether the addon frees it.
    pub(crate) fn owner(&self) -> Owner {
        self.owner.get()
    }

    /// Drops the finalizer without calling it, and hands the reference to the addon
    /// when `owner` says so.
    pub(crate) fn forget_finalizer(&self) {
        let data = self.data();
        self.finalizer.set(Finalizer {
            data,
            ..Finalizer::NONE
        });
    }

    /// The value, as a new handle in the current scope; `None` when it is gone.
    #[inline(always)]
    pub(crate) fn value<'e>(&self, env: &'e Env) -> Option<v8::Local<'e, v8::Value>> {
        let handle = self.handle.get();
        if handle.is_null() {
            return None;
        }
        // SAFETY: a persistent handle's slot holds the value's word.
        Some(env.push(unsafe { crate::engine::frame::word_of(handle) }))
    }

    /// Adds 1 and makes the reference strong; answers the new count (0 when the value
    /// is gone).
    #[inline(always)]
    pub(crate) fn acquire(&self, env: &Env) -> u32 {
        if self.handle.get().is_null() {
            return 0;
        }
        let count = self.count().wrapping_add(1);
        self.count.store(count, Ordering::Relaxed);
        if self.weak.get() && env.is_own_thread() {
            // SAFETY: the slot is a weak persistent handle.
            unsafe { clear_weak(self.handle.get().cast_mut().cast()) };
            self.weak.set(false);
        }
        count
    }

    /// Takes 1 away; at 0 the reference becomes weak. `None` when it was 0 already.
    #[inline(always)]
    pub(crate) fn release(&self, env: &Env) -> Option<u32> {
        let count = self.count().checked_sub(1)?;
        self.count.store(count, Ordering::Relaxed);
        if count == 0 && env.is_own_thread() {
            self.make_weak();
        }
        Some(count)
    }

    /// Count 0: weak if the value can be, else the value is let go.
    fn make_weak(&self) {
        let handle = self.handle.get();
        if handle.is_null() || self.weak.get() {
            return;
        }
        if !self.can_be_weak.get() {
            // SAFETY: a persistent handle of this reference.
            unsafe { raw::v8__Global__Reset(handle) };
            self.handle.set(ptr::null());
            return;
        }
        // SAFETY: the slot is a strong persistent handle; the reference outlives it.
        unsafe {
            make_weak(
                handle.cast_mut().cast(),
                ptr::from_ref(self).cast_mut().cast(),
                on_collected,
                0,
            );
        }
        self.weak.set(true);
    }

    fn drop_handle(&self) {
        let handle = self.handle.replace(ptr::null());
        if !handle.is_null() {
            // SAFETY: a persistent handle of this reference, dropped once.
            unsafe { raw::v8__Global__Reset(handle) };
        }
        self.weak.set(false);
    }

    /// Takes the finalizer out; a reference that the runtime owns is freed.
    ///
    /// # Safety
    /// `this` is alive; if the runtime owns it, it is not used afterwards.
    pub(crate) unsafe fn take_finalizer(this: NonNull<Self>) -> Finalizer {
        // SAFETY: the caller's promise.
        let reference = unsafe { this.as_ref() };
        let finalizer = reference.finalizer.get();
        reference.forget_finalizer();
        if reference.owner.get() == Owner::Runtime {
            // SAFETY: a live reference belongs to a live env.
            let env = unsafe { &*reference.env.get() };
            env.free_reference(this);
        }
        finalizer
    }
}

/// V8's weak callback, inside a collection: the value is gone.
unsafe extern "C" fn on_collected(info: *const raw::WeakInfo) {
    // SAFETY: V8 passes its info; the parameter is the reference of `make_weak`.
    let parameter = unsafe { raw::v8__WeakCallbackInfo__GetParameter(info) };
    let Some(this) = NonNull::new(parameter.cast::<Reference>()) else {
        return;
    };
    // SAFETY: deleting a reference resets the handle, so V8 only calls for live ones.
    let reference = unsafe { this.as_ref() };
    reference.drop_handle();
    // SAFETY: a live reference belongs to a live env.
    let env = unsafe { &*reference.env.get() };
    let has_finalizer = reference.finalizer.get().is_some();
    if !has_finalizer {
        if reference.owner.get() == Owner::Runtime {
            env.free_reference(this);
        }
    } else if env.is_experimental() {
        // SAFETY: alive; not used after.
        let finalizer = unsafe { Reference::take_finalizer(this) };
        env.run_basic_finalizer(finalizer);
    } else {
        env.enqueue_reference(this);
    }
}

impl Reference {
    /// Deletes a reference: its handle, its place in the order, and its finalizer if
    /// that waits. It knows its env, because another one may ask: an addon that removes
    /// what another has wrapped.
    ///
    /// # Safety
    /// `this` came from [`Env::new_reference`] of an env that is not dropped, and was not
    /// deleted.
    pub(crate) unsafe fn delete(this: NonNull<Self>) {
        // SAFETY: slots are in a block, which never moves and lives as long as the env.
        let env = unsafe { this.as_ref() }.env.get();
        // SAFETY: the caller's promise.
        let env = unsafe { &*env };
        env.cancel_finalizer(this);
        env.free_reference(this);
    }
}

impl Table {
    pub(crate) fn new() -> Self {
        Self {
            blocks: RefCell::new(Vec::new()),
            free: Cell::new(None),
            newest_with_finalizer: Cell::new(None),
            newest_plain: Cell::new(None),
        }
    }

    fn take_slot(&self) -> NonNull<Reference> {
        if let Some(slot) = self.free.get() {
            // SAFETY: free slots are in a block, which never moves.
            self.free.set(unsafe { slot.as_ref() }.older.get());
            return slot;
        }
        let block: Box<[Reference]> = (0..BLOCK).map(|_| Reference::empty()).collect();
        for slot in block.iter().skip(1) {
            slot.older.set(self.free.get());
            self.free.set(Some(NonNull::from(slot)));
        }
        let first = NonNull::from(&block[0]);
        self.blocks.borrow_mut().push(block);
        first
    }

    /// The newest reference of a list.
    pub(crate) fn newest(&self, tracking: Tracking) -> Option<NonNull<Reference>> {
        self.head(tracking).get()
    }

    fn head(&self, tracking: Tracking) -> &Cell<Option<NonNull<Reference>>> {
        match tracking {
            Tracking::Finalizer => &self.newest_with_finalizer,
            Tracking::Plain => &self.newest_plain,
        }
    }
}

impl Env {
    /// Makes a reference to `value` with count `count`.
    pub(crate) fn new_reference(
        &self,
        value: v8::Local<'_, v8::Value>,
        count: u32,
        owner: Owner,
        finalizer: Finalizer,
    ) -> NonNull<Reference> {
        let isolate: *mut RawIsolate = self.isolate().as_ptr();
        let value: *const v8::Value = &*value;
        // SAFETY: a live handle.
        let handle = unsafe { raw::v8__Global__New(isolate, value.cast()) };
        let held = local(NonNull::new(value.cast_mut()).expect("a handle is not null"));
        let slot = self.link_reference(owner, finalizer);
        // SAFETY: slots are in a block, which never moves.
        let reference = unsafe { slot.as_ref() };
        reference.handle.set(handle);
        reference.count.store(count, Ordering::Relaxed);
        reference
            .can_be_weak
            .set(held.is_object() || held.is_symbol());
        if count == 0 {
            reference.make_weak();
        }
        slot
    }

    /// A reference to nothing, for data that is finalized in the order of references.
    pub(crate) fn new_tracked_data(&self, finalizer: Finalizer) -> NonNull<Reference> {
        self.link_reference(Owner::Runtime, finalizer)
    }

    /// Takes a slot and puts it at the new end of its list.
    fn link_reference(&self, owner: Owner, finalizer: Finalizer) -> NonNull<Reference> {
        let slot = self.references.take_slot();
        // SAFETY: slots are in a block, which never moves.
        let reference = unsafe { slot.as_ref() };
        let tracking = if finalizer.is_some() {
            Tracking::Finalizer
        } else {
            Tracking::Plain
        };
        reference.env.set(self);
        reference.handle.set(ptr::null());
        reference.weak.set(false);
        reference.owner.set(owner);
        reference.tracking.set(tracking);
        reference.finalizer.set(finalizer);
        reference.newer.set(None);
        let older = self.references.head(tracking).replace(Some(slot));
        reference.older.set(older);
        if let Some(older) = older {
            // SAFETY: linked references are alive.
            unsafe { older.as_ref() }.newer.set(Some(slot));
        }
        slot
    }

    /// Frees the slot of a reference that is in no queue.
    fn free_reference(&self, slot: NonNull<Reference>) {
        // SAFETY: callers hold a live reference of this env.
        let reference = unsafe { slot.as_ref() };
        if reference.owner.get() == Owner::Gone {
            return;
        }
        self.unlink_reference(reference);
        reference.owner.set(Owner::Gone);
        reference.older.set(self.references.free.get());
        self.references.free.set(Some(slot));
    }

    /// Ends a reference for good at the env's end.
    pub(crate) fn retire_reference(&self, slot: NonNull<Reference>) {
        // SAFETY: callers hold a live reference of this env.
        let reference = unsafe { slot.as_ref() };
        self.unlink_reference(reference);
        reference.owner.set(Owner::Gone);
    }

    fn unlink_reference(&self, reference: &Reference) {
        reference.drop_handle();
        let (older, newer) = (reference.older.get(), reference.newer.get());
        match newer {
            // SAFETY: linked references are alive.
            Some(newer) => unsafe { newer.as_ref() }.older.set(older),
            None => self.references.head(reference.tracking.get()).set(older),
        }
        if let Some(older) = older {
            // SAFETY: linked references are alive.
            unsafe { older.as_ref() }.newer.set(newer);
        }
        reference.finalizer.set(Finalizer::NONE);
        reference.newer.set(None);
        reference.older.set(None);
    }
}
