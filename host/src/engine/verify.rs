//! Compares the memory layout that `layout` assumes with what V8's functions
//! answer. A difference ends the process with a message: it means that the binary
//! was linked against another V8 than it was written for.

use std::ptr::NonNull;
use std::sync::Once;
use std::sync::atomic::Ordering;

use super::frame::{word, word_of};
use super::layout::{self, RawIsolate, Root};
use super::view;

static ONCE: Once = Once::new();

/// Checks once per process.
pub(super) fn layout(scope: &mut v8::PinScope<'_, '_>, isolate: NonNull<RawIsolate>) {
    ONCE.call_once(|| {
        if let Some(what) = difference(scope, isolate) {
            panic!("napi-host is linked against an unexpected V8: {what} is elsewhere");
        }
        find_function_data(scope);
    });
}

/// Lets native functions' data be read in place, if it is where it is expected for
/// both ways of making them; else V8 is asked at every call, which is slower but right.
fn find_function_data(scope: &mut v8::PinScope<'_, '_>) {
    unsafe extern "C" fn nothing(_: *const v8::FunctionCallbackInfo) {}
    let external = v8::External::new(scope, std::ptr::dangling_mut());
    let plain = v8::Function::builder_raw(nothing)
        .data(external.into())
        .build(scope);
    let template = v8::FunctionTemplate::builder_raw(nothing)
        .data(external.into())
        .build(scope);
    let (Some(plain), Some(templated)) = (plain, template.get_function(scope)) else {
        return;
    };
    let [plain, templated] = [word(&plain), word(&templated)];
    if kind(plain) != kind(templated) {
        return;
    }
    // SAFETY: functions made from native callbacks.
    let infos = [plain, templated].map(|function| unsafe { layout::template_info(function) });
    if kind(infos[0]) != kind(infos[1]) {
        return;
    }
    // SAFETY: both are templates' infos, as their common type shows.
    let data = infos.map(|info| unsafe { layout::template_data(info) });
    if data == [word(&external); 2] {
        layout::NATIVE_FUNCTION_TYPE.store(kind(plain), Ordering::Relaxed);
        layout::TEMPLATE_INFO_TYPE.store(kind(infos[0]), Ordering::Relaxed);
    }
}

/// The instance type of what is known to be a heap object.
fn kind(word: usize) -> u16 {
    // SAFETY: callers pass words of heap objects.
    unsafe { layout::instance_type(word) }
}

fn difference(
    scope: &mut v8::PinScope<'_, '_>,
    isolate: NonNull<RawIsolate>,
) -> Option<&'static str> {
    let roots: [(Root, v8::Local<'_, v8::Value>, &str); 5] = [
        (Root::Undefined, v8::undefined(scope).into(), "undefined"),
        (Root::Null, v8::null(scope).into(), "null"),
        (Root::True, v8::Boolean::new(scope, true).into(), "true"),
        (Root::False, v8::Boolean::new(scope, false).into(), "false"),
        (
            Root::EmptyString,
            v8::String::empty(scope).into(),
            "the empty string",
        ),
    ];
    for (index, value, name) in roots {
        // SAFETY: the isolate is entered.
        let slot = unsafe { layout::root(isolate, index) };
        // SAFETY: the slot is inside the root table, and `value` is a live handle.
        if unsafe { slot.read() } != word(&value) {
            return Some(name);
        }
    }
    // SAFETY: the isolate is entered.
    let data = unsafe { layout::handle_scope_data(isolate) };
    // SAFETY: the data lies inside the isolate.
    let before = unsafe { (*data).next };
    let integer = v8::Integer::new(scope, -7);
    let integer: *const v8::Integer = &*integer;
    if integer.cast::<usize>() != before.cast_const() {
        // The block may just have been full: then a second handle follows the first.
        let second = v8::Integer::new(scope, -8);
        let second: *const v8::Integer = &*second;
        if second.cast::<usize>() != integer.cast::<usize>().wrapping_add(1) {
            return Some("the handle scope data");
        }
    }
    // SAFETY: a live handle.
    if unsafe { word_of(integer) } != layout::smi(-7) {
        return Some("small integers");
    }
    let number = v8::Number::new(scope, 1.5);
    // SAFETY: a non-integral number is a heap number.
    #[expect(clippy::float_cmp, reason = "the bits are what is compared")]
    if unsafe { layout::heap_number_value(word(&number)) } != 1.5 {
        return Some("heap numbers");
    }
    let string = v8::String::new(scope, "layout")?;
    let object = v8::Object::new(scope);
    let types = (kind(word(&string)), kind(word(&object)));
    if !layout::is_string_type(types.0) || layout::is_string_type(types.1) {
        return Some("the instance type");
    }
    let template = v8::ObjectTemplate::new(scope);
    template.set_internal_field_count(1);
    let instance = template.new_instance(scope)?;
    let seven = v8::Integer::new(scope, 7);
    instance.set_internal_field(0, seven.into());
    // SAFETY: a live handle of an object with an internal field.
    if unsafe { layout::first_internal_field(word(&instance)) } != layout::smi(7) {
        return Some("the internal fields");
    }
    let wide = v8::String::new(scope, "l\u{2022}")?;
    let (narrow, wide) = (word(&string), word(&wide));
    // SAFETY: a string.
    let narrow = unsafe { layout::flat(narrow, kind(narrow)) };
    // SAFETY: a string.
    let wide = unsafe { layout::flat(wide, kind(wide)) };
    if !matches!(narrow, Some(layout::Flat::OneByte(b"layout")))
        || !matches!(wide, Some(layout::Flat::TwoByte(&[0x6c, 0x2022])))
    {
        return Some("the characters of a string");
    }
    if !crate::env::callback::external_layout_holds(scope) {
        return Some("the pointer of an External");
    }
    if !continuation_data_holds(scope, isolate) {
        return Some("the continuation data");
    }
    if !microtask_count_holds(scope) {
        return Some("the length of the microtask queue");
    }
    if !view::holds(scope) {
        return Some("the memory of typed arrays");
    }
    None
}

/// Whether setting the continuation data writes to the word that is read for it.
fn continuation_data_holds(scope: &mut v8::PinScope<'_, '_>, isolate: NonNull<RawIsolate>) -> bool {
    let before = scope.get_continuation_preserved_embedder_data();
    let probe: v8::Local<'_, v8::Value> = v8::Object::new(scope).into();
    [probe, before].iter().all(|&value| {
        scope.set_continuation_preserved_embedder_data(value);
        // SAFETY: the isolate is entered.
        unsafe { layout::continuation_data(isolate) == word(&value) }
    })
}

/// Whether a microtask more is one more in the word that is read for it. It does nothing, when its
/// time comes.
fn microtask_count_holds(scope: &mut v8::PinScope<'_, '_>) -> bool {
    unsafe extern "C" fn nothing(_: *const v8::FunctionCallbackInfo) {}
    let queue = super::microtasks(scope);
    let Some(task) = v8::Function::builder_raw(nothing).build(scope) else {
        return false;
    };
    // SAFETY: the context's queue.
    let before = unsafe { layout::microtask_count(queue) };
    scope.enqueue_microtask(task);
    // SAFETY: as above.
    before >= 0 && unsafe { layout::microtask_count(queue) } == before + 1
}
