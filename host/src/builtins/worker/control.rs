//! What both sides of a worker know: its thread and its parent's.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, OnceLock};

use napi_host_event_loop::{IdleClock, Leash, Remote};

use crate::builtins::performance::LoopStart;
use crate::runtime::Runtime;

/// How to reach a worker that runs.
pub(super) type Reach = (v8::IsolateHandle, Remote);

/// See the module's note.
#[derive(Default)]
pub(super) struct Control {
    /// How to reach the worker while it runs; and whether the parent wants it to end.
    leash: Leash<Reach>,
    /// It has ended because its heap was full.
    out_of_memory: AtomicBool,
    exit_code: AtomicI32,
    /// When the worker's loop began, and how long it has waited.
    clocks: OnceLock<(Arc<LoopStart>, Arc<IdleClock>)>,
}

impl Control {
    /// Makes the worker stop as soon as it can.
    pub(super) fn end(&self) {
        self.leash.end(|(isolate, remote)| {
            isolate.terminate_execution();
            // Refused only when the loop is gone, and then the worker has ended.
            let _ = remote.post(Box::new(|_| {
                if let Some(runtime) = crate::runtime::of_this_thread() {
                    runtime.end_thread(1);
                }
            }));
        });
    }

    /// As [`Self::end`], because the worker's heap is full.
    pub(super) fn end_out_of_memory(&self) {
        if !self.is_ended() {
            self.out_of_memory.store(true, Ordering::Release);
        }
        self.end();
    }

    /// Whether the worker was told to end.
    pub(super) fn is_ended(&self) -> bool {
        self.leash.is_ended()
    }

    /// Whether it ended because its heap was full.
    pub(super) fn is_out_of_memory(&self) -> bool {
        self.out_of_memory.load(Ordering::Acquire)
    }

    /// Worker: it can be reached, and its loop's clocks read. False if it was told to end before.
    pub(super) fn open(&self, reach: Reach, runtime: &Runtime) -> bool {
        let clocks = (
            runtime.milestones.loop_start(),
            runtime.event_loop().idle_clock(),
        );
        // A thread sets them once.
        let _ = self.clocks.set(clocks);
        self.leash.attach(reach)
    }

    /// Worker: it can be reached no more.
    pub(super) fn close(&self) {
        self.leash.detach();
    }

    /// How to reach the worker, while it runs.
    pub(super) fn reach(&self) -> Option<Reach> {
        self.leash.reach()
    }

    /// Milliseconds that the worker's loop has waited, and that it has lived; `None` before it has begun.
    #[expect(clippy::cast_precision_loss, reason = "exact for a hundred days")]
    pub(super) fn loop_times(&self) -> Option<(f64, f64)> {
        let (start, idle) = self.clocks.get()?;
        Some((idle.idle_ns() as f64 / 1e6, start.age()?))
    }

    /// Worker: this is its exit code.
    pub(super) fn set_exit_code(&self, code: i32) {
        self.exit_code.store(code, Ordering::Release);
    }

    /// What the worker has ended with.
    pub(super) fn exit_code(&self) -> i32 {
        self.exit_code.load(Ordering::Acquire)
    }
}
