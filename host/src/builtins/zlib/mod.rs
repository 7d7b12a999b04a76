//! What `zlib` needs from the native side: an engine behind an object, one step of
//! it now or on the worker pool, and a whole buffer at once.
//!
//! A result is an array [bytes, consumed, ended, number, code, message]; the last
//! three are there only after a failure, of which JavaScript makes the error.

mod deflate;
mod engine;
mod modern;

use deflate::Deflating;
use engine::{Container, Engine, Failure, Inflating, Settings, Z_BUF_ERROR};
use modern::{BrotliDecoding, BrotliEncoding, ZstdDecoding, ZstdEncoding};

use super::support::{self, Args, Return, Scope, method};
use super::{bytes, state};
use crate::runtime::spawn_blocking;

/// An engine; away while a step runs on the worker pool.
type Slot = Option<Box<dyn Engine>>;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "create", create);
    method(scope, target, "step", step);
    method(scope, target, "all", all);
    method(scope, target, "reset", reset);
    method(scope, target, "close", close);
    method(scope, target, "params", params);
    method(scope, target, "crc32", crc32);
}

/// What a run of an engine came to.
struct Outcome {
    output: Vec<u8>,
    consumed: usize,
    ended: bool,
    failure: Option<Failure>,
}

fn make(
    mode: u32,
    numbers: &[i32],
    dictionary: Vec<u8>,
    pairs: &[(u32, i32)],
) -> Result<Box<dyn Engine>, Failure> {
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0);
    let settings = |container| Settings {
        container,
        window_bits: number(0),
        level: number(1),
        mem_level: number(2),
        strategy: number(3),
        dictionary: dictionary.clone(),
    };
    let unsigned = || {
        pairs
            .iter()
            .map(|(key, value)| (*key, value.cast_unsigned()))
            .collect()
    };
    Ok(match mode {
        1 => Box::new(Deflating::new(settings(Container::Zlib))?),
        2 => Box::new(Inflating::new(settings(Container::Zlib))?),
        3 => Box::new(Deflating::new(settings(Container::Gzip))?),
        4 => Box::new(Inflating::new(settings(Container::Gzip))?),
        5 => Box::new(Deflating::new(settings(Container::Raw))?),
        6 => Box::new(Inflating::new(settings(Container::Raw))?),
        7 => Box::new(Inflating::new(settings(Container::Either))?),
        8 => Box::new(BrotliDecoding::new()),
        9 => Box::new(BrotliEncoding::new(unsigned())),
        10 => {
            let size = u64::try_from(number(0)).ok();
            Box::new(ZstdEncoding::new(pairs, &dictionary, size)?)
        }
        _ => Box::new(ZstdDecoding::new(pairs, &dictionary)?),
    })
}

fn numbers(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Vec<i32> {
    let Ok(array) = v8::Local::<v8::Array>::try_from(value) else {
        return Vec::new();
    };
    (0..array.length())
        .map(|at| {
            let item = array.get_index(scope, at);
            item.and_then(|item| item.number_value(scope))
                .map_or(0, saturate)
        })
        .collect()
}

/// A JavaScript number as 32 bits: as unsigned when it is above the signed range.
fn saturate(value: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "as casts saturate, and parameters are 32 bits"
    )]
    let wide = value as i64;
    i32::try_from(wide)
        .or_else(|_| u32::try_from(wide).map(u32::cast_signed))
        .unwrap_or(-1)
}

/// `create(mode, numbers, dictionary | undefined, [key, value, …])`: the engine's
/// object, or the array of a failure.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let mode = args.get(0).uint32_value(scope).unwrap_or(0);
    let settings = numbers(scope, args.get(1));
    let dictionary = bytes::copy(args.get(2));
    let flat = numbers(scope, args.get(3));
    let pairs: Vec<(u32, i32)> = flat
        .chunks_exact(2)
        .map(|pair| (pair[0].cast_unsigned(), pair[1]))
        .collect();
    match make(mode, &settings, dictionary, &pairs) {
        Ok(engine) => {
            if let Some(object) = state::wrap::<Slot>(scope, Some(engine)) {
                rv.set(object.into());
            }
        }
        Err(failure) => {
            let failed = Outcome {
                output: Vec::new(),
                consumed: 0,
                ended: false,
                failure: Some(failure),
            };
            rv.set(answer(scope, failed));
        }
    }
}

fn answer<'s>(scope: &mut v8::PinScope<'s, '_>, outcome: Outcome) -> v8::Local<'s, v8::Value> {
    let output = bytes::array_buffer(scope, outcome.output);
    #[expect(clippy::cast_precision_loss, reason = "lengths are below 2^53")]
    let consumed = v8::Number::new(scope, outcome.consumed as f64);
    let mut parts = vec![
        output.into(),
        consumed.into(),
        v8::Boolean::new(scope, outcome.ended).into(),
    ];
    if let Some(failure) = outcome.failure {
        parts.push(v8::Integer::new(scope, failure.number).into());
        parts.push(support::string(scope, &failure.code).into());
        parts.push(support::string(scope, &failure.message).into());
    }
    v8::Array::new_with_elements(scope, &parts).into()
}

