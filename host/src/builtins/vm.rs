//! `internalBinding('vm')`: contexts of their own over an object of the user's, and
//! code compiled for this or another context.
//!
//! Deliberately absent: options and their checks (JavaScript), modules.

mod global;
mod index;
pub(super) mod limits;
mod sigint;
mod watchdog;

use std::rc::Rc;

use limits::Limits;

use v8::script_compiler::{
    CachedData, CompileOptions, NoCacheReason, Source, compile_function, compile_unbound_script,
};

use super::support::{Args, Return, constant, method, number_constant, string};
use crate::runtime::report;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "makeContext", make_context);
    method(scope, target, "isContext", is_context);
    method(scope, target, "check", check);
    method(scope, target, "run", run);
    method(scope, target, "compileFunction", compile_function_in);
    method(scope, target, "createCachedData", create_cached_data);
    method(scope, target, "functionCachedData", function_cached_data);
    number_constant(
        scope,
        target,
        "cachedDataVersionTag",
        f64::from(v8::script_compiler::cached_data_version_tag()),
    );
}

/// Marks a context in which WebAssembly may not be compiled.
struct WithoutWasm;

/// V8 asks before it compiles WebAssembly.
///
/// # Safety
/// Only V8 calls it, with a context of the current isolate.
unsafe extern "C" fn may_compile_wasm(
    context: v8::Local<'_, v8::Context>,
    _: v8::Local<'_, v8::String>,
) -> bool {
    context.get_slot::<WithoutWasm>().is_none()
}

/// `makeContext(object, strings, wasm, ownQueue)`: gives `object` a context. Without an object, the
/// new context has an ordinary global, which is returned. `strings` and `wasm`: whether code may be
/// made from them; `ownQueue`: its microtasks run after each script.
fn make_context(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let template = v8::Local::<v8::Object>::try_from(args.get(0))
        .ok()
        .map(|sandbox| global::template(scope, sandbox));
    let token = scope.get_current_context().get_security_token(scope);
    // The context keeps the queue alive.
    let queue = args
        .get(3)
        .is_true()
        .then(|| v8::MicrotaskQueue::new(scope, v8::MicrotasksPolicy::Explicit));
    let options = v8::ContextOptions {
        global_template: template,
        microtask_queue: queue
            .as_ref()
            .map(|queue| std::ptr::from_ref(&**queue).cast_mut()),
        ..Default::default()
    };
    let context = global::make(scope, options);
    // The same token: both sides may touch each other's objects.
    context.set_security_token(token);
    if queue.is_some() {
        limits::has_own_queue(context);
    }
    if args.get(1).is_false() {
        context.set_allow_generation_from_strings(false);
    }
    if args.get(2).is_false() {
        context.set_slot(Rc::new(WithoutWasm));
        scope.set_allow_wasm_code_generation_callback(may_compile_wasm);
    }
    let global = context.global(scope);
    if let Ok(sandbox) = v8::Local::<v8::Object>::try_from(args.get(0)) {
        global::link(scope, sandbox, global);
    } else {
        global::link(scope, global, global);
        rv.set(global.into());
    }
}

fn is_context(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let known = v8::Local::<v8::Object>::try_from(args.get(0))
        .is_ok_and(|object| global::context_of(scope, object).is_some());
    rv.set_bool(known);
}

/// The context of a contextified object.
pub(super) fn context_of_object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'_, v8::Object>,
) -> Option<v8::Local<'s, v8::Context>> {
    global::context_of(scope, object)
}

/// The context of a contextified object; of anything else, the current one.
pub(super) fn context_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'_, v8::Value>,
) -> v8::Local<'s, v8::Context> {
    v8::Local::<v8::Object>::try_from(value)
        .ok()
        .and_then(|object| global::context_of(scope, object))
        .unwrap_or_else(|| scope.get_current_context())
}

/// The origin from arguments `first..first + 3`: file name, line and column offset.
fn origin<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'s>,
    first: i32,
) -> v8::ScriptOrigin<'s> {
    let line = args.get(first + 1).int32_value(scope).unwrap_or(0);
    let column = args.get(first + 2).int32_value(scope).unwrap_or(0);
    let name = args.get(first);
    v8::ScriptOrigin::new(
        scope, name, line, column, false, -1, None, false, false, false, None,
    )
}

/// The source text in argument 0 with the origin in 1 to 3 and, when given, a code
/// cache to take it from.
fn source_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'s>,
    cache: Option<&[u8]>,
) -> Source {
    let code = args
        .get(0)
        .to_string(scope)
        .unwrap_or_else(|| v8::String::empty(scope));
    let origin = origin(scope, args, 1);
    match cache {
        Some(bytes) => Source::new_with_cached_data(code, Some(&origin), CachedData::new(bytes)),
        None => Source::new(code, Some(&origin)),
    }
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: &mut Source,
    cached: bool,
) -> Option<v8::Local<'s, v8::UnboundScript>> {
    let options = if cached {
        CompileOptions::ConsumeCodeCache
    } else {
        CompileOptions::NoCompileOptions
    };
    compile_unbound_script(scope, source, options, NoCacheReason::NoReason)
}

