// Many calls and works whose every item is accounted for: what was accepted has to
// be delivered, or handed back, exactly once. One library serves all threads of the
// process; what has ended in any of them is counted together.
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "common.h"

// What happened to items and works, over all environments.
static atomic_llong accepted, delivered, handed_back, wrong;
static atomic_llong made, finalized, producers;
static atomic_llong queued, executed, completed, cancelled;

static atomic_llong* const counters[] = {
    &accepted, &delivered, &handed_back, &wrong,     &made,      &finalized,
    &producers, &queued,   &executed,    &completed, &cancelled,
};

// [accepted, delivered, handed back, wrong, functions made, finalized, producers at
// work, works queued, executed, completed, cancelled]
static napi_value counts(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list, count;
  CHECK(napi_create_array(env, &list));
  for (uint32_t i = 0; i < sizeof counters / sizeof *counters; i++) {
    CHECK(napi_create_int64(env, atomic_load(counters[i]), &count));
    CHECK(napi_set_element(env, list, i, count));
  }
  return list;
}

// Calls --------------------------------------------------------------------------

typedef struct {
  napi_threadsafe_function function;
  int calls;       // of each producer
  int abort_at;    // of the first producer; -1: never
  unsigned char* arrived;   // how often each item has arrived; the loop's thread writes
  unsigned char* accepted;  // whether it was accepted; its producer writes
  int count;                // of all items
  atomic_int left;
} Flood;

typedef struct {
  Flood* flood;
  int number;
  unsigned seed;
} Producer;

static void leave(Flood* flood) {
  if (atomic_fetch_sub(&flood->left, 1) != 1) return;
  for (int i = 0; i < flood->count; i++)
    if (flood->arrived[i] != flood->accepted[i]) atomic_fetch_add(&wrong, 1);
  free(flood->arrived);
  free(flood->accepted);
  free(flood);
}

static void call_js(napi_env env, napi_value function, void* context, void* data) {
  Flood* flood = context;
  flood->arrived[(intptr_t)data]++;
  atomic_fetch_add(env == NULL ? &handed_back : &delivered, 1);
  if (env == NULL || function == NULL || (intptr_t)data % 64 != 0) return;
  napi_value result;
  napi_call_function(env, fixture_undefined(env), function, 0, NULL, &result);
}

static void flood_finalizer(napi_env env, void* data, void* context) {
  (void)env;
  (void)context;
  atomic_fetch_add(&finalized, 1);
  leave(data);
}

static void expect(napi_status status, napi_status first, napi_status second) {
  if (status != first && status != second) atomic_fetch_add(&wrong, 1);
}

// One call among random acquires, releases, references; false: the function closes.
static bool call(Producer* producer, int index) {
  Flood* flood = producer->flood;
  int choice = rand_r(&producer->seed) % 256;
  if (choice < 8) {
    napi_status status = napi_acquire_threadsafe_function(flood->function);
    expect(status, napi_ok, napi_closing);
    if (status == napi_ok)
      expect(napi_release_threadsafe_function(flood->function, napi_tsfn_release), napi_ok, napi_ok);
  } else if (choice < 12) {
    napi_ref_threadsafe_function(NULL, flood->function);
  }
  napi_status status = napi_call_threadsafe_function(flood->function, (void*)(intptr_t)index,
                                                     choice & 1 ? napi_tsfn_blocking : napi_tsfn_nonblocking);
  if (status == napi_closing) return false;
  expect(status, napi_ok, napi_queue_full);
  if (status != napi_ok) return true;
  flood->accepted[index] = 1;
  atomic_fetch_add(&accepted, 1);
  return true;
}

static void* produce(void* data) {
  Producer* producer = data;
  Flood* flood = producer->flood;
  int first = producer->number * flood->calls;
  bool open = true;
  for (int i = 0; i < flood->calls && open; i++) {
    open = call(producer, first + i);
    if (open && producer->number == 0 && i == flood->abort_at) {
      expect(napi_release_threadsafe_function(flood->function, napi_tsfn_abort), napi_ok, napi_ok);
      open = false;
    }
  }
  if (open) expect(napi_release_threadsafe_function(flood->function, napi_tsfn_release), napi_ok, napi_ok);
  free(producer);
  leave(flood);
  atomic_fetch_sub(&producers, 1);
  return NULL;
}