/// One step with a buffer of `size` bytes.
fn run_step(engine: &mut dyn Engine, input: &[u8], flush: u32, size: usize) -> Outcome {
    let mut output = vec![0; size];
    match engine.step(input, &mut output, flush) {
        Ok(step) => {
            output.truncate(step.produced);
            // With room left and the end demanded, more input was needed.
            let cut = step.produced < size && !step.ended && engine.is_final(flush);
            Outcome {
                output,
                consumed: step.consumed,
                ended: step.ended,
                failure: cut.then(Failure::unexpected_end),
            }
        }
        Err(failure) => Outcome {
            output: Vec::new(),
            consumed: 0,
            ended: false,
            failure: Some(failure),
        },
    }
}

/// Everything at once; the output may have `limit` bytes.
fn run_all(engine: &mut dyn Engine, input: &[u8], flush: u32, limit: usize) -> Outcome {
    let mut output = Vec::new();
    let mut consumed = 0;
    // Big enough for most results in one step, and doubled from then on.
    let mut size = (input.len() * 2).clamp(16 * 1024, 4 * 1024 * 1024);
    loop {
        let start = output.len();
        output.resize(start + size, 0);
        let step = match engine.step(&input[consumed..], &mut output[start..], flush) {
            Ok(step) => step,
            Err(failure) => {
                return Outcome {
                    output: Vec::new(),
                    consumed,
                    ended: false,
                    failure: Some(failure),
                };
            }
        };
        output.truncate(start + step.produced);
        consumed += step.consumed;
        if output.len() > limit {
            let failure = Failure::new(Z_BUF_ERROR, "ERR_BUFFER_TOO_LARGE", "");
            return Outcome {
                output: Vec::new(),
                consumed,
                ended: false,
                failure: Some(failure),
            };
        }
        if step.ended || step.produced < size {
            let cut = !step.ended && engine.is_final(flush);
            return Outcome {
                output,
                consumed,
                ended: step.ended,
                failure: cut.then(Failure::unexpected_end),
            };
        }
        size = (size * 2).min(16 * 1024 * 1024);
    }
}

/// Runs `work` on the engine now, or on the worker pool if argument `at` is a
/// callback.
fn run(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    at: i32,
    work: impl FnOnce(&mut dyn Engine, &[u8]) -> Outcome + Send + 'static,
) {
    let Some(slot) = state::get::<Slot>(scope, args.get(0)) else {
        return;
    };
    let taken = slot.borrow_mut().take();
    let Some(mut engine) = taken else {
        return;
    };
    if let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(at)) {
        let input = bytes::copy(args.get(1));
        spawn_blocking(
            scope,
            "zlib",
            callback,
            move || {
                let outcome = work(&mut *engine, &input);
                (engine, outcome)
            },
            move |scope, (engine, outcome)| {
                *slot.borrow_mut() = Some(engine);
                Ok(answer(scope, outcome))
            },
        );
        return;
    }
    let outcome = bytes::with_bytes(args.get(1), |input| work(&mut *engine, input));
    *slot.borrow_mut() = Some(engine);
    rv.set(answer(scope, outcome));
}

/// `step(engine, input, flush, size, callback?)`.
fn step(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let flush = args.get(2).uint32_value(scope).unwrap_or(0);
    let size = args.get(3).uint32_value(scope).unwrap_or(0) as usize;
    run(scope, &args, rv, 4, move |engine, input| {
        run_step(engine, input, flush, size)
    });
}

/// `all(engine, input, flush, limit, callback?)`.
fn all(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let flush = args.get(2).uint32_value(scope).unwrap_or(0);
    let limit = args.get(3).integer_value(scope).unwrap_or(i64::MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    run(scope, &args, rv, 4, move |engine, input| {
        run_all(engine, input, flush, limit)
    });
}

/// Answers `undefined`, or the array of a failure.
fn act(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    action: impl FnOnce(&mut dyn Engine) -> Result<(), Failure>,
) {
    let Some(slot) = state::get::<Slot>(scope, args.get(0)) else {
        return;
    };
    let result = match &mut *slot.borrow_mut() {
        Some(engine) => action(&mut **engine),
        None => Ok(()),
    };
    if let Err(failure) = result {
        let failed = Outcome {
            output: Vec::new(),
            consumed: 0,
            ended: false,
            failure: Some(failure),
        };
        rv.set(answer(scope, failed));
    }
}

/// `reset(engine)`.
fn reset(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    act(scope, &args, rv, |engine| engine.reset());
}

/// `close(engine)`: gives its memory back now rather than when the object is
/// collected; V8 does not know how much it is.
fn close(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(slot) = state::get::<Slot>(scope, args.get(0)) {
        let engine = slot.borrow_mut().take();
        drop(engine);
    }
}

/// `params(engine, level, strategy)`.
fn params(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let level = args.get(1).int32_value(scope).unwrap_or(-1);
    let strategy = args.get(2).int32_value(scope).unwrap_or(0);
    act(scope, &args, rv, |engine| engine.params(level, strategy));
}

/// `crc32(bytes, start)`.
fn crc32(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let start = args.get(1).uint32_value(scope).unwrap_or(0);
    rv.set_uint32(bytes::with_bytes(args.get(0), |data| {
        zlib_rs::crc32::crc32(start, data)
    }));
}
