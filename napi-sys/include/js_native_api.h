// Node-API, the engine's half: functions, by chapter.
//
// Part of napi-host; gated like js_native_api_types.h. The Rust declarations of the crate are
// generated from here.
#ifndef SRC_JS_NATIVE_API_H_
#define SRC_JS_NATIVE_API_H_

#include <stdbool.h>
#include <stddef.h>

#include "js_native_api_types.h"

#ifndef NAPI_EXTERN
#if defined(_WIN32)
#define NAPI_EXTERN __declspec(dllexport)
#elif defined(__wasm__)
#define NAPI_EXTERN __attribute__((visibility("default"), __import_module__("napi")))
#else
#define NAPI_EXTERN __attribute__((visibility("default")))
#endif
#endif

// The length that stands for "up to the terminating NUL".
#define NAPI_AUTO_LENGTH SIZE_MAX

#ifdef __cplusplus
#define EXTERN_C_START extern "C" {
#define EXTERN_C_END }
#else
#define EXTERN_C_START
#define EXTERN_C_END
#endif

EXTERN_C_START

// Singletons, objects and arrays, `typeof`, booleans, strict equality.

/// Gets the value `undefined`.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_undefined(napi_env env, napi_value* result);
/// Gets the value `null`.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_null(napi_env env, napi_value* result);
/// Gets the global object.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_global(napi_env env, napi_value* result);
/// Gets `true` or `false`.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_boolean(napi_env env, bool value, napi_value* result);
/// Creates an ordinary empty object.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_object(napi_env env, napi_value* result);
/// Creates an empty array.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_array(napi_env env, napi_value* result);
/// Creates an array of a given length, without elements.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_array_with_length(
    napi_env env, size_t length, napi_value* result);
/// Classifies a value; functions come before externals, externals before objects.
NAPI_EXTERN napi_status NAPI_CDECL napi_typeof(
    napi_env env, napi_value value, napi_valuetype* result);
/// Reads a boolean.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_bool(
    napi_env env, napi_value value, bool* result);
/// Tells whether a value is an array.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_array(napi_env env, napi_value value, bool* result);
/// Reads the length of an array.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_array_length(
    napi_env env, napi_value value, uint32_t* result);
/// Compares two values as `===` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_strict_equals(
    napi_env env, napi_value lhs, napi_value rhs, bool* result);
#ifdef NAPI_EXPERIMENTAL
#define NODE_API_EXPERIMENTAL_HAS_CREATE_OBJECT_WITH_PROPERTIES
/// Creates an object with its prototype and properties; a NULL prototype means `null`.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_object_with_properties(
    napi_env env, napi_value prototype_or_null, const napi_value* property_names,
    const napi_value* property_values, size_t property_count, napi_value* result);
#endif

// Numbers, to and from the four C number types.

/// Creates a number from a double.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_double(
    napi_env env, double value, napi_value* result);
/// Creates a number from a signed 32-bit integer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_int32(
    napi_env env, int32_t value, napi_value* result);
/// Creates a number from an unsigned 32-bit integer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_uint32(
    napi_env env, uint32_t value, napi_value* result);
/// Creates a number from a signed 64-bit integer; beyond 2^53 it is rounded.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_int64(
    napi_env env, int64_t value, napi_value* result);
/// Reads a number as a double.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_double(
    napi_env env, napi_value value, double* result);
/// Reads a number as a signed 32-bit integer: wraps around; not finite is 0.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_int32(
    napi_env env, napi_value value, int32_t* result);
/// Reads a number as an unsigned 32-bit integer: wraps around; not finite is 0.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_uint32(
    napi_env env, napi_value value, uint32_t* result);
/// Reads a number as a signed 64-bit integer: clamps at both ends; not finite is 0.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_int64(
    napi_env env, napi_value value, int64_t* result);

// Strings in three encodings, external strings, property keys, symbols.

/// Creates a string from Latin-1 bytes.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_string_latin1(
    napi_env env, const char* str, size_t length, napi_value* result);
