// Chapter coerce: the four conversions, and instanceof.
#include "common.h"

#define COERCION(name, function)                             \
  static napi_value name(napi_env env, napi_callback_info info) { \
    ARGS(1);                                                 \
    napi_value result = NULL;                                \
    CHECK(function(env, argv[0], &result));                  \
    return result;                                           \
  }

COERCION(to_bool, napi_coerce_to_bool)
COERCION(to_number, napi_coerce_to_number)
COERCION(to_object, napi_coerce_to_object)
COERCION(to_string, napi_coerce_to_string)

static napi_value instance_of(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool answer;
  CHECK(napi_instanceof(env, argv[0], argv[1], &answer));
  return fixture_bool(env, answer);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(to_bool), EXPORT(to_number), EXPORT(to_object), EXPORT(to_string), EXPORT(instance_of),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
