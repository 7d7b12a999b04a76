//! Structured cloning over V8's serializer: `structuredClone`, and messages that
//! can travel to another thread.
//!
//! A [`Message`] is bytes plus the memory of transferred and shared buffers, plus
//! transferred ports, compiled WebAssembly modules and histograms. Deliberately absent: what
//! JavaScript decides (`internal/structured_clone`, `internal/worker/transferable`),
//! and what a port is (`worker`).

mod objects;

use std::cell::RefCell;
use std::rc::Rc;

use v8::{ValueDeserializerHelper, ValueSerializerHelper};

use super::histogram::{self, SharedHistogram};
use super::support::{Args, Return, method, string, throw_type_error};
use super::worker::port::{self, PortHalf};
use crate::runtime::Runtime;

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

/// Memory and code that a message shares with whoever wrote it.
#[derive(Default)]
struct Shared {
    buffers: RefCell<Vec<Backing>>,
    modules: RefCell<Vec<v8::CompiledWasmModule>>,
    histograms: RefCell<Vec<SharedHistogram>>,
}

/// What the serializer asks while it writes.
struct Writer {
    /// Makes the error to throw from its message.
    make_error: v8::Global<v8::Function>,
    shared: Rc<Shared>,
    /// The ports that go along, in the order of the transfer list.
    ports: Vec<v8::Global<v8::Object>>,
    /// The other objects of the transfer list.
    objects: Vec<v8::Global<v8::Object>>,
}

impl Writer {
    fn refuse(&self, scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::String>) {
        v8::allow_javascript_execution_scope!(let scope, scope);
        let make_error = v8::Local::new(scope, &self.make_error);
        let receiver = v8::undefined(scope).into();
        if let Some(error) = make_error.call(scope, receiver, &[message.into()]) {
            scope.throw_exception(error);
        }
    }

    /// Writes a marked object as what its class makes of it.
    fn write_parts(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
        writer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        v8::allow_javascript_execution_scope!(let scope, scope);
        let is_listed = self.objects.iter().any(|listed| *listed == object);
        let (fate, parts) = objects::take_apart(scope, object, is_listed)?;
        match fate {
            objects::Fate::Written => {
                writer.write_uint32(OBJECT);
                let context = scope.get_current_context();
                writer.write_value(context, parts)
            }
            objects::Fate::NotListed => {
                let text = "Object that needs transfer was found in message but not listed \
                            in transferList";
                let message = string(scope, text);
                self.refuse(scope, message);
                None
            }
            objects::Fate::Refused => {
                let message = string(scope, "Cannot clone object of unsupported type.");
                self.refuse(scope, message);
                None
            }
        }
    }
}

impl v8::ValueSerializerImpl for Writer {
    fn throw_data_clone_error<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) {
        self.refuse(scope, message);
    }

    fn has_custom_host_object(&self, isolate: &v8::Isolate) -> bool {
        port::exist(isolate) || objects::exist(isolate)
    }

    fn is_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Option<bool> {
        Some(port::is_port(scope, object) || objects::mode_of(scope, object).is_some())
    }

    /// A port is written as its place in the transfer list, a marked object as its
    /// parts. Other objects with native state: nothing here can copy that.
    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        writer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        if port::is_port(scope, object) {
            let place = self.ports.iter().position(|port| *port == object);
            let Some(place) = place.and_then(|place| u32::try_from(place).ok()) else {
                port::throw_not_listed(scope, object);
                return None;
            };
            writer.write_uint32(PORT);
            writer.write_uint32(place);
            return Some(true);
        }
        let mode = objects::mode_of(scope, object);
        if mode == Some(objects::NATIVE)
            && let Some(histogram) = histogram::shared_of(scope, object.into())
        {
            let mut histograms = self.shared.histograms.borrow_mut();
            writer.write_uint32(HISTOGRAM);
            writer.write_uint32(u32::try_from(histograms.len()).ok()?);
            histograms.push(histogram);
            return Some(true);
        }
        if mode.is_some() {
            return self.write_parts(scope, object, writer);
        }
        if let Some(copy) = super::process::plain_copy(scope, object) {
            writer.write_uint32(ENVIRONMENT);
            let context = scope.get_current_context();
            return writer.write_value(context, copy.into());
        }
        let message = super::support::string(scope, "Cannot clone object of unsupported type.");
        self.refuse(scope, message);
        None
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        _: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        let mut shared = self.shared.buffers.borrow_mut();
        let store = buffer.get_backing_store();
        let known = shared.iter().position(|each| each.data() == store.data());
        let index = known.unwrap_or_else(|| {
            shared.push(store);
            shared.len() - 1
        });
        u32::try_from(index).ok()
    }

    fn get_wasm_module_transfer_id(
        &self,
        _: &mut v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::WasmModuleObject>,
    ) -> Option<u32> {
        let mut modules = self.shared.modules.borrow_mut();
        modules.push(module.get_compiled_module());
        u32::try_from(modules.len() - 1).ok()
    }
}

/// What the deserializer asks while it reads.
struct Reader {
    shared: Vec<Backing>,
    ports: Vec<v8::Global<v8::Object>>,
    modules: Vec<v8::CompiledWasmModule>,
    histograms: Vec<SharedHistogram>,
}

