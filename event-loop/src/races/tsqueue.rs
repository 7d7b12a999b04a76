//! [`ThreadSafeQueue`].

use loom::sync::Arc;
use loom::thread;

use super::bell::{Bell, Ringer};
use crate::tsqueue::{
    Consumer, CountError, Pass, PushError, PushMode, ReleaseMode, Step, ThreadSafeQueue, with_waker,
};

struct Fixture {
    queue: Arc<ThreadSafeQueue<u32>>,
    consumer: Consumer<u32>,
    bell: Arc<Bell>,
}

fn fixture(max: usize, threads: usize) -> Fixture {
    let bell = Arc::new(Bell::default());
    let (queue, consumer) = with_waker(max, threads, Box::new(Ringer(Arc::clone(&bell))));
    Fixture {
        queue,
        consumer,
        bell,
    }
}

impl Fixture {
    /// Runs passes, one a wake-up, until the queue closes; returns the items in order.
    fn run(&self) -> Vec<u32> {
        let mut items = Vec::new();
        loop {
            self.bell.wait();
            let mut pass = Pass::default();
            loop {
                match self.consumer.next(&mut pass) {
                    Step::Item(item) => items.push(item),
                    Step::Idle | Step::Yield => break,
                    Step::Close => return items,
                }
            }
        }
    }

    fn spawn<R: 'static>(
        &self,
        act: impl FnOnce(&ThreadSafeQueue<u32>) -> R + 'static,
    ) -> thread::JoinHandle<R> {
        let queue = Arc::clone(&self.queue);
        thread::spawn(move || act(&queue))
    }
}

fn push_and_release(queue: &ThreadSafeQueue<u32>, items: &[u32]) {
    for item in items {
        assert_eq!(queue.push(*item, PushMode::Blocking), Ok(()));
    }
    assert_eq!(queue.release(ReleaseMode::Release), Ok(()));
}

#[test]
fn loom_push_vs_idle() {
    loom::model(|| {
        let fixture = fixture(0, 1);
        let producer = fixture.spawn(|queue| push_and_release(queue, &[1, 2]));
        assert_eq!(fixture.run(), [1, 2]);
        producer.join().expect("no panic");
    });
}

#[test]
fn loom_wait_for_room_vs_pop() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let fixture = fixture(1, 1);
        let producer = fixture.spawn(|queue| push_and_release(queue, &[1, 2, 3]));
        assert_eq!(fixture.run(), [1, 2, 3]);
        producer.join().expect("no panic");
    });
}

#[test]
fn loom_two_wait_for_room_vs_pop() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(|| {
        let fixture = fixture(1, 2);
        let producers =
            [1, 2].map(|item| fixture.spawn(move |queue| push_and_release(queue, &[item, item])));
        assert_eq!(fixture.run().iter().sum::<u32>(), 6);
        for producer in producers {
            producer.join().expect("no panic");
        }
    });
}

#[test]
fn loom_two_wait_for_room_of_two() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(|| {
        let fixture = fixture(2, 2);
        let producers =
            [1, 2].map(|item| fixture.spawn(move |queue| push_and_release(queue, &[item, item])));
        assert_eq!(fixture.run().iter().sum::<u32>(), 6);
        for producer in producers {
            producer.join().expect("no panic");
        }
    });
}

#[test]
fn loom_push_vs_close() {
    loom::model(|| {
        let fixture = fixture(1, 1);
        let producer = fixture.spawn(|queue| {
            let pushed = [1, 2].map(|item| queue.push(item, PushMode::Blocking));
            pushed.iter().filter(|pushed| pushed.is_ok()).count()
        });
        let left = fixture.consumer.close();
        let accepted = producer.join().expect("no panic");
        assert_eq!(
            left.len(),
            accepted,
            "what was accepted is left, what was refused is not"
        );
        assert!(accepted <= 1);
        assert!(
            fixture.queue.is_retired(),
            "the refused push has released the thread"
        );
    });
}

#[test]
fn loom_push_vs_abort() {
    loom::model(|| {
        let fixture = fixture(0, 2);
        let producer = fixture.spawn(|queue| queue.push(1, PushMode::NonBlocking));
        let aborter = fixture.spawn(|queue| queue.release(ReleaseMode::Abort));
        let handled = fixture.run().len();
        let pushed = producer.join().expect("no panic");
        aborter
            .join()
            .expect("no panic")
            .expect("two threads are counted");
        let left = fixture.consumer.close().len();
        assert_eq!(handled + left, usize::from(pushed.is_ok()));
        assert!(matches!(pushed, Ok(()) | Err(PushError::Closing(1))));
    });
}

#[test]
fn loom_acquire_vs_last_release() {
    loom::model(|| {
        let fixture = fixture(0, 1);
        let joiner = fixture.spawn(|queue| match queue.acquire() {
            Ok(()) => {
                push_and_release(queue, &[7]);
                true
            }
            Err(error) => {
                assert_eq!(error, CountError::Closing);
                false
            }
        });
        fixture
            .queue
            .release(ReleaseMode::Release)
            .expect("one thread is counted");
        let items = fixture.run();
        let joined = joiner.join().expect("no panic");
        assert_eq!(items.len(), usize::from(joined), "who has joined is served");
        fixture.consumer.close();
        assert!(fixture.queue.is_retired());
    });
}

#[test]
fn loom_two_last_releases() {
    loom::model(|| {
        let fixture = fixture(0, 1);
        let other = fixture.spawn(|queue| queue.release(ReleaseMode::Release));
        let own = fixture.queue.release(ReleaseMode::Abort);
        assert!(fixture.run().is_empty());
        let other = other.join().expect("no panic");
        let counted = [own, other].iter().filter(|result| result.is_ok()).count();
        assert_eq!(
            counted, 1,
            "the one count is given back once: {own:?} {other:?}"
        );
    });
}

#[test]
fn loom_push_vs_drop_of_consumer() {
    loom::model(|| {
        let Fixture {
            queue, consumer, ..
        } = fixture(1, 1);
        let of_producer = Arc::clone(&queue);
        let producer = thread::spawn(
            move || {
                while of_producer.push(1, PushMode::Blocking).is_ok() {}
            },
        );
        drop(consumer);
        producer.join().expect("no panic");
        assert!(queue.is_retired());
    });
}
