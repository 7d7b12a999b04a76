//! [`Host`]: one program from start to exit code.

use std::convert::Infallible;
use std::rc::Rc;

use napi_host_event_loop::pool;

use super::{Runtime, call_into_js};
use crate::builtins::performance::Milestone;
use crate::builtins::support;
use crate::options::Options;

/// Options that have `internal/bootstrap/main` watch the program.
const OBSERVING: [&str; 7] = [
    "cpu-prof",
    "explain-exit",
    "heap-prof",
    "heapsnapshot-near-heap-limit",
    "heapsnapshot-signal",
    "report-on-signal",
    "report-uncaught-exception",
];

/// Runs programs. Hosts are independent of each other: several may live in one
/// process, each on its own thread, or one after the other.
#[derive(Debug)]
pub struct Host;

impl Host {
    /// Runs the program that `options` names until nothing keeps its event loop
    /// alive, tears its environments down and answers the exit code (Node's numbers).
    ///
    /// `process.exit()` and uncaught errors end the *process* (after the `exit`
    /// event), as in Node; then this does not return.
    ///
    /// # Errors
    /// A text for the user when the host itself cannot start.
    pub fn run(options: Options) -> Result<i32, String> {
        let (isolate, runtime) = start(options)?;
        let code = run_program(&runtime);
        drop(runtime);
        drop(isolate);
        Ok(code)
    }

    /// As [`Self::run`], for an executable that does nothing else: the process ends
    /// with the program, without the work of giving its memory back.
    ///
    /// # Errors
    /// As [`Self::run`]; else this does not return.
    pub fn run_process(options: Options) -> Result<Infallible, String> {
        let (isolate, runtime) = start(options)?;
        let code = run_program(&runtime);
        pool::shut_down();
        // Static destructors of addons may still use their envs.
        std::mem::forget(runtime);
        std::mem::forget(isolate);
        std::process::exit(code)
    }
}

/// The thread's isolate and runtime, and what the options have watch them.
fn start(options: Options) -> Result<(v8::OwnedIsolate, Rc<Runtime>), String> {
    if let Some(file) = options.settings.get("trace-napi") {
        crate::trace::start(file)
            .map_err(|error| format!("cannot write the trace {file}: {error}"))?;
    }
    if let Some(title) = options.settings.get("title") {
        crate::builtins::process_title::set(title.clone());
    }
    Runtime::start(Rc::new(options))
}

/// The whole program on the thread's runtime: start, loop, end, teardown.
pub(super) fn run_program(runtime: &Rc<Runtime>) -> i32 {
    runtime.uv_loop.make_default(runtime);
    if OBSERVING
        .iter()
        .any(|name| runtime.options().is_on(name, false))
    {
        call_into_js(runtime, |scope| {
            call_internal(runtime, scope, "internal/bootstrap/main", "observe");
        });
    }
    runtime.milestones.reach(Milestone::BootstrapComplete);
    call_into_js(runtime, |scope| {
        call_internal(runtime, scope, "internal/bootstrap/main", "run");
    });
    let code = run_to_end(runtime);
    super::enter(runtime, |scope| {
        crate::builtins::worker::stop_children(scope);
    });
    runtime.tear_down();
    code
}

/// Runs the loop, `beforeExit`, again while that made work, then `exit`.
fn run_to_end(runtime: &Runtime) -> i32 {
    runtime.milestones.reach_once(Milestone::LoopStart);
    loop {
        heed_end(runtime);
        runtime.run_loop();
        super::foreground::drain(runtime);
        if runtime.event_loop().alive() && !runtime.is_exiting() {
            continue;
        }
        runtime.milestones.reach(Milestone::LoopExit);
        crate::builtins::timers::run_unrefed(runtime);
        call_into_js(runtime, |scope| {
            call_internal(runtime, scope, "internal/bootstrap/main", "beforeExit");
        });
        if !runtime.event_loop().alive() || runtime.is_exiting() {
            break;
        }
    }
    heed_end(runtime);
    call_into_js(runtime, |scope| {
        let code = call_internal(runtime, scope, "internal/bootstrap/main", "exit")
            .and_then(|code| code.int32_value(scope));
        // A worker that has ended in there has set its own.
        if let Some(code) = code {
            runtime.exit_code.set(code);
        }
    });
    runtime.exit_code.get()
}

/// In a worker that was told to end: no JavaScript starts any more. What told it also
/// posts that to the loop, which may have run dry before.
fn heed_end(runtime: &Runtime) {
    if super::enter(runtime, crate::builtins::worker::ends) {
        runtime.exiting.set(true);
        runtime.event_loop().stop();
    }
}

/// Calls function `name` of the built-in module `id`; an exception stays pending.
pub(super) fn call_internal<'s>(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'s, '_>,
    id: &str,
    name: &str,
) -> Option<v8::Local<'s, v8::Value>> {
    let module = runtime.require_builtin(scope, id)?.to_object(scope)?;
    let function = support::get(scope, module, name);
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    function.call(scope, module.into(), &[])
}

impl Runtime {
    /// Runs a worker's program to its end and answers the exit code.
    pub(crate) fn run_worker(&self) -> i32 {
        self.milestones.reach(Milestone::BootstrapComplete);
        call_into_js(self, |scope| {
            call_internal(self, scope, "internal/worker/main", "run");
        });
        run_to_end(self)
    }

    /// Ends this worker: no JavaScript starts any more, and the loop stops.
    pub(crate) fn end_thread(&self, code: i32) {
        self.exit_code.set(code);
        self.exiting.set(true);
        self.event_loop().stop();
    }

    /// Ends the process: worker pool joined, then C `exit` with its handlers. No
    /// cleanup hooks and no finalizers run, as in Node.
    pub(crate) fn exit_process(&self, code: i32) -> ! {
        self.begin_exit();
        // A thread of the pool that waits for room in a queue would never end.
        for env in self.envs() {
            env.refuse_calls();
        }
        pool::shut_down();
        std::process::exit(code)
    }

    /// `process.exitCode`, if the program has set it.
    pub(crate) fn exit_code_from_js(&self, scope: &mut v8::PinScope<'_, '_>) -> Option<i32> {
        let module = self.require_builtin(scope, "internal/bootstrap/loader")?;
        let module = module.to_object(scope)?;
        let process = support::get(scope, module, "process").to_object(scope)?;
        let code = support::get(scope, process, "exitCode");
        if code.is_null_or_undefined() {
            return None;
        }
        code.int32_value(scope)
    }
}
