// Node-API, the engine's half: types.
//
// Part of napi-host. Gated by NAPI_VERSION (1 to 10, 8 when the addon says nothing) and by
// NAPI_EXPERIMENTAL. C and C++. The Rust types of the crate are generated from here.
//
// The guard has the official name, so that a copy of the official header in the same file of an
// addon is left out rather than defined twice.
#ifndef SRC_JS_NATIVE_API_TYPES_H_
#define SRC_JS_NATIVE_API_TYPES_H_

#include <stddef.h>
#include <stdint.h>

// The version that stands for everything, experimental functions included.
#define NAPI_VERSION_EXPERIMENTAL 2147483647

#ifndef NAPI_VERSION
#ifdef NAPI_EXPERIMENTAL
#define NAPI_VERSION NAPI_VERSION_EXPERIMENTAL
#else
#define NAPI_VERSION 8
#endif
#endif

#if defined(NAPI_EXPERIMENTAL) && !defined(NODE_API_EXPERIMENTAL_NO_WARNING)
#ifdef _MSC_VER
#pragma message("Node-API: experimental functions are enabled; they may change")
#else
#warning "Node-API: experimental functions are enabled; they may change"
#endif
#endif

#ifndef NAPI_CDECL
#ifdef _WIN32
#define NAPI_CDECL __cdecl
#else
#define NAPI_CDECL
#endif
#endif

#if !defined(__cplusplus) || (defined(_MSC_VER) && _MSC_VER < 1900)
/// A UTF-16 code unit.
typedef uint16_t char16_t;
#endif

/// An addon's environment: one per load of an addon in a JavaScript context.
typedef struct napi_env__* napi_env;

// Functions that may be called inside a garbage collection take a "basic" environment. To an
// experimental addon it is a pointer to const, so that the compiler refuses to pass it on to a
// function that needs more; both OPT_OUT macros make it an ordinary one again.
#if defined(NAPI_EXPERIMENTAL) && !defined(NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT) && \
    !defined(NODE_API_EXPERIMENTAL_BASIC_ENV_OPT_OUT)
#define NAPI_HOST_BASIC_ENV_IS_CONST
#endif

#ifdef NAPI_HOST_BASIC_ENV_IS_CONST
typedef const struct napi_env__* node_api_nogc_env;
#else
/// The older name of `node_api_basic_env`.
typedef struct napi_env__* node_api_nogc_env;
#endif
/// An environment as functions take it that may be called inside a garbage collection.
typedef node_api_nogc_env node_api_basic_env;

/// A JavaScript value, alive until its handle scope closes.
typedef struct napi_value__* napi_value;
/// A counted reference to a value.
typedef struct napi_ref__* napi_ref;
/// An open handle scope.
typedef struct napi_handle_scope__* napi_handle_scope;
/// An open handle scope that one value can leave.
typedef struct napi_escapable_handle_scope__* napi_escapable_handle_scope;
/// The arguments of a running callback.
typedef struct napi_callback_info__* napi_callback_info;
/// The handle that settles a promise.
typedef struct napi_deferred__* napi_deferred;

/// What a function answers.
typedef enum {
    /// All right.
    napi_ok = 0,
    /// An argument is NULL or not acceptable.
    napi_invalid_arg = 1,
    /// The value is not an object.
    napi_object_expected = 2,
    /// The value is not a string.
    napi_string_expected = 3,
    /// The value is neither a string nor a symbol.
    napi_name_expected = 4,
    /// The value is not a function.
    napi_function_expected = 5,
    /// The value is not a number.
    napi_number_expected = 6,
    /// The value is not a boolean.
    napi_boolean_expected = 7,
    /// The value is not an array.
    napi_array_expected = 8,
    /// Anything else that went wrong.
    napi_generic_failure = 9,
    /// An exception is pending.
    napi_pending_exception = 10,
    /// The work was cancelled.
    napi_cancelled = 11,
    /// The scope was left by a value already.
    napi_escape_called_twice = 12,
    /// No such handle scope is open.
    napi_handle_scope_mismatch = 13,
    /// No callback scope is open.
    napi_callback_scope_mismatch = 14,
    /// The queue of the thread-safe function is full.
    napi_queue_full = 15,
    /// The thread-safe function is closing.
    napi_closing = 16,
    /// The value is not a BigInt.
    napi_bigint_expected = 17,
    /// The value is not a Date.
    napi_date_expected = 18,
    /// The value is not an ArrayBuffer.
    napi_arraybuffer_expected = 19,
    /// The ArrayBuffer cannot be detached.
    napi_detachable_arraybuffer_expected = 20,
    /// Not in use.
    napi_would_deadlock = 21,
    /// The host cannot make buffers over foreign memory.
    napi_no_external_buffers_allowed = 22,
    /// JavaScript cannot run now: the environment is ending.
    napi_cannot_run_js = 23,
} napi_status;

/// The kind of a value, as `napi_typeof` tells it.
typedef enum {
    /// `undefined`.
    napi_undefined = 0,
    /// `null`.
    napi_null = 1,
    /// A boolean.
    napi_boolean = 2,
    /// A number.
    napi_number = 3,
    /// A string.
    napi_string = 4,
    /// A symbol.
    napi_symbol = 5,
    /// An object that is neither a function nor an external.
    napi_object = 6,
    /// A function.
    napi_function = 7,
    /// A value that carries a native pointer.
    napi_external = 8,
    /// A BigInt.
    napi_bigint = 9,
} napi_valuetype;

