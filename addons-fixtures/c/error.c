// Chapter error: throwing each type, creating each type, catching what
// JavaScript throws, last error information.
#include "common.h"

typedef napi_status (*Thrower)(napi_env, const char*, const char*);
typedef napi_status (*Creator)(napi_env, napi_value, napi_value, napi_value*);

static const Thrower throwers[] = {napi_throw_error, napi_throw_type_error, napi_throw_range_error,
                                   node_api_throw_syntax_error};
static const Creator creators[] = {napi_create_error, napi_create_type_error, napi_create_range_error,
                                   node_api_create_syntax_error};

// throw_kind(kind 0..3, withCode)
static napi_value throw_kind(napi_env env, napi_callback_info info) {
  ARGS(2);
  bool with_code;
  CHECK(napi_get_value_bool(env, argv[1], &with_code));
  CHECK(throwers[fixture_to_int(env, argv[0]) & 3](env, with_code ? "E_FIXTURE" : NULL, "from the fixture"));
  return NULL;
}

// create_kind(kind 0..3, code or undefined, message)
static napi_value create_kind(napi_env env, napi_callback_info info) {
  ARGS(3);
  napi_value error;
  napi_valuetype type;
  CHECK(napi_typeof(env, argv[1], &type));
  CHECK(creators[fixture_to_int(env, argv[0]) & 3](env, type == napi_undefined ? NULL : argv[1], argv[2], &error));
  return error;
}

static napi_value throw_value(napi_env env, napi_callback_info info) {
  ARGS(1);
  CHECK(napi_throw(env, argv[0]));
  return NULL;
}

// Calls the function; gives [status, what it threw] or [status, result].
static napi_value catch_call(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value list, result = NULL;
  bool pending;
  napi_status status = napi_call_function(env, fixture_undefined(env), argv[0], 0, NULL, &result);
  CHECK(napi_is_exception_pending(env, &pending));
  if (pending) CHECK(napi_get_and_clear_last_exception(env, &result));
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, fixture_int(env, status)));
  CHECK(napi_set_element(env, list, 1, result ? result : fixture_undefined(env)));
  return list;
}

// Throws, then catches its own exception and returns it.
static napi_value throw_and_clear(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value caught;
  CHECK(napi_throw(env, argv[0]));
  CHECK(napi_get_and_clear_last_exception(env, &caught));
  return caught;
}

static napi_value is_error(napi_env env, napi_callback_info info) {
  ARGS(1);
  bool answer;
  CHECK(napi_is_error(env, argv[0], &answer));
  return fixture_bool(env, answer);
}

// Calls the function and, if it throws, leaves the exception pending while it
// calls again: the second status, then the exception passes through.
static napi_value call_while_pending(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_value result;
  napi_call_function(env, fixture_undefined(env), argv[0], 0, NULL, &result);
  napi_status second = napi_call_function(env, fixture_undefined(env), argv[1], 0, NULL, &result);
  napi_value caught;
  CHECK(napi_get_and_clear_last_exception(env, &caught));
  CHECK(napi_set_named_property(env, caught, "second", fixture_int(env, second)));
  CHECK(napi_throw(env, caught));
  return NULL;
}

// {message, code}
static napi_value message_and_code(napi_env env, const char* text, napi_status code) {
  napi_value result, message;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &message));
  CHECK(napi_set_named_property(env, result, "message", message));
  CHECK(napi_set_named_property(env, result, "code", fixture_int(env, code)));
  return result;
}

// {message, code} of the last error after a call that fails with invalid_arg.
static napi_value last_error(napi_env env, napi_callback_info info) {
  (void)info;
  const napi_extended_error_info* error;
  napi_get_undefined(env, NULL);
  CHECK(napi_get_last_error_info(env, &error));
  const char* text = error->error_message;
  napi_status code = error->error_code;
  return message_and_code(env, text, code);
}

// {message, code} that the details of an error hold after the next call, as older node-addon-api reads them.
static napi_value error_info_after(napi_env env, napi_callback_info info) {
  (void)info;
  const napi_extended_error_info* error;
  int32_t number;
  bool pending;
  napi_get_value_int32(env, fixture_undefined(env), &number);
  CHECK(napi_get_last_error_info(env, &error));
  CHECK(napi_is_exception_pending(env, &pending));
  const char* text = error->error_message == NULL ? "none" : error->error_message;
  napi_status code = error->error_code;
  return message_and_code(env, text, code);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(throw_kind),      EXPORT(create_kind), EXPORT(throw_value),        EXPORT(catch_call),
      EXPORT(throw_and_clear), EXPORT(is_error),    EXPORT(call_while_pending), EXPORT(last_error),
      EXPORT(error_info_after),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
