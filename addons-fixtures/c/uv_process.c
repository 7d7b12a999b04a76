// libuv's child processes, and its ways to notice changes of files. Also what no program may do.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "uv_log.h"

static char room[256];
static void give_room(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(room, sizeof room);
}
static void on_read(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  if (count >= 0) note("read '%.*s'; ", (int)count, buffer->base);
  else note("read %s; ", uv_err_name((int)count));
  if (count < 0) uv_close((uv_handle_t*)stream, NULL);
}
static int ended;
static void on_exit_of(uv_process_t* process, int64_t code, int signal) {
  ended++;
  note("%s ended %d %d %d; ", (const char*)process->data, (int)code, signal, uv_is_active(process));
  uv_close((uv_handle_t*)process, NULL);
}
static void on_written(uv_write_t* request, int status) {
  note_status("written", status);
  uv_close((uv_handle_t*)request->handle, NULL);
}

static uv_process_t process;
static int start(uv_loop_t* loop, uv_process_options_t* options, const char* script) {
  static char text[256];
  snprintf(text, sizeof text, "%s", script);
  static char* args[] = {"shell", "-c", text, NULL};
  if (!options->file) options->file = "/bin/sh";
  options->args = args;
  options->exit_cb = on_exit_of;
  process.data = "child";
  return uv_spawn(loop, &process, options);
}

static napi_value spawn(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_pipe_t in, out;
  uv_write_t request;
  uv_loop_init(&loop);
  uv_process_options_t plain = {0}, missing = {.file = "/no/such/program"}, folder = {.cwd = "/no/such/folder"};
  note_status("spawn", start(&loop, &plain, "exit 7"));
  note("%d %d; ", uv_process_get_pid(&process) > 0 && process.pid > 0, uv_is_active(&process));
  note("run %d; ", uv_run(&loop, 0));
  note_status("missing", start(&loop, &missing, ""));
  note("%d; ", uv_is_active(&process));
  uv_close((uv_handle_t*)&process, NULL);
  uv_run(&loop, 0);
  note_status("folder", start(&loop, &folder, ""));
  uv_close((uv_handle_t*)&process, NULL);
  uv_run(&loop, 0);

  uv_pipe_init(&loop, &in, 0);
  uv_pipe_init(&loop, &out, 0);
  uv_stdio_container_t stdio[4] = {{0x01 | 0x10, {.stream = &in}}, {0x01 | 0x20, {.stream = &out}}, {0, {0}}, {0x02, {.fd = 2}}};
  char* environment[] = {"NAME=value", "PATH=/usr/bin:/bin", NULL};
  uv_process_options_t full = {.file = "sh", .env = environment, .cwd = "/", .flags = 8, .stdio_count = 4, .stdio = stdio};
  note_status("spawn", start(&loop, &full, "read line; pwd; echo \"$NAME $line $0\"; echo lost >&2; test -e /proc/self/fd/3 && exit 3"));
  note("%d%d %d%d; ", uv_is_readable(&in), uv_is_writable(&in), uv_is_readable(&out), uv_is_writable(&out));
  uv_read_start(&out, give_room, on_read);
  note_status("write", uv_write(&request, &in, &(uv_buf_t){"a line\n", 7}, 1, on_written));
  size_t kept = strlen(log_text);
  ended = 0;
  uv_run(&loop, 0);
  note("; ");
  int complete = strstr(log_text, "child ended 3 0 0; ") && strstr(log_text, "written 0; ") &&
                 strstr(log_text, "value a line shell\n") && strstr(log_text, "read EOF; ");
  log_text[kept] = '\0';  // the order of output and end is the system's
  note("%d %d; ", ended, complete);
  end_loop(&loop);
  return take_log(env);
}

// The same with output in one piece, which is read after the end.
static napi_value output(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_pipe_t out;
  uv_tcp_t no_pipe;
  uv_loop_init(&loop);
  uv_pipe_init(&loop, &out, 0);
  uv_tcp_init(&loop, &no_pipe);
  uv_stdio_container_t stdio[3] = {{0, {0}}, {0x01 | 0x20, {.stream = &out}}, {0, {0}}};
  char* environment[] = {"NAME=value", "EMPTY=", NULL};
  uv_process_options_t options = {.env = environment, .cwd = "/", .stdio_count = 3, .stdio = stdio};
  note_status("spawn", start(&loop, &options, "echo \"$PWD $NAME $0 ${EMPTY-unset}\"; exit 3"));
  uv_run(&loop, 0);
  uv_read_start(&out, give_room, on_read);
  note("run %d; ", uv_run(&loop, 0));
  stdio[1].data.stream = &no_pipe;
  note_status("no pipe", start(&loop, &options, ""));
  uv_close((uv_handle_t*)&process, NULL);
  uv_run(&loop, 0);
  stdio[1].flags = 0x04;
  note_status("no descriptor", start(&loop, &options, ""));
  end_loop(&loop);
  return take_log(env);
}

