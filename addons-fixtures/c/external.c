// Chapter external: native data behind an opaque value, its finalizer, and
// what a finalizer may do.
#include <stdatomic.h>

#include "common.h"

static atomic_int finalized;
static napi_ref on_finalize;

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  if (hint == data) atomic_fetch_add(&finalized, 1);
  free(data);
}

static napi_value make(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t* number = malloc(sizeof *number);
  napi_value external;
  *number = fixture_to_int(env, argv[0]);
  CHECK(napi_create_external(env, number, release, number, &external));
  return external;
}

static napi_value make_null(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value external;
  void* data = &finalized;
  CHECK(napi_create_external(env, NULL, NULL, NULL, &external));
  CHECK(napi_get_value_external(env, external, &data));
  return fixture_bool(env, data == NULL);
}

static napi_value value_of(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t* number;
  CHECK(napi_get_value_external(env, argv[0], (void**)&number));
  return fixture_int(env, *number);
}

// Calls the function that was given to make_calling from the finalizer.
static void call_back(napi_env env, void* data, void* hint) {
  (void)data;
  (void)hint;
  napi_value function, result;
  if (napi_get_reference_value(env, on_finalize, &function) != napi_ok || function == NULL) return;
  napi_call_function(env, fixture_undefined(env), function, 0, NULL, &result);
}

static napi_value make_calling(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value external;
  CHECK(napi_create_reference(env, argv[0], 1, &on_finalize));
  CHECK(napi_create_external(env, &finalized, call_back, NULL, &external));
  return external;
}

static void throw_back(napi_env env, void* data, void* hint) {
  (void)data;
  (void)hint;
  napi_throw_error(env, "E_FINALIZER", "thrown by a finalizer");
}

static napi_value make_throwing(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value external;
  CHECK(napi_create_external(env, &finalized, throw_back, NULL, &external));
  return external;
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

// So many externals, each in a scope of its own.
static napi_value loop(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t times = fixture_to_int(env, argv[0]);
  for (int32_t i = 0; i < times; i++) {
    napi_handle_scope scope;
    napi_value external;
    int32_t* number = malloc(sizeof *number);
    CHECK(napi_open_handle_scope(env, &scope));
    CHECK(napi_create_external(env, number, release, number, &external));
    CHECK(napi_close_handle_scope(env, scope));
  }
  return fixture_int(env, times);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(make),          EXPORT(make_null),      EXPORT(value_of), EXPORT(make_calling),
      EXPORT(make_throwing), EXPORT(finalize_count), EXPORT(loop),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
