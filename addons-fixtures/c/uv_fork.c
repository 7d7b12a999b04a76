// What libuv has for a forked child, and what changes the whole process, which is therefore a forked child's
// here: each function forks, logs in the child, and answers what the child has logged.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "uv_log.h"

int uv_loop_fork(uv_loop_t*), uv_replace_allocator(void*, void*, void*, void*), uv_signal_stop(uv_signal_t*);
int uv_signal_start(uv_signal_t*, void (*)(uv_signal_t*, int), int);
void uv_disable_stdio_inheritance(void), uv_library_shutdown(void);
char** uv_setup_args(int, char**);

// Runs `act` in a child; its log, and how it ended.
static napi_value in_child(napi_env env, void (*act)(void)) {
  int ends[2], status = 0;
  if (pipe(ends) != 0) return NULL;
  pid_t child = fork();
  if (child == 0) {
    alarm(10);
    act();
    _exit(write(ends[1], log_text, strlen(log_text)) < 0);
  }
  close(ends[1]);
  size_t used = 0;
  for (ssize_t count; used < sizeof log_text - 64; used += count) {
    count = read(ends[0], log_text + used, sizeof log_text - 64 - used);
    if (count <= 0) break;
  }
  log_text[used] = '\0';
  close(ends[0]);
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) note("signal %d", WTERMSIG(status));
  return take_log(env);
}

// A loop that was made before the fork; both go on with it.
static uv_loop_t loop;
static uv_timer_t timer;
static uv_async_t async;
static uv_poll_t poll;
static uv_signal_t signal_;
static uv_work_t work;
static int pair[2], asyncs;

static void on_timer(uv_timer_t* handle) {
  (void)handle;
  note("timer; ");
  note("%d; ", uv_async_send(&async));
}
static void on_signal(uv_signal_t* handle, int number) {
  note("signal %d; ", number == SIGUSR2);
  uv_close((uv_handle_t*)handle, NULL);
}
static void do_work(uv_work_t* request) { request->data = &work; }
static void after_work(uv_work_t* request, int status) {
  note("work %d %d; ", status, request->data == &work);
  raise(SIGUSR2);
}
static void on_poll(uv_poll_t* handle, int status, int events) {
  char byte;
  note("poll %d %d %d; ", status, events, (int)read(pair[0], &byte, 1));
  uv_close((uv_handle_t*)handle, NULL);
  note_status("queue", uv_queue_work(&loop, &work, do_work, after_work));
}
static void on_async(uv_async_t* handle) {
  asyncs++;
  note("async; ");
  uv_close((uv_handle_t*)handle, NULL);
  if (write(pair[1], "x", 1) != 1) note("no write; ");
}

static void go_on_forked(void) {
  note_status("fork", uv_loop_fork(&loop));
  // Not the pipe that the parent uses too.
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
}

static napi_value forked(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_init(&loop);
  uv_async_init(&loop, &async, on_async);
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, on_timer, 1, 0);
  uv_signal_init(&loop, &signal_);
  uv_signal_start(&signal_, on_signal, SIGUSR2);
  // The child's writes come back to the child: the parent looks when it is over.
  if (pipe(pair) != 0) return NULL;
  uv_poll_init(&loop, &poll, pair[0]);
  uv_poll_start(&poll, 1, on_poll);
  return in_child(env, go_on_forked);
}

// The parent's turn.
static napi_value not_forked(napi_env env, napi_callback_info info) {
  (void)info;
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  close(pair[0]);
  close(pair[1]);
  return take_log(env);
}

static void stop_inheritance(void) {
  int kept = dup(0);
  fcntl(kept, F_SETFD, 0);
  uv_disable_stdio_inheritance();
  for (int fd = 0; fd < 3; fd++) note("%d; ", fcntl(fd, F_GETFD));
  note("%d", fcntl(kept, F_GETFD));
}
static napi_value inheritance(napi_env env, napi_callback_info info) {
  (void)info;
  return in_child(env, stop_inheritance);
}

static void set_up(void) {
  // In one piece, as the system gives them.
  static char text[] = "program\0one\0two";
  char* arguments[] = {text, text + 8, text + 12, NULL};
  char title[64];
  note("%d; ", uv_setup_args(0, arguments) == arguments);
  char** now = uv_setup_args(3, arguments);
  for (int i = 0; i < 3; i++) note("%s; ", now[i]);
  note("%d; ", now[3] == NULL);
  note_status("set", uv_set_process_title("other"));
  note_status("get", uv_get_process_title(title, sizeof title));
  note("%s %s %s", title, now[1], now[2]);
}
static napi_value arguments(napi_env env, napi_callback_info info) {
  (void)info;
  return in_child(env, set_up);
}

static void replace(void) {
  note_status("null", uv_replace_allocator(malloc, realloc, NULL, free));
  note_status("all", uv_replace_allocator(malloc, realloc, calloc, free));
  uv_loop_t* made = uv_loop_new();
  note("%d", made != NULL);
  uv_loop_delete(made);
}
static napi_value allocator(napi_env env, napi_callback_info info) {
  (void)info;
  return in_child(env, replace);
}

// Ends the process: nothing of libuv can be used after it.
static napi_value shut_down(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  uv_library_shutdown();
  uv_library_shutdown();
  _exit(7);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(forked), EXPORT(not_forked), EXPORT(inheritance), EXPORT(arguments),
                                        EXPORT(allocator), EXPORT(shut_down)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
