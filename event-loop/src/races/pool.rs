//! The queue of the worker pool.

use loom::sync::Arc;
use loom::thread;

use crate::pool::queue::{Pushed, Queue};

fn ticket(pushed: Pushed) -> crate::pool::queue::Ticket {
    match pushed {
        Pushed::Served(ticket) | Pushed::NoneIdle(ticket) => ticket,
    }
}

fn pop(queue: &Queue<i32>) -> Option<i32> {
    queue.pop(false).map(|popped| popped.job)
}

#[test]
fn loom_push_vs_worker_falls_asleep() {
    loom::model(|| {
        let queue = Arc::new(Queue::new());
        let of_worker = Arc::clone(&queue);
        let worker = thread::spawn(move || (pop(&of_worker), pop(&of_worker)));
        queue.push(1);
        queue.push(2);
        assert_eq!(worker.join().expect("no panic"), (Some(1), Some(2)));
    });
}

#[test]
fn loom_push_vs_two_workers() {
    // Three threads and two locks: all schedules with up to three preemptions.
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let queue = Arc::new(Queue::new());
        let workers = [Arc::clone(&queue), Arc::clone(&queue)]
            .map(|queue| thread::spawn(move || pop(&queue)));
        queue.push(1);
        queue.push(2);
        let mut taken = workers.map(|worker| worker.join().expect("no panic"));
        taken.sort_unstable();
        assert_eq!(taken, [Some(1), Some(2)]);
    });
}

#[test]
fn loom_two_pushes_vs_two_workers_that_do_not_come_back() {
    // Each worker takes one job, for ever: whichever of them was woken sends the other one.
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(|| {
        let queue = Arc::new(Queue::new());
        let worker = |queue: Arc<Queue<i32>>| {
            thread::spawn(move || {
                let popped = queue.pop(true).expect("the queue is not stopped");
                assert!(
                    !popped.none_idle || popped.job == 1,
                    "nothing follows the last job"
                );
                popped.job
            })
        };
        let workers = [worker(Arc::clone(&queue)), worker(Arc::clone(&queue))];
        let pusher = Arc::clone(&queue);
        thread::spawn(move || {
            pusher.push(1);
            pusher.push(2);
        })
        .join()
        .expect("no panic");
        let mut taken = workers.map(|worker| worker.join().expect("no panic"));
        taken.sort_unstable();
        assert_eq!(taken, [1, 2]);
    });
}

#[test]
fn loom_cancel_vs_pop() {
    loom::model(|| {
        let queue = Arc::new(Queue::new());
        let first = ticket(queue.push(1));
        let of_worker = Arc::clone(&queue);
        let worker = thread::spawn(move || of_worker.try_pop());
        let cancelled = queue.cancel(first);
        let taken = worker.join().expect("no panic");
        assert_eq!(
            cancelled.is_some(),
            taken.is_none(),
            "it ran or was cancelled, never both or neither"
        );
        assert_eq!(queue.cancel(first), None);
    });
}

#[test]
fn loom_finish_vs_pop() {
    loom::model(|| {
        let queue = Arc::new(Queue::new());
        queue.push(1);
        let of_worker = Arc::clone(&queue);
        let worker = thread::spawn(move || {
            let mut count = 0;
            while pop(&of_worker).is_some() {
                count += 1;
            }
            count
        });
        queue.finish();
        assert_eq!(
            worker.join().expect("no panic"),
            1,
            "what is queued still runs"
        );
    });
}