/// Creates a string from UTF-8 bytes.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_string_utf8(
    napi_env env, const char* str, size_t length, napi_value* result);
/// Creates a string from UTF-16 code units.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_string_utf16(
    napi_env env, const char16_t* str, size_t length, napi_value* result);
/// Copies a string as Latin-1 and terminates it; `buf` NULL asks for the length alone.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_string_latin1(
    napi_env env, napi_value value, char* buf, size_t bufsize, size_t* result);
/// Copies a string as UTF-8 and terminates it; `buf` NULL asks for the length alone.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_string_utf8(
    napi_env env, napi_value value, char* buf, size_t bufsize, size_t* result);
/// Copies a string as UTF-16 and terminates it; `buf` NULL asks for the length alone.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_string_utf16(
    napi_env env, napi_value value, char16_t* buf, size_t bufsize, size_t* result);
/// Creates a new symbol; the description may be NULL.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_symbol(
    napi_env env, napi_value description, napi_value* result);
#if NAPI_VERSION >= 9
/// Finds or makes the registered symbol of a description, as `Symbol.for` does.
NAPI_EXTERN napi_status NAPI_CDECL node_api_symbol_for(
    napi_env env, const char* utf8description, size_t length, napi_value* result);
#endif
#if NAPI_VERSION >= 10
/// Creates a string over the caller's Latin-1 bytes, or copies them and says so in `copied`.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_external_string_latin1(
    napi_env env, char* str, size_t length, node_api_basic_finalize finalize_callback,
    void* finalize_hint, napi_value* result, bool* copied);
/// Creates a string over the caller's UTF-16 code units, or copies them and says so in `copied`.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_external_string_utf16(
    napi_env env, char16_t* str, size_t length, node_api_basic_finalize finalize_callback,
    void* finalize_hint, napi_value* result, bool* copied);
/// Creates an internalized string from Latin-1 bytes, for use as a property key.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_property_key_latin1(
    napi_env env, const char* str, size_t length, napi_value* result);
/// Creates an internalized string from UTF-8 bytes, for use as a property key.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_property_key_utf8(
    napi_env env, const char* str, size_t length, napi_value* result);
/// Creates an internalized string from UTF-16 code units, for use as a property key.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_property_key_utf16(
    napi_env env, const char16_t* str, size_t length, napi_value* result);
#endif

// BigInt, as 64-bit integers and as words.

#if NAPI_VERSION >= 6
/// Creates a BigInt from a signed 64-bit integer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_bigint_int64(
    napi_env env, int64_t value, napi_value* result);
/// Creates a BigInt from an unsigned 64-bit integer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_bigint_uint64(
    napi_env env, uint64_t value, napi_value* result);
/// Creates a BigInt from a sign and 64-bit words, least significant first.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_bigint_words(
    napi_env env, int sign_bit, size_t word_count, const uint64_t* words, napi_value* result);
/// Reads the low 64 bits of a BigInt as signed, and whether that is all of it.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_bigint_int64(
    napi_env env, napi_value value, int64_t* result, bool* lossless);
/// Reads the low 64 bits of a BigInt as unsigned, and whether that is all of it.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_bigint_uint64(
    napi_env env, napi_value value, uint64_t* result, bool* lossless);
/// Reads sign and words of a BigInt; `sign_bit` and `words` both NULL asks for the count alone.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_bigint_words(
    napi_env env, napi_value value, int* sign_bit, size_t* word_count, uint64_t* words);
#endif

// Date objects.

#if NAPI_VERSION >= 5
/// Creates a Date from milliseconds since 1970 UTC.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_date(napi_env env, double time, napi_value* result);
/// Tells whether a value is a Date.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_date(napi_env env, napi_value value, bool* is_date);
/// Reads the milliseconds since 1970 UTC of a Date.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_date_value(
    napi_env env, napi_value value, double* result);
#endif

// Conversions as JavaScript does them.

/// Converts a value as `Boolean(value)` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_coerce_to_bool(
    napi_env env, napi_value value, napi_value* result);
