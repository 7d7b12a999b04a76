// Chapter string: the three encodings in and out, truncation, external strings
// without a copy, property keys.
#include <stdatomic.h>

#include "common.h"

static atomic_int finalized;

static napi_value round_utf8(napi_env env, napi_callback_info info) {
  ARGS(1);
  size_t length;
  napi_value result;
  CHECK(napi_get_value_string_utf8(env, argv[0], NULL, 0, &length));
  char* text = malloc(length + 1);
  CHECK(napi_get_value_string_utf8(env, argv[0], text, length + 1, NULL));
  CHECK(napi_create_string_utf8(env, text, length, &result));
  free(text);
  return result;
}

static napi_value round_latin1(napi_env env, napi_callback_info info) {
  ARGS(1);
  size_t length;
  napi_value result;
  CHECK(napi_get_value_string_latin1(env, argv[0], NULL, 0, &length));
  char* text = malloc(length + 1);
  CHECK(napi_get_value_string_latin1(env, argv[0], text, length + 1, NULL));
  CHECK(napi_create_string_latin1(env, text, length, &result));
  free(text);
  return result;
}

static napi_value round_utf16(napi_env env, napi_callback_info info) {
  ARGS(1);
  size_t length;
  napi_value result;
  CHECK(napi_get_value_string_utf16(env, argv[0], NULL, 0, &length));
  char16_t* text = malloc((length + 1) * sizeof *text);
  CHECK(napi_get_value_string_utf16(env, argv[0], text, length + 1, NULL));
  CHECK(napi_create_string_utf16(env, text, length, &result));
  free(text);
  return result;
}

// The string through a buffer of so many bytes: [what arrived, the length].
static napi_value truncate_utf8(napi_env env, napi_callback_info info) {
  ARGS(2);
  char text[256];
  size_t length = 0;
  napi_value list, value;
  memset(text, '#', sizeof text);
  size_t size = (size_t)fixture_to_int(env, argv[1]);
  CHECK(napi_get_value_string_utf8(env, argv[0], text, size, &length));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value));
  CHECK(napi_set_element(env, list, 0, value));
  CHECK(napi_set_element(env, list, 1, fixture_int(env, (int64_t)length)));
  return list;
}

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  free(data);
  atomic_fetch_add(&finalized, 1);
}

// [string, copied] of an external Latin-1 string with so many characters.
static napi_value external_latin1(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value list, value;
  bool copied = false;
  size_t length = (size_t)fixture_to_int(env, argv[0]);
  char* text = malloc(length + 1);
  memset(text, 'x', length);
  text[length] = 0;
  CHECK(node_api_create_external_string_latin1(env, text, length, release, NULL, &value, &copied));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, value));
  CHECK(napi_set_element(env, list, 1, fixture_bool(env, copied)));
  return list;
}

static napi_value external_utf16(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value list, value;
  bool copied = false;
  size_t length = (size_t)fixture_to_int(env, argv[0]);
  char16_t* text = malloc((length + 1) * sizeof *text);
  for (size_t i = 0; i < length; i++) text[i] = 0x20AC;
  text[length] = 0;
  CHECK(node_api_create_external_string_utf16(env, text, length, release, NULL, &value, &copied));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, value));
  CHECK(napi_set_element(env, list, 1, fixture_bool(env, copied)));
  return list;
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

// Reads `object[key]` by a key made natively.
static napi_value by_key(napi_env env, napi_callback_info info) {
  ARGS(2);
  char name[64];
  size_t length;
  napi_value key, value;
  CHECK(napi_get_value_string_utf8(env, argv[1], name, sizeof name, &length));
  CHECK(node_api_create_property_key_utf8(env, name, length, &key));
  CHECK(napi_get_property(env, argv[0], key, &value));
  return value;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(round_utf8),     EXPORT(round_latin1),    EXPORT(round_utf16),
      EXPORT(truncate_utf8),  EXPORT(external_latin1), EXPORT(external_utf16),
      EXPORT(finalize_count), EXPORT(by_key),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
