// libuv's UDP sockets on loops of the addon's own.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "uv_log.h"

static uv_udp_t one, two;
static uv_udp_send_t first, second, third;
static char room[64];

static void give_room(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  if (size != 65536) note("suggested %d; ", (int)size);
  *buffer = uv_buf_init(room, handle->data ? sizeof room : 4);
}
static void give_nothing(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(NULL, 0);
}
static void on_sent(uv_udp_send_t* request, int status) {
  note("%s %s, %d %d left; ", (const char*)request->data, status ? uv_err_name(status) : "sent",
       (int)request->handle->send_queue_count, (int)request->handle->send_queue_size);
}
static void on_close(uv_handle_t* handle) { note("%s closed; ", handle->data ? (const char*)handle->data : "-"); }

static int port_of(uv_udp_t* handle) {
  struct sockaddr_in6 name;
  int size = sizeof name;
  if (uv_udp_getsockname(handle, &name, &size)) return 0;
  return ntohs(name.sin6_port);
}

static void on_received(uv_udp_t* handle, ssize_t size, const uv_buf_t* buffer, const struct sockaddr* from, unsigned flags) {
  if (size < 0) note("received %s %d; ", uv_err_name((int)size), from != NULL);
  else note("received %d '%.*s' %d flags %u; ", (int)size, (int)size, buffer->base, from != NULL, flags);
  if (from && from->sa_family == AF_INET)
    note("from %d; ", ntohs(((const struct sockaddr_in*)from)->sin_port) == port_of(&two));
  if (size >= 3 && !strncmp(buffer->base, "end", 3)) uv_close((uv_handle_t*)handle, on_close);
}

static napi_value talk(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  struct sockaddr_in address;
  uv_buf_t parts[2] = {uv_buf_init("hel", 3), uv_buf_init("lo", 2)}, end = uv_buf_init("end", 3), nothing = uv_buf_init("", 0);
  uv_loop_init(&loop);
  note_status("init", uv_udp_init(&loop, &one));
  note_status("init", uv_udp_init(&loop, &two));
  one.data = "one";
  two.data = "two";
  first.data = "first";
  second.data = "second";
  third.data = "third";
  uv_ip4_addr("127.0.0.1", 0, &address);
  note_status("bind", uv_udp_bind(&one, &address, 0));
  note("%d; ", uv_is_active(&one));
  note_status("start", uv_udp_recv_start(&one, give_room, on_received));
  note_status("twice", uv_udp_recv_start(&one, give_room, on_received));
  note("%d; ", uv_is_active(&one));
  uv_ip4_addr("127.0.0.1", port_of(&one), &address);
  note_status("send", uv_udp_send(&first, &two, parts, 2, &address, on_sent));
  note("%d %d %d; ", (int)uv_udp_get_send_queue_count(&two), (int)two.send_queue_size, uv_is_active(&two));
  note_status("send", uv_udp_send(&second, &two, &nothing, 1, &address, on_sent));
  note("%d %d; ", (int)uv_udp_get_send_queue_count(&two), (int)uv_udp_get_send_queue_size(&two));
  note_status("try", uv_udp_try_send(&two, parts, 2, &address));
  note("run %d; ", uv_run(&loop, 1));
  note("%d; ", uv_is_active(&two));
  note_status("try", uv_udp_try_send(&two, parts, 2, &address));
  one.data = NULL;
  note("run %d; ", uv_run(&loop, 1));
  note_status("stop", uv_udp_recv_stop(&one));
  note_status("stop", uv_udp_recv_stop(&one));
  note("%d; ", uv_is_active(&one));
  uv_udp_try_send(&two, parts, 2, &address);
  note_status("start", uv_udp_recv_start(&one, give_nothing, on_received));
  note("run %d; ", uv_run(&loop, 1));
  uv_udp_recv_stop(&one);
  one.data = "one";
  uv_udp_recv_start(&one, give_room, on_received);
  note_status("send", uv_udp_send(&third, &two, &end, 1, &address, on_sent));
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  return take_log(env);
}

