// Two thread-safe functions that the loop's own thread calls, for scripts that
// compare in which order the loop's callbacks run.
#include "common.h"

static napi_threadsafe_function channels[2];

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  (void)context;
  if (env == NULL) return;
  napi_value result, number = fixture_int(env, (intptr_t)data);
  napi_call_function(env, fixture_undefined(env), function, 1, &number, &result);
}

// open(channel, function)
static napi_value open(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_value name;
  CHECK(napi_create_string_utf8(env, "channel", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_threadsafe_function(env, argv[1], NULL, name, 0, 1, NULL, NULL, NULL, call_js,
                                        &channels[fixture_to_int(env, argv[0]) & 1]));
  return NULL;
}

// push(channel, number): the function is called with the number.
static napi_value push(napi_env env, napi_callback_info info) {
  ARGS(2);
  return STATUS(napi_call_threadsafe_function(channels[fixture_to_int(env, argv[0]) & 1],
                                              (void*)(intptr_t)fixture_to_int(env, argv[1]), napi_tsfn_nonblocking));
}

static napi_value close(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_release_threadsafe_function(channels[fixture_to_int(env, argv[0]) & 1], napi_tsfn_release));
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(open), EXPORT(push), EXPORT(close)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
