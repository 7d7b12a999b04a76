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
use crate::env::async_context::{AsyncContext, AsyncId};
use crate::env::from_loop::{Call, OnException};

type Execute = unsafe extern "C" fn(sys::napi_env, *mut c_void);

/// What a `napi_async_work` points at. Freed by `napi_delete_async_work` alone.
pub(crate) struct AsyncWork {
    job: Job,
    complete: napi_async_complete_callback,
    queued: Cell<Option<WorkId>>,
    context: RefCell<Option<AsyncContext>>,
    id: AsyncId,
}

/// What a worker thread needs of a work; nothing in it changes, nor on its cache line.
#[repr(align(64))]
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
        let work = env.works.put(AsyncWork {
            job: Job { env: env.as_raw(), execute, data },
            complete,
            queued: Cell::new(None),
            id: context.id(),
            context: RefCell::new(Some(context)),
        });
        result.set(work.as_ptr().cast())
    }

    /// Frees work that is not queued, or whose `complete` runs or has run.
    gc fn napi_delete_async_work(env, work: napi_async_work) {
        let work = NonNull::new(work).ok_or(Status::INVALID_ARG)?.cast::<AsyncWork>();
        // SAFETY: made by `napi_create_async_work` of this env, and deleted once (the ABI).
        let work = unsafe { env.works.take(work) };
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
        let queued = |id| work.queued.set(Some(id));
        let submit = || pool::submit_task(runtime.event_loop(), "AsyncWork", task, queued);
        match &*work.context.borrow() {
            Some(context) => context.naming(&runtime, submit),
            None => submit(),
        }
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
fn completed(event_loop: &EventLoop, words: pool::Words, outcome: Outcome) {
    // SAFETY: envs stay in memory as long as their runtime, whose loop this is.
    let env = unsafe { &*words[1].cast::<Env>() };
    // The loop drops what is left after the teardown.
    if env.ended.get() {
        return;
    }
    // SAFETY: work that is queued is not deleted before its completion (the ABI).
    let this = unsafe { &*words[0].cast::<AsyncWork>() };
    this.queued.set(None);
    let (complete, data) = (this.complete, this.job.data);
    let context = {
        let mut context = this.context.borrow_mut();
        context.take_if(|context| !context.is_plain())
    };
    let status = match outcome {
        Outcome::Completed => sys::napi_ok,
        Outcome::Cancelled => sys::napi_cancelled,
    };
    let Some(complete) = complete else {
        return;
    };
    let call = Call {
        context: context.as_ref(),
        on_exception: OnException::Uncaught,
        more: event_loop.more_works_ended(),
    };
    env.call_from_loop(call, || {
        // SAFETY: the ABI; `complete` may delete the work, which is not used again.
        unsafe { complete(env.as_raw(), status, data) };
    });
}
