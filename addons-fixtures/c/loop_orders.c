// Two thread-safe functions that the loop's own thread calls, and async work whose
// end is known to the script, for scripts that compare in which order the loop's
// callbacks run.
#include <semaphore.h>

#include "common.h"

static napi_threadsafe_function channels[2];

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  (void)context;
  if (env == NULL) return;
  napi_value result, number = fixture_int(env, (intptr_t)data);
  napi_call_function(env, fixture_undefined(env), function, 1, &number, &result);
}

// open(channel, function)
static napi_value open(napi_env env, napi_callback_info info) {
  ARGS(2);
  napi_value name;
  CHECK(napi_create_string_utf8(env, "channel", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_threadsafe_function(env, argv[1], NULL, name, 0, 1, NULL, NULL, NULL, call_js,
                                        &channels[fixture_to_int(env, argv[0]) & 1]));
  return NULL;
}

// push(channel, number): the function is called with the number.
static napi_value push(napi_env env, napi_callback_info info) {
  ARGS(2);
  return STATUS(napi_call_threadsafe_function(channels[fixture_to_int(env, argv[0]) & 1],
                                              (void*)(intptr_t)fixture_to_int(env, argv[1]), napi_tsfn_nonblocking));
}

static napi_value close(napi_env env, napi_callback_info info) {
  ARGS(1);
  return STATUS(napi_release_threadsafe_function(channels[fixture_to_int(env, argv[0]) & 1], napi_tsfn_release));
}

typedef struct {
  napi_async_work work;
  napi_ref function;
  bool is_gate;
} Work;

static sem_t reached, opened;
static bool gate_is_closed;

static void wait_for(sem_t* semaphore) {
  while (sem_wait(semaphore) != 0) continue;
}

static void execute(napi_env env, void* data) {
  (void)env;
  Work* work = data;
  if (!work->is_gate) return;
  sem_post(&reached);
  wait_for(&opened);
}

static void complete(napi_env env, napi_status status, void* data) {
  (void)status;
  Work* work = data;
  napi_value function, result;
  napi_delete_async_work(env, work->work);
  if (work->function != NULL) {
    napi_get_reference_value(env, work->function, &function);
    napi_delete_reference(env, work->function);
    napi_call_function(env, fixture_undefined(env), function, 0, NULL, &result);
  }
  free(work);
}

static napi_value queue_work(napi_env env, napi_value function) {
  Work* work = calloc(1, sizeof *work);
  napi_value name;
  work->is_gate = function == NULL;
  if (function != NULL) CHECK(napi_create_reference(env, function, 1, &work->function));
  CHECK(napi_create_string_utf8(env, "work", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_async_work(env, NULL, name, execute, complete, work, &work->work));
  return STATUS(napi_queue_async_work(env, work->work));
}

// queue(function): called when work that does nothing completes.
static napi_value queue(napi_env env, napi_callback_info info) {
  ARGS(1);
  return queue_work(env, argv[0]);
}

static napi_value open_gate(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  if (gate_is_closed) sem_post(&opened);
  gate_is_closed = false;
  return NULL;
}

// With one thread in the pool: waits until all that was queued has ended and is on
// its way to the loop. What is queued from now on waits for the next call.
static napi_value finish_queued(napi_env env, napi_callback_info info) {
  open_gate(env, info);
  queue_work(env, NULL);
  wait_for(&reached);
  gate_is_closed = true;
  return NULL;
}

NAPI_MODULE_INIT() {
  sem_init(&reached, 0, 0);
  sem_init(&opened, 0, 0);
  napi_property_descriptor table[] = {
      EXPORT(open), EXPORT(push), EXPORT(close), EXPORT(queue), EXPORT(open_gate), EXPORT(finish_queued),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