static napi_value connected(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  struct sockaddr_in address, name;
  int size = sizeof name;
  uv_buf_t text = uv_buf_init("text", 4);
  uv_loop_init(&loop);
  uv_udp_init(&loop, &one);
  uv_udp_init(&loop, &two);
  one.data = "one";
  two.data = "two";
  first.data = "first";
  second.data = "second";
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_udp_bind(&one, &address, 0);
  uv_ip4_addr("127.0.0.1", port_of(&one), &address);
  note_status("peer", uv_udp_getpeername(&two, &name, &size));
  note_status("disconnect", uv_udp_connect(&two, NULL));
  note_status("nowhere", uv_udp_send(&first, &two, &text, 1, NULL, on_sent));
  note_status("nowhere", uv_udp_try_send(&two, &text, 1, NULL));
  note_status("connect", uv_udp_connect(&two, &address));
  note_status("twice", uv_udp_connect(&two, &address));
  note_status("peer", uv_udp_getpeername(&two, &name, &size));
  note("%d %d; ", size, ntohs(name.sin_port) == port_of(&one));
  note_status("address", uv_udp_send(&first, &two, &text, 1, &address, on_sent));
  note_status("address", uv_udp_try_send(&two, &text, 1, &address));
  note_status("send", uv_udp_send(&first, &two, &text, 1, NULL, on_sent));
  uv_udp_recv_start(&one, give_room, on_received);
  uv_run(&loop, 1);
  note_status("disconnect", uv_udp_connect(&two, NULL));
  note_status("twice", uv_udp_connect(&two, NULL));
  note_status("send", uv_udp_send(&first, &two, &text, 1, &address, on_sent));
  note_status("send", uv_udp_send(&second, &two, &text, 1, &address, on_sent));
  uv_close((uv_handle_t*)&two, on_close);
  uv_close((uv_handle_t*)&one, on_close);
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  return take_log(env);
}

static napi_value options(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  struct sockaddr_in address;
  struct sockaddr_in6 address6;
  struct sockaddr other = {.sa_family = AF_UNSPEC};
  int number = 0;
  uv_buf_t text = uv_buf_init("text", 4);
  uv_loop_init(&loop);
  note_status("init_ex", uv_udp_init_ex(&loop, &one, AF_INET));
  note_status("fileno", uv_fileno(&one, &number));
  note_status("init_ex", uv_udp_init_ex(&loop, &two, AF_UNIX));
  note_status("init_ex", uv_udp_init_ex(&loop, &two, 512));
  note_status("init_ex", uv_udp_init_ex(&loop, &two, AF_INET6));
  note("mmsg %d; ", uv_udp_using_recvmmsg(&one));
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_ip6_addr("::", 0, &address6);
  note_status("family", uv_udp_bind(&one, &other, 0));
  note_status("flags", uv_udp_bind(&one, &address, 1 << 20));
  note_status("only v6", uv_udp_bind(&one, &address, 1));
  note_status("bind", uv_udp_bind(&one, &address, 4));
  note_status("bind", uv_udp_bind(&one, &address, 0));
  note_status("bind", uv_udp_bind(&two, &address6, 1));
  note_status("broadcast", uv_udp_set_broadcast(&one, 1));
  note_status("ttl", uv_udp_set_ttl(&one, 5));
  note_status("ttl", uv_udp_set_ttl(&two, 5));
  note_status("ttl", uv_udp_set_ttl(&one, 0));
  note_status("ttl", uv_udp_set_ttl(&one, 256));
  note_status("mttl", uv_udp_set_multicast_ttl(&one, 7));
  note_status("mttl", uv_udp_set_multicast_ttl(&two, 7));
  note_status("mttl", uv_udp_set_multicast_ttl(&one, 999));
  note_status("loop", uv_udp_set_multicast_loop(&one, 1));
  note_status("loop", uv_udp_set_multicast_loop(&two, 0));
  note_status("interface", uv_udp_set_multicast_interface(&one, "127.0.0.1"));
  note_status("interface", uv_udp_set_multicast_interface(&one, NULL));
  note_status("interface", uv_udp_set_multicast_interface(&one, "nonsense"));
  note_status("join", uv_udp_set_membership(&one, "239.255.0.1", "127.0.0.1", 1));
  note_status("join", uv_udp_set_membership(&one, "239.255.0.1", "127.0.0.1", 1));
  note_status("leave", uv_udp_set_membership(&one, "239.255.0.1", "127.0.0.1", 0));
  note_status("leave", uv_udp_set_membership(&one, "239.255.0.1", "127.0.0.1", 0));
  note_status("kind", uv_udp_set_membership(&one, "239.255.0.1", "127.0.0.1", 7));
  note_status("group", uv_udp_set_membership(&one, "nonsense", NULL, 1));
  note_status("group", uv_udp_set_membership(&one, "127.0.0.1", "127.0.0.1", 1));
  note_status("interface", uv_udp_set_membership(&one, "239.255.0.1", "nonsense", 1));
  note_status("source", uv_udp_set_source_membership(&one, "232.1.1.1", "127.0.0.1", "127.0.0.1", 1));
  note_status("source", uv_udp_set_source_membership(&one, "232.1.1.1", "127.0.0.1", "127.0.0.1", 0));
  note_status("source", uv_udp_set_source_membership(&one, "232.1.1.1", "127.0.0.1", "nonsense", 1));
  note_status("size", uv_recv_buffer_size(&one, &number));
  note_status("send", uv_udp_send(&first, &one, &text, 1, &other, on_sent));
  note_status("open", uv_udp_open(&two, number));
  end_loop(&loop);
  return take_log(env);
}

