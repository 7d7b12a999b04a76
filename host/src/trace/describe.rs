//! Arguments and results as short texts. Nothing here runs JavaScript, and nothing changes an
//! exception that is pending or the last error.

use std::ffi::{CStr, c_char};
use std::ptr::NonNull;

use napi_host_sys as sys;

use super::Described;
use crate::env::{Env, local};
use crate::interpose::{Call, pointer};

/// Characters of a text that are shown.
const TEXT_SHOWN: usize = 60;
/// Values of a list that are shown.
const VALUES_SHOWN: usize = 8;

/// What a call is given: everything but the env and places for results.
pub(super) fn arguments(call: &Call<'_>) -> Vec<Described> {
    let viewer = Viewer::new(call);
    let parameters = call.function.parameters.iter().zip(call.words);
    let mut described = Vec::new();
    for (parameter, &word) in parameters {
        let text = match parameter.kind {
            "napi_env" | "node_api_basic_env" => continue,
            kind if kind.starts_with("*mut") && !is_input(parameter.name, kind) => {
                if word != 0 || call.function.name == "napi_get_cb_info" {
                    continue;
                }
                String::from("NULL")
            }
            kind => viewer.argument(call, parameter.name, kind, word),
        };
        described.push((shown(parameter.name), text));
    }
    described
}

/// A parameter's name as C has it.
fn shown(name: &'static str) -> &'static str {
    name.trim_end_matches('_')
}

/// How many values the addon's `argv` has room for, which the call replaces by how many there are.
pub(super) fn room(call: &Call<'_>) -> usize {
    match call.word("argc") {
        Some(place) if call.function.name == "napi_get_cb_info" && place != 0 => {
            Filled(place).read(0)
        }
        _ => 0,
    }
}

/// What a call has answered: what lies at the places for results; `room` is what [`room`] said.
pub(super) fn results(call: &Call<'_>, status: sys::napi_status, room: usize) -> Vec<Described> {
    if status != sys::napi_ok {
        return Vec::new();
    }
    let viewer = Viewer {
        room,
        ..Viewer::new(call)
    };
    let parameters = call.function.parameters.iter().zip(call.words);
    let mut described = Vec::new();
    for (parameter, &word) in parameters {
        let is_result =
            parameter.kind.starts_with("*mut") && !is_input(parameter.name, parameter.kind);
        if !is_result || word == 0 {
            continue;
        }
        if let Some(text) = viewer.result(call, parameter.name, parameter.kind, word) {
            described.push((shown(parameter.name), text));
        }
    }
    described
}

/// Whether a parameter that is a pointer to something writable is given to the function, as it
/// is: the addon's own data.
fn is_input(name: &str, kind: &str) -> bool {
    kind == "*mut c_void" && name != "result" || kind == "*mut napi_module" || name == "bufsize"
}

/// The address of a place, not NULL, that the ABI says is filled: an argument that a function reads,
/// or a result of one that has answered `napi_ok`; or of as many as the call says (a text: up to NUL).
#[derive(Clone, Copy)]
struct Filled(u64);

impl Filled {
    /// The entry at `index`, one of those that are filled, of the type that the ABI says.
    fn read<T: Copy>(self, index: usize) -> T {
        let place = pointer::<T>(self.0).wrapping_add(index);
        // SAFETY: see the type.
        unsafe { place.read() }
    }
}

/// What values can be looked at with.
struct Viewer<'env> {
    /// The env, where its values may be looked at: on its thread, outside of a collection.
    env: Option<&'env Env>,
    /// The size of `argv`.
    room: usize,
}

impl<'env> Viewer<'env> {
    fn new(call: &'env Call<'_>) -> Self {
        let usable = |env: &&Env| env.is_own_thread() && !env.is_in_collection();
        Self {
            env: call.env().filter(usable),
            room: 0,
        }
    }

    fn argument(&self, call: &Call<'_>, name: &str, kind: &str, word: u64) -> String {
        match kind {
            "napi_value" => self.value(word),
            "*const napi_value" => self.values(word, count_of(call, name)),
            "*const napi_property_descriptor" => self.properties(word, count_of(call, name)),
            "*const c_char" => text(word, length_of(call, name)),
            "*const char16_t" => wide_text(word, length_of(call, name)),
            "usize" if word == u64::MAX => String::from("NAPI_AUTO_LENGTH"),
            "usize" | "u64" => word.to_string(),
            "i64" => word.cast_signed().to_string(),
            "i32" | "c_int" => low(word).cast_signed().to_string(),
            "f64" => f64::from_bits(word).to_string(),
            "bool" => (word != 0).to_string(),
            "u32" => low(word).to_string(),
            "napi_threadsafe_function_call_mode" => choice(word, &["nonblocking", "blocking"]),
            "napi_threadsafe_function_release_mode" => choice(word, &["release", "abort"]),
            "napi_typedarray_type" => choice(word, &TYPED_ARRAYS),
            "napi_key_collection_mode" | "napi_key_filter" | "napi_key_conversion" => {
                low(word).to_string()
            }
            _ => address(word),
        }
    }

