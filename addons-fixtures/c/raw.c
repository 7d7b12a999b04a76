// Calls any exported Node-API function with any arguments, as a script says.
//
// `run(steps)` interprets steps in one native callback: each names a function
// (found with dlsym, so the executable has to export it) and lists its
// arguments as [kind, payload]. This is how the conformance scripts reach each
// wrong argument without a line of C per case. Functions are called through
// one prototype of twelve words and a double; this is sound on the ABIs that
// prebuilt addons use (SysV x86-64, AAPCS64), where words and doubles travel in
// registers of their own. tests/conformance/lib.js has the script's side.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>

#include "common.h"

enum { MAX_WORDS = 12, MAX_SLOTS = 32, MAX_BLOCKS = 128 };
enum {
  KIND_NULL,     // NULL or 0
  KIND_ENV,      // the env
  KIND_VALUE,    // the payload as napi_value
  KIND_INT,      // a number or BigInt as word
  KIND_STR,      // a string as UTF-8 with NUL
  KIND_STR16,    // a string as UTF-16 with NUL
  KIND_OUT,      // pointer to a slot; the payload says how to read it
  KIND_MEM,      // pointer to so many bytes, read back as an array
  KIND_DOUBLE,   // a double
  KIND_FN,       // a callback of this file, by name
  KIND_VALUES,   // an array as napi_value[]
  KIND_PROPS,    // an array of objects as napi_property_descriptor[]
  KIND_WORDS,    // an array of BigInt as uint64_t[]
  KIND_INOUT,    // pointer to a slot that starts as the number
  KIND_LOAD,     // the content of the slot with this index
  KIND_CBINFO,   // the callback info of run() itself
};

#define UNTOUCHED 0xEEEEEEEEEEEEEEEEull

typedef uintptr_t (*Entry)(uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t,
                           uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t,
                           double);

typedef struct {
  int kind;
  int slot;
  char type;  // of an out slot: v i u l d b p s
  size_t size;
  unsigned char* memory;
} Output;

typedef struct {
  napi_env env;
  napi_callback_info info;
  uint64_t slots[MAX_SLOTS];
  int slot_count;
  void* blocks[MAX_BLOCKS];
  int block_count;
} Machine;

typedef struct {
  uintptr_t words[MAX_WORDS];
  double number;
  Output outputs[MAX_WORDS];
  int output_count;
} Frame;

static atomic_int finalized;
static atomic_int called;

static napi_value noop_callback(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  atomic_fetch_add(&called, 1);
  return NULL;
}
static napi_value this_callback(napi_env env, napi_callback_info info) {
  napi_value self = NULL;
  napi_get_cb_info(env, info, NULL, NULL, &self, NULL);
  return self;
}
static napi_value throwing_callback(napi_env env, napi_callback_info info) {
  (void)info;
  napi_throw_error(env, "E_NATIVE", "thrown by a native callback");
  return NULL;
}
static void finalizer(napi_env env, void* data, void* hint) {
  (void)env;
  (void)data;
  (void)hint;
  atomic_fetch_add(&finalized, 1);
}
static void noenv_finalizer(void* data, void* hint) {
  (void)data;
  (void)hint;
  atomic_fetch_add(&finalized, 1);
}
static void execute(napi_env env, void* data) {
  (void)env;
  (void)data;
  atomic_fetch_add(&called, 1);
}
static void complete(napi_env env, napi_status status, void* data) {
  (void)env;
  (void)status;
  (void)data;
  atomic_fetch_add(&called, 1);
}
static void call_js(napi_env env, napi_value function, void* context, void* data) {
  (void)env;
  (void)function;
  (void)context;
  (void)data;
  atomic_fetch_add(&called, 1);
}
static void cleanup(void* data) { (void)data; }
static void async_cleanup(napi_async_cleanup_hook_handle handle, void* data) {
  (void)data;
  napi_remove_async_cleanup_hook(handle);
}

