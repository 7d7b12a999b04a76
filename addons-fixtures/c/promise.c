// Chapter promise: one deferred at a time, settled by a later call.
#include "common.h"

static napi_deferred deferred;

static napi_value make(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value promise;
  CHECK(napi_create_promise(env, &deferred, &promise));
  return promise;
}

static napi_value resolve(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_resolve_deferred(env, deferred, argv[0]));
}

static napi_value reject(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_reject_deferred(env, deferred, argv[0]));
}

static napi_value is_promise(napi_env env, napi_callback_info info) {
  ARGS(1);
  bool answer;
  CHECK(napi_is_promise(env, argv[0], &answer));
  return fixture_bool(env, answer);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(make), EXPORT(resolve), EXPORT(reject), EXPORT(is_promise)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