static napi_value opened(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  uv_buf_t text = uv_buf_init("text", 4);
  int fd = socket(AF_INET, SOCK_DGRAM, 0), bound = socket(AF_INET, SOCK_DGRAM, 0);
  uv_loop_init(&loop);
  uv_udp_init(&loop, &one);
  uv_udp_init(&loop, &two);
  one.data = "one";
  two.data = "two";
  uv_ip4_addr("127.0.0.1", 0, &address);
  note("%d; ", bind(bound, (struct sockaddr*)&address, sizeof address));
  getsockname(bound, (struct sockaddr*)&address, &size);
  note("%d; ", connect(fd, (struct sockaddr*)&address, sizeof address));
  note_status("open", uv_udp_open(&one, bound));
  note_status("busy", uv_udp_open(&one, fd));
  note_status("open", uv_udp_open(&two, fd));
  note_status("bad", uv_udp_open(&two, 54321));
  note_status("start", uv_udp_recv_start(&one, give_room, on_received));
  note_status("try", uv_udp_try_send(&two, &text, 1, NULL));
  uv_run(&loop, 1);
  end_loop(&loop);
  return take_log(env);
}

// An error of a datagram that nobody took, which the handle wants to know.
static void end_timer(uv_timer_t* timer) {
  uv_close(timer, NULL);
  uv_close(&one, on_close);
}
static void on_lost(uv_udp_t* handle, ssize_t size, const uv_buf_t* buffer, const struct sockaddr* from, unsigned flags) {
  (void)buffer;
  // Of the second report libuv tells an error number that may be of something else.
  note("%s %d flags %u; ", flags ? "lost" : uv_err_name((int)size), from != NULL, flags);
  if (flags) uv_udp_recv_stop(handle);
}
static napi_value lost(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_timer_t timer;
  struct sockaddr_in address;
  uv_buf_t text = uv_buf_init("text", 4);
  uv_loop_init(&loop);
  uv_udp_init(&loop, &one);
  uv_udp_init(&loop, &two);
  one.data = "one";
  first.data = "first";
  uv_ip4_addr("127.0.0.1", 0, &address);
  note_status("bind", uv_udp_bind(&one, &address, 32));
  uv_udp_bind(&two, &address, 0);
  uv_ip4_addr("127.0.0.1", port_of(&two), &address);
  uv_close(&two, NULL);
  uv_run(&loop, 0);
  note_status("start", uv_udp_recv_start(&one, give_room, on_lost));
  note_status("send", uv_udp_send(&first, &one, &text, 1, &address, on_sent));
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, end_timer, 20, 0);
  uv_run(&loop, 0);
  end_loop(&loop);
  return take_log(env);
}

static napi_value newest(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  struct sockaddr_in address;
  uv_buf_t text = uv_buf_init("text", 4), *lists[3] = {&text, &text, &text};
  unsigned counts[3] = {1, 1, 1};
  struct sockaddr* addresses[3] = {(void*)&address, (void*)&address, (void*)&address};
  uv_loop_init(&loop);
  uv_udp_init(&loop, &one);
  uv_udp_init(&loop, &two);
  one.data = "one";
  two.data = "two";
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_udp_bind(&one, &address, 0);
  uv_ip4_addr("127.0.0.1", port_of(&one), &address);
  note_status("unbound", uv_udp_try_send2(&two, 3, lists, counts, addresses, 0));
  address.sin_port = 0;
  uv_udp_bind(&two, &address, 0);
  uv_ip4_addr("127.0.0.1", port_of(&one), &address);
  note_status("send2", uv_udp_try_send2(&two, 3, lists, counts, addresses, 0));
  note_status("none", uv_udp_try_send2(&two, 0, lists, counts, addresses, 0));
  note_status("flags", uv_udp_try_send2(&two, 1, lists, counts, addresses, 1));
  uv_udp_recv_start(&one, give_room, on_received);
  uv_run(&loop, 1);
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  uv_close((uv_handle_t*)&two, on_close);
  uv_close((uv_handle_t*)&one, on_close);
  uv_run(&loop, 0);
  uv_udp_init(&loop, &two);
  note_status("open_ex", uv_udp_open_ex(&two, fd, 1));
  note_status("open_ex", uv_udp_open_ex(&two, fd, 4));
  end_loop(&loop);
  return take_log(env);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(talk), EXPORT(connected), EXPORT(options), EXPORT(opened),
                                        EXPORT(newest), EXPORT(lost)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
