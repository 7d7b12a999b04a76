// Chapter buffer: Buffers of the host's memory, copies, the addon's memory,
// and over an existing array buffer.
#include <stdatomic.h>

#include "common.h"

static atomic_int finalized;

static napi_value make(napi_env env, napi_callback_info info) {
  ARGS(1);
  unsigned char* data;
  napi_value buffer;
  size_t length = (size_t)fixture_to_int(env, argv[0]);
  CHECK(napi_create_buffer(env, length, (void**)&data, &buffer));
  for (size_t i = 0; i < length; i++) data[i] = (unsigned char)('a' + i % 26);
  return buffer;
}

static napi_value copy(napi_env env, napi_callback_info info) {
  ARGS(1);
  char text[64];
  size_t length;
  char* data;
  napi_value buffer;
  CHECK(napi_get_value_string_utf8(env, argv[0], text, sizeof text, &length));
  CHECK(napi_create_buffer_copy(env, length, text, (void**)&data, &buffer));
  if (length > 0) data[0] = '*';
  return buffer;
}

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  if (hint == (void*)7) atomic_fetch_add(&finalized, 1);
  free(data);
}

static napi_value make_external(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value buffer;
  size_t length = (size_t)fixture_to_int(env, argv[0]);
  char* data = malloc(length + 1);
  memset(data, 'e', length);
  CHECK(napi_create_external_buffer(env, length, data, release, (void*)7, &buffer));
  return buffer;
}

static napi_value over(napi_env env, napi_callback_info info) {
  ARGS(3);
  napi_value buffer;
  CHECK(node_api_create_buffer_from_arraybuffer(env, argv[0], (size_t)fixture_to_int(env, argv[1]),
                                                (size_t)fixture_to_int(env, argv[2]), &buffer));
  return buffer;
}

static napi_value sum(napi_env env, napi_callback_info info) {
  ARGS(1);
  unsigned char* data;
  size_t length;
  int64_t total = 0;
  CHECK(napi_get_buffer_info(env, argv[0], (void**)&data, &length));
  for (size_t i = 0; i < length; i++) total += data[i];
  return fixture_int(env, total);
}

static napi_value is_buffer(napi_env env, napi_callback_info info) {
  ARGS(1);
  bool answer;
  CHECK(napi_is_buffer(env, argv[0], &answer));
  return fixture_bool(env, answer);
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

// So many external buffers of a kilobyte, each in a scope of its own.
static napi_value loop(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t times = fixture_to_int(env, argv[0]);
  for (int32_t i = 0; i < times; i++) {
    napi_handle_scope scope;
    napi_value buffer;
    CHECK(napi_open_handle_scope(env, &scope));
    CHECK(napi_create_external_buffer(env, 1024, malloc(1024), release, (void*)7, &buffer));
    CHECK(napi_close_handle_scope(env, scope));
  }
  return fixture_int(env, times);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(make), EXPORT(copy),      EXPORT(make_external),  EXPORT(over),
      EXPORT(sum),  EXPORT(is_buffer), EXPORT(finalize_count), EXPORT(loop),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
