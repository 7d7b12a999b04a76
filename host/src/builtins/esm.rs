//! ES modules as V8 has them: compile, link, evaluate, and modules whose exports
//! are set by the host. JavaScript (`internal/modules/esm`) names a module by a
//! number; what a specifier means and where the text comes from is decided there.
//!
//! A module of the program lives as long as its isolate, as ES module records do; one
//! that vm made as long as its object (`release`).

mod callbacks;
mod facts;
mod links;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use v8::script_compiler::NoCacheReason;

use super::compile_cache::{self, Compiled, Kind};
use super::module::{source_with, throw_on, took_cache};
use super::support::{self, Args, Return, method, string, text};
use super::vm::limits::{self, Limits};

pub(crate) use callbacks::import_dynamically;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "compile", compile);
    method(scope, target, "createSynthetic", create_synthetic);
    method(scope, target, "setExport", set_export);
    method(scope, target, "requests", links::requests);
    method(scope, target, "link", links::link);
    method(scope, target, "instantiate", links::instantiate);
    method(scope, target, "evaluate", evaluate);
    method(scope, target, "namespace", facts::namespace);
    method(scope, target, "status", facts::status);
    method(scope, target, "exception", facts::exception);
    method(scope, target, "isGraphAsync", facts::is_graph_async);
    method(
        scope,
        target,
        "hasTopLevelAwait",
        facts::has_top_level_await,
    );
    method(scope, target, "stalledAwaits", facts::stalled_awaits);
    method(scope, target, "setCallbacks", callbacks::set_callbacks);
    method(scope, target, "exportNames", facts::export_names);
    method(scope, target, "sourceMapUrl", facts::source_map_url);
    method(scope, target, "createCachedData", create_cached_data);
    method(scope, target, "release", release);
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
    /// By number; `None` when it was released.
    entries: RefCell<Vec<Option<Entry>>>,
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
        entries.push(Some(Entry {
            module: v8::Global::new(scope, module),
            links: HashMap::new(),
            evaluate,
        }));
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
        Some(v8::Local::new(scope, &entries.get(id)?.as_ref()?.module))
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
            .find(|&id| {
                let entry = entries.get(id).and_then(Option::as_ref);
                entry.is_some_and(|entry| v8::Local::new(scope, &entry.module) == module)
            })
    }

    /// What a module's request was resolved to.
    fn link_of(&self, id: usize, key: &RequestKey) -> Option<usize> {
        let entries = self.entries.borrow();
        entries.get(id)?.as_ref()?.links.get(key).copied()
    }

    fn set_links(&self, id: usize, links: HashMap<RequestKey, usize>) {
        if let Some(Some(entry)) = self.entries.borrow_mut().get_mut(id) {
            entry.links = links;
        }
    }

    /// The function that sets a synthetic module's exports.
    fn evaluate_of(&self, id: usize) -> Option<v8::Global<v8::Function>> {
        self.entries.borrow().get(id)?.as_ref()?.evaluate.clone()
    }

    fn release(&self, id: usize) {
        if let Some(entry) = self.entries.borrow_mut().get_mut(id) {
            *entry = None;
        }
        for ids in self.by_hash.borrow_mut().values_mut() {
            ids.retain(|&each| each != id);
        }
    }
}

/// The module named by argument `index`. A wrong number is a bug of the loader.
fn module_argument<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_>,
) -> Option<(usize, v8::Local<'s, v8::Module>)> {
    let id = usize::try_from(args.get(0).uint32_value(scope)?).ok()?;
    let modules = Modules::of(scope);
    let module = modules.get(scope, id);
    if module.is_none() {
        support::throw_error(scope, "No such module record");
    }
    Some((id, module?))
}

fn number(rv: &mut Return<'_>, id: usize) {
    rv.set_uint32(u32::try_from(id).unwrap_or(u32::MAX));
}

/// `compile(text, url, contextified, cachedData, isFile)`: the module's number; -1 when V8 does not want
/// the cached data. It belongs to the context of the third argument, if that is one, as do the functions
/// below that take it. A file's code may come from the compile cache.
fn compile<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
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
    let lookup = args
        .get(4)
        .is_true()
        .then(|| compile_cache::look_up(scope, Kind::Module, args.get(1), code))
        .flatten();
    // SAFETY: compiling runs no JavaScript, and the slice is not used after it.
    let given = unsafe { support::bytes_mut(args.get(3)) };
    let found = lookup.as_ref().and_then(|lookup| lookup.found.as_deref());
    let (mut source, options) = source_with(code, &origin, given.as_deref().or(found));
    let context = super::vm::context_of(scope, args.get(2));
    let scope = &mut v8::ContextScope::new(scope, context);
    v8::tc_scope!(let scope, scope);
    let module =
        v8::script_compiler::compile_module2(scope, &mut source, options, NoCacheReason::NoReason);
    let Some(module) = module else {
        throw_on(scope);
        return;
    };
    let accepted = took_cache(&source);
    if given.is_some() && !accepted {
        rv.set_int32(-1);
        return;
    }
    if let Some(lookup) = lookup {
        let script = module.get_unbound_module_script(scope);
        lookup.settle(scope, accepted, Compiled::Module(script));
    }
    let id = Modules::of(scope).add(scope, module, None);
    number(&mut rv, id);
}

/// `createCachedData(id)`: an ArrayBuffer with V8's code cache.
fn create_cached_data(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some((_, module)) = module_argument(scope, &args) else {
        return;
    };
    let bytes = module
        .get_unbound_module_script(scope)
        .create_code_cache()
        .map_or_else(Vec::new, |cache| cache.to_vec());
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    rv.set(v8::ArrayBuffer::with_backing_store(scope, &store).into());
}

/// `release(id)`: nobody names the module by its number any more.
fn release(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).uint32_value(scope);
    if let Some(id) = id.and_then(|id| usize::try_from(id).ok()) {
        Modules::of(scope).release(id);
    }
}

/// `createSynthetic(url, names, evaluate, contextified)`: a module with these exports,
/// which `evaluate(id)` sets by `setExport`.
fn create_synthetic(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
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
    if let Some(evaluate) = modules.evaluate_of(id) {
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
fn set_export<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, _: Return<'_>) {
    let Some((_, module)) = module_argument(scope, &args) else {
        return;
    };
    if let Ok(name) = v8::Local::<v8::String>::try_from(args.get(1)) {
        // When it throws, the exception is pending, which is all there is to say.
        let _ = module.set_synthetic_module_export(scope, name, args.get(2));
    }
}

/// `evaluate(id, contextified, timeoutMs, breakOnSigint)`: a promise.
fn evaluate<'s>(scope: &mut v8::PinScope<'s, '_>, args: Args<'s>, mut rv: Return<'_>) {
    let Some((_, module)) = module_argument(scope, &args) else {
        return;
    };
    let context = super::vm::context_of(scope, args.get(1));
    let limits = Limits {
        timeout_ms: args.get(2).uint32_value(scope).unwrap_or(0),
        on_sigint: args.get(3).is_true(),
    };
    if let Some(promise) = limits::run(scope, context, limits, |scope| module.evaluate(scope)) {
        rv.set(promise);
    }
}
