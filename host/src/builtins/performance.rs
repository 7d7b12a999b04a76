//! `internalBinding('performance')`: the clock of `perf_hooks` and the global
//! `performance`, in milliseconds since the process began; when what began; how long the
//! loop has waited; collections of garbage.
//!
//! Deliberately absent: entries and observers (JavaScript).

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::support::{Args, Return, method, number_constant, runtime};
use super::timers::set_unrefed_immediate;
use crate::runtime::gc;
use crate::runtime::{JsCallback, Runtime, call_into_js};

/// A step in the life of a runtime.
#[derive(Clone, Copy)]
pub(crate) enum Milestone {
    /// V8 is about to start, or runs.
    V8Start,
    /// The isolate and its context are made.
    Environment,
    /// The program is about to run.
    BootstrapComplete,
    /// The event loop runs for the first time.
    LoopStart,
    /// The event loop has nothing left to do.
    LoopExit,
}

/// When each milestone was reached: milliseconds of the monotonic clock, 0 if it was not.
#[derive(Default)]
pub(crate) struct Milestones {
    times: [Cell<f64>; 5],
    /// That of the loop's start, for other threads.
    loop_start: Arc<LoopStart>,
}

/// When a loop began, in milliseconds of the monotonic clock as bits; 0 before. Any thread.
#[derive(Default)]
pub(crate) struct LoopStart(AtomicU64);

impl LoopStart {
    /// Milliseconds since the loop began; `None` before.
    pub(crate) fn age(&self) -> Option<f64> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            bits => Some(monotonic_now() - f64::from_bits(bits)),
        }
    }
}

impl Milestones {
    /// The milestone is reached, for the first time or again.
    pub(crate) fn reach(&self, milestone: Milestone) {
        let now = monotonic_now();
        self.times[milestone as usize].set(now);
        if matches!(milestone, Milestone::LoopStart) {
            self.loop_start.0.store(now.to_bits(), Ordering::Relaxed);
        }
    }

    /// When the loop began, for other threads.
    pub(crate) fn loop_start(&self) -> Arc<LoopStart> {
        Arc::clone(&self.loop_start)
    }

    /// The milestone is reached, unless it was before.
    pub(crate) fn reach_once(&self, milestone: Milestone) {
        if self.times[milestone as usize].get() == 0.0 {
            self.reach(milestone);
        }
    }

    /// In milliseconds since the process began; -1 if it is not reached.
    pub(crate) fn at(&self, milestone: Milestone) -> f64 {
        match self.times[milestone as usize].get() {
            0.0 => -1.0,
            time => time - origin().monotonic,
        }
    }
}

/// When the process began, on the monotonic and on the wall clock, in
/// milliseconds.
struct Origin {
    monotonic: f64,
    wall: f64,
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn monotonic_now() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a valid timespec to write to, and the clock always exists.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// The start time that the kernel keeps for the process, in milliseconds after
/// boot; its unit is the clock tick (10 ms).
fn process_start() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses, which may contain anything.
    let rest = stat.rsplit_once(')')?.1;
    let ticks: f64 = rest.split_whitespace().nth(19)?.parse().ok()?;
    // SAFETY: sysconf has no preconditions.
    let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    (per_second > 0).then(|| ticks * 1e3 / per_second as f64)
}

fn origin() -> &'static Origin {
    static ORIGIN: OnceLock<Origin> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let now = monotonic_now();
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, milliseconds);
        // A process that was suspended with the machine has no usable start.
        let age = process_start().map_or(0.0, |start| (now - start).clamp(0.0, 1e9));
        Origin {
            monotonic: now - age,
            wall: wall - age,
        }
    })
}

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    number_constant(scope, target, "timeOrigin", origin().wall);
    method(scope, target, "now", now);
    method(scope, target, "milestones", milestones);
    method(scope, target, "idleTime", idle_time);
    method(scope, target, "uvMetrics", uv_metrics);
    method(scope, target, "observeCollections", observe_collections);
    method(scope, target, "ignoreCollections", ignore_collections);
    scope.set_slot(Rc::new(Collections::default()));
}

