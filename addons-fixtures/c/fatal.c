// Chapter fatal: both ways to give up.
#include "common.h"

static napi_value error(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  napi_fatal_error("fixture", NAPI_AUTO_LENGTH, "asked to", NAPI_AUTO_LENGTH);
}

static napi_value error_with_length(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  napi_fatal_error("fixture.c:12", 7, "asked to stop", 8);
}

static napi_value error_with_nothing(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  napi_fatal_error(NULL, 0, NULL, 0);
}

static napi_value exception(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_fatal_exception(env, argv[0]));
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(error), EXPORT(error_with_length), EXPORT(error_with_nothing), EXPORT(exception),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
