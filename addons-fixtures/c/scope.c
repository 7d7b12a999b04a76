// Chapter scope: handle scopes in long loops, escaping, nesting.
#include "common.h"

// Opens and closes a scope around one string, so many times.
static napi_value scope_loop(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t times = fixture_to_int(env, argv[0]);
  for (int32_t i = 0; i < times; i++) {
    napi_handle_scope scope;
    napi_value value;
    CHECK(napi_open_handle_scope(env, &scope));
    CHECK(napi_create_double(env, i + 0.5, &value));
    CHECK(napi_close_handle_scope(env, scope));
  }
  return fixture_int(env, times);
}

// The same with an object, a string and a property in each scope.
static napi_value object_loop(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t times = fixture_to_int(env, argv[0]);
  for (int32_t i = 0; i < times; i++) {
    napi_handle_scope scope;
    napi_value object, text;
    CHECK(napi_open_handle_scope(env, &scope));
    CHECK(napi_create_object(env, &object));
    CHECK(napi_create_string_utf8(env, "constant memory", NAPI_AUTO_LENGTH, &text));
    CHECK(napi_set_named_property(env, object, "text", text));
    CHECK(napi_close_handle_scope(env, scope));
  }
  return fixture_int(env, times);
}

static napi_value escape_loop(napi_env env, napi_callback_info info) {
  ARGS(1);
  int32_t times = fixture_to_int(env, argv[0]);
  napi_value kept = NULL;
  for (int32_t i = 0; i < times; i++) {
    napi_handle_scope outer;
    napi_escapable_handle_scope inner;
    napi_value value;
    CHECK(napi_open_handle_scope(env, &outer));
    CHECK(napi_open_escapable_handle_scope(env, &inner));
    CHECK(napi_create_double(env, i + 0.25, &value));
    CHECK(napi_escape_handle(env, inner, value, &kept));
    CHECK(napi_close_escapable_handle_scope(env, inner));
    CHECK(napi_close_handle_scope(env, outer));
  }
  return fixture_int(env, times);
}

static napi_value escape(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_escapable_handle_scope scope;
  napi_value object, escaped;
  CHECK(napi_open_escapable_handle_scope(env, &scope));
  CHECK(napi_create_object(env, &object));
  CHECK(napi_set_named_property(env, object, "inside", argv[0]));
  CHECK(napi_escape_handle(env, scope, object, &escaped));
  CHECK(napi_close_escapable_handle_scope(env, scope));
  return escaped;
}

static napi_value escape_twice(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_escapable_handle_scope scope;
  napi_value escaped;
  CHECK(napi_open_escapable_handle_scope(env, &scope));
  CHECK(napi_escape_handle(env, scope, argv[0], &escaped));
  napi_status second = napi_escape_handle(env, scope, argv[0], &escaped);
  CHECK(napi_close_escapable_handle_scope(env, scope));
  return fixture_int(env, second);
}

static napi_value nest(napi_env env, napi_callback_info info) {
  ARGS(1);
  enum { DEPTH = 64 };
  napi_handle_scope scopes[DEPTH];
  napi_value result = NULL;
  for (int i = 0; i < DEPTH; i++) {
    CHECK(napi_open_handle_scope(env, &scopes[i]));
    napi_value number = fixture_int(env, i);
    CHECK(napi_call_function(env, fixture_undefined(env), argv[0], 1, &number, &result));
  }
  for (int i = DEPTH - 1; i >= 0; i--) CHECK(napi_close_handle_scope(env, scopes[i]));
  return fixture_int(env, DEPTH);
}

// A scope with so many values, which calls the function, in each of three inside of one another. Answers what the
// innermost lets out.
static napi_value outgrow(napi_env env, napi_callback_info info) {
  enum { DEPTH = 3 };
  ARGS(2);
  int32_t count = fixture_to_int(env, argv[0]);
  napi_escapable_handle_scope scopes[DEPTH];
  napi_value value = NULL;
  for (int depth = 0; depth < DEPTH; depth++) {
    CHECK(napi_open_escapable_handle_scope(env, &scopes[depth]));
    for (int32_t i = 0; i < count; i++) CHECK(napi_create_double(env, i + 0.5, &value));
    CHECK(napi_call_function(env, fixture_undefined(env), argv[1], 1, &value, &value));
  }
  for (int depth = DEPTH - 1; depth >= 0; depth--) {
    CHECK(napi_escape_handle(env, scopes[depth], value, &value));
    CHECK(napi_close_escapable_handle_scope(env, scopes[depth]));
  }
  return value;
}

// Opens a scope and calls the function, which throws; closes it with the
// exception pending: the status of the close. The exception passes through.
static napi_value throw_in_scope(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_handle_scope scope;
  napi_value result, number;
  CHECK(napi_open_handle_scope(env, &scope));
  napi_call_function(env, fixture_undefined(env), argv[0], 0, NULL, &result);
  napi_status status = napi_close_handle_scope(env, scope);
  napi_create_int32(env, status, &number);
  napi_set_element(env, argv[1], 0, number);
  napi_value caught;
  CHECK(napi_get_and_clear_last_exception(env, &caught));
  CHECK(napi_set_element(env, argv[1], 0, number));
  CHECK(napi_throw(env, caught));
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(scope_loop),   EXPORT(object_loop), EXPORT(escape_loop),    EXPORT(escape),
      EXPORT(escape_twice), EXPORT(nest),        EXPORT(throw_in_scope),
      EXPORT(outgrow),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
