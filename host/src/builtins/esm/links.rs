//! Requests of modules: what a module asks for, and what the loader has found for it.

use std::collections::HashMap;

use super::{Modules, RequestKey, module_argument};
use crate::builtins::module::throw_on;
use crate::builtins::support::{self, Args, Return, constant, string, text};
use crate::builtins::vm;
use crate::runtime::report;

/// Attributes from V8's list, in which each takes `stride` places.
pub(super) fn attributes(
    scope: &mut v8::PinScope<'_, '_>,
    list: v8::Local<'_, v8::FixedArray>,
    stride: usize,
) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for index in (0..list.length()).step_by(stride) {
        let mut word = |index| {
            let value = v8::Local::<v8::Value>::try_from(list.get(scope, index)?).ok()?;
            Some(text(scope, value))
        };
        if let (Some(key), Some(value)) = (word(index), word(index + 1)) {
            found.push((key, value));
        }
    }
    found.sort();
    found
}

/// The places that one attribute takes in the list of a static import.
const STATIC_STRIDE: usize = 3;
/// The same for `import()`.
pub(super) const DYNAMIC_STRIDE: usize = 2;

pub(super) fn attributes_object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    attributes: &[(String, String)],
) -> v8::Local<'s, v8::Object> {
    let null = v8::null(scope).into();
    let object = v8::Object::with_prototype_and_properties(scope, null, &[], &[]);
    for (key, value) in attributes {
        let value = string(scope, value);
        constant(scope, object, key, value.into());
    }
    object
}

fn request_keys(
    scope: &mut v8::PinScope<'_, '_>,
    module: v8::Local<'_, v8::Module>,
) -> Vec<RequestKey> {
    let list = module.get_module_requests();
    let mut keys = Vec::new();
    for index in 0..list.length() {
        let request = list
            .get(scope, index)
            .and_then(|data| v8::Local::<v8::ModuleRequest>::try_from(data).ok());
        if let Some(request) = request {
            let specifier = text(scope, request.get_specifier().into());
            let list = request.get_import_attributes();
            keys.push((specifier, attributes(scope, list, STATIC_STRIDE)));
        }
    }
    keys
}

/// `requests(id)`: `[specifier, attributes, …]`.
pub(super) fn requests(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some((_, module)) = module_argument(scope, &args) else {
        return;
    };
    let mut items: Vec<v8::Local<'_, v8::Value>> = Vec::new();
    for (specifier, attributes) in request_keys(scope, module) {
        items.push(string(scope, &specifier).into());
        items.push(attributes_object(scope, &attributes).into());
    }
    rv.set(v8::Array::new_with_elements(scope, &items).into());
}

/// `link(id, ids)`: what the requests were resolved to, in their order.
pub(super) fn link(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some((id, module)) = module_argument(scope, &args) else {
        return;
    };
    let Ok(targets) = v8::Local::<v8::Array>::try_from(args.get(1)) else {
        return;
    };
    let mut links = HashMap::new();
    for (index, key) in (0..).zip(request_keys(scope, module)) {
        let target = targets
            .get_index(scope, index)
            .and_then(|target| target.uint32_value(scope));
        if let Some(target) = target.and_then(|target| usize::try_from(target).ok()) {
            links.insert(key, target);
        }
    }
    Modules::of(scope).set_links(id, links);
}

fn resolve<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    list: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    // SAFETY: V8 calls this with its current context, on the isolate's thread.
    v8::callback_scope!(unsafe scope, context);
    let modules = Modules::of(scope);
    let specifier = text(scope, specifier.into());
    let key = (specifier, attributes(scope, list, STATIC_STRIDE));
    let target = modules
        .id_of(scope, referrer)
        .and_then(|id| modules.link_of(id, &key));
    let Some(target) = target else {
        support::throw_error(scope, &format!("Module '{}' is not linked", key.0));
        return None;
    };
    modules.get(scope, target)
}

/// `instantiate(id, contextified)`: links the graph; throws a SyntaxError for a missing export.
pub(super) fn instantiate(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some((_, module)) = module_argument(scope, &args) {
        let context = vm::context_of(scope, args.get(1));
        let scope = &mut v8::ContextScope::new(scope, context);
        v8::tc_scope!(let scope, scope);
        if module.instantiate_module(scope, resolve).is_none() {
            show_place(scope);
            throw_on(scope);
        }
    }
}

/// Puts the import that cannot be linked above the error's stack: the stack itself
/// only has the loader's frames.
fn show_place<'s, 'o, 'i>(
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'o, v8::HandleScope<'i>>>,
) {
    let (Some(error), Some(message)) = (scope.exception(), scope.message()) else {
        return;
    };
    let Ok(object) = v8::Local::<v8::Object>::try_from(error) else {
        return;
    };
    let place = report::location(scope, message);
    let stack = support::get(scope, object, "stack");
    let stack = format!("{place}{}", text(scope, stack));
    let stack = string(scope, &stack);
    constant(scope, object, "stack", stack.into());
}