// flood(function, producers, calls of each, queue size, call at which the first
// producer aborts or -1, referenced)
static napi_value flood(napi_env env, napi_callback_info info) {
  static atomic_uint seed = 1;
  ARGS(6);
  napi_value name;
  bool referenced = true;
  int threads = fixture_to_int(env, argv[1]);
  Flood* flood = calloc(1, sizeof *flood);
  flood->calls = fixture_to_int(env, argv[2]);
  flood->abort_at = fixture_to_int(env, argv[4]);
  flood->count = threads * flood->calls;
  flood->arrived = calloc((size_t)flood->count + 1, 1);
  flood->accepted = calloc((size_t)flood->count + 1, 1);
  atomic_store(&flood->left, threads + 1);
  CHECK(napi_get_value_bool(env, argv[5], &referenced));
  CHECK(napi_create_string_utf8(env, "flood", NAPI_AUTO_LENGTH, &name));
  CHECK(napi_create_threadsafe_function(env, argv[0], NULL, name, (size_t)fixture_to_int(env, argv[3]),
                                        (size_t)threads, flood, flood_finalizer, flood, call_js, &flood->function));
  if (!referenced) CHECK(napi_unref_threadsafe_function(env, flood->function));
  atomic_fetch_add(&made, 1);
  atomic_fetch_add(&producers, threads);
  for (int i = 0; i < threads; i++) {
    Producer* producer = calloc(1, sizeof *producer);
    pthread_t id;
    producer->flood = flood;
    producer->number = i;
    producer->seed = atomic_fetch_add(&seed, 1);
    if (pthread_create(&id, NULL, produce, producer) != 0) abort();
    pthread_detach(id);
  }
  return NULL;
}

// Works --------------------------------------------------------------------------

typedef struct {
  napi_async_work work;
  int microseconds;
  int ran;
  bool cancelled;
} Job;

static void execute(napi_env env, void* data) {
  (void)env;
  Job* job = data;
  job->ran++;
  atomic_fetch_add(&executed, 1);
  if (job->microseconds > 0) usleep((useconds_t)job->microseconds);
}

static void complete(napi_env env, napi_status status, void* data) {
  Job* job = data;
  atomic_fetch_add(&completed, 1);
  if (job->ran != !job->cancelled || status != (job->cancelled ? napi_cancelled : napi_ok)) atomic_fetch_add(&wrong, 1);
  napi_delete_async_work(env, job->work);
  free(job);
}

// works(count, microseconds, one in how many is cancelled or 0): cancels at random
// works that may or may not have begun.
static napi_value works(napi_env env, napi_callback_info info) {
  static _Thread_local unsigned seed = 1;
  ARGS(3);
  napi_value name;
  int count = fixture_to_int(env, argv[0]), one_in = fixture_to_int(env, argv[2]);
  CHECK(napi_create_string_utf8(env, "works", NAPI_AUTO_LENGTH, &name));
  Job** jobs = calloc((size_t)count + 1, sizeof *jobs);
  for (int i = 0; i < count; i++) {
    jobs[i] = calloc(1, sizeof **jobs);
    jobs[i]->microseconds = fixture_to_int(env, argv[1]);
    CHECK(napi_create_async_work(env, NULL, name, execute, complete, jobs[i], &jobs[i]->work));
    CHECK(napi_queue_async_work(env, jobs[i]->work));
    atomic_fetch_add(&queued, 1);
    if (one_in == 0 || rand_r(&seed) % one_in != 0) continue;
    // Nothing completes before this function returns: all jobs are still there.
    Job* job = jobs[rand_r(&seed) % (i + 1)];
    if (napi_cancel_async_work(env, job->work) != napi_ok) continue;
    job->cancelled = true;
    atomic_fetch_add(&cancelled, 1);
  }
  free(jobs);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(counts), EXPORT(flood), EXPORT(works)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