static const struct {
  const char* name;
  void* address;
} callbacks[] = {
    {"noop", (void*)noop_callback},         {"this", (void*)this_callback},
    {"throwing", (void*)throwing_callback}, {"finalizer", (void*)finalizer},
    {"noenv_finalizer", (void*)noenv_finalizer}, {"execute", (void*)execute},
    {"complete", (void*)complete},          {"call_js", (void*)call_js},
    {"cleanup", (void*)cleanup},            {"async_cleanup", (void*)async_cleanup},
};

static void* callback_named(const char* name) {
  for (size_t i = 0; i < sizeof callbacks / sizeof *callbacks; i++)
    if (strcmp(callbacks[i].name, name) == 0) return callbacks[i].address;
  fprintf(stderr, "raw: no callback %s\n", name);
  abort();
}

// Memory that lives until run() returns.
static void* block(Machine* machine, size_t size) {
  if (machine->block_count == MAX_BLOCKS) abort();
  void* memory = malloc(size ? size : 1);
  machine->blocks[machine->block_count++] = memory;
  return memory;
}

static napi_value element(napi_env env, napi_value array, uint32_t index) {
  napi_value value = NULL;
  napi_get_element(env, array, index, &value);
  return value;
}

static uint32_t length_of(napi_env env, napi_value array) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  return length;
}

static uint64_t word(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  int64_t number = 0;
  uint64_t large = 0;
  bool lossless = false;
  napi_typeof(env, value, &type);
  if (type == napi_bigint) {
    napi_get_value_bigint_uint64(env, value, &large, &lossless);
    return large;
  }
  napi_get_value_int64(env, value, &number);
  return (uint64_t)number;
}

static char* text(Machine* machine, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(machine->env, value, NULL, 0, &length);
  char* copy = block(machine, length + 1);
  napi_get_value_string_utf8(machine->env, value, copy, length + 1, NULL);
  return copy;
}

static bool member(Machine* machine, napi_value object, const char* name, napi_value* result) {
  bool has = false;
  napi_has_named_property(machine->env, object, name, &has);
  if (has) napi_get_named_property(machine->env, object, name, result);
  return has;
}

static napi_callback callback_member(Machine* machine, napi_value object, const char* name) {
  napi_value value;
  if (!member(machine, object, name, &value)) return NULL;
  return (napi_callback)callback_named(text(machine, value));
}

static void* descriptors(Machine* machine, napi_value array) {
  uint32_t count = length_of(machine->env, array);
  napi_property_descriptor* all = block(machine, count * sizeof *all);
  memset(all, 0, count * sizeof *all);
  for (uint32_t i = 0; i < count; i++) {
    napi_value object = element(machine->env, array, i);
    napi_value value;
    if (member(machine, object, "utf8name", &value)) all[i].utf8name = text(machine, value);
    if (member(machine, object, "name", &value)) all[i].name = value;
    if (member(machine, object, "value", &value)) all[i].value = value;
    if (member(machine, object, "attributes", &value))
      all[i].attributes = (napi_property_attributes)word(machine->env, value);
    all[i].method = callback_member(machine, object, "method");
    all[i].getter = callback_member(machine, object, "getter");
    all[i].setter = callback_member(machine, object, "setter");
  }
  return all;
}

static void* values(Machine* machine, napi_value array, bool words) {
  uint32_t count = length_of(machine->env, array);
  uint64_t* all = block(machine, count * sizeof *all);
  for (uint32_t i = 0; i < count; i++) {
    napi_value value = element(machine->env, array, i);
    all[i] = words ? word(machine->env, value) : (uint64_t)(uintptr_t)value;
  }
  return all;
}

static uintptr_t slot(Machine* machine, Frame* frame, char type, uint64_t initial) {
  if (machine->slot_count == MAX_SLOTS) abort();
  int index = machine->slot_count++;
  machine->slots[index] = initial;
  Output output = {KIND_OUT, index, type, 0, NULL};
  frame->outputs[frame->output_count++] = output;
  return (uintptr_t)&machine->slots[index];
}

