//! Ends a script that runs for too long: a thread that waits for the script's end
//! or for the limit, whichever comes first.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

pub(super) struct Watchdog {
    done: Sender<()>,
    thread: Option<JoinHandle<bool>>,
}

impl Watchdog {
    /// Starts the clock; when the system has no thread for it, there is no limit.
    pub(super) fn start(isolate: v8::IsolateHandle, limit: Duration) -> Self {
        let (done, wait) = channel();
        let thread = std::thread::Builder::new()
            .name("vm-timeout".into())
            .spawn(move || {
                let expired = wait.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
                if expired {
                    isolate.terminate_execution();
                }
                expired
            })
            .ok();
        Self { done, thread }
    }

    /// Stops the clock; whether the script was ended by it.
    pub(super) fn stop(mut self) -> bool {
        // The thread may have ended by itself: then nobody receives this.
        let _ = self.done.send(());
        self.thread
            .take()
            .is_some_and(|thread| thread.join().unwrap_or(false))
    }
}
