//! What keeps a loop alive: counters for the loop, and a report for people.
//!
//! Everything that can keep a loop alive owns a [`Hold`]; the loop is alive while a hold is
//! referenced. Queues of callbacks that are due (pending, closing) count by themselves, and are not
//! here.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::os::fd::RawFd;
use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use crate::event_loop::EventLoop;
use crate::{AsyncId, ChildId, HookId, SignalId, TimerId, WatchId, sys};

new_key_type! {
    /// A request in the list of a loop's requests.
    struct RequestId;
}

/// Tells who is about to create a handle: module, function, whatever helps.
type CreatorProbe = Rc<dyn Fn() -> Option<String>>;

/// The counters of one loop.
#[derive(Default)]
pub(crate) struct Liveness {
    referenced: Cell<usize>,
    requests: RefCell<SlotMap<RequestId, Rc<Hold>>>,
    probe: RefCell<Option<CreatorProbe>>,
    /// By kind and creator; filled while there is a probe.
    ended: RefCell<HashMap<(&'static str, Box<str>), Past>>,
}

/// What is remembered of holds that have ended.
#[derive(Clone, Copy, Default)]
struct Past {
    count: u64,
    longest_ms: u64,
    last_end_ms: u64,
}

impl Liveness {
    /// Whether any hold is referenced.
    pub(crate) fn any(&self) -> bool {
        self.referenced.get() > 0
    }
}

/// The share of one handle or request in keeping its loop alive; given up when dropped.
pub(crate) struct Hold {
    liveness: Rc<Liveness>,
    kind: Cell<&'static str>,
    since_ms: u64,
    /// `None` without a probe; empty when the probe did not know.
    created_by: Option<Box<str>>,
    referenced: Cell<bool>,
}

impl Hold {
    /// Counts for liveness, or not.
    pub(crate) fn set_referenced(&self, referenced: bool) {
        if self.referenced.replace(referenced) != referenced {
            let count = self.liveness.referenced.get();
            self.liveness
                .referenced
                .set(if referenced { count + 1 } else { count - 1 });
        }
    }

    /// Whether it counts.
    pub(crate) fn is_referenced(&self) -> bool {
        self.referenced.get()
    }

    /// Replaces the kind that the report shows.
    pub(crate) fn set_kind(&self, kind: &'static str) {
        self.kind.set(kind);
    }

    fn report(&self, now_ms: u64, fd: Option<RawFd>) -> Active {
        let known = self.created_by.as_deref().filter(|text| !text.is_empty());
        Active {
            kind: self.kind.get(),
            since_ms: now_ms.saturating_sub(self.since_ms),
            created_by: known.map(str::to_owned),
            refed: self.referenced.get(),
            fd,
        }
    }

    #[cold]
    fn remember(&self, created_by: Box<str>) {
        let now_ms = sys::hrtime() / 1_000_000;
        let mut ended = self.liveness.ended.borrow_mut();
        let past = ended.entry((self.kind.get(), created_by)).or_default();
        past.count += 1;
        past.longest_ms = past.longest_ms.max(now_ms.saturating_sub(self.since_ms));
        past.last_end_ms = now_ms;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(created_by) = self.created_by.take()
            && self.is_referenced()
        {
            self.remember(created_by);
        }
        self.set_referenced(false);
    }
}

/// Things of one kind and creator that kept the loop alive until they ended: one line of
/// [`EventLoop::ended`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// As in [`Active`].
    pub kind: &'static str,
    /// As in [`Active`].
    pub created_by: Option<String>,
    /// How many there were.
    pub count: u64,
    /// For how many milliseconds the longest of them existed.
    pub longest_ms: u64,
    /// How many milliseconds ago the last of them ended.
    pub ago_ms: u64,
}

/// One line of [`EventLoop::active`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Active {
    /// What it is: `timer`, `async`, `watch`, …, the kind given to a request, or what
    /// [`EventLoop::describe`] said.
    pub kind: &'static str,
    /// For how many milliseconds it has existed.
    pub since_ms: u64,
    /// What the creator probe said when it was made; see [`EventLoop::set_creator_probe`].
    pub created_by: Option<String>,
    /// Whether it keeps the loop alive.
    pub refed: bool,
    /// The descriptor of a watch.
    pub fd: Option<RawFd>,
}

/// Any handle of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyId {
    /// A timer.
    Timer(TimerId),
    /// A hook of the idle, prepare or check phase.
    Hook(HookId),
    /// An async handle.
    Async(AsyncId),
    /// A watched descriptor.
    Watch(WatchId),
    /// A listener to a signal.
    Signal(SignalId),
    /// A child process.
    Child(ChildId),
}

macro_rules! any_id {
    ($($variant:ident($id:ty)),* $(,)?) => {$(
        impl From<$id> for AnyId {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        }
    )*};
}
any_id!(
    Timer(TimerId),
    Hook(HookId),
    Async(AsyncId),
    Watch(WatchId),
    Signal(SignalId),
    Child(ChildId)
);

