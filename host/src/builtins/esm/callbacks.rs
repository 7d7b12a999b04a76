//! What V8 asks the loader for: `import()` and `import.meta`.

use super::Modules;
use super::links::{DYNAMIC_STRIDE, attributes, attributes_object};
use crate::builtins::support::{self, Args, Return};

/// `setCallbacks(importDynamically, initializeMeta)`:
/// `importDynamically(specifier, referrer, attributes)` answers a promise;
/// `initializeMeta(meta, id)` fills `import.meta`.
pub(super) fn set_callbacks(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
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
