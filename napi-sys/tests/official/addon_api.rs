//! Addons in C++ compile against our headers as they are.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::header::Setting;
use crate::packages::{ours, packages, run};

/// What an addon of the usual kind uses: a class, a callback, async work, a promise.
const SOURCE: &str = r#"
#include <napi.h>
#include <string>

class Counter : public Napi::ObjectWrap<Counter> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "Counter", {
        InstanceMethod<&Counter::Next>("next"),
        InstanceAccessor<&Counter::Count>("count"),
    });
  }
  explicit Counter(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Counter>(info) {}

 private:
  Napi::Value Next(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), ++count_); }
  Napi::Value Count(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), count_); }
  int count_ = 0;
};

class Sum : public Napi::AsyncWorker {
 public:
  Sum(Napi::Env env, Napi::Promise::Deferred deferred)
      : Napi::AsyncWorker(env), deferred_(deferred) {}
  void Execute() override { sum_ = 42; }
  void OnOK() override { deferred_.Resolve(Napi::Number::New(Env(), sum_)); }

 private:
  Napi::Promise::Deferred deferred_;
  int sum_ = 0;
};

static Napi::Value Start(const Napi::CallbackInfo& info) {
  auto deferred = Napi::Promise::Deferred::New(info.Env());
  (new Sum(info.Env(), deferred))->Queue();
  return deferred.Promise();
}

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("Counter", Counter::Define(env));
  exports.Set("start", Napi::Function::New(env, Start));
  exports.Set("buffer", Napi::Buffer<char>::Copy(env, "abc", 3));
  exports.Set("text", std::string("text"));
  return exports;
}

NODE_API_MODULE(addon, Init)
"#;

fn compile(setting: &Setting, flags: &[&str]) {
    let folder = setting.scratch("addon_api");
    let file = folder.join("addon.cc");
    fs::write(&file, SOURCE).expect("the scratch folder is writable");
    run(Command::new("c++")
        .args([
            "-std=c++17",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-Wno-unused-parameter",
        ])
        .args(["-fsyntax-only"])
        .args(flags)
        .args(&setting.defines)
        .arg("-I")
        .arg(ours())
        // Its warnings are not ours to judge.
        .arg("-isystem")
        .arg(&packages().addon_api)
        .arg(&file));
}

#[test]
fn node_addon_api_compiles_against_our_headers() {
    for version in [3, 6, 8, 10] {
        compile(
            &Setting::version(version),
            &["-DNAPI_DISABLE_CPP_EXCEPTIONS"],
        );
    }
    compile(&Setting::default_version(), &["-DNAPI_CPP_EXCEPTIONS"]);
    for setting in Setting::experimental() {
        compile(&setting, &["-DNAPI_CPP_EXCEPTIONS"]);
    }
}

/// C and C++, old and new standards, every version, with all warnings.
#[test]
fn headers_alone_compile_without_warnings() {
    let mut settings: Vec<Setting> = (1..=10).map(Setting::version).collect();
    settings.extend(Setting::experimental());
    for setting in &settings {
        let folder = setting.scratch("alone");
        for (compiler, file, standards) in [
            ("cc", "addon.c", ["-std=c99", "-std=c17"]),
            ("c++", "addon.cc", ["-std=c++11", "-std=c++20"]),
        ] {
            let file = folder.join(file);
            let source =
                "#include <node_api.h>\nNAPI_MODULE_INIT() { (void)env; return exports; }\n";
            fs::write(&file, source).expect("the scratch folder is writable");
            for standard in standards {
                alone(compiler, standard, setting, &file);
            }
        }
    }
}

fn alone(compiler: &str, standard: &str, setting: &Setting, file: &Path) {
    run(Command::new(compiler)
        .args([
            standard,
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-fsyntax-only",
        ])
        .args(&setting.defines)
        .arg("-I")
        .arg(ours())
        .arg(file));
}
