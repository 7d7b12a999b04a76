// libuv's functions, used the way addons do: handles inside the addon's own structures, on the
// loop of the env and on loops of the addon's own. Each function leaves a log of what happened,
// which must be the same under any host.
#include <arpa/inet.h>
#include <netdb.h>
#include <stdarg.h>
#include <unistd.h>

#include "common.h"
#include "uv_abi.h"

static char log_text[4096];

static void note(const char* format, ...) {
  size_t used = strlen(log_text);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(log_text + used, sizeof log_text - used, format, arguments);
  va_end(arguments);
}

static napi_value take_log(napi_env env) {
  napi_value text = NULL;
  napi_create_string_utf8(env, log_text, NAPI_AUTO_LENGTH, &text);
  log_text[0] = '\0';
  return text;
}

static napi_value read_log(napi_env env, napi_callback_info info) {
  (void)info;
  return take_log(env);
}

static uv_loop_t* loop_of(napi_env env) {
  struct uv_loop_s* loop = NULL;
  napi_get_uv_event_loop(env, &loop);
  return loop;
}

// One of each handle on the env's loop, started from JavaScript, calling back into it.
typedef struct {
  napi_env env;
  napi_ref callback;
  uv_timer_t timer;
  uv_check_t check;
  uv_prepare_t prepare;
  uv_idle_t idle;
  uv_async_t async;
  uv_poll_t poll;
  uv_work_t work;
  uv_signal_t signal;
  pthread_t thread;
  int pipe[2];
  int turns;
  int closed;
} Everything;

static Everything everything;

static void call(Everything* all, const char* what) {
  napi_handle_scope scope;
  napi_value global, function, argument, result;
  napi_open_handle_scope(all->env, &scope);
  napi_get_reference_value(all->env, all->callback, &function);
  napi_create_string_utf8(all->env, what, NAPI_AUTO_LENGTH, &argument);
  napi_get_global(all->env, &global);
  napi_make_callback(all->env, NULL, global, function, 1, &argument, &result);
  napi_close_handle_scope(all->env, scope);
}

static void on_closed(uv_handle_t* handle) {
  Everything* all = handle->data;
  note("%s closed;", uv_handle_type_name(handle->type));
  if (++all->closed == 3) call(all, "closed");
}

static void on_timer(uv_timer_t* timer) {
  Everything* all = timer->data;
  if (++all->turns < 3) return;
  uv_timer_stop(timer);
  note("timer %d %d;", all->turns, uv_is_active(timer));
  uv_close(timer, on_closed);
  uv_close(&all->async, on_closed);
  uv_close(&all->poll, on_closed);
  note("%d%d;", uv_is_closing(timer), uv_is_closing(&all->check));
  call(all, "timer");
}

static void on_async(uv_async_t* async) {
  Everything* all = async->data;
  uv_thread_join(&all->thread);
  if (write(all->pipe[1], "x", 1) != 1) note("write failed;");
  call(all, "async");
}

static void on_poll(uv_poll_t* poll, int status, int events) {
  Everything* all = poll->data;
  char byte = 0;
  ssize_t got = read(all->pipe[0], &byte, 1);
  note("poll %d %d %d%c;", status, events, (int)got, byte);
  uv_poll_stop(poll);
  uv_timer_start(&all->timer, on_timer, 1, 1);
  call(all, "poll");
}

static void send_thrice(void* data) {
  Everything* all = data;
  for (int i = 0; i < 3; i++) uv_async_send(&all->async);
}

static napi_value start_everything(napi_env env, napi_callback_info info) {
  ARGS(1);
  Everything* all = &everything;
  uv_loop_t* loop = loop_of(env);
  memset(all, 0, sizeof *all);
  all->env = env;
  CHECK(napi_create_reference(env, argv[0], 1, &all->callback));
  all->timer.data = all->async.data = all->poll.data = all;  // before init, which keeps it
  note("%d", uv_timer_init(loop, &all->timer));
  note("%d", uv_async_init(loop, &all->async, on_async));
  if (pipe(all->pipe) != 0) return NULL;
  note("%d", uv_poll_init(loop, &all->poll, all->pipe[0]));
  note("%d", uv_poll_start(&all->poll, 1, on_poll));
  note("%d", uv_check_init(loop, &all->check));
  note(" %d%d%d;", uv_is_active(&all->async), uv_is_active(&all->timer), uv_is_active(&all->poll));
  note("%d %d;", all->timer.loop == loop, all->timer.type == 13);
  note("%d", uv_thread_create(&all->thread, send_thrice, all));
  uv_close(&all->check, NULL);
  return take_log(env);
}

