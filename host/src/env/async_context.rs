//! The async context that an addon's later calls run in: the resource object and
//! what `AsyncLocalStorage` keeps (V8's continuation-preserved data), taken when the
//! work, the thread-safe function or the context is made.

use std::ptr::NonNull;
use std::rc::Rc;

use napi_host_sys as sys;

use super::Env;
use crate::boundary::Status;
use crate::runtime::{call_into_js, trigger_uncaught};

/// See the module's note.
pub(crate) struct AsyncContext {
    pub(crate) resource: v8::Global<v8::Object>,
    stores: v8::Global<v8::Value>,
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
            .map(|resource| env.to_object(resource.as_ptr()))
            .transpose()?;
        env.with_scope(|scope| {
            if name.is_symbol() || name.to_string(scope).is_none() {
                env.catch_pending();
                return Err(Status::STRING_EXPECTED);
            }
            let resource = match resource {
                Some(resource) => v8::Local::new(scope, resource),
                None => v8::Object::new(scope),
            };
            let stores = scope.get_continuation_preserved_embedder_data();
            Ok(Self {
                resource: v8::Global::new(scope, resource),
                stores: v8::Global::new(scope, stores),
            })
        })
    }

    /// Runs `body` with this context current.
    pub(crate) fn enter<R>(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        body: impl FnOnce(&mut v8::PinScope<'_, '_>) -> R,
    ) -> R {
        let previous = scope.get_continuation_preserved_embedder_data();
        let stores = v8::Local::new(scope, &self.stores);
        scope.set_continuation_preserved_embedder_data(stores);
        let result = body(scope);
        scope.set_continuation_preserved_embedder_data(previous);
        result
    }
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
        let run = |scope: &mut v8::PinScope<'_, '_>| {
            let mut body = Some(body);
            let mut call = |scope: &mut v8::PinScope<'_, '_>| {
                if let Some(body) = body.take() {
                    return self.call_from_native(|| body(scope)).1;
                }
                None
            };
            let exception = match context {
                Some(context) => context.enter(scope, &mut call),
                None => call(scope),
            };
            let Some(exception) = exception.filter(|_| !runtime.is_exiting()) else {
                return;
            };
            match on_exception {
                OnException::Warn => warn_swallowed(scope),
                OnException::Uncaught => {
                    let exception = v8::Local::new(scope, exception);
                    trigger_uncaught(&runtime, scope, exception, None, false);
                }
            }
        };
        if runtime.is_exiting() {
            crate::runtime::enter(&runtime, |scope| run(scope));
        } else {
            call_into_js(&runtime, |scope| run(scope));
        }
    }
}

/// `process.emitWarning` as Node does for modules below version 10.
fn warn_swallowed(scope: &mut v8::PinScope<'_, '_>) {
    use crate::builtins::support::{get, string};
    let global = scope.get_current_context().global(scope);
    let warned = (|| {
        let process = get(scope, global, "process").to_object(scope)?;
        let emit = get(scope, process, "emitWarning");
        let emit = v8::Local::<v8::Function>::try_from(emit).ok()?;
        let text = string(
            scope,
            "Uncaught N-API callback exception detected, please run node with option \
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
