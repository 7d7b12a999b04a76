//! Message ports: what the end of a channel is in an isolate. Each may move to another thread.
//!
//! A port's object in JavaScript carries its native state under a private name; by
//! that the serializer knows a port. Deliberately absent: events and listeners
//! (`js/internal/worker/port.js`).

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use napi_host_event_loop::AsyncId;

use super::channel::{Inbox, PortHalf};
use crate::builtins::messaging::Message;
use crate::builtins::{state, support};
use crate::runtime::{Runtime, call_into_js};

/// A port in this isolate.
pub(super) struct Port {
    /// `None` after it was closed or transferred.
    half: Option<PortHalf>,
    handle: Option<AsyncId>,
    /// Whether messages are delivered, or wait.
    started: bool,
    /// Where its messages are made, if not in the main context.
    context: Option<v8::Global<v8::Context>>,
    /// `(port, kind, value)`: see [`KIND_MESSAGE`].
    deliver: v8::Global<v8::Function>,
    /// Keeps an open port's object, listeners and all; gone when the port is closed
    /// or transferred.
    object: Option<v8::Global<v8::Object>>,
}

/// What `deliver` is told.
const KIND_MESSAGE: i32 = 0;
const KIND_ERROR: i32 = 1;
const KIND_CLOSE: i32 = 2;

/// The isolate's part: how to make the JavaScript object of a port.
pub(super) struct Ports {
    brand: v8::Global<v8::Private>,
    /// `make()`: a port's object without native state.
    make: v8::Global<v8::Function>,
    deliver: v8::Global<v8::Function>,
    /// Makes the error for a port that is not in the transfer list.
    not_listed: v8::Global<v8::Function>,
}

/// Whether this isolate has ever had ports.
pub(crate) fn exist(isolate: &v8::Isolate) -> bool {
    isolate.get_slot::<Rc<Ports>>().is_some()
}

fn ports(scope: &v8::PinScope<'_, '_>) -> Option<Rc<Ports>> {
    scope.get_slot::<Rc<Ports>>().cloned()
}

/// Remembers how ports are made: `(make, deliver, notListed(port))`.
pub(super) fn set_up(
    scope: &mut v8::PinScope<'_, '_>,
    [make, deliver, not_listed]: [v8::Local<'_, v8::Function>; 3],
) {
    let name = support::string(scope, "port");
    let brand = v8::Private::new(scope, Some(name));
    let ports = Ports {
        brand: v8::Global::new(scope, brand),
        make: v8::Global::new(scope, make),
        deliver: v8::Global::new(scope, deliver),
        not_listed: v8::Global::new(scope, not_listed),
    };
    scope.set_slot(Rc::new(ports));
}

/// Whether `object` is a port.
pub(crate) fn is_port(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) -> bool {
    let Some(ports) = ports(scope) else {
        return false;
    };
    let brand = v8::Local::new(scope, &ports.brand);
    object.has_private(scope, brand) == Some(true)
}

/// The native state of a port's object.
pub(super) fn state_of(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Value>,
) -> Option<Rc<RefCell<Port>>> {
    let ports = ports(scope)?;
    let object = v8::Local::<v8::Object>::try_from(object).ok()?;
    let brand = v8::Local::new(scope, &ports.brand);
    let native = object.get_private(scope, brand)?;
    state::get(scope, native)
}

/// Throws Node's error for a port in a message that is not in the transfer list.
pub(crate) fn throw_not_listed(scope: &mut v8::PinScope<'_, '_>, port: v8::Local<'_, v8::Object>) {
    if let Some(ports) = ports(scope) {
        let make = v8::Local::new(scope, &ports.not_listed);
        let receiver = v8::undefined(scope).into();
        if let Some(error) = make.call(scope, receiver, &[port.into()]) {
            scope.throw_exception(error);
        }
    }
}

/// A JavaScript object for an end that came from elsewhere. `None` when an
/// exception is pending.
pub(crate) fn adopt<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    half: PortHalf,
) -> Option<v8::Local<'s, v8::Object>> {
    adopt_as(scope, half, None)
}

/// As [`adopt`], for a port of another context.
pub(super) fn adopt_in<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    half: PortHalf,
    context: v8::Local<'_, v8::Context>,
) -> Option<v8::Local<'s, v8::Object>> {
    let context = v8::Global::new(scope, context);
    adopt_as(scope, half, Some(context))
}

