//! The thread-safe queue on a real loop.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use napi_host_event_loop::{
    AsyncId, Consumer, CountError, EventLoop, ITEMS_PER_PASS, Pass, PushError, PushMode,
    ReleaseMode, RunMode, Step, ThreadSafeQueue, thread_safe_queue,
};

use crate::support::{Log, callback, new_loop};

type Handler = Rc<dyn Fn(&EventLoop, &Consumer<u64>, u64)>;

/// A queue whose consumer calls `handler` for each item, and closes its handle when the queue closes.
struct Fixture {
    event_loop: Rc<EventLoop>,
    queue: Arc<ThreadSafeQueue<u64>>,
    consumer: Rc<OnceCell<Consumer<u64>>>,
    passes: Rc<Cell<usize>>,
}

fn fixture(max: usize, threads: usize, handler: Handler) -> Fixture {
    let event_loop = new_loop();
    let consumer = Rc::new(OnceCell::<Consumer<u64>>::new());
    let passes = Rc::new(Cell::new(0));
    let id = Rc::new(Cell::new(None::<AsyncId>));
    let (own, own_id, count) = (Rc::clone(&consumer), Rc::clone(&id), Rc::clone(&passes));
    id.set(Some(event_loop.async_new(callback(move |event_loop| {
        count.set(count.get() + 1);
        let consumer = own.get().unwrap();
        let mut pass = Pass::default();
        loop {
            match consumer.next(&mut pass) {
                Step::Item(item) => handler(event_loop, consumer, item),
                Step::Close => {
                    event_loop.async_close(own_id.get().unwrap());
                    return;
                }
                Step::Idle | Step::Yield => return,
            }
        }
    }))));
    let sender = event_loop.async_sender(id.get().unwrap()).unwrap();
    let (queue, made) = thread_safe_queue(max, threads, sender);
    assert!(consumer.set(made).is_ok());
    Fixture {
        event_loop,
        queue,
        consumer,
        passes,
    }
}

fn sum() -> (Rc<Cell<u64>>, Handler) {
    let total = Rc::new(Cell::new(0));
    let own = Rc::clone(&total);
    (
        total,
        Rc::new(move |_: &EventLoop, _: &Consumer<u64>, item| own.set(own.get() + item)),
    )
}

/// Pushes 1 `count` times from each of `threads` threads and runs the loop until the queue has closed.
fn produce(max: usize, threads: usize, count: u64) -> u64 {
    let (total, handler) = sum();
    let fixture = fixture(max, threads, handler);
    let producers: Vec<_> = (0..threads)
        .map(|_| {
            let queue = Arc::clone(&fixture.queue);
            thread::spawn(move || {
                for _ in 0..count {
                    queue.push(1, PushMode::Blocking).unwrap();
                }
                queue.release(ReleaseMode::Release).unwrap();
            })
        })
        .collect();
    assert!(!fixture.event_loop.run(RunMode::Default));
    producers
        .into_iter()
        .for_each(|producer| producer.join().unwrap());
    assert!(!fixture.queue.is_retired());
    assert!(fixture.consumer.get().unwrap().close().is_empty());
    assert!(fixture.queue.is_retired());
    total.get()
}

#[test]
fn four_threads_that_wait_for_room_in_a_queue_of_1024_finish() {
    let count = if cfg!(miri) { 300 } else { 50_000 };
    assert_eq!(produce(1024, 4, count), 4 * count);
}

#[test]
fn producers_finish_whatever_the_size_of_the_queue() {
    for max in [0, 1, 2, 999, 1000, 1001] {
        let count = if cfg!(miri) { 20 } else { 3000 };
        assert_eq!(produce(max, 3, count), 3 * count, "{max}");
    }
}

#[test]
fn pass_hands_out_at_most_its_share_and_the_loop_goes_on_in_between() {
    let (total, handler) = sum();
    let fixture = fixture(0, 1, handler);
    let log = Log::default();
    for _ in 0..2 * ITEMS_PER_PASS + 1 {
        fixture.queue.push(1, PushMode::NonBlocking).unwrap();
    }
    let check = fixture
        .event_loop
        .hook_start(napi_host_event_loop::Phase::Check, {
            let (log, total) = (log.clone(), Rc::clone(&total));
            callback(move |_| log.add(total.get().to_string()))
        });
    for _ in 0..4 {
        fixture.event_loop.run(RunMode::NoWait);
    }
    fixture.event_loop.hook_stop(check);
    assert_eq!(log.words(), "1000 2000 2001 2001");
    assert_eq!(fixture.passes.get(), 3);
}

#[test]
fn share_that_is_exactly_used_up_needs_no_other_pass() {
    let (_, handler) = sum();
    let fixture = fixture(0, 1, handler);
    for _ in 0..ITEMS_PER_PASS {
        fixture.queue.push(1, PushMode::NonBlocking).unwrap();
    }
    fixture.event_loop.run(RunMode::NoWait);
    fixture.event_loop.run(RunMode::NoWait);
    assert_eq!(fixture.passes.get(), 1);
    fixture.queue.push(1, PushMode::NonBlocking).unwrap();
    fixture.event_loop.run(RunMode::NoWait);
    assert_eq!(fixture.passes.get(), 2);
}

