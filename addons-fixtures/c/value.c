// Chapter value: singletons, typeof, strict equality, objects, arrays, symbols.
#include "common.h"

static napi_value singletons(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list, value;
  CHECK(napi_create_array(env, &list));
  CHECK(napi_get_undefined(env, &value));
  CHECK(napi_set_element(env, list, 0, value));
  CHECK(napi_get_null(env, &value));
  CHECK(napi_set_element(env, list, 1, value));
  CHECK(napi_get_boolean(env, true, &value));
  CHECK(napi_set_element(env, list, 2, value));
  CHECK(napi_get_boolean(env, false, &value));
  CHECK(napi_set_element(env, list, 3, value));
  CHECK(napi_get_global(env, &value));
  CHECK(napi_set_element(env, list, 4, value));
  return list;
}

static napi_value echo(napi_env env, napi_callback_info info) {
  ARGS(1);
  return argv[0];
}

// A callback that returns NULL gives undefined.
static napi_value nothing(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  return NULL;
}

static napi_value type_of(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_valuetype type;
  CHECK(napi_typeof(env, argv[0], &type));
  return fixture_int(env, type);
}

static napi_value strict_equals(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool same;
  CHECK(napi_strict_equals(env, argv[0], argv[1], &same));
  return fixture_bool(env, same);
}

static napi_value new_object(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value object;
  CHECK(napi_create_object(env, &object));
  return object;
}

static napi_value new_array(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value array;
  CHECK(napi_create_array_with_length(env, (size_t)fixture_to_int(env, argv[0]), &array));
  return array;
}

static napi_value new_symbol(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value symbol;
  CHECK(napi_create_symbol(env, argc > 0 ? argv[0] : NULL, &symbol));
  return symbol;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(singletons), EXPORT(echo),      EXPORT(nothing),   EXPORT(type_of),
      EXPORT(new_object), EXPORT(new_array), EXPORT(new_symbol), EXPORT(strict_equals),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
