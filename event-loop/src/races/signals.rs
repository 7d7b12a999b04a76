//! [`Caught`] and [`Lent`]: a signal handler on any thread, and the loop that looks, stops and ends.

use loom::sync::Arc;
use loom::thread;

use super::bell::Bell;
use crate::caught::{Caught, Lent};

/// One of the numbers; they have nothing to do with each other.
const SIGNUM: usize = 1;

struct Shared {
    caught: Caught,
    bell: Bell,
}

impl Shared {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            caught: Caught::new(),
            bell: Bell::default(),
        })
    }

    /// What the handler does; whether the signal was for this loop.
    fn handle(&self) -> bool {
        let counted = self.caught.count(SIGNUM);
        if counted {
            self.bell.ring();
        }
        counted
    }
}

#[test]
fn loom_two_signals_vs_take() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let shared = Shared::new();
        assert!(shared.caught.want(SIGNUM));
        let threads = [Arc::clone(&shared), Arc::clone(&shared)]
            .map(|shared| thread::spawn(move || assert!(shared.handle(), "it is wanted")));
        let mut seen = 0;
        while seen < 2 {
            shared.bell.wait();
            seen += shared.caught.take(SIGNUM);
        }
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert_eq!((seen, shared.caught.take(SIGNUM)), (2, 0), "none twice");
    });
}

#[test]
fn loom_signal_vs_want() {
    loom::model(|| {
        let shared = Shared::new();
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || other.handle());
        assert!(shared.caught.want(SIGNUM), "nobody else does");
        let counted = thread.join().expect("no panic");
        assert_eq!(
            shared.caught.take(SIGNUM),
            u32::from(counted),
            "counted or not, but never lost"
        );
    });
}

/// A handler that is late leaves nothing for the next one who wants the signal.
#[test]
fn loom_signal_vs_unwant_and_want() {
    loom::model(|| {
        let shared = Shared::new();
        shared.caught.want(SIGNUM);
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            other.handle();
        });
        let taken = shared.caught.take(SIGNUM);
        assert!(shared.caught.unwant(SIGNUM), "it was wanted");
        assert_eq!(shared.caught.take(SIGNUM), 0, "forgotten");
        thread.join().expect("no panic");
        assert!(taken <= 1);
        assert_eq!(shared.caught.take(SIGNUM), 0, "not wanted, not counted");
        shared.caught.want(SIGNUM);
        assert_eq!(shared.caught.take(SIGNUM), 0, "nothing from before");
    });
}

#[test]
fn loom_two_borrow_the_same_box() {
    loom::model(|| {
        let list = Arc::new(Lent::<u32>::new());
        let first = list.borrow(|| Ok::<_, ()>(1)).expect("made");
        list.give_back(first);
        let other = Arc::clone(&list);
        let thread = thread::spawn(move || *other.borrow(|| Ok::<_, ()>(2)).expect("made"));
        let mine = *list.borrow(|| Ok::<_, ()>(3)).expect("made");
        let theirs = thread.join().expect("no panic");
        assert_ne!(mine, theirs, "one owner each");
        assert_eq!(list.iter().count(), 2, "one is used again, one is new");
    });
}

/// The handler's walk sees every box that was there when it began, whoever adds one.
#[test]
fn loom_walk_vs_two_new_boxes() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let list = Arc::new(Lent::<u32>::new());
        list.borrow(|| Ok::<_, ()>(0)).expect("made");
        let threads = [1, 2].map(|number| {
            let list = Arc::clone(&list);
            thread::spawn(move || *list.borrow(|| Ok::<_, ()>(number)).expect("made"))
        });
        let seen: Vec<_> = list.iter().copied().collect();
        assert_eq!(seen.last(), Some(&0), "{seen:?}");
        for thread in threads {
            thread.join().expect("no panic");
        }
        let mut all: Vec<_> = list.iter().copied().collect();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2], "none is lost");
    });
}
