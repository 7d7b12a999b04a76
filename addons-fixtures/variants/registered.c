// Registers itself from a static constructor with napi_module_register, as old
// toolchains do. Such a module has version 8.
#include <node_api.h>

static napi_value style(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value text;
  napi_create_string_utf8(env, "napi_module_register", NAPI_AUTO_LENGTH, &text);
  return text;
}

static napi_value init(napi_env env, napi_value exports) {
  napi_value function;
  if (napi_create_function(env, "style", NAPI_AUTO_LENGTH, style, NULL, &function) != napi_ok) return NULL;
  napi_set_named_property(env, exports, "style", function);
  return exports;
}

static napi_module module = {
    .nm_version = 1, .nm_flags = 0, .nm_filename = __FILE__, .nm_register_func = init, .nm_modname = "registered",
};

__attribute__((constructor)) static void register_module(void) { napi_module_register(&module); }
