// Thread-safe functions under adversity: threads that acquire, call, release,
// reference and abort in a random order, and calls that come too late.
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"

static atomic_int accepted, delivered, handed_back, finalized, unexpected;

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  (void)context;
  (void)data;
  if (env == NULL) {
    atomic_fetch_add(&handed_back, 1);
    return;
  }
  napi_value result;
  atomic_fetch_add(&delivered, 1);
  napi_call_function(env, fixture_undefined(env), function, 0, NULL, &result);
}

static void count_finalizer(napi_env env, void* data, void* context) {
  (void)env;
  (void)data;
  (void)context;
  atomic_fetch_add(&finalized, 1);
}

static napi_status make(napi_env env, napi_value function, size_t queue, size_t threads,
                        napi_threadsafe_function* result) {
  napi_value name;
  napi_create_string_utf8(env, "stress", NAPI_AUTO_LENGTH, &name);
  return napi_create_threadsafe_function(env, function, NULL, name, queue, threads, NULL, count_finalizer, NULL,
                                         call_js, result);
}

typedef struct {
  napi_threadsafe_function function;
  int items;
  int abort_at;
  unsigned seed;
} Thread;

static void expect(napi_status status, napi_status first, napi_status second) {
  if (status != first && status != second) atomic_fetch_add(&unexpected, 1);
}

// A counted thread: whatever the others do, its calls are answered.
static void* run(void* data) {
  Thread thread = *(Thread*)data;
  free(data);
  for (int i = 0; i < thread.items; i++) {
    int choice = rand_r(&thread.seed) % 100;
    if (choice < 5) {
      napi_status status = napi_acquire_threadsafe_function(thread.function);
      expect(status, napi_ok, napi_closing);
      if (status == napi_ok)
        expect(napi_release_threadsafe_function(thread.function, napi_tsfn_release), napi_ok, napi_ok);
    } else if (choice < 7) {
      napi_ref_threadsafe_function(NULL, thread.function);
    }
    napi_status status = napi_call_threadsafe_function(
        thread.function, NULL, choice & 1 ? napi_tsfn_blocking : napi_tsfn_nonblocking);
    if (status == napi_closing) return NULL;
    if (status == napi_ok) atomic_fetch_add(&accepted, 1);
    else expect(status, napi_queue_full, napi_queue_full);
    if (i == thread.abort_at) {
      expect(napi_release_threadsafe_function(thread.function, napi_tsfn_abort), napi_ok, napi_ok);
      return NULL;
    }
  }
  expect(napi_release_threadsafe_function(thread.function, napi_tsfn_release), napi_ok, napi_ok);
  return NULL;
}

// stress(function, threads, items per thread, queue size, item at which the
// first thread aborts, or -1)
static napi_value stress(napi_env env, napi_callback_info info) {
  static unsigned seed = 1;
  ARGS(5);
  napi_threadsafe_function function;
  int threads = fixture_to_int(env, argv[1]);
  CHECK(make(env, argv[0], (size_t)fixture_to_int(env, argv[3]), (size_t)threads, &function));
  for (int i = 0; i < threads; i++) {
    Thread* thread = calloc(1, sizeof *thread);
    pthread_t id;
    thread->function = function;
    thread->items = fixture_to_int(env, argv[2]);
    thread->abort_at = i == 0 ? fixture_to_int(env, argv[4]) : -1;
    thread->seed = seed++;
    if (pthread_create(&id, NULL, run, thread) != 0) abort();
    pthread_detach(id);
  }
  return NULL;
}

// [accepted, delivered, handed back, finalized, unexpected answers]
static napi_value counts(napi_env env, napi_callback_info info) {
  (void)info;
  atomic_int* all[] = {&accepted, &delivered, &handed_back, &finalized, &unexpected};
  napi_value list;
  CHECK(napi_create_array(env, &list));
  for (uint32_t i = 0; i < 5; i++) CHECK(napi_set_element(env, list, i, fixture_int(env, atomic_load(all[i]))));
  return list;
}

static napi_threadsafe_function last;

// cycle(function): makes a thread-safe function, calls it once, releases it.
static napi_value cycle(napi_env env, napi_callback_info info) {
  ARGS(1);
  CHECK(make(env, argv[0], 0, 1, &last));
  CHECK(napi_call_threadsafe_function(last, NULL, napi_tsfn_nonblocking));
  atomic_fetch_add(&accepted, 1);
  return STATUS(napi_release_threadsafe_function(last, napi_tsfn_release));
}

// The answers of a function that is gone. Node frees it: not for a run there.
static napi_value use_gone(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list;
  void* context;
  napi_status answers[] = {
      napi_call_threadsafe_function(last, NULL, napi_tsfn_blocking),
      napi_acquire_threadsafe_function(last),
      napi_get_threadsafe_function_context(last, &context),
      napi_release_threadsafe_function(last, napi_tsfn_release),
  };
  CHECK(napi_create_array(env, &list));
  for (uint32_t i = 0; i < 4; i++) CHECK(napi_set_element(env, list, i, fixture_int(env, answers[i])));
  return list;
}

static atomic_int pumps_ended;
static atomic_bool pumps_tell;

// Calls until the function closes; once more a while later, when its env is gone.
static void* pump(void* function) {
  char line[80];
  while (napi_call_threadsafe_function(function, NULL, napi_tsfn_blocking) == napi_ok) usleep(50);
  usleep(50000);
  int called = (int)napi_call_threadsafe_function(function, NULL, napi_tsfn_blocking);
  int length = snprintf(line, sizeof line, "pump %d\n", called);
  if (atomic_load(&pumps_tell) && write(STDOUT_FILENO, line, (size_t)length) < 0) abort();
  atomic_fetch_add(&pumps_ended, 1);
  return NULL;
}

// start_pump(function, queue size): a thread that calls for ever.
static napi_value start_pump(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_threadsafe_function function;
  pthread_t id;
  CHECK(make(env, argv[0], (size_t)fixture_to_int(env, argv[1]), 1, &function));
  if (pthread_create(&id, NULL, pump, function) != 0) abort();
  pthread_detach(id);
  return NULL;
}

// How many pumps have ended; from now on they tell what their last call answered.
static napi_value watch_pumps(napi_env env, napi_callback_info info) {
  (void)info;
  atomic_store(&pumps_tell, true);
  return fixture_int(env, atomic_load(&pumps_ended));
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(stress), EXPORT(counts), EXPORT(cycle), EXPORT(use_gone), EXPORT(start_pump),
      EXPORT(watch_pumps),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
