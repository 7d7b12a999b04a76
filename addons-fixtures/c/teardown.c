// What happens at the end of the environments, across addons: everything that
// can be registered, each under a name that it prints when it runs. Output goes
// through write(2), so that it stays in order with a process that dies.
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"

static void say(const char* text) {
  char line[160];
  int length = snprintf(line, sizeof line, "%s\n", text);
  if (write(STDOUT_FILENO, line, (size_t)length) < 0) abort();
}

// A name that lives as long as the process.
static char* name_of(napi_env env, napi_value value) {
  char* name = calloc(1, 64);
  napi_get_value_string_utf8(env, value, name, 64, NULL);
  return name;
}

static napi_value text(napi_env env, const char* string) {
  napi_value value = NULL;
  napi_create_string_utf8(env, string, NAPI_AUTO_LENGTH, &value);
  return value;
}

static void finalizer(napi_env env, void* name, void* hint) {
  (void)env;
  (void)hint;
  say(name);
}

static void hook(void* name) { say(name); }

static napi_value add_hook(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_add_env_cleanup_hook(env, hook, name_of(env, argv[0])));
}

typedef struct {
  napi_env env;
  char* name;
} Adder;

// A hook that adds another one, which runs in the next round.
static void adding_hook(void* data) {
  Adder* adder = data;
  char* name = calloc(1, 64);
  snprintf(name, 64, "%s+", adder->name);
  say(adder->name);
  napi_add_env_cleanup_hook(adder->env, hook, name);
}

static napi_value add_hook_adding(napi_env env, napi_callback_info info) {
  ARGS(1);
  Adder* adder = calloc(1, sizeof *adder);
  adder->env = env;
  adder->name = name_of(env, argv[0]);
  return STATUS(napi_add_env_cleanup_hook(env, adding_hook, adder));
}

static void async_hook(napi_async_cleanup_hook_handle handle, void* name) {
  say(name);
  napi_remove_async_cleanup_hook(handle);
}

// Never removes itself: the process waits for ever.
static void stuck_hook(napi_async_cleanup_hook_handle handle, void* name) {
  (void)handle;
  say(name);
}

static napi_value add_async_hook(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_add_async_cleanup_hook(env, async_hook, name_of(env, argv[0]), NULL));
}

static napi_value add_stuck_hook(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_add_async_cleanup_hook(env, stuck_hook, name_of(env, argv[0]), NULL));
}

static napi_value wrap(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value object;
  CHECK(napi_create_object(env, &object));
  CHECK(napi_wrap(env, object, name_of(env, argv[0]), finalizer, NULL, NULL));
  return object;
}

static napi_value watch(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value object;
  CHECK(napi_create_object(env, &object));
  CHECK(napi_add_finalizer(env, object, name_of(env, argv[0]), finalizer, NULL, NULL));
  return object;
}

static napi_value external(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value value;
  CHECK(napi_create_external(env, name_of(env, argv[0]), finalizer, NULL, &value));
  return value;
}

static napi_value buffer(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value value;
  CHECK(napi_create_external_buffer(env, 8, name_of(env, argv[0]), finalizer, NULL, &value));
  return value;
}

static napi_value arraybuffer(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value value;
  CHECK(napi_create_external_arraybuffer(env, name_of(env, argv[0]), 8, finalizer, NULL, &value));
  return value;
}

typedef struct {
  napi_ref reference;
  char* name;
} Own;

static void own_finalizer(napi_env env, void* data, void* hint) {
  (void)hint;
  Own* own = data;
  char line[100];
  int status = (int)napi_delete_reference(env, own->reference);
  snprintf(line, sizeof line, "%s deletes itself: %d", own->name, status);
  say(line);
}

// A wrap whose finalizer deletes its reference, as C++ wrappers do.
static napi_value wrap_deleting_itself(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value object;
  Own* own = calloc(1, sizeof *own);
  own->name = name_of(env, argv[0]);
  CHECK(napi_create_object(env, &object));
  CHECK(napi_wrap(env, object, own, own_finalizer, NULL, &own->reference));
  return object;
}

static void instance_finalizer(napi_env env, void* data, void* hint) {
  (void)hint;
  Own* own = data;
  char line[100];
  napi_value value = NULL;
  napi_valuetype type = napi_undefined;
  int status = -1;
  if (own->reference != NULL) {
    napi_get_reference_value(env, own->reference, &value);
    if (value != NULL) napi_typeof(env, value, &type);
    status = (int)napi_delete_reference(env, own->reference);
  }
  snprintf(line, sizeof line, "%s: reference to type %d, deleted %d", own->name, (int)type, status);
  say(line);
}

// instance_data(name, object?): its finalizer uses a reference to the object.
static napi_value instance_data(napi_env env, napi_callback_info info) {
  ARGS(2);
  Own* own = calloc(1, sizeof *own);
  napi_valuetype type;
  own->name = name_of(env, argv[0]);
  CHECK(napi_typeof(env, argv[1], &type));
  if (type == napi_object) CHECK(napi_create_reference(env, argv[1], 1, &own->reference));
  return STATUS(napi_set_instance_data(env, own, instance_finalizer, NULL));
}

typedef struct {
  napi_threadsafe_function function;
  char* name;
} Channel;

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  Channel* channel = context;
  char line[100];
  snprintf(line, sizeof line, "%s item %d, env %d, function %d", channel->name, (int)(intptr_t)data,
           env != NULL, function != NULL);
  say(line);
}

