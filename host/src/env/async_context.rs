//! The async context that an addon's later calls run in: the resource object and
//! what `AsyncLocalStorage` keeps (V8's continuation-preserved data), taken when the
//! work, the thread-safe function or the context is made.

use std::ptr::NonNull;

use napi_host_sys as sys;

use super::Env;
use crate::boundary::Status;
use crate::builtins::support::string;
use crate::engine::layout::{self, Tagged};
use crate::runtime::{Runtime, explain};

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

/// Whether a word is a string.
#[inline(always)]
fn is_string(word: Tagged) -> bool {
    // SAFETY: a word from a live handle that is no small integer is a heap object.
    !layout::is_smi(word) && layout::is_string_type(unsafe { layout::instance_type(word) })
}

impl AsyncContext {
    /// What nobody can see.
    const PLAIN: Self = Self {
        _resource: None,
        stores: None,
        id: AsyncId::NONE,
        name: None,
    };

    /// Takes the current context. `resource` may be NULL; `name` must be there and
    /// convertible to a string.
    pub(crate) fn take(
        env: &Env,
        resource: sys::napi_value,
        name: sys::napi_value,
    ) -> Result<Self, Status> {
        if resource.is_null()
            && !env.engine.has_continuation_data()
            && is_string(env.word(name)?)
            && !is_observed(&env.runtime())
            && !env.runtime().watches_creators.get()
        {
            return Ok(Self::PLAIN);
        }
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

    /// Whether nobody sees it: entering it changes nothing, if there are no stores before it.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.stores.is_none() && self.id == AsyncId::NONE
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
