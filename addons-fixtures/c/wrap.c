// Chapter wrap: a class whose instances carry a native counter, wrapping of
// foreign objects, remove_wrap, type tags.
#include <stdatomic.h>

#include "common.h"

typedef struct {
  int32_t count;
} Counter;

static atomic_int finalized;
static const napi_type_tag tags[] = {
    {0x1122334455667788ull, 0x99AABBCCDDEEFF00ull},
    {0x1122334455667788ull, 0},
};

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  free(data);
  atomic_fetch_add(&finalized, 1);
}

static napi_value counter_new(napi_env env, napi_callback_info info) {
  ARGS(1);
  Counter* counter = malloc(sizeof *counter);
  counter->count = fixture_to_int(env, argv[0]);
  if (napi_wrap(env, self, counter, release, NULL, NULL) != napi_ok) {
    free(counter);
    fixture_throw_last(env, "napi_wrap");
    return NULL;
  }
  return self;
}

static napi_value counter_increment(napi_env env, napi_callback_info info) {
  ARGS(1);
  Counter* counter;
  CHECK(napi_unwrap(env, self, (void**)&counter));
  return fixture_int(env, ++counter->count);
}

static napi_value counter_get(napi_env env, napi_callback_info info) {
  ARGS(1);
  Counter* counter;
  CHECK(napi_unwrap(env, self, (void**)&counter));
  return fixture_int(env, counter->count);
}

static napi_value counter_set(napi_env env, napi_callback_info info) {
  ARGS(1);
  Counter* counter;
  CHECK(napi_unwrap(env, self, (void**)&counter));
  counter->count = fixture_to_int(env, argv[0]);
  return NULL;
}

// The statuses of two wraps of the same object.
static napi_value wrap_twice(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value list;
  static int first, second;
  napi_status one = napi_wrap(env, argv[0], &first, NULL, NULL, NULL);
  napi_status two = napi_wrap(env, argv[0], &second, NULL, NULL, NULL);
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, fixture_int(env, one)));
  CHECK(napi_set_element(env, list, 1, fixture_int(env, two)));
  return list;
}

static napi_value wrap(napi_env env, napi_callback_info info) {
  ARGS(2);
  Counter* counter = malloc(sizeof *counter);
  counter->count = fixture_to_int(env, argv[1]);
  return STATUS(napi_wrap(env, argv[0], counter, release, NULL, NULL));
}

// The wrapped number, or minus the status.
static napi_value unwrap(napi_env env, napi_callback_info info) {
  ARGS(1);
  Counter* counter;
  napi_status status = napi_unwrap(env, argv[0], (void**)&counter);
  return fixture_int(env, status == napi_ok ? counter->count : -(int)status);
}

static napi_value remove_wrap(napi_env env, napi_callback_info info) {
  ARGS(1);
  Counter* counter;
  napi_status status = napi_remove_wrap(env, argv[0], (void**)&counter);
  if (status == napi_ok) free(counter);
  return fixture_int(env, status);
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

static napi_value tag(napi_env env, napi_callback_info info) {
  ARGS(2);
  return STATUS(napi_type_tag_object(env, argv[0], &tags[fixture_to_int(env, argv[1]) & 1]));
}

static napi_value check_tag(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool answer;
  CHECK(napi_check_object_type_tag(env, argv[0], &tags[fixture_to_int(env, argv[1]) & 1], &answer));
  return fixture_bool(env, answer);
}

NAPI_MODULE_INIT() {
  napi_value class;
  napi_property_descriptor members[] = {
      {"increment", NULL, counter_increment, NULL, NULL, NULL, napi_default_method, NULL},
      {"value", NULL, NULL, counter_get, counter_set, NULL, napi_enumerable, NULL},
  };
  CHECK(napi_define_class(env, "Counter", NAPI_AUTO_LENGTH, counter_new, NULL,
                          sizeof members / sizeof *members, members, &class));
  napi_property_descriptor table[] = {
      {"Counter", NULL, NULL, NULL, NULL, class, napi_default_jsproperty, NULL},
      EXPORT(wrap_twice), EXPORT(wrap), EXPORT(unwrap),   EXPORT(remove_wrap),
      EXPORT(finalize_count), EXPORT(tag), EXPORT(check_tag),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
