//! [`Gate`]: calls of a thread-safe function, in time and too late, and its end.

use loom::sync::atomic::{AtomicBool, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;

use crate::gate::{Gate, Gated};

/// What is behind the gate: over when the loop has finalized it and no thread is counted.
struct Thing {
    number: u32,
    finalized: AtomicBool,
    threads: Mutex<u32>,
    gone: AtomicBool,
    /// The things that have left the gate.
    left: Arc<Mutex<Vec<u32>>>,
}

impl Gated for Thing {
    fn is_over(&self) -> bool {
        assert!(!self.gone.load(Ordering::Relaxed), "used while it is gone");
        self.finalized.load(Ordering::Acquire) && *self.threads.lock().expect("no panic") == 0
    }

    fn left(thing: Arc<Self>, _: &'static Gate<Self>) {
        thing.gone.store(true, Ordering::Relaxed);
        thing.left.lock().expect("no panic").push(thing.number);
    }
}

impl Thing {
    fn release(&self) {
        *self.threads.lock().expect("no panic") -= 1;
    }
}

struct Fixture {
    gate: &'static Gate<Thing>,
    left: Arc<Mutex<Vec<u32>>>,
}

impl Fixture {
    fn new() -> Self {
        Self {
            gate: Box::leak(Box::default()),
            left: Arc::default(),
        }
    }

    /// Opens the gate for a thing that `threads` use.
    fn open(&self, number: u32, threads: u32) -> u64 {
        let thing = Thing {
            number,
            finalized: AtomicBool::new(false),
            threads: Mutex::new(threads),
            gone: AtomicBool::new(false),
            left: Arc::clone(&self.left),
        };
        // SAFETY: each test opens a new gate, and again only after the first thing has left it.
        unsafe { self.gate.open(Arc::new(thing)) }
    }

    /// The loop's side of the end.
    fn finalize(&self, generation: u64) {
        let entered = self.gate.enter(generation).expect("it is not over before");
        entered.finalized.store(true, Ordering::Release);
    }

    fn left(&self) -> Vec<u32> {
        self.left.lock().expect("no panic").clone()
    }
}

#[test]
fn loom_last_call_vs_finalize() {
    loom::model(|| {
        let fixture = Fixture::new();
        let (gate, generation) = (fixture.gate, fixture.open(1, 1));
        let caller = thread::spawn(move || {
            let entered = gate.enter(generation).expect("it is counted");
            entered.release();
        });
        fixture.finalize(generation);
        caller.join().expect("no panic");
        assert_eq!(fixture.left(), [1], "one of them empties the gate");
        assert!(gate.enter(generation).is_none());
    });
}

#[test]
fn loom_two_last_calls_vs_finalize() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(|| {
        let fixture = Fixture::new();
        let (gate, generation) = (fixture.gate, fixture.open(1, 2));
        let callers = [(); 2].map(|()| {
            thread::spawn(move || {
                gate.enter(generation).expect("it is counted").release();
            })
        });
        fixture.finalize(generation);
        for caller in callers {
            caller.join().expect("no panic");
        }
        assert_eq!(fixture.left(), [1]);
    });
}

#[test]
fn loom_late_calls_vs_finalize_and_next_use() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let fixture = Fixture::new();
        let (gate, generation) = (fixture.gate, fixture.open(1, 0));
        let late = thread::spawn(move || {
            for _ in 0..2 {
                if let Some(entered) = gate.enter(generation) {
                    assert_eq!(entered.number, 1, "not what came after it");
                }
            }
        });
        fixture.finalize(generation);
        let next = (fixture.left() == [1]).then(|| fixture.open(2, 1));
        if let Some(next) = next {
            assert_ne!(next, generation);
            assert_eq!(gate.enter(next).expect("in use").number, 2);
        }
        late.join().expect("no panic");
        assert_eq!(fixture.left(), [1], "the late one empties it, or nobody");
        if let Some(next) = next {
            gate.enter(next).expect("still in use").release();
            fixture.finalize(next);
            assert_eq!(fixture.left(), [1, 2]);
        }
    });
}