static void channel_finalizer(napi_env env, void* data, void* context) {
  (void)context;
  Channel* channel = data;
  char line[100];
  void* same = NULL;
  int status = (int)napi_get_threadsafe_function_context(channel->function, &same);
  snprintf(line, sizeof line, "%s finalizer, context %d %d", channel->name, status, same == channel);
  say(line);
  (void)env;
}

// The function that was made last.
static Channel* newest;

// channel(name, items, referenced)
static napi_value channel(napi_env env, napi_callback_info info) {
  ARGS(3);
  Channel* made = calloc(1, sizeof *made);
  bool referenced = false;
  napi_value function;
  made->name = name_of(env, argv[0]);
  CHECK(napi_run_script(env, text(env, "(() => {})"), &function));
  CHECK(napi_create_threadsafe_function(env, function, NULL, text(env, "channel"), 0, 1, made, channel_finalizer,
                                        made, call_js, &made->function));
  for (int i = 0; i < fixture_to_int(env, argv[1]); i++)
    CHECK(napi_call_threadsafe_function(made->function, (void*)(intptr_t)i, napi_tsfn_nonblocking));
  CHECK(napi_get_value_bool(env, argv[2], &referenced));
  if (!referenced) CHECK(napi_unref_threadsafe_function(env, made->function));
  newest = made;
  return NULL;
}

// end_channel(abort): releases the newest function.
static napi_value end_channel(napi_env env, napi_callback_info info) {
  ARGS(1);
  bool abort = false;
  CHECK(napi_get_value_bool(env, argv[0], &abort));
  return STATUS(napi_release_threadsafe_function(newest->function, abort ? napi_tsfn_abort : napi_tsfn_release));
}

static void using_hook(void* data) {
  Channel* used = data;
  char line[100];
  int acquired = (int)napi_acquire_threadsafe_function(used->function);
  int called = (int)napi_call_threadsafe_function(used->function, (void*)99, napi_tsfn_nonblocking);
  snprintf(line, sizeof line, "hook: acquire %s %d, call %d", used->name, acquired, called);
  say(line);
}

// A hook that calls the newest function, which is closed after it.
static napi_value add_hook_using_channel(napi_env env, napi_callback_info info) {
  (void)info;
  return STATUS(napi_add_env_cleanup_hook(env, using_hook, newest));
}

typedef struct {
  napi_async_work work;
  napi_threadsafe_function fills;
  char* name;
  int milliseconds;
  atomic_bool* waits_for;  // its execution
  atomic_bool* opens;      // its completion
} Work;

static atomic_bool opened;

// An external that work of this addon opens and work of another waits for.
static napi_value gate(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value value;
  CHECK(napi_create_external(env, &opened, NULL, NULL, &value));
  return value;
}

static void execute(napi_env env, void* data) {
  (void)env;
  Work* work = data;
  char line[100];
  int status = 0;
  usleep((useconds_t)work->milliseconds * 1000);
  while (work->waits_for != NULL && !atomic_load(work->waits_for)) usleep(1000);
  while (work->fills != NULL && status == 0)
    status = (int)napi_call_threadsafe_function(work->fills, NULL, napi_tsfn_blocking);
  snprintf(line, sizeof line, "%s executed", work->name);
  say(line);
}

static void complete(napi_env env, napi_status status, void* data) {
  Work* work = data;
  char line[100];
  napi_value result;
  int script = (int)napi_run_script(env, text(env, "1"), &result);
  snprintf(line, sizeof line, "%s complete %d, script %d", work->name, (int)status, script);
  say(line);
  if (work->opens != NULL) atomic_store(work->opens, true);
  napi_delete_async_work(env, work->work);
}

static atomic_bool* gate_of(napi_env env, napi_value value) {
  void* gate = NULL;
  napi_get_value_external(env, value, &gate);
  return gate;
}

// work(name, milliseconds, gate to wait for?, gate to open?)
static napi_value work(napi_env env, napi_callback_info info) {
  ARGS(4);
  Work* made = calloc(1, sizeof *made);
  made->name = name_of(env, argv[0]);
  made->milliseconds = fixture_to_int(env, argv[1]);
  made->waits_for = gate_of(env, argv[2]);
  made->opens = gate_of(env, argv[3]);
  CHECK(napi_create_async_work(env, NULL, text(env, "work"), execute, complete, made, &made->work));
  return STATUS(napi_queue_async_work(env, made->work));
}

// Work that calls a function with a queue of one, in blocking mode, until that
// is closed.
static napi_value filling_work(napi_env env, napi_callback_info info) {
  ARGS(1);
  Work* made = calloc(1, sizeof *made);
  napi_value function;
  made->name = name_of(env, argv[0]);
  CHECK(napi_run_script(env, text(env, "(() => {})"), &function));
  CHECK(napi_create_threadsafe_function(env, function, NULL, text(env, "full"), 1, 1, NULL, NULL, NULL, NULL,
                                        &made->fills));
  CHECK(napi_create_async_work(env, NULL, text(env, "work"), execute, complete, made, &made->work));
  return STATUS(napi_queue_async_work(env, made->work));
}

static napi_value print(napi_env env, napi_callback_info info) {
  ARGS(1);
  say(name_of(env, argv[0]));
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(add_hook),  EXPORT(add_hook_adding), EXPORT(add_async_hook),       EXPORT(add_stuck_hook),
      EXPORT(wrap),      EXPORT(watch),           EXPORT(external),             EXPORT(buffer),
      EXPORT(arraybuffer), EXPORT(instance_data), EXPORT(wrap_deleting_itself), EXPORT(channel),
      EXPORT(work),      EXPORT(end_channel),     EXPORT(add_hook_using_channel), EXPORT(filling_work),
      EXPORT(print),     EXPORT(gate),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
