// Chapter async_work: work on the pool, its completion, cancelling, throwing.
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"

typedef struct {
  napi_async_work work;
  napi_ref callback;
  int32_t milliseconds;
  int32_t square;
  bool throws;
  bool waits;  // while `hold` is set
  atomic_bool started;
} Job;

static atomic_bool hold;

static void execute(napi_env env, void* data) {
  (void)env;
  Job* job = data;
  atomic_store(&job->started, true);
  while (job->waits && atomic_load(&hold)) usleep(1000);
  if (job->milliseconds > 0) usleep((useconds_t)job->milliseconds * 1000);
  job->square = job->milliseconds * job->milliseconds;
}

// Calls back (status, square).
static void complete(napi_env env, napi_status status, void* data) {
  Job* job = data;
  napi_value callback, result;
  napi_value arguments[] = {fixture_int(env, status), fixture_int(env, job->square)};
  napi_get_reference_value(env, job->callback, &callback);
  napi_delete_reference(env, job->callback);
  napi_delete_async_work(env, job->work);
  bool throws = job->throws;
  free(job);
  napi_call_function(env, fixture_undefined(env), callback, 2, arguments, &result);
  if (throws) napi_throw_error(env, "E_COMPLETE", "thrown by complete");
}

static Job* make_job(napi_env env, napi_value milliseconds, napi_value callback) {
  Job* job = calloc(1, sizeof *job);
  napi_value name;
  job->milliseconds = fixture_to_int(env, milliseconds);
  CHECK(napi_create_string_utf8(env, "job", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_reference(env, callback, 1, &job->callback));
  CHECK(napi_create_async_work(env, NULL, name, execute, complete, job, &job->work));
  return job;
}

// queue(milliseconds, callback)
static napi_value queue(napi_env env, napi_callback_info info) {
  ARGS(2);
  Job* job = make_job(env, argv[0], argv[1]);
  if (job == NULL) return NULL;
  return STATUS(napi_queue_async_work(env, job->work));
}

static napi_value queue_throwing(napi_env env, napi_callback_info info) {
  ARGS(2);
  Job* job = make_job(env, argv[0], argv[1]);
  if (job == NULL) return NULL;
  job->throws = true;
  return STATUS(napi_queue_async_work(env, job->work));
}

// Holds the pool's threads, queues one more and cancels it: [queue, cancel].
static napi_value queue_and_cancel(napi_env env, napi_callback_info info) {
  ARGS(2);
  enum { THREADS = 4 };
  napi_value list;
  atomic_store(&hold, true);
  for (int i = 0; i < THREADS; i++) {
    Job* filler = make_job(env, argv[0], argv[1]);
    if (filler == NULL) return NULL;
    filler->waits = true;
    CHECK(napi_queue_async_work(env, filler->work));
  }
  Job* job = make_job(env, argv[0], argv[1]);
  if (job == NULL) return NULL;
  napi_status queued = napi_queue_async_work(env, job->work);
  napi_status cancelled = napi_cancel_async_work(env, job->work);
  atomic_store(&hold, false);
  CHECK(napi_create_array(env, &list));
  CHECK(napi_set_element(env, list, 0, fixture_int(env, queued)));
  CHECK(napi_set_element(env, list, 1, fixture_int(env, cancelled)));
  return list;
}

// Queues work that ends when `let_go` is called.
static napi_value queue_held(napi_env env, napi_callback_info info) {
  ARGS(2);
  Job* job = make_job(env, argv[0], argv[1]);
  if (job == NULL) return NULL;
  job->waits = true;
  atomic_store(&hold, true);
  return STATUS(napi_queue_async_work(env, job->work));
}

static napi_value let_go(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  atomic_store(&hold, false);
  return NULL;
}

// Queues work, waits until it runs, and cancels too late: the status.
static napi_value cancel_too_late(napi_env env, napi_callback_info info) {
  ARGS(2);
  Job* job = make_job(env, argv[0], argv[1]);
  if (job == NULL) return NULL;
  CHECK(napi_queue_async_work(env, job->work));
  while (!atomic_load(&job->started)) usleep(1000);
  return STATUS(napi_cancel_async_work(env, job->work));
}

// Created and deleted without being queued.
static napi_value create_and_delete(napi_env env, napi_callback_info info) {
  ARGS(2);
  Job* job = make_job(env, argv[0], argv[1]);
  if (job == NULL) return NULL;
  CHECK(napi_delete_reference(env, job->callback));
  napi_status status = napi_delete_async_work(env, job->work);
  free(job);
  return fixture_int(env, status);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(queue),           EXPORT(queue_throwing),    EXPORT(queue_and_cancel),
      EXPORT(cancel_too_late), EXPORT(create_and_delete), EXPORT(queue_held),
      EXPORT(let_go),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
