// libuv's streams: TCP sockets on loops of the addon's own, and what is said between two of the env's loop.
#define _GNU_SOURCE
#include <sys/socket.h>

#include "uv_streams.h"

// A server that sends back what it reads, and a client that says something.
static uv_tcp_t server, peer, client;
static uv_write_t answer, first, second;
static uv_connect_t connection;
static uv_shutdown_t end_of_client;

static void send_back(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  if (count <= 0) return on_read(stream, count, buffer);
  static char copy[64];
  memcpy(copy, buffer->base, count);
  on_read(stream, count, buffer);
  uv_buf_t back = uv_buf_init(copy, count);
  answer.data = "answer";
  note_status("answer", uv_write(&answer, stream, &back, 1, on_written));
}

static void on_connection(uv_stream_t* from, int status) {
  note("connection %d; ", status);
  uv_tcp_init(from->loop, &peer);
  peer.data = "peer";
  note_status("accept", uv_accept(from, &peer));
  note_status("again", uv_accept(from, &peer));
  note("%d%d; ", uv_is_readable(&peer), uv_is_writable(&peer));
  note_status("read", uv_read_start(&peer, give_room, send_back));
  note_status("twice", uv_read_start(&peer, give_room, send_back));
  uv_close((uv_handle_t*)from, on_close);
}

static void on_connected(uv_connect_t* request, int status) {
  note("connected %s %d%d; ", status ? uv_err_name(status) : "0", uv_is_readable(&client), uv_is_writable(&client));
  if (status || request->data) return;
  uv_buf_t hello[2] = {uv_buf_init("hel", 3), uv_buf_init("lo", 2)}, world = uv_buf_init(" world", 6);
  first.data = "hello";
  second.data = "world";
  note_status("write", uv_write(&first, &client, hello, 2, on_written));
  note_status("write", uv_write(&second, &client, &world, 1, on_written));
  note("%d; ", (int)uv_stream_get_write_queue_size(&client));
  note_status("read", uv_read_start(&client, give_room, on_read));
  note_status("shutdown", uv_shutdown(&end_of_client, &client, on_shutdown));
  note_status("twice", uv_shutdown(&end_of_client, &client, on_shutdown));
  note_status("late", uv_write(&second, &client, hello, 1, on_written));
  note("%d%d; ", uv_is_readable(&client), uv_is_writable(&client));
}

static napi_value tcp(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  struct sockaddr_in address;
  int size = sizeof address;
  uv_loop_init(&loop);
  note_status("init", uv_tcp_init(&loop, &server));
  note_status("init", uv_tcp_init(&loop, &client));
  server.data = "server";
  client.data = "client";
  note("%d%d%d; ", uv_is_active(&server), uv_is_readable(&client), uv_is_writable(&client));
  note_status("read", uv_read_start(&client, give_room, on_read));
  note_status("no name", uv_tcp_getsockname(&server, &address, &size));
  uv_ip4_addr("127.0.0.1", 0, &address);
  note_status("bind", uv_tcp_bind(&server, &address, 0));
  note_status("listen", uv_listen((uv_stream_t*)&server, 8, on_connection));
  note("%d %d; ", uv_is_active(&server), port_of(&server) > 0);
  uv_ip4_addr("127.0.0.1", port_of(&server), &address);
  connection.data = NULL;
  note_status("connect", uv_tcp_connect(&connection, &client, &address, on_connected));
  note_status("twice", uv_tcp_connect(&connection, &client, &address, on_connected));
  note("%d%d%d; ", uv_is_active(&client), uv_is_readable(&client), uv_is_writable(&client));
  note_status("try", uv_try_write(&client, &(uv_buf_t){"x", 1}, 1));
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  return take_log(env);
}

