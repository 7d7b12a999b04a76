//! Makes an isolate ready: context, callbacks, flags, and the JavaScript loader
//! of the built-in modules, which a startup snapshot (`snapshot`) has run already.
//!
//! Everything that an empty script does not need is loaded later, at first use.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ptr::NonNull;
use std::rc::Rc;

use napi_host_event_loop::EventLoop;

use super::{
    Hooks, Runtime, array_memory, flag, foreground, memory, out_of_memory, platform, rejection,
    report, snapshot, stack_trace,
};
use crate::builtins::performance::{Milestone, Milestones};
use crate::builtins::{self, support};
use crate::options::Options;

/// The module that sets up `process`, the globals and the built-in `require`.
const LOADER: &str = "internal/bootstrap/loader";

impl Runtime {
    /// Makes the isolate of this thread. The returned isolate must stay alive as
    /// long as the runtime; both live on the calling thread.
    ///
    /// # Errors
    /// The event loop cannot be made, or the bootstrap's JavaScript threw (a bug of
    /// this crate: the text says what).
    pub(crate) fn start(options: Rc<Options>) -> Result<(v8::OwnedIsolate, Rc<Self>), String> {
        Self::start_worker(options, memory::limits(), |_| {})
    }

    /// As [`Self::start`], with an isolate as `params` says; `prepare` may give the isolate its slots before any
    /// JavaScript runs.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub(crate) fn start_worker(
        options: Rc<Options>,
        params: v8::CreateParams,
        prepare: impl FnOnce(&mut v8::OwnedIsolate),
    ) -> Result<(v8::OwnedIsolate, Rc<Self>), String> {
        let milestones = Milestones::default();
        milestones.reach(Milestone::V8Start);
        platform::start(&options.v8_flags);
        let params = params.array_buffer_allocator(array_memory::allocator());
        let (parameters, is_from_snapshot) = snapshot::from_snapshot(params);
        let mut isolate = v8::Isolate::new(parameters);
        isolate.set_microtasks_policy(v8::MicrotasksPolicy::Explicit);
        isolate.set_oom_error_handler(out_of_memory::end);
        isolate.set_promise_reject_callback(rejection::on_reject);
        isolate.set_prepare_stack_trace_callback(stack_trace::prepare);
        isolate.set_host_import_module_dynamically_callback(builtins::esm::import_dynamically);
        let traces = options.is_on("trace-uncaught", false);
        isolate.set_capture_stack_trace_for_uncaught_exceptions(traces, report::TRACED_CALLS);
        let runtime = {
            v8::scope!(let scope, &mut isolate);
            if is_from_snapshot {
                snapshot::restore(scope, options, milestones)?
            } else {
                let context = v8::Context::new(scope, v8::ContextOptions::default());
                let scope = &mut v8::ContextScope::new(scope, context);
                let flags = v8::ArrayBuffer::new(scope, flag::COUNT).get_backing_store();
                make_runtime(scope, options, flags, milestones)?
            }
        };
        isolate.set_slot(Rc::clone(&runtime));
        runtime.milestones.reach(Milestone::Environment);
        foreground::attach(&runtime);
        prepare(&mut isolate);
        builtins::timers::start_check_phase(&runtime);
        super::enter(&runtime, |scope| {
            if !is_from_snapshot {
                run_loader(&runtime, scope)?;
            }
            call_start(&runtime, scope, "start")
        })?;
        Ok((isolate, runtime))
    }

    /// A `Uint8Array` over the flags shared with JavaScript.
    pub(crate) fn flags_array<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Uint8Array>> {
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &self.flags);
        v8::Uint8Array::new(scope, buffer, 0, flag::COUNT)
    }
}

/// The runtime of the isolate and context that `scope` is in. `flags` is the memory that it
/// shares with JavaScript.
pub(super) fn make_runtime(
    scope: &mut v8::PinScope<'_, '_>,
    options: Rc<Options>,
    flags: v8::SharedRef<v8::BackingStore>,
    milestones: Milestones,
) -> Result<Rc<Runtime>, String> {
    let event_loop = EventLoop::new().map_err(|e| format!("cannot make an event loop: {e}"))?;
    // SAFETY: the pointer is only used while the isolate lives; see `Runtime`.
    let isolate = unsafe { scope.as_raw_isolate_ptr() };
    let context = scope.get_current_context();
    let flag_cells: &[Cell<u8>] = &flags;
    Ok(Rc::new(Runtime {
        isolate,
        context: v8::Global::new(scope, context),
        event_loop,
        options,
        bindings: RefCell::new(HashMap::new()),
        hooks: Hooks::default(),
        flag_cells: NonNull::from(flag_cells),
        flags,
        depth: Cell::new(0),
        exiting: Cell::new(false),
        watches_creators: Cell::new(false),
        entered: Cell::new(false),
        ended_envs: RefCell::default(),
        cleanup: crate::env::teardown::Hooks::default(),
        exit_code: Cell::new(0),
        engine: OnceCell::new(),
        envs: RefCell::new(Vec::new()),
        timers: builtins::timers::Timers::default(),
        near_limit: memory::NearLimit::default(),
        thread: Cell::new(0),
        reported_memory: Cell::new(0),
        milestones,
        uv_loop: crate::uv::OwnedLoop::default(),
        buffer_prototype: RefCell::new(None),
    }))
}

/// Calls a function of `internal/bootstrap/start`.
pub(super) fn call_start(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    name: &str,
) -> Result<(), String> {
    v8::tc_scope!(let scope, scope);
    if super::host::call_internal(runtime, scope, "internal/bootstrap/start", name).is_some() {
        return Ok(());
    }
    Err(failure(scope))
}

/// Why the built-in modules do not start.
fn failure<'s, 'o, 'i>(
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'o, v8::HandleScope<'i>>>,
) -> String {
    let text = scope
        .stack_trace()
        .or_else(|| scope.exception())
        .map_or_else(|| String::from("no exception"), |e| support::text(scope, e));
    format!("the built-in modules do not start: {text}")
}

/// `internalBinding` as V8 calls it.
pub(super) fn internal_binding_callback() -> v8::FunctionCallback {
    v8::MapFnTo::map_fn_to(internal_binding)
}

/// Runs the loader with `exports` an empty object, `require` undefined and
/// `process` the object that becomes `process`.
pub(super) fn run_loader(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
) -> Result<(), String> {
    v8::tc_scope!(let scope, scope);
    let done = (|| {
        let function = builtins::compile(scope, LOADER)?;
        let exports = v8::Object::new(scope);
        let module = v8::Object::new(scope);
        let process = v8::Object::new(scope);
        let undefined = v8::undefined(scope).into();
        let internal_binding = v8::Function::new(scope, internal_binding)?;
        function.call(
            scope,
            undefined,
            &[
                exports.into(),
                undefined,
                module.into(),
                process.into(),
                internal_binding.into(),
            ],
        )?;
        let require = support::get(scope, exports, "require");
        let require = v8::Local::<v8::Function>::try_from(require).ok()?;
        let _ = runtime.hooks.require.set(v8::Global::new(scope, require));
        Some(())
    })();
    if done.is_some() {
        return Ok(());
    }
    Err(failure(scope))
}

/// `internalBinding(name)`.
fn internal_binding(
    scope: &mut v8::PinScope<'_, '_>,
    args: support::Args<'_>,
    mut rv: support::Return<'_>,
) {
    let name = support::text(scope, args.get(0));
    let runtime = Runtime::from_scope(scope);
    match runtime.binding(scope, &name) {
        Some(binding) => rv.set(binding.into()),
        None => support::throw_error(scope, &format!("No such binding: {name}")),
    }
}