/// `check(code, file, line, column, cachedData)`: throws when the code does not
/// compile; answers `{ rejected, sourceMapURL }`.
fn check<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    // SAFETY: compiling runs no JavaScript, and the slice is not used after it.
    let cache = unsafe { super::support::bytes_mut(args.get(4)) };
    let mut source = source_of(scope, &args, cache.as_deref());
    let beginning = beginning(scope, &args);
    v8::tc_scope!(let scope, scope);
    let Some(script) = compile(scope, &mut source, cache.is_some()) else {
        show_place(scope, beginning);
        return;
    };
    let answer = v8::Object::new(scope);
    let rejected = cache.is_some() && source.get_cached_data().is_none_or(CachedData::rejected);
    let rejected = v8::Boolean::new(scope, rejected);
    constant(scope, answer, "rejected", rejected.into());
    let url = script.get_source_mapping_url(scope);
    constant(scope, answer, "sourceMapURL", url);
    rv.set(answer.into());
}

/// Puts the place of an error that is being thrown above its stack, as Node does.
fn show_place<'s, 'o, 'i>(
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'o, v8::HandleScope<'i>>>,
    beginning: report::Beginning,
) {
    if let (Some(error), Some(message)) = (scope.exception(), scope.message()) {
        report::put_place_above(scope, error, message, beginning);
    }
    scope.rethrow();
}

/// Where the text begins, by the offsets in arguments 2 and 3.
fn beginning(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> report::Beginning {
    let number = |index| {
        let value = args.get(index).int32_value(scope).unwrap_or(0);
        usize::try_from(value).unwrap_or(0)
    };
    (number(2) + 1, number(3))
}

/// `run(code, file, line, column, contextified, timeoutMs, displayErrors, breakOnSigint)`.
fn run<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let context = context_of(scope, args.get(4));
    let limits = Limits {
        timeout_ms: args.get(5).uint32_value(scope).unwrap_or(0),
        on_sigint: args.get(7).is_true(),
    };
    let displays_errors = args.get(6).is_true();
    let beginning = beginning(scope, &args);
    let result = limits::run(scope, context, limits, |scope| {
        let mut source = source_of(scope, &args, None);
        v8::tc_scope!(let scope, scope);
        let result = compile(scope, &mut source, false).and_then(|script| {
            let script = script.bind_to_current_context(scope);
            script.run(scope)
        });
        if result.is_none() && displays_errors && !scope.has_terminated() {
            show_place(scope, beginning);
        } else if result.is_none() {
            scope.rethrow();
        }
        result
    });
    if let Some(result) = result {
        rv.set(result);
    }
}

/// The objects of an array argument.
fn objects<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    list: v8::Local<'_, v8::Value>,
) -> Vec<v8::Local<'s, v8::Value>> {
    let Ok(list) = v8::Local::<v8::Array>::try_from(list) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get_index(scope, index))
        .collect()
}

/// `compileFunction(code, file, line, column, parameters, extensions, contextified, cachedData)`: the
/// function; with cached data, its `cachedDataRejected` says whether V8 took it.
fn compile_function_in<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let context = context_of(scope, args.get(6));
    let scope = &mut v8::ContextScope::new(scope, context);
    let parameters: Vec<_> = objects(scope, args.get(4))
        .into_iter()
        .filter_map(|name| name.to_string(scope))
        .collect();
    let extensions: Vec<_> = objects(scope, args.get(5))
        .into_iter()
        .filter_map(|object| object.to_object(scope))
        .collect();
    // SAFETY: compiling runs no JavaScript, and the slice is not used after it.
    let cache = unsafe { super::support::bytes_mut(args.get(7)) };
    let mut source = source_of(scope, &args, cache.as_deref());
    let beginning = beginning(scope, &args);
    let options = if cache.is_some() {
        CompileOptions::ConsumeCodeCache
    } else {
        CompileOptions::NoCompileOptions
    };
    v8::tc_scope!(let scope, scope);
    let function = compile_function(
        scope,
        &mut source,
        &parameters,
        &extensions,
        options,
        NoCacheReason::NoReason,
    );
    match function {
        Some(function) => {
            if cache.is_some() {
                let rejected = source.get_cached_data().is_none_or(CachedData::rejected);
                let rejected = v8::Boolean::new(scope, rejected);
                constant(
                    scope,
                    function.into(),
                    "cachedDataRejected",
                    rejected.into(),
                );
            }
            rv.set(function.into());
        }
        None => show_place(scope, beginning),
    }
}

/// `functionCachedData(function)`: an ArrayBuffer with V8's code cache.
fn function_cached_data(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(0)) else {
        return;
    };
    let bytes = function
        .create_code_cache()
        .map_or_else(Vec::new, |cache| cache.to_vec());
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    rv.set(v8::ArrayBuffer::with_backing_store(scope, &store).into());
}

/// `createCachedData(code, file, line, column)`: an ArrayBuffer with V8's code cache.
fn create_cached_data<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let mut source = source_of(scope, &args, None);
    let Some(script) = compile(scope, &mut source, false) else {
        return;
    };
    let bytes = script
        .create_code_cache()
        .map_or_else(Vec::new, |cache| cache.to_vec());
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    rv.set(v8::ArrayBuffer::with_backing_store(scope, &store).into());
}

/// A private key of this binding.
fn private<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = string(scope, "vm:global");
    v8::Private::for_api(scope, Some(name))
}
