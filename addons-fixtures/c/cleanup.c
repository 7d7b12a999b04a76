// Chapter cleanup: prints what teardown does, in which order. Output goes
// through write(2), so that it stays in order with a process that dies.
#include <unistd.h>

#include "common.h"

static void say(const char* text) {
  char line[128];
  int length = snprintf(line, sizeof line, "%s\n", text);
  if (write(STDOUT_FILENO, line, (size_t)length) < 0) abort();
}

static void hook(void* name) { say(name); }

// Removes itself at once.
static void async_hook(napi_async_cleanup_hook_handle handle, void* name) {
  say(name);
  napi_remove_async_cleanup_hook(handle);
}

static void finalizer(napi_env env, void* name, void* hint) {
  (void)env;
  (void)hint;
  say(name);
}

// A finalizer that tries to run JavaScript and prints the statuses.
static void calling_finalizer(napi_env env, void* name, void* hint) {
  (void)hint;
  napi_value value, result;
  char line[96];
  int undefined = (int)napi_get_undefined(env, &value);
  int object = (int)napi_create_object(env, &value);
  int set = (int)napi_set_named_property(env, value, "x", value);
  int script;
  napi_value text;
  napi_create_string_utf8(env, "1", 1, &text);
  script = (int)napi_run_script(env, text, &result);
  snprintf(line, sizeof line, "%s: undefined %d object %d set %d script %d", (const char*)name, undefined,
           object, set, script);
  say(line);
}

// The order that the semantics page gives: hooks and asynchronous hooks in one
// list, an external buffer's finalizer among them, then the references.
static napi_value register_all(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value first, second, external, buffer, watched;
  static char memory[16];
  CHECK(napi_set_instance_data(env, "instance data", finalizer, NULL));
  CHECK(napi_add_env_cleanup_hook(env, hook, "hook 1"));
  CHECK(napi_add_async_cleanup_hook(env, async_hook, "async A", NULL));
  CHECK(napi_add_env_cleanup_hook(env, hook, "hook 2"));
  CHECK(napi_add_async_cleanup_hook(env, async_hook, "async B", NULL));
  CHECK(napi_add_env_cleanup_hook(env, hook, "hook 3"));
  CHECK(napi_create_object(env, &first));
  CHECK(napi_wrap(env, first, "wrap 1", finalizer, NULL, NULL));
  CHECK(napi_create_object(env, &second));
  CHECK(napi_wrap(env, second, "wrap 2", finalizer, NULL, NULL));
  CHECK(napi_create_external(env, "external", finalizer, NULL, &external));
  CHECK(napi_create_external_buffer(env, sizeof memory, memory, finalizer, NULL, &buffer));
  CHECK(napi_create_object(env, &watched));
  CHECK(napi_add_finalizer(env, watched, "add_finalizer", finalizer, NULL, NULL));
  // The script holds them, so that only teardown finalizes them.
  CHECK(napi_set_element(env, argv[0], 0, first));
  CHECK(napi_set_element(env, argv[0], 1, second));
  CHECK(napi_set_element(env, argv[0], 2, external));
  CHECK(napi_set_element(env, argv[0], 3, buffer));
  CHECK(napi_set_element(env, argv[0], 4, watched));
  return NULL;
}

static napi_value external_buffer_name(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value buffer;
  static char name[] = "buffer";
  CHECK(napi_create_external_buffer(env, sizeof name, name, finalizer, NULL, &buffer));
  return buffer;
}

static napi_value add_hook(napi_env env, napi_callback_info info) {
  ARGS(1);
  char* name = calloc(1, 64);
  CHECK(napi_get_value_string_utf8(env, argv[0], name, 64, NULL));
  return STATUS(napi_add_env_cleanup_hook(env, hook, name));
}

// Adds a hook and removes it again: it never runs.
static napi_value add_and_remove_hook(napi_env env, napi_callback_info info) {
  (void)info;
  static char name[] = "removed hook";
  CHECK(napi_add_env_cleanup_hook(env, hook, name));
  return STATUS(napi_remove_env_cleanup_hook(env, hook, name));
}

static napi_value add_and_remove_async_hook(napi_env env, napi_callback_info info) {
  (void)info;
  napi_async_cleanup_hook_handle handle;
  CHECK(napi_add_async_cleanup_hook(env, async_hook, "removed async hook", &handle));
  return STATUS(napi_remove_async_cleanup_hook(handle));
}

// A wrapped object whose finalizer calls into JavaScript during teardown.
static napi_value wrap_calling(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value object;
  CHECK(napi_create_object(env, &object));
  CHECK(napi_wrap(env, object, "calling", calling_finalizer, NULL, NULL));
  return object;
}

static napi_value wrap_named(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value object;
  char* name = calloc(1, 64);
  CHECK(napi_get_value_string_utf8(env, argv[0], name, 64, NULL));
  CHECK(napi_create_object(env, &object));
  CHECK(napi_wrap(env, object, name, finalizer, NULL, NULL));
  return object;
}

static napi_value set_instance_data(napi_env env, napi_callback_info info) {
  ARGS(1);
  char* name = calloc(1, 64);
  CHECK(napi_get_value_string_utf8(env, argv[0], name, 64, NULL));
  return STATUS(napi_set_instance_data(env, name, finalizer, NULL));
}

static void tsfn_finalizer(napi_env env, void* name, void* context) { finalizer(env, name, context); }

static napi_value hold_tsfn(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value name;
  napi_threadsafe_function function;
  CHECK(napi_create_string_utf8(env, "held", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_threadsafe_function(env, argv[0], NULL, name, 0, 1, "tsfn finalizer", tsfn_finalizer,
                                        NULL, NULL, &function));
  return STATUS(napi_unref_threadsafe_function(env, function));
}

static void work_execute(napi_env env, void* data) {
  (void)env;
  (void)data;
  usleep(50000);
}

static napi_async_work work;

static void work_complete(napi_env env, napi_status status, void* data) {
  (void)data;
  char line[64];
  napi_value text, result;
  int script = napi_create_string_utf8(env, "1", 1, &text);
  script = (int)napi_run_script(env, text, &result);
  snprintf(line, sizeof line, "complete %d script %d", (int)status, script);
  say(line);
  napi_delete_async_work(env, work);
}

static napi_value queue_work(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value name;
  CHECK(napi_create_string_utf8(env, "at exit", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_async_work(env, NULL, name, work_execute, work_complete, NULL, &work));
  return STATUS(napi_queue_async_work(env, work));
}

static napi_value print(napi_env env, napi_callback_info info) {
  ARGS(1);
  char text[96];
  CHECK(napi_get_value_string_utf8(env, argv[0], text, sizeof text, NULL));
  say(text);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(register_all), EXPORT(external_buffer_name), EXPORT(add_hook), EXPORT(add_and_remove_hook),
      EXPORT(add_and_remove_async_hook), EXPORT(wrap_calling), EXPORT(wrap_named),
      EXPORT(set_instance_data), EXPORT(hold_tsfn), EXPORT(queue_work), EXPORT(print),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
