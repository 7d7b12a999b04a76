//! Uncaught errors, as JavaScript asks for them: the hook that decides, and the
//! way to raise one.

use super::support::{self, Args, Return, runtime};
use crate::runtime::trigger_uncaught;

/// The methods of this binding.
pub(crate) static METHODS: &[support::Method] = support::method_table![
    "setUncaughtCallback" => set_uncaught_callback,
    "triggerUncaughtException" => trigger,
    "detailText" => detail_text,
    "setSourceMapCallbacks" => set_source_map_callbacks,
    "keepLocation" => keep_location,
];

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
}

/// `keepLocation(error)`: where it was made is printed with it even if its stack is written anew.
fn keep_location(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let error = args.get(0);
    let message = v8::Exception::create_message(scope, error);
    let file = message
        .get_script_resource_name(scope)
        .map_or_else(String::new, |name| support::text(scope, name));
    // One that the host itself has made, or whose stack somebody has looked at, says nothing.
    if !file.starts_with("node:") {
        crate::runtime::report::remember_location(scope, error, message);
    }
}

/// A value as V8 names it in its own messages, without a call into JavaScript.
fn detail_text(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(text) = args.get(0).to_detail_string(scope) {
        rv.set(text.into());
    }
}

fn set_uncaught_callback(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.uncaught);
}

/// `setSourceMapCallbacks(prepareStack)`, and the same with `(mapPlace, true)`.
fn set_source_map_callbacks(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if args.get(1).is_true() {
        support::set_hook(scope, &args, |hooks| &hooks.map_place);
    } else {
        support::set_hook(scope, &args, |hooks| &hooks.prepare_stack);
    }
}

/// `triggerUncaughtException(error, fromPromise)`.
fn trigger(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let runtime = runtime(scope);
    let error = args.get(0);
    let from_promise = args.get(1).boolean_value(scope);
    let message = v8::Exception::create_message(scope, error);
    trigger_uncaught(&runtime, scope, error, Some(message), from_promise);
}
