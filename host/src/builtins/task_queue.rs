//! Ticks, microtasks and promise rejections: what `internal/process/task_queues`
//! needs. The draining rule itself is in `runtime::callback_scope`.

use super::support::{self, Args, Return, constant, runtime};
use crate::runtime::{Runtime, call_into_js};

/// The methods of this binding.
pub(crate) static METHODS: &[support::Method] = support::method_table![
    "runMicrotasks" => run_microtasks,
    "enqueueMicrotask" => enqueue_microtask,
    "setTickCallback" => set_tick_callback,
    "setPromiseRejectCallback" => set_promise_reject_callback,
    "setAsyncResourceCallback" => set_async_resource_callback,
    "setMakeCallback" => set_make_callback,
    "setPromiseHooks" => set_promise_hooks,
    "setDestroyCallback" => set_destroy_callback,
    "requestDestroys" => request_destroys,
    "getContinuationData" => get_continuation_data,
    "setContinuationData" => set_continuation_data,
];

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
    let flags = runtime(scope).flags_array(scope);
    if let Some(flags) = flags {
        constant(scope, target, "tickInfo", flags.into());
    }
}

fn run_microtasks(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, _: Return<'_>) {
    scope.perform_microtask_checkpoint();
}

fn enqueue_microtask(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(0)) {
        scope.enqueue_microtask(function);
    }
}

fn set_tick_callback(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.process_ticks);
}

fn set_async_resource_callback(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.async_resource);
}

fn set_make_callback(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.make_callback);
}

fn set_promise_reject_callback(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.rejection);
}

/// `setPromiseHooks(init, before, after, resolve)`: what V8 calls for each promise of
/// this context; nothing where there is no function.
fn set_promise_hooks(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let [init, before, after, resolve] =
        [0, 1, 2, 3].map(|index| v8::Local::<v8::Function>::try_from(args.get(index)).ok());
    scope.set_promise_hooks(init, before, after, resolve);
}

fn set_destroy_callback(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.destroys);
}

/// `requestDestroys()`: the destroy callback is called in the next check phase, if
/// the loop lives that long.
fn request_destroys(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, _: Return<'_>) {
    let tell = |runtime: &Runtime| {
        call_into_js(runtime, |scope| {
            if let Some(callback) = runtime.hooks.destroys.get() {
                let receiver = v8::undefined(scope).into();
                v8::Local::new(scope, callback).call(scope, receiver, &[]);
            }
        });
    };
    super::timers::set_unrefed_immediate(&runtime(scope), Box::new(tell));
}

/// The value that follows the current async context (see `internal/async_context`).
fn get_continuation_data(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set(scope.get_continuation_preserved_embedder_data());
}

fn set_continuation_data(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    scope.set_continuation_preserved_embedder_data(args.get(0));
}
