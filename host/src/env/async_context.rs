//! The async context that an addon's later calls run in: the resource object and
//! what `AsyncLocalStorage` keeps (V8's continuation-preserved data), taken when the
//! work, the thread-safe function or the context is made.

use std::ptr::NonNull;
use std::rc::Rc;

use napi_host_sys as sys;

use super::Env;
use crate::boundary::Status;
use crate::builtins::support::string;
use crate::runtime::{Runtime, call_entered, explain, trigger_uncaught};

/// See the module's note.
pub(crate) struct AsyncContext {
    /// Kept alive as long as the context, as in Node; `None` when nobody can see it.
    _resource: Option<v8::Global<v8::Object>>,
    /// `None` for the usual case, no stores.
    stores: Option<v8::Global<v8::Value>>,
    /// The number that `async_hooks` knows it by; 0 when nobody looks.
    id: AsyncId,
    /// The resource's name, when someone asks what keeps the loop alive.
    name: Option<Box<str>>,
}

/// The number of an async resource.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AsyncId(f64);

/// A context that is current, and what was before it.
pub(crate) struct Entered {
    /// The stores before it; `None` when there were none.
    previous: Option<v8::Global<v8::Value>>,
    id: AsyncId,
}

impl AsyncId {
    /// Nobody knows it.
    pub(crate) const NONE: Self = Self(0.0);

    /// The resource is gone.
    pub(crate) fn destroy(self, env: &Env) {
        if self != Self::NONE {
            env.with_scope(|scope| {
                let id = v8::Number::new(scope, self.0).into();
                tell(&env.runtime(), scope, "destroy", &[id]);
            });
        }
    }
}

/// Whether JavaScript is told of resources.
fn is_observed(runtime: &Runtime) -> bool {
    runtime.hooks.async_resource.get().is_some()
}

/// Tells JavaScript what happens to a resource. What a hook throws is dropped.
fn tell<'s>(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'s, '_>,
    event: &str,
    arguments: &[v8::Local<'s, v8::Value>],
) -> Option<f64> {
    let hook = runtime.hooks.async_resource.get()?;
    if runtime.is_exiting() {
        return None;
    }
    let mut all = vec![string(scope, event).into()];
    all.extend_from_slice(arguments);
    v8::tc_scope!(let scope, scope);
    let hook = v8::Local::new(scope, hook);
    let receiver = v8::undefined(scope).into();
    hook.call(scope, receiver, &all)?.number_value(scope)
}

impl AsyncContext {
    /// Takes the current context. `resource` may be NULL; `name` must be there and
    /// convertible to a string.
    pub(crate) fn take(
        env: &Env,
        resource: sys::napi_value,
        name: sys::napi_value,
    ) -> Result<Self, Status> {
        let name = env.value(name)?;
        let resource = NonNull::new(resource)
            .map(|resource| {
                // Unlike in a property function, nothing is thrown here.
                if env.value(resource.as_ptr())?.is_null_or_undefined() {
                    return Err(Status::OBJECT_EXPECTED);
                }
                env.to_object(resource.as_ptr())
            })
            .transpose()?;
        env.with_scope(|scope| {
            let text = if name.is_symbol() {
                None
            } else {
                name.to_string(scope)
            };
            let Some(text) = text else {
                env.catch_pending();
                return Err(Status::STRING_EXPECTED);
            };
            let runtime = env.runtime();
            let resource = match resource {
                Some(resource) => Some(v8::Local::new(scope, resource)),
                None if is_observed(&runtime) => Some(v8::Object::new(scope)),
                None => None,
            };
            let id = resource.and_then(|resource| {
                tell(&runtime, scope, "init", &[text.into(), resource.into()])
            });
            let name = (runtime.watches_creators.get())
                .then(|| text.to_rust_string_lossy(scope).into_boxed_str());
            Ok(Self {
                name,
                _resource: resource.map(|resource| v8::Global::new(scope, resource)),
                stores: current_stores(scope),
                id: id.map_or(AsyncId::NONE, AsyncId),
            })
        })
    }

    /// Runs `make`, which makes what the loop lists for this resource.
    pub(crate) fn naming<R>(&self, runtime: &Runtime, make: impl FnOnce() -> R) -> R {
        let name = || self.name.as_deref().map(str::to_owned);
        explain::naming(runtime, name, make)
    }

    /// The number of the resource.
    pub(crate) fn id(&self) -> AsyncId {
        self.id
    }

    /// Makes this context the current one, until it is left.
    pub(crate) fn enter(&self, runtime: &Runtime, scope: &mut v8::PinScope<'_, '_>) -> Entered {
        let previous = current_stores(scope);
        if self.stores.is_some() || previous.is_some() {
            set_stores(scope, self.stores.as_ref());
        }
        if self.id != AsyncId::NONE {
            let id = v8::Number::new(scope, self.id.0).into();
            tell(runtime, scope, "before", &[id]);
        }
        Entered {
            previous,
            id: self.id,
        }
    }
}

