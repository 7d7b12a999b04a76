//! Compares the memory layout that `layout` assumes with what V8's functions
//! answer. A difference ends the process with a message: it means that the binary
//! was linked against another V8 than it was written for.

use std::ptr::NonNull;
use std::sync::Once;
use std::sync::atomic::Ordering;

use super::frame::word;
use super::layout::{self, RawIsolate, Root};
use super::view;
use crate::env::callback::external_layout_holds;

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

/// Whether a part of the layout is as expected.
type Holds = fn(&mut v8::PinScope<'_, '_>, NonNull<RawIsolate>) -> bool;

/// What is elsewhere than expected, if anything.
fn difference(
    scope: &mut v8::PinScope<'_, '_>,
    isolate: NonNull<RawIsolate>,
) -> Option<&'static str> {
    let parts: [(&str, Holds); 10] = [
        ("the handle scope data", handle_scope_holds),
        ("small integers", |scope, _| small_integers_hold(scope)),
        ("heap numbers", |scope, _| heap_numbers_hold(scope)),
        ("the instance type", |scope, _| instance_type_holds(scope)),
        ("the internal fields", |scope, _| {
            internal_fields_hold(scope) == Some(true)
        }),
        ("the characters of a string", |scope, _| {
            characters_hold(scope) == Some(true)
        }),
        ("the pointer of an External", |scope, _| {
            external_layout_holds(scope)
        }),
        ("the continuation data", continuation_data_holds),
        ("the length of the microtask queue", |scope, _| {
            microtask_count_holds(scope)
        }),
        ("the memory of typed arrays", |scope, _| view::holds(scope)),
    ];
    root_elsewhere(scope, isolate).or_else(|| {
        let elsewhere = parts.iter().find(|(_, holds)| !holds(scope, isolate));
        elsewhere.map(|(what, _)| *what)
    })
}

fn root_elsewhere(
    scope: &mut v8::PinScope<'_, '_>,
    isolate: NonNull<RawIsolate>,
) -> Option<&'static str> {
    let empty = v8::String::empty(scope).into();
    let roots: [(Root, v8::Local<'_, v8::Value>, &str); 5] = [
        (Root::Undefined, v8::undefined(scope).into(), "undefined"),
        (Root::Null, v8::null(scope).into(), "null"),
        (Root::True, v8::Boolean::new(scope, true).into(), "true"),
        (Root::False, v8::Boolean::new(scope, false).into(), "false"),
        (Root::EmptyString, empty, "the empty string"),
    ];
    let elsewhere = roots.iter().find(|(index, value, _)| {
        // SAFETY: the isolate is entered.
        let slot = unsafe { layout::root(isolate, *index) };
        // SAFETY: the slot is inside the root table.
        let found = unsafe { slot.read() };
        found != word(value)
    });
    elsewhere.map(|(_, _, name)| *name)
}

/// Whether the next handle is made where the handle scope data says.
fn handle_scope_holds(scope: &mut v8::PinScope<'_, '_>, isolate: NonNull<RawIsolate>) -> bool {
    // SAFETY: the isolate is entered.
    let data = unsafe { layout::handle_scope_data(isolate) };
    // SAFETY: the data lies inside the isolate.
    let next = unsafe { (*data).next };
    let slot_of_new = || {
        let integer = v8::Integer::new(scope, -7);
        (&raw const *integer).cast::<usize>()
    };
    let first = slot_of_new();
    // The block may just have been full: then a second handle follows the first.
    first == next.cast_const() || slot_of_new() == first.wrapping_add(1)
}

fn small_integers_hold(scope: &mut v8::PinScope<'_, '_>) -> bool {
    word(&v8::Integer::new(scope, -7)) == layout::smi(-7)
}

#[expect(clippy::float_cmp, reason = "the bits are what is compared")]
fn heap_numbers_hold(scope: &mut v8::PinScope<'_, '_>) -> bool {
    let number = v8::Number::new(scope, 1.5);
    // SAFETY: a non-integral number is a heap number.
    unsafe { layout::heap_number_value(word(&number)) == 1.5 }
}

fn instance_type_holds(scope: &mut v8::PinScope<'_, '_>) -> bool {
    let string = v8::String::empty(scope);
    let object = v8::Object::new(scope);
    layout::is_string_type(kind(word(&string))) && !layout::is_string_type(kind(word(&object)))
}

/// `None` when V8 could not make the object.
fn internal_fields_hold(scope: &mut v8::PinScope<'_, '_>) -> Option<bool> {
    let template = v8::ObjectTemplate::new(scope);
    template.set_internal_field_count(1);
    let instance = template.new_instance(scope)?;
    let seven = v8::Integer::new(scope, 7);
    instance.set_internal_field(0, seven.into());
    // SAFETY: a live handle of an object with an internal field.
    Some(unsafe { layout::first_internal_field(word(&instance)) } == layout::smi(7))
}

/// `None` when V8 could not make the strings.
fn characters_hold(scope: &mut v8::PinScope<'_, '_>) -> Option<bool> {
    let narrow = word(&v8::String::new(scope, "layout")?);
    let wide = word(&v8::String::new(scope, "l\u{2022}")?);
    // SAFETY: a string.
    let narrow = unsafe { layout::flat(narrow, kind(narrow)) };
    // SAFETY: a string.
    let wide = unsafe { layout::flat(wide, kind(wide)) };
    let is_narrow = matches!(narrow, Some(layout::Flat::OneByte(b"layout")));
    Some(is_narrow && matches!(wide, Some(layout::Flat::TwoByte(&[0x6c, 0x2022]))))
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
