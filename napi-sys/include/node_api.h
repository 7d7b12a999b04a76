// Node-API, the runtime's half: how an addon registers, and functions by chapter.
//
// Part of napi-host; gated like js_native_api_types.h.
#ifndef SRC_NODE_API_H_
#define SRC_NODE_API_H_

// An addon imports the functions; this has to be known before the engine's half is read.
#if defined(BUILDING_NODE_EXTENSION) && !defined(NAPI_EXTERN)
#if defined(_WIN32)
#define NAPI_EXTERN __declspec(dllimport)
#elif defined(__wasm__)
#define NAPI_EXTERN __attribute__((__import_module__("napi")))
#endif
#endif

#include "js_native_api.h"
#include "node_api_types.h"

/// The loop of libuv; what is in it is known to libuv's own header.
struct uv_loop_s;

#if defined(_WIN32)
#define NAPI_MODULE_EXPORT __declspec(dllexport)
#elif defined(__EMSCRIPTEN__)
#define NAPI_MODULE_EXPORT __attribute__((visibility("default"), used))
#else
#define NAPI_MODULE_EXPORT __attribute__((visibility("default")))
#endif

#if defined(__GNUC__)
#define NAPI_NO_RETURN __attribute__((noreturn))
#elif defined(_WIN32)
#define NAPI_NO_RETURN __declspec(noreturn)
#else
#define NAPI_NO_RETURN
#endif

// The layout version of napi_module, and the number at the end of the well-known symbols.
#define NAPI_MODULE_VERSION 1

/// What an addon registers from a static constructor.
typedef struct napi_module {
    /// The layout version, 1.
    int nm_version;
    /// Not in use.
    unsigned int nm_flags;
    /// The source file.
    const char* nm_filename;
    /// The init function.
    napi_addon_register_func nm_register_func;
    /// The name of the module.
    const char* nm_modname;
    /// For the addon.
    void* nm_priv;
    /// For later.
    void* reserved[4];
} napi_module;

// The well-known symbols: napi_register_module_v1 and node_api_module_get_api_version_v1. Two
// steps, so that the version is expanded before it is pasted.
#define NAPI_MODULE_INITIALIZER_X_HELPER(base, version) base##version
#define NAPI_MODULE_INITIALIZER_X(base, version) NAPI_MODULE_INITIALIZER_X_HELPER(base, version)

#ifdef __wasm__
#define NAPI_MODULE_INITIALIZER_BASE napi_register_wasm_v
#else
#define NAPI_MODULE_INITIALIZER_BASE napi_register_module_v
#endif
#define NODE_API_MODULE_GET_API_VERSION_BASE node_api_module_get_api_version_v

#define NAPI_MODULE_INITIALIZER \
    NAPI_MODULE_INITIALIZER_X(NAPI_MODULE_INITIALIZER_BASE, NAPI_MODULE_VERSION)
#define NODE_API_MODULE_GET_API_VERSION \
    NAPI_MODULE_INITIALIZER_X(NODE_API_MODULE_GET_API_VERSION_BASE, NAPI_MODULE_VERSION)

// Defines both symbols; the body of the init function follows, with `env` and `exports`.
#define NAPI_MODULE_INIT() \
    EXTERN_C_START \
    NAPI_MODULE_EXPORT int32_t NODE_API_MODULE_GET_API_VERSION(void) { return NAPI_VERSION; } \
    NAPI_MODULE_EXPORT napi_value NAPI_MODULE_INITIALIZER(napi_env env, napi_value exports); \
    EXTERN_C_END \
    napi_value NAPI_MODULE_INITIALIZER(napi_env env, napi_value exports)

// The same with an init function that exists already. The name is not used.
#define NAPI_MODULE(modname, regfunc) \
    NAPI_MODULE_INIT() { \
        return regfunc(env, exports); \
    }
// An older spelling of NAPI_MODULE.
#define NAPI_MODULE_X(modname, regfunc, priv, flags) NAPI_MODULE(modname, regfunc)

EXTERN_C_START

// State of the environment: instance data, external memory, loop, finalizers that wait.

#if NAPI_VERSION >= 2
/// Gets the libuv loop of this environment.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_uv_event_loop(
    node_api_basic_env env, struct uv_loop_s** loop);
#endif

// Registration of an addon and where it came from.

/// Registers an addon from a static constructor; the older way.
NAPI_EXTERN void NAPI_CDECL napi_module_register(napi_module* mod);
#if NAPI_VERSION >= 9
/// Gets the `file:` URL that the addon was loaded from.
NAPI_EXTERN napi_status NAPI_CDECL node_api_get_module_file_name(
    node_api_basic_env env, const char** result);
#endif

// The two ways to end by an error.

/// Prints a location and a message, then aborts the process.
NAPI_EXTERN NAPI_NO_RETURN void NAPI_CDECL napi_fatal_error(
    const char* location, size_t location_len, const char* message, size_t message_len);
#if NAPI_VERSION >= 3
/// Hands a value to `uncaughtException` at once.
NAPI_EXTERN napi_status NAPI_CDECL napi_fatal_exception(napi_env env, napi_value err);
#endif

// Async contexts and callback scopes.

/// Creates an async context.
NAPI_EXTERN napi_status NAPI_CDECL napi_async_init(
    napi_env env, napi_value async_resource, napi_value async_resource_name,
    napi_async_context* result);
/// Destroys an async context.
NAPI_EXTERN napi_status NAPI_CDECL napi_async_destroy(
    napi_env env, napi_async_context async_context);
/// Calls a function as the loop does: queues are drained afterwards when no scope is around.
NAPI_EXTERN napi_status NAPI_CDECL napi_make_callback(
    napi_env env, napi_async_context async_context, napi_value recv, napi_value func, size_t argc,
    const napi_value* argv, napi_value* result);
