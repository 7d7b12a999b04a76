//! What a signal handler leaves for a loop, and the list through which it finds the loops.
//!
//! The handler may run on any thread at any moment, so everything that it does here is made of atomics
//! that never wait for another thread, allocates nothing and frees nothing.

use std::ptr;

use crate::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

/// The highest signal number of Linux.
pub(crate) const LAST: usize = 64;

/// In a signal's word: it is wanted. The other bits count how often it came since the loop looked.
const WANTED: u32 = 1 << 31;

/// For each signal whether a loop wants it, and how often it came. Both are in one word, so that a
/// handler that is late leaves nothing for whoever wants the signal next.
pub(crate) struct Caught([AtomicU32; LAST + 1]);

impl Caught {
    pub(crate) fn new() -> Self {
        Self(std::array::from_fn(|_| AtomicU32::new(0)))
    }

    /// The handler: counts the signal if it is wanted. Then the loop has to be woken.
    pub(crate) fn count(&self, signum: usize) -> bool {
        let count = |word| (word & WANTED != 0 && word != u32::MAX).then(|| word + 1);
        self.0[signum]
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, count)
            .is_ok()
    }

    /// Loop: wants the signal from now on. False if it did already.
    pub(crate) fn want(&self, signum: usize) -> bool {
        self.0[signum].fetch_or(WANTED, Ordering::AcqRel) & WANTED == 0
    }

    /// Loop: wants it no more, and forgets those that came. False if it did not.
    pub(crate) fn unwant(&self, signum: usize) -> bool {
        self.0[signum].swap(0, Ordering::AcqRel) & WANTED != 0
    }

    /// Loop: how often the signal came since the last time.
    pub(crate) fn take(&self, signum: usize) -> u32 {
        let word = &self.0[signum];
        if word.load(Ordering::Relaxed) & !WANTED == 0 {
            return 0;
        }
        word.fetch_and(WANTED, Ordering::AcqRel) & !WANTED
    }
}

/// Things that are lent to one owner after another and never freed, because a signal handler may be
/// looking through them at any time.
pub(crate) struct Lent<T: 'static>(AtomicPtr<Item<T>>);

struct Item<T: 'static> {
    taken: AtomicBool,
    /// Not written any more once the item is published.
    next: Option<&'static Item<T>>,
    thing: T,
}

impl<T: Sync> Lent<T> {
    pub(crate) fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    fn first(&self) -> Option<&'static Item<T>> {
        // SAFETY: null, or an item that was published in `add` and is never freed.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }
    }

    fn items(&self) -> impl Iterator<Item = &'static Item<T>> + use<T> {
        std::iter::successors(self.first(), |item| item.next)
    }

    /// All of them, whether or not they are lent: what a handler walks through.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static T> + use<T> {
        self.items().map(|item| &item.thing)
    }

    /// One that nobody has, for the caller alone until [`Lent::give_back`]; a new one if all are lent.
    ///
    /// # Errors
    /// That of `make`.
    pub(crate) fn borrow<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<&'static T, E> {
        let free = self
            .items()
            .find(|item| !item.taken.swap(true, Ordering::AcqRel));
        match free {
            Some(item) => Ok(&item.thing),
            None => make().map(|thing| self.add(thing)),
        }
    }

    /// Publishes a new one, which is the caller's.
    fn add(&self, thing: T) -> &'static T {
        let made = Box::into_raw(Box::new(Item {
            taken: AtomicBool::new(true),
            next: None,
            thing,
        }));
        loop {
            let first = self.first();
            // SAFETY: not published yet, so nobody else knows it.
            unsafe { (*made).next = first };
            let expected = first.map_or(ptr::null_mut(), |item| ptr::from_ref(item).cast_mut());
            let published =
                self.0
                    .compare_exchange(expected, made, Ordering::AcqRel, Ordering::Relaxed);
            if published.is_ok() {
                // SAFETY: it is never freed, and only read from now on.
                return unsafe { &(*made).thing };
            }
        }
    }

    /// Lends it to the next one who asks.
    pub(crate) fn give_back(&self, thing: &T) {
        let mut items = self.items();
        if let Some(item) = items.find(|item| ptr::eq(&raw const item.thing, thing)) {
            item.taken.store(false, Ordering::Release);
        }
    }
}
