// The addon of threads.js: async work and thread-safe functions. Each function
// starts something and calls its last argument back when all of it has ended.
#include <node_api.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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

static uint32_t number(napi_env env, napi_value value) {
  uint32_t result;
  MUST(napi_get_value_uint32(env, value, &result));
  return result;
}

static napi_value name_of(napi_env env) {
  napi_value name;
  MUST(napi_create_string_utf8(env, "bench", NAPI_AUTO_LENGTH, &name));
  return name;
}

static void call_back(napi_env env, napi_ref* callback) {
  napi_value function, receiver, result;
  MUST(napi_get_reference_value(env, *callback, &function));
  MUST(napi_delete_reference(env, *callback));
  MUST(napi_get_undefined(env, &receiver));
  MUST(napi_call_function(env, receiver, function, 0, NULL, &result));
}

// Async work -------------------------------------------------------------------

typedef struct {
  uint32_t left;
  napi_ref callback;
} Batch;

typedef struct {
  napi_async_work work;
  Batch* batch;
} Job;

static void execute(napi_env env, void* data) {
  (void)env;
  (void)data;
}

static void complete(napi_env env, napi_status status, void* data) {
  Job* job = data;
  Batch* batch = job->batch;
  MUST(status);
  MUST(napi_delete_async_work(env, job->work));
  free(job);
  if (--batch->left > 0) return;
  call_back(env, &batch->callback);
  free(batch);
}

// work(count, callback): so many works, queued at once.
CASE(work) {
  ARGS(2);
  Batch* batch = malloc(sizeof *batch);
  batch->left = number(env, argv[0]);
  MUST(napi_create_reference(env, argv[1], 1, &batch->callback));
  napi_value name = name_of(env);
  for (uint32_t i = 0, count = batch->left; i < count; i++) {
    Job* job = malloc(sizeof *job);
    job->batch = batch;
    MUST(napi_create_async_work(env, NULL, name, execute, complete, job, &job->work));
    MUST(napi_queue_async_work(env, job->work));
  }
  return NULL;
}

// Thread-safe functions ----------------------------------------------------------

typedef struct {
  napi_threadsafe_function function;
  uint32_t calls;
  napi_threadsafe_function_call_mode mode;
} Producer;

static void* produce(void* data) {
  Producer* producer = data;
  for (uint32_t i = 0; i < producer->calls; i++)
    MUST(napi_call_threadsafe_function(producer->function, NULL, producer->mode));
  MUST(napi_release_threadsafe_function(producer->function, napi_tsfn_release));
  free(producer);
  return NULL;
}

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  (void)context;
  (void)data;
  napi_value receiver, result;
  MUST(napi_get_undefined(env, &receiver));
  MUST(napi_call_function(env, receiver, function, 0, NULL, &result));
}

static void ended(napi_env env, void* data, void* context) {
  (void)context;
  napi_ref callback = data;
  call_back(env, &callback);
}

// calls(threads, calls of each, queue size, function, callback): blocking calls if
// the queue is bounded.
CASE(calls) {
  ARGS(5);
  napi_ref callback;
  napi_threadsafe_function function;
  uint32_t threads = number(env, argv[0]), queue = number(env, argv[2]);
  MUST(napi_create_reference(env, argv[4], 1, &callback));
  MUST(napi_create_threadsafe_function(env, argv[3], NULL, name_of(env), queue, threads, callback, ended, NULL,
                                       call_js, &function));
  for (uint32_t i = 0; i < threads; i++) {
    Producer* producer = malloc(sizeof *producer);
    pthread_t thread;
    producer->function = function;
    producer->calls = number(env, argv[1]);
    producer->mode = queue > 0 ? napi_tsfn_blocking : napi_tsfn_nonblocking;
    if (pthread_create(&thread, NULL, produce, producer) != 0) abort();
    pthread_detach(thread);
  }
  return NULL;
}

// Ping-pong --------------------------------------------------------------------

static sem_t ping;

static void* answer(void* data) {
  Producer* producer = data;
  for (uint32_t i = 0; i < producer->calls; i++) {
    while (sem_wait(&ping) != 0) continue;
    MUST(napi_call_threadsafe_function(producer->function, NULL, napi_tsfn_nonblocking));
  }
  MUST(napi_release_threadsafe_function(producer->function, napi_tsfn_release));
  free(producer);
  return NULL;
}

// answer_pings(count, function, callback): a thread that calls the function once for
// each ping().
CASE(answer_pings) {
  ARGS(3);
  napi_ref callback;
  pthread_t thread;
  Producer* producer = malloc(sizeof *producer);
  producer->calls = number(env, argv[0]);
  MUST(napi_create_reference(env, argv[2], 1, &callback));
  MUST(napi_create_threadsafe_function(env, argv[1], NULL, name_of(env), 0, 1, callback, ended, NULL, call_js,
                                       &producer->function));
  sem_init(&ping, 0, 0);
  if (pthread_create(&thread, NULL, answer, producer) != 0) abort();
  pthread_detach(thread);
  return NULL;
}

CASE(send_ping) {
  (void)env;
  (void)info;
  sem_post(&ping);
  return NULL;
}

#define EXPORT(f) {#f, NULL, f, NULL, NULL, NULL, napi_enumerable, NULL}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(work), EXPORT(calls), EXPORT(answer_pings), EXPORT(send_ping),
  };
  MUST(napi_define_properties(env, exports, sizeof table / sizeof *table, table));
  return exports;
}
