// libuv's pipes, with and without names, what is passed over them, and terminals.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "uv_streams.h"

static uv_connect_t connection;
static uv_write_t first;
static uv_shutdown_t end_of_client;
static uv_tcp_t server;

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
  note_status("listen", uv_listen((uv_stream_t*)&sender, 1, on_pipe_connection));
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
  note("%d; ", read(master, room(), 3) == 3);
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

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(pipes), EXPORT(named_pipes), EXPORT(abstract_pipes), EXPORT(passing), EXPORT(terminals),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
