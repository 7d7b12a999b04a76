//! Work on the worker pool.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::NonNull;

use napi_host_event_loop::pool::{self, Outcome, WorkId};
use napi_host_sys as sys;
use sys::{napi_async_complete_callback, napi_async_execute_callback, napi_async_work, napi_value};

use crate::boundary::{Status, entry_points, out};
use crate::env::Env;
use crate::env::async_context::{AsyncContext, AsyncId, OnException};

type Execute = unsafe extern "C" fn(sys::napi_env, *mut c_void);

/// What a `napi_async_work` points at. Freed by `napi_delete_async_work` alone.
struct AsyncWork {
    execute: Execute,
    complete: napi_async_complete_callback,
    data: *mut c_void,
    queued: Cell<Option<WorkId>>,
    context: RefCell<Option<AsyncContext>>,
    id: AsyncId,
}

/// An env and the addon's data on their way to a worker thread.
struct Job {
    env: sys::napi_env,
    execute: Execute,
    data: *mut c_void,
}

// SAFETY: the worker only hands both pointers to the addon's `execute`, which the ABI
// calls on another thread; it never dereferences them.
unsafe impl Send for Job {}

impl Job {
    fn run(self) {
        // SAFETY: the ABI: `execute` may be called on a worker thread with its data.
        unsafe { (self.execute)(self.env, self.data) };
    }
}

entry_points! {
    /// Creates work: `execute` runs on the pool, then `complete` on the loop's thread.
    gc fn napi_create_async_work(
        env,
        async_resource: napi_value,
        async_resource_name: napi_value,
        execute: napi_async_execute_callback,
        complete: napi_async_complete_callback,
        data: *mut c_void,
        result: *mut napi_async_work,
    ) {
        let execute = execute.ok_or(Status::INVALID_ARG)?;
        let result = out(result)?;
        let context = AsyncContext::take(env, async_resource, async_resource_name)?;
        let work = Box::new(AsyncWork {
            execute,
            complete,
            data,
            queued: Cell::new(None),
            id: context.id(),
            context: RefCell::new(Some(context)),
        });
        result.set(Box::into_raw(work).cast())
    }

    /// Frees work that is not queued, or whose `complete` runs or has run.
    gc fn napi_delete_async_work(env, work: napi_async_work) {
        let work = NonNull::new(work).ok_or(Status::INVALID_ARG)?.cast::<AsyncWork>();
        // SAFETY: made by `napi_create_async_work`, and deleted once (the ABI).
        let work = unsafe { Box::from_raw(work.as_ptr()) };
        work.id.destroy(env);
        Ok(())
    }

    /// Queues work for the pool.
    basic fn napi_queue_async_work(env, work: napi_async_work) {
        let pointer = NonNull::new(work).ok_or(Status::INVALID_ARG)?.cast::<AsyncWork>();
        // SAFETY: a live work (the ABI).
        let work = unsafe { pointer.as_ref() };
        let runtime = env.runtime();
        let job = Job { env: env.as_raw(), execute: work.execute, data: work.data };
        let raw = env.as_raw();
        let submit = || {
            pool::submit(
                runtime.event_loop(),
                "AsyncWork",
                Box::new(move || job.run()),
                Box::new(move |_, outcome| completed(raw, pointer, outcome)),
            )
        };
        let id = match &*work.context.borrow() {
            Some(context) => context.naming(&runtime, submit),
            None => submit(),
        };
        work.queued.set(Some(id));
        Ok(())
    }

    /// Cancels work that has not begun; `complete` still runs, with `napi_cancelled`.
    basic fn napi_cancel_async_work(env, work: napi_async_work) {
        let work = NonNull::new(work).ok_or(Status::INVALID_ARG)?.cast::<AsyncWork>();
        // SAFETY: a live work (the ABI).
        let queued = unsafe { work.as_ref() }.queued.get();
        let runtime = env.runtime();
        match queued {
            Some(id) if pool::cancel(runtime.event_loop(), id) => Ok(()),
            _ => Err(Status::GENERIC_FAILURE),
        }
    }
}

/// On the loop's thread: the work has run or was cancelled.
fn completed(env: sys::napi_env, work: NonNull<AsyncWork>, outcome: Outcome) {
    // While its env lives; the loop drops what is left after the teardown.
    let Some(env) = Env::find(env) else {
        return;
    };
    // SAFETY: work that is queued is not deleted before its completion (the ABI).
    let this = unsafe { work.as_ref() };
    this.queued.set(None);
    let (complete, data) = (this.complete, this.data);
    let context = this.context.borrow_mut().take();
    let status = match outcome {
        Outcome::Completed => sys::napi_ok,
        Outcome::Cancelled => sys::napi_cancelled,
    };
    let Some(complete) = complete else {
        return;
    };
    env.call_from_loop(context.as_ref(), OnException::Uncaught, |_| {
        // SAFETY: the ABI; `complete` may delete the work, which is not used again.
        unsafe { complete(env.as_raw(), status, data) };
    });
}
