// Imports a function of no library that it names: MISSING is its name. Where no
// host has it the call is never reached; the import alone decides whether the
// library can be used.
#include <node_api.h>

extern int MISSING(void);

static napi_value call(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value number = NULL;
  napi_create_int32(env, MISSING(), &number);
  return number;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "call", NAPI_AUTO_LENGTH, call, NULL, &function);
  napi_set_named_property(env, exports, "call", function);
  return exports;
}