#if NAPI_VERSION >= 3
/// Opens a callback scope; the second argument is not used.
NAPI_EXTERN napi_status NAPI_CDECL napi_open_callback_scope(
    napi_env env, napi_value resource_object, napi_async_context context,
    napi_callback_scope* result);
/// Closes a callback scope and, if it is the outermost, drains ticks and microtasks.
NAPI_EXTERN napi_status NAPI_CDECL napi_close_callback_scope(
    napi_env env, napi_callback_scope scope);
#endif

// Buffers.

/// Creates a Buffer; its content is not initialized.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_buffer(
    napi_env env, size_t length, void** data, napi_value* result);
#ifndef NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED
/// Creates a Buffer over the caller's memory.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_external_buffer(
    napi_env env, size_t length, void* data, node_api_basic_finalize finalize_cb,
    void* finalize_hint, napi_value* result);
#endif
/// Creates a Buffer with a copy of the caller's bytes.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_buffer_copy(
    napi_env env, size_t length, const void* data, void** result_data, napi_value* result);
/// Tells whether a value is a Buffer or another array buffer view.
NAPI_EXTERN napi_status NAPI_CDECL napi_is_buffer(napi_env env, napi_value value, bool* result);
/// Reads data pointer and length of a Buffer.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_buffer_info(
    napi_env env, napi_value value, void** data, size_t* length);
#if NAPI_VERSION >= 10
/// Creates a Buffer over part of an ArrayBuffer.
NAPI_EXTERN napi_status NAPI_CDECL node_api_create_buffer_from_arraybuffer(
    napi_env env, napi_value arraybuffer, size_t byte_offset, size_t byte_length,
    napi_value* result);
#endif

// Work on the worker pool.

/// Creates work: `execute` runs on the worker pool, then `complete` on the loop's thread.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_async_work(
    napi_env env, napi_value async_resource, napi_value async_resource_name,
    napi_async_execute_callback execute, napi_async_complete_callback complete, void* data,
    napi_async_work* result);
/// Frees work that is not queued, or whose `complete` runs or has run.
NAPI_EXTERN napi_status NAPI_CDECL napi_delete_async_work(napi_env env, napi_async_work work);
/// Queues work for the worker pool.
NAPI_EXTERN napi_status NAPI_CDECL napi_queue_async_work(
    node_api_basic_env env, napi_async_work work);
/// Cancels work that has not been started; `complete` still runs, with `napi_cancelled`.
NAPI_EXTERN napi_status NAPI_CDECL napi_cancel_async_work(
    node_api_basic_env env, napi_async_work work);

// Versions of the host.

/// Gets the version of Node.js that the host stands for.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_node_version(
    node_api_basic_env env, const napi_node_version** version);

// Cleanup hooks of the environment.

#if NAPI_VERSION >= 3
/// Adds a cleanup hook: runs when the environment ends, newest first.
NAPI_EXTERN napi_status NAPI_CDECL napi_add_env_cleanup_hook(
    node_api_basic_env env, napi_cleanup_hook fun, void* arg);
/// Removes the cleanup hook with this function and argument.
NAPI_EXTERN napi_status NAPI_CDECL napi_remove_env_cleanup_hook(
    node_api_basic_env env, napi_cleanup_hook fun, void* arg);
#endif
#if NAPI_VERSION >= 8
/// Adds a cleanup hook that may take its time: the environment waits for its removal.
NAPI_EXTERN napi_status NAPI_CDECL napi_add_async_cleanup_hook(
    node_api_basic_env env, napi_async_cleanup_hook hook, void* arg,
    napi_async_cleanup_hook_handle* remove_handle);
/// Ends an asynchronous cleanup, or removes its hook before it began.
NAPI_EXTERN napi_status NAPI_CDECL napi_remove_async_cleanup_hook(
    napi_async_cleanup_hook_handle remove_handle);
#endif

// Thread-safe functions.

#if NAPI_VERSION >= 4
/// Creates a queue through which any thread calls into JavaScript.
NAPI_EXTERN napi_status NAPI_CDECL napi_create_threadsafe_function(
    napi_env env, napi_value func, napi_value async_resource, napi_value async_resource_name,
    size_t max_queue_size, size_t initial_thread_count, void* thread_finalize_data,
    napi_finalize thread_finalize_cb, void* context, napi_threadsafe_function_call_js call_js_cb,
    napi_threadsafe_function* result);
/// Reads the context pointer that was given at creation.
NAPI_EXTERN napi_status NAPI_CDECL napi_get_threadsafe_function_context(
    napi_threadsafe_function func, void** result);
/// Puts an item in the queue; waits for room, or answers `napi_queue_full`.
NAPI_EXTERN napi_status NAPI_CDECL napi_call_threadsafe_function(
    napi_threadsafe_function func, void* data, napi_threadsafe_function_call_mode is_blocking);
/// Counts one more thread that uses the function.
NAPI_EXTERN napi_status NAPI_CDECL napi_acquire_threadsafe_function(napi_threadsafe_function func);
/// Counts one thread less; with `napi_tsfn_abort` closes the function for all.
NAPI_EXTERN napi_status NAPI_CDECL napi_release_threadsafe_function(
    napi_threadsafe_function func, napi_threadsafe_function_release_mode mode);
/// Lets the loop end while the function exists.
NAPI_EXTERN napi_status NAPI_CDECL napi_unref_threadsafe_function(
    node_api_basic_env env, napi_threadsafe_function func);
/// Keeps the loop alive while the function exists.
NAPI_EXTERN napi_status NAPI_CDECL napi_ref_threadsafe_function(
    node_api_basic_env env, napi_threadsafe_function func);
#endif

EXTERN_C_END

#endif  // SRC_NODE_API_H_
