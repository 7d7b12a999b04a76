// Chapter module: an init that returns something else than `exports`, counts
// how often it ran, and says where the module lies.
#include <stdatomic.h>
#include <stdio.h>

#include "common.h"

static atomic_int inits;

static napi_value file_name(napi_env env, napi_callback_info info) {
  (void)info;
  const char* name;
  napi_value result;
  CHECK(node_api_get_module_file_name(env, &name));
  CHECK(napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &result));
  return result;
}

static napi_value init_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&inits));
}

// Prints by C's stdio, without flushing.
static napi_value print(napi_env env, napi_callback_info info) {
  ARGS(1);
  char text[64];
  CHECK(napi_get_value_string_utf8(env, argv[0], text, sizeof text, NULL));
  fputs(text, stdout);
  return NULL;
}

NAPI_MODULE_INIT() {
  (void)exports;
  atomic_fetch_add(&inits, 1);
  napi_value replacement;
  CHECK(napi_create_function(env, "replacement", NAPI_AUTO_LENGTH, init_count, NULL, &replacement));
  napi_property_descriptor table[] = {EXPORT(file_name), EXPORT(init_count), EXPORT(print)};
  DEFINE_EXPORTS(replacement, table);
  return replacement;
}
