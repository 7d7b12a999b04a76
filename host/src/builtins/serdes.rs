//! `internalBinding('serdes')`: V8's serializer and deserializer step by step, for
//! `v8.Serializer` and `v8.Deserializer`.
//!
//! JavaScript holds a number for each; its object is passed along with each call
//! that may call it back (`_writeHostObject`, `_readHostObject`, …).
//! Deliberately absent: `DefaultSerializer` (JavaScript).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use v8::{ValueDeserializerHelper, ValueSerializerHelper};

use super::support::{Args, Return, bytes_mut, method, string, throw_error};

/// The JavaScript object that is being called for, during a call.
#[derive(Clone, Default)]
struct Delegate(Rc<RefCell<Option<v8::Global<v8::Object>>>>);

impl Delegate {
    /// Runs `work` with `object` as the delegate.
    fn during<T>(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Value>,
        work: impl FnOnce(&mut v8::PinScope<'_, '_>) -> T,
    ) -> T {
        let object = v8::Local::<v8::Object>::try_from(object).ok();
        let object = object.map(|object| v8::Global::new(scope, object));
        let previous = self.0.replace(object);
        let result = work(scope);
        self.0.replace(previous);
        result
    }

    /// Calls the delegate's method; `None` when it has none or when it threw.
    fn call<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
        args: &[v8::Local<'s, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        // V8 forbids JavaScript while it serializes, but for what it asks here.
        v8::allow_javascript_execution_scope!(let scope, scope);
        let object = self.0.borrow().clone()?;
        let object = v8::Local::new(scope, object);
        let key = string(scope, name);
        let function = object.get(scope, key.into())?;
        let function = v8::Local::<v8::Function>::try_from(function).ok()?;
        function.call(scope, object.into(), args)
    }
}

impl v8::ValueSerializerImpl for Delegate {
    fn throw_data_clone_error<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) {
        if let Some(error) = self.call(scope, "_getDataCloneError", &[message.into()]) {
            scope.throw_exception(error);
        }
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        _: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        self.call(scope, "_writeHostObject", &[object.into()])?;
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        self.call(scope, "_getSharedArrayBufferId", &[buffer.into()])?
            .uint32_value(scope)
    }
}

impl v8::ValueDeserializerImpl for Delegate {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let object = self.call(scope, "_readHostObject", &[])?;
        let object = v8::Local::<v8::Object>::try_from(object).ok();
        if object.is_none() {
            throw_error(scope, "readHostObject must return an object");
        }
        object
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        throw_error(scope, "Unable to deserialize cloned data.");
        None
    }

    fn get_wasm_module_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _: u32,
    ) -> Option<v8::Local<'s, v8::WasmModuleObject>> {
        throw_error(scope, "Unable to deserialize cloned data.");
        None
    }
}

struct Writer {
    serializer: v8::ValueSerializer<'static>,
    delegate: Delegate,
}

struct Reader {
    // Before `bytes`, which it points into: fields are dropped in order.
    deserializer: v8::ValueDeserializer<'static>,
    delegate: Delegate,
    bytes: Box<[u8]>,
}

/// The serializers and deserializers of an isolate.
#[derive(Default)]
struct Table {
    last: Cell<u32>,
    writers: RefCell<HashMap<u32, Rc<Writer>>>,
    readers: RefCell<HashMap<u32, Rc<Reader>>>,
}

impl Table {
    fn of(scope: &mut v8::PinScope<'_, '_>) -> Rc<Self> {
        if let Some(table) = scope.get_slot::<Rc<Self>>() {
            return Rc::clone(table);
        }
        let table = Rc::<Self>::default();
        scope.set_slot(Rc::clone(&table));
        table
    }

