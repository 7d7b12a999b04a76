//! [`Letterbox`]: finished work and posts, with the flag that wakes their loop.

use loom::sync::Arc;
use loom::thread;

use super::bell::Bell;
use crate::remote::{Inbox, Letterbox};
use crate::wake::WakeFlag;

struct Shared {
    letterbox: Letterbox<u32, u32>,
    flag: WakeFlag,
    bell: Bell,
}

impl Shared {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            letterbox: Letterbox::new(),
            flag: WakeFlag::new(),
            bell: Bell::default(),
        })
    }

    fn finish(&self, work: u32) {
        if self.letterbox.finish(work) {
            self.flag.notify(|| self.bell.ring());
        }
    }

    fn post(&self, post: u32) -> bool {
        let accepted = self.letterbox.post(post).is_ok();
        if accepted {
            self.flag.notify(|| self.bell.ring());
        }
        accepted
    }

    /// Looks and sleeps as the loop does, until `count` things have arrived; answers all of them.
    fn wait_for(&self, count: usize) -> Vec<u32> {
        let mut seen = Vec::new();
        loop {
            if self.flag.take() {
                let mut inbox = Inbox::default();
                self.letterbox.take(&mut inbox);
                seen.append(&mut inbox.finished);
                seen.append(&mut inbox.posts);
            }
            if seen.len() == count {
                seen.sort_unstable();
                return seen;
            }
            if self.flag.fall_asleep() {
                self.bell.wait();
                self.flag.wake_up();
            }
        }
    }
}

#[test]
fn loom_two_finishes_vs_take() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let shared = Shared::new();
        let threads = [1, 2].map(|work| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.finish(work))
        });
        assert_eq!(
            shared.wait_for(2),
            [1, 2],
            "only the first one wakes the loop"
        );
        for thread in threads {
            thread.join().expect("no panic");
        }
    });
}

#[test]
fn loom_finish_vs_post() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let shared = Shared::new();
        let (worker, poster) = (Arc::clone(&shared), Arc::clone(&shared));
        let threads = [
            thread::spawn(move || worker.finish(1)),
            thread::spawn(move || assert!(poster.post(2), "the loop is there")),
        ];
        assert_eq!(shared.wait_for(2), [1, 2]);
        for thread in threads {
            thread.join().expect("no panic");
        }
    });
}

#[test]
fn loom_post_vs_close() {
    loom::model(|| {
        let shared = Shared::new();
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            other.finish(1);
            other.post(2)
        });
        let left = shared.letterbox.close().expect("closed once");
        let accepted = thread.join().expect("no panic");
        assert_eq!(
            left.posts.len(),
            usize::from(accepted),
            "refused, or left to the loop"
        );
        assert!(left.finished.len() >= left.posts.len());
        assert!(shared.letterbox.post(3).is_err());
    });
}
