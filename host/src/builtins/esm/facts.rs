//! What is known of a module: its namespace and names, its state, what it awaits.

use super::{Args, Return, module_argument};

pub(super) fn namespace(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set(module.get_module_namespace());
    }
}

/// `exportNames(id)`: the names, without evaluating a lazily bound value.
pub(super) fn export_names(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let names = module_argument(scope, &args).and_then(|(_, module)| {
        let namespace = module.get_module_namespace().to_object(scope)?;
        namespace.get_own_property_names(scope, v8::GetPropertyNamesArgs::default())
    });
    if let Some(names) = names {
        rv.set(names.into());
    }
}

/// `status(id)`: V8's order: 0 uninstantiated, 1 instantiating, 2 instantiated,
/// 3 evaluating, 4 evaluated, 5 errored.
pub(super) fn status(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set_int32(match module.get_status() {
            v8::ModuleStatus::Uninstantiated => 0,
            v8::ModuleStatus::Instantiating => 1,
            v8::ModuleStatus::Instantiated => 2,
            v8::ModuleStatus::Evaluating => 3,
            v8::ModuleStatus::Evaluated => 4,
            v8::ModuleStatus::Errored => 5,
        });
    }
}

pub(super) fn exception(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set(module.get_exception());
    }
}

/// `sourceMapUrl(id)`: what the module's text names as its source map, or undefined.
pub(super) fn source_map_url(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some((_, module)) = module_argument(scope, &args) {
        let script = module.get_unbound_module_script(scope);
        rv.set(script.get_source_mapping_url(scope));
    }
}

/// `isGraphAsync(id)`: the graph has a top-level await; linked modules only.
pub(super) fn is_graph_async(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set_bool(module.is_graph_async());
    }
}

/// `hasTopLevelAwait(id)`: the module itself has one.
pub(super) fn has_top_level_await(
    scope: &mut v8::PinScope<'_, '_>,
    args: Args<'_>,
    mut rv: Return<'_>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set_bool(module.has_top_level_await());
    }
}

/// `stalledAwaits(id)`: where awaits of the graph wait, as `[file, line, source
/// line, start column, …]`.
pub(super) fn stalled_awaits(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some((_, module)) = module_argument(scope, &args) else {
        return;
    };
    let mut items: Vec<v8::Local<'_, v8::Value>> = Vec::new();
    for (_, message) in module.get_stalled_top_level_await_message(scope) {
        let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
        items.push(message.get_script_resource_name(scope).unwrap_or(undefined));
        let line = u32::try_from(message.get_line_number(scope).unwrap_or(0)).unwrap_or(0);
        items.push(v8::Integer::new_from_unsigned(scope, line).into());
        let source = message.get_source_line(scope);
        items.push(source.map_or(undefined, Into::into));
        let column = u32::try_from(message.get_start_column()).unwrap_or(0);
        items.push(v8::Integer::new_from_unsigned(scope, column).into());
    }
    rv.set(v8::Array::new_with_elements(scope, &items).into());
}
