//! `internalBinding('histogram')`: HDR histograms, and those of the event loop's delay.
//!
//! JavaScript holds a number for each. A copy in a message shares the counts with its original, in
//! whatever thread it is. Values are those of `hdr_histogram`: a bucket stands for
//! the range of values that it cannot tell apart. Deliberately absent: checks of arguments, and
//! what of this is a double or a BigInt (`js/internal/perf/histogram`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard};

use hdrhistogram::Histogram;
use napi_host_event_loop::TimerId;

use super::support::{Args, Return, Scope, method, runtime};
use super::{messaging, state};
use crate::sync::lock;

/// What an empty histogram answers for its smallest value.
const NO_MINIMUM: u64 = i64::MAX.cast_unsigned();

/// A histogram with what is beside its counts.
struct Recorder {
    values: Histogram<u64>,
    /// Values that were too large.
    exceeds: u64,
    /// When the last difference was recorded, in nanoseconds.
    previous_ns: Option<u64>,
}

impl Recorder {
    fn record(&mut self, value: u64) {
        if self.values.record(value).is_err() {
            self.exceeds += 1;
        }
    }

    fn record_delta(&mut self, now_ns: u64) {
        if let Some(previous_ns) = self.previous_ns.replace(now_ns)
            && now_ns > previous_ns
        {
            self.record(now_ns - previous_ns);
        }
    }
}

/// A histogram without an isolate, as messages carry it.
#[derive(Clone)]
pub(crate) struct SharedHistogram(Arc<Mutex<Recorder>>);

impl SharedHistogram {
    /// No JavaScript runs while it is locked.
    fn lock(&self) -> MutexGuard<'_, Recorder> {
        lock(&self.0)
    }
}

/// A histogram of this isolate.
struct Local {
    shared: SharedHistogram,
    /// The timer of the event loop that is measured.
    timer: Cell<Option<TimerId>>,
}

/// The histograms of one isolate.
#[derive(Default)]
struct Histograms {
    last: Cell<u32>,
    live: RefCell<HashMap<u32, Rc<Local>>>,
}

impl Histograms {
    /// The number of a new one.
    fn add(&self, shared: SharedHistogram) -> u32 {
        let id = self.last.get() + 1;
        self.last.set(id);
        let timer = Cell::new(None);
        self.live
            .borrow_mut()
            .insert(id, Rc::new(Local { shared, timer }));
        id
    }
}

pub(crate) fn install(scope: Scope<'_, '_, '_>, target: v8::Local<'_, v8::Object>) {
    scope.set_slot(Rc::new(Histograms::default()));
    method(scope, target, "make", make);
    method(scope, target, "free", free);
    method(scope, target, "share", share);
    method(scope, target, "adopt", adopt);
    method(scope, target, "record", record);
    method(scope, target, "recordDelta", record_delta);
    method(scope, target, "add", add);
    method(scope, target, "reset", reset);
    method(scope, target, "counts", counts);
    method(scope, target, "moments", moments);
    method(scope, target, "percentile", percentile);
    method(scope, target, "percentiles", percentiles);
    method(scope, target, "startDelay", start_delay);
    method(scope, target, "stopDelay", stop_delay);
}

fn histograms(scope: &v8::PinScope<'_, '_>) -> Rc<Histograms> {
    let histograms = scope.get_slot::<Rc<Histograms>>();
    Rc::clone(histograms.expect("set when the binding was made"))
}

fn find_local(scope: Scope<'_, '_, '_>, args: &Args<'_>, at: i32) -> Option<Rc<Local>> {
    let id = args.get(at).uint32_value(scope)?;
    histograms(scope).live.borrow().get(&id).cloned()
}

/// The histogram whose number is argument `at`.
fn find(scope: Scope<'_, '_, '_>, args: &Args<'_>, at: i32) -> Option<SharedHistogram> {
    find_local(scope, args, at).map(|local| local.shared.clone())
}

/// `share(id)`: an object for a message ([`shared_of`]).
fn share(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(shared) = find(scope, &args, 0)
        && let Some(object) = wrap_shared(scope, shared)
    {
        rv.set(object.into());
    }
}

/// `adopt(object)`: the number of a histogram that came with a message.
fn adopt(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(shared) = shared_of(scope, args.get(0)) {
        rv.set_uint32(histograms(scope).add(shared));
    }
}