/// Converts a value as `Number(value)` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_coerce_to_number(
    napi_env env, napi_value value, napi_value* result);
/// Converts a value to an object; undefined and null cannot be.
NAPI_EXTERN napi_status NAPI_CDECL napi_coerce_to_object(
    napi_env env, napi_value value, napi_value* result);
/// Converts a value as `String(value)` does, but refuses symbols.
NAPI_EXTERN napi_status NAPI_CDECL napi_coerce_to_string(
    napi_env env, napi_value value, napi_value* result);

// Prototypes, keys, properties, elements, definitions, freezing.

/// Gets the prototype of an object.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_prototype(
    napi_env env, napi_value object, napi_value* result);
/// Lists the enumerable string keys, own and inherited.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_property_names(
    napi_env env, napi_value object, napi_value* result);
/// Sets a property.
NAPI_EXTERN napi_status NAPI_CDECL napi_set_property(
    napi_env env, napi_value object, napi_value key, napi_value value);
/// Tells whether a property exists, own or inherited.
NAPI_EXTERN napi_status NAPI_CDECL napi_has_property(
    napi_env env, napi_value object, napi_value key, bool* result);
/// Gets a property.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_property(
    napi_env env, napi_value object, napi_value key, napi_value* result);
/// Deletes an own property; `result` may be NULL.
NAPI_EXTERN napi_status NAPI_CDECL napi_delete_property(
    napi_env env, napi_value object, napi_value key, bool* result);
/// Tells whether an own property exists; the key is a string or a symbol.
NAPI_EXTERN napi_status NAPI_CDECL napi_has_own_property(
    napi_env env, napi_value object, napi_value key, bool* result);
/// Sets a property by a UTF-8 name.
NAPI_EXTERN napi_status NAPI_CDECL napi_set_named_property(
    napi_env env, napi_value object, const char* utf8name, napi_value value);
/// Tells whether a property exists, by a UTF-8 name.
NAPI_EXTERN napi_status NAPI_CDECL napi_has_named_property(
    napi_env env, napi_value object, const char* utf8name, bool* result);
/// Gets a property by a UTF-8 name.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_named_property(
    napi_env env, napi_value object, const char* utf8name, napi_value* result);
/// Sets an indexed property.
NAPI_EXTERN napi_status NAPI_CDECL napi_set_element(
    napi_env env, napi_value object, uint32_t index, napi_value value);
/// Tells whether an indexed property exists.
NAPI_EXTERN napi_status NAPI_CDECL napi_has_element(
    napi_env env, napi_value object, uint32_t index, bool* result);
/// Gets an indexed property.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_element(
    napi_env env, napi_value object, uint32_t index, napi_value* result);
/// Deletes an indexed property; `result` may be NULL.
NAPI_EXTERN napi_status NAPI_CDECL napi_delete_element(
    napi_env env, napi_value object, uint32_t index, bool* result);
/// Defines methods, accessors and values on an object.
NAPI_EXTERN napi_status NAPI_CDECL napi_define_properties(
    napi_env env, napi_value object, size_t property_count,
    const napi_property_descriptor* properties);
#if NAPI_VERSION >= 6
/// Lists the keys that a filter lets through, own or inherited too.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_all_property_names(
    napi_env env, napi_value object, napi_key_collection_mode key_mode, napi_key_filter key_filter,
    napi_key_conversion key_conversion, napi_value* result);
#endif
#if NAPI_VERSION >= 8
/// Freezes an object, as `Object.freeze` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_object_freeze(napi_env env, napi_value object);
/// Seals an object, as `Object.seal` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_object_seal(napi_env env, napi_value object);
#endif
#ifdef NAPI_EXPERIMENTAL
#define NODE_API_EXPERIMENTAL_HAS_SET_PROTOTYPE
/// Sets the prototype of an object.
NAPI_EXTERN napi_status NAPI_CDECL node_api_set_prototype(
    napi_env env, napi_value object, napi_value value);
#endif

// Functions, calls, callback arguments, classes.

