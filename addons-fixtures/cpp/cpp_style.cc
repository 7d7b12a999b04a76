// C++ as node-addon-api's users write it, without the package: a class that
// owns its native state by wrap, exceptions across the boundary, RAII scopes,
// lambdas as callbacks, and std::function behind a function's data.
#include <node_api.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

// What JavaScript threw, on its way through C++ frames.
struct Pending : std::exception {};

void must(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  // First, since every further call sets it anew.
  const napi_extended_error_info* info = nullptr;
  napi_get_last_error_info(env, &info);
  std::string message = info->error_message ? info->error_message : "unknown";
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) throw Pending();
  throw std::runtime_error(message);
}

class Scope {
 public:
  explicit Scope(napi_env env) : env_(env) { must(env, napi_open_handle_scope(env, &scope_)); }
  ~Scope() { napi_close_handle_scope(env_, scope_); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  napi_env env_;
  napi_handle_scope scope_ = nullptr;
};

struct Call {
  napi_env env;
  napi_value self = nullptr;
  std::vector<napi_value> arguments;
  void* data = nullptr;

  Call(napi_env environment, napi_callback_info info) : env(environment) {
    std::size_t count = 0;
    must(env, napi_get_cb_info(env, info, &count, nullptr, nullptr, nullptr));
    arguments.resize(count);
    must(env, napi_get_cb_info(env, info, &count, arguments.data(), &self, &data));
  }
};

using Body = std::function<napi_value(const Call&)>;

// Runs a body; C++ exceptions become JavaScript's, JavaScript's stay pending.
napi_value guarded(napi_env env, napi_callback_info info, const std::function<napi_value(const Call&)>& body) {
  try {
    return body(Call(env, info));
  } catch (const Pending&) {
    return nullptr;
  } catch (const std::exception& error) {
    napi_throw_error(env, "E_CPP", error.what());
    return nullptr;
  }
}

std::string text(napi_env env, napi_value value) {
  std::size_t length = 0;
  must(env, napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string result(length, '\0');
  must(env, napi_get_value_string_utf8(env, value, result.data(), length + 1, nullptr));
  return result;
}

napi_value make_text(napi_env env, const std::string& content) {
  napi_value result;
  must(env, napi_create_string_utf8(env, content.data(), content.size(), &result));
  return result;
}

napi_value make_number(napi_env env, double number) {
  napi_value result;
  must(env, napi_create_double(env, number, &result));
  return result;
}

// A function from any C++ callable; the callable dies with the function.
napi_value make_function(napi_env env, const char* name, Body body) {
  auto owned = std::make_unique<Body>(std::move(body));
  napi_value function;
  must(env, napi_create_function(env, name, NAPI_AUTO_LENGTH,
                                 [](napi_env inner, napi_callback_info info) {
                                   return guarded(inner, info, [](const Call& call) {
                                     return (*static_cast<Body*>(call.data))(call);
                                   });
                                 },
                                 owned.get(), &function));
  must(env, napi_add_finalizer(env, function, owned.get(),
                               [](napi_env, void* data, void*) { delete static_cast<Body*>(data); }, nullptr, nullptr));
  owned.release();
  return function;
}

class Stack {
 public:
  static Stack& of(const Call& call) {
    void* native = nullptr;
    must(call.env, napi_unwrap(call.env, call.self, &native));
    return *static_cast<Stack*>(native);
  }
  static napi_value construct(napi_env env, napi_callback_info info) {
    return guarded(env, info, [](const Call& call) {
      auto owned = std::make_unique<Stack>();
      must(call.env, napi_wrap(call.env, call.self, owned.get(),
                               [](napi_env, void* data, void*) { delete static_cast<Stack*>(data); }, nullptr,
                               nullptr));
      owned.release();
      return call.self;
    });
  }
  static napi_value push(napi_env env, napi_callback_info info) {
    return guarded(env, info, [](const Call& call) {
      Stack& stack = of(call);
      for (napi_value argument : call.arguments) stack.items_.push_back(text(call.env, argument));
      return make_number(call.env, static_cast<double>(stack.items_.size()));
    });
  }
  static napi_value pop(napi_env env, napi_callback_info info) {
    return guarded(env, info, [](const Call& call) {
      Stack& stack = of(call);
      if (stack.items_.empty()) throw std::out_of_range("the stack is empty");
      std::string top = std::move(stack.items_.back());
      stack.items_.pop_back();
      return make_text(call.env, top);
    });
  }

 private:
  std::vector<std::string> items_;
};

napi_value define_stack(napi_env env) {
  napi_property_descriptor members[] = {
      {"push", nullptr, Stack::push, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"pop", nullptr, Stack::pop, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_value constructor;
  must(env, napi_define_class(env, "Stack", NAPI_AUTO_LENGTH, Stack::construct, nullptr, 2, members, &constructor));
  return constructor;
}

// Calls the callback for each of the numbers below the limit, each in a scope,
// and adds what it returns. What it throws passes through the frames here.
napi_value sum_of(const Call& call) {
  std::int32_t limit = 0;
  double total = 0;
  must(call.env, napi_get_value_int32(call.env, call.arguments.at(0), &limit));
  for (std::int32_t i = 0; i < limit; i++) {
    Scope scope(call.env);
    napi_value number = make_number(call.env, i);
    napi_value answer;
    double part = 0;
    must(call.env, napi_call_function(call.env, call.self, call.arguments.at(1), 1, &number, &answer));
    must(call.env, napi_get_value_double(call.env, answer, &part));
    total += part;
  }
  return make_number(call.env, total);
}

napi_value make_adder(const Call& call) {
  double base = 0;
  must(call.env, napi_get_value_double(call.env, call.arguments.at(0), &base));
  return make_function(call.env, "add", [base](const Call& inner) {
    double number = 0;
    must(inner.env, napi_get_value_double(inner.env, inner.arguments.at(0), &number));
    return make_number(inner.env, base + number);
  });
}

}  // namespace

NAPI_MODULE_INIT() {
  try {
    must(env, napi_set_named_property(env, exports, "Stack", define_stack(env)));
    must(env, napi_set_named_property(env, exports, "sumOf", make_function(env, "sumOf", sum_of)));
    must(env, napi_set_named_property(env, exports, "makeAdder", make_function(env, "makeAdder", make_adder)));
  } catch (const std::exception& error) {
    napi_throw_error(env, "E_CPP", error.what());
  }
  return exports;
}