static napi_value tcp_names(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_tcp_t one, two, six;
  struct sockaddr_in6 address6;
  struct sockaddr_in address, name;
  struct sockaddr other = {.sa_family = AF_UNIX};
  int size = sizeof name, number = 0;
  uv_loop_init(&loop);
  note_status("init_ex", uv_tcp_init_ex(&loop, &one, AF_INET));
  note("%d; ", uv_fileno(&one, &number) == 0 && number > 2);
  note_status("init_ex", uv_tcp_init_ex(&loop, &two, AF_UNIX));
  note_status("init_ex", uv_tcp_init_ex(&loop, &two, 256));
  note_status("init_ex", uv_tcp_init_ex(&loop, &two, 0));
  uv_tcp_init(&loop, &six);
  note_status("fileno", uv_fileno(&two, &number));
  note_status("family", uv_tcp_bind(&two, &other, 0));
  uv_ip4_addr("127.0.0.1", 0, &address);
  note_status("only v6", uv_tcp_bind(&two, &address, 1));
  note_status("bind", uv_tcp_bind(&one, &address, 0));
  note_status("bind", uv_tcp_bind(&one, &address, 0));
  note_status("name", uv_tcp_getsockname(&one, &name, &size));
  note("%d %d %d; ", size, name.sin_family == AF_INET, ntohl(name.sin_addr.s_addr) == 0x7f000001);
  size = 4;
  note_status("part", uv_tcp_getsockname(&one, &name, &size));
  note("%d; ", size);
  note_status("peer", uv_tcp_getpeername(&one, &name, &size));
  note_status("listen", uv_listen((uv_stream_t*)&one, 8, on_connection));
  uv_ip4_addr("127.0.0.1", port_of(&one), &address);
  note_status("used", uv_tcp_bind(&two, &address, 0));
  note_status("name", uv_tcp_getsockname(&two, &name, &size));
  note_status("listen", uv_listen((uv_stream_t*)&two, 8, on_connection));
  uv_ip6_addr("::", 0, &address6);
  note_status("bind", uv_tcp_bind(&six, &address6, 1));
  note_status("nodelay", uv_tcp_nodelay(&one, 1));
  note_status("keepalive", uv_tcp_keepalive(&one, 1, 60));
  note_status("keepalive", uv_tcp_keepalive(&one, 0, 0));
  note_status("accepts", uv_tcp_simultaneous_accepts(&one, 1));
  number = 0;
  note_status("size", uv_send_buffer_size(&one, &number));
  note("%d; ", number > 0);
  number = 8192;
  note_status("size", uv_recv_buffer_size(&one, &number));
  number = 0;
  note_status("size", uv_recv_buffer_size(&one, &number));
  note("%d; ", number);
  note_status("null", uv_recv_buffer_size(&one, NULL));
  note_status("open", uv_tcp_open(&six, 12345));
  uv_timer_t timer;
  uv_timer_init(&loop, &timer);
  note_status("timer", uv_send_buffer_size(&timer, &number));
  note_status("fileno", uv_fileno(&timer, &number));
  note_status("listen", uv_listen((uv_stream_t*)&timer, 1, on_connection));
  uv_close((uv_handle_t*)&one, NULL);
  note_status("fileno", uv_fileno(&one, &number));
  note_status("read", uv_read_start(&one, give_room, on_read));
  note_status("bind", uv_tcp_bind(&one, &address, 0));
  note_status("listen", uv_listen((uv_stream_t*)&one, 8, on_connection));
  note_status("write", uv_write(&first, &one, &(uv_buf_t){"x", 1}, 1, on_written));
  note_status("shutdown", uv_shutdown(&end_of_client, &one, on_shutdown));
  end_loop(&loop);
  return take_log(env);
}

static napi_value refused(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_tcp_t gone;
  struct sockaddr_in address;
  uv_buf_t text = uv_buf_init("text", 4);
  uv_loop_init(&loop);
  uv_tcp_init(&loop, &gone);
  uv_tcp_init(&loop, &client);
  client.data = "client";
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_tcp_bind(&gone, &address, 0);
  uv_ip4_addr("127.0.0.1", port_of(&gone), &address);
  connection.data = NULL;
  first.data = "first";
  note_status("connect", uv_tcp_connect(&connection, &client, &address, on_connected));
  note_status("write", uv_write(&first, &client, &text, 1, on_written));
  note("%d; ", (int)client.write_queue_size);
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  return take_log(env);
}

static void reset(uv_connect_t* request, int status) {
  note_status("connected", status);
  note_status("reset", uv_tcp_close_reset((uv_tcp_t*)request->handle, on_close));
}

