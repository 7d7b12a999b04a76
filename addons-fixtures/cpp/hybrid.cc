// A Node-API addon that besides uses the C++ functions of V8 and node that this host offers. It declares
// them itself, as they have been in every version of node: the layout of HeapSpaceStatistics among it.
#include "../c/common.h"

namespace v8 {

enum GCType : int {};
enum GCCallbackFlags : int {};

class HeapSpaceStatistics {
 public:
  HeapSpaceStatistics();
  const char* space_name_;
  size_t size_, used_, available_, physical_;
};

class HeapStatistics {
 public:
  HeapStatistics();
  size_t words_[14];
};

template <class T>
class Local {
 public:
  T* slot_;
};

enum class NewStringType;
class String {
 public:
  // In V8 a MaybeLocal, which is one word too.
  static Local<String> NewFromUtf8(class Isolate* isolate, const char* data, NewStringType type, int length);
};

class CpuProfileNode {
 public:
  const char* GetFunctionNameStr() const;
  int GetChildrenCount() const;
  const CpuProfileNode* GetChild(int index) const;
  const CpuProfileNode* GetParent() const;
};

class CpuProfile {
 public:
  const CpuProfileNode* GetTopDownRoot() const;
  int GetSamplesCount() const;
  const CpuProfileNode* GetSample(int index) const;
  int64_t GetSampleTimestamp(int index) const;
  int64_t GetStartTime() const;
  int64_t GetEndTime() const;
  void Delete();
};

enum CpuProfilingNamingMode : int {};
enum CpuProfilingLoggingMode : int {};
enum CpuProfilingMode : int {};
class CpuProfiler {
 public:
  static CpuProfiler* New(class Isolate* isolate, CpuProfilingNamingMode naming, CpuProfilingLoggingMode logging);
  void SetSamplingInterval(int microseconds);
  int StartProfiling(Local<String> title, CpuProfilingMode mode, bool samples, unsigned limit);
  CpuProfile* StopProfiling(Local<String> title);
  void Dispose();
};

class Isolate {
 public:
  using Plain = void (*)(Isolate*, GCType, GCCallbackFlags);
  using WithData = void (*)(Isolate*, GCType, GCCallbackFlags, void*);
  static Isolate* GetCurrent();
  static Isolate* TryGetCurrent();
  void AddGCPrologueCallback(Plain callback, GCType filter);
  void AddGCPrologueCallback(WithData callback, void* data, GCType filter);
  void RemoveGCPrologueCallback(Plain callback);
  void RemoveGCPrologueCallback(WithData callback, void* data);
  void AddGCEpilogueCallback(Plain callback, GCType filter);
  void AddGCEpilogueCallback(WithData callback, void* data, GCType filter);
  void RemoveGCEpilogueCallback(Plain callback);
  void RemoveGCEpilogueCallback(WithData callback, void* data);
  size_t NumberOfHeapSpaces();
  void GetHeapStatistics(HeapStatistics* statistics);
  bool GetHeapSpaceStatistics(HeapSpaceStatistics* statistics, size_t index);
  int64_t AdjustAmountOfExternalAllocatedMemory(int64_t change);
  void LowMemoryNotification();
  void PerformMicrotaskCheckpoint();
};

class MicrotasksScope {
 public:
  static void PerformCheckpoint(Isolate* isolate);
};

class V8 {
 public:
  static const char* GetVersion();
};

}  // namespace v8

namespace node {
struct uv_loop_s* GetCurrentEventLoop(v8::Isolate* isolate);
void AddEnvironmentCleanupHook(v8::Isolate* isolate, void (*hook)(void*), void* argument);
void RemoveEnvironmentCleanupHook(v8::Isolate* isolate, void (*hook)(void*), void* argument);
}  // namespace node

namespace {

v8::Isolate* isolate() { return v8::Isolate::GetCurrent(); }

napi_value text(napi_env env, const char* value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &result);
  return result;
}

napi_value is_current(napi_env env, napi_callback_info) {
  return fixture_bool(env, isolate() != nullptr && isolate() == v8::Isolate::TryGetCurrent());
}

napi_value same_loop(napi_env env, napi_callback_info) {
  struct uv_loop_s* loop = nullptr;
  napi_get_uv_event_loop(env, &loop);
  return fixture_bool(env, loop != nullptr && loop == node::GetCurrentEventLoop(isolate()));
}

napi_value version(napi_env env, napi_callback_info) { return text(env, v8::V8::GetVersion()); }

// The names of the heap's spaces and how much of each is used.
napi_value spaces(napi_env env, napi_callback_info) {
  napi_value all = nullptr;
  napi_create_object(env, &all);
  for (size_t index = 0; index < isolate()->NumberOfHeapSpaces(); index++) {
    // What lies behind the struct has to stay what it is.
    struct {
      v8::HeapSpaceStatistics statistics;
      size_t guard = 4711;
    } place;
    if (!isolate()->GetHeapSpaceStatistics(&place.statistics, index) || place.guard != 4711) continue;
    napi_set_named_property(env, all, place.statistics.space_name_,
                            fixture_int(env, static_cast<int64_t>(place.statistics.used_)));
  }
  return all;
}

// The words of the heap's statistics as an addon of Node 16 to 22 has them, and whether what lies behind is still there.
napi_value heap(napi_env env, napi_callback_info) {
  struct {
    v8::HeapStatistics statistics;
    size_t guard = 4711;
  } place;
  isolate()->GetHeapStatistics(&place.statistics);
  napi_value all = nullptr;
  napi_create_array(env, &all);
  // The tenth is a truth value and padding.
  place.statistics.words_[9] &= 1;
  for (uint32_t index = 0; index < 14; index++) {
    napi_set_element(env, all, index, fixture_int(env, static_cast<int64_t>(place.statistics.words_[index])));
  }
  napi_set_element(env, all, 14, fixture_bool(env, place.guard == 4711));
  return all;
}

