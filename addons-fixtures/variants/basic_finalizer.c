// An experimental module: its finalizers run inside the garbage collection.
// `plain` counts, `calling` makes a call that only a normal finalizer may make,
// `posting` defers by node_api_post_finalizer.
#include <stdatomic.h>
#include <stdlib.h>

#include <node_api.h>

static atomic_int finalized;
static atomic_int posted;

static void count(node_api_basic_env env, void* data, void* hint) {
  (void)env;
  (void)data;
  (void)hint;
  atomic_fetch_add(&finalized, 1);
}

static void later(napi_env env, void* data, void* hint) {
  (void)data;
  (void)hint;
  napi_value object;
  if (napi_create_object(env, &object) == napi_ok) atomic_fetch_add(&posted, 1);
}

static void post(node_api_basic_env env, void* data, void* hint) {
  node_api_post_finalizer(env, later, data, hint);
  atomic_fetch_add(&finalized, 1);
}

static void call(node_api_basic_env env, void* data, void* hint) {
  (void)data;
  (void)hint;
  napi_value object;
  napi_create_object((napi_env)env, &object);
}

static napi_value make(napi_env env, node_api_basic_finalize finalizer) {
  napi_value external = NULL;
  napi_create_external(env, &finalized, finalizer, NULL, &external);
  return external;
}

static napi_value plain(napi_env env, napi_callback_info info) {
  (void)info;
  return make(env, count);
}

static napi_value posting(napi_env env, napi_callback_info info) {
  (void)info;
  return make(env, post);
}

static napi_value calling(napi_env env, napi_callback_info info) {
  (void)info;
  return make(env, call);
}

static napi_value buffer(napi_env env, napi_callback_info info) {
  (void)info;
  static char memory[64];
  napi_value result = NULL;
  napi_create_external_buffer(env, sizeof memory, memory, count, NULL, &result);
  return result;
}

static napi_value counts(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list, number;
  napi_create_array(env, &list);
  napi_create_int32(env, atomic_load(&finalized), &number);
  napi_set_element(env, list, 0, number);
  napi_create_int32(env, atomic_load(&posted), &number);
  napi_set_element(env, list, 1, number);
  return list;
}

#define EXPORT(f) {#f, NULL, f, NULL, NULL, NULL, napi_enumerable, NULL}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(plain), EXPORT(posting), EXPORT(calling), EXPORT(buffer), EXPORT(counts)};
  napi_define_properties(env, exports, sizeof table / sizeof *table, table);
  return exports;
}