// The order of the phases in a loop of the addon's own.
static void phase(uv_idle_t* hook) {
  note("%s%s ", uv_handle_type_name(hook->type), (const char*)hook->data);
}
static void last_timer(uv_timer_t* timer) {
  note("timer ");
  uv_stop(timer->loop);
}
static void close_it(uv_handle_t* handle, void* argument) {
  ++*(int*)argument;
  if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

static napi_value phases(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_idle_t idle;
  uv_prepare_t prepare[2];
  uv_check_t check;
  uv_timer_t timer;
  int walked = 0;
  uv_loop_init(&loop);
  uv_idle_init(&loop, &idle);
  uv_prepare_init(&loop, &prepare[0]);
  uv_prepare_init(&loop, &prepare[1]);
  uv_check_init(&loop, &check);
  uv_timer_init(&loop, &timer);
  idle.data = check.data = "";
  prepare[0].data = "1";
  prepare[1].data = "2";
  note("alive %d; ", uv_loop_alive(&loop));
  uv_idle_start(&idle, phase);
  uv_prepare_start(&prepare[0], phase);
  uv_prepare_start(&prepare[1], phase);
  uv_check_start(&check, phase);
  note("timeout %d; ", uv_backend_timeout(&loop));
  note("start %d ", uv_timer_start(&timer, NULL, 0, 0));
  note("%d; ", uv_timer_start(&timer, last_timer, 0, 0));
  note("run %d; ", uv_run(&loop, 0));
  note("run %d; ", uv_run(&loop, 2));
  uv_idle_stop(&idle);
  uv_unref(&prepare[0]);
  uv_unref(&prepare[1]);
  note("%d%d ", uv_has_ref(&prepare[0]), uv_is_active(&prepare[0]));
  uv_unref(&check);
  note("run %d; ", uv_run(&loop, 0));
  note("close %s; ", uv_err_name(uv_loop_close(&loop)));
  uv_walk(&loop, close_it, &walked);
  note("run %d; walked %d; ", uv_run(&loop, 0), walked);
  note("close %d", uv_loop_close(&loop));
  return take_log(env);
}

// Timers in a loop of the addon's own.
static void tick(uv_timer_t* timer) {
  int* count = timer->data;
  note("%d ", ++*count);
  if (*count == 3) uv_timer_stop(timer);
}
static void label(uv_timer_t* timer) { note("%s ", (const char*)timer->data); }

static napi_value timers(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t* loop = uv_loop_new();
  uv_timer_t repeating, first, second, never;
  int count = 0;
  uv_timer_init(loop, &repeating);
  uv_timer_init(loop, &first);
  uv_timer_init(loop, &second);
  uv_timer_init(loop, &never);
  repeating.data = &count;
  first.data = "first";
  second.data = "second";
  note("again %s; ", uv_err_name(uv_timer_again(&never)));
  uv_timer_start(&never, label, 100000, 0);
  uv_unref(&never);
  note("due %d; ", (int)uv_timer_get_due_in(&never));
  uv_timer_start(&first, label, 2, 0);
  uv_timer_start(&second, label, 2, 0);
  uv_run(loop, 0);
  uv_timer_start(&repeating, tick, 1, 2);
  note("repeat %d; ", (int)uv_timer_get_repeat(&repeating));
  uv_run(loop, 0);
  int walked = 0;
  uv_walk(loop, close_it, &walked);
  uv_run(loop, 0);
  note("walked %d", walked);
  uv_loop_delete(loop);
  return take_log(env);
}

// Work on the pool, cancelled or not, in a loop of the addon's own.
static sem_t gate;
static void wait_gate(uv_work_t* work) { (void)work; uv_sem_wait(&gate); }
static void after(uv_work_t* work, int status) { note("%s%d ", (const char*)work->data, status); }

static napi_value work(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_work_t blocked[4], cancelled;
  uv_loop_init(&loop);
  uv_sem_init(&gate, 0);
  for (int i = 0; i < 4; i++) {
    blocked[i].data = "done";
    uv_queue_work(&loop, &blocked[i], wait_gate, after);
  }
  cancelled.data = "cancelled";
  note("%d ", uv_queue_work(&loop, &cancelled, wait_gate, after));
  note("%s ", uv_err_name(uv_queue_work(&loop, &cancelled, NULL, after)));
  note("%d ", uv_cancel(&cancelled));
  note("%s ", uv_err_name(uv_loop_close(&loop)));
  uv_run(&loop, 1);
  for (int i = 0; i < 4; i++) uv_sem_post(&gate);
  uv_run(&loop, 0);
  uv_sem_destroy(&gate);
  note("%d", uv_loop_close(&loop));
  return take_log(env);
}

// Threads and what they meet at.
static pthread_mutex_t mutex;
static pthread_cond_t condition;
static pthread_key_t key;
static int once = 0, ready, onces;
static void count_once(void) { onces++; }
static void meet(void* data) {
  uv_once(&once, count_once);
  uv_key_set(&key, data);
  uv_mutex_lock(&mutex);
  ready = uv_key_get(&key) == data;
  uv_cond_signal(&condition);
  uv_mutex_unlock(&mutex);
}

static napi_value threads(napi_env env, napi_callback_info info) {
  (void)info;
  pthread_t thread, self = uv_thread_self();
  sem_t semaphore;
  ready = 0;
  note("%d%d%d ", uv_mutex_init(&mutex), uv_cond_init(&condition), uv_key_create(&key));
  uv_once(&once, count_once);
  uv_mutex_lock(&mutex);
  note("%s ", uv_err_name(uv_mutex_trylock(&mutex)));
  note("%s ", uv_err_name(uv_cond_timedwait(&condition, &mutex, 1000000)));
  uv_thread_create(&thread, meet, &ready);
  while (!ready) uv_cond_wait(&condition, &mutex);
  uv_mutex_unlock(&mutex);
  note("%d%d ", uv_thread_equal(&self, &self), uv_thread_equal(&self, &thread));
  note("%d ", uv_thread_join(&thread));
  note("%d%d %d ", ready, uv_key_get(&key) == NULL, onces);
  uv_sem_init(&semaphore, 1);
  note("%d ", uv_sem_trywait(&semaphore));
  note("%s", uv_err_name(uv_sem_trywait(&semaphore)));
  uv_sem_destroy(&semaphore);
  uv_key_delete(&key);
  uv_cond_destroy(&condition);
  uv_mutex_destroy(&mutex);
  return take_log(env);
}

// Errors, sizes, addresses, buffers.
static napi_value facts(napi_env env, napi_callback_info info) {
  (void)info;
  char text[64];
  char address[28];
  size_t small = 1;
  note("%s %s; ", uv_err_name(-2), uv_strerror(-2));
  note("%s %s; ", uv_err_name(-4095), uv_strerror(-3008));
  note("%s %s; ", uv_strerror(-7777), uv_strerror_r(-13, text, 8));
  note("%d %d; ", uv_translate_sys_error(2), uv_translate_sys_error(-3));
  for (int type = 0; type < 19; type++) note("%d ", (int)uv_handle_size(type));
  note("; %d ", uv_ip4_addr("127.0.0.1", 80, address));
  note("%d ", uv_ip4_name(address, text, sizeof text));
  note("%s; ", text);
  note("%s ", uv_err_name(uv_ip4_addr("256.0.0.1", 80, address)));
  note("%d ", uv_ip6_addr("2001:db8::1", 80, address));
  note("%d ", uv_ip6_name(address, text, sizeof text));
  note("%s ", text);
  note("%s; ", uv_err_name(uv_ip6_name(address, text, 3)));
  note("%d ", (int)uv_buf_init(text, 7).len);
  note("%s ", uv_err_name(uv_cwd(text, &small)));
  note("%d; ", small > 1);
  note("%d %d ", uv_os_getpid() == getpid(), uv_hrtime() > 0);
  note("%d", loop_of(env) == uv_default_loop());
  return take_log(env);
}

// A nested run of the env's loop, which must see the timer and end.
static void nested_timer(uv_timer_t* timer) {
  note("nested ");
  uv_close(timer, NULL);
}
static uv_timer_t nested_handle;
static napi_value nested(napi_env env, napi_callback_info info) {
  (void)info;
  uv_timer_init(loop_of(env), &nested_handle);
  uv_timer_start(&nested_handle, nested_timer, 1, 0);
  for (int i = 0; i < 1000 && !uv_is_closing(&nested_handle); i++) uv_run(loop_of(env), 1);
  note("%d", uv_is_closing(&nested_handle));
  return take_log(env);
}

// Files: at once, and on the pool of a loop of the addon's own.
static void on_file(uv_fs_t* request) {
  note("type %d result %d %s; ", request->fs_type, (int)request->result, (const char*)request->data);
  uv_fs_req_cleanup(request);
}

static napi_value files(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_fs_t request, other;
  char folder[64], path[80], link[80], got[8] = "";
  uv_loop_init(&loop);
  note("mkdtemp %d; ", uv_fs_mkdtemp(NULL, &request, "/tmp/napi-host-uv-XXXXXX", NULL));
  snprintf(folder, sizeof folder, "%s", request.path);
  snprintf(path, sizeof path, "%s/file", folder);
  snprintf(link, sizeof link, "%s/link", folder);
  uv_fs_req_cleanup(&request);
  note("open %s; ", uv_err_name(uv_fs_open(NULL, &request, path, 0, 0, NULL)));
  int fd = uv_fs_open(NULL, &request, path, 2 | 0100, 0600, NULL);
  note("open %d; ", fd > 2 && request.result == fd);
  uv_buf_t out[2] = {uv_buf_init("ab", 2), uv_buf_init("cd", 2)}, in = uv_buf_init(got, 3);
  note("write %d; ", uv_fs_write(NULL, &request, fd, out, 2, -1, NULL));
  note("read %d ", uv_fs_read(NULL, &request, fd, &in, 1, 1, NULL));
  note("%s; close %d; ", got, uv_fs_close(NULL, &request, fd, NULL));
  note("stat %d ", uv_fs_stat(NULL, &request, path, NULL));
  note("%o %d %d; ", (int)request.statbuf[1], (int)request.statbuf[7], request.ptr == request.statbuf);
  uv_fs_req_cleanup(&request);
  note("symlink %d ", uv_fs_symlink(NULL, &request, "file", link, 0, NULL));
  note("readlink %d ", uv_fs_readlink(NULL, &request, link, NULL));
  note("%s; ", (const char*)request.ptr);
  uv_fs_req_cleanup(&request);
  request.data = "unlinked";
  note("queued %d", uv_fs_unlink(&loop, &request, path, on_file));
  uv_run(&loop, 0);
  other.data = "gone";
  note("%d; ", uv_fs_stat(&loop, &other, path, on_file));
  uv_run(&loop, 0);
  note("unlink %d rmdir ", uv_fs_unlink(NULL, &request, link, NULL));
  note("%d; close %d", uv_fs_rmdir(NULL, &request, folder, NULL), uv_loop_close(&loop));
  return take_log(env);
}

// Lists that the addon frees.
static napi_value lists(napi_env env, napi_callback_info info) {
  (void)info;
  void* list = NULL;
  uint64_t usage[18] = {0};
  int count = 0;
  note("%d ", uv_cpu_info(&list, &count));
  note("%d %d; ", count > 0, *(char**)list != NULL);
  uv_free_cpu_info(list, count);
  note("%d ", uv_interface_addresses(&list, &count));
  uv_free_interface_addresses(list, count);
  note("%d ", uv_getrusage(usage));
  note("%d %d", usage[4] > 0, uv_get_total_memory() > 0);
  return take_log(env);
}

// Names that need no network.
static void on_lookup(uv_getaddrinfo_t* request, int status, struct addrinfo* found) {
  note("%s %d ", (const char*)request->data, status);
  note("%d; ", found && found->ai_family == AF_INET &&
                   ((struct sockaddr_in*)found->ai_addr)->sin_port == htons(80));
  uv_freeaddrinfo(found);
}

static napi_value lookup(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_getaddrinfo_t request;
  struct addrinfo hints = {.ai_family = AF_INET, .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
  uv_loop_init(&loop);
  request.data = "numeric";
  note("%d ", uv_getaddrinfo(&loop, &request, on_lookup, "127.0.0.1", "80", &hints));
  uv_run(&loop, 0);
  request.data = "name";
  note("%d ", uv_getaddrinfo(&loop, &request, on_lookup, "no number", "80", &hints));
  uv_run(&loop, 0);
  note("%s ", uv_err_name(uv_getaddrinfo(&loop, &request, NULL, "no number", NULL, &hints)));
  note("%s ", uv_err_name(uv_getaddrinfo(&loop, &request, on_lookup, NULL, NULL, &hints)));
  note("%d", uv_loop_close(&loop));
  return take_log(env);
}

static uv_timer_t soon, late;
static napi_ref left_to;

static void leave_something(uv_timer_t* timer) {
  napi_env env = timer->data;
  napi_handle_scope scope;
  napi_value global, function, result;
  napi_open_handle_scope(env, &scope);
  napi_get_reference_value(env, left_to, &function);
  napi_get_global(env, &global);
  napi_call_function(env, global, function, 0, NULL, &result);
  napi_close_handle_scope(env, scope);
}

static void give_up(uv_timer_t* timer) {
  (void)timer;
  _exit(3);
}

// leave(function): calls it from a timer by napi_call_function, which drains nothing; then nothing else happens
// for ten seconds, after which the process ends with 3.
static napi_value leave(napi_env env, napi_callback_info info) {
  ARGS(1);
  uv_loop_t* loop;
  CHECK(napi_get_uv_event_loop(env, &loop));
  CHECK(napi_create_reference(env, argv[0], 1, &left_to));
  uv_timer_init(loop, &soon);
  uv_timer_init(loop, &late);
  soon.data = env;
  uv_timer_start(&soon, leave_something, 5, 0);
  uv_timer_start(&late, give_up, 10000, 0);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(start_everything), EXPORT(read_log), EXPORT(phases), EXPORT(timers),
      EXPORT(work), EXPORT(threads), EXPORT(facts), EXPORT(nested), EXPORT(files),
      EXPORT(lists), EXPORT(lookup), EXPORT(leave),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
