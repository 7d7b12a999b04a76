//! Promises and the handles that settle them.
//!
//! A `napi_deferred` is the address of a persistent handle's slot, which holds the
//! promise's resolver; settling frees it. Nothing here drains microtasks.

use std::ptr::NonNull;

use napi_host_sys as sys;
use sys::{napi_deferred, napi_value};

use crate::boundary::{Answer, Status, entry_points, out};
use crate::engine::raw::MaybeBool;
use crate::engine::{raw, raw_objects};
use crate::env::Env;

/// V8's function that resolves or rejects.
type Settle = unsafe extern "C" fn(
    *const v8::PromiseResolver,
    *const v8::Context,
    *const v8::Value,
) -> MaybeBool;

entry_points! {
    /// A promise, and the handle that settles it.
    js fn napi_create_promise(env, deferred: *mut napi_deferred, promise: *mut napi_value) {
        let deferred = out(deferred)?;
        let promise = out(promise)?;
        // SAFETY: the context is alive and a handle scope is open.
        let resolver = env.catching(|| unsafe {
            raw_objects::v8__Promise__Resolver__New(env.raw_context())
        });
        let Some(resolver) = NonNull::new(resolver.cast_mut()) else {
            return Err(env.thrown_as(sys::napi_generic_failure));
        };
        let isolate = env.isolate().as_ptr();
        // SAFETY: a live handle.
        let global = unsafe { raw::v8__Global__New(isolate, resolver.as_ptr().cast()) };
        deferred.write(global.cast_mut().cast());
        // SAFETY: a live handle of a resolver.
        let made = unsafe { raw_objects::v8__Promise__Resolver__GetPromise(resolver.as_ptr()) };
        promise.maybe(made, Status::GENERIC_FAILURE)
    }

    /// Resolves a promise and frees its handle.
    js fn napi_resolve_deferred(env, deferred: napi_deferred, resolution: napi_value) {
        settle(env, deferred, resolution, raw_objects::v8__Promise__Resolver__Resolve)
    }

    /// Rejects a promise and frees its handle.
    js fn napi_reject_deferred(env, deferred: napi_deferred, rejection: napi_value) {
        settle(env, deferred, rejection, raw_objects::v8__Promise__Resolver__Reject)
    }

    /// Whether a value is a promise.
    gc fn napi_is_promise(env, value: napi_value, is_promise: *mut bool) {
        let value = env.value(value)?;
        // SAFETY: a live handle.
        out(is_promise)?.set(unsafe { raw_objects::v8__Value__IsPromise(&*value) })
    }
}

fn settle(env: &Env, deferred: napi_deferred, value: napi_value, settle: Settle) -> Answer {
    let value = env.value(value)?;
    let slot = NonNull::new(deferred).ok_or(Status::INVALID_ARG)?;
    let resolver: *const v8::PromiseResolver = slot.as_ptr().cast();
    // SAFETY: the addon's deferred is the slot of `napi_create_promise`, not settled yet.
    let settled = env.catching(|| unsafe { settle(resolver, env.raw_context(), &*value) });
    // SAFETY: the slot is given up here, by the addon's contract for the only time.
    unsafe { raw::v8__Global__Reset(resolver.cast()) };
    match settled.get() {
        Some(true) => Ok(()),
        _ => Err(env.thrown_as(sys::napi_generic_failure)),
    }
}