#[test]
fn full_queue_refuses_and_counts_what_has_not_been_handed_out() {
    let queue = Rc::new(OnceCell::<Arc<ThreadSafeQueue<u64>>>::new());
    let log = Log::default();
    let (own, words) = (Rc::clone(&queue), log.clone());
    let handler: Handler = Rc::new(move |_, _, item| {
        let queue = own.get().unwrap();
        words.add(item.to_string());
        if item == 1 {
            // Item 1 has left: room for one, not for two.
            assert_eq!(queue.push(4, PushMode::NonBlocking), Ok(()));
            assert_eq!(
                queue.push(5, PushMode::NonBlocking),
                Err(PushError::Full(5))
            );
        }
    });
    let fixture = fixture(3, 1, handler);
    queue.set(Arc::clone(&fixture.queue)).unwrap();
    for item in 1..=3 {
        fixture.queue.push(item, PushMode::NonBlocking).unwrap();
    }
    assert_eq!(
        fixture.queue.push(9, PushMode::NonBlocking),
        Err(PushError::Full(9))
    );
    assert_eq!(
        fixture.queue.push(9, PushMode::Blocking),
        Err(PushError::WouldDeadlock(9))
    );
    fixture.event_loop.run(RunMode::NoWait);
    assert_eq!(log.words(), "1 2 3 4");
}

#[test]
fn abort_leaves_the_items_to_close_and_answers_every_thread() {
    let (total, handler) = sum();
    let fixture = fixture(0, 3, handler);
    for item in 1..=3 {
        fixture.queue.push(item, PushMode::NonBlocking).unwrap();
    }
    fixture.queue.release(ReleaseMode::Abort).unwrap();
    assert!(fixture.queue.is_closing());
    assert_eq!(fixture.queue.acquire(), Err(CountError::Closing));
    assert!(!fixture.event_loop.run(RunMode::Default));
    assert_eq!(total.get(), 0);
    assert_eq!(fixture.consumer.get().unwrap().close(), [1, 2, 3]);
    assert_eq!(
        fixture.queue.push(4, PushMode::NonBlocking),
        Err(PushError::Closing(4))
    );
    assert!(!fixture.queue.is_retired());
    assert_eq!(fixture.queue.release(ReleaseMode::Release), Ok(()));
    assert!(fixture.queue.is_retired());
    assert_eq!(
        fixture.queue.push(5, PushMode::Blocking),
        Err(PushError::NoThread(5))
    );
    assert_eq!(
        fixture.queue.release(ReleaseMode::Abort),
        Err(CountError::NoThread)
    );
}

#[test]
fn abort_in_the_middle_of_a_pass_ends_it() {
    let log = Log::default();
    let words = log.clone();
    let handler: Handler = Rc::new(move |_, consumer, item| {
        words.add(item.to_string());
        if item == 2 {
            consumer.queue().release(ReleaseMode::Abort).unwrap();
        }
    });
    let fixture = fixture(0, 1, handler);
    for item in 1..=4 {
        fixture.queue.push(item, PushMode::NonBlocking).unwrap();
    }
    assert!(!fixture.event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "1 2");
    assert_eq!(fixture.consumer.get().unwrap().close(), [3, 4]);
}

#[test]
fn queue_without_threads_closes_before_its_last_item_is_handled() {
    let log = Log::default();
    let words = log.clone();
    let handler: Handler = Rc::new(move |_, consumer, item| {
        words.add(format!("{item}:{}", consumer.queue().is_closing()));
        if item == 2 {
            assert_eq!(consumer.queue().acquire(), Err(CountError::Closing));
        }
    });
    let fixture = fixture(0, 1, handler);
    for item in 1..=2 {
        fixture.queue.push(item, PushMode::NonBlocking).unwrap();
    }
    fixture.queue.release(ReleaseMode::Release).unwrap();
    assert!(!fixture.event_loop.run(RunMode::Default));
    assert_eq!(log.words(), "1:false 2:true");
}

#[test]
fn thread_that_joins_before_the_last_item_keeps_the_queue_open() {
    let handler: Handler = Rc::new(|_, consumer, item| {
        if item == 1 {
            consumer.queue().acquire().unwrap();
        }
    });
    let fixture = fixture(0, 1, handler);
    for item in 1..=2 {
        fixture.queue.push(item, PushMode::NonBlocking).unwrap();
    }
    fixture.queue.release(ReleaseMode::Release).unwrap();
    fixture.event_loop.run(RunMode::NoWait);
    assert!(!fixture.queue.is_closing());
    fixture.queue.release(ReleaseMode::Release).unwrap();
    assert!(!fixture.event_loop.run(RunMode::Default));
    assert!(fixture.queue.is_closing());
}

#[test]
fn close_wakes_all_that_wait() {
    let (_, handler) = sum();
    let fixture = fixture(1, 4, handler);
    fixture.queue.push(0, PushMode::NonBlocking).unwrap();
    let waiters: Vec<_> = (0..4)
        .map(|item| {
            let queue = Arc::clone(&fixture.queue);
            thread::spawn(move || queue.push(item, PushMode::Blocking))
        })
        .collect();
    assert_eq!(fixture.consumer.get().unwrap().close(), [0]);
    for (item, waiter) in (0..).zip(waiters) {
        assert_eq!(waiter.join().unwrap(), Err(PushError::Closing(item)));
    }
    assert!(fixture.queue.is_retired());
}

#[test]
fn queue_survives_its_loop() {
    let (_, handler) = sum();
    let fixture = fixture(0, 2, handler);
    fixture.queue.push(1, PushMode::NonBlocking).unwrap();
    let queue = Arc::clone(&fixture.queue);
    drop(fixture);
    let late = thread::spawn(move || {
        (
            queue.push(2, PushMode::Blocking),
            queue.release(ReleaseMode::Release),
        )
    });
    assert_eq!(late.join().unwrap(), (Err(PushError::Closing(2)), Ok(())));
}
