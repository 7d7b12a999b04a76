// The log that the fixtures for libuv's functions keep: what happened, the same under any host.
#ifndef FIXTURE_UV_LOG_H
#define FIXTURE_UV_LOG_H

#include <stdarg.h>

#include "common.h"
#include "uv_abi.h"

static char log_text[8192];

static inline void note(const char* format, ...) {
  size_t used = strlen(log_text);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(log_text + used, sizeof log_text - used, format, arguments);
  va_end(arguments);
}

// The answer of a function by name, "0" or a number.
static inline void note_status(const char* what, long status) {
  if (status < 0) note("%s %s; ", what, uv_err_name((int)status));
  else note("%s %ld; ", what, status);
}

static inline napi_value take_log(napi_env env) {
  napi_value text = NULL;
  napi_create_string_utf8(env, log_text, NAPI_AUTO_LENGTH, &text);
  log_text[0] = '\0';
  return text;
}

static inline uv_loop_t* loop_of(napi_env env) {
  struct uv_loop_s* loop = NULL;
  napi_get_uv_event_loop(env, &loop);
  return loop;
}

static inline void close_all_walk(uv_handle_t* handle, void* argument) {
  (void)argument;
  if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

// Closes what is left, runs the loop to its end, and logs how `uv_loop_close` ended.
static inline void end_loop(uv_loop_t* loop) {
  uv_walk(loop, close_all_walk, NULL);
  note("run %d ", uv_run(loop, 0));
  note("close %d", uv_loop_close(loop));
}

#endif
