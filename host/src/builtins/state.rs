//! Rust values behind JavaScript objects: a digest in progress, a compressor. The
//! object owns the value; it is dropped when the object is collected, or with the
//! isolate.
//!
//! Deliberately absent: raw pointers. An object holds a number, and the table of
//! the isolate holds the value.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// A value and what tells that its object is gone.
struct Entry {
    value: Rc<dyn Any>,
    _weak: v8::Weak<v8::Object>,
}

/// The values of one isolate.
#[derive(Default)]
struct States {
    next: Cell<u32>,
    live: RefCell<HashMap<u32, Entry>>,
    template: OnceCell<v8::Global<v8::ObjectTemplate>>,
}

fn states(scope: &mut v8::PinScope<'_, '_>) -> Rc<States> {
    if let Some(states) = scope.get_slot::<Rc<States>>() {
        return Rc::clone(states);
    }
    let states = Rc::new(States::default());
    scope.set_slot(Rc::clone(&states));
    states
}

impl States {
    fn template<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::ObjectTemplate> {
        if let Some(template) = self.template.get() {
            return v8::Local::new(scope, template);
        }
        let template = v8::ObjectTemplate::new(scope);
        template.set_internal_field_count(1);
        let _ = self.template.set(v8::Global::new(scope, template));
        template
    }

    fn free_key(&self) -> u32 {
        let live = self.live.borrow();
        let mut key = self.next.get();
        while live.contains_key(&key) {
            key = key.wrapping_add(1);
        }
        self.next.set(key.wrapping_add(1));
        key
    }
}

/// A new object that owns `value`. `None` when an exception is pending.
pub(crate) fn wrap<'s, T: 'static>(
    scope: &mut v8::PinScope<'s, '_>,
    value: T,
) -> Option<v8::Local<'s, v8::Object>> {
    let states = states(scope);
    let object = states.template(scope).new_instance(scope)?;
    let key = states.free_key();
    let number = v8::Integer::new_from_unsigned(scope, key);
    object.set_internal_field(0, number.into());
    let table = Rc::downgrade(&states);
    let weak = v8::Weak::with_guaranteed_finalizer(
        scope,
        object,
        Box::new(move || {
            if let Some(states) = table.upgrade() {
                let entry = states.live.borrow_mut().remove(&key);
                drop(entry);
            }
        }),
    );
    let entry = Entry {
        value: Rc::new(RefCell::new(value)),
        _weak: weak,
    };
    states.live.borrow_mut().insert(key, entry);
    Some(object)
}

/// The value that `object` owns; `None` if it owns none of this type.
pub(crate) fn get<T: 'static>(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Value>,
) -> Option<Rc<RefCell<T>>> {
    let object = v8::Local::<v8::Object>::try_from(object).ok()?;
    let field = object.get_internal_field(scope, 0)?;
    let number = v8::Local::<v8::Value>::try_from(field).ok()?;
    let key = number.uint32_value(scope)?;
    let states = states(scope);
    let value = Rc::clone(&states.live.borrow().get(&key)?.value);
    value.downcast().ok()
}
