// Chapter function: callbacks with data, padded arguments, `this` and
// new.target, calls into JavaScript, classes with statics and accessors.
#include "common.h"

static const int bound_data = 4711;

// {argc, args, self, bound}: what a callback sees with room for three arguments.
static napi_value inspect_call(napi_env env, napi_callback_info info) {
  ARGS(3);
  napi_value result, list;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_create_array(env, &list));
  for (uint32_t i = 0; i < 3; i++) CHECK(napi_set_element(env, list, i, argv[i]));
  CHECK(napi_set_named_property(env, result, "argc", fixture_int(env, (int64_t)argc)));
  CHECK(napi_set_named_property(env, result, "args", list));
  CHECK(napi_set_named_property(env, result, "self", self));
  CHECK(napi_set_named_property(env, result, "bound", fixture_int(env, bound ? *(const int*)bound : -1)));
  return result;
}

static napi_value make_function(napi_env env, napi_callback_info info) {
  ARGS(1);
  char name[64];
  napi_value function;
  napi_valuetype type;
  CHECK(napi_typeof(env, argv[0], &type));
  if (type == napi_string) {
    CHECK(napi_get_value_string_utf8(env, argv[0], name, sizeof name, NULL));
    CHECK(napi_create_function(env, name, NAPI_AUTO_LENGTH, inspect_call, (void*)&bound_data, &function));
  } else {
    CHECK(napi_create_function(env, NULL, 0, inspect_call, (void*)&bound_data, &function));
  }
  return function;
}

static napi_value new_target(napi_env env, napi_callback_info info) {
  napi_value target;
  CHECK(napi_get_new_target(env, info, &target));
  napi_value result;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_set_named_property(env, result, "isNew", fixture_bool(env, target != NULL)));
  if (target) CHECK(napi_set_named_property(env, result, "target", target));
  return result;
}

// call(function, this, ...two arguments); an exception passes through.
static napi_value call(napi_env env, napi_callback_info info) {
  ARGS(4);
  napi_value result = NULL;
  CHECK(napi_call_function(env, argv[1], argv[0], argc > 2 ? argc - 2 : 0, argv + 2, &result));
  return result;
}

static napi_value call_many(napi_env env, napi_callback_info info) {
  ARGS(2);
  int32_t times = fixture_to_int(env, argv[1]);
  napi_value receiver = fixture_undefined(env), result = NULL;
  for (int32_t i = 0; i < times; i++) {
    napi_handle_scope scope;
    CHECK(napi_open_handle_scope(env, &scope));
    napi_value number = fixture_int(env, i);
    napi_status status = napi_call_function(env, receiver, argv[0], 1, &number, &result);
    CHECK(napi_close_handle_scope(env, scope));
    CHECK(status);
  }
  return fixture_int(env, times);
}

static napi_value instantiate(napi_env env, napi_callback_info info) {
  ARGS(3);
  napi_value result = NULL;
  CHECK(napi_new_instance(env, argv[0], argc - 1, argv + 1, &result));
  return result;
}

// A callback that returns with an exception pending and a value: the exception wins.
static napi_value value_and_throw(napi_env env, napi_callback_info info) {
  (void)info;
  napi_throw_error(env, "E_FIXTURE", "the exception wins");
  return fixture_int(env, 1);
}

static napi_value area_get(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value side;
  int32_t number;
  CHECK(napi_get_named_property(env, self, "side", &side));
  CHECK(napi_get_value_int32(env, side, &number));
  return fixture_int(env, (int64_t)number * number);
}

static napi_value area_set(napi_env env, napi_callback_info info) {
  ARGS(1);
  CHECK(napi_set_named_property(env, self, "side", argv[0]));
  return NULL;
}

static napi_value square_new(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value target;
  CHECK(napi_get_new_target(env, info, &target));
  if (target == NULL) {
    napi_throw_type_error(env, "E_NO_NEW", "Square needs new");
    return NULL;
  }
  CHECK(napi_set_named_property(env, self, "side", argv[0]));
  return self;
}

static napi_value square_scale(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value side;
  CHECK(napi_get_named_property(env, self, "side", &side));
  int64_t scaled = (int64_t)fixture_to_int(env, side) * fixture_to_int(env, argv[0]);
  CHECK(napi_set_named_property(env, self, "side", fixture_int(env, scaled)));
  return self;
}

static napi_value square_unit(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value one = fixture_int(env, 1), result;
  CHECK(napi_new_instance(env, self, 1, &one, &result));
  return result;
}

static napi_value define_square(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value class, name;
  CHECK(napi_create_string_utf8(env, "corners", NAPI_AUTO_LENGTH, &name));
  napi_property_descriptor members[] = {
      {"area", NULL, NULL, area_get, area_set, NULL, napi_default, NULL},
      {"scale", NULL, square_scale, NULL, NULL, NULL, napi_default_method, NULL},
      {"unit", NULL, square_unit, NULL, NULL, NULL, napi_static | napi_default_method, NULL},
      {NULL, name, NULL, NULL, NULL, fixture_int(env, 4), napi_static | napi_enumerable, NULL},
      {"kind", NULL, NULL, NULL, NULL, fixture_int(env, 7), napi_default, NULL},
  };
  CHECK(napi_define_class(env, "Square", NAPI_AUTO_LENGTH, square_new, NULL,
                          sizeof members / sizeof *members, members, &class));
  return class;
}

// Calls a function and then more functions, and writes the statuses into an
// Int32Array of eight: when the call ends the thread, nobody is left to be told.
static napi_value call_recording(napi_env env, napi_callback_info info) {
  ARGS(2);
  int32_t* seen;
  napi_value value;
  bool pending = false;
  CHECK(napi_get_typedarray_info(env, argv[0], NULL, NULL, (void**)&seen, NULL, NULL));
  seen[0] = napi_call_function(env, self, argv[1], 0, NULL, &value);
  seen[1] = napi_is_exception_pending(env, &pending);
  seen[2] = pending;
  seen[3] = napi_create_int32(env, 1, &value);
  seen[4] = napi_set_named_property(env, argv[0], "after", value);
  seen[5] = napi_call_function(env, self, argv[1], 0, NULL, &value);
  seen[6] = napi_get_and_clear_last_exception(env, &value);
  seen[7] = napi_call_function(env, self, argv[1], 0, NULL, &value);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(inspect_call), EXPORT(make_function),   EXPORT(new_target),    EXPORT(call), EXPORT(call_many),
      EXPORT(instantiate),  EXPORT(value_and_throw), EXPORT(define_square), EXPORT(call_recording),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
