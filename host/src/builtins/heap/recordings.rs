//! What each collection of garbage took, and the sizes of the heap before and after it, for `v8.GCProfiler`.
//! Several recordings may run at a time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use super::{Args, Return, Sizes, SpaceSizes, numbers, space_objects};
use crate::builtins::support::{constant, method, number_constant};
use crate::runtime::gc;

/// The heap at one moment.
#[derive(Clone)]
struct Moment {
    heap: Sizes,
    spaces: Vec<SpaceSizes>,
}

impl Moment {
    fn of(isolate: &mut v8::Isolate) -> Self {
        Self {
            heap: super::heap_sizes(isolate),
            spaces: super::space_sizes(isolate),
        }
    }
}

/// One collection.
#[derive(Clone)]
struct Collection {
    kind: v8::GCType,
    /// In microseconds.
    cost: f64,
    before: Rc<Moment>,
    after: Rc<Moment>,
}

/// This isolate's recordings.
#[derive(Default)]
struct Recordings {
    began: RefCell<Option<(Instant, Moment)>>,
    running: RefCell<Vec<(u32, Vec<Collection>)>>,
    last: Cell<u32>,
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    scope.set_slot(Rc::new(Recordings::default()));
    method(scope, target, "startRecording", start);
    method(scope, target, "stopRecording", stop);
}

fn recordings(scope: &v8::PinScope<'_, '_>) -> Rc<Recordings> {
    let recordings = scope.get_slot::<Rc<Recordings>>();
    Rc::clone(recordings.expect("set when the binding was made"))
}

/// `startRecording()`: its number.
fn start(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let recordings = recordings(scope);
    let id = recordings.last.get().wrapping_add(1);
    recordings.last.set(id);
    let is_first = {
        let mut running = recordings.running.borrow_mut();
        running.push((id, Vec::new()));
        running.len() == 1
    };
    if is_first {
        gc::listen(scope, recordings);
    }
    rv.set_uint32(id);
}

/// `stopRecording(number)`: an array of `{ kind, cost, before, after }`, the latter two `{ heap, spaces }`; undefined
/// when there is no such recording.
fn stop(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let id = args.get(0).uint32_value(scope);
    let recordings = recordings(scope);
    let (stopped, is_last) = {
        let mut running = recordings.running.borrow_mut();
        let Some(at) = running.iter().position(|(each, _)| Some(*each) == id) else {
            return;
        };
        (running.swap_remove(at).1, running.is_empty())
    };
    if is_last {
        gc::ignore(scope, &recordings);
    }
    let mut list = Vec::with_capacity(stopped.len());
    for collection in &stopped {
        list.push(collection_object(scope, collection).into());
    }
    rv.set(v8::Array::new_with_elements(scope, &list).into());
}

fn collection_object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    collection: &Collection,
) -> v8::Local<'s, v8::Object> {
    let object = v8::Object::new(scope);
    number_constant(scope, object, "kind", f64::from(collection.kind.0));
    number_constant(scope, object, "cost", collection.cost);
    for (name, moment) in [("before", &collection.before), ("after", &collection.after)] {
        let part = v8::Object::new(scope);
        let heap = numbers(scope, &moment.heap);
        constant(scope, part, "heap", heap.into());
        let spaces = space_objects(scope, &moment.spaces);
        constant(scope, part, "spaces", spaces.into());
        constant(scope, object, name, part.into());
    }
    object
}

impl gc::Listener for Recordings {
    fn begins(&self, isolate: &mut v8::Isolate) {
        self.began
            .replace(Some((Instant::now(), Moment::of(isolate))));
    }

    fn ends(&self, isolate: &mut v8::Isolate, kind: v8::GCType, _: v8::GCCallbackFlags) {
        // One that had begun before the recording did is not in it.
        let Some((began, before)) = self.began.take() else {
            return;
        };
        let collection = Collection {
            kind,
            cost: began.elapsed().as_secs_f64() * 1e6,
            before: Rc::new(before),
            after: Rc::new(Moment::of(isolate)),
        };
        for (_, collections) in self.running.borrow_mut().iter_mut() {
            collections.push(collection.clone());
        }
    }
}
