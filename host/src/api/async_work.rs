//! Work on the worker pool.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::NonNull;

use napi_host_event_loop::EventLoop;
use napi_host_event_loop::pool::{self, Outcome, WorkId};
use napi_host_sys as sys;
use sys::{napi_async_complete_callback, napi_async_execute_callback, napi_async_work, napi_value};

use crate::boundary::{Status, entry_points, out};
use crate::env::Env;
use crate::env::async_context::{AsyncContext, AsyncId, OnException};

type Execute = unsafe extern "C" fn(sys::napi_env, *mut c_void);

/// What a `napi_async_work` points at. Freed by `napi_delete_async_work` alone.
struct AsyncWork {
    job: Job,
    complete: napi_async_complete_callback,
    queued: Cell<Option<WorkId>>,
    context: RefCell<Option<AsyncContext>>,
    id: AsyncId,
}

/// What a worker thread needs of a work; nothing in it changes.
struct Job {
    env: sys::napi_env,
    execute: Execute,
    data: *mut c_void,
}

/// On a thread of the pool. The first word is the work.
fn execute(words: pool::Words) {
    let job = words[0].cast::<AsyncWork>();
    // SAFETY: work that is queued is not deleted before its completion (the ABI), and
    // nobody writes to this part of it.
    let job = unsafe { &(*job).job };
    // SAFETY: the ABI: `execute` may be called on a worker thread with its data.
    unsafe { (job.execute)(job.env, job.data) };
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
            job: Job { env: env.as_raw(), execute, data },
            complete,
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
        let task = pool::Task {
            work: execute,
            done: completed,
            words: [pointer.as_ptr().cast(), env.as_raw().cast()],
        };
        let submit = || pool::submit_task(runtime.event_loop(), "AsyncWork", task);
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
fn completed(_: &EventLoop, words: pool::Words, outcome: Outcome) {
    // While its env lives; the loop drops what is left after the teardown.
    let Some(env) = Env::find(words[1].cast()) else {
        return;
    };
    // SAFETY: work that is queued is not deleted before its completion (the ABI).
    let this = unsafe { &*words[0].cast::<AsyncWork>() };
    this.queued.set(None);
    let (complete, data) = (this.complete, this.job.data);
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
