//! Raw access to V8 below the crate's safe interface: memory layout, C functions,
//! and the per-isolate state that entry points share.
//!
//! Everything above (`boundary`, `api`, `env`) goes through here; the built-in
//! modules do not: they use the crate `v8`.

pub(crate) mod bytes;
pub(crate) mod frame;
pub(crate) mod layout;
pub(crate) mod names;
pub(crate) mod raw;
pub(crate) mod raw_objects;
pub(crate) mod stack;
mod verify;
pub(crate) mod view;
pub(crate) mod young;

use std::cell::{Cell, OnceCell};
use std::ptr::{self, NonNull};

use frame::Frame;
use layout::{MicrotaskQueue, RawIsolate, Root, Tagged};
use names::NameCache;
use young::Young;

/// What all Node-API environments of one isolate share.
///
/// # Invariants
/// Lives as long as its isolate and is only touched on the isolate's thread.
/// `top` is null or the innermost live [`Frame`] of this thread.
pub(crate) struct Engine {
    pub(crate) isolate: NonNull<RawIsolate>,
    pub(crate) top: Cell<*const Frame>,
    /// The isolate's own; it lives as long.
    microtasks: NonNull<MicrotaskQueue>,
    /// How numbers are made and told.
    pub(crate) young: Young,
    /// The instance type of objects made from a template with an internal field.
    pub(crate) api_object_type: u16,
    /// Names that addons pass as C strings, internalized once.
    pub(crate) names: NameCache,
    /// The key of wrapped pointers; per isolate, so one addon may unwrap what another wrapped.
    pub(crate) wrap_key: v8::Global<v8::Private>,
    /// The key of type tags.
    pub(crate) type_tag_key: v8::Global<v8::Private>,
    /// `Buffer.prototype`, once an addon has made a Buffer.
    pub(crate) buffer_prototype: OnceCell<v8::Global<v8::Object>>,
}

impl Engine {
    /// Makes the shared state of the isolate that `scope` is in, and checks the
    /// memory layout once per process.
    pub(crate) fn new(scope: &mut v8::PinScope<'_, '_>) -> Self {
        let isolate = NonNull::new(raw::v8__Isolate__GetCurrent())
            .expect("a scope exists, so an isolate is entered");
        verify::layout(scope, isolate);
        let template = v8::ObjectTemplate::new(scope);
        template.set_internal_field_count(1);
        let instance = template
            .new_instance(scope)
            .expect("an empty template makes an object");
        let instance = frame::word(&instance);
        // SAFETY: it was read from the handle of an object.
        let api_object_type = unsafe { layout::instance_type(instance) };
        let wrap_name = v8::String::new(scope, "napi.wrap");
        let wrap_key = v8::Private::new(scope, wrap_name);
        let tag_name = v8::String::new(scope, "napi.type_tag");
        let type_tag_key = v8::Private::new(scope, tag_name);
        Self {
            isolate,
            top: Cell::new(ptr::null()),
            microtasks: microtasks(scope),
            young: Young::find(scope, isolate),
            api_object_type,
            names: NameCache::new(),
            wrap_key: v8::Global::new(scope, wrap_key),
            type_tag_key: v8::Global::new(scope, type_tag_key),
            buffer_prototype: OnceCell::new(),
        }
    }

    /// Whether a microtask waits.
    #[inline(always)]
    pub(crate) fn has_microtasks(&self) -> bool {
        // SAFETY: the isolate's queue, on its thread.
        unsafe { layout::microtask_count(self.microtasks) != 0 }
    }

    /// Whether V8 carries anything along from promise to promise at the moment.
    #[inline(always)]
    pub(crate) fn has_continuation_data(&self) -> bool {
        // SAFETY: the isolate lives as long as this, and is entered.
        let data = unsafe { layout::continuation_data(self.isolate) };
        // SAFETY: as above.
        let undefined = unsafe { layout::root(self.isolate, Root::Undefined) };
        // SAFETY: a root's slot is always readable.
        data != unsafe { undefined.read() }
    }
}

/// The microtask queue of the current context, which is the isolate's own unless a program made
/// another one for it.
fn microtasks(scope: &mut v8::PinScope<'_, '_>) -> NonNull<MicrotaskQueue> {
    let context = scope.get_current_context();
    // SAFETY: a live handle.
    let queue = unsafe { raw::v8__Context__GetMicrotaskQueue(&*context) };
    NonNull::new(queue).expect("every context has a microtask queue")
}

/// A new handle in the current scope that holds `word`.
///
/// # Safety
/// `isolate` is a live isolate, entered on this thread, with an open handle scope.
#[inline(always)]
pub(crate) unsafe fn push_handle(isolate: NonNull<RawIsolate>, word: Tagged) -> NonNull<Tagged> {
    // SAFETY: the caller's promise.
    let data = unsafe { layout::handle_scope_data(isolate) };
    // SAFETY: the data lies inside the isolate; nobody else touches it now.
    let data = unsafe { &mut *data };
    let slot = data.next;
    if slot == data.limit {
        return push_handle_slow(isolate, word);
    }
    data.next = slot.wrapping_add(1);
    // SAFETY: V8 owns the slots from `next` up to `limit`.
    unsafe { slot.write(word) };
    // SAFETY: a slot's address is not null.
    unsafe { NonNull::new_unchecked(slot) }
}

/// The block of handles is full: V8 makes a new one. The word stays visible to the
/// collector meanwhile only because `v8__Local__New` does not collect.
#[cold]
fn push_handle_slow(isolate: NonNull<RawIsolate>, word: Tagged) -> NonNull<Tagged> {
    let holder = word;
    let source: *const Tagged = &raw const holder;
    // SAFETY: a handle is the address of a word; V8 copies it before anything else.
    let slot = unsafe { raw::v8__Local__New(isolate.as_ptr(), source.cast()) };
    NonNull::new(slot.cast_mut().cast()).expect("V8 makes a handle or ends the process")
}