/// An object of JavaScript that stands for the histogram. `None` when an exception is pending.
pub(crate) fn wrap_shared<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    shared: SharedHistogram,
) -> Option<v8::Local<'s, v8::Object>> {
    let object = state::wrap(scope, shared)?;
    messaging::mark_native(scope, object);
    Some(object)
}

/// The histogram that an object stands for.
pub(crate) fn shared_of(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Value>,
) -> Option<SharedHistogram> {
    let shared = state::get::<SharedHistogram>(scope, object)?;
    let shared = shared.borrow();
    Some(shared.clone())
}

/// A number or a BigInt as a count.
fn count(scope: Scope<'_, '_, '_>, value: v8::Local<'_, v8::Value>) -> u64 {
    if let Ok(bigint) = v8::Local::<v8::BigInt>::try_from(value) {
        return bigint.u64_value().0;
    }
    let number = value.integer_value(scope).unwrap_or(0);
    u64::try_from(number).unwrap_or(0)
}

fn bigint<'s>(scope: &mut v8::PinScope<'s, '_>, value: u64) -> v8::Local<'s, v8::Value> {
    v8::BigInt::new_from_u64(scope, value).into()
}

/// `make(lowest, highest, figures)`: its number, or 0 if the three do not fit.
fn make(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let (lowest, highest) = (count(scope, args.get(0)), count(scope, args.get(1)));
    let figures = args.get(2).uint32_value(scope).unwrap_or(3);
    let figures = u8::try_from(figures).unwrap_or(3);
    let Ok(values) = Histogram::new_with_bounds(lowest, highest, figures) else {
        rv.set_uint32(0);
        return;
    };
    let recorder = Recorder {
        values,
        exceeds: 0,
        previous_ns: None,
    };
    let shared = SharedHistogram(Arc::new(Mutex::new(recorder)));
    rv.set_uint32(histograms(scope).add(shared));
}

/// `free(id)`.
fn free(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(id) = args.get(0).uint32_value(scope) else {
        return;
    };
    let local = histograms(scope).live.borrow_mut().remove(&id);
    if let Some(timer) = local.and_then(|local| local.timer.take()) {
        runtime(scope).event_loop().timer_stop(timer);
    }
}

/// `record(id, value)`.
fn record(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let value = count(scope, args.get(1));
    if let Some(recorder) = find(scope, &args, 0) {
        recorder.lock().record(value);
    }
}

/// `recordDelta(id)`: the time since the last call.
fn record_delta(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let now_ns = runtime(scope).event_loop().hrtime();
    if let Some(recorder) = find(scope, &args, 0) {
        recorder.lock().record_delta(now_ns);
    }
}

/// `add(id, other)`: what does not fit counts as too large.
fn add(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let (Some(into), Some(other)) = (find(scope, &args, 0), find(scope, &args, 1)) else {
        return;
    };
    let (other, other_exceeds) = {
        let other = other.lock();
        (other.values.clone(), other.exceeds)
    };
    let mut into = into.lock();
    into.exceeds += other_exceeds;
    for entry in other.iter_recorded() {
        let value = other.lowest_equivalent(entry.value_iterated_to());
        let times = entry.count_at_value();
        if into.values.record_n(value, times).is_err() {
            into.exceeds += times;
        }
    }
}

/// `reset(id)`.
fn reset(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(recorder) = find(scope, &args, 0) {
        let mut recorder = recorder.lock();
        recorder.values.reset();
        recorder.exceeds = 0;
        recorder.previous_ns = None;
    }
}

/// `counts(id)`: [count, min, max, exceeds] as BigInts.
fn counts(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(recorder) = find(scope, &args, 0) else {
        return;
    };
    let counts = {
        let recorder = recorder.lock();
        let values = &recorder.values;
        let (min, max) = if values.is_empty() {
            (NO_MINIMUM, 0)
        } else {
            (values.min(), values.max())
        };
        [values.len(), min, max, recorder.exceeds]
    };
    let all = counts.map(|value| bigint(scope, value));
    rv.set(v8::Array::new_with_elements(scope, &all).into());
}

