// Chapter env: instance data, external memory, the loop.
#include <stdatomic.h>

#include "common.h"

static atomic_int finalized;

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  free(data);
  atomic_fetch_add(&finalized, 1);
  printf("instance data finalized\n");
  fflush(stdout);
}

static napi_value set_data(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t* number = malloc(sizeof *number);
  *number = fixture_to_int(env, argv[0]);
  return STATUS(napi_set_instance_data(env, number, release, NULL));
}

// The number, or null when nothing was set.
static napi_value get_data(napi_env env, napi_callback_info info) {
  (void)info;
  int32_t* number;
  napi_value none;
  CHECK(napi_get_instance_data(env, (void**)&number));
  CHECK(napi_get_null(env, &none));
  return number ? fixture_int(env, *number) : none;
}

static napi_value adjust(napi_env env, napi_callback_info info) {
  ARGS(1);
  int64_t change, total;
  CHECK(napi_get_value_int64(env, argv[0], &change));
  CHECK(napi_adjust_external_memory(env, change, &total));
  return fixture_int(env, total);
}

static napi_value has_loop(napi_env env, napi_callback_info info) {
  (void)info;
  struct uv_loop_s* loop = NULL;
  CHECK(napi_get_uv_event_loop(env, &loop));
  return fixture_bool(env, loop != NULL);
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(set_data), EXPORT(get_data), EXPORT(adjust), EXPORT(has_loop), EXPORT(finalize_count),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
