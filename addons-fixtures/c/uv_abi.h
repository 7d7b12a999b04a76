// What the libuv fixtures need of libuv 1.x on x86-64 Linux, declared here because the tree has no
// libuv: structures as memory of their size with the public fields in place. The sizes are those
// that addons were compiled with.
#ifndef FIXTURE_UV_ABI_H
#define FIXTURE_UV_ABI_H

#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct uv_loop_s { void* data; uint64_t rest[105]; } uv_loop_t;
typedef struct uv_handle_s { void* data; uv_loop_t* loop; int type; char rest[76]; } uv_handle_t;
#define UV_HANDLE(name, size)                                                  \
  typedef union { struct { void* data; uv_loop_t* loop; int type; };           \
                  uv_handle_t handle; char whole[size]; } name
UV_HANDLE(uv_timer_t, 152);
UV_HANDLE(uv_async_t, 128);
UV_HANDLE(uv_idle_t, 120);
UV_HANDLE(uv_poll_t, 160);
UV_HANDLE(uv_signal_t, 152);
typedef uv_idle_t uv_prepare_t;
typedef uv_idle_t uv_check_t;
typedef union { struct { void* data; int type; }; char whole[128]; } uv_work_t;
typedef struct { char* base; size_t len; } uv_buf_t;
typedef struct {
  void* data; int type; char reserved[52];
  int fs_type; uv_loop_t* loop; void* cb; ssize_t result; void* ptr; const char* path;
  uint64_t statbuf[20]; char rest[168];
} uv_fs_t;
_Static_assert(sizeof(uv_loop_t) == 848 && sizeof(uv_handle_t) == 96 && sizeof(uv_fs_t) == 440, "sizes");

typedef void (*uv_close_cb)(uv_handle_t*);
typedef void (*uv_walk_cb)(uv_handle_t*, void*);
typedef void (*uv_fs_cb)(uv_fs_t*);

