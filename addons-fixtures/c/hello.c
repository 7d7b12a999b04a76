// The addon of examples/hello.js: one synchronous and one asynchronous call.
#include "common.h"

typedef struct {
  napi_deferred deferred;
  napi_async_work work;
  uint32_t limit;
  uint32_t primes;
} Count;

static napi_value greet(napi_env env, napi_callback_info info) {
  ARGS(1);
  char name[64];
  char text[96];
  napi_value result;
  CHECK(napi_get_value_string_utf8(env, argv[0], name, sizeof name, NULL));
  int length = snprintf(text, sizeof text, "Hello, %s!", name);
  CHECK(napi_create_string_utf8(env, text, (size_t)length, &result));
  return result;
}

static void count_primes(napi_env env, void* data) {
  (void)env;
  Count* count = data;
  for (uint32_t candidate = 2; candidate < count->limit; candidate++) {
    bool prime = true;
    for (uint32_t d = 2; prime && d * d <= candidate; d++) prime = candidate % d != 0;
    count->primes += prime;
  }
}

static void counted(napi_env env, napi_status status, void* data) {
  Count* count = data;
  napi_value answer;
  if (status == napi_ok) {
    napi_create_uint32(env, count->primes, &answer);
    napi_resolve_deferred(env, count->deferred, answer);
  } else {
    napi_get_undefined(env, &answer);
    napi_reject_deferred(env, count->deferred, answer);
  }
  napi_delete_async_work(env, count->work);
  free(count);
}

static napi_value primes_below(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value promise, name;
  uint32_t limit;
  CHECK(napi_get_value_uint32(env, argv[0], &limit));
  CHECK(napi_create_string_utf8(env, "primesBelow", NAPI_AUTO_LENGTH, &name));
  Count* count = calloc(1, sizeof *count);
  count->limit = limit;
  CHECK(napi_create_promise(env, &count->deferred, &promise));
  CHECK(napi_create_async_work(env, NULL, name, count_primes, counted, count, &count->work));
  CHECK(napi_queue_async_work(env, count->work));
  return promise;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(greet),
      {"primesBelow", NULL, primes_below, NULL, NULL, NULL, napi_default_jsproperty, NULL},
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
