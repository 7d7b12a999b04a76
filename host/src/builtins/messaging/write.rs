//! Writing a message: what V8's serializer asks, and what leaves this isolate with it.

use std::cell::RefCell;
use std::rc::Rc;

use v8::ValueSerializerHelper;

use super::{Backing, ENVIRONMENT, HISTOGRAM, Message, OBJECT, PORT, objects};
use crate::builtins::histogram::{self, SharedHistogram};
use crate::builtins::process::plain_copy;
use crate::builtins::support::string;
use crate::builtins::worker::port;
use crate::runtime::Runtime;

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
        if let Some(copy) = plain_copy(scope, object) {
            writer.write_uint32(ENVIRONMENT);
            let context = scope.get_current_context();
            return writer.write_value(context, copy.into());
        }
        let message = string(scope, "Cannot clone object of unsupported type.");
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
}
