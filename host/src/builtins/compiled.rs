//! What the built-in modules compile to, carried from one isolate to another while a
//! startup snapshot is made: the first runs a program, and whatever it called is compiled
//! in the second, so that nothing of it is left to compile when a program starts.
//!
//! Off in every other process. The list is of the thread, since an isolate is.

use std::cell::RefCell;
use std::collections::HashMap;

/// Bytes that V8 makes from compiled functions, per module.
pub(crate) type Caches = HashMap<&'static str, Vec<u8>>;

enum Mode {
    Off,
    /// The functions of the modules compiled so far.
    Record(Vec<(&'static str, v8::Global<v8::Function>)>),
    /// Compiled functions from elsewhere.
    Use(Caches),
}

thread_local! {
    static MODE: RefCell<Mode> = const { RefCell::new(Mode::Off) };
}

/// From now on this thread remembers what it compiles.
pub(crate) fn record() {
    MODE.set(Mode::Record(Vec::new()));
}

/// What the modules remembered since [`record`] have compiled to by now.
pub(crate) fn recorded(scope: &mut v8::PinScope<'_, '_>) -> Caches {
    let Mode::Record(functions) = MODE.replace(Mode::Off) else {
        return Caches::new();
    };
    let mut caches = Caches::new();
    for (id, function) in functions {
        let function = v8::Local::new(scope, function);
        if let Some(cache) = function.create_code_cache() {
            caches.insert(id, cache.to_vec());
        }
    }
    caches
}

/// From now on this thread takes compiled functions from `caches`.
pub(crate) fn take_from(caches: Caches) {
    MODE.set(Mode::Use(caches));
}

/// A module was compiled.
pub(super) fn note(
    scope: &v8::PinScope<'_, '_>,
    id: &'static str,
    function: v8::Local<'_, v8::Function>,
) {
    MODE.with_borrow_mut(|mode| {
        if let Mode::Record(functions) = mode {
            functions.push((id, v8::Global::new(scope, function)));
        }
    });
}

/// The compiled functions of a module, if there are some to take.
pub(super) fn cache_of(id: &str) -> Option<Vec<u8>> {
    MODE.with_borrow_mut(|mode| match mode {
        Mode::Use(caches) => caches.remove(id),
        _ => None,
    })
}