fn adopt_as<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    half: PortHalf,
    context: Option<v8::Global<v8::Context>>,
) -> Option<v8::Local<'s, v8::Object>> {
    if !exist(scope) {
        // The module that knows ports has not been needed here until now.
        Runtime::from_scope(scope).require_builtin(scope, "internal/worker/port")?;
    }
    let ports = ports(scope)?;
    let make = v8::Local::new(scope, &ports.make);
    let receiver = v8::undefined(scope).into();
    let object = make.call(scope, receiver, &[])?;
    let object = v8::Local::<v8::Object>::try_from(object).ok()?;
    let port = Port {
        half: None,
        handle: None,
        started: false,
        context,
        deliver: ports.deliver.clone(),
        object: Some(v8::Global::new(scope, object)),
    };
    let native = state::wrap(scope, port)?;
    let brand = v8::Local::new(scope, &ports.brand);
    object.set_private(scope, brand, native.into())?;
    let port = state::get::<Port>(scope, native.into())?;
    listen(scope, &port, half);
    Some(object)
}

/// Gives a port its end and the bell that wakes this loop.
fn listen(scope: &mut v8::PinScope<'_, '_>, port: &Rc<RefCell<Port>>, half: PortHalf) {
    let runtime = Runtime::from_scope(scope);
    let event_loop = runtime.event_loop();
    let weak_runtime = Rc::downgrade(&runtime);
    let weak_port = Rc::downgrade(port);
    let handle = event_loop.async_new(Rc::new(move |_| {
        if let (Some(runtime), Some(port)) = (weak_runtime.upgrade(), weak_port.upgrade()) {
            drain(&runtime, &port);
        }
    }));
    event_loop.async_ref(handle, false);
    event_loop.describe(handle, "MessagePort");
    if let Some(bell) = event_loop.async_sender(handle) {
        half.inbox().listen(bell);
    }
    let mut port = port.borrow_mut();
    port.handle = Some(handle);
    port.half = Some(half);
}

/// Takes a port's end away from it, to be sent. `None` if it has none.
pub(crate) fn detach(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
) -> Option<PortHalf> {
    let port = state_of(scope, object.into())?;
    let (half, handle) = {
        let mut port = port.borrow_mut();
        port.object = None;
        (port.half.take()?, port.handle.take())
    };
    half.inbox().ignore();
    if let Some(handle) = handle {
        Runtime::from_scope(scope).event_loop().async_close(handle);
    }
    Some(half)
}

/// Whether a port still has its end.
pub(super) fn is_open(port: &Rc<RefCell<Port>>) -> bool {
    port.borrow().half.is_some()
}

/// What the next turn of a port is.
enum Turn {
    Message(Message),
    Close,
    Nothing,
}

/// While a port is not started, its messages wait.
fn next_turn(inbox: &Inbox, is_started: bool) -> Turn {
    if is_started && let Some(message) = inbox.take() {
        return Turn::Message(message);
    }
    if inbox.is_over() {
        Turn::Close
    } else {
        Turn::Nothing
    }
}

/// Delivers what waits: each message in its own callback scope. No more than what
/// was there at the start and some, so that two ports cannot keep the loop to
/// themselves. A port that is closed meanwhile, but not one that is transferred, still
/// delivers what waits.
fn drain(runtime: &Rc<Runtime>, port: &Rc<RefCell<Port>>) {
    let inbox = port.borrow().half.as_ref().map(|half| half.inbox().clone());
    let Some(inbox) = inbox else {
        return;
    };
    for _ in 0..inbox.waiting().max(1000) {
        if runtime.is_exiting() || port.borrow().object.is_none() {
            return;
        }
        let is_started = port.borrow().started;
        match next_turn(&inbox, is_started) {
            Turn::Message(message) => deliver(runtime, port, message),
            Turn::Close => {
                close(runtime, port);
                return;
            }
            Turn::Nothing => return,
        }
    }
    inbox.ring();
}

