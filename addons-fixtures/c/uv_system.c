// libuv's functions about the process, the system, threads, addresses, libraries and text.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "uv_log.h"

static napi_value accounts(napi_env env, napi_callback_info info) {
  (void)info;
  uv_passwd_t user, other;
  uv_group_t group;
  note_status("passwd", uv_os_get_passwd(&user));
  note("%d %d %d; ", user.uid == geteuid(), user.username[0] != 0, user.homedir[0] == '/');
  note_status("passwd2", uv_os_get_passwd2(&other, 0));
  note("%s %d %s; ", other.username, (int)other.gid, other.homedir);
  uv_os_free_passwd(&user);
  uv_os_free_passwd(&other);
  note("%d; ", user.username == NULL);
  note_status("nobody", uv_os_get_passwd2(&other, 123456789));
  note_status("null", uv_os_get_passwd(NULL));
  note_status("group", uv_os_get_group(&group, 0));
  note("%s %d %d; ", group.groupname, (int)group.gid, group.members != NULL);
  uv_os_free_group(&group);
  note_status("group", uv_os_get_group(&group, 123456789));
  note_status("null", uv_os_get_group(NULL, 0));
  return take_log(env);
}

static napi_value process(napi_env env, napi_callback_info info) {
  (void)info;
  uv_env_item_t* items;
  uv_utsname_t name;
  char title[64] = "", small[2];
  int count, found = 0, priority = 77;
  note_status("setenv", uv_os_setenv("NAPI_FIXTURE", "a=b"));
  note_status("environ", uv_os_environ(&items, &count));
  for (int i = 0; i < count; i++)
    found += !strcmp(items[i].name, "NAPI_FIXTURE") && !strcmp(items[i].value, "a=b");
  uv_os_free_environ(items, count);
  note("found %d; ", found);
  note_status("unsetenv", uv_os_unsetenv("NAPI_FIXTURE"));
  note_status("uname", uv_os_uname(&name));
  note("%s %s %d; ", name.sysname, name.machine, name.release[0] != 0 && name.version[0] != 0);
  note_status("uname", uv_os_uname(NULL));
  note_status("priority", uv_os_getpriority(0, &priority));
  note("%d; ", priority >= -20 && priority <= 19);
  note_status("priority", uv_os_getpriority(-1, &priority));
  note_status("null", uv_os_getpriority(0, NULL));
  note_status("set", uv_os_setpriority(0, 20));
  note_status("set", uv_os_setpriority(-1, 0));
  note_status("set", uv_os_setpriority(0, priority));
  note_status("title", uv_set_process_title("mine"));
  note_status("title", uv_get_process_title(title, sizeof title));
  note("%s; ", title);
  note_status("small", uv_get_process_title(small, 2));
  note_status("null", uv_get_process_title(NULL, 2));
  note("%d ", uv_get_available_memory() > 0);
  note("%d", uv_get_available_memory() <= uv_get_total_memory());
  return take_log(env);
}

static void on_random(uv_random_t* request, int status, void* bytes, size_t length) {
  note("%s %d %d %d; ", uv_req_type_name(request->type), status, bytes == request->data, (int)length);
}

static napi_value random_bytes(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_random_t request;
  unsigned char bytes[300] = {0};
  int kinds = 0;
  uv_loop_init(&loop);
  note_status("now", uv_random(NULL, NULL, bytes, sizeof bytes, 0, NULL));
  for (int i = 0; i < 300; i++) kinds += bytes[i] != 0;
  note("%d; ", kinds > 250);
  request.data = bytes;
  note_status("later", uv_random(&loop, &request, bytes, 16, 0, on_random));
  uv_run(&loop, 0);
  note_status("flags", uv_random(&loop, &request, bytes, 16, 1, on_random));
  note_status("large", uv_random(&loop, &request, bytes, 0x80000000u, 0, on_random));
  note_status("none", uv_random(NULL, NULL, bytes, 0, 0, NULL));
  end_loop(&loop);
  return take_log(env);
}

static void on_names(uv_getnameinfo_t* request, int status, const char* host, const char* service) {
  note("%s %d %s %s %d; ", uv_req_type_name(request->type), status, host ? host : "-", service ? service : "-",
       host == request->host && service == request->service);
}

