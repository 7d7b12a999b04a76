//! ES modules as V8 has them: compile, link, evaluate, and modules whose exports
//! are set by the host. JavaScript (`internal/modules/esm`) names a module by a
//! number; what a specifier means and where the text comes from is decided there.
//!
//! Modules live as long as their isolate, as ES module records do.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::module::throw_on;
use super::support::{self, constant, method, string, text};
use crate::runtime::report;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "compile", compile);
    method(scope, target, "createSynthetic", create_synthetic);
    method(scope, target, "setExport", set_export);
    method(scope, target, "requests", requests);
    method(scope, target, "link", link);
    method(scope, target, "instantiate", instantiate);
    method(scope, target, "evaluate", evaluate);
    method(scope, target, "namespace", namespace);
    method(scope, target, "status", status);
    method(scope, target, "exception", exception);
    method(scope, target, "isGraphAsync", is_graph_async);
    method(scope, target, "hasTopLevelAwait", has_top_level_await);
    method(scope, target, "stalledAwaits", stalled_awaits);
    method(scope, target, "setCallbacks", set_callbacks);
    method(scope, target, "exportNames", export_names);
}

/// What tells one request of a module from another: specifier and attributes.
type RequestKey = (String, Vec<(String, String)>);

struct Entry {
    module: v8::Global<v8::Module>,
    /// The modules that its requests were resolved to.
    links: HashMap<RequestKey, usize>,
    /// Sets the exports of a synthetic module.
    evaluate: Option<v8::Global<v8::Function>>,
}

#[derive(Default)]
struct Modules {
    entries: RefCell<Vec<Entry>>,
    by_hash: RefCell<HashMap<i32, Vec<usize>>>,
    import: RefCell<Option<v8::Global<v8::Function>>>,
    meta: RefCell<Option<v8::Global<v8::Function>>>,
}

impl Modules {
    fn of(scope: &mut v8::PinScope<'_, '_>) -> Rc<Self> {
        if let Some(modules) = scope.get_slot::<Rc<Self>>() {
            return Rc::clone(modules);
        }
        let modules = Rc::new(Self::default());
        scope.set_slot(Rc::clone(&modules));
        modules
    }

    fn add(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::Module>,
        evaluate: Option<v8::Global<v8::Function>>,
    ) -> usize {
        let mut entries = self.entries.borrow_mut();
        let id = entries.len();
        entries.push(Entry {
            module: v8::Global::new(scope, module),
            links: HashMap::new(),
            evaluate,
        });
        let hash = module.get_identity_hash().get();
        self.by_hash.borrow_mut().entry(hash).or_default().push(id);
        id
    }

    fn get<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: usize,
    ) -> Option<v8::Local<'s, v8::Module>> {
        let entries = self.entries.borrow();
        Some(v8::Local::new(scope, &entries.get(id)?.module))
    }

    fn id_of(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::Module>,
    ) -> Option<usize> {
        let by_hash = self.by_hash.borrow();
        let entries = self.entries.borrow();
        by_hash
            .get(&module.get_identity_hash().get())?
            .iter()
            .copied()
            .find(|&id| v8::Local::new(scope, &entries[id].module) == module)
    }
}

/// The module named by argument `index`. A wrong number is a bug of the loader.
fn module_argument<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'_>,
) -> Option<(usize, v8::Local<'s, v8::Module>)> {
    let id = usize::try_from(args.get(0).uint32_value(scope)?).ok()?;
    let modules = Modules::of(scope);
    let module = modules.get(scope, id);
    if module.is_none() {
        support::throw_error(scope, "No such module record");
    }
    Some((id, module?))
}

fn number(rv: &mut v8::ReturnValue<'_, v8::Value>, id: usize) {
    rv.set_uint32(u32::try_from(id).unwrap_or(u32::MAX));
}

/// `compile(text, url, contextified)`: the module's number. It belongs to the context of
/// the third argument, if that is one, as do the functions below that take it.
fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    let Ok(code) = v8::Local::<v8::String>::try_from(args.get(0)) else {
        return;
    };
    let origin = v8::ScriptOrigin::new(
        scope,
        args.get(1),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        true,
        None,
    );
    let mut source = v8::script_compiler::Source::new(code, Some(&origin));
    let context = super::vm::context_of(scope, args.get(2));
    let scope = &mut v8::ContextScope::new(scope, context);
    v8::tc_scope!(let scope, scope);
    match v8::script_compiler::compile_module(scope, &mut source) {
        Some(module) => {
            let id = Modules::of(scope).add(scope, module, None);
            number(&mut rv, id);
        }
        None => throw_on(scope),
    }
}

/// `createSynthetic(url, names, evaluate, contextified)`: a module with these exports,
/// which `evaluate(id)` sets by `setExport`.
fn create_synthetic(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    let url = text(scope, args.get(0));
    let url = string(scope, &url);
    let Ok(names) = v8::Local::<v8::Array>::try_from(args.get(1)) else {
        return;
    };
    let mut exports = Vec::new();
    for index in 0..names.length() {
        let name = names.get_index(scope, index);
        if let Some(name) = name.and_then(|name| v8::Local::<v8::String>::try_from(name).ok()) {
            exports.push(name);
        }
    }
    let evaluate = v8::Local::<v8::Function>::try_from(args.get(2))
        .ok()
        .map(|function| v8::Global::new(scope, function));
    let context = super::vm::context_of(scope, args.get(3));
    let scope = &mut v8::ContextScope::new(scope, context);
    let module = v8::Module::create_synthetic_module(scope, url, &exports, evaluate_synthetic);
    let id = Modules::of(scope).add(scope, module, evaluate);
    number(&mut rv, id);
}

