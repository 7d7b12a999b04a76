//! What `worker_threads` needs from the native side: channels (`channel`) whose ends are message
//! ports (`port`), and threads, from their parent's side (`thread`) and from within (`inside`).

pub(crate) mod channel;
mod control;
mod inside;
mod limits;
mod mailbox;
mod options;
pub(crate) mod port;
mod snapshot;
mod thread;
mod tree;

pub(crate) use self::inside::{ends, exit_thread};
pub(crate) use self::thread::stop_children;

use self::channel::PortHalf;
use super::messaging::Message;
use super::support::{self, Args, Return, Scope, method};
use crate::runtime::Runtime;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "setUpPorts", set_up_ports);
    method(scope, target, "channel", channel);
    method(scope, target, "member", member);
    method(scope, target, "move", move_port);
    method(scope, target, "isPort", is_port);
    method(scope, target, "isOpen", is_open);
    method(scope, target, "post", post);
    method(scope, target, "take", take);
    method(scope, target, "close", close);
    method(scope, target, "setStarted", set_started);
    method(scope, target, "setRef", set_ref);
    method(scope, target, "hasRef", has_ref);
    inside::install(scope, target);
    mailbox::install(scope, target);
    snapshot::install(scope, target);
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
    let (one, two) = PortHalf::pair();
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

/// The message in arguments `at` (value) and `at + 1` (transfer list); the error
/// maker follows. `None` when an exception is pending.
fn message(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>, at: i32) -> Option<Message> {
    let make_error = function(args, at + 2)?;
    Message::write(scope, args.get(at), args.get(at + 1), make_error)
}

/// `post(port, value, transferList, makeError)`: false when the channel is lost, because
/// its other end was sent to itself.
fn post(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    match port::state_of(scope, args.get(0)) {
        Some(port) => rv.set_bool(port::post(scope, &port, |scope| message(scope, &args, 1))),
        None => {
            message(scope, &args, 1);
        }
    }
}

/// `member(name)`: a port of the group `name`.
fn member(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = support::text(scope, args.get(0));
    let half = PortHalf::member(tree::of(scope), &name);
    if let Some(port) = port::adopt(scope, half) {
        rv.set(port.into());
    }
}

/// `move(port, object)`: takes the port's end away from it, and gives it to a new
/// port whose messages are made in the context of the contextified `object`.
fn move_port(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let objects = [0, 1].map(|index| v8::Local::<v8::Object>::try_from(args.get(index)));
    let [Ok(port), Ok(sandbox)] = objects else {
        return;
    };
    let Some(context) = super::vm::context_of_object(scope, sandbox) else {
        return;
    };
    if let Some(half) = port::detach(scope, port)
        && let Some(moved) = port::adopt_in(scope, half, context)
    {
        rv.set(moved.into());
    }
}

/// `take(port)`: [value], or undefined when nothing waits.
fn take(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(port) = port::state_of(scope, args.get(0)) else {
        return;
    };
    if let Some(message) = port::take(&port)
        && let Some(value) = port::read(scope, &port, message)
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
