//! The threads of the process-wide pool.

use std::env;
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, Ordering as Order};
use std::thread::{Builder, JoinHandle};

use super::Job;
use super::queue::{Pushed, Queue, Ticket};
use crate::sync::atomic::{AtomicUsize, Ordering};
use crate::sync::{Mutex, lock};

/// Threads when `UV_THREADPOOL_SIZE` says nothing.
const DEFAULT_SIZE: usize = 4;
/// The most threads there can be.
const MAX_SIZE: usize = 1024;
/// What libuv gives its threads on most systems; only what is touched takes memory.
const STACK_BYTES: usize = 8 << 20;

struct Pool {
    queue: Queue<Job>,
    size: usize,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// The length of `threads`, for those who only ask whether it is full.
    started: AtomicUsize,
}

/// Null before the first use. A pool is never freed.
static POOL: AtomicPtr<Pool> = AtomicPtr::new(ptr::null_mut());

fn existing() -> Option<&'static Pool> {
    // SAFETY: null, or a pool that is never freed.
    unsafe { POOL.load(Order::Acquire).as_ref() }
}

fn pool() -> &'static Pool {
    existing().unwrap_or_else(make)
}

#[cold]
fn make() -> &'static Pool {
    let made = Box::into_raw(Box::new(Pool {
        queue: Queue::new(),
        size: configured_size(),
        threads: Mutex::new(Vec::new()),
        started: AtomicUsize::new(0),
    }));
    match POOL.compare_exchange(ptr::null_mut(), made, Order::AcqRel, Order::Acquire) {
        Ok(_) => forget_in_children(),
        // SAFETY: made above, and nobody has seen it.
        Err(_) => drop(unsafe { Box::from_raw(made) }),
    }
    existing().expect("one was there or has been made")
}

/// A forked child has none of the threads: it makes a pool of its own when it needs one.
fn forget_in_children() {
    extern "C" fn forget() {
        POOL.store(ptr::null_mut(), Order::Release);
    }
    static ONCE: Once = Once::new();
    // Miri has no forks.
    if cfg!(miri) {
        return;
    }
    ONCE.call_once(|| {
        // SAFETY: the handler only stores a word.
        unsafe { libc::pthread_atfork(None, None, Some(forget)) };
    });
}

fn configured_size() -> usize {
    let Some(text) = env::var_os("UV_THREADPOOL_SIZE") else {
        return DEFAULT_SIZE;
    };
    parse_size(&text.to_string_lossy())
}

/// Reads the number as C's `atoi` does: leading digits, anything else is 0. 0 means 1; a negative number
/// the most, because libuv's variable has no sign.
fn parse_size(text: &str) -> usize {
    let text = text.trim_start();
    let negative = text.strip_prefix('-');
    let digits = negative.or(text.strip_prefix('+')).unwrap_or(text);
    let end = digits
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(digits.len());
    match digits[..end].parse::<usize>() {
        Ok(size) if size > 0 && negative.is_some() => MAX_SIZE,
        Ok(size) => size.clamp(1, MAX_SIZE),
        Err(_) if end > 0 => MAX_SIZE,
        Err(_) => 1,
    }
}

/// The most threads that the pool will have. Reads `UV_THREADPOOL_SIZE` if nothing has yet.
#[must_use]
pub fn size() -> usize {
    pool().size
}

pub(super) fn enqueue(job: Job) -> Ticket {
    let pool = pool();
    match pool.queue.push(job) {
        Pushed::Served(ticket) => ticket,
        Pushed::NoneIdle(ticket) => {
            pool.grow();
            ticket
        }
    }
}

/// A loop that has submitted work has nothing else to do now.
pub(crate) fn expect() {
    if let Some(pool) = existing() {
        pool.queue.expect();
    }
}

pub(super) fn cancel(ticket: Ticket) -> Option<Job> {
    pool().queue.cancel(ticket)
}

/// Waits until all work that is queued has run: before the process exits in an orderly way, as Node
/// does. Work that is submitted after that is not run, and keeps its loop alive until it is cancelled.
pub fn shut_down() {
    let Some(pool) = existing() else {
        return;
    };
    pool.queue.finish();
    // A worker may be starting another one, which it has done when it ends.
    while let Some(thread) = take_last(&pool.threads) {
        // A worker catches what its work panics with, so it ends without one.
        let _ended = thread.join();
    }
}

fn take_last<T>(list: &Mutex<Vec<T>>) -> Option<T> {
    lock(list).pop()
}

impl Pool {
    /// Starts one more thread if there may be one.
    fn grow(&'static self) {
        if self.started.load(Ordering::Relaxed) >= self.size {
            return;
        }
        let mut threads = lock(&self.threads);
        if threads.len() >= self.size {
            return;
        }
        let builder = Builder::new()
            .name("napi-host-work".to_owned())
            .stack_size(STACK_BYTES);
        match builder.spawn(|| self.work()) {
            Ok(thread) => {
                threads.push(thread);
                self.started.store(threads.len(), Ordering::Relaxed);
            }
            // Without any worker the work would never run: better here than never.
            Err(_) if threads.is_empty() => {
                drop(threads);
                if let Some(job) = self.queue.try_pop() {
                    job.run();
                }
            }
            Err(_) => {}
        }
    }

    fn work(&'static self) {
        let mut arrives = true;
        while let Some(popped) = self.queue.pop(std::mem::take(&mut arrives)) {
            if popped.none_idle {
                self.grow();
            }
            popped.job.run();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn parse_size_reads_as_atoi_and_clamps() {
        let cases = [
            ("4", 4),
            (" 12x", 12),
            ("+3", 3),
            ("0", 1),
            ("", 1),
            ("no", 1),
            ("-5", 1024),
            ("-0", 1),
            ("-", 1),
            ("9999", 1024),
            (&"9".repeat(40), 1024),
        ];
        for (text, size) in cases {
            assert_eq!(parse_size(text), size, "{text:?}");
        }
    }
}