bool has(const v8::CpuProfileNode* node, const char* name) {
  if (strcmp(node->GetFunctionNameStr(), name) == 0) return true;
  for (int index = 0; index < node->GetChildrenCount(); index++) {
    if (has(node->GetChild(index), name)) return true;
  }
  return false;
}

// Profiles a call of a function that is named `busy`: [the root's name, whether `busy` was seen, whether each sample has a time
// between start and end and a way up to the root].
napi_value profile(napi_env env, napi_callback_info info) {
  ARGS(1);
  auto* profiler = v8::CpuProfiler::New(isolate(), v8::CpuProfilingNamingMode{}, v8::CpuProfilingLoggingMode{});
  profiler->SetSamplingInterval(100);
  const auto title = v8::String::NewFromUtf8(isolate(), "title", v8::NewStringType{}, -1);
  profiler->StartProfiling(title, v8::CpuProfilingMode{}, true, 100000);
  napi_value undefined = fixture_undefined(env), ignored = nullptr;
  napi_call_function(env, undefined, argv[0], 0, nullptr, &ignored);
  v8::CpuProfile* profile = profiler->StopProfiling(title);
  const v8::CpuProfileNode* root = profile->GetTopDownRoot();
  bool good = profile->GetSamplesCount() > 0;
  for (int index = 0; index < profile->GetSamplesCount(); index++) {
    const int64_t time = profile->GetSampleTimestamp(index);
    const v8::CpuProfileNode* node = profile->GetSample(index);
    while (node->GetParent() != nullptr) node = node->GetParent();
    good = good && node == root && time >= profile->GetStartTime() && time <= profile->GetEndTime();
  }
  napi_value all = nullptr;
  napi_create_array(env, &all);
  napi_set_element(env, all, 0, text(env, root->GetFunctionNameStr()));
  napi_set_element(env, all, 1, fixture_bool(env, has(root, "busy")));
  napi_set_element(env, all, 2, fixture_bool(env, good));
  profile->Delete();
  profiler->Dispose();
  return all;
}

int counts[4];
void prologue(v8::Isolate*, v8::GCType, v8::GCCallbackFlags) { counts[0]++; }
void epilogue(v8::Isolate*, v8::GCType, v8::GCCallbackFlags) { counts[1]++; }
void count(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) { ++*static_cast<int*>(data); }

napi_value watch(napi_env env, napi_callback_info) {
  const auto all = static_cast<v8::GCType>(0xff);
  isolate()->AddGCPrologueCallback(prologue, all);
  isolate()->AddGCEpilogueCallback(epilogue, all);
  isolate()->AddGCPrologueCallback(count, &counts[2], all);
  isolate()->AddGCEpilogueCallback(count, &counts[3], all);
  return fixture_undefined(env);
}

napi_value unwatch(napi_env env, napi_callback_info) {
  isolate()->RemoveGCPrologueCallback(prologue);
  isolate()->RemoveGCEpilogueCallback(epilogue);
  isolate()->RemoveGCPrologueCallback(count, &counts[2]);
  isolate()->RemoveGCEpilogueCallback(count, &counts[3]);
  return fixture_undefined(env);
}

// How often each of the four callbacks was called.
napi_value collections(napi_env env, napi_callback_info) {
  napi_value all = nullptr;
  napi_create_array(env, &all);
  for (uint32_t index = 0; index < 4; index++) {
    napi_set_element(env, all, index, fixture_int(env, counts[index]));
  }
  return all;
}

napi_value low_memory(napi_env env, napi_callback_info) {
  isolate()->LowMemoryNotification();
  return fixture_undefined(env);
}

// By how much external memory has grown after growing by an amount, and after taking it back.
napi_value adjust(napi_env env, napi_callback_info info) {
  ARGS(1);
  const int64_t change = fixture_to_int(env, argv[0]);
  const int64_t before = isolate()->AdjustAmountOfExternalAllocatedMemory(0);
  const int64_t grown = isolate()->AdjustAmountOfExternalAllocatedMemory(change) - before;
  const int64_t after = isolate()->AdjustAmountOfExternalAllocatedMemory(-change) - before;
  return fixture_bool(env, grown == change && after == 0);
}

napi_value checkpoint(napi_env env, napi_callback_info) {
  v8::MicrotasksScope::PerformCheckpoint(isolate());
  return fixture_undefined(env);
}

napi_value checkpoint_of_isolate(napi_env env, napi_callback_info) {
  isolate()->PerformMicrotaskCheckpoint();
  return fixture_undefined(env);
}

void say(void* argument) {
  puts(static_cast<const char*>(argument));
  fflush(stdout);
}
char first[] = "first", second[] = "second", removed[] = "removed";

napi_value hooks(napi_env env, napi_callback_info) {
  node::AddEnvironmentCleanupHook(isolate(), say, first);
  node::AddEnvironmentCleanupHook(isolate(), say, removed);
  node::AddEnvironmentCleanupHook(isolate(), say, second);
  node::RemoveEnvironmentCleanupHook(isolate(), say, removed);
  return fixture_undefined(env);
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_property_descriptor table[] = {
      EXPORT(is_current),  EXPORT(same_loop),  EXPORT(version), EXPORT(spaces),     EXPORT(watch),
      EXPORT(unwatch),     EXPORT(collections), EXPORT(adjust),  EXPORT(checkpoint), EXPORT(hooks),
      EXPORT(low_memory),  EXPORT(checkpoint_of_isolate), EXPORT(heap), EXPORT(profile),
  };
  DEFINE_EXPORTS(exports, table);
  return exports;
}
