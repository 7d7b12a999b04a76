//! Listeners to the collections of garbage of an isolate. V8 has callbacks only while there is one.

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

/// Hears of each collection from within it: JavaScript cannot run, and nothing may be allocated in V8's heap.
pub(crate) trait Listener {
    /// A collection is about to begin.
    fn begins(&self, isolate: &mut v8::Isolate);

    /// The collection is over.
    fn ends(&self, isolate: &mut v8::Isolate, kind: v8::GCType, flags: v8::GCCallbackFlags);
}

/// The listeners of an isolate, in its slot of this type from the first one on.
#[derive(Default)]
struct Listeners(RefCell<Vec<Rc<dyn Listener>>>);

impl Listeners {
    fn of(isolate: &mut v8::Isolate) -> Rc<Self> {
        if let Some(listeners) = isolate.get_slot::<Rc<Self>>() {
            return Rc::clone(listeners);
        }
        let listeners = Rc::new(Self::default());
        isolate.set_slot(Rc::clone(&listeners));
        listeners
    }

    /// What V8 hands back to the callbacks.
    fn data(self: &Rc<Self>) -> *mut c_void {
        Rc::as_ptr(self).cast_mut().cast()
    }
}

/// Tells `listener` of collections, until [`ignore`] is called with it.
pub(crate) fn listen(isolate: &mut v8::Isolate, listener: Rc<dyn Listener>) {
    let listeners = Listeners::of(isolate);
    let was_empty = listeners.0.borrow().is_empty();
    listeners.0.borrow_mut().push(listener);
    if was_empty {
        let data = listeners.data();
        isolate.add_gc_prologue_callback(begins, data, v8::GCType::kGCTypeAll);
        isolate.add_gc_epilogue_callback(ends, data, v8::GCType::kGCTypeAll);
    }
}

/// Tells `listener` of no more collections.
pub(crate) fn ignore(isolate: &mut v8::Isolate, listener: &Rc<impl Listener>) {
    let listeners = Listeners::of(isolate);
    let is_it = |each: &Rc<dyn Listener>| std::ptr::addr_eq(Rc::as_ptr(each), Rc::as_ptr(listener));
    listeners.0.borrow_mut().retain(|each| !is_it(each));
    if listeners.0.borrow().is_empty() {
        let data = listeners.data();
        isolate.remove_gc_prologue_callback(begins, data);
        isolate.remove_gc_epilogue_callback(ends, data);
    }
}

/// # Safety
/// For V8, with the isolate's [`Listeners`].
unsafe extern "C" fn begins(
    mut isolate: v8::UnsafeRawIsolatePtr,
    _: v8::GCType,
    _: v8::GCCallbackFlags,
    data: *mut c_void,
) {
    // SAFETY: the slot of the isolate keeps it alive.
    let listeners = unsafe { &*data.cast::<Listeners>() };
    // SAFETY: V8 passes the isolate that it calls for, on its thread.
    let isolate = unsafe { v8::Isolate::ref_from_raw_isolate_ptr_mut(&mut isolate) };
    for listener in listeners.0.borrow().iter() {
        listener.begins(isolate);
    }
}

/// # Safety
/// As [`begins`].
unsafe extern "C" fn ends(
    mut isolate: v8::UnsafeRawIsolatePtr,
    kind: v8::GCType,
    flags: v8::GCCallbackFlags,
    data: *mut c_void,
) {
    // SAFETY: the slot of the isolate keeps it alive.
    let listeners = unsafe { &*data.cast::<Listeners>() };
    // SAFETY: V8 passes the isolate that it calls for, on its thread.
    let isolate = unsafe { v8::Isolate::ref_from_raw_isolate_ptr_mut(&mut isolate) };
    for listener in listeners.0.borrow().iter() {
        listener.ends(isolate, kind, flags);
    }
}
