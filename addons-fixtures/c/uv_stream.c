// libuv's streams: TCP sockets, pipes and terminals on loops of the addon's own.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "uv_log.h"

static char room[65536];
static void give_room(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  if (size != 65536) note("suggested %d; ", (int)size);
  *buffer = uv_buf_init(room, sizeof room);
}
static void give_little(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(room, 2);
}
static void give_nothing(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(NULL, 0);
}
static void on_close(uv_handle_t* handle) { note("%s closed; ", (const char*)handle->data); }
static const char* name_of(void* handle) { return ((uv_handle_t*)handle)->data; }

static void on_written(uv_write_t* request, int status) {
  note("%s %s to %s, %d left; ", (const char*)request->data, status ? uv_err_name(status) : "written",
       name_of(request->handle), (int)request->handle->write_queue_size);
}
static void on_shutdown(uv_shutdown_t* request, int status) {
  note("%s shut %s; ", name_of(request->handle), status ? uv_err_name(status) : "0");
}
static void on_read(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  if (count >= 0) note("%s read %d '%.*s'; ", name_of(stream), (int)count, (int)count, buffer->base);
  else note("%s read %s; ", name_of(stream), uv_err_name((int)count));
  if (count < 0 && !uv_is_closing(stream)) uv_close(stream, on_close);
}

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

