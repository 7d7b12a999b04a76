// Chapter tsfn: threads that call into JavaScript through a thread-safe
// function, full queues, closing, references.
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"

typedef struct {
  napi_threadsafe_function function;
  pthread_t threads[8];
  int thread_count;
  int items;
  napi_threadsafe_function_call_mode mode;
  atomic_int next;
  atomic_int statuses[24];
} Run;

static atomic_int finalized;
static atomic_int left_over;

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  (void)context;
  if (env == NULL) {
    atomic_fetch_add(&left_over, 1);
    return;
  }
  napi_value result;
  napi_value number = fixture_int(env, (int64_t)(intptr_t)data);
  napi_call_function(env, fixture_undefined(env), function, 1, &number, &result);
}

static void* work(void* data) {
  Run* run = data;
  for (int i = 0; i < run->items; i++) {
    int item = atomic_fetch_add(&run->next, 1);
    napi_status status = napi_call_threadsafe_function(run->function, (void*)(intptr_t)item, run->mode);
    atomic_fetch_add(&run->statuses[status], 1);
    if (status == napi_closing) return NULL;
  }
  napi_release_threadsafe_function(run->function, napi_tsfn_release);
  return NULL;
}

static void done(napi_env env, void* data, void* context) {
  (void)env;
  (void)context;
  Run* run = data;
  for (int i = 0; i < run->thread_count; i++) pthread_join(run->threads[i], NULL);
  free(run);
  atomic_fetch_add(&finalized, 1);
}

// start(function, threads, items per thread, queue size): every item calls the
// function with a number; the finalizer joins the threads.
static napi_value start(napi_env env, napi_callback_info info) {
  ARGS(4);
  Run* run = calloc(1, sizeof *run);
  napi_value name;
  run->thread_count = fixture_to_int(env, argv[1]) & 7;
  run->items = fixture_to_int(env, argv[2]);
  run->mode = napi_tsfn_blocking;
  CHECK(napi_create_string_utf8(env, "run", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_threadsafe_function(env, argv[0], NULL, name, (size_t)fixture_to_int(env, argv[3]),
                                        (size_t)run->thread_count, run, done, run, call_js, &run->function));
  for (int i = 0; i < run->thread_count; i++) pthread_create(&run->threads[i], NULL, work, run);
  return NULL;
}

static napi_value finalize_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&finalized));
}

static napi_value left_over_count(napi_env env, napi_callback_info info) {
  (void)info;
  return fixture_int(env, atomic_load(&left_over));
}

// The single function that the calls below share.
static napi_threadsafe_function shared;

static void shared_done(napi_env env, void* data, void* context) {
  (void)env;
  (void)data;
  (void)context;
  atomic_fetch_add(&finalized, 1);
}

// open(function, queue size, threads)
static napi_value open(napi_env env, napi_callback_info info) {
  ARGS(3);
  napi_value name;
  CHECK(napi_create_string_utf8(env, "shared", NAPI_AUTO_LENGTH, &name));
  return STATUS(napi_create_threadsafe_function(
      env, argv[0], NULL, name, (size_t)fixture_to_int(env, argv[1]), (size_t)fixture_to_int(env, argv[2]),
      NULL, shared_done, &shared, call_js, &shared));
}

// Without call_js_cb: the host calls the function with no arguments.
static napi_value open_plain(napi_env env, napi_callback_info info) {
  ARGS(1);
  napi_value name;
  CHECK(napi_create_string_utf8(env, "plain", NAPI_AUTO_LENGTH, &name));
  return STATUS(napi_create_threadsafe_function(env, argv[0], NULL, name, 0, 1, NULL, shared_done, &shared,
                                                NULL, &shared));
}

static napi_value push(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_call_threadsafe_function(shared, (void*)(intptr_t)fixture_to_int(env, argv[0]),
                                              napi_tsfn_nonblocking));
}

// From the loop's own thread, and waiting for room.
static napi_value push_blocking(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_call_threadsafe_function(shared, (void*)(intptr_t)fixture_to_int(env, argv[0]),
                                              napi_tsfn_blocking));
}

static napi_value acquire(napi_env env, napi_callback_info info) {
  (void)info;
  return STATUS(napi_acquire_threadsafe_function(shared));
}

static napi_value release(napi_env env, napi_callback_info info) {
  (void)info;
  return STATUS(napi_release_threadsafe_function(shared, napi_tsfn_release));
}

static napi_value abort_now(napi_env env, napi_callback_info info) {
  (void)info;
  return STATUS(napi_release_threadsafe_function(shared, napi_tsfn_abort));
}

static napi_value unref(napi_env env, napi_callback_info info) {
  (void)info;
  return STATUS(napi_unref_threadsafe_function(env, shared));
}

static napi_value ref(napi_env env, napi_callback_info info) {
  (void)info;
  return STATUS(napi_ref_threadsafe_function(env, shared));
}

static napi_value has_context(napi_env env, napi_callback_info info) {
  (void)info;
  void* context = NULL;
  CHECK(napi_get_threadsafe_function_context(shared, &context));
  return fixture_bool(env, context == &shared);
}

static void* one_item(void* data) {
  usleep(20000);
  napi_call_threadsafe_function(shared, data, napi_tsfn_blocking);
  napi_release_threadsafe_function(shared, napi_tsfn_release);
  return NULL;
}

// Calls the open function once from a detached thread, later, and releases it.
static napi_value push_from_thread(napi_env env, napi_callback_info info) {
  ARGS(1);
  pthread_t thread;
  pthread_create(&thread, NULL, one_item, (void*)(intptr_t)fixture_to_int(env, argv[0]));
  pthread_detach(thread);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(start),   EXPORT(finalize_count), EXPORT(left_over_count), EXPORT(open),  EXPORT(open_plain),
      EXPORT(push),    EXPORT(acquire),        EXPORT(release),         EXPORT(abort_now), EXPORT(unref),
      EXPORT(ref),     EXPORT(has_context),    EXPORT(push_from_thread), EXPORT(push_blocking),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