static napi_value addresses(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_getnameinfo_t request;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
  struct sockaddr other = {.sa_family = AF_UNIX};
  char text[64] = "", bytes[16];
  size_t size = sizeof text;
  int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  uv_loop_init(&loop);
  uv_ip4_addr("10.1.2.3", 80, &v4);
  uv_ip6_addr("fe80::1", 8080, &v6);
  note_status("names", uv_getnameinfo(&loop, &request, on_names, &v4, numeric));
  uv_run(&loop, 0);
  note_status("names", uv_getnameinfo(&loop, &request, NULL, &v6, numeric));
  note("%s %s; ", request.host, request.service);
  note_status("required", uv_getnameinfo(&loop, &request, on_names, &v4, 0x7000));
  uv_run(&loop, 0);
  note_status("family", uv_getnameinfo(&loop, &request, on_names, &other, 0));
  note_status("null", uv_getnameinfo(&loop, &request, on_names, NULL, 0));
  note_status("ip_name", uv_ip_name(&v4, text, sizeof text));
  note("%s; ", text);
  note_status("ip_name", uv_ip_name(&v6, text, sizeof text));
  note("%s; ", text);
  note_status("ip_name", uv_ip_name(&other, text, sizeof text));
  note_status("pton", uv_inet_pton(AF_INET, "1.2.3.4", bytes));
  note_status("ntop", uv_inet_ntop(AF_INET, bytes, text, sizeof text));
  note("%s; ", text);
  note_status("small", uv_inet_ntop(AF_INET, bytes, text, 4));
  for (int i = 0; i < 7; i++) {
    const char* names[] = {"::", "1::", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "fe80::1%lo", "1::2::3", "01.2.3.4"};
    note_status(names[i], uv_inet_pton(i < 6 ? AF_INET6 : AF_INET, names[i], bytes));
    if (i < 5) uv_inet_ntop(AF_INET6, bytes, text, sizeof text);
    note("%s; ", text);
  }
  note_status("family", uv_inet_pton(99, "1", bytes));
  note_status("family", uv_inet_ntop(99, bytes, text, 60));
  unsigned loopback = if_nametoindex("lo");
  note_status("name", uv_if_indextoname(loopback, text, &size));
  note("%s %d; ", text, (int)size);
  size = 2;
  note_status("small", uv_if_indextoname(loopback, text, &size));
  note("%d; ", (int)size);
  note_status("iid", uv_if_indextoiid(loopback, text, &size));
  note_status("gone", uv_if_indextoname(123456, text, &size));
  note_status("null", uv_if_indextoname(loopback, NULL, &size));
  end_loop(&loop);
  return take_log(env);
}

static napi_value libraries(napi_env env, napi_callback_info info) {
  (void)info;
  uv_lib_t library;
  void* symbol = NULL;
  note_status("open", uv_dlopen("libm.so.6", &library));
  note("%s; ", uv_dlerror(&library));
  note_status("sym", uv_dlsym(&library, "cos", &symbol));
  note("%d; ", symbol && ((double (*)(double))symbol)(0) == 1);
  note("no sym %d ", uv_dlsym(&library, "no_such_symbol", &symbol));
  note("%d; ", strstr(uv_dlerror(&library), "no_such_symbol") != NULL);
  uv_dlclose(&library);
  note("open %d ", uv_dlopen("/no/such/library.so", &library));
  note("%d; ", strstr(uv_dlerror(&library), "/no/such/library.so") != NULL);
  uv_dlclose(&library);
  note("%s", uv_dlerror(&library));
  return take_log(env);
}

static void hex(const void* bytes, size_t count) {
  for (size_t i = 0; i < count; i++) note("%02x", ((const unsigned char*)bytes)[i]);
  note("; ");
}

static napi_value texts(napi_env env, napi_callback_info info) {
  (void)info;
  const uint16_t source[] = {'a', 0xe9, 0x20ac, 0xd83d, 0xde00, 0xd800, 'z', 0xdc00, 0};
  const char* bad[] = {"\x80", "\xc3", "\xc0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff", "\xed\xa0\x80"};
  uint16_t units[16] = {0};
  char *made = NULL, fixed[32];
  size_t length = 0;
  note("%d %d %d; ", (int)uv_utf16_length_as_wtf8(source, -1), (int)uv_utf16_length_as_wtf8(source, 3),
       (int)uv_utf16_length_as_wtf8(source, 0));
  note_status("made", uv_utf16_to_wtf8(source, 8, &made, &length));
  note("%d ", (int)length);
  hex(made, length + 1);
  note("%d; ", (int)uv_wtf8_length_as_utf16(made));
  uv_wtf8_to_utf16(made, units, uv_wtf8_length_as_utf16(made));
  note("%d; ", memcmp(units, source, sizeof source));
  free(made);
  made = fixed;
  length = 5;
  note_status("small", uv_utf16_to_wtf8(source, -1, &made, &length));
  note("%d; ", (int)length);
  length = sizeof fixed;
  note_status("fixed", uv_utf16_to_wtf8(source, 2, &made, &length));
  note("%d ", (int)length);
  hex(fixed, 4);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) note("%d ", (int)uv_wtf8_length_as_utf16(bad[i]));
  return take_log(env);
}

static void named(void* data) {
  pthread_t self = uv_thread_self();
  char name[32] = "";
  sem_t* semaphore = data;
  note_status("setname", uv_thread_setname("a name that is too long"));
  note_status("getname", uv_thread_getname(&self, name, sizeof name));
  note("%s; ", name);
  note_status("small", uv_thread_getname(&self, name, 3));
  note("%s; ", name);
  uv_sem_post(semaphore);
}

