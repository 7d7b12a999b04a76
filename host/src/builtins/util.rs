//! `internalBinding('util')`: what JavaScript cannot ask about a value by itself —
//! its internal kind, a proxy's target, a promise's state, the entries that an
//! iterator has left.
//!
//! Deliberately absent: checks that JavaScript can make (`internal/util/types`).

use super::support::{self, Args, Method, Return, Scope, method_table, number_constant};

/// A table of native predicates, each `"name" => condition`.
macro_rules! predicates {
    ($($name:literal => |$value:ident| $check:expr;)*) => {
        method_table![$(
            $name => |_: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>| {
                let $value = args.get(0);
                rv.set_bool($check);
            }
        ),*]
    };
}

/// The methods of this binding.
pub(crate) static METHODS: &[Method] = method_table![
    "getProxyDetails" => get_proxy_details,
    "getPromiseDetails" => get_promise_details,
    "previewEntries" => preview_entries,
    "getConstructorName" => get_constructor_name,
    "getExternalValue" => get_external_value,
    "getCallerLocation" => get_caller_location,
    "getOwnNonIndexProperties" => get_own_non_index_properties,
    "defineLazy" => define_lazy,
];

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, PREDICATES);
    support::methods(scope, target, METHODS);
    for (name, value) in [("kPending", 0.0), ("kFulfilled", 1.0), ("kRejected", 2.0)] {
        number_constant(scope, target, name, value);
    }
}

/// `defineLazy(target, name, load, isEnumerable, isReadOnly)`: a data property to every eye, whose value comes from
/// `load()` at the first look. The property itself keeps no function: V8 counts what it keeps to the
/// isolate, and a startup snapshot could not tell its context. The target keeps them, behind a private
/// symbol.
fn define_lazy(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let (Ok(target), Ok(name)) = (
        v8::Local::<v8::Object>::try_from(args.get(0)),
        v8::Local::<v8::Name>::try_from(args.get(1)),
    ) else {
        return;
    };
    let mut attributes = v8::PropertyAttribute::NONE;
    if !args.get(3).is_true() {
        attributes = attributes | v8::PropertyAttribute::DONT_ENUM;
    }
    if args.get(4).is_true() {
        attributes = attributes | v8::PropertyAttribute::READ_ONLY;
    }
    loaders(scope, target).set(scope, name.into(), args.get(2));
    let data = v8::undefined(scope).into();
    // Fails for an exotic target only, and none is passed.
    let _ = target.set_lazy_data_property_with_data(
        scope,
        name,
        loaded,
        data,
        attributes,
        v8::SideEffectType::HasSideEffect,
        v8::SideEffectType::HasSideEffect,
    );
}

/// What loads the lazy properties of `target`, by name.
fn loaders<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    target: v8::Local<'_, v8::Object>,
) -> v8::Local<'s, v8::Object> {
    let key = support::string(scope, "napi-host:lazy");
    let key = v8::Private::for_api(scope, Some(key));
    let kept = target.get_private(scope, key);
    if let Some(loaders) = kept.and_then(|kept| v8::Local::<v8::Object>::try_from(kept).ok()) {
        return loaders;
    }
    let null = v8::null(scope).into();
    let loaders = v8::Object::with_prototype_and_properties(scope, null, &[], &[]);
    target.set_private(scope, key, loaders.into());
    loaders
}

fn loaded(
    scope: &mut v8::PinScope<'_, '_>,
    name: v8::Local<'_, v8::Name>,
    args: v8::PropertyCallbackArguments<'_>,
    mut rv: Return<'_>,
) {
    let loaders = loaders(scope, args.holder());
    let load = loaders.get(scope, name.into());
    let Some(Ok(load)) = load.map(v8::Local::<v8::Function>::try_from) else {
        return;
    };
    let receiver = v8::undefined(scope).into();
    // What it throws goes on to whoever looked.
    if let Some(value) = load.call(scope, receiver, &[]) {
        rv.set(value);
        loaders.delete(scope, name.into());
    }
}

/// The getter of lazy properties, as a startup snapshot names it.
pub(crate) fn lazy_getter() -> v8::ExternalReference {
    let getter: v8::AccessorNameGetterCallback = v8::MapFnTo::map_fn_to(loaded);
    v8::ExternalReference {
        pointer: getter as *mut std::ffi::c_void,
    }
}

