//! A JavaScript function that the loop calls later, with the async context that was
//! current when it was handed over (what `AsyncLocalStorage` reads).

/// A function and the async context it belongs to.
pub(crate) struct JsCallback {
    function: v8::Global<v8::Function>,
    /// `None` for the usual case, no context.
    context: Option<v8::Global<v8::Value>>,
}

impl JsCallback {
    /// Keeps `function` together with the current async context.
    pub(crate) fn new(
        scope: &mut v8::PinScope<'_, '_>,
        function: v8::Local<'_, v8::Function>,
    ) -> Self {
        let context = scope.get_continuation_preserved_embedder_data();
        let context = (!context.is_undefined()).then(|| v8::Global::new(scope, context));
        Self {
            function: v8::Global::new(scope, function),
            context,
        }
    }

    /// Keeps `function` alone: it sees to its context itself.
    pub(crate) fn without_context(
        scope: &mut v8::PinScope<'_, '_>,
        function: v8::Local<'_, v8::Function>,
    ) -> Self {
        Self {
            function: v8::Global::new(scope, function),
            context: None,
        }
    }

    /// Calls the function in its context. `None` when it has thrown: the exception
    /// is pending, for the callback scope around.
    pub(crate) fn call<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        arguments: &[v8::Local<'_, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let function = v8::Local::new(scope, &self.function);
        let receiver = v8::undefined(scope).into();
        let Some(context) = &self.context else {
            return function.call(scope, receiver, arguments);
        };
        let previous = scope.get_continuation_preserved_embedder_data();
        let context = v8::Local::new(scope, context);
        scope.set_continuation_preserved_embedder_data(context);
        let result = function.call(scope, receiver, arguments);
        scope.set_continuation_preserved_embedder_data(previous);
        result
    }
}