    fn result(&self, call: &Call<'_>, name: &str, kind: &str, word: u64) -> Option<String> {
        let place = Filled(word);
        Some(match kind {
            "*mut napi_value" if name == "argv" => {
                let count = call.word("argc").filter(|argc| *argc != 0)?;
                self.values(word, Filled(count).read::<usize>(0).min(self.room))
            }
            "*mut napi_value" => self.value(place.read(0)),
            "*mut bool" => (place.read::<u8>(0) != 0).to_string(),
            "*mut u32" => place.read::<u32>(0).to_string(),
            "*mut i32" | "*mut c_int" => place.read::<i32>(0).to_string(),
            "*mut u64" if name == "words" => address(word),
            "*mut u64" | "*mut usize" => place.read::<u64>(0).to_string(),
            "*mut i64" => place.read::<i64>(0).to_string(),
            "*mut f64" => place.read::<f64>(0).to_string(),
            "*mut napi_valuetype" => choice(place.read::<u32>(0).into(), &TYPES),
            "*mut napi_typedarray_type" => choice(place.read::<u32>(0).into(), &TYPED_ARRAYS),
            "*mut c_char" => text(word, written(call)),
            "*mut char16_t" => wide_text(word, written(call)),
            "*mut *const c_char" => text(place.read(0), None),
            "*mut *const napi_extended_error_info" | "*mut *const napi_node_version" => {
                return None;
            }
            _ => address(place.read(0)),
        })
    }

    fn value(&self, word: u64) -> String {
        let Some(slot) = NonNull::new(pointer::<v8::Value>(word)) else {
            return String::from("NULL");
        };
        match self.env {
            Some(env) => env.with_scope(|scope| describe(scope, local(slot))),
            None => address(word),
        }
    }

    fn values(&self, word: u64, count: usize) -> String {
        if word == 0 {
            return String::from("NULL");
        }
        let shown = (0..count.min(VALUES_SHOWN)).map(|index| self.value(Filled(word).read(index)));
        list(shown, count)
    }

    fn properties(&self, word: u64, count: usize) -> String {
        if word == 0 {
            return String::from("NULL");
        }
        let shown = (0..count.min(VALUES_SHOWN)).map(|index| {
            let descriptor: sys::napi_property_descriptor = Filled(word).read(index);
            if descriptor.utf8name.is_null() {
                self.value(descriptor.name.expose_provenance() as u64)
            } else {
                text(descriptor.utf8name.expose_provenance() as u64, None)
            }
        });
        list(shown, count)
    }
}

/// A list of which some entries are shown.
fn list(shown: impl Iterator<Item = String>, count: usize) -> String {
    let mut entries: Vec<String> = shown.collect();
    if count > entries.len() {
        entries.push(format!("… {count}"));
    }
    format!("[{}]", entries.join(", "))
}

const TYPES: [&str; 10] = [
    "undefined",
    "null",
    "boolean",
    "number",
    "string",
    "symbol",
    "object",
    "function",
    "external",
    "bigint",
];
const TYPED_ARRAYS: [&str; 12] = [
    "int8",
    "uint8",
    "uint8_clamped",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "float32",
    "float64",
    "bigint64",
    "biguint64",
    "float16",
];

/// The low half of a word.
#[expect(clippy::cast_possible_truncation, reason = "the argument has 32 bits")]
fn low(word: u64) -> u32 {
    word as u32
}

/// The name of a number, or the number.
fn choice(word: u64, names: &[&str]) -> String {
    let number = low(word);
    let name = names.get(number as usize).copied();
    name.map_or_else(|| number.to_string(), str::to_owned)
}

fn address(word: u64) -> String {
    if word == 0 {
        String::from("NULL")
    } else {
        format!("0x{word:x}")
    }
}

/// How many entries the array `name` has: the count stands beside it under one of these names.
fn count_of(call: &Call<'_>, name: &str) -> usize {
    let names = ["argc", "property_count"];
    let count = names.into_iter().find_map(|other| call.word(other));
    debug_assert!(count.is_some(), "{} has a count", name);
    usize::try_from(count.unwrap_or(0)).unwrap_or(0)
}

