// Chapter arraybuffer: array buffers, external ones, views and detaching.
#include <stdatomic.h>

#include "common.h"

static atomic_int finalized;

static napi_value make(napi_env env, napi_callback_info info) {
  ARGS(1);
  unsigned char* data;
  napi_value buffer;
  size_t length = (size_t)fixture_to_int(env, argv[0]);
  CHECK(napi_create_arraybuffer(env, length, (void**)&data, &buffer));
  for (size_t i = 0; i < length; i++) data[i] = (unsigned char)i;
  return buffer;
}

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  free(data);
  atomic_fetch_add(&finalized, 1);
}

static napi_value make_external(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value buffer;
  size_t length = (size_t)fixture_to_int(env, argv[0]);
  unsigned char* data = malloc(length + 1);
  for (size_t i = 0; i < length; i++) data[i] = (unsigned char)(255 - i);
  CHECK(napi_create_external_arraybuffer(env, data, length, release, NULL, &buffer));
  return buffer;
}

// Adds one to every byte, so that the script sees shared memory.
static napi_value bump(napi_env env, napi_callback_info info) {
  ARGS(1);
  unsigned char* data;
  size_t length;
  CHECK(napi_get_arraybuffer_info(env, argv[0], (void**)&data, &length));
  for (size_t i = 0; i < length; i++) data[i]++;
  return fixture_int(env, (int64_t)length);
}

static napi_value typed(napi_env env, napi_callback_info info) {
  ARGS(4);
  napi_value view;
  CHECK(napi_create_typedarray(env, (napi_typedarray_type)fixture_to_int(env, argv[1]),
                               (size_t)fixture_to_int(env, argv[2]), argv[0],
                               (size_t)fixture_to_int(env, argv[3]), &view));
  return view;
}

static napi_value typed_info(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_typedarray_type type;
  size_t length, offset;
  unsigned char* data;
  napi_value buffer, list;
  CHECK(napi_get_typedarray_info(env, argv[0], &type, &length, (void**)&data, &buffer, &offset));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, fixture_int(env, type)));
  CHECK(napi_set_element(env, list, 1, fixture_int(env, (int64_t)length)));
  CHECK(napi_set_element(env, list, 2, fixture_int(env, (int64_t)offset)));
  CHECK(napi_set_element(env, list, 3, buffer));
  CHECK(napi_set_element(env, list, 4, fixture_int(env, length ? data[0] : -1)));
  return list;
}

static napi_value view(napi_env env, napi_callback_info info) {
  ARGS(3);
  napi_value result;
  CHECK(napi_create_dataview(env, (size_t)fixture_to_int(env, argv[1]), argv[0],
                             (size_t)fixture_to_int(env, argv[2]), &result));
  return result;
}

static napi_value view_info(napi_env env, napi_callback_info info) {
  ARGS(1);
  size_t length, offset;
  unsigned char* data;
  napi_value buffer, list;
  CHECK(napi_get_dataview_info(env, argv[0], &length, (void**)&data, &buffer, &offset));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, fixture_int(env, (int64_t)length)));
  CHECK(napi_set_element(env, list, 1, fixture_int(env, (int64_t)offset)));
  CHECK(napi_set_element(env, list, 2, buffer));
  CHECK(napi_set_element(env, list, 3, fixture_int(env, length ? data[0] : -1)));
  return list;
}

static napi_value detach(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_detach_arraybuffer(env, argv[0]));
}

static napi_value is_detached(napi_env env, napi_callback_info info) {
  ARGS(1);
  bool answer;
  CHECK(napi_is_detached_arraybuffer(env, argv[0], &answer));
  return fixture_bool(env, answer);
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(make),      EXPORT(make_external), EXPORT(bump),        EXPORT(typed),          EXPORT(typed_info),
      EXPORT(view),      EXPORT(view_info),     EXPORT(is_detached), EXPORT(finalize_count), EXPORT(detach),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
