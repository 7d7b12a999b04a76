// Node-API, the runtime's half: types.
//
// Part of napi-host; gated like js_native_api_types.h.
#ifndef SRC_NODE_API_TYPES_H_
#define SRC_NODE_API_TYPES_H_

#include "js_native_api_types.h"

/// The init function of an addon; its result replaces `exports`.
typedef napi_value(NAPI_CDECL* napi_addon_register_func)(napi_env env, napi_value exports);
/// The function by which an addon tells its API version.
typedef int32_t(NAPI_CDECL* node_api_addon_get_api_version_func)(void);

/// An open callback scope.
typedef struct napi_callback_scope__* napi_callback_scope;
/// An async context.
typedef struct napi_async_context__* napi_async_context;
/// Work for the worker pool.
typedef struct napi_async_work__* napi_async_work;

/// The part of async work that runs on the worker pool; it must not use `env`.
typedef void(NAPI_CDECL* napi_async_execute_callback)(napi_env env, void* data);
/// The part of async work that runs on the loop's thread.
typedef void(NAPI_CDECL* napi_async_complete_callback)(
    napi_env env, napi_status status, void* data);

#if NAPI_VERSION >= 3
/// A cleanup hook.
typedef void(NAPI_CDECL* napi_cleanup_hook)(void* arg);
#endif

#if NAPI_VERSION >= 4
/// A thread-safe function.
typedef struct napi_threadsafe_function__* napi_threadsafe_function;

/// How a thread gives up a thread-safe function.
typedef enum {
    /// For itself.
    napi_tsfn_release = 0,
    /// For all: the function closes.
    napi_tsfn_abort = 1,
} napi_threadsafe_function_release_mode;

/// What a call on a full thread-safe function does.
typedef enum {
    /// Answers `napi_queue_full`.
    napi_tsfn_nonblocking = 0,
    /// Waits for room.
    napi_tsfn_blocking = 1,
} napi_threadsafe_function_call_mode;

/// What a thread-safe function runs for each item; `env` and `js_callback` are NULL at the end.
typedef void(NAPI_CDECL* napi_threadsafe_function_call_js)(
    napi_env env, napi_value js_callback, void* context, void* data);
#endif

#if NAPI_VERSION >= 8
/// An asynchronous cleanup hook that is registered or running.
typedef struct napi_async_cleanup_hook_handle__* napi_async_cleanup_hook_handle;
/// A cleanup hook that may take its time.
typedef void(NAPI_CDECL* napi_async_cleanup_hook)(
    napi_async_cleanup_hook_handle handle, void* data);
#endif

/// The version of Node.js that the host stands for.
typedef struct {
    /// First number.
    uint32_t major;
    /// Second number.
    uint32_t minor;
    /// Third number.
    uint32_t patch;
    /// The name of the release.
    const char* release;
} napi_node_version;

#endif  // SRC_NODE_API_TYPES_H_
