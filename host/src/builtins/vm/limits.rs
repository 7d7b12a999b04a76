//! What ends a script early: a time limit, SIGINT. And the contexts with a queue of their own for
//! microtasks, which is drained within the script's limits.

use std::rc::Rc;
use std::time::Duration;

use super::super::support::throw_coded;
use super::sigint::Interrupt;
use super::watchdog::Watchdog;

/// Marks a context that has a queue of its own (`microtaskMode: 'afterEvaluate'`).
struct OwnQueue;

/// Says that `context` was made with a queue for it alone.
pub(super) fn has_own_queue(context: v8::Local<'_, v8::Context>) {
    context.set_slot(Rc::new(OwnQueue));
}

/// The limits of one run.
#[derive(Clone, Copy)]
pub(in crate::builtins) struct Limits {
    /// 0 for none.
    pub timeout_ms: u32,
    pub on_sigint: bool,
}

/// Runs `body` in `context`, then the microtasks of the context's own queue. When a limit ended
/// it, its exception is the one that says so.
pub(in crate::builtins) fn run<'s, R>(
    scope: &mut v8::PinScope<'s, '_>,
    context: v8::Local<'s, v8::Context>,
    limits: Limits,
    body: impl FnOnce(&mut v8::PinScope<'s, '_>) -> Option<R>,
) -> Option<R> {
    let handle = scope.thread_safe_handle();
    let watchdog = (limits.timeout_ms > 0).then(|| {
        let limit = Duration::from_millis(u64::from(limits.timeout_ms));
        Watchdog::start(handle.clone(), limit)
    });
    let interrupt = if limits.on_sigint {
        Interrupt::start(handle)
    } else {
        None
    };
    let result = {
        let scope = &mut v8::ContextScope::new(scope, context);
        let result = body(scope);
        if result.is_some()
            && context.get_slot::<OwnQueue>().is_some()
            && let Some(queue) = context.get_microtask_queue()
        {
            queue.perform_checkpoint(scope);
        }
        result
    };
    let timed_out = watchdog.is_some_and(Watchdog::stop);
    let interrupted = interrupt.is_some_and(Interrupt::stop);
    if !timed_out && !interrupted {
        return result;
    }
    scope.cancel_terminate_execution();
    let (code, message) = if timed_out {
        let message = format!("Script execution timed out after {}ms", limits.timeout_ms);
        ("ERR_SCRIPT_EXECUTION_TIMEOUT", message)
    } else {
        let message = String::from("Script execution was interrupted by `SIGINT`");
        ("ERR_SCRIPT_EXECUTION_INTERRUPTED", message)
    };
    throw_coded(scope, v8::Exception::error, code, &message);
    None
}
