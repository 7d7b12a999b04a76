// Chapter script: run_script in the global scope.
#include "common.h"

static napi_value run(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value result = NULL;
  CHECK(napi_run_script(env, argv[0], &result));
  return result;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(run)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
