//! Reading a message: what V8's deserializer asks, and what arrives in this isolate with it.

use v8::ValueDeserializerHelper;

use super::{Backing, ENVIRONMENT, HISTOGRAM, Message, OBJECT, objects};
use crate::builtins::histogram::{self, SharedHistogram};
use crate::builtins::worker::port;

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

impl Message {
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
