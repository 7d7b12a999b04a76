// Chapter property: set, get, has, delete by value, name and index; names;
// definitions with attributes, accessors and data.
#include "common.h"

static napi_value four_in(napi_env env, napi_callback_info info) {
  ARGS(4);
  static const char* const names[] = {"a", "b", "c", "d"};
  napi_value object;
  CHECK(napi_create_object(env, &object));
  for (int i = 0; i < 4; i++) CHECK(napi_set_named_property(env, object, names[i], argv[i]));
  return object;
}

static napi_value four_out(napi_env env, napi_callback_info info) {
  ARGS(1);
  static const char* const names[] = {"a", "b", "c", "d"};
  napi_value list;
  CHECK(napi_create_array_with_length(env, 4, &list));
  for (uint32_t i = 0; i < 4; i++) {
    napi_value value;
    CHECK(napi_get_named_property(env, argv[0], names[i], &value));
    CHECK(napi_set_element(env, list, i, value));
  }
  return list;
}

static napi_value get(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_value value = NULL;
  CHECK(napi_get_property(env, argv[0], argv[1], &value));
  return value;
}

static napi_value set(napi_env env, napi_callback_info info) {
  ARGS(3);
  CHECK(napi_set_property(env, argv[0], argv[1], argv[2]));
  return argv[0];
}

static napi_value has(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool answer;
  CHECK(napi_has_property(env, argv[0], argv[1], &answer));
  return fixture_bool(env, answer);
}

static napi_value has_own(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool answer;
  CHECK(napi_has_own_property(env, argv[0], argv[1], &answer));
  return fixture_bool(env, answer);
}

static napi_value remove_key(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool answer;
  CHECK(napi_delete_property(env, argv[0], argv[1], &answer));
  return fixture_bool(env, answer);
}

static napi_value names(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value list;
  CHECK(napi_get_property_names(env, argv[0], &list));
  return list;
}

static napi_value all_names(napi_env env, napi_callback_info info) {
  ARGS(4);
  napi_value list;
  CHECK(napi_get_all_property_names(env, argv[0], (napi_key_collection_mode)fixture_to_int(env, argv[1]),
                                    (napi_key_filter)fixture_to_int(env, argv[2]),
                                    (napi_key_conversion)fixture_to_int(env, argv[3]), &list));
  return list;
}

static int32_t stored = 10;

static napi_value stored_get(napi_env env, napi_callback_info info) {
  ARGS(1);
  return fixture_int(env, *(int32_t*)bound);
}

static napi_value stored_set(napi_env env, napi_callback_info info) {
  ARGS(1);
  *(int32_t*)bound = fixture_to_int(env, argv[0]);
  return NULL;
}

static napi_value data_method(napi_env env, napi_callback_info info) {
  ARGS(1);
  return fixture_int(env, (int64_t)(intptr_t)bound);
}

// Defines one property of each kind on the object.
static napi_value define_all(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_property_descriptor members[] = {
      {"constant", NULL, NULL, NULL, NULL, fixture_int(env, 1), napi_default, NULL},
      {"writable", NULL, NULL, NULL, NULL, fixture_int(env, 2), napi_writable, NULL},
      {"listed", NULL, NULL, NULL, NULL, fixture_int(env, 3), napi_enumerable, NULL},
      {"loose", NULL, NULL, NULL, NULL, fixture_int(env, 4), napi_default_jsproperty, NULL},
      {"method", NULL, data_method, NULL, NULL, NULL, napi_default_method, (void*)99},
      {"accessor", NULL, NULL, stored_get, stored_set, NULL, napi_enumerable, &stored},
      {"readonly", NULL, NULL, stored_get, NULL, NULL, napi_default, &stored},
      {"writeonly", NULL, NULL, NULL, stored_set, NULL, napi_default, &stored},
      {NULL, argv[1], NULL, NULL, NULL, fixture_int(env, 5), napi_default_jsproperty, NULL},
  };
  CHECK(napi_define_properties(env, argv[0], sizeof members / sizeof *members, members));
  return argv[0];
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(four_in), EXPORT(four_out),   EXPORT(get),   EXPORT(set),       EXPORT(has),
      EXPORT(has_own), EXPORT(remove_key), EXPORT(names), EXPORT(all_names), EXPORT(define_all),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
