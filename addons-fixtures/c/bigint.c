// Chapter bigint: 64-bit conversions with their lossless flag, and words.
#include "common.h"

static napi_value pair(napi_env env, napi_value value, bool lossless) {
  napi_value list;
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, value));
  CHECK(napi_set_element(env, list, 1, fixture_bool(env, lossless)));
  return list;
}

static napi_value through_int64(napi_env env, napi_callback_info info) {
  ARGS(1);
  int64_t number;
  bool lossless;
  napi_value value;
  CHECK(napi_get_value_bigint_int64(env, argv[0], &number, &lossless));
  CHECK(napi_create_bigint_int64(env, number, &value));
  return pair(env, value, lossless);
}

static napi_value through_uint64(napi_env env, napi_callback_info info) {
  ARGS(1);
  uint64_t number;
  bool lossless;
  napi_value value;
  CHECK(napi_get_value_bigint_uint64(env, argv[0], &number, &lossless));
  CHECK(napi_create_bigint_uint64(env, number, &value));
  return pair(env, value, lossless);
}

// [BigInt, sign, words needed] through a buffer of so many words.
static napi_value through_words(napi_env env, napi_callback_info info) {
  ARGS(2);
  enum { ROOM = 64 };
  uint64_t words[ROOM];
  int sign = -1;
  size_t count = (size_t)fixture_to_int(env, argv[1]);
  size_t needed = 0;
  napi_value value, list;
  if (count > ROOM) count = ROOM;
  CHECK(napi_get_value_bigint_words(env, argv[0], NULL, &needed, NULL));
  CHECK(napi_get_value_bigint_words(env, argv[0], &sign, &count, words));
  CHECK(napi_create_bigint_words(env, sign, count, words, &value));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, value));
  CHECK(napi_set_element(env, list, 1, fixture_int(env, sign)));
  CHECK(napi_set_element(env, list, 2, fixture_int(env, (int64_t)needed)));
  return list;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(through_int64), EXPORT(through_uint64), EXPORT(through_words)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
