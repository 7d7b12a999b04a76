// libuv's functions that no other fixture calls: locks for readers, barriers, fields of handles, requests and
// loops, files at once, facts of the process and the clock.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "uv_log.h"

int uv_rwlock_init(pthread_rwlock_t*), uv_rwlock_tryrdlock(pthread_rwlock_t*), uv_rwlock_trywrlock(pthread_rwlock_t*);
void uv_rwlock_rdlock(pthread_rwlock_t*), uv_rwlock_rdunlock(pthread_rwlock_t*), uv_rwlock_wrlock(pthread_rwlock_t*);
void uv_rwlock_wrunlock(pthread_rwlock_t*), uv_rwlock_destroy(pthread_rwlock_t*);
typedef union { char whole[64]; void* align; } Barrier;
int uv_barrier_init(Barrier*, unsigned), uv_barrier_wait(Barrier*);
void uv_barrier_destroy(Barrier*);
int uv_mutex_init_recursive(pthread_mutex_t*);
void* uv_handle_get_data(const uv_handle_t*);
void uv_handle_set_data(uv_handle_t*, void*);
uv_loop_t* uv_handle_get_loop(const uv_handle_t*);
int uv_handle_get_type(const uv_handle_t*);
void* uv_req_get_data(const void*);
void uv_req_set_data(void*, void*);
int uv_req_get_type(const void*);
void* uv_loop_get_data(const uv_loop_t*);
void uv_loop_set_data(uv_loop_t*, void*);
size_t uv_loop_size(void);
int uv_poll_init_socket(uv_loop_t*, uv_poll_t*, int);
int uv_signal_start(uv_signal_t*, void (*)(uv_signal_t*, int), int), uv_signal_stop(uv_signal_t*);
void uv_timer_set_repeat(uv_timer_t*, uint64_t);
unsigned uv_version(void), uv_available_parallelism(void);
const char* uv_version_string(void);
char* uv_err_name_r(int, char*, size_t);
int uv_os_getenv(const char*, char*, size_t*), uv_os_gethostname(char*, size_t*), uv_os_homedir(char*, size_t*);
int uv_os_getppid(void), uv_exepath(char*, size_t*), uv_chdir(const char*), uv_uptime(double*);
int uv_resident_set_memory(size_t*), uv_gettimeofday(int64_t*), uv_clock_gettime(int, int64_t*);
uint64_t uv_get_free_memory(void);
void uv_loadavg(double*), uv_sleep(unsigned);

#define FS(name, ...) int uv_fs_##name(uv_loop_t*, uv_fs_t*, __VA_ARGS__, uv_fs_cb)
FS(access, const char*, int);
FS(chmod, const char*, int);
FS(fchmod, int, int);
FS(fsync, int);
FS(fdatasync, int);
FS(ftruncate, int, int64_t);
FS(link, const char*, const char*);
FS(realpath, const char*);
FS(rename, const char*, const char*);
int uv_fs_get_type(const uv_fs_t*), uv_fs_get_system_error(const uv_fs_t*);
ssize_t uv_fs_get_result(const uv_fs_t*);
void* uv_fs_get_ptr(const uv_fs_t*);
const char* uv_fs_get_path(const uv_fs_t*);
void* uv_fs_get_statbuf(uv_fs_t*);
void uv_cond_broadcast(pthread_cond_t*);
int uv_thread_create_ex(pthread_t*, const void*, void (*)(void*), void*);

