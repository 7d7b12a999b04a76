// Chapter date.
#include "common.h"

static napi_value make(napi_env env, napi_callback_info info) {
  ARGS(1);
  double time;
  napi_value date;
  CHECK(napi_get_value_double(env, argv[0], &time));
  CHECK(napi_create_date(env, time, &date));
  return date;
}

static napi_value time_of(napi_env env, napi_callback_info info) {
  ARGS(1);
  double time;
  napi_value number;
  CHECK(napi_get_date_value(env, argv[0], &time));
  CHECK(napi_create_double(env, time, &number));
  return number;
}

static napi_value is_date(napi_env env, napi_callback_info info) {
  ARGS(1);
  bool answer;
  CHECK(napi_is_date(env, argv[0], &answer));
  return fixture_bool(env, answer);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(make), EXPORT(time_of), EXPORT(is_date)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