fn now(_: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(monotonic_now() - origin().monotonic);
}

/// An array of numbers.
fn numbers<'s>(scope: &mut v8::PinScope<'s, '_>, values: &[f64]) -> v8::Local<'s, v8::Value> {
    let values: Vec<v8::Local<'_, v8::Value>> = values
        .iter()
        .map(|value| v8::Number::new(scope, *value).into())
        .collect();
    v8::Array::new_with_elements(scope, &values).into()
}

/// `milestones()`: [v8Start, environment, bootstrapComplete, loopStart, loopExit].
fn milestones(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let runtime = runtime(scope);
    let all = [
        Milestone::V8Start,
        Milestone::Environment,
        Milestone::BootstrapComplete,
        Milestone::LoopStart,
        Milestone::LoopExit,
    ];
    let values = all.map(|milestone| runtime.milestones.at(milestone));
    rv.set(numbers(scope, &values));
}

/// `idleTime()`: milliseconds that the loop has waited for something to happen.
#[expect(clippy::cast_precision_loss, reason = "exact for a hundred days")]
fn idle_time(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    rv.set_double(runtime(scope).event_loop().idle_time() as f64 / 1e6);
}

/// `uvMetrics()`: [iterations, events, events that were waiting].
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn uv_metrics(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let runtime = runtime(scope);
    let event_loop = runtime.event_loop();
    let counts = event_loop.event_counts();
    let values = [event_loop.iterations(), counts.events, counts.waiting];
    rv.set(numbers(scope, &values.map(|value| value as f64)));
}

/// The collections of garbage that someone observes.
#[derive(Default)]
struct Collections {
    began: Cell<f64>,
    /// Kind, flags, begin and duration of those that are not told yet.
    ended: RefCell<Vec<[f64; 4]>>,
    callback: RefCell<Option<Rc<JsCallback>>>,
}

fn collections(scope: &v8::PinScope<'_, '_>) -> Rc<Collections> {
    let collections = scope.get_slot::<Rc<Collections>>();
    Rc::clone(collections.expect("set when the binding was made"))
}

/// `observeCollections(callback(kind, flags, begin, duration))`.
fn observe_collections(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(0)) else {
        return;
    };
    let callback = JsCallback::new(scope, callback);
    let collections = collections(scope);
    let before = collections.callback.replace(Some(Rc::new(callback)));
    if before.is_none() {
        gc::listen(scope, collections);
    }
}

/// `ignoreCollections()`.
fn ignore_collections(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, _: Return<'_>) {
    let collections = collections(scope);
    if collections.callback.take().is_some() {
        gc::ignore(scope, &collections);
    }
}

impl gc::Listener for Collections {
    fn begins(&self, _: &mut v8::Isolate) {
        self.began.set(monotonic_now());
    }

    fn ends(&self, _: &mut v8::Isolate, kind: v8::GCType, flags: v8::GCCallbackFlags) {
        let began = self.began.get();
        let entry = [
            f64::from(kind.0),
            f64::from(flags.0),
            began - origin().monotonic,
            monotonic_now() - began,
        ];
        let mut ended = self.ended.borrow_mut();
        ended.push(entry);
        if ended.len() == 1
            && let Some(runtime) = crate::runtime::of_this_thread()
        {
            set_unrefed_immediate(&runtime, Box::new(tell_collections));
        }
    }
}

/// On the loop: tells JavaScript of the collections since the last time.
fn tell_collections(runtime: &Runtime) {
    call_into_js(runtime, |scope| {
        let collections = collections(scope);
        let ended = collections.ended.take();
        let Some(callback) = collections.callback.borrow().clone() else {
            return;
        };
        for entry in ended {
            let arguments = entry.map(|value| v8::Number::new(scope, value).into());
            if callback.call(scope, &arguments).is_none() {
                return;
            }
        }
    });
}