impl v8::ValueDeserializerImpl for Reader {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        reader: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut kind = 0;
        if !reader.read_uint32(&mut kind) {
            return None;
        }
        if kind == OBJECT {
            v8::allow_javascript_execution_scope!(let scope, scope);
            let context = scope.get_current_context();
            let parts = reader.read_value(context)?;
            let object = objects::put_together(scope, parts)?;
            return Some(object);
        }
        if kind == ENVIRONMENT {
            let context = scope.get_current_context();
            return v8::Local::try_from(reader.read_value(context)?).ok();
        }
        let mut place = 0;
        if !reader.read_uint32(&mut place) {
            return None;
        }
        let place = usize::try_from(place).ok()?;
        if kind == HISTOGRAM {
            let histogram = self.histograms.get(place)?.clone();
            return histogram::wrap_shared(scope, histogram);
        }
        let port = self.ports.get(place)?;
        Some(v8::Local::new(scope, port))
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        let store = self.shared.get(usize::try_from(id).ok()?)?;
        Some(v8::SharedArrayBuffer::with_backing_store(scope, store))
    }

    fn get_wasm_module_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::WasmModuleObject>> {
        let module = self.modules.get(usize::try_from(id).ok()?)?;
        v8::WasmModuleObject::from_compiled_module(scope, module)
    }
}

/// A transfer list: ArrayBuffers, ports, and objects of JavaScript.
struct TransferList<'s> {
    buffers: Vec<v8::Local<'s, v8::ArrayBuffer>>,
    ports: Vec<v8::Local<'s, v8::Object>>,
    objects: Vec<v8::Local<'s, v8::Object>>,
}

impl<'s> TransferList<'s> {
    /// From a JavaScript array, whose items were checked.
    fn read(scope: &mut v8::PinScope<'s, '_>, list: v8::Local<'_, v8::Value>) -> Self {
        let mut found = Self {
            buffers: Vec::new(),
            ports: Vec::new(),
            objects: Vec::new(),
        };
        let Ok(list) = v8::Local::<v8::Array>::try_from(list) else {
            return found;
        };
        for index in 0..list.length() {
            let Some(item) = list.get_index(scope, index) else {
                continue;
            };
            if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(item) {
                found.buffers.push(buffer);
            } else if let Ok(object) = v8::Local::<v8::Object>::try_from(item) {
                if port::is_port(scope, object) {
                    found.ports.push(object);
                } else {
                    found.objects.push(object);
                }
            }
        }
        found
    }
}

fn globals(
    scope: &v8::PinScope<'_, '_>,
    objects: &[v8::Local<'_, v8::Object>],
) -> Vec<v8::Global<v8::Object>> {
    objects
        .iter()
        .map(|object| v8::Global::new(scope, *object))
        .collect()
}

impl Message {
    /// Serializes `value`; `list` is an array of what is transferred, and leaves this
    /// isolate on success. `None` when an exception was thrown; then nothing has left.
    pub(crate) fn write(
        scope: &mut v8::PinScope<'_, '_>,
        value: v8::Local<'_, v8::Value>,
        list: v8::Local<'_, v8::Value>,
        make_error: v8::Local<'_, v8::Function>,
    ) -> Option<Self> {
        let shared = Rc::<Shared>::default();
        let list = TransferList::read(scope, list);
        let transfer = &list.buffers;
        let writer = Writer {
            make_error: v8::Global::new(scope, make_error),
            shared: Rc::clone(&shared),
            ports: globals(scope, &list.ports),
            objects: globals(scope, &list.objects),
        };
        let runtime = Runtime::from_scope(scope);
        if transfer
            .iter()
            .any(|buffer| runtime.is_external_memory(*buffer))
        {
            let message = string(scope, "Cannot transfer object of unsupported type.");
            writer.refuse(scope, message);
            return None;
        }
        let serializer = v8::ValueSerializer::new(scope, Box::new(writer));
        serializer.write_header();
        for (id, buffer) in (0..).zip(transfer) {
            serializer.transfer_array_buffer(id, *buffer);
        }
        let context = scope.get_current_context();
        if serializer.write_value(context, value) != Some(true) {
            return None;
        }
        let bytes = serializer.release();
        drop(serializer);
        let transferred = transfer
            .iter()
            .map(|buffer| {
                let store = buffer.get_backing_store();
                buffer.detach(None);
                store
            })
            .collect();
        let ports = list
            .ports
            .iter()
            .filter_map(|port| port::detach(scope, *port))
            .collect();
        Some(Self {
            bytes,
            transferred,
            shared: shared.buffers.take(),
            ports,
            modules: shared.modules.take(),
            histograms: shared.histograms.take(),
        })
    }

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

    /// The value, in the current context; `None` when an exception was thrown.
    pub(crate) fn read<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Value>> {
        let mut ports = Vec::with_capacity(self.ports.len());
        for half in self.ports {
            let port = port::adopt(scope, half)?;
            ports.push(v8::Global::new(scope, port));
        }
        let reader = Reader {
            shared: self.shared,
            ports,
            modules: self.modules,
            histograms: self.histograms,
        };
        let deserializer = v8::ValueDeserializer::new(scope, Box::new(reader), &self.bytes);
        for (id, store) in (0..).zip(&self.transferred) {
            let buffer = v8::ArrayBuffer::with_backing_store(scope, store);
            deserializer.transfer_array_buffer(id, buffer);
        }
        let context = scope.get_current_context();
        if deserializer.read_header(context) != Some(true) {
            return None;
        }
        deserializer.read_value(context)
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

/// Marks an object that stands for native state, which a message carries ([`Writer::write_host_object`]).
pub(super) fn mark_native(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) {
    let mode = v8::Integer::new(scope, objects::NATIVE).into();
    objects::mark(scope, object, mode);
}

/// `isTransferable(value)`: an object that was marked so.
fn is_transferable(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let object = v8::Local::<v8::Object>::try_from(args.get(0));
    rv.set_bool(object.is_ok_and(|object| objects::is_transferable(scope, object)));
}