/// The length of the text `name`, which is the next argument; `None` if NUL ends it.
fn length_of(call: &Call<'_>, name: &str) -> Option<usize> {
    let parameters = call.function.parameters;
    let index = parameters.iter().position(|other| other.name == name)?;
    let next = parameters.get(index + 1)?;
    if next.kind != "usize" {
        return None;
    }
    let length = *call.words.get(index + 1)?;
    usize::try_from(length)
        .ok()
        .filter(|length| *length != usize::MAX)
}

/// How many units a call has written to its buffer: its result, or up to NUL.
fn written(call: &Call<'_>) -> Option<usize> {
    let place = call.word("result").filter(|place| *place != 0)?;
    Some(Filled(place).read(0))
}

/// A text of an addon, quoted.
fn text(word: u64, length: Option<usize>) -> String {
    let place = pointer::<u8>(word);
    if place.is_null() {
        return String::from("NULL");
    }
    let bytes = match length {
        // SAFETY: the ABI: as many bytes as the call says.
        Some(length) => unsafe { std::slice::from_raw_parts(place, length.min(TEXT_SHOWN * 4)) },
        // SAFETY: the ABI: a text without a length ends with NUL.
        None => unsafe { CStr::from_ptr(place.cast::<c_char>()) }.to_bytes(),
    };
    quote(&String::from_utf8_lossy(bytes))
}

/// A text of 16-bit units, quoted.
fn wide_text(word: u64, length: Option<usize>) -> String {
    if word == 0 {
        return String::from("NULL");
    }
    let mut units = Vec::new();
    for index in 0..length.unwrap_or(usize::MAX).min(TEXT_SHOWN + 1) {
        let unit: u16 = Filled(word).read(index);
        if length.is_none() && unit == 0 {
            break;
        }
        units.push(unit);
    }
    quote(&String::from_utf16_lossy(&units))
}

fn quote(text: &str) -> String {
    let mut shown: String = text.chars().take(TEXT_SHOWN).collect();
    let is_cut = shown.len() < text.len();
    shown = format!("{shown:?}");
    if is_cut {
        shown.push('…');
    }
    shown
}

/// The type and the short value of a JavaScript value.
fn describe(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> String {
    if value.is_undefined() {
        return String::from("undefined");
    }
    if value.is_null() {
        return String::from("null");
    }
    if value.is_boolean() {
        return value.is_true().to_string();
    }
    if let Ok(number) = v8::Local::<v8::Number>::try_from(value) {
        return number.value().to_string();
    }
    if let Ok(string) = v8::Local::<v8::String>::try_from(value) {
        return string_text(scope, string);
    }
    if let Ok(bigint) = v8::Local::<v8::BigInt>::try_from(value) {
        let (number, fits) = bigint.i64_value();
        return if fits {
            format!("{number}n")
        } else {
            format!("a bigint of {} words", bigint.word_count())
        };
    }
    if let Ok(symbol) = v8::Local::<v8::Symbol>::try_from(value) {
        let name = symbol.description(scope);
        let name = v8::Local::<v8::String>::try_from(name);
        let name = name.map_or_else(|_| String::new(), |name| string_text(scope, name));
        return format!("Symbol({name})");
    }
    object_text(scope, value)
}

fn string_text(scope: &mut v8::PinScope<'_, '_>, string: v8::Local<'_, v8::String>) -> String {
    let length = string.length();
    if length <= TEXT_SHOWN * 4 {
        return quote(&string.to_rust_string_lossy(scope));
    }
    let mut units = [0; TEXT_SHOWN];
    string.write_v2(scope, 0, &mut units, v8::WriteFlags::default());
    format!("{:?}… ({length})", String::from_utf16_lossy(&units))
}

fn object_text(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> String {
    if value.is_external() {
        return String::from("[external]");
    }
    if value.is_proxy() {
        return String::from("[proxy]");
    }
    if let Ok(function) = v8::Local::<v8::Function>::try_from(value) {
        let name = function.get_name(scope).to_rust_string_lossy(scope);
        return format!("[function {name}]");
    }
    if let Ok(array) = v8::Local::<v8::Array>::try_from(value) {
        return format!("[array of {}]", array.length());
    }
    let Ok(object) = v8::Local::<v8::Object>::try_from(value) else {
        return String::from("[value]");
    };
    let class = object.get_constructor_name().to_rust_string_lossy(scope);
    if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        return format!("[{class} of {} bytes]", view.byte_length());
    }
    if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
        return format!("[{class} of {} bytes]", buffer.byte_length());
    }
    format!("[{class}]")
}
