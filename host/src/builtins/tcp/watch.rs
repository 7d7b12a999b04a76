//! Watching descriptors for JavaScript, and its place in the loop's closing phase.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use napi_host_event_loop::{EventLoop, Interest, Readiness, WatchId};

use super::{Args, Return, Scope, errno, integer};
use crate::builtins::support::{method, runtime};
use crate::runtime::{JsCallback, Runtime, call_into_js};

/// Bits of an interest and of a readiness.
const READABLE: i32 = 1;
const WRITABLE: i32 = 2;

/// The watches of one isolate by the number that JavaScript has.
#[derive(Default)]
pub(in crate::builtins) struct Watches {
    next: Cell<u32>,
    live: RefCell<HashMap<u32, WatchId>>,
}

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    scope.set_slot(Rc::new(Watches::default()));
    method(scope, target, "watch", watch);
    method(scope, target, "watchModify", modify);
    method(scope, target, "watchRef", set_ref);
    method(scope, target, "unwatch", unwatch);
    method(scope, target, "closePost", close_post);
    method(scope, target, "pendingPost", pending_post);
}

fn watches(scope: &v8::PinScope<'_, '_>) -> Rc<Watches> {
    let watches = scope.get_slot::<Rc<Watches>>();
    Rc::clone(watches.expect("set when the binding was made"))
}

fn interest(bits: i32) -> Interest {
    Interest {
        readable: bits & READABLE != 0,
        writable: bits & WRITABLE != 0,
        ..Interest::default()
    }
}

fn bits(readiness: Readiness) -> i32 {
    i32::from(readiness.readable) * READABLE + i32::from(readiness.writable) * WRITABLE
}

/// `watch(fd, interest, refed, callback(readiness))`: a number above 0, or a
/// negative errno.
fn watch(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(function) = callback(scope, &args, 3) {
        start(scope, &args, rv, move |runtime, _, readiness| {
            report(runtime, &function, readiness);
        });
    }
}

/// The function in an argument, which sees to its context itself.
pub(in crate::builtins) fn callback(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    at: i32,
) -> Option<JsCallback> {
    let function = v8::Local::<v8::Function>::try_from(args.get(at)).ok()?;
    Some(JsCallback::without_context(scope, function))
}

/// Calls `function` with the bits of a readiness.
pub(in crate::builtins) fn report(runtime: &Runtime, function: &JsCallback, readiness: Readiness) {
    call_into_js(runtime, |scope| {
        let readiness = v8::Integer::new(scope, bits(readiness));
        function.call(scope, &[readiness.into()]);
    });
}

/// Tells whether a watch still waits for what can be read.
pub(in crate::builtins) struct Reading {
    watches: Rc<Watches>,
    number: Cell<u32>,
}

impl Reading {
    /// False once JavaScript has ended the watch.
    pub(in crate::builtins) fn goes_on(&self) -> bool {
        self.watches.live.borrow().contains_key(&self.number.get())
    }
}

/// Watches the descriptor in argument 0 for the interest in argument 1, referenced if
/// argument 2 says so; answers the watch's number, or a negative errno.
pub(in crate::builtins) fn start(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    ready: impl Fn(&Runtime, &Reading, Readiness) + 'static,
) {
    let fd = integer(scope, args, 0);
    let wanted = interest(integer(scope, args, 1));
    let refed = args.get(2).boolean_value(scope);
    let runtime = runtime(scope);
    let weak = Rc::downgrade(&runtime);
    let watches = watches(scope);
    let reading = Rc::new(Reading {
        watches: Rc::clone(&watches),
        number: Cell::new(0),
    });
    let reader = Rc::clone(&reading);
    let made = runtime.event_loop().watch(
        fd,
        wanted,
        Rc::new(move |_, readiness| {
            if let Some(runtime) = weak.upgrade() {
                ready(&runtime, &reader, readiness);
            }
        }),
    );
    let id = match made {
        Ok(id) => id,
        Err(error) => {
            rv.set_int32(errno(&error));
            return;
        }
    };
    if !refed {
        runtime.event_loop().watch_ref(id, false);
    }
    let mut live = watches.live.borrow_mut();
    let mut number = watches.next.get().wrapping_add(1).max(1);
    while live.contains_key(&number) {
        number = number.wrapping_add(1).max(1);
    }
    watches.next.set(number);
    reading.number.set(number);
    live.insert(number, id);
    rv.set_double(f64::from(number));
}

/// The watch whose number is argument 0.
fn find(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Option<WatchId> {
    let number = args.get(0).uint32_value(scope)?;
    watches(scope).live.borrow().get(&number).copied()
}

/// `watchModify(watch, interest)`.
fn modify(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let wanted = interest(integer(scope, &args, 1));
    if let Some(id) = find(scope, &args)
        && let Err(error) = runtime(scope).event_loop().watch_modify(id, wanted)
    {
        rv.set_int32(errno(&error));
    }
}

/// `watchRef(watch, refed)`.
fn set_ref(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let refed = args.get(1).boolean_value(scope);
    if let Some(id) = find(scope, &args) {
        runtime(scope).event_loop().watch_ref(id, refed);
    }
}

/// `unwatch(watch)`.
fn unwatch(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(number) = args.get(0).uint32_value(scope) else {
        return;
    };
    let watches = watches(scope);
    let id = watches.live.borrow_mut().remove(&number);
    if let Some(id) = id {
        runtime(scope).event_loop().unwatch(id);
    }
}

/// The function in argument 0, as a callback of the loop.
fn posted(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
) -> Option<impl FnOnce(&EventLoop) + 'static> {
    let function = v8::Local::<v8::Function>::try_from(args.get(0)).ok()?;
    let function = JsCallback::without_context(scope, function);
    let weak = Rc::downgrade(&runtime(scope));
    Some(move |_: &EventLoop| {
        let Some(runtime) = weak.upgrade() else {
            return;
        };
        call_into_js(&runtime, |scope| {
            function.call(scope, &[]);
        });
    })
}

/// `closePost(callback)`: runs it in the next closing phase.
fn close_post(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(callback) = posted(scope, &args) {
        runtime(scope).event_loop().close_post(callback);
    }
}

/// `pendingPost(callback)`: runs it in the next pending phase.
fn pending_post(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let Some(callback) = posted(scope, &args) {
        runtime(scope).event_loop().pending_post(callback);
    }
}