// Requests that do not end before their stream is closed.
static napi_value cancelled(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_pipe_t end;
  int pair[2];
  static char much[1 << 20];
  struct sockaddr_in address;
  uv_loop_init(&loop);
  uv_socketpair(SOCK_STREAM, 0, pair, 0, 0);
  uv_pipe_init(&loop, &end, 0);
  end.data = "end";
  note_status("open", uv_pipe_open(&end, pair[0]));
  uv_buf_t all = uv_buf_init(much, sizeof much);
  first.data = "first";
  second.data = "second";
  note_status("write", uv_write(&first, &end, &all, 1, on_written));
  note_status("write", uv_write(&second, &end, &(uv_buf_t){"abc", 3}, 1, on_written));
  note("%d %d; ", end.write_queue_size > 3, uv_is_active(&end));
  note_status("try", uv_try_write(&end, &all, 1));
  note_status("shutdown", uv_shutdown(&end_of_client, &end, on_shutdown));
  uv_close((uv_handle_t*)&end, on_close);
  note_status("write", uv_write(&answer, &end, &(uv_buf_t){"abc", 3}, 1, on_written));
  note("%d%d; ", uv_is_readable(&end), uv_is_writable(&end));
  note("run %d; ", uv_run(&loop, 0));
  close(pair[1]);
  uv_tcp_init(&loop, &server);
  uv_tcp_init(&loop, &client);
  server.data = "server";
  client.data = "client";
  connection.data = "quiet";
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_tcp_bind(&server, &address, 0);
  uv_listen((uv_stream_t*)&server, 1, on_connection);
  uv_ip4_addr("127.0.0.1", port_of(&server), &address);
  uv_tcp_connect(&connection, &client, &address, on_connected);
  uv_close((uv_handle_t*)&client, on_close);
  uv_close((uv_handle_t*)&server, on_close);
  note("run %d; ", uv_run(&loop, 0));
  uv_tcp_init(&loop, &server);
  uv_tcp_init(&loop, &client);
  server.data = "server";
  client.data = "client";
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_tcp_bind(&server, &address, 0);
  uv_listen((uv_stream_t*)&server, 1, on_connection);
  uv_ip4_addr("127.0.0.1", port_of(&server), &address);
  uv_tcp_connect(&connection, &client, &address, reset);
  uv_unref(&server);
  note("run %d; ", uv_run(&loop, 0) >= 0);
  end_loop(&loop);
  return take_log(env);
}

// Two connected sockets on the loop of the env; what happens is told to JavaScript.
typedef struct {
  napi_env env;
  napi_ref callback;
  uv_pipe_t ends[2];
  uv_write_t request;
  char room[64];
} Talk;

static void tell(Talk* talk, const char* what) {
  napi_handle_scope scope;
  napi_value global, function, argument, result;
  napi_open_handle_scope(talk->env, &scope);
  napi_get_reference_value(talk->env, talk->callback, &function);
  napi_create_string_utf8(talk->env, what, NAPI_AUTO_LENGTH, &argument);
  napi_get_global(talk->env, &global);
  napi_make_callback(talk->env, NULL, global, function, 1, &argument, &result);
  napi_close_handle_scope(talk->env, scope);
}
static void talk_room(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  Talk* talk = handle->data;
  (void)size;
  *buffer = uv_buf_init(talk->room, sizeof talk->room);
}
static void talk_closed(uv_handle_t* handle) { tell(handle->data, "closed"); }
static void talk_read(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  char text[80];
  if (count >= 0) snprintf(text, sizeof text, "read %.*s", (int)count, buffer->base);
  else snprintf(text, sizeof text, "read %s", uv_err_name((int)count));
  tell(stream->data, text);
  if (count < 0) uv_close((uv_handle_t*)stream, talk_closed);
}
static void talk_written(uv_write_t* request, int status) {
  Talk* talk = request->data;
  tell(talk, status ? "not written" : "written");
  uv_close((uv_handle_t*)&talk->ends[1], talk_closed);
}

// talk(callback, end): with `end`, one side writes and closes; without, both stay open and the reader
// does not keep the loop alive.
static napi_value talk(napi_env env, napi_callback_info info) {
  ARGS(2);
  int pair[2];
  bool end = false;
  Talk* made = calloc(1, sizeof *made);
  made->env = env;
  CHECK(napi_create_reference(env, argv[0], 1, &made->callback));
  napi_get_value_bool(env, argv[1], &end);
  uv_socketpair(SOCK_STREAM, 0, pair, 0, 0);
  for (int i = 0; i < 2; i++) {
    uv_pipe_init(loop_of(env), &made->ends[i], 0);
    made->ends[i].data = made;
    uv_pipe_open(&made->ends[i], pair[i]);
  }
  uv_read_start(&made->ends[0], talk_room, talk_read);
  made->request.data = made;
  if (end) uv_write(&made->request, &made->ends[1], &(uv_buf_t){"text", 4}, 1, talk_written);
  else uv_unref(&made->ends[0]);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(tcp), EXPORT(tcp_names), EXPORT(refused), EXPORT(cancelled),
  };
  napi_property_descriptor hidden[] = {{"talk", NULL, talk, NULL, NULL, NULL, napi_default, NULL}};
  DEFINE_EXPORTS(exports, table);
  DEFINE_EXPORTS(exports, hidden);
  return exports;
}