/// Creates a function that calls back into the addon.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_function(
    napi_env env, const char* utf8name, size_t length, napi_callback cb, void* data,
    napi_value* result);
/// Calls a function; opens no callback scope and drains no queue.
NAPI_EXTERN napi_status NAPI_CDECL napi_call_function(
    napi_env env, napi_value recv, napi_value func, size_t argc, const napi_value* argv,
    napi_value* result);
/// Calls a constructor, as `new` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_new_instance(
    napi_env env, napi_value constructor, size_t argc, const napi_value* argv, napi_value* result);
/// Compares as `instanceof` does.
NAPI_EXTERN napi_status NAPI_CDECL napi_instanceof(
    napi_env env, napi_value object, napi_value constructor, bool* result);
/// Reads arguments, receiver and data of the running callback; missing arguments become undefined.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_cb_info(
    napi_env env, napi_callback_info cbinfo, size_t* argc, napi_value* argv, napi_value* this_arg,
    void** data);
/// Reads `new.target` of the running callback; NULL when it was not called with `new`.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_new_target(
    napi_env env, napi_callback_info cbinfo, napi_value* result);
/// Creates a class with its prototype's and static properties.
NAPI_EXTERN napi_status NAPI_CDECL napi_define_class(
    napi_env env, const char* utf8name, size_t length, napi_callback constructor, void* data,
    size_t property_count, const napi_property_descriptor* properties, napi_value* result);

// Native pointers tied to objects, finalizers, type tags.

/// Ties a native pointer to an object.
NAPI_EXTERN napi_status NAPI_CDECL napi_wrap(
    napi_env env, napi_value js_object, void* native_object, node_api_basic_finalize finalize_cb,
    void* finalize_hint, napi_ref* result);
/// Reads the native pointer tied to an object.
NAPI_EXTERN napi_status NAPI_CDECL napi_unwrap(napi_env env, napi_value js_object, void** result);
/// Unties the native pointer; its finalizer will not run.
NAPI_EXTERN napi_status NAPI_CDECL napi_remove_wrap(
    napi_env env, napi_value js_object, void** result);
#if NAPI_VERSION >= 5
/// Calls back after an object was collected.
NAPI_EXTERN napi_status NAPI_CDECL napi_add_finalizer(
    napi_env env, napi_value js_object, void* finalize_data, node_api_basic_finalize finalize_cb,
    void* finalize_hint, napi_ref* result);
#endif
#if NAPI_VERSION >= 8
/// Marks an object with a 128-bit tag, once.
NAPI_EXTERN napi_status NAPI_CDECL napi_type_tag_object(
    napi_env env, napi_value value, const napi_type_tag* type_tag);
/// Tells whether an object carries a given tag.
NAPI_EXTERN napi_status NAPI_CDECL napi_check_object_type_tag(
    napi_env env, napi_value value, const napi_type_tag* type_tag, bool* result);
#endif

// Values that carry a native pointer.

/// Creates a value that carries a native pointer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_external(
    napi_env env, void* data, node_api_basic_finalize finalize_cb, void* finalize_hint,
    napi_value* result);
/// Reads the native pointer of an external.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_value_external(
    napi_env env, napi_value value, void** result);

// Counted references to values.

/// Creates a counted reference to a value; a count of 0 is weak.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_reference(
    napi_env env, napi_value value, uint32_t initial_refcount, napi_ref* result);
/// Deletes a reference and cancels its finalizer.
NAPI_EXTERN napi_status NAPI_CDECL napi_delete_reference(node_api_basic_env env, napi_ref ref);
/// Adds one to the count of a reference.
NAPI_EXTERN napi_status NAPI_CDECL napi_reference_ref(napi_env env, napi_ref ref, uint32_t* result);
/// Takes one from the count of a reference; at 0 it becomes weak.
NAPI_EXTERN napi_status NAPI_CDECL napi_reference_unref(
    napi_env env, napi_ref ref, uint32_t* result);
/// Reads the value of a reference; NULL when it was collected.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_reference_value(
    napi_env env, napi_ref ref, napi_value* result);