    fn next(&self) -> u32 {
        self.last.set(self.last.get().wrapping_add(1));
        self.last.get()
    }
}

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "makeWriter", make_writer);
    method(scope, target, "makeReader", make_reader);
    method(scope, target, "free", free);
    method(scope, target, "writeHeader", write_header);
    method(scope, target, "writeValue", write_value);
    method(scope, target, "writeUint32", write_uint32);
    method(scope, target, "writeUint64", write_uint64);
    method(scope, target, "writeDouble", write_double);
    method(scope, target, "writeRawBytes", write_raw_bytes);
    method(scope, target, "writerTransfer", writer_transfer);
    method(
        scope,
        target,
        "setViewsAsHostObjects",
        set_views_as_host_objects,
    );
    method(scope, target, "release", release);
    method(scope, target, "readHeader", read_header);
    method(scope, target, "readValue", read_value);
    method(scope, target, "readUint32", read_uint32);
    method(scope, target, "readUint64", read_uint64);
    method(scope, target, "readDouble", read_double);
    method(scope, target, "readRawBytes", read_raw_bytes);
    method(scope, target, "readerTransfer", reader_transfer);
    method(
        scope,
        target,
        "getWireFormatVersion",
        get_wire_format_version,
    );
}

fn number(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, index: i32) -> u32 {
    args.get(index).uint32_value(scope).unwrap_or(0)
}

