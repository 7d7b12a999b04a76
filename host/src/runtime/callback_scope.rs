//! Where the loop and V8 meet: every callback from the loop enters JavaScript
//! here, and here is the only rule for when nextTicks and microtasks drain.
//!
//! The rule: when the outermost callback scope closes, the nextTick queue runs
//! first (if a tick is scheduled), then microtasks, until both are empty. Inner
//! scopes drain nothing. A callback that throws, and a tick that throws, leave the rest
//! of both queues to the next scope; an exception that was handled sees to it that
//! there is one (`internal/process/execution`).

use super::{Runtime, errors, flag};
use crate::engine::frame::Frame;

/// Enters isolate and context on this thread without a callback scope: nothing is
/// drained, no exception is caught. For work that is already inside one.
pub(crate) fn enter<R>(
    runtime: &Runtime,
    body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> R,
) -> R {
    // SAFETY: the pointer is this runtime's isolate, which outlives the runtime,
    // and the runtime never leaves the thread that entered the isolate.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(runtime.isolate) };
    v8::scope!(let scope, &mut isolate);
    let context = runtime.context(scope);
    let scope = &mut v8::ContextScope::new(scope, context);
    body(scope)
}

/// Enters JavaScript from a callback of the loop: opens a callback scope, runs
/// `body`, reports what it throws as an uncaught exception, and drains ticks and
/// microtasks when this was the outermost scope and nothing was thrown.
pub(crate) fn call_into_js(
    runtime: &Runtime,
    body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>),
) {
    if !runtime.is_exiting() {
        enter(runtime, |scope| call_in(runtime, scope, body));
    }
}

/// As [`call_into_js`], for the timers that are due: when `body` throws, it is called
/// once more, with true, before anything drains.
pub(crate) fn call_timers(
    runtime: &Runtime,
    mut body: impl for<'s, 'i> FnMut(&mut v8::PinScope<'s, 'i>, bool),
) {
    if runtime.is_exiting() {
        return;
    }
    enter(runtime, |scope| {
        open(runtime);
        let mut threw = false;
        while !runtime.is_exiting() {
            v8::tc_scope!(let scope, scope);
            body(scope, threw);
            threw = scope.has_caught();
            if !threw {
                break;
            }
            let terminated = scope.has_terminated();
            errors::report_caught(runtime, scope);
            if terminated {
                break;
            }
        }
        close(runtime, scope);
    });
}

/// As [`call_into_js`], for one of several calls in a row: isolate and context are
/// entered already ([`enter`]).
pub(crate) fn call_entered(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>),
) {
    if !runtime.is_exiting() {
        v8::scope!(let scope, scope);
        call_in(runtime, scope, body);
    }
}

fn call_in(
    runtime: &Runtime,
    scope: &mut v8::PinScope<'_, '_>,
    body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>),
) {
    open(runtime);
    {
        v8::tc_scope!(let scope, scope);
        body(scope);
        if scope.has_caught() {
            errors::report_caught(runtime, scope);
            leave(runtime);
            return;
        }
    }
    close(runtime, scope);
}

/// Opens a callback scope.
pub(crate) fn open(runtime: &Runtime) {
    runtime.depth.set(runtime.depth.get() + 1);
}

/// Closes a callback scope; the outermost one drains.
pub(crate) fn close(runtime: &Runtime, scope: &mut v8::PinScope<'_, '_>) {
    let depth = runtime.depth.get();
    debug_assert!(depth > 0, "callback scopes are paired");
    if depth == 1 && !runtime.is_exiting() {
        drain(runtime, scope);
    }
    leave(runtime);
}

/// Closes a callback scope of one in a row of calls into an addon, whose frame is `native`. `skip`: no
/// microtask waits, and another callback scope closes soon.
#[inline(always)]
pub(crate) fn close_in_batch(runtime: &Runtime, skip: bool, native: &Frame) {
    let depth = runtime.depth.get();
    debug_assert!(depth > 0, "callback scopes are paired");
    let quiet =
        skip && runtime.flag(flag::TICK).get() == 0 && runtime.flag(flag::REJECTION).get() == 0;
    if depth == 1 && !quiet && !runtime.is_exiting() {
        native.rest();
        enter(runtime, |scope| drain(runtime, scope));
    }
    leave(runtime);
}

fn leave(runtime: &Runtime) {
    let depth = runtime.depth.get();
    runtime.depth.set(depth.saturating_sub(1));
}

/// Runs nextTicks and microtasks until both are empty.
fn drain(runtime: &Runtime, scope: &mut v8::PinScope<'_, '_>) {
    if runtime.flag(flag::TICK).get() == 0 {
        scope.perform_microtask_checkpoint();
    }
    if runtime.flag(flag::TICK).get() != 0 || runtime.flag(flag::REJECTION).get() != 0 {
        // Microtasks that were cut off have left promises without their handlers.
        if runtime.flag(flag::REJECTION).get() != 0 && crate::builtins::worker::ends(scope) {
            return;
        }
        let Some(process_ticks) = runtime.hooks.process_ticks.get() else {
            return;
        };
        let process_ticks = v8::Local::new(scope, process_ticks);
        v8::tc_scope!(let scope, scope);
        let receiver = v8::undefined(scope);
        process_ticks.call(scope, receiver.into(), &[]);
        if scope.has_caught() && !runtime.is_exiting() {
            errors::report_caught(runtime, scope);
        }
    }
}
