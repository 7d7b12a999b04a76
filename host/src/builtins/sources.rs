//! The JavaScript sources of the built-in modules and their compilation.
//!
//! Sources that are pure ASCII are handed to V8 as static external strings: no
//! copy, no heap. Deliberately absent: module semantics (`require`, cycles), which
//! are in `js/internal/bootstrap/loader.js`.

use super::compiled;

include!(concat!(env!("OUT_DIR"), "/js_sources.rs"));

/// The text of a module.
pub(crate) enum Text {
    /// V8 reads it where it is.
    Ascii(&'static v8::OneByteConst),
    /// V8 gets a copy.
    Unicode(&'static str),
}

/// The parameters that each built-in's source is compiled with.
const PARAMETERS: [&str; 5] = ["exports", "require", "module", "process", "internalBinding"];

/// All ids, public and internal, sorted.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(id, _)| *id)
}

/// The texts that a startup snapshot names by their place in this list.
pub(crate) fn shared_texts() -> impl Iterator<Item = &'static v8::OneByteConst> {
    SOURCES.iter().filter_map(|(_, text)| match text {
        Text::Ascii(text) => Some(*text),
        Text::Unicode(_) => None,
    })
}

/// Compiles the built-in `id`; `None` when there is no such module or when an
/// exception (a syntax error in a development build) is pending.
pub(crate) fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    id: &str,
) -> Option<v8::Local<'s, v8::Function>> {
    let index = SOURCES.binary_search_by_key(&id, |(id, _)| id).ok()?;
    let (id, text) = &SOURCES[index];
    let source = source_string(scope, id, text)?;
    let name = v8::String::new(scope, &format!("node:{id}"))?;
    let origin = v8::ScriptOrigin::new(
        scope,
        name.into(),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        false,
        None,
    );
    // It borrows the bytes, so they are declared first.
    let cache = compiled::cache_of(id);
    let (mut source, options) = super::module::source_with(source, &origin, cache.as_deref());
    let mut parameters = Vec::with_capacity(PARAMETERS.len());
    for parameter in PARAMETERS {
        parameters.push(v8::String::new(scope, parameter)?);
    }
    let function = v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &[],
        options,
        v8::script_compiler::NoCacheReason::NoReason,
    )?;
    compiled::note(scope, id, function);
    Some(function)
}

fn source_string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    id: &str,
    text: &Text,
) -> Option<v8::Local<'s, v8::String>> {
    #[cfg(debug_assertions)]
    if let Some(text) = from_disk(id) {
        return v8::String::new(scope, &text);
    }
    let _ = id;
    match text {
        Text::Ascii(text) => v8::String::new_from_onebyte_const(scope, text),
        Text::Unicode(text) => v8::String::new(scope, text),
    }
}

/// Whether the sources come from `NAPI_HOST_JS_DIR`.
pub(crate) fn read_from_disk() -> bool {
    cfg!(debug_assertions) && std::env::var_os("NAPI_HOST_JS_DIR").is_some()
}

/// Development builds read the sources from `NAPI_HOST_JS_DIR` when it is set, so
/// that JavaScript can be changed without compiling.
#[cfg(debug_assertions)]
fn from_disk(id: &str) -> Option<String> {
    let dir = std::env::var_os("NAPI_HOST_JS_DIR")?;
    let path = std::path::Path::new(&dir).join(format!("{id}.js"));
    std::fs::read_to_string(path).ok()
}