// Tells addons that `napi_float16_array` exists; it came without a version of its own.
#define NODE_API_HAS_FLOAT16_ARRAY

/// The element type of a typed array.
typedef enum {
    /// `Int8Array`.
    napi_int8_array = 0,
    /// `Uint8Array`.
    napi_uint8_array = 1,
    /// `Uint8ClampedArray`.
    napi_uint8_clamped_array = 2,
    /// `Int16Array`.
    napi_int16_array = 3,
    /// `Uint16Array`.
    napi_uint16_array = 4,
    /// `Int32Array`.
    napi_int32_array = 5,
    /// `Uint32Array`.
    napi_uint32_array = 6,
    /// `Float32Array`.
    napi_float32_array = 7,
    /// `Float64Array`.
    napi_float64_array = 8,
    /// `BigInt64Array`.
    napi_bigint64_array = 9,
    /// `BigUint64Array`.
    napi_biguint64_array = 10,
    /// `Float16Array`.
    napi_float16_array = 11,
} napi_typedarray_type;

/// Attributes of a property, as a set of bits.
typedef enum {
    /// No attribute.
    napi_default = 0,
    /// Can be assigned.
    napi_writable = 1,
    /// Shows up in loops over keys.
    napi_enumerable = 2,
    /// Can be redefined and deleted.
    napi_configurable = 4,
    /// Belongs to the class itself, not to its prototype; for `napi_define_class` only.
    napi_static = 1024,
#if NAPI_VERSION >= 8
    /// What methods of a class have: writable and configurable.
    napi_default_method = 5,
    /// What a property has that is made by assignment: all three.
    napi_default_jsproperty = 7,
#endif
} napi_property_attributes;

#if NAPI_VERSION >= 6
/// Whose keys `napi_get_all_property_names` lists.
typedef enum {
    /// The object's and those of its prototypes.
    napi_key_include_prototypes = 0,
    /// The object's only.
    napi_key_own_only = 1,
} napi_key_collection_mode;

/// Which keys `napi_get_all_property_names` lists, as a set of bits.
typedef enum {
    /// All.
    napi_key_all_properties = 0,
    /// Writable ones only.
    napi_key_writable = 1,
    /// Enumerable ones only.
    napi_key_enumerable = 2,
    /// Configurable ones only.
    napi_key_configurable = 4,
    /// No strings.
    napi_key_skip_strings = 8,
    /// No symbols.
    napi_key_skip_symbols = 16,
} napi_key_filter;

/// How `napi_get_all_property_names` gives indices.
typedef enum {
    /// As numbers.
    napi_key_keep_numbers = 0,
    /// As strings.
    napi_key_numbers_to_strings = 1,
} napi_key_conversion;
#endif

/// A function of the addon that JavaScript calls.
typedef napi_value(NAPI_CDECL* napi_callback)(napi_env env, napi_callback_info info);

/// A function of the addon that is told that its data is no longer needed.
typedef void(NAPI_CDECL* napi_finalize)(napi_env env, void* finalize_data, void* finalize_hint);

#ifdef NAPI_HOST_BASIC_ENV_IS_CONST
typedef void(NAPI_CDECL* node_api_nogc_finalize)(
    node_api_nogc_env env, void* finalize_data, void* finalize_hint);
#else
/// The older name of `node_api_basic_finalize`.
typedef napi_finalize node_api_nogc_finalize;
#endif
/// A finalizer that runs inside the garbage collection, for experimental addons.
typedef node_api_nogc_finalize node_api_basic_finalize;

/// A finalizer that may run on any thread, at any time.
typedef void(NAPI_CDECL* node_api_noenv_finalize)(void* finalize_data, void* finalize_hint);

/// One property to define: a method, an accessor or a value.
typedef struct {
    /// The name as UTF-8, or NULL when `name` has it.
    const char* utf8name;
    /// The name as a string or symbol, or NULL when `utf8name` has it.
    napi_value name;
    /// The method.
    napi_callback method;
    /// The getter.
    napi_callback getter;
    /// The setter.
    napi_callback setter;
    /// The value, when it is neither a method nor an accessor.
    napi_value value;
    /// Attributes, as a set of bits.
    napi_property_attributes attributes;
    /// What the callbacks find as their data.
    void* data;
} napi_property_descriptor;

/// The last status in detail.
typedef struct {
    /// The status in words, or NULL after `napi_ok`.
    const char* error_message;
    /// Not in use.
    void* engine_reserved;
    /// The number of an error below, such as one of libuv.
    uint32_t engine_error_code;
    /// The status.
    napi_status error_code;
} napi_extended_error_info;

#if NAPI_VERSION >= 8
/// A mark of 128 bits for objects.
typedef struct {
    /// The low half.
    uint64_t lower;
    /// The high half.
    uint64_t upper;
} napi_type_tag;
#endif

#endif  // SRC_JS_NATIVE_API_TYPES_H_