// Handle scopes.

/// Opens a handle scope; values made from here on live until it closes.
NAPI_EXTERN napi_status NAPI_CDECL napi_open_handle_scope(napi_env env, napi_handle_scope* result);
/// Closes the innermost handle scope.
NAPI_EXTERN napi_status NAPI_CDECL napi_close_handle_scope(napi_env env, napi_handle_scope scope);
/// Opens a handle scope that one value can leave.
NAPI_EXTERN napi_status NAPI_CDECL napi_open_escapable_handle_scope(
    napi_env env, napi_escapable_handle_scope* result);
/// Closes the innermost, escapable handle scope.
NAPI_EXTERN napi_status NAPI_CDECL napi_close_escapable_handle_scope(
    napi_env env, napi_escapable_handle_scope scope);
/// Moves a value to the scope around this one, once.
NAPI_EXTERN napi_status NAPI_CDECL napi_escape_handle(
    napi_env env, napi_escapable_handle_scope scope, napi_value escapee, napi_value* result);

// Last error information, errors thrown, created and caught.

/// Describes the status of the last call on this environment; valid until the next one.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_last_error_info(
    node_api_basic_env env, const napi_extended_error_info** result);
/// Throws a value.
NAPI_EXTERN napi_status NAPI_CDECL napi_throw(napi_env env, napi_value error);
/// Throws an Error with a message and an optional code.
NAPI_EXTERN napi_status NAPI_CDECL napi_throw_error(
    napi_env env, const char* code, const char* msg);
/// Throws a TypeError with a message and an optional code.
NAPI_EXTERN napi_status NAPI_CDECL napi_throw_type_error(
    napi_env env, const char* code, const char* msg);
/// Throws a RangeError with a message and an optional code.
NAPI_EXTERN napi_status NAPI_CDECL napi_throw_range_error(
    napi_env env, const char* code, const char* msg);
/// Creates an Error from message and optional code.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_error(
    napi_env env, napi_value code, napi_value msg, napi_value* result);
/// Creates a TypeError from message and optional code.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_type_error(
    napi_env env, napi_value code, napi_value msg, napi_value* result);
/// Creates a RangeError from message and optional code.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_range_error(
    napi_env env, napi_value code, napi_value msg, napi_value* result);
/// Tells whether a value is an error object.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_error(napi_env env, napi_value value, bool* result);
/// Tells whether an exception waits to be thrown.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_exception_pending(napi_env env, bool* result);
/// Takes the pending exception; undefined when there is none.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_and_clear_last_exception(
    napi_env env, napi_value* result);
#if NAPI_VERSION >= 9
/// Throws a SyntaxError with a message and an optional code.
NAPI_EXTERN napi_status NAPI_CDECL node_api_throw_syntax_error(
    napi_env env, const char* code, const char* msg);
/// Creates a SyntaxError from message and optional code.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_syntax_error(
    napi_env env, napi_value code, napi_value msg, napi_value* result);
#endif

// ArrayBuffer, SharedArrayBuffer, typed arrays, DataView.

/// Tells whether a value is an ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_arraybuffer(
    napi_env env, napi_value value, bool* result);
/// Creates a zero-filled ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_arraybuffer(
    napi_env env, size_t byte_length, void** data, napi_value* result);
#ifndef NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED
/// Creates an ArrayBuffer over the caller's memory.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_external_arraybuffer(
    napi_env env, void* external_data, size_t byte_length, node_api_basic_finalize finalize_cb,
    void* finalize_hint, napi_value* result);
#endif
/// Reads data pointer and length of an ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_arraybuffer_info(
    napi_env env, napi_value arraybuffer, void** data, size_t* byte_length);
/// Tells whether a value is a typed array.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_typedarray(napi_env env, napi_value value, bool* result);
/// Creates a typed array over an ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_typedarray(
    napi_env env, napi_typedarray_type type, size_t length, napi_value arraybuffer,
    size_t byte_offset, napi_value* result);
