//! Objects of JavaScript that a message carries by more than their properties: a
//! private mark on them or their prototype says that they can be cloned or transferred, and two functions of
//! `internal/worker/transferable` take them apart and put them together.
//!
//! Deliberately absent: which classes these are, and what they consist of.

use std::cell::OnceCell;
use std::rc::Rc;

/// The object may be cloned.
const CLONEABLE: i32 = 1;
/// The object may be in a transfer list.
const TRANSFERABLE: i32 = 2;

/// The object stands for native state, and is cloned as that.
pub(super) const NATIVE: i32 = 4;

/// How far up from an object the mark of its class is looked for.
const PROTOTYPES: usize = 4;

/// How this isolate takes such objects apart.
struct Objects {
    mode: v8::Global<v8::Private>,
    /// `(object, transferred) -> [what reads it, data]`, and `(these) -> object`.
    hooks: OnceCell<[v8::Global<v8::Function>; 2]>,
}

/// What becomes of an object in a message.
pub(super) enum Fate {
    /// Taken apart as `[what reads it, data]`.
    Written,
    /// It cannot be copied, and is not in the transfer list.
    NotListed,
    /// It can be neither copied nor transferred.
    Refused,
}

/// Remembers the functions that take objects apart and put them together.
pub(super) fn set_up(
    scope: &mut v8::PinScope<'_, '_>,
    functions: [v8::Local<'_, v8::Function>; 2],
) {
    let functions = functions.map(|function| v8::Global::new(scope, function));
    let _ = objects(scope).hooks.set(functions);
}

/// Whether any object of this isolate can be marked.
pub(super) fn exist(isolate: &v8::Isolate) -> bool {
    isolate.get_slot::<Rc<Objects>>().is_some()
}

fn objects(scope: &mut v8::PinScope<'_, '_>) -> Rc<Objects> {
    if let Some(objects) = scope.get_slot::<Rc<Objects>>() {
        return Rc::clone(objects);
    }
    let mode = v8::Private::new(scope, None);
    let objects = Rc::new(Objects {
        mode: v8::Global::new(scope, mode),
        hooks: OnceCell::new(),
    });
    scope.set_slot(Rc::clone(&objects));
    objects
}

/// One of the two functions. `None` when an exception was thrown.
fn hook<'s>(scope: &mut v8::PinScope<'s, '_>, index: usize) -> Option<v8::Local<'s, v8::Function>> {
    let objects = objects(scope);
    if objects.hooks.get().is_none() {
        // The module that knows such objects has not been needed here until now.
        crate::runtime::Runtime::from_scope(scope)
            .require_builtin(scope, "internal/worker/transferable")?;
    }
    let hook = objects.hooks.get()?.get(index)?;
    Some(v8::Local::new(scope, hook))
}

/// Marks `object`, or, as a prototype, the objects of a class: the sum of what may be
/// done with it.
pub(super) fn mark(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    mode: v8::Local<'_, v8::Value>,
) {
    let objects = objects(scope);
    let key = v8::Local::new(scope, &objects.mode);
    object.set_private(scope, key, mode);
}

/// The mark of `object`; `None` for an ordinary one.
pub(super) fn mode_of(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
) -> Option<i32> {
    if !exist(scope) {
        return None;
    }
    let objects = objects(scope);
    let key = v8::Local::new(scope, &objects.mode);
    let mut object = v8::Local::new(scope, object);
    for _ in 0..PROTOTYPES {
        let mode = object.get_private(scope, key)?;
        if !mode.is_undefined() {
            return mode.int32_value(scope);
        }
        // What a proxy answers is nobody's class.
        if object.is_proxy() {
            return None;
        }
        object = v8::Local::try_from(object.get_prototype(scope)?).ok()?;
    }
    None
}

/// Whether `object` may be in a transfer list.
pub(super) fn is_transferable(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
) -> bool {
    mode_of(scope, object).is_some_and(|mode| mode & TRANSFERABLE != 0)
}

/// Takes `object` apart. `None` when an exception was thrown.
pub(super) fn take_apart<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'_, v8::Object>,
    is_listed: bool,
) -> Option<(Fate, v8::Local<'s, v8::Value>)> {
    let undefined = v8::undefined(scope).into();
    let mode = mode_of(scope, object).unwrap_or(0);
    let transfers = is_listed && mode & TRANSFERABLE != 0;
    if !transfers && mode & CLONEABLE == 0 {
        let fate = if mode & TRANSFERABLE == 0 {
            Fate::Refused
        } else {
            Fate::NotListed
        };
        return Some((fate, undefined));
    }
    let write = hook(scope, 0)?;
    let transfers = v8::Boolean::new(scope, transfers).into();
    let parts = write.call(scope, undefined, &[object.into(), transfers])?;
    Some((Fate::Written, parts))
}

/// Puts an object together again, from what [`take_apart`] gave. `None` when an
/// exception was thrown.
pub(super) fn put_together<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    parts: v8::Local<'_, v8::Value>,
) -> Option<v8::Local<'s, v8::Object>> {
    let read = hook(scope, 1)?;
    let receiver = v8::undefined(scope).into();
    let object = read.call(scope, receiver, &[parts])?;
    v8::Local::try_from(object).ok()
}
