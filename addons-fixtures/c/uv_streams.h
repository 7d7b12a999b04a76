// What the fixtures of streams share: callbacks that note what they were told.
#pragma once
#include <arpa/inet.h>

#include "uv_log.h"

static inline char* room(void) {
  static char bytes[65536];
  return bytes;
}
static inline void give_room(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  if (size != 65536) note("suggested %d; ", (int)size);
  *buffer = uv_buf_init(room(), 65536);
}
static inline void give_little(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(room(), 2);
}
static inline void give_nothing(uv_handle_t* handle, size_t size, uv_buf_t* buffer) {
  (void)handle;
  (void)size;
  *buffer = uv_buf_init(NULL, 0);
}
static inline void on_close(uv_handle_t* handle) { note("%s closed; ", (const char*)handle->data); }
static inline const char* name_of(void* handle) { return ((uv_handle_t*)handle)->data; }

static inline void on_written(uv_write_t* request, int status) {
  note("%s %s to %s, %d left; ", (const char*)request->data, status ? uv_err_name(status) : "written",
       name_of(request->handle), (int)request->handle->write_queue_size);
}
static inline void on_shutdown(uv_shutdown_t* request, int status) {
  note("%s shut %s; ", name_of(request->handle), status ? uv_err_name(status) : "0");
}
static inline void on_read(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  if (count >= 0) note("%s read %d '%.*s'; ", name_of(stream), (int)count, (int)count, buffer->base);
  else note("%s read %s; ", name_of(stream), uv_err_name((int)count));
  if (count < 0 && !uv_is_closing(stream)) uv_close(stream, on_close);
}

static inline int port_of(uv_tcp_t* handle) {
  struct sockaddr_in6 name;
  int size = sizeof name;
  uv_tcp_getsockname(handle, &name, &size);
  return ntohs(name.sin6_port);
}
