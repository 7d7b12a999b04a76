//! THE symbol table: what each exported function is called, where it belongs, since when it
//! exists and how it is entered.
//!
//! Export list, dispatch by version, validation wrappers and the compatibility table are made
//! from it. Deliberately absent: signatures (the chapter files have them) and semantics.
//!
//! Entry classes were measured on Node.js 26, function by function: with an exception pending
//! ([`EntryClass::Js`] answers `napi_pending_exception`) and from a finalizer inside a garbage
//! collection (everything above [`EntryClass::Basic`] aborts).

/// Which half of the API a function belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Needs nothing but a JavaScript engine.
    Engine,
    /// Needs the runtime around it.
    Runtime,
}

/// What is checked before a function does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryClass {
    /// May run JavaScript: environment, not inside a collection, no exception pending, JavaScript
    /// can run; clears the last error; catches what JavaScript throws.
    Js,
    /// Touches the engine's heap: environment, not inside a collection.
    Gc,
    /// Environment only; basic finalizers may call it.
    Basic,
    /// Takes no environment, or does not look at it; any thread; never touches the last error.
    AnyThread,
    /// Takes no environment and has rules of its own.
    Bare,
}

/// Since when a function exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// A numbered version of Node-API.
    Version(u8),
    /// Not yet in a numbered version.
    Experimental,
}

/// One exported function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name, as it is exported.
    pub name: &'static str,
    /// Its chapter: the file here, in the host, in the fixtures and in the tests.
    pub chapter: &'static str,
    /// Since when it exists.
    pub since: Since,
    /// Engine or runtime.
    pub kind: Kind,
    /// What is checked on entry.
    pub class: EntryClass,
}

/// One chapter: a file here, in the host, in the fixtures and in the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its word.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
}

const fn chapter(name: &'static str, about: &'static str) -> Chapter {
    Chapter { name, about }
}

/// The chapters, in the order of the table.
#[rustfmt::skip] // one line each
pub static CHAPTERS: &[Chapter] = &[
    chapter("value", "Singletons, objects and arrays, `typeof`, booleans, strict equality."),
    chapter("number", "Numbers, to and from the four C number types."),
    chapter("string", "Strings in three encodings, external strings, property keys, symbols."),
    chapter("bigint", "BigInt, as 64-bit integers and as words."),
    chapter("date", "Date objects."),
    chapter("coerce", "Conversions as JavaScript does them."),
    chapter("property", "Prototypes, keys, properties, elements, definitions, freezing."),
    chapter("function", "Functions, calls, callback arguments, classes."),
    chapter("wrap", "Native pointers tied to objects, finalizers, type tags."),
    chapter("external", "Values that carry a native pointer."),
    chapter("reference", "Counted references to values."),
    chapter("scope", "Handle scopes."),
    chapter("error", "Last error information, errors thrown, created and caught."),
    chapter("arraybuffer", "ArrayBuffer, SharedArrayBuffer, typed arrays, DataView."),
    chapter("promise", "Promises and the handles that settle them."),
    chapter("script", "Scripts from strings."),
    chapter("env", "State of the environment: instance data, external memory, loop, finalizers that wait."),
    chapter("module", "Registration of an addon and where it came from."),
    chapter("fatal", "The two ways to end by an error."),
    chapter("callback_scope", "Async contexts and callback scopes."),
    chapter("buffer", "Buffers."),
    chapter("async_work", "Work on the worker pool."),
    chapter("version", "Versions of the host."),
    chapter("cleanup", "Cleanup hooks of the environment."),
    chapter("tsfn", "Thread-safe functions."),
];

use EntryClass::{AnyThread, Bare, Basic, Gc, Js};
use Kind::{Engine, Runtime};

/// Marks an experimental function in the table.
const EXPERIMENTAL: u8 = 0;

const fn row(
    name: &'static str,
    chapter: &'static str,
    since: u8,
    kind: Kind,
    class: EntryClass,
) -> Symbol {
    let since = if since == EXPERIMENTAL {
        Since::Experimental
    } else {
        Since::Version(since)
    };
    Symbol {
        name,
        chapter,
        since,
        kind,
        class,
    }
}

