//! Async contexts and callback scopes.

use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_async_context, napi_callback_scope, napi_value};

use crate::boundary::{Status, entry_points, optional, out};
use crate::engine::raw;
use crate::env::async_context::AsyncContext;
use crate::env::{local, state};
use crate::runtime::{close_callback_scope, open_callback_scope};

entry_points! {
    /// Makes an async context.
    gc fn napi_async_init(
        env,
        async_resource: napi_value,
        async_resource_name: napi_value,
        result: *mut napi_async_context,
    ) {
        if async_resource_name.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let result = out(result)?;
        let context = AsyncContext::take(env, async_resource, async_resource_name)?;
        result.set(Box::into_raw(Box::new(context)).cast())
    }

    /// Ends an async context.
    gc fn napi_async_destroy(env, async_context: napi_async_context) {
        let context = NonNull::new(async_context).ok_or(Status::INVALID_ARG)?;
        // SAFETY: made by `napi_async_init`, destroyed once (the ABI).
        let context = unsafe { Box::from_raw(context.as_ptr().cast::<AsyncContext>()) };
        context.id().destroy(env);
        Ok(())
    }

    /// Calls a function as the loop does: ticks and microtasks drain afterwards when no
    /// callback scope is around.
    js fn napi_make_callback(
        env,
        async_context: napi_async_context,
        recv: napi_value,
        func: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value,
    ) {
        if recv.is_null() || (argc > 0 && argv.is_null()) {
            return Err(Status::INVALID_ARG);
        }
        let receiver = env.to_object(recv)?;
        let function = env.function(func, Status::INVALID_ARG)?;
        let count = i32::try_from(argc).map_err(|_| Status::INVALID_ARG)?;
        // SAFETY: NULL or a live context (the ABI).
        let context = unsafe { async_context.cast::<AsyncContext>().as_ref() };
        let runtime = env.runtime();
        let receiver: *const v8::Object = &*receiver;
        let function = crate::env::to_raw(&function);
        let around = runtime.hooks.make_callback.get().map(|hook| {
            env.with_scope(|scope| crate::env::to_raw(&v8::Local::new(scope, hook)))
        });
        let mut all = Vec::new();
        let (called, argv, argc) = match around {
            None => (function, argv, count),
            Some(around) => {
                all.push(function);
                // SAFETY: the addon's array of that many values (the ABI); NULL only without any.
                all.extend((0..argc).map(|index| unsafe { argv.wrapping_add(index).read() }));
                (around, all.as_ptr(), count.saturating_add(1))
            }
        };
        let call = || {
            // SAFETY: live handles.
            env.catching(|| unsafe {
                raw::v8__Function__Call(
                    called.cast(), env.raw_context(), receiver.cast(), argc, argv.cast(),
                )
            })
        };
        open_callback_scope(&runtime);
        let entered =
            context.map(|context| env.with_scope(|scope| context.enter(&runtime, scope)));
        let value = call();
        let threw = value.is_null();
        if let Some(entered) = entered {
            env.with_scope(|scope| entered.leave(&runtime, scope, threw));
        }
        let thrown = threw.then(|| env.thrown_or(sys::napi_generic_failure));
        env.with_scope(|scope| close_callback_scope(&runtime, scope));
        match (thrown, NonNull::new(value.cast_mut())) {
            (None, Some(value)) => {
                optional(result, crate::env::to_raw(&local(value)));
                Ok(())
            }
            (thrown, _) => Err(thrown.unwrap_or(Status::GENERIC_FAILURE)),
        }
    }

    /// Opens a callback scope.
    basic fn napi_open_callback_scope(
        env,
        _resource_object: napi_value,
        context: napi_async_context,
        result: *mut napi_callback_scope,
    ) {
        let result = out(result)?;
        // SAFETY: NULL or a live context (the ABI).
        let context = unsafe { context.cast::<AsyncContext>().as_ref() };
        let runtime = env.runtime();
        open_callback_scope(&runtime);
        let entered =
            context.map(|context| env.with_scope(|scope| context.enter(&runtime, scope)));
        let mut open = env.open_callback_scopes.borrow_mut();
        open.push(entered);
        result.set(open.len() as napi_callback_scope)
    }

    /// Closes a callback scope; the outermost drains ticks and microtasks.
    basic fn napi_close_callback_scope(env, scope: napi_callback_scope) {
        if scope.is_null() {
            return Err(Status::INVALID_ARG);
        }
        let newest = env.open_callback_scopes.borrow_mut().pop();
        let entered = newest.ok_or(Status::CALLBACK_SCOPE_MISMATCH)?;
        let runtime = env.runtime();
        let threw = env.has(state::PENDING);
        env.with_scope(|scope| {
            if let Some(entered) = entered {
                entered.leave(&runtime, scope, threw);
            }
            close_callback_scope(&runtime, scope);
        });
        Ok(())
    }
}