static uintptr_t memory(Machine* machine, Frame* frame, size_t size) {
  unsigned char* bytes = block(machine, size);
  memset(bytes, 0xEE, size);
  Output output = {KIND_MEM, 0, 0, size, bytes};
  frame->outputs[frame->output_count++] = output;
  return (uintptr_t)bytes;
}

static uintptr_t utf16(Machine* machine, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf16(machine->env, value, NULL, 0, &length);
  char16_t* copy = block(machine, (length + 1) * sizeof *copy);
  napi_get_value_string_utf16(machine->env, value, copy, length + 1, NULL);
  return (uintptr_t)copy;
}

static uintptr_t argument(Machine* machine, Frame* frame, int kind, napi_value payload) {
  napi_env env = machine->env;
  switch (kind) {
    case KIND_ENV: return (uintptr_t)env;
    case KIND_VALUE: return (uintptr_t)payload;
    case KIND_INT: return (uintptr_t)word(env, payload);
    case KIND_STR: return (uintptr_t)text(machine, payload);
    case KIND_STR16: return utf16(machine, payload);
    case KIND_OUT: return slot(machine, frame, *text(machine, payload), UNTOUCHED);
    case KIND_INOUT: return slot(machine, frame, 'l', word(env, payload));
    case KIND_MEM: return memory(machine, frame, (size_t)word(env, payload));
    case KIND_FN: return (uintptr_t)callback_named(text(machine, payload));
    case KIND_VALUES: return (uintptr_t)values(machine, payload, false);
    case KIND_WORDS: return (uintptr_t)values(machine, payload, true);
    case KIND_PROPS: return (uintptr_t)descriptors(machine, payload);
    case KIND_LOAD: return (uintptr_t)machine->slots[word(env, payload) % MAX_SLOTS];
    case KIND_CBINFO: return (uintptr_t)machine->info;
    default: return 0;
  }
}

static void decode(Machine* machine, napi_value list, Frame* frame) {
  uint32_t count = length_of(machine->env, list);
  int next = 0;
  for (uint32_t i = 0; i < count && next < MAX_WORDS; i++) {
    napi_value pair = element(machine->env, list, i);
    int kind = (int)word(machine->env, element(machine->env, pair, 0));
    napi_value payload = element(machine->env, pair, 1);
    if (kind == KIND_DOUBLE)
      napi_get_value_double(machine->env, payload, &frame->number);
    else
      frame->words[next++] = argument(machine, frame, kind, payload);
  }
}

static napi_value read_slot(napi_env env, char type, uint64_t bits) {
  napi_value result = NULL;
  double number;
  switch (type) {
    case 'v': return (napi_value)(uintptr_t)bits;
    case 'i': napi_create_int32(env, (int32_t)bits, &result); break;
    case 'u': napi_create_uint32(env, (uint32_t)bits, &result); break;
    case 'l': napi_create_int64(env, (int64_t)bits, &result); break;
    case 'b': napi_get_boolean(env, (bool)(bits & 0xFF), &result); break;
    case 'p': napi_create_bigint_uint64(env, bits, &result); break;
    case 's': napi_create_string_utf8(env, (const char*)(uintptr_t)bits, NAPI_AUTO_LENGTH, &result); break;
    case 'd':
      memcpy(&number, &bits, sizeof number);
      napi_create_double(env, number, &result);
      break;
  }
  return result;
}

static napi_value read_output(Machine* machine, const Output* output) {
  napi_env env = machine->env;
  napi_value result = NULL;
  if (output->kind == KIND_MEM) {
    napi_create_array_with_length(env, output->size, &result);
    for (size_t i = 0; i < output->size; i++)
      napi_set_element(env, result, (uint32_t)i, fixture_int(env, output->memory[i]));
    return result;
  }
  uint64_t bits = machine->slots[output->slot];
  if (bits == UNTOUCHED) {
    napi_create_string_utf8(env, "untouched", NAPI_AUTO_LENGTH, &result);
    return result;
  }
  result = read_slot(env, output->type, bits);
  if (result == NULL) napi_get_null(env, &result);
  return result;
}

