// Chapter number: each numeric type in and out.
#include "common.h"

static napi_value as_int32(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t number;
  napi_value result;
  CHECK(napi_get_value_int32(env, argv[0], &number));
  CHECK(napi_create_int32(env, number, &result));
  return result;
}

static napi_value as_uint32(napi_env env, napi_callback_info info) {
  ARGS(1);
  uint32_t number;
  napi_value result;
  CHECK(napi_get_value_uint32(env, argv[0], &number));
  CHECK(napi_create_uint32(env, number, &result));
  return result;
}

static napi_value as_int64(napi_env env, napi_callback_info info) {
  ARGS(1);
  int64_t number;
  napi_value result;
  CHECK(napi_get_value_int64(env, argv[0], &number));
  CHECK(napi_create_int64(env, number, &result));
  return result;
}

static napi_value as_double(napi_env env, napi_callback_info info) {
  ARGS(1);
  double number;
  napi_value result;
  CHECK(napi_get_value_double(env, argv[0], &number));
  CHECK(napi_create_double(env, number, &result));
  return result;
}

// The int64 as decimal text, since a double does not hold all of them.
static napi_value int64_text(napi_env env, napi_callback_info info) {
  ARGS(1);
  int64_t number;
  char text[32];
  napi_value result;
  CHECK(napi_get_value_int64(env, argv[0], &number));
  snprintf(text, sizeof text, "%lld", (long long)number);
  CHECK(napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &result));
  return result;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(as_int32), EXPORT(as_uint32), EXPORT(as_int64), EXPORT(as_double), EXPORT(int64_text),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
