//! `resourceLimits`: how much heap and stack a worker has, and what happens when the
//! heap is full.
//!
//! Deliberately absent: the error that the parent sees (`js/internal/worker/thread.js`).

use std::ffi::c_void;

/// Bytes of a megabyte.
const MEGABYTE: f64 = 1024.0 * 1024.0;

/// What V8 leaves free of the stack, for native frames.
const STACK_RESERVE: usize = 192 * 1024;

/// Added to the thread's stack: this host's own frames, of which debug builds have
/// large ones.
const STACK_EXTRA: usize = 4 * 1024 * 1024;

/// How much more heap a worker that is out of memory gets, to end in.
const ALLOWANCE: usize = 16 * 1024 * 1024;

/// Limits in megabytes: young generation, old generation, code range, stack. One that
/// is not set is 0 or less.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits(pub(super) [f64; 4]);

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are not negative, and larger ones than the address space saturate"
)]
fn bytes(megabytes: f64) -> usize {
    (megabytes * MEGABYTE) as usize
}

impl Limits {
    /// Of a JavaScript array of four numbers.
    pub(super) fn read(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Self {
        let array = v8::Local::<v8::Array>::try_from(value).ok();
        let limit = |scope: &mut v8::PinScope<'_, '_>, at| {
            let number = array?.get_index(scope, at)?;
            number.number_value(scope)
        };
        Self([0, 1, 2, 3].map(|at| limit(scope, at).unwrap_or(-1.0)))
    }

    /// As a JavaScript array.
    pub(super) fn array<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        let numbers = self.0.map(|limit| v8::Number::new(scope, limit).into());
        v8::Array::new_with_elements(scope, &numbers)
    }

    /// For an isolate to be.
    pub(super) fn params(&self) -> v8::CreateParams {
        let [young, old, code, _] = self.0;
        let mut params = crate::runtime::heap_limits();
        if young > 0.0 {
            params = params.set_max_young_generation_size_in_bytes(bytes(young));
        }
        if old > 0.0 {
            params = params.set_max_old_generation_size_in_bytes(bytes(old));
        }
        if code > 0.0 {
            params = params.set_code_range_size_in_bytes(bytes(code));
        }
        params
    }

    /// With every limit that is not set as V8 has it by default.
    pub(super) fn filled(&self) -> Self {
        let params = self.params();
        let [young, old, code, stack] = self.0;
        let or = |limit: f64, default: usize| {
            if limit > 0.0 {
                limit
            } else {
                default as f64 / MEGABYTE
            }
        };
        Self([
            or(young, params.max_young_generation_size_in_bytes()),
            or(old, params.max_old_generation_size_in_bytes()),
            or(code, params.code_range_size_in_bytes()),
            stack,
        ])
    }

    /// Bytes of the thread's stack.
    pub(super) fn stack_size(&self) -> usize {
        bytes(self.0[3]) + STACK_EXTRA
    }

    /// Gives the isolate its part of the stack; called early in its thread.
    pub(super) fn set_stack(&self, isolate: &mut v8::OwnedIsolate) {
        let depth = bytes(self.0[3])
            .saturating_sub(STACK_RESERVE)
            .max(STACK_RESERVE);
        let marker = 0_u8;
        let lowest = (&raw const marker).addr().saturating_sub(depth);
        // SAFETY: only used while the isolate lives.
        let isolate = unsafe { isolate.as_raw_isolate_ptr() };
        // SAFETY: this is the isolate's thread, and its stack is larger than `depth`
        // by at least `STACK_EXTRA`.
        unsafe { crate::engine::stack::set_limit(isolate, lowest) };
    }
}

/// Who is told that a heap is full, while the isolate lives.
pub(super) struct Watch {
    on_full: Box<dyn Fn()>,
}

impl Watch {
    /// Calls `on_full` inside of a collection that finds too little room: it may not
    /// use the heap. The watch has to live as long as the isolate.
    pub(super) fn start(isolate: &mut v8::Isolate, on_full: impl Fn() + 'static) -> Box<Self> {
        let watch = Box::new(Self {
            on_full: Box::new(on_full),
        });
        let data: *const Self = &raw const *watch;
        isolate.add_near_heap_limit_callback(near_limit, data.cast_mut().cast());
        watch
    }
}

unsafe extern "C" fn near_limit(data: *mut c_void, current: usize, _: usize) -> usize {
    // SAFETY: the watch lives as long as the isolate (`Watch::start`).
    let watch = unsafe { &*data.cast_const().cast::<Watch>() };
    (watch.on_full)();
    current + ALLOWANCE
}
