// Chapter callback_scope: async contexts, make_callback, callback scopes.
#include "common.h"

static napi_value name_of(napi_env env) {
  napi_value name = NULL;
  napi_create_string_utf8(env, "fixture", NAPI_AUTO_LENGTH, &name);
  return name;
}

// make_callback(function) in a context of its own: its result.
static napi_value make_callback(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_async_context context;
  napi_value result = NULL, resource;
  CHECK(napi_create_object(env, &resource));
  CHECK(napi_async_init(env, resource, name_of(env), &context));
  napi_status status = napi_make_callback(env, context, resource, argv[0], 1, &argv[1], &result);
  CHECK(napi_async_destroy(env, context));
  CHECK(status);
  return result;
}

// Opens a callback scope, calls the function, closes it.
static napi_value in_scope(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_async_context context;
  napi_callback_scope scope;
  napi_value result = NULL, resource;
  CHECK(napi_create_object(env, &resource));
  CHECK(napi_async_init(env, resource, name_of(env), &context));
  CHECK(napi_open_callback_scope(env, resource, context, &scope));
  napi_status status = napi_call_function(env, fixture_undefined(env), argv[0], 0, NULL, &result);
  CHECK(napi_close_callback_scope(env, scope));
  CHECK(napi_async_destroy(env, context));
  CHECK(status);
  return result;
}

typedef struct {
  napi_async_work work;
  napi_ref function;
  bool with_make_callback;
} Turn;

static void rest(napi_env env, void* data) {
  (void)env;
  (void)data;
}

// At depth 1, inside the scope of `complete`: call_function twice, so that
// what is drained between the two calls shows.
static void twice(napi_env env, napi_status status, void* data) {
  (void)status;
  Turn* turn = data;
  napi_value function, result, receiver;
  napi_get_global(env, &receiver);
  napi_get_reference_value(env, turn->function, &function);
  for (int i = 0; i < 2; i++) {
    napi_value number = fixture_int(env, i);
    if (turn->with_make_callback)
      napi_make_callback(env, NULL, receiver, function, 1, &number, &result);
    else
      napi_call_function(env, receiver, function, 1, &number, &result);
  }
  napi_delete_reference(env, turn->function);
  napi_delete_async_work(env, turn->work);
  free(turn);
}

// call_from_complete(function, withMakeCallback)
static napi_value call_from_complete(napi_env env, napi_callback_info info) {
  ARGS(2);
  Turn* turn = calloc(1, sizeof *turn);
  CHECK(napi_get_value_bool(env, argv[1], &turn->with_make_callback));
  CHECK(napi_create_reference(env, argv[0], 1, &turn->function));
  CHECK(napi_create_async_work(env, NULL, name_of(env), rest, twice, turn, &turn->work));
  CHECK(napi_queue_async_work(env, turn->work));
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(make_callback), EXPORT(in_scope), EXPORT(call_from_complete)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
