//! The entry wrapper: every exported function that takes an env goes through one
//! of these, named after the classes of the symbol table.
//!
//! | class | checks |
//! |---|---|
//! | [`js`] (P) | env, not inside a collection, no exception pending, JavaScript can run; a frame to catch what JavaScript throws |
//! | [`gc`] (G) | env, not inside a collection |
//! | [`basic`] (E) | env only |
//!
//! Each records the status as the env's last error. Functions of any thread (T) do
//! not come here. On the fast path the checks are one test of one word.

use std::mem::MaybeUninit;

use napi_host_sys as sys;

use super::{Answer, Status};
use crate::engine::frame::Frame;
use crate::env::{EXPERIMENTAL, Env, state};

/// The env behind the pointer that an addon passed.
///
/// # Safety
/// `env` is null or an env that is alive, on its own thread.
#[inline(always)]
unsafe fn env_ref<'a>(env: sys::napi_env) -> Option<&'a Env> {
    // SAFETY: the caller's promise; an `napi_env` is the address of an `Env`.
    unsafe { env.cast::<Env>().as_ref() }
}

#[inline(always)]
fn finish(env: &Env, answer: Answer) -> sys::napi_status {
    let status = match answer {
        Ok(()) => sys::napi_ok,
        Err(status) => status.raw(),
    };
    env.last_error.set(status);
    status
}

/// Enters a function that may run JavaScript.
///
/// # Safety
/// `env` is what the addon passed: null or a live env on its own thread.
#[inline(always)]
pub(crate) unsafe fn js(env: sys::napi_env, body: impl FnOnce(&Env) -> Answer) -> sys::napi_status {
    // SAFETY: the caller's promise.
    let Some(env) = (unsafe { env_ref(env) }) else {
        return sys::napi_invalid_arg;
    };
    if env.has(state::BEFORE_JS) {
        return finish(env, js_slow(env, body));
    }
    if env.engine.top.get().is_null() {
        return finish(env, in_own_frame(env, body));
    }
    finish(env, body(env))
}

/// The state has a bit set: refuse in the order of Node's checks.
#[cold]
#[inline(never)]
fn js_slow(env: &Env, body: impl FnOnce(&Env) -> Answer) -> Answer {
    before_heap(env);
    if env.has(state::PENDING) {
        return Err(Status::PENDING_EXCEPTION);
    }
    if env.has(state::NO_JS) {
        let modern = env.version >= 10 || env.version == EXPERIMENTAL;
        return Err(if modern {
            Status::CANNOT_RUN_JS
        } else {
            Status::PENDING_EXCEPTION
        });
    }
    if env.engine.top.get().is_null() {
        return in_own_frame(env, body);
    }
    body(env)
}

/// A call from outside of every callback (a libuv callback, say): it gets a frame of
/// its own.
#[cold]
#[inline(never)]
fn in_own_frame(env: &Env, body: impl FnOnce(&Env) -> Answer) -> Answer {
    let mut room = MaybeUninit::uninit();
    let frame = Frame::new_in(&mut room);
    // SAFETY: the frame stays in place until `leave` below; `body` does not unwind
    // past it (panics abort at the `extern "C"` boundary).
    unsafe { frame.enter(&env.engine) };
    let answer = body(env);
    // SAFETY: entries nest, so this frame is the innermost one again.
    unsafe { frame.leave(&env.engine) };
    answer
}

/// Enters a function that touches the engine's heap but runs no JavaScript.
///
/// # Safety
/// As [`js`].
#[inline(always)]
pub(crate) unsafe fn gc(env: sys::napi_env, body: impl FnOnce(&Env) -> Answer) -> sys::napi_status {
    // SAFETY: the caller's promise.
    let Some(env) = (unsafe { env_ref(env) }) else {
        return sys::napi_invalid_arg;
    };
    if env.has(state::BEFORE_HEAP) {
        before_heap(env);
    }
    finish(env, body(env))
}

/// Enters a function that basic finalizers may call.
///
/// # Safety
/// As [`js`].
#[inline(always)]
pub(crate) unsafe fn basic(
    env: sys::napi_env,
    body: impl FnOnce(&Env) -> Answer,
) -> sys::napi_status {
    // SAFETY: the caller's promise.
    let Some(env) = (unsafe { env_ref(env) }) else {
        return sys::napi_invalid_arg;
    };
    finish(env, body(env))
}

/// Takes back the details of the last error, if the addon was given them: older
/// node-addon-api reads them again after another call. Ends the process when a
/// finalizer that runs inside a collection calls something that may affect the
/// collector's state.
#[cold]
fn before_heap(env: &Env) {
    if env.has(state::DESCRIBED) {
        env.error_info.describe(sys::napi_ok);
        env.set_state(state::DESCRIBED, false);
    }
    if env.has(state::IN_GC) {
        crate::api::fatal::abort(
            "Finalizer is calling a function that may affect GC state.",
            "The finalizers are run directly from GC and must not affect GC state.\n\
             Use `node_api_post_finalizer` from inside of the finalizer to work around this issue.\n\
             It schedules the call as a new task in the event loop.",
        );
    }
}
