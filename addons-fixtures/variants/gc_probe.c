// Calls functions from a basic finalizer, inside the garbage collection, to see
// which of them the host allows there. Each call is made in a forked process,
// since the host aborts on those it does not allow; arguments after the env are
// all zero, so what is allowed answers a status or does nothing.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <node_api.h>

enum { LIMIT = 200, ABORTED = -1, MISSING = -2 };

typedef napi_status (*Entry)(node_api_basic_env, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t,
                             uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t);

static char names[LIMIT][64];
static int answers[LIMIT];
static int count;

static int probe(node_api_basic_env env, const char* name) {
  Entry entry = (Entry)dlsym(RTLD_DEFAULT, name);
  if (entry == NULL) return MISSING;
  pid_t child = fork();
  if (child == 0) {
    // The abort's message would only drown the test's output.
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    _exit((int)entry(env, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }
  int status = 0;
  waitpid(child, &status, 0);
  // Node ends with the code that a shell gives an abort.
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 134 ? ABORTED : WEXITSTATUS(status);
  // Any signal: in a forked process Node dies while it prints where it was.
  return ABORTED;
}

static void finalizer(node_api_basic_env env, void* data, void* hint) {
  (void)data;
  (void)hint;
  for (int i = 0; i < count; i++) answers[i] = probe(env, names[i]);
}

// prepare(names): makes an external whose finalizer probes them.
static napi_value prepare(napi_env env, napi_callback_info info) {
  napi_value list, external, value;
  size_t argc = 1;
  uint32_t length = 0;
  napi_get_cb_info(env, info, &argc, &list, NULL, NULL);
  napi_get_array_length(env, list, &length);
  for (count = 0; count < (int)length && count < LIMIT; count++) {
    napi_get_element(env, list, (uint32_t)count, &value);
    napi_get_value_string_utf8(env, value, names[count], sizeof names[count], NULL);
  }
  napi_create_external(env, names, finalizer, NULL, &external);
  return external;
}

static napi_value results(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list, value;
  napi_create_array(env, &list);
  for (int i = 0; i < count; i++) {
    napi_create_int32(env, answers[i], &value);
    napi_set_element(env, list, (uint32_t)i, value);
  }
  return list;
}

#define EXPORT(f) {#f, NULL, f, NULL, NULL, NULL, napi_enumerable, NULL}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(prepare), EXPORT(results)};
  napi_define_properties(env, exports, sizeof table / sizeof *table, table);
  return exports;
}
