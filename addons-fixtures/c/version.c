// Chapter version: what the host says about itself.
#include "common.h"

static napi_value api(napi_env env, napi_callback_info info) {
  (void)info;
  uint32_t version;
  CHECK(napi_get_version(env, &version));
  return fixture_int(env, version);
}

static napi_value node(napi_env env, napi_callback_info info) {
  (void)info;
  const napi_node_version* version;
  char text[64];
  napi_value result;
  CHECK(napi_get_node_version(env, &version));
  snprintf(text, sizeof text, "%s %u.%u.%u", version->release, version->major, version->minor, version->patch);
  CHECK(napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &result));
  return result;
}

// What this file was compiled for.
static napi_value module(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, NAPI_VERSION);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(api), EXPORT(node), EXPORT(module)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