fn evaluate_synthetic<'s>(
    context: v8::Local<'s, v8::Context>,
    module: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Value>> {
    // SAFETY: V8 calls this with its current context, on the isolate's thread.
    v8::callback_scope!(unsafe scope, context);
    let modules = Modules::of(scope);
    let id = modules.id_of(scope, module)?;
    let evaluate = modules.entries.borrow()[id].evaluate.clone();
    if let Some(evaluate) = evaluate {
        let evaluate = v8::Local::new(scope, &evaluate);
        let this = v8::undefined(scope).into();
        let id = v8::Integer::new_from_unsigned(scope, u32::try_from(id).ok()?);
        evaluate.call(scope, this, &[id.into()])?;
    }
    let resolver = v8::PromiseResolver::new(scope)?;
    let undefined = v8::undefined(scope).into();
    resolver.resolve(scope, undefined)?;
    Some(resolver.get_promise(scope).into())
}

/// `setExport(id, name, value)`.
fn set_export<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'_, v8::Value>,
) {
    let Some((_, module)) = module_argument(scope, &args) else {
        return;
    };
    if let Ok(name) = v8::Local::<v8::String>::try_from(args.get(1)) {
        // When it throws, the exception is pending, which is all there is to say.
        let _ = module.set_synthetic_module_export(scope, name, args.get(2));
    }
}

/// Attributes from V8's list, in which each takes `stride` places.
fn attributes(
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
const DYNAMIC_STRIDE: usize = 2;

fn attributes_object<'s>(
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
fn requests(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
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
fn link(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    _: v8::ReturnValue<'_, v8::Value>,
) {
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
    Modules::of(scope).entries.borrow_mut()[id].links = links;
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
        .and_then(|id| modules.entries.borrow()[id].links.get(&key).copied());
    let Some(target) = target else {
        support::throw_error(scope, &format!("Module '{}' is not linked", key.0));
        return None;
    };
    modules.get(scope, target)
}

/// `instantiate(id, contextified)`: links the graph; throws a SyntaxError for a missing export.
fn instantiate(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    _: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        let context = super::vm::context_of(scope, args.get(1));
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

/// `evaluate(id, contextified)`: a promise.
fn evaluate(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        let context = super::vm::context_of(scope, args.get(1));
        let scope = &mut v8::ContextScope::new(scope, context);
        if let Some(promise) = module.evaluate(scope) {
            rv.set(promise);
        }
    }
}

fn namespace(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set(module.get_module_namespace());
    }
}

/// `exportNames(id)`: the names, without evaluating a lazily bound value.
fn export_names(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
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
fn status(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
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

fn exception(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set(module.get_exception());
    }
}

/// `isGraphAsync(id)`: the graph has a top-level await; linked modules only.
fn is_graph_async(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set_bool(module.is_graph_async());
    }
}

/// `hasTopLevelAwait(id)`: the module itself has one.
fn has_top_level_await(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some((_, module)) = module_argument(scope, &args) {
        rv.set_bool(module.has_top_level_await());
    }
}

/// `stalledAwaits(id)`: where awaits of the graph wait, as `[file, line, source
/// line, start column, …]`.
fn stalled_awaits(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
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

/// `setCallbacks(importDynamically, initializeMeta)`:
/// `importDynamically(specifier, referrer, attributes)` answers a promise;
/// `initializeMeta(meta, id)` fills `import.meta`.
fn set_callbacks(
    scope: &mut v8::PinScope<'_, '_>,
    args: v8::FunctionCallbackArguments<'_>,
    _: v8::ReturnValue<'_, v8::Value>,
) {
    let modules = Modules::of(scope);
    for (slot, index) in [(&modules.import, 0), (&modules.meta, 1)] {
        if let Ok(function) = v8::Local::<v8::Function>::try_from(args.get(index)) {
            *slot.borrow_mut() = Some(v8::Global::new(scope, function));
        }
    }
    scope.set_host_initialize_import_meta_object_callback(initialize_meta);
}

/// Called the first time that a module reads `import.meta`.
///
/// # Safety
/// Only V8 calls it, with the current context, on the isolate's thread.
unsafe extern "C" fn initialize_meta(
    context: v8::Local<'_, v8::Context>,
    module: v8::Local<'_, v8::Module>,
    meta: v8::Local<'_, v8::Object>,
) {
    // SAFETY: see above.
    v8::callback_scope!(unsafe scope, context);
    let modules = Modules::of(scope);
    let callback = modules.meta.borrow().clone();
    let id = modules.id_of(scope, module);
    if let (Some(callback), Some(id)) = (callback, id.and_then(|id| u32::try_from(id).ok())) {
        let callback = v8::Local::new(scope, &callback);
        let this = v8::undefined(scope).into();
        let id = v8::Integer::new_from_unsigned(scope, id);
        // An exception stays pending and is thrown where `import.meta` is read.
        let _ = callback.call(scope, this, &[meta.into(), id.into()]);
    }
}

/// V8's callback for `import()`, for every isolate.
pub(crate) fn import_dynamically<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    _: v8::Local<'s, v8::Data>,
    referrer: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    list: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    let attributes = attributes(scope, list, DYNAMIC_STRIDE);
    let attributes = attributes_object(scope, &attributes);
    let modules = Modules::of(scope);
    if modules.import.borrow().is_none() {
        // The loader sets the callbacks when it is loaded, which is now.
        let runtime = support::runtime(scope);
        runtime.require_builtin(scope, "internal/modules/esm/loader")?;
    }
    let callback = modules.import.borrow().clone()?;
    let callback = v8::Local::new(scope, &callback);
    let this = v8::undefined(scope).into();
    let arguments = [specifier.into(), referrer, attributes.into()];
    let promise = callback.call(scope, this, &arguments)?;
    v8::Local::<v8::Promise>::try_from(promise).ok()
}