impl Entered {
    /// Back to the context before. One that is left by an exception has no `after`.
    pub(crate) fn leave(self, runtime: &Runtime, scope: &mut v8::PinScope<'_, '_>, threw: bool) {
        if self.id != AsyncId::NONE {
            let id = v8::Number::new(scope, self.id.0).into();
            let threw = v8::Boolean::new(scope, threw).into();
            tell(runtime, scope, "after", &[id, threw]);
        }
        if self.previous.is_some() || current_stores(scope).is_some() {
            set_stores(scope, self.previous.as_ref());
        }
    }
}

/// What `AsyncLocalStorage` keeps at the moment; `None` for nothing.
fn current_stores(scope: &mut v8::PinScope<'_, '_>) -> Option<v8::Global<v8::Value>> {
    let stores = scope.get_continuation_preserved_embedder_data();
    (!stores.is_undefined()).then(|| v8::Global::new(scope, stores))
}

fn set_stores(scope: &mut v8::PinScope<'_, '_>, stores: Option<&v8::Global<v8::Value>>) {
    let stores = match stores {
        Some(stores) => v8::Local::new(scope, stores),
        None => v8::undefined(scope).into(),
    };
    scope.set_continuation_preserved_embedder_data(stores);
}

/// What happens to an exception that a call from the loop leaves pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnException {
    /// It becomes an uncaught exception.
    Uncaught,
    /// A warning (DEP0168), and it is forgotten.
    Warn,
}

impl Env {
    /// Calls into the addon from the loop, in a callback scope of its own and in
    /// `context`. After the env's end was begun the call still happens, with
    /// JavaScript forbidden.
    pub(crate) fn call_from_loop(
        self: &Rc<Self>,
        context: Option<&AsyncContext>,
        on_exception: OnException,
        body: impl FnOnce(&mut v8::PinScope<'_, '_>),
    ) {
        let runtime = self.runtime();
        crate::runtime::enter(&runtime, |scope| {
            self.call_entered(&runtime, scope, context, on_exception, body);
        });
    }

    /// As [`Env::call_from_loop`], for one of several calls in a row: the isolate and its
    /// context are entered already.
    pub(crate) fn call_entered(
        self: &Rc<Self>,
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'_, '_>,
        context: Option<&AsyncContext>,
        on_exception: OnException,
        body: impl FnOnce(&mut v8::PinScope<'_, '_>),
    ) {
        let run = |scope: &mut v8::PinScope<'_, '_>| {
            let mut body = Some(body);
            let mut call = |scope: &mut v8::PinScope<'_, '_>| {
                if let Some(body) = body.take() {
                    return self.call_from_native(|| body(scope)).1;
                }
                None
            };
            let entered = context.map(|context| context.enter(runtime, scope));
            let exception = call(scope);
            let threw = exception.is_some() && on_exception == OnException::Uncaught;
            // Reported inside of the context that it came from.
            match (exception.filter(|_| !runtime.is_exiting()), on_exception) {
                (None, _) => {}
                (Some(_), OnException::Warn) => warn_swallowed(scope),
                (Some(exception), OnException::Uncaught) => {
                    let exception = v8::Local::new(scope, exception);
                    let message = v8::Exception::create_message(scope, exception);
                    trigger_uncaught(runtime, scope, exception, Some(message), false);
                }
            }
            if let Some(entered) = entered {
                entered.leave(runtime, scope, threw);
            }
        };
        if runtime.is_exiting() {
            v8::scope!(let scope, scope);
            run(scope);
        } else {
            call_entered(runtime, scope, run);
        }
    }
}

/// `process.emitWarning` as Node does for modules below version 10.
fn warn_swallowed(scope: &mut v8::PinScope<'_, '_>) {
    use crate::builtins::support::get;
    let global = scope.get_current_context().global(scope);
    let warned = (|| {
        let process = get(scope, global, "process").to_object(scope)?;
        let emit = get(scope, process, "emitWarning");
        let emit = v8::Local::<v8::Function>::try_from(emit).ok()?;
        let text = string(
            scope,
            "Uncaught Node-API callback exception detected, please run node with option \
             --force-node-api-uncaught-exceptions-policy=true to handle those exceptions properly.",
        );
        let kind = string(scope, "DeprecationWarning");
        let code = string(scope, "DEP0168");
        emit.call(
            scope,
            process.into(),
            &[text.into(), kind.into(), code.into()],
        )
    })();
    // Without `process` there is nobody to warn.
    let _ = warned;
}
