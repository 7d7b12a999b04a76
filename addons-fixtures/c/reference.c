// Chapter reference: strong and weak references, counts, references to
// primitives (version 10), add_finalizer.
#include <stdatomic.h>

#include "common.h"

enum { MAX_REFERENCES = 64 };
static napi_ref references[MAX_REFERENCES];
static int used;
static atomic_int finalized;

static napi_value create(napi_env env, napi_callback_info info) {
  ARGS(2);
  int slot = used++ % MAX_REFERENCES;
  napi_status status =
      napi_create_reference(env, argv[0], (uint32_t)fixture_to_int(env, argv[1]), &references[slot]);
  return fixture_int(env, status == napi_ok ? slot : -(int)status);
}

static napi_ref slot_of(napi_env env, napi_value value) {
  return references[fixture_to_int(env, value) % MAX_REFERENCES];
}

// The value, or the string "empty" once it is collected.
static napi_value read(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value value = NULL;
  CHECK(napi_get_reference_value(env, slot_of(env, argv[0]), &value));
  if (value == NULL) CHECK(napi_create_string_utf8(env, "empty", NAPI_AUTO_LENGTH, &value));
  return value;
}

static napi_value ref(napi_env env, napi_callback_info info) {
  ARGS(1);
  uint32_t count;
  napi_status status = napi_reference_ref(env, slot_of(env, argv[0]), &count);
  return fixture_int(env, status == napi_ok ? (int64_t)count : -(int64_t)status);
}

static napi_value unref(napi_env env, napi_callback_info info) {
  ARGS(1);
  uint32_t count;
  napi_status status = napi_reference_unref(env, slot_of(env, argv[0]), &count);
  return fixture_int(env, status == napi_ok ? (int64_t)count : -(int64_t)status);
}

static napi_value drop(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_delete_reference(env, slot_of(env, argv[0])));
}

static void count_finalizer(napi_env env, void* data, void* hint) {
  (void)env;
  (void)data;
  (void)hint;
  atomic_fetch_add(&finalized, 1);
}

static napi_value watch(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_add_finalizer(env, argv[0], NULL, count_finalizer, NULL, NULL));
}

// watch() with a reference: the slot, by which the finalizer can be cancelled.
static napi_value watch_ref(napi_env env, napi_callback_info info) {
  ARGS(1);
  int slot = used++ % MAX_REFERENCES;
  CHECK(napi_add_finalizer(env, argv[0], NULL, count_finalizer, NULL, &references[slot]));
  return fixture_int(env, slot);
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

// Creates and deletes a reference to the value, so many times.
static napi_value loop(napi_env env, napi_callback_info info) {
  ARGS(2);
  int32_t times = fixture_to_int(env, argv[1]);
  for (int32_t i = 0; i < times; i++) {
    napi_ref reference;
    uint32_t count;
    CHECK(napi_create_reference(env, argv[0], 1, &reference));
    CHECK(napi_reference_ref(env, reference, &count));
    CHECK(napi_reference_unref(env, reference, &count));
    CHECK(napi_delete_reference(env, reference));
  }
  return fixture_int(env, times);
}

// Keeps the value in a variable of the process, as C++ addons do with constructors: what was there is deleted, also
// when its environment has ended.
static napi_value keep_in_process(napi_env env, napi_callback_info info) {
  static napi_env kept_env;
  static napi_ref kept;
  ARGS(1);
  if (kept != NULL) CHECK(napi_delete_reference(kept_env, kept));
  kept_env = env;
  CHECK(napi_create_reference(env, argv[0], 1, &kept));
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(create), EXPORT(read),  EXPORT(ref),       EXPORT(unref),          EXPORT(drop),
      EXPORT(watch),  EXPORT(watch_ref), EXPORT(finalize_count), EXPORT(loop),
      EXPORT(keep_in_process),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
