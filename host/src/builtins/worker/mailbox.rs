//! Messages to a thread by its number (`postMessageToThread`).
//!
//! Deliberately absent: answers and timeouts (`js/internal/worker/mailbox.js`).

use super::support::{self, method};
use super::{Args, Return, Scope, message, tree};
use crate::runtime::{Runtime, call_into_js};

/// The module whose first act is `setMailbox`.
const MODULE: &str = "internal/worker/mailbox";

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "sendToThread", send_to_thread);
    method(scope, target, "setMailbox", set_mailbox);
}

/// `setMailbox(receive(value))`: what messages to this thread are given to.
fn set_mailbox(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    support::set_hook(scope, &args, |hooks| &hooks.mailbox);
}

/// `sendToThread(id, value, transferList, makeError)`: whether there is such a
/// thread.
fn send_to_thread(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    rv.set_bool(false);
    let Some(remote) = tree::of(scope).thread(id) else {
        return;
    };
    let Some(message) = message(scope, &args, 1) else {
        return;
    };
    let receive = move |runtime: &Runtime| {
        call_into_js(runtime, |scope| {
            if runtime.hooks.mailbox.get().is_none()
                && runtime.require_builtin(scope, MODULE).is_none()
            {
                return;
            }
            let Some(hook) = runtime.hooks.mailbox.get() else {
                return;
            };
            if let Some(value) = message.read(scope) {
                let receiver = v8::undefined(scope).into();
                v8::Local::new(scope, hook).call(scope, receiver, &[value]);
            }
        });
    };
    let sent = remote.post(Box::new(move |_| {
        if let Some(runtime) = crate::runtime::of_this_thread() {
            receive(&runtime);
        }
    }));
    rv.set_bool(sent.is_ok());
}
