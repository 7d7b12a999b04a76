//! [`ReadyStack`]: the way of an async handle's send.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use slotmap::Key;

use crate::AsyncId;
use crate::async_handle::{AsyncNode, ReadyStack};

struct Shared {
    stack: ReadyStack,
    published: AtomicUsize,
    /// How often a push said that the loop has to be woken.
    woken: AtomicUsize,
}

impl Shared {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            stack: ReadyStack::new(),
            published: AtomicUsize::new(0),
            woken: AtomicUsize::new(0),
        })
    }

    fn send(&self, node: &Arc<AsyncNode>) {
        self.published.fetch_add(1, Ordering::Relaxed);
        if self.stack.push(node) {
            self.woken.fetch_add(1, Ordering::Release);
        }
    }

    /// Runs callbacks as the loop does; each looks at what was published. Returns what the last one saw.
    fn run(&self) -> usize {
        let mut seen = 0;
        self.stack.take(|node| {
            node.begin();
            seen = self.published.load(Ordering::Relaxed);
        });
        seen
    }
}

fn node() -> Arc<AsyncNode> {
    Arc::new(AsyncNode::new(AsyncId::null(), 1))
}

#[test]
fn loom_send_vs_callback() {
    loom::model(|| {
        let (shared, node) = (Shared::new(), node());
        let (other, its_node) = (Arc::clone(&shared), Arc::clone(&node));
        let thread = thread::spawn(move || {
            other.send(&its_node);
            other.send(&its_node);
        });
        let early = shared.run();
        thread.join().expect("no panic");
        let late = shared.run();
        assert_eq!(early.max(late), 2, "a callback began after the last send");
        assert!(shared.woken.load(Ordering::Acquire) <= 2);
    });
}

#[test]
fn loom_two_senders_one_node() {
    loom::model(|| {
        let (shared, node) = (Shared::new(), node());
        let threads = [(); 2].map(|()| {
            let (shared, node) = (Arc::clone(&shared), Arc::clone(&node));
            thread::spawn(move || shared.send(&node))
        });
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert_eq!(shared.woken.load(Ordering::Acquire), 1, "they coalesce");
        assert_eq!(shared.run(), 2);
        assert_eq!(shared.run(), 0);
    });
}

#[test]
fn loom_two_senders_two_nodes() {
    loom::model(|| {
        let shared = Shared::new();
        let threads = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.send(&node()))
        });
        let mut count = 0;
        shared.stack.take(|_| count += 1);
        for thread in threads {
            thread.join().expect("no panic");
        }
        shared.stack.take(|_| count += 1);
        assert_eq!(count, 2);
    });
}

#[test]
fn loom_send_vs_end_of_loop() {
    loom::model(|| {
        let shared = Shared::new();
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            let node = node();
            other.send(&node);
            other.send(&node);
        });
        shared.stack.close();
        thread.join().expect("no panic");
        assert_eq!(shared.run(), 0, "nothing is accepted any more");
    });
}