/// Keeps its loop alive until it is dropped; stands for a request without a handle.
pub struct RequestToken {
    liveness: Rc<Liveness>,
    id: RequestId,
}

impl Drop for RequestToken {
    fn drop(&mut self) {
        let removed = self.liveness.requests.borrow_mut().remove(self.id);
        drop(removed);
    }
}

impl EventLoop {
    /// Makes the hold of something new, referenced.
    pub(crate) fn hold(&self, kind: &'static str) -> Hold {
        let liveness = Rc::clone(&self.liveness);
        let probe = liveness.probe.borrow().clone();
        let hold = Hold {
            liveness,
            kind: Cell::new(kind),
            since_ms: self.now_ms(),
            created_by: probe.map(|probe| probe().unwrap_or_default().into_boxed_str()),
            referenced: Cell::new(false),
        };
        hold.set_referenced(true);
        hold
    }

    /// Begins a request called `kind` in the liveness report. The loop stays alive until the token is
    /// dropped, which may be after the loop itself.
    #[must_use]
    pub fn request_begin(&self, kind: &'static str) -> RequestToken {
        let hold = Rc::new(self.hold(kind));
        let id = self.liveness.requests.borrow_mut().insert(hold);
        RequestToken {
            liveness: Rc::clone(&self.liveness),
            id,
        }
    }

    /// Whether [`EventLoop::run`] would still have something to do: a referenced handle or request, or
    /// a callback that is due.
    #[must_use]
    pub fn alive(&self) -> bool {
        self.liveness.any() || self.immediate_pending.get() || self.has_due_callbacks()
    }

    /// Everything that exists on the loop, in no particular order: handles and requests, also those
    /// that do not keep it alive.
    #[must_use]
    pub fn active(&self) -> Vec<Active> {
        let now_ms = self.now_ms();
        let mut list = Vec::new();
        self.watches
            .each_hold(&mut |hold, fd| list.push(hold.report(now_ms, Some(fd))));
        self.each_hold(&mut |hold| list.push(hold.report(now_ms, None)));
        list
    }

    /// What kept the loop alive and has ended since [`EventLoop::set_creator_probe`] set a probe, the
    /// last to end first.
    #[must_use]
    pub fn ended(&self) -> Vec<Ended> {
        let now_ms = sys::hrtime() / 1_000_000;
        let ended = self.liveness.ended.borrow();
        let mut list: Vec<Ended> = ended
            .iter()
            .map(|((kind, created_by), past)| Ended {
                kind,
                created_by: (!created_by.is_empty()).then(|| created_by.to_string()),
                count: past.count,
                longest_ms: past.longest_ms,
                ago_ms: now_ms.saturating_sub(past.last_end_ms),
            })
            .collect();
        list.sort_by(|a, b| {
            (a.ago_ms, a.kind, &a.created_by).cmp(&(b.ago_ms, b.kind, &b.created_by))
        });
        list
    }

    fn each_hold(&self, visit: &mut dyn FnMut(&Hold)) {
        self.timers.each_hold(visit);
        self.hooks.each_hold(visit);
        self.asyncs.each_hold(visit);
        self.works.each_hold(visit);
        self.signals.each_hold(visit);
        for hold in self.liveness.requests.borrow().values() {
            visit(hold);
        }
    }

    /// Names a handle in the liveness report, instead of the loop's own word for it. An id that is gone
    /// is ignored.
    pub fn describe(&self, id: impl Into<AnyId>, kind: &'static str) {
        self.with_hold(id.into(), |hold| hold.set_kind(kind));
    }

    /// References a handle (it keeps the loop alive) or not. An id that is gone is ignored.
    pub fn set_ref(&self, id: impl Into<AnyId>, referenced: bool) {
        self.with_hold(id.into(), |hold| hold.set_referenced(referenced));
    }

    /// Whether the handle exists and is referenced.
    #[must_use]
    pub fn has_ref(&self, id: impl Into<AnyId>) -> bool {
        self.with_hold(id.into(), Hold::is_referenced)
            .unwrap_or(false)
    }

    fn with_hold<R>(&self, id: AnyId, act: impl FnOnce(&Hold) -> R) -> Option<R> {
        match id {
            AnyId::Timer(id) => self.timers.with_hold(id, act),
            AnyId::Hook(id) => self.hooks.with_hold(id, act),
            AnyId::Async(id) => self.asyncs.with_hold(id, act),
            AnyId::Watch(id) => self.watches.with_hold(id, act),
            AnyId::Signal(id) => self.signals.with_hold(id, act),
            AnyId::Child(id) => self.watches.with_hold(self.children.watch_of(id), act),
        }
    }

    /// Sets what is asked, at the creation of every handle and request from now on, who creates it;
    /// `None` ends that. While set, what ends is remembered too, for [`EventLoop::ended`]. Costs nothing
    /// when unset. The probe must not use the loop.
    pub fn set_creator_probe(&self, probe: Option<Rc<dyn Fn() -> Option<String>>>) {
        let before = self.liveness.probe.replace(probe);
        drop(before);
    }
}
