// What every C fixture shares: the CHECK macro, argument reading, and the
// export table. Deliberately absent: anything that hides a Node-API call from
// the reader of a fixture.
#ifndef FIXTURE_COMMON_H
#define FIXTURE_COMMON_H

#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Throws what the last error info says, unless an exception is pending already.
static inline void fixture_throw_last(napi_env env, const char* what) {
  const napi_extended_error_info* info = NULL;
  bool pending = false;
  char text[256];
  napi_get_last_error_info(env, &info);
  snprintf(text, sizeof text, "%s: %s", what,
           info && info->error_message ? info->error_message : "no message");
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, NULL, text);
}

#define CHECK_OR(call, answer)            \
  do {                                    \
    if ((call) != napi_ok) {              \
      fixture_throw_last(env, #call);     \
      return answer;                      \
    }                                     \
  } while (0)
#define CHECK(call) CHECK_OR(call, NULL)

// Reads up to `count` arguments into `argv`; the rest is undefined.
#define ARGS(count)                                                    \
  napi_value argv[count];                                              \
  napi_value self = NULL;                                              \
  void* bound = NULL;                                                  \
  size_t argc = count;                                                 \
  CHECK(napi_get_cb_info(env, info, &argc, argv, &self, &bound));      \
  (void)self;                                                          \
  (void)bound

static inline napi_value fixture_undefined(napi_env env) {
  napi_value value = NULL;
  napi_get_undefined(env, &value);
  return value;
}

static inline napi_value fixture_int(napi_env env, int64_t number) {
  napi_value value = NULL;
  napi_create_int64(env, number, &value);
  return value;
}

static inline napi_value fixture_bool(napi_env env, bool flag) {
  napi_value value = NULL;
  napi_get_boolean(env, flag, &value);
  return value;
}

// A status as a JavaScript number: what most conformance functions return.
#define STATUS(call) fixture_int(env, (int64_t)(call))

static inline int32_t fixture_to_int(napi_env env, napi_value value) {
  int32_t number = 0;
  napi_get_value_int32(env, value, &number);
  return number;
}

#define EXPORT(function)                                                   \
  {#function, NULL, function, NULL, NULL, NULL, napi_default_jsproperty, NULL}
#define DEFINE_EXPORTS(object, table)                                      \
  CHECK(napi_define_properties(env, object, sizeof table / sizeof *table, table))

#endif
