// Init throws.
#include <node_api.h>

NAPI_MODULE_INIT() {
  (void)exports;
  napi_throw_error(env, "E_INIT", "thrown by init");
  return NULL;
}
