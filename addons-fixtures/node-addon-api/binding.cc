// A test addon written with node-addon-api, unmodified: values, a class, errors
// both ways, an async worker, a promise, a thread-safe function, buffers,
// references, instance data. Built and run by run.sh, since the headers come
// from npm.
#include <napi.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

Napi::Value Greet(const Napi::CallbackInfo& info) {
  if (info.Length() < 1 || !info[0].IsString()) {
    throw Napi::TypeError::New(info.Env(), "a name is wanted");
  }
  return Napi::String::New(info.Env(), "Hello, " + info[0].As<Napi::String>().Utf8Value());
}

Napi::Value SumArray(const Napi::CallbackInfo& info) {
  Napi::Array array = info[0].As<Napi::Array>();
  double total = 0;
  for (uint32_t i = 0; i < array.Length(); i++) {
    Napi::HandleScope scope(info.Env());
    total += array.Get(i).ToNumber().DoubleValue();
  }
  return Napi::Number::New(info.Env(), total);
}

Napi::Value Describe(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Object result = Napi::Object::New(env);
  result["type"] = Napi::Number::New(env, info[0].Type());
  result["isDate"] = info[0].IsDate();
  result["isPromise"] = info[0].IsPromise();
  result.Set(Napi::Symbol::WellKnown(env, "toStringTag"), "Description");
  return result;
}

// Calls the function; a JavaScript exception arrives here as Napi::Error.
Napi::Value Catch(const Napi::CallbackInfo& info) {
  try {
    return info[0].As<Napi::Function>().Call({});
  } catch (const Napi::Error& error) {
    return Napi::String::New(info.Env(), "caught " + error.Message());
  }
}

Napi::Value Through(const Napi::CallbackInfo& info) {
  return info[0].As<Napi::Function>().Call(info.This(), {info[1]});
}

class Account : public Napi::ObjectWrap<Account> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Account",
                       {InstanceMethod<&Account::Deposit>("deposit"),
                        InstanceAccessor<&Account::GetBalance, &Account::SetBalance>("balance"),
                        StaticMethod<&Account::Rich>("rich"),
                        StaticValue("currency", Napi::String::New(env, "EUR"), napi_enumerable)});
  }
  explicit Account(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Account>(info) {
    if (info.Length() > 0) balance_ = info[0].As<Napi::Number>().DoubleValue();
    if (balance_ < 0) throw Napi::RangeError::New(info.Env(), "no debts");
  }

 private:
  Napi::Value Deposit(const Napi::CallbackInfo& info) {
    balance_ += info[0].As<Napi::Number>().DoubleValue();
    return Napi::Number::New(info.Env(), balance_);
  }
  Napi::Value GetBalance(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), balance_); }
  void SetBalance(const Napi::CallbackInfo&, const Napi::Value& value) { balance_ = value.ToNumber(); }
  static Napi::Value Rich(const Napi::CallbackInfo& info) {
    return info.This().As<Napi::Function>().New({Napi::Number::New(info.Env(), 1e6)});
  }
  double balance_ = 0;
};

class Squarer : public Napi::AsyncWorker {
 public:
  Squarer(const Napi::Function& callback, double number) : Napi::AsyncWorker(callback), number_(number) {}
  void Execute() override {
    if (number_ < 0) SetError("negative");
    number_ *= number_;
  }
  void OnOK() override {
    Napi::HandleScope scope(Env());
    Callback().Call({Env().Null(), Napi::Number::New(Env(), number_)});
  }

 private:
  double number_;
};

void Square(const Napi::CallbackInfo& info) {
  (new Squarer(info[1].As<Napi::Function>(), info[0].As<Napi::Number>().DoubleValue()))->Queue();
}

class Waiter : public Napi::AsyncWorker {
 public:
  explicit Waiter(Napi::Env env) : Napi::AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)) {}
  Napi::Promise Promise() const { return deferred_.Promise(); }
  void Execute() override { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }
  void OnOK() override { deferred_.Resolve(Napi::String::New(Env(), "waited")); }

 private:
  Napi::Promise::Deferred deferred_;
};

Napi::Value Wait(const Napi::CallbackInfo& info) {
  auto* waiter = new Waiter(info.Env());
  Napi::Promise promise = waiter->Promise();
  waiter->Queue();
  return promise;
}

void Count(const Napi::CallbackInfo& info) {
  int times = info[0].As<Napi::Number>().Int32Value();
  auto function = Napi::ThreadSafeFunction::New(info.Env(), info[1].As<Napi::Function>(), "count", 0, 1);
  std::thread([function, times]() mutable {
    for (int i = 0; i < times; i++) {
      function.BlockingCall(new int(i), [](Napi::Env env, Napi::Function callback, int* number) {
        callback.Call({Napi::Number::New(env, *number)});
        delete number;
      });
    }
    function.Release();
  }).detach();
}

Napi::Value Upper(const Napi::CallbackInfo& info) {
  auto buffer = info[0].As<Napi::Buffer<char>>();
  auto copy = Napi::Buffer<char>::Copy(info.Env(), buffer.Data(), buffer.Length());
  for (std::size_t i = 0; i < copy.Length(); i++) copy[i] = static_cast<char>(std::toupper(copy[i]));
  return copy;
}

Napi::Value Floats(const Napi::CallbackInfo& info) {
  auto array = Napi::Float64Array::New(info.Env(), 3);
  for (std::size_t i = 0; i < array.ElementLength(); i++) array[i] = 0.5 * static_cast<double>(i);
  return array;
}

Napi::Value Big(const Napi::CallbackInfo& info) {
  bool lossless = false;
  int64_t number = info[0].As<Napi::BigInt>().Int64Value(&lossless);
  return Napi::BigInt::New(info.Env(), number * 2);
}

struct State {
  int calls = 0;
  Napi::Reference<Napi::Value> kept;
};

Napi::Value Keep(const Napi::CallbackInfo& info) {
  State* state = info.Env().GetInstanceData<State>();
  state->kept = Napi::Reference<Napi::Value>::New(info[0].As<Napi::Object>(), 1);
  return Napi::Number::New(info.Env(), ++state->calls);
}

Napi::Value Kept(const Napi::CallbackInfo& info) { return info.Env().GetInstanceData<State>()->kept.Value(); }

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new State());
  exports["greet"] = Napi::Function::New(env, Greet, "greet");
  exports["sumArray"] = Napi::Function::New(env, SumArray);
  exports["describe"] = Napi::Function::New(env, Describe);
  exports["catch"] = Napi::Function::New(env, Catch);
  exports["through"] = Napi::Function::New(env, Through);
  exports["Account"] = Account::Define(env);
  exports["square"] = Napi::Function::New(env, Square);
  exports["wait"] = Napi::Function::New(env, Wait);
  exports["count"] = Napi::Function::New(env, Count);
  exports["upper"] = Napi::Function::New(env, Upper);
  exports["floats"] = Napi::Function::New(env, Floats);
  exports["big"] = Napi::Function::New(env, Big);
  exports["keep"] = Napi::Function::New(env, Keep);
  exports["kept"] = Napi::Function::New(env, Kept);
  return exports;
}

}  // namespace

NODE_API_MODULE(node_addon_api, Init)