/// The writer that argument 0 names.
fn writer(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Option<Rc<Writer>> {
    let id = number(scope, args, 0);
    let found = Table::of(scope).writers.borrow().get(&id).cloned();
    if found.is_none() {
        throw_error(scope, "The serializer was already released");
    }
    found
}

/// The reader that argument 0 names.
fn reader(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Option<Rc<Reader>> {
    let id = number(scope, args, 0);
    Table::of(scope).readers.borrow().get(&id).cloned()
}

fn make_writer(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let delegate = Delegate::default();
    let serializer = v8::ValueSerializer::new(scope, Box::new(delegate.clone()));
    let table = Table::of(scope);
    let id = table.next();
    let writer = Writer {
        serializer,
        delegate,
    };
    table.writers.borrow_mut().insert(id, Rc::new(writer));
    rv.set_uint32(id);
}

/// `makeReader(view)`: reads a copy of the bytes.
fn make_reader(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    // SAFETY: copied at once, before any JavaScript runs.
    let bytes = unsafe { bytes_mut(args.get(0)) };
    let bytes: Box<[u8]> = bytes.map_or_else(Box::default, |bytes| (&*bytes).into());
    let delegate = Delegate::default();
    let deserializer = v8::ValueDeserializer::new(scope, Box::new(delegate.clone()), &bytes);
    let table = Table::of(scope);
    let id = table.next();
    let reader = Reader {
        deserializer,
        delegate,
        bytes,
    };
    table.readers.borrow_mut().insert(id, Rc::new(reader));
    rv.set_uint32(id);
}

fn free(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = number(scope, &args, 0);
    let table = Table::of(scope);
    table.writers.borrow_mut().remove(&id);
    table.readers.borrow_mut().remove(&id);
}

fn write_header(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(writer) = writer(scope, &args) {
        writer.serializer.write_header();
    }
}

/// `writeValue(id, delegate, value)`.
fn write_value(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(writer) = writer(scope, &args) else {
        return;
    };
    let done = writer.delegate.during(scope, args.get(1), |scope| {
        let context = scope.get_current_context();
        writer.serializer.write_value(context, args.get(2))
    });
    rv.set_bool(done == Some(true));
}

fn write_uint32(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(writer) = writer(scope, &args) {
        let value = number(scope, &args, 1);
        writer.serializer.write_uint32(value);
    }
}

/// `writeUint64(id, high, low)`.
fn write_uint64(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(writer) = writer(scope, &args) {
        let high = u64::from(number(scope, &args, 1));
        let low = u64::from(number(scope, &args, 2));
        writer.serializer.write_uint64(high << 32 | low);
    }
}

fn write_double(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(writer) = writer(scope, &args) {
        let value = args.get(1).number_value(scope).unwrap_or(f64::NAN);
        writer.serializer.write_double(value);
    }
}

fn write_raw_bytes(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(writer) = writer(scope, &args) else {
        return;
    };
    // SAFETY: copied by the serializer, before any JavaScript runs.
    if let Some(bytes) = unsafe { bytes_mut(args.get(1)) } {
        writer.serializer.write_raw_bytes(bytes);
    }
}

fn writer_transfer(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let buffer = v8::Local::<v8::ArrayBuffer>::try_from(args.get(2));
    if let (Some(writer), Ok(buffer)) = (writer(scope, &args), buffer) {
        let id = number(scope, &args, 1);
        writer.serializer.transfer_array_buffer(id, buffer);
    }
}

fn set_views_as_host_objects(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(writer) = writer(scope, &args) {
        let mode = args.get(1).boolean_value(scope);
        writer
            .serializer
            .set_treat_array_buffer_views_as_host_objects(mode);
    }
}

/// `release(id)`: an ArrayBuffer with what was written; ends the serializer.
fn release(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(writer) = writer(scope, &args) else {
        return;
    };
    let bytes = writer.serializer.release();
    let id = number(scope, &args, 0);
    Table::of(scope).writers.borrow_mut().remove(&id);
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    rv.set(v8::ArrayBuffer::with_backing_store(scope, &store).into());
}

fn read_header(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(reader) = reader(scope, &args) {
        let context = scope.get_current_context();
        let done = reader.deserializer.read_header(context);
        rv.set_bool(done == Some(true));
    }
}

/// `readValue(id, delegate)`.
fn read_value<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let Some(reader) = reader(scope, &args) else {
        return;
    };
    let object = v8::Local::<v8::Object>::try_from(args.get(1)).ok();
    let object = object.map(|object| v8::Global::new(scope, object));
    let previous = reader.delegate.0.replace(object);
    let context = scope.get_current_context();
    let value = reader.deserializer.read_value(context);
    reader.delegate.0.replace(previous);
    if let Some(value) = value {
        rv.set(value);
    }
}

fn read_uint32(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(reader) = reader(scope, &args) else {
        return;
    };
    let mut value = 0;
    if reader.deserializer.read_uint32(&mut value) {
        rv.set_uint32(value);
    } else {
        throw_error(scope, "ReadUint32() failed");
    }
}

/// `[high, low]`.
fn read_uint64(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(reader) = reader(scope, &args) else {
        return;
    };
    let mut value = 0;
    if !reader.deserializer.read_uint64(&mut value) {
        throw_error(scope, "ReadUint64() failed");
        return;
    }
    let halves =
        [value >> 32, value & 0xffff_ffff].map(|half| v8::Number::new(scope, half as f64).into());
    rv.set(v8::Array::new_with_elements(scope, &halves).into());
}

fn read_double(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(reader) = reader(scope, &args) else {
        return;
    };
    let mut value = 0.0;
    if reader.deserializer.read_double(&mut value) {
        rv.set_double(value);
    } else {
        throw_error(scope, "ReadDouble() failed");
    }
}

/// `readRawBytes(id, length)`: the offset of the bytes in what is read.
fn read_raw_bytes(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(reader) = reader(scope, &args) else {
        return;
    };
    let length = args.get(1).integer_value(scope).unwrap_or(-1);
    let found = usize::try_from(length)
        .ok()
        .and_then(|length| reader.deserializer.read_raw_bytes(length));
    match found {
        Some(bytes) => {
            let offset = bytes.as_ptr().addr() - reader.bytes.as_ptr().addr();
            rv.set_double(offset as f64);
        }
        None => throw_error(scope, "ReadRawBytes() failed"),
    }
}

fn reader_transfer(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(reader) = reader(scope, &args) else {
        return;
    };
    let id = number(scope, &args, 1);
    if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(args.get(2)) {
        reader.deserializer.transfer_array_buffer(id, buffer);
    } else if let Ok(buffer) = v8::Local::<v8::SharedArrayBuffer>::try_from(args.get(2)) {
        reader.deserializer.transfer_shared_array_buffer(id, buffer);
    }
}

fn get_wire_format_version(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(reader) = reader(scope, &args) {
        rv.set_uint32(reader.deserializer.get_wire_format_version());
    }
}