static napi_value signals(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_process_options_t options = {0};
  note_status("spawn", start(&loop, &options, "sleep 100"));
  note_status("kill", uv_process_kill(&process, 0));
  note_status("kill", uv_process_kill(&process, 12345));
  note_status("kill", uv_process_kill(&process, SIGTERM));
  note("run %d; ", uv_run(&loop, 0));
  note_status("spawn", start(&loop, &options, "sleep 100"));
  uv_unref((uv_handle_t*)&process);
  note("run %d; ", uv_run(&loop, 0));
  note_status("kill", uv_kill(process.pid, SIGKILL));
  uv_ref((uv_handle_t*)&process);
  note("run %d; ", uv_run(&loop, 0));
  signal(SIGUSR1, SIG_IGN);  // a child does not inherit that
  note_status("spawn", start(&loop, &options, "kill -USR1 $$; exit 5"));
  note("run %d; ", uv_run(&loop, 0));
  signal(SIGUSR1, SIG_DFL);
  end_loop(&loop);
  return take_log(env);
}

static char folder[64], path[80];
static void begin(void) {
  strcpy(folder, "/tmp/napi-host-uv-watch-XXXXXX");
  if (mkdtemp(folder)) snprintf(path, sizeof path, "%s/file", folder);
}
static void put(const char* text, const char* mode) {
  FILE* file = fopen(path, mode);
  fputs(text, file);
  fclose(file);
}

static int seen;
static void on_event(uv_fs_event_t* handle, const char* name, int events, int status) {
  (void)handle;
  note("%s %d %d; ", name, events, status);
  seen++;
}

static napi_value events(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_fs_event_t watcher, other;
  char found[80];
  size_t size = sizeof found;
  begin();
  uv_loop_init(&loop);
  uv_fs_event_init(&loop, &watcher);
  uv_fs_event_init(&loop, &other);
  note_status("path", uv_fs_event_getpath(&watcher, found, &size));
  note("%d; ", (int)size);
  note_status("missing", uv_fs_event_start(&watcher, on_event, "/no/such/file", 0));
  note("%d; ", uv_is_active(&watcher));
  note_status("start", uv_fs_event_start(&watcher, on_event, folder, 0));
  note_status("twice", uv_fs_event_start(&watcher, on_event, folder, 0));
  note("%d; ", uv_is_active(&watcher));
  size = 3;
  note_status("path", uv_fs_event_getpath(&watcher, found, &size));
  note("%d; ", size == strlen(folder) + 1);
  note_status("path", uv_fs_event_getpath(&watcher, found, &size));
  note("%d %d; ", size == strlen(folder), strcmp(found, folder));
  put("a", "w");
  while (seen < 2) uv_run(&loop, 1);
  note_status("file", uv_fs_event_start(&other, on_event, path, 0));
  uv_fs_event_stop(&watcher);
  note_status("stop", uv_fs_event_stop(&watcher));
  chmod(path, 0600);
  while (seen < 3) uv_run(&loop, 1);
  unlink(path);
  while (seen < 6) uv_run(&loop, 1);
  end_loop(&loop);
  note("; %d", rmdir(folder));
  return take_log(env);
}

static void on_poll(uv_fs_poll_t* handle, int status, const uint64_t* before, const uint64_t* now) {
  note_status("poll", status);
  note("%d to %d; ", (int)before[7], (int)now[7]);
  if (++seen == 1) put("longer", "w");
  if (seen == 2) unlink(path);
  if (seen == 3) put("again", "w");
  if (seen == 4) uv_close((uv_handle_t*)handle, NULL);
}

static napi_value polls(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_fs_poll_t poll, other;
  char found[80];
  size_t size = sizeof found;
  seen = 0;
  begin();
  uv_loop_init(&loop);
  uv_fs_poll_init(&loop, &poll);
  uv_fs_poll_init(&loop, &other);
  note_status("path", uv_fs_poll_getpath(&poll, found, &size));
  note("%d; ", (int)size);
  note_status("start", uv_fs_poll_start(&poll, on_poll, path, 2));
  note_status("twice", uv_fs_poll_start(&poll, on_poll, path, 2));
  note("%d; ", uv_is_active(&poll));
  size = sizeof found;
  note_status("path", uv_fs_poll_getpath(&poll, found, &size));
  note("%d %d; ", size == strlen(path), strcmp(found, path));
  uv_run(&loop, 1);
  while (seen < 1) {
    uv_run(&loop, 1);
    if (access(path, F_OK)) put("x", "w");
  }
  note("run %d; ", uv_run(&loop, 0));
  uv_fs_poll_start(&other, on_poll, path, 1000);
  note_status("stop", uv_fs_poll_stop(&other));
  note_status("stop", uv_fs_poll_stop(&other));
  note("%d; ", uv_is_active(&other));
  end_loop(&loop);
  unlink(path);
  note("; %d", rmdir(folder));
  return take_log(env);
}

// Ends the process: a handle may be closed once.
static napi_value close_twice(napi_env env, napi_callback_info info) {
  (void)info;
  static uv_timer_t timer;
  uv_timer_init(loop_of(env), &timer);
  uv_close(&timer, NULL);
  uv_close(&timer, NULL);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(spawn), EXPORT(output), EXPORT(signals), EXPORT(events), EXPORT(polls)};
  napi_property_descriptor misuse[] = {
      {"close_twice", NULL, close_twice, NULL, NULL, NULL, napi_default, NULL},
  };
  DEFINE_EXPORTS(exports, table);
  DEFINE_EXPORTS(exports, misuse);
  return exports;
}
