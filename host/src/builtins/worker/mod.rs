//! What `worker_threads` needs from the native side: message ports (`port`) and
//! threads (`thread`).

pub(crate) mod port;
pub(crate) mod thread;

use super::messaging::{self, Message};
use super::support::method;
use crate::runtime::Runtime;

type Scope<'a, 's, 'i> = &'a mut v8::PinScope<'s, 'i>;
type Args<'a> = v8::FunctionCallbackArguments<'a>;
type Return<'a> = v8::ReturnValue<'a, v8::Value>;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "setUpPorts", set_up_ports);
    method(scope, target, "channel", channel);
    method(scope, target, "isPort", is_port);
    method(scope, target, "isOpen", is_open);
    method(scope, target, "post", post);
    method(scope, target, "take", take);
    method(scope, target, "close", close);
    method(scope, target, "setStarted", set_started);
    method(scope, target, "setRef", set_ref);
    method(scope, target, "hasRef", has_ref);
    thread::install(scope, target);
}

fn function<'a>(args: &Args<'a>, at: i32) -> Option<v8::Local<'a, v8::Function>> {
    v8::Local::try_from(args.get(at)).ok()
}

/// `setUpPorts(make, deliver, notListed)`: how this isolate's ports are made and
/// told.
fn set_up_ports(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    if let (Some(make), Some(deliver), Some(not_listed)) =
        (function(&args, 0), function(&args, 1), function(&args, 2))
    {
        port::set_up(scope, [make, deliver, not_listed]);
    }
}

/// `channel()`: two ports.
fn channel(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let (one, two) = port::PortHalf::pair();
    let Some(one) = port::adopt(scope, one) else {
        return;
    };
    let Some(two) = port::adopt(scope, two) else {
        return;
    };
    let both = [one.into(), two.into()];
    rv.set(v8::Array::new_with_elements(scope, &both).into());
}

/// `isPort(value)`.
fn is_port(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let object = v8::Local::<v8::Object>::try_from(args.get(0));
    rv.set_bool(object.is_ok_and(|object| port::is_port(scope, object)));
}

/// `isOpen(port)`: neither closed nor transferred.
fn is_open(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let port = port::state_of(scope, args.get(0));
    rv.set_bool(port.is_some_and(|port| port::is_open(&port)));
}

/// The ports of a JavaScript array.
fn ports_in<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    list: v8::Local<'_, v8::Value>,
) -> Vec<v8::Local<'s, v8::Object>> {
    let Ok(list) = v8::Local::<v8::Array>::try_from(list) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for at in 0..list.length() {
        let item = list.get_index(scope, at);
        let Some(Ok(object)) = item.map(v8::Local::<v8::Object>::try_from) else {
            continue;
        };
        if port::is_port(scope, object) {
            found.push(object);
        }
    }
    found
}

/// The message in arguments `at` (value) and `at + 1` (transfer list); the error
/// maker follows. `None` when an exception is pending.
fn message(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> Option<Message> {
    let buffers = messaging::array_buffers(scope, args.get(at + 1));
    let ports = ports_in(scope, args.get(at + 1));
    let make_error = function(args, at + 2)?;
    Message::write(scope, args.get(at), &buffers, &ports, make_error)
}

/// `post(port, value, transferList, makeError)`.
fn post(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let Some(message) = message(scope, &args, 1) else {
        return;
    };
    if let Some(port) = port::state_of(scope, args.get(0)) {
        port::post(&port, message);
    }
}

/// `take(port)`: [value], or undefined when nothing waits.
fn take(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let message = port::state_of(scope, args.get(0)).and_then(|port| port::take(&port));
    if let Some(message) = message
        && let Some(value) = message.read(scope)
    {
        rv.set(v8::Array::new_with_elements(scope, &[value]).into());
    }
}

/// `close(port)`.
fn close(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let runtime = Runtime::from_scope(scope);
    if let Some(port) = port::state_of(scope, args.get(0)) {
        port::close(&runtime, &port);
    }
}

/// `setStarted(port, on)`.
fn set_started(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let on = args.get(1).boolean_value(scope);
    if let Some(port) = port::state_of(scope, args.get(0)) {
        port::set_started(&port, on);
    }
}

/// `setRef(port, on)`.
fn set_ref(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let on = args.get(1).boolean_value(scope);
    if let Some(port) = port::state_of(scope, args.get(0)) {
        port::set_ref(scope, &port, on);
    }
}

/// `hasRef(port)`.
fn has_ref(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let port = port::state_of(scope, args.get(0));
    rv.set_bool(port.is_some_and(|port| port::has_ref(scope, &port)));
}
