// The addon of the benchmarks. Two shapes: functions that do their work once
// per call (the call is part of the case), and `loop_*`, which repeat one
// Node-API function natively so that its own cost shows. Compiled by
// addons-fixtures/build.rs into addons/bench.node.
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_LIMIT = 256 * 1024, HANDLES_PER_SCOPE = 64 };

static char text[TEXT_LIMIT];
static size_t text_length;
static napi_ref kept;
static int payload;

#define MUST(call)                                       \
  do {                                                   \
    napi_status must_status = (call);                    \
    if (must_status != napi_ok) {                        \
      fprintf(stderr, "%s: %d\n", #call, must_status);   \
      abort();                                           \
    }                                                    \
  } while (0)

#define ARGS(count)                 \
  napi_value argv[count];           \
  size_t argc = count;              \
  MUST(napi_get_cb_info(env, info, &argc, argv, NULL, NULL))

#define CASE(name) static napi_value name(napi_env env, napi_callback_info info)

// Repeats `body` as often as the first argument says, in scopes of 64 rounds.
#define LOOP_CASE(name, prepare, body)                                   \
  CASE(name) {                                                           \
    ARGS(2);                                                             \
    uint32_t rounds;                                                     \
    MUST(napi_get_value_uint32(env, argv[0], &rounds));                  \
    prepare;                                                             \
    for (uint32_t i = 0; i < rounds;) {                                  \
      napi_handle_scope outer;                                           \
      MUST(napi_open_handle_scope(env, &outer));                         \
      for (int k = 0; k < HANDLES_PER_SCOPE && i < rounds; k++, i++) {   \
        body;                                                            \
      }                                                                  \
      MUST(napi_close_handle_scope(env, outer));                         \
    }                                                                    \
    return NULL;                                                         \
  }

// Calls ---------------------------------------------------------------------

CASE(empty) {
  (void)env;
  (void)info;
  return NULL;
}
CASE(args1) {
  ARGS(1);
  return NULL;
}
CASE(args3) {
  ARGS(3);
  return NULL;
}
CASE(args8) {
  ARGS(8);
  return NULL;
}
CASE(echo) {
  ARGS(1);
  return argv[0];
}

// Numbers -------------------------------------------------------------------

CASE(add_int32) {
  ARGS(2);
  int32_t a, b;
  napi_value sum;
  MUST(napi_get_value_int32(env, argv[0], &a));
  MUST(napi_get_value_int32(env, argv[1], &b));
  MUST(napi_create_int32(env, a + b, &sum));
  return sum;
}
CASE(add_double) {
  ARGS(2);
  double a, b;
  napi_value sum;
  MUST(napi_get_value_double(env, argv[0], &a));
  MUST(napi_get_value_double(env, argv[1], &b));
  MUST(napi_create_double(env, a + b, &sum));
  return sum;
}
LOOP_CASE(loop_get_int32, int32_t n, MUST(napi_get_value_int32(env, argv[1], &n)))
LOOP_CASE(loop_get_double, double n, MUST(napi_get_value_double(env, argv[1], &n)))
LOOP_CASE(loop_create_int32, napi_value v, MUST(napi_create_int32(env, (int32_t)i, &v)))
LOOP_CASE(loop_create_double, napi_value v, MUST(napi_create_double(env, i + 0.5, &v)))
LOOP_CASE(loop_typeof, napi_valuetype t, MUST(napi_typeof(env, argv[1], &t)))
LOOP_CASE(loop_strict_equals, bool same, MUST(napi_strict_equals(env, argv[1], argv[1], &same)))
LOOP_CASE(loop_get_undefined, napi_value v, MUST(napi_get_undefined(env, &v)))

// Strings: the text that set_text keeps is what string_out gives -------------

CASE(string_in) {
  ARGS(1);
  MUST(napi_get_value_string_utf8(env, argv[0], text, sizeof text, &text_length));
  return NULL;
}
CASE(string_out) {
  (void)info;
  napi_value result;
  MUST(napi_create_string_utf8(env, text, text_length, &result));
  return result;
}

// Objects and arrays ----------------------------------------------------------

CASE(object_in) {
  ARGS(1);
  napi_value value;
  int32_t a, b, c, d, sum;
  napi_value result;
  MUST(napi_get_named_property(env, argv[0], "first", &value));
  MUST(napi_get_value_int32(env, value, &a));
  MUST(napi_get_named_property(env, argv[0], "second", &value));
  MUST(napi_get_value_int32(env, value, &b));
  MUST(napi_get_named_property(env, argv[0], "third", &value));
  MUST(napi_get_value_int32(env, value, &c));
  MUST(napi_get_named_property(env, argv[0], "fourth", &value));
  MUST(napi_get_value_int32(env, value, &d));
  sum = a + b + c + d;
  MUST(napi_create_int32(env, sum, &result));
  return result;
}
CASE(object_out) {
  (void)info;
  napi_value object, value;
  MUST(napi_create_object(env, &object));
  MUST(napi_create_int32(env, 1, &value));
  MUST(napi_set_named_property(env, object, "first", value));
  MUST(napi_create_int32(env, 2, &value));
  MUST(napi_set_named_property(env, object, "second", value));
  MUST(napi_create_int32(env, 3, &value));
  MUST(napi_set_named_property(env, object, "third", value));
  MUST(napi_create_int32(env, 4, &value));
  MUST(napi_set_named_property(env, object, "fourth", value));
  return object;
}
CASE(array_in) {
  ARGS(1);
  uint32_t length;
  int64_t sum = 0;
  napi_value result;
  MUST(napi_get_array_length(env, argv[0], &length));
  for (uint32_t i = 0; i < length; i++) {
    napi_value value;
    int32_t number;
    MUST(napi_get_element(env, argv[0], i, &value));
    MUST(napi_get_value_int32(env, value, &number));
    sum += number;
  }
  MUST(napi_create_int64(env, sum, &result));
  return result;
}
CASE(array_out) {
  (void)info;
  napi_value array;
  MUST(napi_create_array_with_length(env, 100, &array));
  for (uint32_t i = 0; i < 100; i++) {
    napi_value value;
    MUST(napi_create_int32(env, (int32_t)i, &value));
    MUST(napi_set_element(env, array, i, value));
  }
  return array;
}

// Classes and functions ---------------------------------------------------------

static void release(napi_env env, void* data, void* hint) {
  (void)env;
  (void)hint;
  free(data);
}
CASE(counter_new) {
  napi_value self;
  MUST(napi_get_cb_info(env, info, NULL, NULL, &self, NULL));
  int32_t* count = calloc(1, sizeof *count);
  MUST(napi_wrap(env, self, count, release, NULL, NULL));
  return self;
}
CASE(counter_increment) {
  napi_value self, result;
  int32_t* count;
  MUST(napi_get_cb_info(env, info, NULL, NULL, &self, NULL));
  MUST(napi_unwrap(env, self, (void**)&count));
  MUST(napi_create_int32(env, ++*count, &result));
  return result;
}
LOOP_CASE(loop_call_function, napi_value v; napi_value receiver; MUST(napi_get_undefined(env, &receiver)),
          MUST(napi_call_function(env, receiver, argv[1], 0, NULL, &v)))
LOOP_CASE(loop_new_instance, napi_value v, MUST(napi_new_instance(env, argv[1], 0, NULL, &v)))
LOOP_CASE(loop_create_function, napi_value v,
          MUST(napi_create_function(env, "made", 4, empty, NULL, &v)))

// References and scopes ------------------------------------------------------------

LOOP_CASE(loop_reference, napi_ref ref; uint32_t count, {
  MUST(napi_create_reference(env, argv[1], 1, &ref));
  MUST(napi_reference_ref(env, ref, &count));
  MUST(napi_reference_unref(env, ref, &count));
  MUST(napi_delete_reference(env, ref));
})
LOOP_CASE(loop_weak_reference, napi_ref ref, {
  MUST(napi_create_reference(env, argv[1], 0, &ref));
  MUST(napi_delete_reference(env, ref));
})
LOOP_CASE(loop_reference_value, napi_value v; MUST(napi_create_reference(env, argv[1], 1, &kept)),
          MUST(napi_get_reference_value(env, kept, &v)))
CASE(drop_kept) {
  (void)info;
  MUST(napi_delete_reference(env, kept));
  return NULL;
}
LOOP_CASE(loop_scope, napi_handle_scope scope, {
  MUST(napi_open_handle_scope(env, &scope));
  MUST(napi_close_handle_scope(env, scope));
})
LOOP_CASE(loop_escapable_scope, napi_escapable_handle_scope scope; napi_value out, {
  MUST(napi_open_escapable_handle_scope(env, &scope));
  MUST(napi_escape_handle(env, scope, argv[1], &out));
  MUST(napi_close_escapable_handle_scope(env, scope));
})

// Errors ------------------------------------------------------------------------------

CASE(throw_error) {
  (void)info;
  MUST(napi_throw_error(env, "E_BENCH", "thrown by the addon"));
  return NULL;
}
CASE(throw_value) {
  ARGS(1);
  MUST(napi_throw(env, argv[0]));
  return NULL;
}
LOOP_CASE(loop_catch, napi_value v; napi_value receiver; MUST(napi_get_undefined(env, &receiver)), {
  if (napi_call_function(env, receiver, argv[1], 0, NULL, &v) != napi_pending_exception) abort();
  MUST(napi_get_and_clear_last_exception(env, &v));
})

// Promises, buffers, externals -----------------------------------------------------------

CASE(promise) {
  (void)info;
  napi_deferred deferred;
  napi_value promise, value;
  MUST(napi_create_promise(env, &deferred, &promise));
  MUST(napi_create_int32(env, 1, &value));
  MUST(napi_resolve_deferred(env, deferred, value));
  return promise;
}
CASE(buffer_create) {
  (void)info;
  void* data;
  napi_value buffer;
  MUST(napi_create_buffer(env, 1024, &data, &buffer));
  return buffer;
}
CASE(buffer_copy) {
  (void)info;
  void* data;
  napi_value buffer;
  MUST(napi_create_buffer_copy(env, 1024, text, &data, &buffer));
  return buffer;
}
CASE(buffer_in) {
  ARGS(1);
  unsigned char* data;
  size_t length;
  napi_value result;
  MUST(napi_get_buffer_info(env, argv[0], (void**)&data, &length));
  MUST(napi_create_int32(env, data[length - 1], &result));
  return result;
}
CASE(typedarray_in) {
  ARGS(1);
  napi_typedarray_type type;
  size_t length;
  unsigned char* data;
  napi_value result;
  MUST(napi_get_typedarray_info(env, argv[0], &type, &length, (void**)&data, NULL, NULL));
  MUST(napi_create_int32(env, data[length - 1], &result));
  return result;
}
CASE(external_arraybuffer) {
  (void)info;
  napi_value buffer;
  MUST(napi_create_external_arraybuffer(env, malloc(65536), 65536, release, NULL, &buffer));
  return buffer;
}
static void forget(napi_env env, void* data, void* hint) {
  (void)env;
  (void)data;
  (void)hint;
}
CASE(external_create) {
  (void)info;
  napi_value external;
  MUST(napi_create_external(env, &payload, forget, NULL, &external));
  return external;
}
CASE(external_in) {
  ARGS(1);
  int* data;
  napi_value result;
  MUST(napi_get_value_external(env, argv[0], (void**)&data));
  MUST(napi_create_int32(env, *data, &result));
  return result;
}

#define EXPORT(f) {#f, NULL, f, NULL, NULL, NULL, napi_enumerable, NULL}

NAPI_MODULE_INIT() {
  napi_value class;
  napi_property_descriptor members[] = {
      {"increment", NULL, counter_increment, NULL, NULL, NULL, napi_writable | napi_configurable, NULL},
  };
  MUST(napi_define_class(env, "Counter", NAPI_AUTO_LENGTH, counter_new, NULL, 1, members, &class));
  napi_property_descriptor table[] = {
      {"Counter", NULL, NULL, NULL, NULL, class, napi_enumerable, NULL},
      EXPORT(empty), EXPORT(args1), EXPORT(args3), EXPORT(args8), EXPORT(echo),
      EXPORT(add_int32), EXPORT(add_double), EXPORT(loop_get_int32), EXPORT(loop_get_double),
      EXPORT(loop_create_int32), EXPORT(loop_create_double), EXPORT(loop_typeof),
      EXPORT(loop_strict_equals), EXPORT(loop_get_undefined), EXPORT(string_in), EXPORT(string_out),
      EXPORT(object_in), EXPORT(object_out), EXPORT(array_in), EXPORT(array_out),
      EXPORT(loop_call_function), EXPORT(loop_new_instance), EXPORT(loop_create_function),
      EXPORT(loop_reference), EXPORT(loop_weak_reference), EXPORT(loop_reference_value),
      EXPORT(drop_kept), EXPORT(loop_scope), EXPORT(loop_escapable_scope), EXPORT(throw_error),
      EXPORT(throw_value), EXPORT(loop_catch), EXPORT(promise), EXPORT(buffer_create),
      EXPORT(buffer_copy), EXPORT(buffer_in), EXPORT(typedarray_in), EXPORT(external_arraybuffer),
      EXPORT(external_create), EXPORT(external_in),
  };
  MUST(napi_define_properties(env, exports, sizeof table / sizeof *table, table));
  return exports;
}