/// `moments(id)`: [mean, standard deviation].
fn moments(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(recorder) = find(scope, &args, 0) else {
        return;
    };
    let pair = {
        let values = &recorder.lock().values;
        if values.is_empty() {
            [f64::NAN; 2]
        } else {
            mean_and_deviation(values)
        }
    };
    let pair = pair.map(|value| v8::Number::new(scope, value).into());
    rv.set(v8::Array::new_with_elements(scope, &pair).into());
}

/// Mean and standard deviation; a value counts as the middle of its bucket.
#[expect(clippy::cast_precision_loss, reason = "statistics")]
fn mean_and_deviation(values: &Histogram<u64>) -> [f64; 2] {
    let count = values.len() as f64;
    let buckets = || {
        values.iter_recorded().map(|entry| {
            let middle = values.median_equivalent(entry.value_iterated_to());
            (middle, entry.count_at_value())
        })
    };
    let sum: u128 = buckets()
        .map(|(middle, times)| u128::from(middle) * u128::from(times))
        .sum();
    let mean = sum as f64 / count;
    let squares: f64 = buckets()
        .map(|(middle, times)| (middle as f64 - mean).powi(2) * times as f64)
        .sum();
    [mean, (squares / count).sqrt()]
}

/// The highest value of the bucket below which `percentile` percent of the values are; their number
/// is rounded to the nearest.
#[expect(clippy::cast_precision_loss, reason = "as hdr_histogram counts")]
#[expect(clippy::cast_possible_truncation, reason = "as hdr_histogram counts")]
#[expect(clippy::cast_sign_loss, reason = "percentiles are positive")]
fn at_percentile(values: &Histogram<u64>, percentile: f64) -> u64 {
    let wanted = ((percentile / 100.0 * values.len() as f64 + 0.5) as u64).max(1);
    let mut seen = 0;
    for entry in values.iter_recorded() {
        seen += entry.count_at_value();
        if seen >= wanted {
            return values.highest_equivalent(entry.value_iterated_to());
        }
    }
    0
}

/// `percentile(id, percentile)`: a BigInt.
fn percentile(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let percentile = args.get(1).number_value(scope).unwrap_or(100.0);
    if let Some(recorder) = find(scope, &args, 0) {
        let value = at_percentile(&recorder.lock().values, percentile);
        rv.set(bigint(scope, value));
    }
}

/// `percentiles(id)`: [percentile, value as BigInt, …], one step per halving of the distance
/// to 100.
fn percentiles(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(recorder) = find(scope, &args, 0) else {
        return;
    };
    let steps: Vec<(f64, u64)> = {
        let values = &recorder.lock().values;
        let step = |at: hdrhistogram::iterators::IterationValue<u64>| {
            let value = values.lowest_equivalent(at.value_iterated_to());
            (at.quantile_iterated_to() * 100.0, value)
        };
        let none = values.is_empty().then_some((100.0, 0));
        none.into_iter()
            .chain(values.iter_quantiles(1).map(step))
            .collect()
    };
    let mut flat: Vec<v8::Local<'_, v8::Value>> = Vec::new();
    for (percentile, value) in steps {
        flat.push(v8::Number::new(scope, percentile).into());
        flat.push(bigint(scope, value));
    }
    rv.set(v8::Array::new_with_elements(scope, &flat).into());
}

/// `startDelay(id, resolution in ms)`: records how far apart the runs of a timer are that is due
/// every `resolution`. It does not keep the loop alive.
fn start_delay(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let resolution = count(scope, args.get(1));
    let Some(local) = find_local(scope, &args, 0) else {
        return;
    };
    let runtime = runtime(scope);
    let event_loop = runtime.event_loop();
    event_loop.update_time();
    let target = Rc::downgrade(&local);
    let timer = event_loop.timer_start(
        resolution,
        Some(resolution),
        Rc::new(move |event_loop| {
            if let Some(local) = target.upgrade() {
                local.shared.lock().record_delta(event_loop.hrtime());
            }
        }),
    );
    event_loop.timer_ref(timer, false);
    event_loop.describe(timer, "event loop delay monitor");
    local.shared.lock().previous_ns = None;
    local.timer.set(Some(timer));
}

/// `stopDelay(id)`.
fn stop_delay(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let timer = find_local(scope, &args, 0).and_then(|local| local.timer.take());
    if let Some(timer) = timer {
        runtime(scope).event_loop().timer_stop(timer);
    }
}
