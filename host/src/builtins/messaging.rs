//! Structured cloning over V8's serializer: `structuredClone`, and messages that
//! can travel to another thread.
//!
//! A [`Message`] is bytes plus the memory of transferred and shared buffers, plus
//! transferred ports. Deliberately absent: what JavaScript decides (which objects
//! may be transferred, `DOMException`s; `internal/structured_clone`), and what a
//! port is (`worker`).

use std::cell::RefCell;
use std::rc::Rc;

use v8::{ValueDeserializerHelper, ValueSerializerHelper};

use super::support::{method, string, throw_type_error};
use super::worker::port::{self, PortHalf};
use crate::runtime::Runtime;

type Backing = v8::SharedRef<v8::BackingStore>;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "structuredClone", structured_clone);
}

/// A value outside of any isolate.
pub(crate) struct Message {
    bytes: Vec<u8>,
    transferred: Vec<Backing>,
    shared: Vec<Backing>,
    ports: Vec<PortHalf>,
}

/// What the serializer asks while it writes.
struct Writer {
    /// Makes the error to throw from its message.
    make_error: v8::Global<v8::Function>,
    shared: Rc<RefCell<Vec<Backing>>>,
    /// The ports that go along, in the order of the transfer list.
    ports: Vec<v8::Global<v8::Object>>,
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
        port::exist(isolate)
    }

    fn is_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Option<bool> {
        Some(port::is_port(scope, object))
    }

    /// A port is written as its place in the transfer list. Other objects with
    /// native state: nothing here can copy that.
    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        writer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        if port::is_port(scope, object) {
            let place = self.ports.iter().position(|port| *port == object);
            let Some(place) = place.and_then(|place| u32::try_from(place).ok()) else {
                port::throw_not_listed(scope);
                return None;
            };
            writer.write_uint32(place);
            return Some(true);
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
        let mut shared = self.shared.borrow_mut();
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
        scope: &mut v8::PinScope<'_, '_>,
        _: v8::Local<'_, v8::WasmModuleObject>,
    ) -> Option<u32> {
        let message = super::support::string(scope, "#<Module> could not be cloned.");
        self.refuse(scope, message);
        None
    }
}

/// What the deserializer asks while it reads.
struct Reader {
    shared: Vec<Backing>,
    ports: Vec<v8::Global<v8::Object>>,
}

impl v8::ValueDeserializerImpl for Reader {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        reader: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut place = 0;
        if !reader.read_uint32(&mut place) {
            return None;
        }
        let port = self.ports.get(usize::try_from(place).ok()?)?;
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
}

impl Message {
    /// Serializes `value`; `transfer` holds ArrayBuffers, which are detached on
    /// success, and `ports` what goes along with them. `None` when an exception was
    /// thrown; then nothing was detached.
    pub(crate) fn write(
        scope: &mut v8::PinScope<'_, '_>,
        value: v8::Local<'_, v8::Value>,
        transfer: &[v8::Local<'_, v8::ArrayBuffer>],
        ports: &[v8::Local<'_, v8::Object>],
        make_error: v8::Local<'_, v8::Function>,
    ) -> Option<Self> {
        let shared = Rc::default();
        let writer = Writer {
            make_error: v8::Global::new(scope, make_error),
            shared: Rc::clone(&shared),
            ports: ports
                .iter()
                .map(|port| v8::Global::new(scope, *port))
                .collect(),
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
        let ports = ports
            .iter()
            .filter_map(|port| port::detach(scope, *port))
            .collect();
        Some(Self {
            bytes,
            transferred,
            shared: shared.take(),
            ports,
        })
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

/// The ArrayBuffers of a JavaScript array.
pub(crate) fn array_buffers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    list: v8::Local<'_, v8::Value>,
) -> Vec<v8::Local<'s, v8::ArrayBuffer>> {
    let Ok(list) = v8::Local::<v8::Array>::try_from(list) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get_index(scope, index))
        .filter_map(|item| v8::Local::<v8::ArrayBuffer>::try_from(item).ok())
        .collect()
}

/// `structuredClone(value, arrayBuffers, makeError)`.
fn structured_clone(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    let Ok(make_error) = v8::Local::<v8::Function>::try_from(args.get(2)) else {
        throw_type_error(
            scope,
            "structuredClone needs a function that makes its errors",
        );
        return;
    };
    let transfer = array_buffers(scope, args.get(1));
    let Some(message) = Message::write(scope, args.get(0), &transfer, &[], make_error) else {
        return;
    };
    if let Some(copy) = message.read(scope) {
        rv.set(copy);
    }
}