static uintptr_t invoke(const char* name, const Frame* frame) {
  void* address = dlsym(RTLD_DEFAULT, name);
  if (address == NULL) {
    fprintf(stderr, "raw: the executable does not export %s\n", name);
    exit(99);
  }
  const uintptr_t* w = frame->words;
  return ((Entry)address)(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10],
                          w[11], frame->number);
}

static void throw_marker(napi_env env) { napi_throw_error(env, "E_MARKER", "pending before the call"); }

// {status, out, message, code, threw, exception} of one step.
static napi_value step(Machine* machine, napi_value description) {
  napi_env env = machine->env;
  Frame frame = {0};
  napi_value result, outs, message, exception = NULL;
  const napi_extended_error_info* error = NULL;
  bool pending = false;
  char* name = text(machine, element(env, description, 0));
  decode(machine, element(env, description, 1), &frame);
  if (word(env, element(env, description, 2)) != 0) throw_marker(env);
  int status = (int)invoke(name, &frame);
  napi_get_last_error_info(env, &error);
  const char* words = error ? error->error_message : NULL;
  int code = error ? (int)error->error_code : -1;
  napi_is_exception_pending(env, &pending);
  if (pending) napi_get_and_clear_last_exception(env, &exception);

  napi_create_object(env, &result);
  napi_create_array(env, &outs);
  for (int i = 0; i < frame.output_count; i++)
    napi_set_element(env, outs, (uint32_t)i, read_output(machine, &frame.outputs[i]));
  if (words)
    napi_create_string_utf8(env, words, NAPI_AUTO_LENGTH, &message);
  else
    napi_get_null(env, &message);
  napi_set_named_property(env, result, "status", fixture_int(env, status));
  napi_set_named_property(env, result, "out", outs);
  napi_set_named_property(env, result, "message", message);
  napi_set_named_property(env, result, "code", fixture_int(env, code));
  napi_set_named_property(env, result, "threw", fixture_bool(env, pending));
  if (pending) napi_set_named_property(env, result, "exception", exception);
  return result;
}

static napi_value run(napi_env env, napi_callback_info info) {
  ARGS(1);
  Machine machine = {.env = env, .info = info};
  napi_value results;
  CHECK(napi_create_array(env, &results));
  uint32_t count = length_of(env, argv[0]);
  for (uint32_t i = 0; i < count; i++)
    napi_set_element(env, results, i, step(&machine, element(env, argv[0], i)));
  for (int i = 0; i < machine.block_count; i++) free(machine.blocks[i]);
  return results;
}

// Whether the executable exports a symbol.
static napi_value exported(napi_env env, napi_callback_info info) {
  ARGS(1);
  char name[128];
  CHECK(napi_get_value_string_utf8(env, argv[0], name, sizeof name, NULL));
  return fixture_bool(env, dlsym(RTLD_DEFAULT, name) != NULL);
}

static napi_value counters(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value result;
  CHECK(napi_create_object(env, &result));
  CHECK(napi_set_named_property(env, result, "finalized", fixture_int(env, atomic_load(&finalized))));
  CHECK(napi_set_named_property(env, result, "called", fixture_int(env, atomic_load(&called))));
  return result;
}

// Memory that is never freed, for external strings and buffers: (bytes) → address.
static napi_value leak(napi_env env, napi_callback_info info) {
  ARGS(1);
  size_t size = length_of(env, argv[0]);
  unsigned char* bytes = malloc(size + 16);
  napi_value result;
  for (size_t i = 0; i < size; i++) bytes[i] = (unsigned char)word(env, element(env, argv[0], (uint32_t)i));
  memset(bytes + size, 0, 16);
  CHECK(napi_create_bigint_uint64(env, (uint64_t)(uintptr_t)bytes, &result));
  return result;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {EXPORT(run), EXPORT(exported), EXPORT(counters), EXPORT(leak)};
  DEFINE_EXPORTS(exports, table);
  return exports;
}
