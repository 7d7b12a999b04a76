// Registers by the well-known symbol; VERSION, if defined, is the answer of the
// version symbol, which is otherwise absent. Gives {style, declared,
// pendingStatus}: the last one shows which behaviour the host picked, since a
// teardown finalizer that runs JavaScript prints the status it got.
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <node_api.h>

#ifdef VERSION
NAPI_MODULE_EXPORT int32_t node_api_module_get_api_version_v1(void) { return VERSION; }
#else
#define VERSION 0
#endif

static void finalizer(napi_env env, void* data, void* hint) {
  (void)data;
  (void)hint;
  napi_value text, result;
  char line[48];
  if (napi_create_string_utf8(env, "1", 1, &text) != napi_ok) return;
  int length = snprintf(line, sizeof line, "run_script in teardown: %d\n", (int)napi_run_script(env, text, &result));
  if (write(STDOUT_FILENO, line, (size_t)length) < 0) return;
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value value;
  napi_create_string_utf8(env, "napi_register_module_v1", NAPI_AUTO_LENGTH, &value);
  napi_set_named_property(env, exports, "style", value);
  napi_create_int64(env, VERSION, &value);
  napi_set_named_property(env, exports, "declared", value);
  napi_create_object(env, &value);
  napi_wrap(env, value, (void*)finalizer, finalizer, NULL, NULL);
  napi_set_named_property(env, exports, "kept", value);
  // A reference to a number: ok from version 10 on.
  napi_ref reference;
  napi_value number;
  napi_create_int32(env, 5, &number);
  napi_create_int64(env, napi_create_reference(env, number, 1, &reference), &value);
  napi_set_named_property(env, exports, "primitiveReference", value);
  return NULL;
}