static napi_value processors(napi_env env, napi_callback_info info) {
  (void)info;
  pthread_t self = uv_thread_self();
  char set[1024], former[1024];
  int size = uv_cpumask_size(), priority = 77, many = 0, same = 1;
  note("%d; ", size);
  note_status("get", uv_thread_getaffinity(&self, set, size));
  for (int i = 0; i < size; i++) many += set[i];
  note("%d; ", many > 0);
  note_status("set", uv_thread_setaffinity(&self, set, former, size));
  for (int i = 0; i < size; i++) same &= set[i] == former[i];
  note("%d; ", same);
  note_status("small", uv_thread_getaffinity(&self, set, 10));
  note_status("small", uv_thread_setaffinity(&self, set, NULL, 10));
  note("%d; ", uv_thread_getcpu() >= 0);
  note_status("priority", uv_thread_getpriority(self, &priority));
  note("%d; ", priority >= -20 && priority < 20);
  note_status("null", uv_thread_getpriority(self, NULL));
  note_status("range", uv_thread_setpriority(self, 3));
  note_status("range", uv_thread_setpriority(self, -3));
  return take_log(env);
}

// What came after the version of Node 22.
static napi_value newest(napi_env env, napi_callback_info info) {
  (void)info;
  pthread_t thread;
  sem_t semaphore;
  uint64_t usage[18] = {0};
  note_status("usage", uv_getrusage_thread(usage));
  uv_sem_init(&semaphore, 0);
  uv_thread_create(&thread, named, &semaphore);
  int detached = uv_thread_detach(&thread);
  uv_sem_wait(&semaphore);
  note_status("detach", detached);
  uv_sem_destroy(&semaphore);
  return take_log(env);
}

static napi_value descriptors(napi_env env, napi_callback_info info) {
  (void)info;
  int pair[2], sockets[2];
  note_status("pipe", uv_pipe(pair, 0x40, 0));
  note("%d %d; ", !!(fcntl(pair[0], F_GETFL) & O_NONBLOCK), !!(fcntl(pair[1], F_GETFL) & O_NONBLOCK));
  note("%d; ", fcntl(pair[0], F_GETFD) == FD_CLOEXEC);
  note_status("socketpair", uv_socketpair(SOCK_STREAM, 0, sockets, 0, 0x40));
  note("%d %d; ", !!(fcntl(sockets[0], F_GETFL) & O_NONBLOCK), !!(fcntl(sockets[1], F_GETFL) & O_NONBLOCK));
  note("%d; ", fcntl(sockets[1], F_GETFD) == FD_CLOEXEC);
  note_status("bad", uv_socketpair(12345, 0, sockets, 0, 0));
  int tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET6, SOCK_DGRAM, 0);
  int file = open("/proc/self/exe", O_RDONLY), null = open("/dev/null", O_RDONLY), dir = open("/", O_RDONLY);
  note("%d %d %d %d ", uv_guess_handle(pair[0]), uv_guess_handle(sockets[0]), uv_guess_handle(tcp),
       uv_guess_handle(udp));
  note("%d %d %d %d; ", uv_guess_handle(file), uv_guess_handle(null), uv_guess_handle(dir), uv_guess_handle(-1));
  note("%d %d; ", uv_open_osfhandle(5), uv_get_osfhandle(6));
  int all[] = {pair[0], pair[1], sockets[0], sockets[1], tcp, udp, file, null, dir};
  for (int i = 0; i < 9; i++) close(all[i]);
  for (int type = 0; type < 12; type++) {
    const char* name = uv_req_type_name(type);
    note("%s %d ", name ? name : "-", (int)uv_req_size(type));
  }
  return take_log(env);
}

static void nothing(uv_timer_t* timer) { (void)timer; }

static napi_value loops(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_timer_t timer, idle;
  uv_metrics_t metrics = {0};
  char text[256] = "";
  uv_loop_init(&loop);
  note_status("signal", uv_loop_configure(&loop, 0, 2));
  note_status("signal", uv_loop_configure(&loop, 0, 27));
  note_status("unknown", uv_loop_configure(&loop, 99));
  uv_timer_init(&loop, &timer);
  uv_timer_init(&loop, &idle);
  uv_timer_start(&timer, nothing, 3, 0);
  FILE* file = fmemopen(text, sizeof text, "w");
  uv_print_all_handles(&loop, file);
  uv_unref(&timer);
  uv_print_active_handles(&loop, file);
  uv_ref(&timer);
  fclose(file);
  for (char* line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
    if (line[3] != 'I') note("%.15s|%d; ", line, strtoull(line + 15, NULL, 16) == (uintptr_t)&timer);
  note("%d ", (int)uv_metrics_idle_time(&loop));
  uv_run(&loop, 0);
  note("%d; ", (int)uv_metrics_idle_time(&loop));
  note_status("metrics", uv_loop_configure(&loop, 1));
  uv_timer_start(&timer, nothing, 3, 0);
  uv_run(&loop, 0);
  note("%d; ", uv_metrics_idle_time(&loop) > 0);
  note_status("info", uv_metrics_info(&loop, &metrics));
  note("%d; ", metrics.loop_count > 0);
  end_loop(&loop);
  return take_log(env);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(accounts), EXPORT(process), EXPORT(random_bytes), EXPORT(addresses), EXPORT(libraries),
      EXPORT(texts), EXPORT(processors), EXPORT(newest), EXPORT(descriptors), EXPORT(loops),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