fn deliver(runtime: &Rc<Runtime>, port: &Rc<RefCell<Port>>, message: Message) {
    call_into_js(runtime, |scope| {
        let (kind, value) = {
            v8::tc_scope!(let scope, scope);
            match read(scope, port, message) {
                Some(value) => (KIND_MESSAGE, Some(v8::Global::new(scope, value))),
                None => {
                    let error = scope.exception();
                    (KIND_ERROR, error.map(|error| v8::Global::new(scope, error)))
                }
            }
        };
        let value = match value {
            Some(value) => v8::Local::new(scope, value),
            None => v8::undefined(scope).into(),
        };
        tell(scope, port, kind, value);
    });
}

/// A message's value, in the context of the port.
pub(super) fn read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    port: &RefCell<Port>,
    message: Message,
) -> Option<v8::Local<'s, v8::Value>> {
    let context = port.borrow().context.clone();
    let Some(context) = context else {
        return message.read(scope);
    };
    let context = v8::Local::new(scope, context);
    let scope = &mut v8::ContextScope::new(scope, context);
    message.read(scope)
}

fn tell(
    scope: &mut v8::PinScope<'_, '_>,
    port: &RefCell<Port>,
    kind: i32,
    value: v8::Local<'_, v8::Value>,
) {
    let (function, object) = {
        let port = port.borrow();
        let Some(object) = &port.object else {
            return;
        };
        (
            v8::Local::new(scope, &port.deliver),
            v8::Local::new(scope, object),
        )
    };
    let receiver = v8::undefined(scope).into();
    let kind = v8::Integer::new(scope, kind);
    function.call(scope, receiver, &[object.into(), kind.into(), value]);
}

/// Closes a port; `close` is told in the closing phase.
pub(super) fn close(runtime: &Rc<Runtime>, port: &Rc<RefCell<Port>>) {
    let (half, handle) = {
        let mut port = port.borrow_mut();
        (port.half.take(), port.handle.take())
    };
    let Some(half) = half else {
        return;
    };
    half.inbox().ignore();
    if let Some(handle) = handle {
        runtime.event_loop().async_close(handle);
    }
    let weak = Rc::downgrade(runtime);
    let port = Rc::clone(port);
    runtime.event_loop().close_post(move |_| {
        // Only now the other end is told, and closes after this one.
        drop(half);
        if let Some(runtime) = weak.upgrade() {
            call_into_js(&runtime, |scope| {
                let undefined = v8::undefined(scope).into();
                tell(scope, &port, KIND_CLOSE, undefined);
            });
            port.borrow_mut().object = None;
        }
    });
}

/// Sends from a port what `write` makes: once for each receiver that needs its own.
/// `write` answers `None` when an exception is pending. False for a message that took its own
/// receiver along: it is lost, and with it the channel.
pub(super) fn post(
    scope: &mut v8::PinScope<'_, '_>,
    port: &RefCell<Port>,
    mut write: impl FnMut(&mut v8::PinScope<'_, '_>) -> Option<Message>,
) -> bool {
    let Some(message) = write(scope) else {
        return true;
    };
    let receivers = match &port.borrow().half {
        Some(half) => half.receivers(),
        None => return true,
    };
    let Some((last, others)) = receivers.split_last() else {
        return true;
    };
    if message.carries_port(|half| Arc::ptr_eq(half.inbox(), last)) {
        return false;
    }
    for inbox in others {
        let Some(message) = message.copy().or_else(|| write(scope)) else {
            return true;
        };
        inbox.leave(message);
    }
    last.leave(message);
    true
}

/// The next message of a port that is not (or no longer) started.
pub(super) fn take(port: &RefCell<Port>) -> Option<Message> {
    port.borrow().half.as_ref()?.inbox().take()
}

/// Delivers messages from now on, or lets them wait.
pub(super) fn set_started(port: &RefCell<Port>, started: bool) {
    let mut port = port.borrow_mut();
    port.started = started;
    if started && let Some(half) = &port.half {
        half.inbox().ring();
    }
}

/// Lets the port keep the loop alive, or not.
pub(super) fn set_ref(scope: &v8::PinScope<'_, '_>, port: &RefCell<Port>, on: bool) {
    if let Some(handle) = port.borrow().handle {
        support::runtime(scope).event_loop().async_ref(handle, on);
    }
}

/// Whether the port keeps the loop alive.
pub(super) fn has_ref(scope: &v8::PinScope<'_, '_>, port: &RefCell<Port>) -> bool {
    let event_loop = Rc::clone(support::runtime(scope).event_loop());
    port.borrow()
        .handle
        .is_some_and(|handle| event_loop.has_ref(handle))
}
