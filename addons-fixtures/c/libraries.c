// C functions of zlib and Brotli, which Node has inside and exports to addons.
#include <string.h>

#include "common.h"

// As zlib.h and brotli declare them; neither header need be installed.
typedef struct {
  const unsigned char* next_in;
  unsigned avail_in;
  unsigned long total_in;
  unsigned char* next_out;
  unsigned avail_out;
  unsigned long total_out;
  const char* msg;
  void* state;
  void* zalloc;
  void* zfree;
  void* opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
} stream;

enum { FINISH = 4, ROOM = 4096 };

extern int deflateInit_(stream*, int level, const char* version, int size);
extern int deflate(stream*, int flush);
extern int deflateReset(stream*);
extern int deflateEnd(stream*);
extern int inflateInit_(stream*, const char* version, int size);
extern int inflate(stream*, int flush);
extern int inflateEnd(stream*);
extern unsigned long crc32(unsigned long, const unsigned char*, unsigned);
extern int BrotliEncoderCompress(int quality, int window, int mode, size_t, const uint8_t*, size_t*, uint8_t*);
extern int BrotliDecoderDecompress(size_t, const uint8_t*, size_t*, uint8_t*);

static napi_value result(napi_env env, int answer, const unsigned char* data, size_t size) {
  napi_value value;
  if (answer == 0) {
    CHECK(napi_get_null(env, &value));
  } else {
    CHECK(napi_create_buffer_copy(env, size, data, NULL, &value));
  }
  return value;
}

static napi_value deflated(napi_env env, napi_callback_info info) {
  ARGS(1);
  void* data;
  size_t size;
  unsigned char room[ROOM];
  CHECK(napi_get_buffer_info(env, argv[0], &data, &size));
  stream z = {0};
  int answer = deflateInit_(&z, 6, "1.2.11", sizeof z) == 0 && deflateReset(&z) == 0;
  z.next_in = data;
  z.avail_in = (unsigned)size;
  z.next_out = room;
  z.avail_out = ROOM;
  answer = answer && deflate(&z, FINISH) == 1;
  size_t made = z.total_out;
  answer = deflateEnd(&z) == 0 && answer;
  return result(env, answer, room, made);
}

static napi_value inflated(napi_env env, napi_callback_info info) {
  ARGS(1);
  void* data;
  size_t size;
  unsigned char room[ROOM];
  CHECK(napi_get_buffer_info(env, argv[0], &data, &size));
  stream z = {0};
  int answer = inflateInit_(&z, "1.2.11", sizeof z) == 0;
  z.next_in = data;
  z.avail_in = (unsigned)size;
  z.next_out = room;
  z.avail_out = ROOM;
  answer = answer && inflate(&z, FINISH) == 1;
  size_t made = z.total_out;
  answer = inflateEnd(&z) == 0 && answer;
  return result(env, answer, room, made);
}

static napi_value checksum(napi_env env, napi_callback_info info) {
  ARGS(1);
  void* data;
  size_t size;
  napi_value value;
  CHECK(napi_get_buffer_info(env, argv[0], &data, &size));
  CHECK(napi_create_uint32(env, (uint32_t)crc32(0, data, (unsigned)size), &value));
  return value;
}

static napi_value brotli(napi_env env, napi_callback_info info) {
  ARGS(1);
  void* data;
  size_t size, made = ROOM;
  unsigned char room[ROOM];
  CHECK(napi_get_buffer_info(env, argv[0], &data, &size));
  int answer = BrotliEncoderCompress(5, 22, 0, size, data, &made, room);
  return result(env, answer, room, made);
}

static napi_value unbrotli(napi_env env, napi_callback_info info) {
  ARGS(1);
  void* data;
  size_t size, made = ROOM;
  unsigned char room[ROOM];
  CHECK(napi_get_buffer_info(env, argv[0], &data, &size));
  int answer = BrotliDecoderDecompress(size, data, &made, room) == 1;
  return result(env, answer, room, made);
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(deflated), EXPORT(inflated), EXPORT(checksum), EXPORT(brotli),
                                      EXPORT(unbrotli)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