// files(folder): all at once.
static napi_value files(napi_env env, napi_callback_info info) {
  ARGS(1);
  char folder[512], one[600], two[600];
  size_t length;
  uv_loop_t* loop = loop_of(env);
  uv_fs_t request;
  CHECK(napi_get_value_string_utf8(env, argv[0], folder, sizeof folder, &length));
  snprintf(one, sizeof one, "%s/one", folder);
  snprintf(two, sizeof two, "%s/two", folder);
  int fd = open(one, O_CREAT | O_RDWR, 0600);
#define DO(name, ...)                                                        \
  note_status(#name, uv_fs_##name(loop, &request, __VA_ARGS__, NULL));       \
  note("%d %d; ", (int)uv_fs_get_result(&request), uv_fs_get_type(&request)); \
  if (uv_fs_get_result(&request) >= 0) uv_fs_req_cleanup(&request)
  DO(ftruncate, fd, 5);
  DO(fsync, fd);
  DO(fdatasync, fd);
  DO(fchmod, fd, 0640);
  DO(chmod, one, 0600);
  DO(access, one, R_OK);
  DO(link, one, two);
  DO(rename, two, one);
  note_status("realpath", uv_fs_realpath(loop, &request, folder, NULL));
  note("%d; ", uv_fs_get_ptr(&request) != NULL && ((char*)uv_fs_get_ptr(&request))[0] == '/');
  uv_fs_req_cleanup(&request);
  DO(access, "/nowhere/at/all", F_OK);
  note("%s %d %d", uv_fs_get_path(&request), uv_fs_get_system_error(&request),
       uv_fs_get_statbuf(&request) == (void*)request.statbuf);
  uv_fs_req_cleanup(&request);
  close(fd);
  unlink(two);
  return take_log(env);
}

static void on_hook(uv_idle_t* hook) {
  note("%s ", uv_handle_type_name(hook->type));
  if (hook->type == 9) uv_prepare_stop(hook);
  else uv_check_stop(hook);
}

static void on_signal(uv_signal_t* signal, int number) {
  note("signal %d active %d ", number, uv_is_active(signal));
}

static void on_another_signal(uv_signal_t* signal, int number) {
  (void)signal;
  note("another signal %d ", number);
}

static void on_closed(uv_handle_t* handle) { note("closed, referenced %d; ", uv_has_ref(handle)); }

// A loop's clock and descriptor; hooks that stop themselves; a signal that is wanted once.
static napi_value once(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_prepare_t prepare;
  uv_check_t check;
  uv_signal_t signal;
  char text[1024];
  size_t size = sizeof text;
  uv_loop_init(&loop);
  uint64_t before = uv_now(&loop);
  usleep(3000);
  note("%d ", uv_now(&loop) == before);
  uv_update_time(&loop);
  note("%d %d; ", uv_now(&loop) > before, uv_backend_fd(&loop) >= 0);
  uv_prepare_init(&loop, &prepare);
  uv_prepare_start(&prepare, on_hook);
  uv_check_init(&loop, &check);
  uv_check_start(&check, on_hook);
  uv_signal_init(&loop, &signal);
  note_status("oneshot", uv_signal_start_oneshot(&signal, on_signal, 10));
  kill(getpid(), 10);
  note("run %d; ", uv_run(&loop, 0));
  note("active %d; ", uv_is_active(&signal));
  // Started again for the same signal it stays as it was, with another callback.
  uv_signal_start_oneshot(&signal, on_another_signal, 10);
  raise(10);
  note_status("again", uv_signal_start(&signal, on_signal, 10));
  uv_run(&loop, 2);
  note("active %d; ", uv_is_active(&signal));
  uv_close((uv_handle_t*)&prepare, on_closed);
  note("closing, referenced %d; ", uv_has_ref(&prepare));
  uv_run(&loop, 2);
  note_status("tmpdir", uv_os_tmpdir(text, &size));
  note("%d; ", text[0] == '/' && size == strlen(text));
  end_loop(&loop);
  return take_log(env);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int awake, go;

static void wait_for_go(void* data) {
  (void)data;
  uv_mutex_lock(&lock);
  while (!go) uv_cond_wait(&changed, &lock);
  awake++;
  uv_mutex_unlock(&lock);
}

// Two threads that one broadcast wakes.
static napi_value broadcast(napi_env env, napi_callback_info info) {
  (void)info;
  struct { unsigned flags; size_t stack_size; } options = {1, 1 << 20};
  pthread_t threads[2];
  for (int i = 0; i < 2; i++) note_status("create", uv_thread_create_ex(&threads[i], &options, wait_for_go, NULL));
  uv_mutex_lock(&lock);
  go = 1;
  uv_cond_broadcast(&changed);
  uv_mutex_unlock(&lock);
  for (int i = 0; i < 2; i++) uv_thread_join(&threads[i]);
  note("%d", awake);
  return take_log(env);
}

static napi_value locks(napi_env env, napi_callback_info info) {
  (void)info;
  pthread_rwlock_t rwlock;
  pthread_mutex_t mutex;
  Barrier barrier;
  note_status("rwlock", uv_rwlock_init(&rwlock));
  uv_rwlock_rdlock(&rwlock);
  note_status("second reader", uv_rwlock_tryrdlock(&rwlock));
  note_status("writer", uv_rwlock_trywrlock(&rwlock));
  uv_rwlock_rdunlock(&rwlock);
  uv_rwlock_rdunlock(&rwlock);
  uv_rwlock_wrlock(&rwlock);
  note_status("reader", uv_rwlock_tryrdlock(&rwlock));
  uv_rwlock_wrunlock(&rwlock);
  uv_rwlock_destroy(&rwlock);
  note_status("barrier of none", uv_barrier_init(&barrier, 0));
  note_status("barrier", uv_barrier_init(&barrier, 1));
  note_status("wait", uv_barrier_wait(&barrier));
  uv_barrier_destroy(&barrier);
  note_status("recursive", uv_mutex_init_recursive(&mutex));
  uv_mutex_lock(&mutex);
  note_status("again", uv_mutex_trylock(&mutex));
  uv_mutex_unlock(&mutex);
  uv_mutex_unlock(&mutex);
  uv_mutex_destroy(&mutex);
  return take_log(env);
}

static napi_value fields(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_timer_t timer;
  uv_signal_t signal;
  uv_poll_t poll;
  uv_work_t work;
  int pair[2], mark = 0;
  uv_loop_init(&loop);
  note("%d; ", uv_loop_size() == sizeof loop);
  uv_loop_set_data(&loop, &mark);
  note("%d; ", uv_loop_get_data(&loop) == &mark);
  uv_timer_init(&loop, &timer);
  uv_handle_set_data((uv_handle_t*)&timer, &mark);
  note("%d %d %d; ", uv_handle_get_data((uv_handle_t*)&timer) == &mark,
       uv_handle_get_loop((uv_handle_t*)&timer) == &loop, uv_handle_get_type((uv_handle_t*)&timer));
  uv_timer_set_repeat(&timer, 7);
  note("%d; ", (int)uv_timer_get_repeat(&timer));
  work.type = 7;
  uv_req_set_data(&work, &mark);
  note("%d %d; ", uv_req_get_data(&work) == &mark, uv_req_get_type(&work));
  uv_signal_init(&loop, &signal);
  note_status("signal 0", uv_signal_start(&signal, NULL, 0));
  note_status("stop", uv_signal_stop(&signal));
  if (pipe(pair) != 0) return NULL;
  note_status("poll", uv_poll_init_socket(&loop, &poll, pair[0]));
  end_loop(&loop);
  close(pair[0]);
  close(pair[1]);
  return take_log(env);
}

static napi_value facts(napi_env env, napi_callback_info info) {
  (void)info;
  char text[4096];
  size_t size = sizeof text, rss = 0;
  int64_t time[2] = {0};
  double number = -1, load[3] = {-1, -1, -1};
  note("%d %d; ", uv_version() >= 0x13000, strchr(uv_version_string(), '.') != NULL);
  note("%s; ", uv_err_name_r(-2, text, sizeof text));
  note("%d; ", uv_available_parallelism() > 0);
  setenv("UV_REST", "value", 1);
  note_status("getenv", uv_os_getenv("UV_REST", text, &size));
  note("%s %d; ", text, (int)size);
  size = 3;
  note_status("small", uv_os_getenv("UV_REST", text, &size));
  note("%d; ", (int)size);
  note_status("none", uv_os_getenv("UV_REST_NONE", text, &size));
  size = sizeof text;
  note_status("host", uv_os_gethostname(text, &size));
  note("%d; ", size == strlen(text));
  size = sizeof text;
  note_status("home", uv_os_homedir(text, &size));
  note("%d; ", text[0] == '/' && size == strlen(text));
  size = sizeof text;
  note_status("exepath", uv_exepath(text, &size));
  note("%d; ", text[0] == '/' && size == strlen(text));
  note("%d; ", uv_os_getppid() == getppid());
  note_status("chdir", uv_chdir("/nowhere/at/all"));
  note_status("uptime", uv_uptime(&number));
  note("%d; ", number > 0);
  note_status("memory", uv_resident_set_memory(&rss));
  note("%d %d; ", rss > 0, uv_get_free_memory() > 0);
  note_status("time", uv_gettimeofday(time));
  note("%d; ", time[0] > 1600000000);
  note_status("clock", uv_clock_gettime(0, time));
  note_status("clock", uv_clock_gettime(99, time));
  uv_loadavg(load);
  note("%d; ", load[0] >= 0);
  uint64_t before = uv_hrtime();
  uv_sleep(2);
  note("%d", uv_hrtime() - before >= 2000000);
  return take_log(env);
}

static napi_value memory_limit(napi_env env, napi_callback_info info) {
  (void)info;
  note("%.0f %d", (double)uv_get_constrained_memory(), uv_get_available_memory() > 0);
  return take_log(env);
}

static napi_value blocking(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_pipe_t end;
  uv_tcp_t none;
  int pair[2];
  uv_loop_init(&loop);
  uv_pipe(pair, 0, 0);
  uv_pipe_init(&loop, &end, 0);
  uv_tcp_init(&loop, &none);
  uv_pipe_open(&end, pair[1]);
  note("%d; ", !!(fcntl(pair[1], F_GETFL) & O_NONBLOCK));
  note_status("blocking", uv_stream_set_blocking(&end, 1));
  note("%d; ", !!(fcntl(pair[1], F_GETFL) & O_NONBLOCK));
  note_status("try", uv_try_write(&end, &(uv_buf_t){"x", 1}, 1));
  note_status("not", uv_stream_set_blocking(&end, 0));
  note("%d; ", !!(fcntl(pair[1], F_GETFL) & O_NONBLOCK));
  note_status("none", uv_stream_set_blocking(&none, 1));
  end_loop(&loop);
  close(pair[0]);
  return take_log(env);
}

static int option(int fd, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  getsockopt(fd, level, name, &value, &size);
  return value;
}

// Answers of sockets; libuv 1.49, which is Node 22's, has no uv_tcp_keepalive_ex.
static napi_value keepalive(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_tcp_t none, socket;
  int fd;
  int (*ex)(uv_tcp_t*, int, unsigned, unsigned, unsigned) = dlsym(RTLD_DEFAULT, "uv_tcp_keepalive_ex");
  uv_loop_init(&loop);
  uv_tcp_init(&loop, &none);
  uv_tcp_init_ex(&loop, &socket, AF_INET);
  uv_fileno(&socket, &fd);
  note_status("none", uv_tcp_keepalive(&none, 1, 0));
  note_status("0", uv_tcp_keepalive(&socket, 1, 0));
  note("%d; ", option(fd, SOL_SOCKET, SO_KEEPALIVE));
  note_status("60", uv_tcp_keepalive(&socket, 1, 60));
  note("%d %d %d; ", option(fd, IPPROTO_TCP, TCP_KEEPIDLE),
       option(fd, IPPROTO_TCP, TCP_KEEPINTVL), option(fd, IPPROTO_TCP, TCP_KEEPCNT));
  note_status("off", uv_tcp_keepalive(&socket, 0, 0));
  note("%d; ", option(fd, SOL_SOCKET, SO_KEEPALIVE));
  if (ex) {
    note_status("none", ex(&none, 1, 0, 0, 0));
    note_status("no count", ex(&socket, 1, 30, 5, 0));
    note_status("no interval", ex(&socket, 1, 30, 0, 3));
    note_status("all", ex(&socket, 1, 30, 5, 3));
    note("%d %d %d; ", option(fd, IPPROTO_TCP, TCP_KEEPIDLE),
       option(fd, IPPROTO_TCP, TCP_KEEPINTVL), option(fd, IPPROTO_TCP, TCP_KEEPCNT));
    note_status("large", ex(&socket, 1, 100000, 5, 3));
    note_status("off", ex(&socket, 0, 0, 0, 0));
    note("%d; ", option(fd, SOL_SOCKET, SO_KEEPALIVE));
  }
  end_loop(&loop);
  return take_log(env);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(locks), EXPORT(fields), EXPORT(facts), EXPORT(files), EXPORT(broadcast),
                                        EXPORT(once), EXPORT(blocking), EXPORT(keepalive), EXPORT(memory_limit)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
