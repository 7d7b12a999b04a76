//! Idle, prepare and check handles: hooks of the event loop's phases.

use std::cell::Cell;
use std::ffi::c_int;
use std::rc::Rc;

use napi_host_event_loop::Phase;

use super::abi::{Handle, HandleCallback, Hook, Live, Loop, kind};
use super::functions;

fn init(owner: Live<Loop>, hook: Live<Hook>, kind: u32) -> c_int {
    hook.write(Hook {
        base: Handle::new(hook.cast(), owner, kind),
        callback: Cell::new(None),
        reserved: Default::default(),
    });
    0
}

fn start(hook: Live<Hook>, phase: Phase, callback: Option<HandleCallback>) -> c_int {
    if hook.base.is_active() || hook.base.is_closing() {
        return 0;
    }
    let Some(callback) = callback else {
        return -libc::EINVAL;
    };
    hook.callback.set(Some(callback));
    let owner = hook.base.owner.get();
    let event_loop = owner.event_loop();
    // SAFETY: the addon's callback for its own handle.
    let run = move || unsafe { callback(hook.as_ptr().cast()) };
    let id = event_loop.hook_start(phase, Rc::new(move |_| owner.call(run)));
    hook.base.started(&event_loop, id);
    0
}

fn stop(hook: Live<Hook>) -> c_int {
    hook.base.stop();
    0
}

functions! {
    /// Makes an idle handle.
    fn uv_idle_init(owner: Live<Loop>, hook: Live<Hook>) -> c_int {
        init(owner, hook, kind::IDLE)
    }

    /// Runs `callback` in each iteration, which then does not wait.
    fn uv_idle_start(hook: Live<Hook>, callback: Option<HandleCallback>) -> c_int {
        start(hook, Phase::Idle, callback)
    }

    /// Stops an idle handle.
    fn uv_idle_stop(hook: Live<Hook>) -> c_int {
        stop(hook)
    }

    /// Makes a prepare handle.
    fn uv_prepare_init(owner: Live<Loop>, hook: Live<Hook>) -> c_int {
        init(owner, hook, kind::PREPARE)
    }

    /// Runs `callback` before each poll phase.
    fn uv_prepare_start(hook: Live<Hook>, callback: Option<HandleCallback>) -> c_int {
        start(hook, Phase::Prepare, callback)
    }

    /// Stops a prepare handle.
    fn uv_prepare_stop(hook: Live<Hook>) -> c_int {
        stop(hook)
    }

    /// Makes a check handle.
    fn uv_check_init(owner: Live<Loop>, hook: Live<Hook>) -> c_int {
        init(owner, hook, kind::CHECK)
    }

    /// Runs `callback` after each poll phase.
    fn uv_check_start(hook: Live<Hook>, callback: Option<HandleCallback>) -> c_int {
        start(hook, Phase::Check, callback)
    }

    /// Stops a check handle.
    fn uv_check_stop(hook: Live<Hook>) -> c_int {
        stop(hook)
    }
}
