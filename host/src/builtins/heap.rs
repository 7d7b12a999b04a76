//! `internalBinding('heap')`: V8's statistics and flags, for `v8`.

use super::support::{constant, method, number_constant, string, text};

type Args<'a> = v8::FunctionCallbackArguments<'a>;
type Return<'a> = v8::ReturnValue<'a, v8::Value>;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "statistics", statistics);
    method(scope, target, "spaceStatistics", space_statistics);
    method(scope, target, "codeStatistics", code_statistics);
    method(scope, target, "setFlagsFromString", set_flags_from_string);
}

/// An object of numbers.
fn numbers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    entries: &[(&str, usize)],
) -> v8::Local<'s, v8::Object> {
    let object = v8::Object::new(scope);
    for (name, value) in entries {
        number_constant(scope, object, name, *value as f64);
    }
    object
}

fn statistics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let heap = scope.get_heap_statistics();
    let entries = [
        ("total_heap_size", heap.total_heap_size()),
        (
            "total_heap_size_executable",
            heap.total_heap_size_executable(),
        ),
        ("total_physical_size", heap.total_physical_size()),
        ("total_available_size", heap.total_available_size()),
        ("used_heap_size", heap.used_heap_size()),
        ("heap_size_limit", heap.heap_size_limit()),
        ("malloced_memory", heap.malloced_memory()),
        ("peak_malloced_memory", heap.peak_malloced_memory()),
        ("does_zap_garbage", usize::from(heap.does_zap_garbage())),
        (
            "number_of_native_contexts",
            heap.number_of_native_contexts(),
        ),
        (
            "number_of_detached_contexts",
            heap.number_of_detached_contexts(),
        ),
        (
            "total_global_handles_size",
            heap.total_global_handles_size(),
        ),
        ("used_global_handles_size", heap.used_global_handles_size()),
        ("external_memory", heap.external_memory()),
    ];
    rv.set(numbers(scope, &entries).into());
}

fn space_statistics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let mut spaces = Vec::new();
    for index in 0..scope.number_of_heap_spaces() {
        let Some(space) = scope.get_heap_space_statistics(index) else {
            continue;
        };
        let object = v8::Object::new(scope);
        let name = string(scope, &space.space_name().to_string_lossy());
        constant(scope, object, "space_name", name.into());
        for (name, value) in [
            ("space_size", space.space_size()),
            ("space_used_size", space.space_used_size()),
            ("space_available_size", space.space_available_size()),
            ("physical_space_size", space.physical_space_size()),
        ] {
            number_constant(scope, object, name, value as f64);
        }
        spaces.push(object.into());
    }
    rv.set(v8::Array::new_with_elements(scope, &spaces).into());
}

fn code_statistics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let Some(code) = scope.get_heap_code_and_metadata_statistics() else {
        return;
    };
    let entries = [
        ("code_and_metadata_size", code.code_and_metadata_size()),
        (
            "bytecode_and_metadata_size",
            code.bytecode_and_metadata_size(),
        ),
        (
            "external_script_source_size",
            code.external_script_source_size(),
        ),
    ];
    rv.set(numbers(scope, &entries).into());
}

fn set_flags_from_string(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    v8::V8::set_flags_from_string(&text(scope, args.get(0)));
}