/// Reads type, length in elements, data, buffer and offset of a typed array.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_typedarray_info(
    napi_env env, napi_value typedarray, napi_typedarray_type* type, size_t* length, void** data,
    napi_value* arraybuffer, size_t* byte_offset);
/// Tells whether a value is a DataView.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_dataview(napi_env env, napi_value value, bool* result);
/// Creates a DataView over an ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_dataview(
    napi_env env, size_t length, napi_value arraybuffer, size_t byte_offset, napi_value* result);
/// Reads length in bytes, data, buffer and offset of a DataView.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_dataview_info(
    napi_env env, napi_value dataview, size_t* bytelength, void** data, napi_value* arraybuffer,
    size_t* byte_offset);
#if NAPI_VERSION >= 7
/// Detaches an ArrayBuffer from its memory.
NAPI_EXTERN napi_status NAPI_CDECL napi_detach_arraybuffer(napi_env env, napi_value arraybuffer);
/// Tells whether a value is a detached ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_detached_arraybuffer(
    napi_env env, napi_value value, bool* result);
#endif
#ifdef NAPI_EXPERIMENTAL
#define NODE_API_EXPERIMENTAL_HAS_SHAREDARRAYBUFFER
/// Tells whether a value is a SharedArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL node_api_is_sharedarraybuffer(
    napi_env env, napi_value value, bool* result);
/// Creates a zero-filled SharedArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_sharedarraybuffer(
    napi_env env, size_t byte_length, void** data, napi_value* result);
#endif
#ifdef NAPI_EXPERIMENTAL
#define NODE_API_EXPERIMENTAL_HAS_CREATE_EXTERNAL_SHAREDARRAYBUFFER
/// Creates a SharedArrayBuffer over the caller's memory; the finalizer may run on any thread.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_external_sharedarraybuffer(
    napi_env env, void* external_data, size_t byte_length, node_api_noenv_finalize finalize_cb,
    void* finalize_hint, napi_value* result);
#endif

// Promises and the handles that settle them.

/// Creates a promise and the handle that settles it.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_promise(
    napi_env env, napi_deferred* deferred, napi_value* promise);
/// Resolves a promise and frees its handle.
NAPI_EXTERN napi_status NAPI_CDECL napi_resolve_deferred(
    napi_env env, napi_deferred deferred, napi_value resolution);
/// Rejects a promise and frees its handle.
NAPI_EXTERN napi_status NAPI_CDECL napi_reject_deferred(
    napi_env env, napi_deferred deferred, napi_value rejection);
/// Tells whether a value is a promise.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_promise(
    napi_env env, napi_value value, bool* is_promise);

// Scripts from strings.

/// Runs a string as a script in the global scope.
NAPI_EXTERN napi_status NAPI_CDECL napi_run_script(
    napi_env env, napi_value script, napi_value* result);

// State of the environment: instance data, external memory, loop, finalizers that wait.

/// Tells the collector about native memory that values keep alive.
NAPI_EXTERN napi_status NAPI_CDECL napi_adjust_external_memory(
    node_api_basic_env env, int64_t change_in_bytes, int64_t* adjusted_value);
#if NAPI_VERSION >= 6
/// Sets the data pointer of this environment; an older pointer is not finalized.
NAPI_EXTERN napi_status NAPI_CDECL napi_set_instance_data(
    node_api_basic_env env, void* data, napi_finalize finalize_cb, void* finalize_hint);
/// Reads the data pointer of this environment; NULL when none was set.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_instance_data(node_api_basic_env env, void** data);
#endif
#ifdef NAPI_EXPERIMENTAL
#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER
/// Queues a finalizer to run after the collection, when JavaScript may be used.
NAPI_EXTERN napi_status NAPI_CDECL node_api_post_finalizer(
    node_api_basic_env env, napi_finalize finalize_cb, void* finalize_data, void* finalize_hint);
#endif

// Versions of the host.

/// Gets the highest Node-API version of the host.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_version(node_api_basic_env env, uint32_t* result);

EXTERN_C_END

#endif  // SRC_JS_NATIVE_API_H_
