//! Thread-safe functions. All but the creation may be called from any thread, and
//! never touch the last error.
//!
//! A blocking call from the loop's own thread on a full queue could never return: it
//! is refused with `napi_would_deadlock`.

use std::ffi::c_void;
use std::rc::Rc;

use napi_host_event_loop::{CountError, PushError, PushMode, ReleaseMode};
use napi_host_sys as sys;
use sys::{napi_status, napi_threadsafe_function, napi_value};

use crate::boundary::{Status, entry_points, out};
use crate::env::Env;
use crate::env::async_context::AsyncContext;
use crate::env::finalizer::Finalizer;
use crate::env::tsfn::{Description, Item, Shared};
use crate::env::tsfn_slot;

entry_points! {
    /// Creates a queue through which any thread calls into JavaScript. The name is
    /// required, the thread count is not 0, and there is a function or a `call_js_cb`.
    gc fn napi_create_threadsafe_function(
        env,
        func: napi_value,
        async_resource: napi_value,
        async_resource_name: napi_value,
        max_queue_size: usize,
        initial_thread_count: usize,
        thread_finalize_data: *mut c_void,
        thread_finalize_cb: sys::napi_finalize,
        context: *mut c_void,
        call_js_cb: sys::napi_threadsafe_function_call_js,
        result: *mut napi_threadsafe_function,
    ) {
        if async_resource_name.is_null() || initial_thread_count == 0 {
            return Err(Status::INVALID_ARG);
        }
        let result = out(result)?;
        let function = if func.is_null() {
            call_js_cb.ok_or(Status::INVALID_ARG)?;
            None
        } else {
            let function = env.function(func, Status::INVALID_ARG)?;
            Some(env.with_scope(|scope| v8::Global::new(scope, function)))
        };
        let async_context = AsyncContext::take(env, async_resource, async_resource_name)?;
        let env: Rc<Env> = Env::find(env.as_raw()).ok_or(Status::GENERIC_FAILURE)?;
        let handle = env.new_threadsafe_function(Description {
            function,
            max_queue_size,
            initial_threads: initial_thread_count,
            finalizer: Finalizer {
                callback: thread_finalize_cb,
                data: thread_finalize_data,
                hint: context,
            },
            context,
            call_js: call_js_cb,
            async_context,
        });
        result.set(handle)
    }
}

/// Answers what `body` does with the function behind `function`; `napi_closing` when it
/// is gone.
fn with(
    function: napi_threadsafe_function,
    body: impl FnOnce(&Shared) -> Result<(), Status>,
) -> napi_status {
    if function.is_null() {
        return sys::napi_invalid_arg;
    }
    // SAFETY: the ABI: the handle came from `napi_create_threadsafe_function`.
    let Some(entered) = (unsafe { tsfn_slot::enter(function) }) else {
        return sys::napi_closing;
    };
    body(&entered).map_or_else(Status::raw, |()| sys::napi_ok)
}

fn count_error(error: CountError) -> Status {
    match error {
        CountError::Closing => Status::new(sys::napi_closing),
        CountError::NoThread => Status::INVALID_ARG,
    }
}

/// The context pointer that was given at creation.
///
/// # Safety
/// `func` is a function that the calling thread may use; `result` is writable.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_get_threadsafe_function_context(
    func: napi_threadsafe_function,
    result: *mut *mut c_void,
) -> napi_status {
    with(func, |shared| out(result)?.set(shared.context))
}

/// Puts an item in the queue; waits for room, or answers `napi_queue_full`.
///
/// # Safety
/// `func` is a function that the calling thread may use.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_call_threadsafe_function(
    func: napi_threadsafe_function,
    data: *mut c_void,
    is_blocking: sys::napi_threadsafe_function_call_mode,
) -> napi_status {
    let mode = if is_blocking == sys::napi_tsfn_nonblocking {
        PushMode::NonBlocking
    } else {
        PushMode::Blocking
    };
    with(func, |shared| {
        shared
            .queue
            .push(Item(data), mode)
            .map_err(|error| match error {
                PushError::Full(_) => Status::new(sys::napi_queue_full),
                PushError::Closing(_) => Status::new(sys::napi_closing),
                PushError::NoThread(_) => Status::INVALID_ARG,
                PushError::WouldDeadlock(_) => Status::new(sys::napi_would_deadlock),
            })
    })
}

/// Counts one more thread.
///
/// # Safety
/// As [`napi_call_threadsafe_function`].
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_acquire_threadsafe_function(
    func: napi_threadsafe_function,
) -> napi_status {
    with(func, |shared| shared.queue.acquire().map_err(count_error))
}

/// Counts one thread less; `napi_tsfn_abort` closes the function for all.
///
/// # Safety
/// As [`napi_call_threadsafe_function`].
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_release_threadsafe_function(
    func: napi_threadsafe_function,
    mode: sys::napi_threadsafe_function_release_mode,
) -> napi_status {
    let mode = if mode == sys::napi_tsfn_abort {
        ReleaseMode::Abort
    } else {
        ReleaseMode::Release
    };
    with(func, |shared| {
        shared.queue.release(mode).map_err(count_error)
    })
}

/// Lets the loop end while the function exists.
///
/// # Safety
/// As [`napi_call_threadsafe_function`].
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_unref_threadsafe_function(
    _env: sys::node_api_basic_env,
    func: napi_threadsafe_function,
) -> napi_status {
    with(func, |shared| {
        shared.set_ref(false);
        Ok(())
    })
}

/// Keeps the loop alive while the function exists.
///
/// # Safety
/// As [`napi_call_threadsafe_function`].
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn napi_ref_threadsafe_function(
    _env: sys::node_api_basic_env,
    func: napi_threadsafe_function,
) -> napi_status {
    with(func, |shared| {
        shared.set_ref(true);
        Ok(())
    })
}