static int port_of(uv_tcp_t* handle) {
  struct sockaddr_in6 name;
  int size = sizeof name;
  uv_tcp_getsockname(handle, &name, &size);
  return ntohs(name.sin6_port);
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

// Both ends of a pipe of the system: small buffers, none, an end, stopping.
static void stop_after_one(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  on_read(stream, count, buffer);
  if (count > 0) note_status("stop", uv_read_stop(stream));
}

static napi_value pipes(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_pipe_t reader, writer;
  int pair[2];
  uv_loop_init(&loop);
  uv_pipe(pair, 0, 0);
  uv_pipe_init(&loop, &reader, 0);
  uv_pipe_init(&loop, &writer, 0);
  reader.data = "reader";
  writer.data = "writer";
  note_status("open", uv_pipe_open(&reader, pair[0]));
  note_status("open", uv_pipe_open(&writer, pair[1]));
  note_status("bad", uv_pipe_open(&writer, 54321));
  note("%d%d %d%d; ", uv_is_readable(&reader), uv_is_writable(&reader), uv_is_readable(&writer), uv_is_writable(&writer));
  note_status("write", uv_write(&first, &reader, &(uv_buf_t){"x", 1}, 1, on_written));
  note_status("read", uv_read_start(&writer, give_room, on_read));
  note_status("null", uv_read_start(&reader, NULL, on_read));
  note_status("stop", uv_read_stop(&reader));
  note("try %d; ", uv_try_write(&writer, (uv_buf_t[]){{"abc", 3}, {"de", 2}}, 2));
  note_status("read", uv_read_start(&reader, give_little, on_read));
  note_status("open", uv_pipe_open(&reader, pair[0]));
  note("%d; ", uv_is_active(&reader));
  uv_run(&loop, 1);
  uv_read_stop(&reader);
  note("%d; ", uv_is_active(&reader));
  uv_try_write(&writer, &(uv_buf_t){"fgh", 3}, 1);
  note_status("nothing", uv_read_start(&reader, give_nothing, stop_after_one));
  uv_read_stop(&reader);
  note_status("one", uv_read_start(&reader, give_little, stop_after_one));
  uv_run(&loop, 0);
  uv_unref(&reader);
  uv_read_start(&reader, give_room, stop_after_one);
  note("unref %d; ", uv_run(&loop, 0));
  uv_run(&loop, 2);
  uv_ref(&reader);
  note_status("read", uv_read_start(&reader, give_nothing, on_read));
  uv_try_write(&writer, &(uv_buf_t){"i", 1}, 1);
  note("run %d; ", uv_run(&loop, 0));
  first.data = "first";
  note_status("write", uv_write(&first, &writer, &(uv_buf_t){"j", 1}, 1, on_written));
  end_of_client.data = NULL;
  note_status("shutdown", uv_shutdown(&end_of_client, &writer, on_shutdown));
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  return take_log(env);
}

// Pipes with names.
static uv_pipe_t pipe_server, pipe_peer, pipe_client;
static void on_pipe_connection(uv_stream_t* from, int status) {
  note_status("connection", status);
  uv_pipe_init(from->loop, &pipe_peer, 0);
  pipe_peer.data = "peer";
  note_status("accept", uv_accept(from, &pipe_peer));
  uv_close((uv_handle_t*)from, on_close);
  uv_read_start(&pipe_peer, give_room, on_read);
}
static void on_pipe_connected(uv_connect_t* request, int status) {
  char name[128];
  size_t size = sizeof name;
  note_status((const char*)request->data, status);
  if (status) return;
  note_status("peer", uv_pipe_getpeername(&pipe_client, name, &size));
  note("%d %d; ", (int)size > 5, strncmp(name, "/tmp/", 5));
  size = 4;
  note_status("small", uv_pipe_getpeername(&pipe_client, name, &size));
  note("%d; ", size > 4);
  size = sizeof name;
  note_status("own", uv_pipe_getsockname(&pipe_client, name, &size));
  note("%d; ", (int)size);
  first.data = "text";
  uv_write(&first, request->handle, &(uv_buf_t){"text", 4}, 1, on_written);
  uv_close((uv_handle_t*)request->handle, on_close);
}

static napi_value named_pipes(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_connect_t other;
  uv_pipe_t lost;
  char folder[] = "/tmp/napi-host-uv-pipe-XXXXXX", name[64], long_name[200], found[128];
  size_t size = sizeof found;
  struct stat stat_of;
  uv_loop_init(&loop);
  if (!mkdtemp(folder)) return NULL;
  snprintf(name, sizeof name, "%s/pipe", folder);
  memset(long_name, 'x', sizeof long_name);
  uv_pipe_init(&loop, &pipe_server, 0);
  uv_pipe_init(&loop, &pipe_client, 0);
  uv_pipe_init(&loop, &lost, 0);
  pipe_server.data = "server";
  pipe_client.data = "client";
  lost.data = "lost";
  note_status("listen", uv_listen((uv_stream_t*)&pipe_server, 1, on_pipe_connection));
  note_status("no name", uv_pipe_getsockname(&pipe_server, found, &size));
  note_status("chmod", uv_pipe_chmod(&pipe_server, 1));
  note_status("folder", uv_pipe_bind(&pipe_server, "/no/such/folder/pipe"));
  note_status("null", uv_pipe_bind2(&pipe_server, NULL, 1, 0));
  note_status("flags", uv_pipe_bind2(&pipe_server, "x", 1, 2));
  note_status("long", uv_pipe_bind2(&pipe_server, long_name, sizeof long_name, 1));
  note_status("bind", uv_pipe_bind(&pipe_server, name));
  note_status("again", uv_pipe_bind(&pipe_server, name));
  note_status("used", uv_pipe_bind(&lost, name));
  size = sizeof found;
  note_status("name", uv_pipe_getsockname(&pipe_server, found, &size));
  note("%d %d; ", strcmp(found, name), size == strlen(name));
  chmod(name, 0600);
  note_status("mode", uv_pipe_chmod(&pipe_server, 4));
  note_status("mode", uv_pipe_chmod(&pipe_server, 3));
  note("%o; ", stat(name, &stat_of) == 0 ? stat_of.st_mode & 0777 : 0);
  note_status("listen", uv_listen((uv_stream_t*)&pipe_server, 1, on_pipe_connection));
  connection.data = "connected";
  uv_pipe_connect(&connection, &pipe_client, name, on_pipe_connected);
  other.data = "lost";
  uv_pipe_connect(&other, &lost, "/no/such/pipe", on_pipe_connected);
  note_status("connect2", uv_pipe_connect2(&other, &lost, NULL, 0, 0, on_pipe_connected));
  uv_pipe_pending_instances(&pipe_server, 4);
  note("run %d; ", uv_run(&loop, 0));
  note("%d; ", access(name, F_OK));
  end_loop(&loop);
  note("; %d", rmdir(folder));
  return take_log(env);
}

static uv_pipe_t abstract_server, abstract_client;
static void end_abstract(uv_stream_t* from, int status) {
  note_status("connection", status);
  uv_close((uv_handle_t*)from, NULL);
}
static void abstract_connected(uv_connect_t* request, int status) {
  char name[128];
  size_t size = sizeof name;
  note_status("connected", status);
  note_status("peer", uv_pipe_getpeername(&abstract_client, name, &size));
  note("%d %d; ", (int)size, memcmp(name, "\0napi-host-test", 6));
  uv_close((uv_handle_t*)request->handle, NULL);
}

static napi_value abstract_pipes(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  char name[32] = "", taken[32];
  size_t size = sizeof taken;
  snprintf(name + 1, 31, "napi-host-%08d", getpid());
  int length = 1 + (int)strlen(name + 1);
  uv_loop_init(&loop);
  uv_pipe_init(&loop, &abstract_server, 0);
  uv_pipe_init(&loop, &abstract_client, 0);
  note_status("bind", uv_pipe_bind2(&abstract_server, name, length, 1));
  note_status("name", uv_pipe_getsockname(&abstract_server, taken, &size));
  note("%d; ", (int)size == length && memcmp(taken, name, length) == 0);
  note_status("listen", uv_listen((uv_stream_t*)&abstract_server, 1, end_abstract));
  note_status("connect", uv_pipe_connect2(&connection, &abstract_client, name, length, 0, abstract_connected));
  uv_run(&loop, 0);
  end_loop(&loop);
  return take_log(env);
}

// A pipe that passes handles.
static uv_pipe_t sender, receiver;
static uv_tcp_t passed;
static void on_passed(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  on_read(stream, count, buffer);
  note("pending %d ", uv_pipe_pending_count(&receiver));
  note("%s; ", uv_handle_type_name(uv_pipe_pending_type(&receiver)));
  uv_tcp_init(stream->loop, &passed);
  passed.data = "passed";
  note_status("accept", uv_accept(stream, &passed));
  note("pending %d %d; ", uv_pipe_pending_count(&receiver), uv_pipe_pending_type(&receiver));
  note_status("accept", uv_accept(stream, &passed));
  note("%d; ", port_of(&passed) == port_of(&server));
  uv_close((uv_handle_t*)&passed, on_close);
  uv_close((uv_handle_t*)stream, on_close);
}

static napi_value passing(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_pipe_t plain;
  struct sockaddr_in address;
  int pair[2];
  uv_loop_init(&loop);
  uv_socketpair(SOCK_STREAM, 0, pair, 0, 0);
  uv_pipe_init(&loop, &sender, 1);
  uv_pipe_init(&loop, &receiver, 1);
  uv_pipe_init(&loop, &plain, 0);
  sender.data = "sender";
  receiver.data = "receiver";
  uv_pipe_open(&sender, pair[0]);
  uv_pipe_open(&receiver, pair[1]);
  uv_tcp_init(&loop, &server);
  uv_buf_t text = uv_buf_init("take it", 7);
  note_status("no socket", uv_write2(&first, &sender, &text, 1, &server, on_written));
  note_status("try no pipe", uv_try_write2(&plain, &text, 1, NULL));
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_tcp_bind(&server, &address, 0);
  note_status("plain", uv_write2(&first, &plain, &text, 1, &server, on_written));
  note_status("try plain", uv_try_write2(&plain, &text, 1, &server));
  note_status("listen", uv_listen((uv_stream_t*)&sender, 1, on_connection));
  uv_read_start(&receiver, give_room, on_passed);
  first.data = "handle";
  note_status("write2", uv_write2(&first, &sender, &text, 1, &server, on_written));
  note("pending %d; ", uv_pipe_pending_count(&receiver));
  note("run %d; ", uv_run(&loop, 0));
  // The same at once, and without a handle.
  uv_pipe_init(&loop, &receiver, 1);
  receiver.data = "receiver";
  uv_socketpair(SOCK_STREAM, 0, pair, 0, 0);
  uv_pipe_t other;
  uv_pipe_init(&loop, &other, 1);
  uv_pipe_open(&other, pair[0]);
  uv_pipe_open(&receiver, pair[1]);
  note_status("try", uv_try_write2(&other, &text, 1, NULL));
  note_status("try", uv_try_write2(&other, &text, 1, &server));
  uv_read_start(&receiver, give_room, on_passed);
  note("run %d; ", uv_run(&loop, 0));
  end_loop(&loop);
  return take_log(env);
}

static napi_value terminals(napi_env env, napi_callback_info info) {
  (void)info;
  uv_loop_t loop;
  uv_tty_t tty;
  int pair[2], width = 0, height = 0, state;
  uv_loop_init(&loop);
  int file = open("/proc/self/exe", O_RDONLY);
  note_status("file", uv_tty_init(&loop, &tty, file, 0));
  note_status("bad", uv_tty_init(&loop, &tty, 54321, 0));
  close(file);
  uv_tty_set_vterm_state(1);
  note_status("vterm", uv_tty_get_vterm_state(&state));
  note_status("reset", uv_tty_reset_mode());
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) || unlockpt(master)) return take_log(env);
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  note_status("tty", uv_tty_init(&loop, &tty, slave, 0));
  tty.data = "tty";
  note("%d%d; ", uv_is_readable(&tty), uv_is_writable(&tty));
  note_status("size", uv_tty_get_winsize(&tty, &width, &height));
  note_status("raw", uv_tty_set_mode(&tty, 1));
  note_status("raw", uv_tty_set_mode(&tty, 1));
  note("try %d; ", uv_try_write(&tty, &(uv_buf_t){"out", 3}, 1));
  note("%d; ", read(master, room, 3) == 3);
  uv_read_start(&tty, give_room, stop_after_one);
  note("%d; ", write(master, "in", 2) == 2);
  uv_run(&loop, 0);
  note_status("normal", uv_tty_set_mode(&tty, 0));
  note_status("binary", uv_tty_set_mode(&tty, 2));
  note_status("reset", uv_tty_reset_mode());
  uv_close((uv_handle_t*)&tty, on_close);
  note("run %d; ", uv_run(&loop, 0));
  close(master);
  uv_pipe(pair, 0, 0);
  note_status("pipe", uv_tty_init(&loop, &tty, pair[1], 0));
  note("%d%d; ", uv_is_readable(&tty), uv_is_writable(&tty));
  note_status("size", uv_tty_get_winsize(&tty, &width, &height));
  end_loop(&loop);
  close(pair[0]);
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
      EXPORT(tcp), EXPORT(tcp_names), EXPORT(refused), EXPORT(cancelled), EXPORT(pipes),
      EXPORT(named_pipes), EXPORT(abstract_pipes), EXPORT(passing), EXPORT(terminals),
  };
  napi_property_descriptor hidden[] = {{"talk", NULL, talk, NULL, NULL, NULL, napi_default, NULL}};
  DEFINE_EXPORTS(exports, table);
  DEFINE_EXPORTS(exports, hidden);
  return exports;
}