int uv_loop_init(uv_loop_t*);
int uv_loop_close(uv_loop_t*);
uv_loop_t* uv_loop_new(void);
void uv_loop_delete(uv_loop_t*);
uv_loop_t* uv_default_loop(void);
int uv_run(uv_loop_t*, int);
void uv_stop(uv_loop_t*);
int uv_loop_alive(const uv_loop_t*);
uint64_t uv_now(const uv_loop_t*);
void uv_update_time(uv_loop_t*);
int uv_backend_fd(const uv_loop_t*);
int uv_backend_timeout(const uv_loop_t*);
void uv_walk(uv_loop_t*, uv_walk_cb, void*);
void uv_close(void*, uv_close_cb);
void uv_ref(void*);
void uv_unref(void*);
int uv_has_ref(const void*);
int uv_is_active(const void*);
int uv_is_closing(const void*);
size_t uv_handle_size(int);
const char* uv_handle_type_name(int);
int uv_fileno(const void*, int*);
int uv_timer_init(uv_loop_t*, uv_timer_t*);
int uv_timer_start(uv_timer_t*, void (*)(uv_timer_t*), uint64_t, uint64_t);
int uv_timer_stop(uv_timer_t*);
int uv_timer_again(uv_timer_t*);
uint64_t uv_timer_get_repeat(const uv_timer_t*);
uint64_t uv_timer_get_due_in(const uv_timer_t*);
int uv_idle_init(uv_loop_t*, uv_idle_t*);
int uv_idle_start(uv_idle_t*, void (*)(uv_idle_t*));
int uv_idle_stop(uv_idle_t*);
int uv_prepare_init(uv_loop_t*, uv_prepare_t*);
int uv_prepare_start(uv_prepare_t*, void (*)(uv_prepare_t*));
int uv_prepare_stop(uv_prepare_t*);
int uv_check_init(uv_loop_t*, uv_check_t*);
int uv_check_start(uv_check_t*, void (*)(uv_check_t*));
int uv_check_stop(uv_check_t*);
int uv_async_init(uv_loop_t*, uv_async_t*, void (*)(uv_async_t*));
int uv_async_send(uv_async_t*);
int uv_poll_init(uv_loop_t*, uv_poll_t*, int);
int uv_poll_start(uv_poll_t*, int, void (*)(uv_poll_t*, int, int));
int uv_poll_stop(uv_poll_t*);
int uv_signal_init(uv_loop_t*, uv_signal_t*);
int uv_signal_start_oneshot(uv_signal_t*, void (*)(uv_signal_t*, int), int);
int uv_queue_work(uv_loop_t*, uv_work_t*, void (*)(uv_work_t*), void (*)(uv_work_t*, int));
int uv_cancel(void*);
const char* uv_strerror(int);
const char* uv_err_name(int);
char* uv_strerror_r(int, char*, size_t);
int uv_translate_sys_error(int);
uint64_t uv_hrtime(void);
int uv_os_getpid(void);
int uv_os_tmpdir(char*, size_t*);
int uv_cwd(char*, size_t*);
int uv_ip4_addr(const char*, int, void*);
int uv_ip4_name(const void*, char*, size_t);
int uv_ip6_addr(const char*, int, void*);
int uv_ip6_name(const void*, char*, size_t);
uv_buf_t uv_buf_init(char*, unsigned);
int uv_mutex_init(pthread_mutex_t*);
void uv_mutex_destroy(pthread_mutex_t*);
void uv_mutex_lock(pthread_mutex_t*);
int uv_mutex_trylock(pthread_mutex_t*);
void uv_mutex_unlock(pthread_mutex_t*);
int uv_cond_init(pthread_cond_t*);
void uv_cond_destroy(pthread_cond_t*);
void uv_cond_signal(pthread_cond_t*);
void uv_cond_wait(pthread_cond_t*, pthread_mutex_t*);
int uv_cond_timedwait(pthread_cond_t*, pthread_mutex_t*, uint64_t);
int uv_sem_init(sem_t*, unsigned);
void uv_sem_post(sem_t*);
void uv_sem_wait(sem_t*);
int uv_sem_trywait(sem_t*);
void uv_sem_destroy(sem_t*);
int uv_key_create(pthread_key_t*);
void uv_key_delete(pthread_key_t*);
void* uv_key_get(pthread_key_t*);
void uv_key_set(pthread_key_t*, void*);
void uv_once(int*, void (*)(void));
int uv_thread_create(pthread_t*, void (*)(void*), void*);
int uv_thread_join(pthread_t*);
pthread_t uv_thread_self(void);
int uv_thread_equal(const pthread_t*, const pthread_t*);
int uv_fs_mkdtemp(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_open(uv_loop_t*, uv_fs_t*, const char*, int, int, uv_fs_cb);
int uv_fs_close(uv_loop_t*, uv_fs_t*, int, uv_fs_cb);
int uv_fs_write(uv_loop_t*, uv_fs_t*, int, const uv_buf_t*, unsigned, int64_t, uv_fs_cb);
int uv_fs_read(uv_loop_t*, uv_fs_t*, int, const uv_buf_t*, unsigned, int64_t, uv_fs_cb);
int uv_fs_stat(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_symlink(uv_loop_t*, uv_fs_t*, const char*, const char*, int, uv_fs_cb);
int uv_fs_readlink(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_unlink(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_rmdir(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
void uv_fs_req_cleanup(uv_fs_t*);
typedef union { struct { void* data; int type; }; char whole[160]; } uv_getaddrinfo_t;
struct addrinfo;
int uv_getaddrinfo(uv_loop_t*, uv_getaddrinfo_t*, void (*)(uv_getaddrinfo_t*, int, struct addrinfo*),
                   const char*, const char*, const struct addrinfo*);
void uv_freeaddrinfo(struct addrinfo*);
int uv_getrusage(void*);
int uv_cpu_info(void**, int*);
void uv_free_cpu_info(void*, int);
int uv_interface_addresses(void**, int*);
void uv_free_interface_addresses(void*, int);
uint64_t uv_get_total_memory(void);
uint64_t uv_get_constrained_memory(void);
uint64_t uv_get_available_memory(void);

// Files: the rest.
typedef struct { const char* name; int type; } uv_dirent_t;
typedef struct { uv_dirent_t* dirents; size_t nentries; void* reserved[4]; void* dir; } uv_dir_t;
int uv_fs_mkdir(uv_loop_t*, uv_fs_t*, const char*, int, uv_fs_cb);
int uv_fs_scandir(uv_loop_t*, uv_fs_t*, const char*, int, uv_fs_cb);
int uv_fs_scandir_next(uv_fs_t*, uv_dirent_t*);
int uv_fs_opendir(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_readdir(uv_loop_t*, uv_fs_t*, uv_dir_t*, uv_fs_cb);
int uv_fs_closedir(uv_loop_t*, uv_fs_t*, uv_dir_t*, uv_fs_cb);
int uv_fs_copyfile(uv_loop_t*, uv_fs_t*, const char*, const char*, int, uv_fs_cb);
int uv_fs_sendfile(uv_loop_t*, uv_fs_t*, int, int, int64_t, size_t, uv_fs_cb);
int uv_fs_utime(uv_loop_t*, uv_fs_t*, const char*, double, double, uv_fs_cb);
int uv_fs_lutime(uv_loop_t*, uv_fs_t*, const char*, double, double, uv_fs_cb);
int uv_fs_futime(uv_loop_t*, uv_fs_t*, int, double, double, uv_fs_cb);
int uv_fs_chown(uv_loop_t*, uv_fs_t*, const char*, unsigned, unsigned, uv_fs_cb);
int uv_fs_lchown(uv_loop_t*, uv_fs_t*, const char*, unsigned, unsigned, uv_fs_cb);
int uv_fs_fchown(uv_loop_t*, uv_fs_t*, int, unsigned, unsigned, uv_fs_cb);
int uv_fs_statfs(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_mkstemp(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_lstat(uv_loop_t*, uv_fs_t*, const char*, uv_fs_cb);
int uv_fs_fstat(uv_loop_t*, uv_fs_t*, int, uv_fs_cb);

// The process and its surroundings.
typedef struct { char* username; unsigned long uid, gid; char *shell, *homedir; } uv_passwd_t;
typedef struct { char* groupname; unsigned long gid; char** members; } uv_group_t;
typedef struct { char *name, *value; } uv_env_item_t;
typedef struct { char sysname[256], release[256], version[256], machine[256]; } uv_utsname_t;
typedef struct { uint64_t loop_count, events, events_waiting, reserved[13]; } uv_metrics_t;
typedef struct { void* handle; char* errmsg; } uv_lib_t;
typedef union { struct { void* data; int type; }; char whole[144]; } uv_random_t;
typedef struct {
  void* data; int type; char reserved[240]; char host[1025]; char service[32]; int retcode, unused;
} uv_getnameinfo_t;
_Static_assert(sizeof(uv_getnameinfo_t) == 1320 && offsetof(uv_getnameinfo_t, service) == 1277, "sizes");
int uv_os_get_passwd(uv_passwd_t*);
int uv_os_get_passwd2(uv_passwd_t*, unsigned);
void uv_os_free_passwd(uv_passwd_t*);
int uv_os_get_group(uv_group_t*, unsigned);
void uv_os_free_group(uv_group_t*);
int uv_os_environ(uv_env_item_t**, int*);
void uv_os_free_environ(uv_env_item_t*, int);
int uv_os_setenv(const char*, const char*);
int uv_os_unsetenv(const char*);
int uv_os_uname(uv_utsname_t*);
int uv_os_getpriority(int, int*);
int uv_os_setpriority(int, int);
int uv_get_process_title(char*, size_t);
int uv_set_process_title(const char*);
int uv_getrusage_thread(void*);
int uv_random(uv_loop_t*, uv_random_t*, void*, size_t, unsigned, void (*)(uv_random_t*, int, void*, size_t));
int uv_getnameinfo(uv_loop_t*, uv_getnameinfo_t*, void (*)(uv_getnameinfo_t*, int, const char*, const char*),
                   const void*, int);
int uv_ip_name(const void*, char*, size_t);
int uv_inet_ntop(int, const void*, char*, size_t);
int uv_inet_pton(int, const char*, void*);
int uv_if_indextoname(unsigned, char*, size_t*);
int uv_if_indextoiid(unsigned, char*, size_t*);
int uv_dlopen(const char*, uv_lib_t*);
int uv_dlsym(uv_lib_t*, const char*, void**);
void uv_dlclose(uv_lib_t*);
const char* uv_dlerror(const uv_lib_t*);
size_t uv_utf16_length_as_wtf8(const uint16_t*, ssize_t);
int uv_utf16_to_wtf8(const uint16_t*, ssize_t, char**, size_t*);
ssize_t uv_wtf8_length_as_utf16(const char*);
void uv_wtf8_to_utf16(const char*, uint16_t*, size_t);
const char* uv_req_type_name(int);
size_t uv_req_size(int);
int uv_pipe(int[2], int, int);
int uv_socketpair(int, int, int[2], int, int);
int uv_guess_handle(int);
int uv_open_osfhandle(int);
int uv_get_osfhandle(int);
int uv_cpumask_size(void);
int uv_thread_setaffinity(pthread_t*, char*, char*, size_t);
int uv_thread_getaffinity(pthread_t*, char*, size_t);
int uv_thread_getcpu(void);
int uv_thread_setname(const char*);
int uv_thread_getname(pthread_t*, char*, size_t);
int uv_thread_getpriority(pthread_t, int*);
int uv_thread_setpriority(pthread_t, int);
int uv_thread_detach(pthread_t*);
int uv_loop_configure(uv_loop_t*, int, ...);
int uv_loop_fork(uv_loop_t*);
uint64_t uv_metrics_idle_time(uv_loop_t*);
int uv_metrics_info(uv_loop_t*, uv_metrics_t*);
void uv_print_all_handles(uv_loop_t*, void*);
void uv_print_active_handles(uv_loop_t*, void*);

// Streams: TCP sockets, pipes, terminals.
#define UV_STREAM(name, size)                                                            \
  typedef union {                                                                        \
    struct { void* data; uv_loop_t* loop; int type; char base[76]; size_t write_queue_size; }; \
    uv_handle_t handle; char whole[size]; } name
UV_STREAM(uv_stream_t, 248);
UV_STREAM(uv_pipe_t, 264);
UV_STREAM(uv_tty_t, 312);
typedef uv_stream_t uv_tcp_t;
typedef struct { void* data; int type; char base[52]; void* cb; uv_stream_t* handle; void* rest[2]; } uv_connect_t;
typedef struct { void* data; int type; char base[52]; uv_stream_t* handle; void* cb; } uv_shutdown_t;
typedef struct {
  void* data; int type; char base[52]; void* cb; uv_stream_t *send_handle, *handle; void* rest[13];
} uv_write_t;
_Static_assert(sizeof(uv_connect_t) == 96 && sizeof(uv_shutdown_t) == 80 && sizeof(uv_write_t) == 192, "sizes");
typedef void (*uv_alloc_cb)(uv_handle_t*, size_t, uv_buf_t*);
typedef void (*uv_read_cb)(uv_stream_t*, ssize_t, const uv_buf_t*);
typedef void (*uv_connection_cb)(uv_stream_t*, int);
typedef void (*uv_connect_cb)(uv_connect_t*, int);
typedef void (*uv_write_cb)(uv_write_t*, int);
typedef void (*uv_shutdown_cb)(uv_shutdown_t*, int);
int uv_listen(void*, int, uv_connection_cb);
int uv_accept(void*, void*);
int uv_read_start(void*, uv_alloc_cb, uv_read_cb);
int uv_read_stop(void*);
int uv_write(uv_write_t*, void*, const uv_buf_t*, unsigned, uv_write_cb);
int uv_write2(uv_write_t*, void*, const uv_buf_t*, unsigned, void*, uv_write_cb);
int uv_try_write(void*, const uv_buf_t*, unsigned);
int uv_try_write2(void*, const uv_buf_t*, unsigned, void*);
int uv_shutdown(uv_shutdown_t*, void*, uv_shutdown_cb);
int uv_is_readable(const void*);
int uv_is_writable(const void*);
int uv_stream_set_blocking(void*, int);
size_t uv_stream_get_write_queue_size(const void*);
int uv_send_buffer_size(void*, int*);
int uv_recv_buffer_size(void*, int*);
int uv_tcp_init(uv_loop_t*, uv_tcp_t*);
int uv_tcp_init_ex(uv_loop_t*, uv_tcp_t*, unsigned);
int uv_tcp_open(uv_tcp_t*, int);
int uv_tcp_bind(uv_tcp_t*, const void*, unsigned);
int uv_tcp_connect(uv_connect_t*, uv_tcp_t*, const void*, uv_connect_cb);
int uv_tcp_nodelay(uv_tcp_t*, int);
int uv_tcp_keepalive(uv_tcp_t*, int, unsigned);
int uv_tcp_keepalive_ex(uv_tcp_t*, int, unsigned, unsigned, unsigned);
int uv_tcp_simultaneous_accepts(uv_tcp_t*, int);
int uv_tcp_getsockname(const uv_tcp_t*, void*, int*);
int uv_tcp_getpeername(const uv_tcp_t*, void*, int*);
int uv_tcp_close_reset(uv_tcp_t*, uv_close_cb);
int uv_pipe_init(uv_loop_t*, uv_pipe_t*, int);
int uv_pipe_open(uv_pipe_t*, int);
int uv_pipe_bind(uv_pipe_t*, const char*);
int uv_pipe_bind2(uv_pipe_t*, const char*, size_t, unsigned);
void uv_pipe_connect(uv_connect_t*, uv_pipe_t*, const char*, uv_connect_cb);
int uv_pipe_connect2(uv_connect_t*, uv_pipe_t*, const char*, size_t, unsigned, uv_connect_cb);
int uv_pipe_getsockname(const uv_pipe_t*, char*, size_t*);
int uv_pipe_getpeername(const uv_pipe_t*, char*, size_t*);
void uv_pipe_pending_instances(uv_pipe_t*, int);
int uv_pipe_pending_count(uv_pipe_t*);
int uv_pipe_pending_type(uv_pipe_t*);
int uv_pipe_chmod(uv_pipe_t*, int);
int uv_tty_init(uv_loop_t*, uv_tty_t*, int, int);
int uv_tty_set_mode(uv_tty_t*, int);
int uv_tty_reset_mode(void);
int uv_tty_get_winsize(uv_tty_t*, int*, int*);
void uv_tty_set_vterm_state(int);
int uv_tty_get_vterm_state(int*);

// UDP sockets.
struct sockaddr;
typedef union {
  struct {
    void* data; uv_loop_t* loop; int type; char base[76];
    size_t send_queue_size, send_queue_count;
  };
  uv_handle_t handle; char whole[216];
} uv_udp_t;
typedef struct { void* data; int type; char base[52]; uv_udp_t* handle; void* rest[31]; } uv_udp_send_t;
_Static_assert(sizeof(uv_udp_t) == 216 && sizeof(uv_udp_send_t) == 320, "sizes");
typedef void (*uv_udp_recv_cb)(uv_udp_t*, ssize_t, const uv_buf_t*, const struct sockaddr*, unsigned);
typedef void (*uv_udp_send_cb)(uv_udp_send_t*, int);
int uv_udp_init(uv_loop_t*, uv_udp_t*);
int uv_udp_init_ex(uv_loop_t*, uv_udp_t*, unsigned);
int uv_udp_open(uv_udp_t*, int);
int uv_udp_open_ex(uv_udp_t*, int, unsigned);
int uv_udp_bind(uv_udp_t*, const void*, unsigned);
int uv_udp_connect(uv_udp_t*, const void*);
int uv_udp_getsockname(const uv_udp_t*, void*, int*);
int uv_udp_getpeername(const uv_udp_t*, void*, int*);
int uv_udp_set_membership(uv_udp_t*, const char*, const char*, int);
int uv_udp_set_source_membership(uv_udp_t*, const char*, const char*, const char*, int);
int uv_udp_set_multicast_loop(uv_udp_t*, int);
int uv_udp_set_multicast_ttl(uv_udp_t*, int);
int uv_udp_set_multicast_interface(uv_udp_t*, const char*);
int uv_udp_set_broadcast(uv_udp_t*, int);
int uv_udp_set_ttl(uv_udp_t*, int);
int uv_udp_send(uv_udp_send_t*, uv_udp_t*, const uv_buf_t*, unsigned, const void*, uv_udp_send_cb);
int uv_udp_try_send(uv_udp_t*, const uv_buf_t*, unsigned, const void*);
int uv_udp_try_send2(uv_udp_t*, unsigned, uv_buf_t**, unsigned*, struct sockaddr**, unsigned);
int uv_udp_recv_start(uv_udp_t*, void (*)(uv_handle_t*, size_t, uv_buf_t*), uv_udp_recv_cb);
int uv_udp_recv_stop(uv_udp_t*);
int uv_udp_using_recvmmsg(const uv_udp_t*);
size_t uv_udp_get_send_queue_size(const uv_udp_t*);
size_t uv_udp_get_send_queue_count(const uv_udp_t*);

// Child processes, and changes of files.
typedef struct uv_process_s {
  void* data; uv_loop_t* loop; int type; char base[76];
  void (*exit_cb)(struct uv_process_s*, int64_t, int); int pid; char rest[28];
} uv_process_t;
typedef struct { int flags; union { void* stream; int fd; } data; } uv_stdio_container_t;
typedef struct {
  void (*exit_cb)(uv_process_t*, int64_t, int); const char* file; char** args; char** env; const char* cwd;
  unsigned flags; int stdio_count; uv_stdio_container_t* stdio; unsigned uid, gid;
} uv_process_options_t;
typedef union { struct { void* data; uv_loop_t* loop; int type; }; uv_handle_t handle; char whole[136]; } uv_fs_event_t;
typedef union { struct { void* data; uv_loop_t* loop; int type; }; uv_handle_t handle; char whole[104]; } uv_fs_poll_t;
_Static_assert(sizeof(uv_process_t) == 136 && sizeof(uv_process_options_t) == 64, "sizes");
int uv_spawn(uv_loop_t*, uv_process_t*, const uv_process_options_t*);
int uv_process_kill(uv_process_t*, int);
int uv_process_get_pid(const uv_process_t*);
int uv_kill(int, int);
int uv_fs_event_init(uv_loop_t*, uv_fs_event_t*);
int uv_fs_event_start(uv_fs_event_t*, void (*)(uv_fs_event_t*, const char*, int, int), const char*, unsigned);
int uv_fs_event_stop(uv_fs_event_t*);
int uv_fs_event_getpath(uv_fs_event_t*, char*, size_t*);
int uv_fs_poll_init(uv_loop_t*, uv_fs_poll_t*);
int uv_fs_poll_start(uv_fs_poll_t*, void (*)(uv_fs_poll_t*, int, const uint64_t*, const uint64_t*), const char*, unsigned);
int uv_fs_poll_stop(uv_fs_poll_t*);
int uv_fs_poll_getpath(uv_fs_poll_t*, char*, size_t*);

#endif