/// All 161 functions: 155 up to version 10 and six experimental ones, by chapter.
#[rustfmt::skip] // one line each
pub static TABLE: &[Symbol] = &[
    // value
    row("napi_get_undefined", "value", 1, Engine, Gc),
    row("napi_get_null", "value", 1, Engine, Gc),
    row("napi_get_global", "value", 1, Engine, Gc),
    row("napi_get_boolean", "value", 1, Engine, Gc),
    row("napi_create_object", "value", 1, Engine, Gc),
    row("node_api_create_object_with_properties", "value", EXPERIMENTAL, Engine, Gc),
    row("napi_create_array", "value", 1, Engine, Gc),
    row("napi_create_array_with_length", "value", 1, Engine, Gc),
    row("napi_typeof", "value", 1, Engine, Gc),
    row("napi_get_value_bool", "value", 1, Engine, Gc),
    row("napi_is_array", "value", 1, Engine, Gc),
    row("napi_get_array_length", "value", 1, Engine, Js),
    row("napi_strict_equals", "value", 1, Engine, Js),
    // number
    row("napi_create_double", "number", 1, Engine, Gc),
    row("napi_create_int32", "number", 1, Engine, Gc),
    row("napi_create_uint32", "number", 1, Engine, Gc),
    row("napi_create_int64", "number", 1, Engine, Gc),
    row("napi_get_value_double", "number", 1, Engine, Gc),
    row("napi_get_value_int32", "number", 1, Engine, Gc),
    row("napi_get_value_uint32", "number", 1, Engine, Gc),
    row("napi_get_value_int64", "number", 1, Engine, Gc),
    // string
    row("napi_create_string_latin1", "string", 1, Engine, Gc),
    row("napi_create_string_utf8", "string", 1, Engine, Gc),
    row("napi_create_string_utf16", "string", 1, Engine, Gc),
    row("node_api_create_external_string_latin1", "string", 10, Engine, Gc),
    row("node_api_create_external_string_utf16", "string", 10, Engine, Gc),
    row("node_api_create_property_key_latin1", "string", 10, Engine, Gc),
    row("node_api_create_property_key_utf8", "string", 10, Engine, Gc),
    row("node_api_create_property_key_utf16", "string", 10, Engine, Gc),
    row("napi_get_value_string_latin1", "string", 1, Engine, Gc),
    row("napi_get_value_string_utf8", "string", 1, Engine, Gc),
    row("napi_get_value_string_utf16", "string", 1, Engine, Gc),
    row("napi_create_symbol", "string", 1, Engine, Gc),
    row("node_api_symbol_for", "string", 9, Engine, Gc),
    // bigint
    row("napi_create_bigint_int64", "bigint", 6, Engine, Gc),
    row("napi_create_bigint_uint64", "bigint", 6, Engine, Gc),
    row("napi_create_bigint_words", "bigint", 6, Engine, Js),
    row("napi_get_value_bigint_int64", "bigint", 6, Engine, Gc),
    row("napi_get_value_bigint_uint64", "bigint", 6, Engine, Gc),
    row("napi_get_value_bigint_words", "bigint", 6, Engine, Gc),
    // date
    row("napi_create_date", "date", 5, Engine, Js),
    row("napi_is_date", "date", 5, Engine, Gc),
    row("napi_get_date_value", "date", 5, Engine, Js),
    // coerce
    row("napi_coerce_to_bool", "coerce", 1, Engine, Js),
    row("napi_coerce_to_number", "coerce", 1, Engine, Js),
    row("napi_coerce_to_object", "coerce", 1, Engine, Js),
    row("napi_coerce_to_string", "coerce", 1, Engine, Js),
    // property
    row("napi_get_prototype", "property", 1, Engine, Js),
    row("node_api_set_prototype", "property", EXPERIMENTAL, Engine, Js),
    row("napi_get_property_names", "property", 1, Engine, Js),
    row("napi_get_all_property_names", "property", 6, Engine, Js),
    row("napi_set_property", "property", 1, Engine, Js),
    row("napi_has_property", "property", 1, Engine, Js),
    row("napi_get_property", "property", 1, Engine, Js),
    row("napi_delete_property", "property", 1, Engine, Js),
    row("napi_has_own_property", "property", 1, Engine, Js),
    row("napi_set_named_property", "property", 1, Engine, Js),
    row("napi_has_named_property", "property", 1, Engine, Js),
    row("napi_get_named_property", "property", 1, Engine, Js),
    row("napi_set_element", "property", 1, Engine, Js),
    row("napi_has_element", "property", 1, Engine, Js),
    row("napi_get_element", "property", 1, Engine, Js),
    row("napi_delete_element", "property", 1, Engine, Js),
    row("napi_define_properties", "property", 1, Engine, Js),
    row("napi_object_freeze", "property", 8, Engine, Js),
    row("napi_object_seal", "property", 8, Engine, Js),
    // function
    row("napi_create_function", "function", 1, Engine, Js),
    row("napi_call_function", "function", 1, Engine, Js),
    row("napi_new_instance", "function", 1, Engine, Js),
    row("napi_instanceof", "function", 1, Engine, Js),
    row("napi_get_cb_info", "function", 1, Engine, Basic),
    row("napi_get_new_target", "function", 1, Engine, Gc),
    row("napi_define_class", "function", 1, Engine, Js),
    // wrap
    row("napi_wrap", "wrap", 1, Engine, Js),
    row("napi_unwrap", "wrap", 1, Engine, Js),
    row("napi_remove_wrap", "wrap", 1, Engine, Js),
    row("napi_add_finalizer", "wrap", 5, Engine, Gc),
    row("napi_type_tag_object", "wrap", 8, Engine, Js),
    row("napi_check_object_type_tag", "wrap", 8, Engine, Js),
    // external
    row("napi_create_external", "external", 1, Engine, Js),
    row("napi_get_value_external", "external", 1, Engine, Gc),
    // reference
    row("napi_create_reference", "reference", 1, Engine, Gc),
    row("napi_delete_reference", "reference", 1, Engine, Basic),
    row("napi_reference_ref", "reference", 1, Engine, Gc),
    row("napi_reference_unref", "reference", 1, Engine, Gc),
    row("napi_get_reference_value", "reference", 1, Engine, Gc),
    // scope
    row("napi_open_handle_scope", "scope", 1, Engine, Gc),
    row("napi_close_handle_scope", "scope", 1, Engine, Gc),
    row("napi_open_escapable_handle_scope", "scope", 1, Engine, Gc),
    row("napi_close_escapable_handle_scope", "scope", 1, Engine, Gc),
    row("napi_escape_handle", "scope", 1, Engine, Gc),
    // error
    row("napi_get_last_error_info", "error", 1, Engine, Basic),
    row("napi_throw", "error", 1, Engine, Js),
    row("napi_throw_error", "error", 1, Engine, Js),
    row("napi_throw_type_error", "error", 1, Engine, Js),
    row("napi_throw_range_error", "error", 1, Engine, Js),
    row("node_api_throw_syntax_error", "error", 9, Engine, Js),
    row("napi_create_error", "error", 1, Engine, Gc),
    row("napi_create_type_error", "error", 1, Engine, Gc),
    row("napi_create_range_error", "error", 1, Engine, Gc),
    row("node_api_create_syntax_error", "error", 9, Engine, Gc),
    row("napi_is_error", "error", 1, Engine, Gc),
    row("napi_is_exception_pending", "error", 1, Engine, Gc),
    row("napi_get_and_clear_last_exception", "error", 1, Engine, Gc),
    // arraybuffer
    row("napi_is_arraybuffer", "arraybuffer", 1, Engine, Gc),
    row("napi_create_arraybuffer", "arraybuffer", 1, Engine, Js),
    row("napi_create_external_arraybuffer", "arraybuffer", 1, Engine, Js),
    row("napi_get_arraybuffer_info", "arraybuffer", 1, Engine, Gc),
    row("napi_detach_arraybuffer", "arraybuffer", 7, Engine, Gc),
    row("napi_is_detached_arraybuffer", "arraybuffer", 7, Engine, Gc),
    row("node_api_is_sharedarraybuffer", "arraybuffer", EXPERIMENTAL, Engine, Gc),
    row("node_api_create_sharedarraybuffer", "arraybuffer", EXPERIMENTAL, Engine, Js),
    row("node_api_create_external_sharedarraybuffer", "arraybuffer", EXPERIMENTAL, Engine, Js),
    row("napi_is_typedarray", "arraybuffer", 1, Engine, Gc),
    row("napi_create_typedarray", "arraybuffer", 1, Engine, Js),
    row("napi_get_typedarray_info", "arraybuffer", 1, Engine, Gc),
    row("napi_is_dataview", "arraybuffer", 1, Engine, Gc),
    row("napi_create_dataview", "arraybuffer", 1, Engine, Js),
    row("napi_get_dataview_info", "arraybuffer", 1, Engine, Gc),
    // promise
    row("napi_create_promise", "promise", 1, Engine, Js),
    row("napi_resolve_deferred", "promise", 1, Engine, Js),
    row("napi_reject_deferred", "promise", 1, Engine, Js),
    row("napi_is_promise", "promise", 1, Engine, Gc),
    // script
    row("napi_run_script", "script", 1, Engine, Js),
    // env
    row("napi_adjust_external_memory", "env", 1, Engine, Basic),
    row("napi_set_instance_data", "env", 6, Engine, Basic),
    row("napi_get_instance_data", "env", 6, Engine, Basic),
    row("napi_get_uv_event_loop", "env", 2, Runtime, Basic),
    row("node_api_post_finalizer", "env", EXPERIMENTAL, Engine, Basic),
    // module
    row("napi_module_register", "module", 1, Runtime, Bare),
    row("node_api_get_module_file_name", "module", 9, Runtime, Basic),
    // fatal
    row("napi_fatal_error", "fatal", 1, Runtime, Bare),
    row("napi_fatal_exception", "fatal", 3, Runtime, Js),
    // callback_scope
    row("napi_async_init", "callback_scope", 1, Runtime, Gc),
    row("napi_async_destroy", "callback_scope", 1, Runtime, Gc),
    row("napi_make_callback", "callback_scope", 1, Runtime, Js),
    row("napi_open_callback_scope", "callback_scope", 3, Runtime, Basic),
    row("napi_close_callback_scope", "callback_scope", 3, Runtime, Basic),
    // buffer
    row("napi_create_buffer", "buffer", 1, Runtime, Js),
    row("napi_create_external_buffer", "buffer", 1, Runtime, Js),
    row("napi_create_buffer_copy", "buffer", 1, Runtime, Js),
    row("node_api_create_buffer_from_arraybuffer", "buffer", 10, Runtime, Js),
    row("napi_is_buffer", "buffer", 1, Runtime, Gc),
    row("napi_get_buffer_info", "buffer", 1, Runtime, Gc),
    // async_work
    row("napi_create_async_work", "async_work", 1, Runtime, Gc),
    row("napi_delete_async_work", "async_work", 1, Runtime, Gc),
    row("napi_queue_async_work", "async_work", 1, Runtime, Basic),
    row("napi_cancel_async_work", "async_work", 1, Runtime, Basic),
    // version
    row("napi_get_version", "version", 1, Engine, Basic),
    row("napi_get_node_version", "version", 1, Runtime, Basic),
    // cleanup
    row("napi_add_env_cleanup_hook", "cleanup", 3, Runtime, Basic),
    row("napi_remove_env_cleanup_hook", "cleanup", 3, Runtime, Basic),
    row("napi_add_async_cleanup_hook", "cleanup", 8, Runtime, Basic),
    row("napi_remove_async_cleanup_hook", "cleanup", 8, Runtime, Bare),
    // tsfn
    row("napi_create_threadsafe_function", "tsfn", 4, Runtime, Gc),
    row("napi_get_threadsafe_function_context", "tsfn", 4, Runtime, AnyThread),
    row("napi_call_threadsafe_function", "tsfn", 4, Runtime, AnyThread),
    row("napi_acquire_threadsafe_function", "tsfn", 4, Runtime, AnyThread),
    row("napi_release_threadsafe_function", "tsfn", 4, Runtime, AnyThread),
    row("napi_unref_threadsafe_function", "tsfn", 4, Runtime, AnyThread),
    row("napi_ref_threadsafe_function", "tsfn", 4, Runtime, AnyThread),
];

/// The row of a function.
pub fn find(name: &str) -> Option<&'static Symbol> {
    TABLE.iter().find(|symbol| symbol.name == name)
}

/// The names that the executable has to export, in the order of the table.
pub fn export_list() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|symbol| symbol.name)
}