/// The predicates of this binding.
pub(crate) static PREDICATES: &[Method] = predicates! {
        "isExternal" => |value| value.is_external();
        "isDate" => |value| value.is_date();
        "isArgumentsObject" => |value| value.is_arguments_object();
        "isBigIntObject" => |value| value.is_big_int_object();
        "isBooleanObject" => |value| value.is_boolean_object();
        "isNumberObject" => |value| value.is_number_object();
        "isStringObject" => |value| value.is_string_object();
        "isSymbolObject" => |value| value.is_symbol_object();
        "isBoxedPrimitive" => |value| value.is_number_object()
            || value.is_string_object()
            || value.is_boolean_object()
            || value.is_big_int_object()
            || value.is_symbol_object();
        "isNativeError" => |value| value.is_native_error();
        "isRegExp" => |value| value.is_reg_exp();
        "isAsyncFunction" => |value| value.is_async_function();
        "isGeneratorFunction" => |value| value.is_generator_function();
        "isGeneratorObject" => |value| value.is_generator_object();
        "isPromise" => |value| value.is_promise();
        "isMap" => |value| value.is_map();
        "isSet" => |value| value.is_set();
        "isMapIterator" => |value| value.is_map_iterator();
        "isSetIterator" => |value| value.is_set_iterator();
        "isWeakMap" => |value| value.is_weak_map();
        "isWeakSet" => |value| value.is_weak_set();
        "isArrayBuffer" => |value| value.is_array_buffer();
        "isDataView" => |value| value.is_data_view();
        "isSharedArrayBuffer" => |value| value.is_shared_array_buffer();
        "isAnyArrayBuffer" => |value| value.is_array_buffer() || value.is_shared_array_buffer();
        "isProxy" => |value| value.is_proxy();
        "isModuleNamespaceObject" => |value| value.is_module_namespace_object();
};

/// `[target, handler]` of a proxy (nulls when it is revoked), else undefined.
fn get_proxy_details(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(proxy) = v8::Local::<v8::Proxy>::try_from(args.get(0)) else {
        return;
    };
    let parts = [proxy.get_target(scope), proxy.get_handler(scope)];
    rv.set(v8::Array::new_with_elements(scope, &parts).into());
}

/// `[state, result]` of a promise; the result of a pending one is undefined.
fn get_promise_details(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(promise) = v8::Local::<v8::Promise>::try_from(args.get(0)) else {
        return;
    };
    let (state, result) = match promise.state() {
        v8::PromiseState::Pending => (0, v8::undefined(scope).into()),
        v8::PromiseState::Fulfilled => (1, promise.result(scope)),
        v8::PromiseState::Rejected => (2, promise.result(scope)),
    };
    let state = v8::Integer::new(scope, state).into();
    rv.set(v8::Array::new_with_elements(scope, &[state, result]).into());
}

/// The entries of a collection or iterator; with a second argument,
/// `[entries, whether they alternate between keys and values]`.
fn preview_entries(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(object) = v8::Local::<v8::Object>::try_from(args.get(0)) else {
        return;
    };
    let (Some(entries), is_key_value) = object.preview_entries(scope) else {
        return;
    };
    if args.length() < 2 {
        rv.set(entries.into());
        return;
    }
    let is_key_value = v8::Boolean::new(scope, is_key_value).into();
    rv.set(v8::Array::new_with_elements(scope, &[entries.into(), is_key_value]).into());
}

fn get_constructor_name(_: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Ok(object) = v8::Local::<v8::Object>::try_from(args.get(0)) {
        rv.set(object.get_constructor_name().into());
    }
}

/// The pointer that an External holds, as a BigInt.
fn get_external_value(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Ok(external) = v8::Local::<v8::External>::try_from(args.get(0)) {
        let address = external.value().addr() as u64;
        rv.set(v8::BigInt::new_from_u64(scope, address).into());
    }
}

/// `[line, column, file]` of the function that called the caller.
fn get_caller_location(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let Some(trace) = v8::StackTrace::current_stack_trace(scope, 2) else {
        return;
    };
    let Some(frame) = trace.get_frame(scope, 1) else {
        return;
    };
    let line = v8::Number::new(scope, frame.get_line_number() as f64).into();
    let column = v8::Number::new(scope, frame.get_column() as f64).into();
    let file = match frame.get_script_name(scope) {
        Some(name) => name.into(),
        None => v8::undefined(scope).into(),
    };
    rv.set(v8::Array::new_with_elements(scope, &[line, column, file]).into());
}

/// Own keys that are not array indices; the second argument is V8's property
/// filter (0 for all, 2 for the enumerable ones).
fn get_own_non_index_properties(
    scope: &mut v8::PinScope<'_, '_>,
    args: Args<'_>,
    mut rv: Return<'_>,
) {
    let Ok(object) = v8::Local::<v8::Object>::try_from(args.get(0)) else {
        return;
    };
    let only_enumerable = args.get(1).int32_value(scope) == Some(2);
    let names = object.get_property_names(
        scope,
        v8::GetPropertyNamesArgs {
            mode: v8::KeyCollectionMode::OwnOnly,
            property_filter: if only_enumerable {
                v8::PropertyFilter::ONLY_ENUMERABLE
            } else {
                v8::PropertyFilter::ALL_PROPERTIES
            },
            index_filter: v8::IndexFilter::SkipIndices,
            key_conversion: v8::KeyConversionMode::KeepNumbers,
        },
    );
    if let Some(names) = names {
        rv.set(names.into());
    }
}
