//! Structured cloning over V8's serializer: `structuredClone`, and messages that
//! can travel to another thread.
//!
//! A [`Message`] is bytes plus the memory of transferred and shared buffers, plus
//! transferred ports, compiled WebAssembly modules and histograms. Deliberately absent: what
//! JavaScript decides (`internal/structured_clone`, `internal/worker/transferable`),
//! and what a port is (`worker`).

mod objects;
mod read;
mod write;

use super::histogram::SharedHistogram;
use super::support::{Args, Return, method, throw_type_error};
use super::worker::channel::PortHalf;

type Backing = v8::SharedRef<v8::BackingStore>;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "structuredClone", structured_clone);
    method(scope, target, "setUpObjects", set_up_objects);
    method(scope, target, "markObject", mark_object);
    method(scope, target, "isTransferable", is_transferable);
}

/// A value outside of any isolate.
pub(crate) struct Message {
    bytes: Vec<u8>,
    transferred: Vec<Backing>,
    shared: Vec<Backing>,
    ports: Vec<PortHalf>,
    modules: Vec<v8::CompiledWasmModule>,
    histograms: Vec<SharedHistogram>,
}

/// What is written in front of a host object.
const PORT: u32 = 0;
const OBJECT: u32 = 1;
/// `process.env`, as the ordinary object that follows.
const ENVIRONMENT: u32 = 2;
/// What stands for a histogram.
const HISTOGRAM: u32 = 3;

impl Message {
    /// The same message once more; `None` for one that has transferred something.
    pub(crate) fn copy(&self) -> Option<Self> {
        let is_plain =
            self.transferred.is_empty() && self.ports.is_empty() && self.modules.is_empty();
        is_plain.then(|| Self {
            bytes: self.bytes.clone(),
            transferred: Vec::new(),
            shared: self.shared.clone(),
            ports: Vec::new(),
            modules: Vec::new(),
            histograms: self.histograms.clone(),
        })
    }

    /// Whether a port that `is_it` goes along.
    pub(crate) fn carries_port(&self, is_it: impl Fn(&PortHalf) -> bool) -> bool {
        self.ports.iter().any(is_it)
    }
}

/// `structuredClone(value, transferList, makeError)`.
fn structured_clone(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(make_error) = v8::Local::<v8::Function>::try_from(args.get(2)) else {
        throw_type_error(
            scope,
            "structuredClone needs a function that makes its errors",
        );
        return;
    };
    let Some(message) = Message::write(scope, args.get(0), args.get(1), make_error) else {
        return;
    };
    if let Some(copy) = message.read(scope) {
        rv.set(copy);
    }
}

/// `setUpObjects(write(object, transferred), read(parts))`.
fn set_up_objects(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let functions = [0, 1].map(|index| v8::Local::<v8::Function>::try_from(args.get(index)));
    if let [Ok(write), Ok(read)] = functions {
        objects::set_up(scope, [write, read]);
    }
}

/// `markObject(object, mode)`: 0 neither, 1 may be cloned, 2 transferred, 3 both.
fn mark_object(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Ok(object) = v8::Local::<v8::Object>::try_from(args.get(0)) {
        objects::mark(scope, object, args.get(1));
    }
}

/// Marks an object that stands for native state, which a message carries (`write`).
pub(super) fn mark_native(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) {
    let mode = v8::Integer::new(scope, objects::NATIVE).into();
    objects::mark(scope, object, mode);
}

/// `isTransferable(value)`: an object that was marked so.
fn is_transferable(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let object = v8::Local::<v8::Object>::try_from(args.get(0));
    rv.set_bool(object.is_ok_and(|object| objects::is_transferable(scope, object)));
}
