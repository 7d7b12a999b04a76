//! Cleanup hooks of the environment. Synchronous and asynchronous ones are entries of
//! one list, run newest first; the env waits for the asynchronous ones to be removed.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use napi_host_event_loop::{Remote, RequestToken};
use napi_host_sys as sys;
use sys::{
    napi_async_cleanup_hook, napi_async_cleanup_hook_handle, napi_cleanup_hook, napi_status,
};

use crate::boundary::{Status, entry_points};
use crate::env::Env;

entry_points! {
    /// Adds a hook; runs when the env ends.
    basic fn napi_add_env_cleanup_hook(env, fun: napi_cleanup_hook, arg: *mut c_void) {
        let hook = fun.ok_or(Status::INVALID_ARG)?;
        env.add_cleanup_hook(hook, arg);
        Ok(())
    }

    /// Removes the newest hook with this function and argument, if there is one.
    basic fn napi_remove_env_cleanup_hook(env, fun: napi_cleanup_hook, arg: *mut c_void) {
        let hook = fun.ok_or(Status::INVALID_ARG)?;
        env.runtime().cleanup.remove_named((hook as usize, arg.addr()));
        Ok(())
    }

    /// Adds a hook that may take its time: the env waits until its handle is removed.
    basic fn napi_add_async_cleanup_hook(
        env,
        hook: napi_async_cleanup_hook,
        arg: *mut c_void,
        remove_handle: *mut napi_async_cleanup_hook_handle,
    ) {
        let hook = hook.ok_or(Status::INVALID_ARG)?;
        let runtime = env.runtime();
        let handle = Box::into_raw(Box::new(AsyncHook {
            env: env.as_raw(),
            number: Cell::new(0),
            remote: runtime.event_loop().remote(),
            running: Cell::new(None),
        }));
        env.hold();
        let number = runtime.cleanup.add(Box::new(move |runtime| {
            let token = runtime.event_loop().request_begin("AsyncCleanupHook");
            runtime.cleanup.begin_wait();
            // SAFETY: the handle is freed by its removal only, which drops this hook.
            unsafe { (*handle).running.set(Some(token)) };
            // SAFETY: the addon gave the hook for these arguments.
            unsafe { hook(handle.cast(), arg) };
        }));
        // SAFETY: made above.
        unsafe { (*handle).number.set(number) };
        crate::boundary::optional(remove_handle, handle.cast());
        Ok(())
    }
}

/// What a `napi_async_cleanup_hook_handle` points at.
struct AsyncHook {
    env: sys::napi_env,
    number: Cell<u64>,
    remote: Remote,
    /// Keeps the loop alive while the hook is at work.
    running: Cell<Option<RequestToken>>,
}

/// A handle on its way to the loop's thread.
struct Handle(NonNull<AsyncHook>);

// SAFETY: only the loop's thread looks inside.
unsafe impl Send for Handle {}

/// Ends an asynchronous cleanup, or removes its hook before it began. Any thread.
///
/// # Safety
/// `remove_handle` came from `napi_add_async_cleanup_hook` and is removed once.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_remove_async_cleanup_hook(
    remove_handle: napi_async_cleanup_hook_handle,
) -> napi_status {
    let Some(hook) = NonNull::new(remove_handle.cast::<AsyncHook>()) else {
        return sys::napi_invalid_arg;
    };
    // SAFETY: the caller's promise; `Remote` may be used on any thread.
    let remote = unsafe { &raw const (*hook.as_ptr()).remote };
    // SAFETY: as above; nothing else borrows the hook mutably.
    let remote = unsafe { &*remote };
    let handle = Handle(hook);
    if remote.is_loop_thread() {
        remove(handle);
    } else {
        let remote = remote.clone();
        // A loop that is gone waits for nobody.
        let _ = remote.post(Box::new(move |_| remove(handle)));
    }
    sys::napi_ok
}

fn remove(handle: Handle) {
    // SAFETY: made by `Box::into_raw`, removed once.
    let hook = unsafe { Box::from_raw(handle.0.as_ptr()) };
    let Some(env) = Env::find(hook.env) else {
        return;
    };
    let runtime = env.runtime();
    if hook.running.take().is_some() {
        runtime.cleanup.end_wait();
    } else {
        runtime.cleanup.remove(hook.number.get());
    }
    env.release_hold_later(&runtime);
}
