//! `internalBinding('inspector')`: sessions with V8's inspector in the same thread, by messages in
//! JSON; for `inspector.Session` and for the profiles that options ask for.
//!
//! Deliberately absent: a server for debuggers, and pausing: a breakpoint is passed over.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::ptr::NonNull;
use std::rc::{Rc, Weak};

use v8::inspector::{
    Channel, ChannelImpl, StringBuffer, StringView, V8Inspector, V8InspectorClient,
    V8InspectorClientImpl, V8InspectorClientTrustLevel, V8InspectorSession,
};

use super::support::{Args, Return, Scope, method, runtime, string, text};
use super::timers::set_unrefed_immediate;
use crate::runtime::{JsCallback, Runtime, call_into_js};

/// The group of the only context.
const GROUP: i32 = 1;

/// What V8 asks of its embedder: the context.
struct Client {
    context: v8::Global<v8::Context>,
}

impl V8InspectorClientImpl for Client {
    fn ensure_default_context_in_group(&self, _: i32) -> Option<v8::Local<'_, v8::Context>> {
        let place = (&raw const self.context).cast::<NonNull<v8::Context>>();
        // SAFETY: a persistent handle is the address of its slot.
        let slot = unsafe { place.read() };
        // SAFETY: a handle is the address of a slot too; this one lives as long as the client.
        Some(unsafe {
            std::mem::transmute::<NonNull<v8::Context>, v8::Local<'_, v8::Context>>(slot)
        })
    }
}

/// Messages from V8 that JavaScript has not got.
#[derive(Default)]
struct Mail {
    messages: RefCell<VecDeque<String>>,
    /// A dispatch is on the stack, which hands them out.
    dispatching: Cell<bool>,
    /// A callback of the loop is on its way, which hands them out.
    scheduled: Cell<bool>,
}

/// A session's ear.
struct Listener {
    mail: Rc<Mail>,
    session: u32,
}

impl Listener {
    fn receive(&self, message: &StringBuffer) {
        let message = message.string().to_string();
        self.mail.messages.borrow_mut().push_back(message);
        if self.mail.dispatching.get() || self.mail.scheduled.replace(true) {
            return;
        }
        let session = self.session;
        if let Some(runtime) = crate::runtime::of_this_thread() {
            set_unrefed_immediate(&runtime, Box::new(move |runtime| deliver(runtime, session)));
        }
    }
}

impl ChannelImpl for Listener {
    fn send_response(&self, _: i32, message: v8::UniquePtr<StringBuffer>) {
        if let Some(message) = message.as_ref() {
            self.receive(message);
        }
    }

    fn send_notification(&self, message: v8::UniquePtr<StringBuffer>) {
        if let Some(message) = message.as_ref() {
            self.receive(message);
        }
    }

    fn flush_protocol_notifications(&self) {}
}

/// A session and what its messages are given to.
struct Session {
    session: V8InspectorSession,
    mail: Rc<Mail>,
    callback: JsCallback,
}

/// The inspector of one isolate. The sessions end before it.
struct Inspector {
    sessions: RefCell<HashMap<u32, Rc<Session>>>,
    last: Cell<u32>,
    inspector: V8Inspector,
}

pub(crate) fn install(scope: Scope<'_, '_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "connect", connect);
    method(scope, target, "dispatch", dispatch);
    method(scope, target, "disconnect", disconnect);
}

/// The isolate's inspector, made at first use.
fn inspector(scope: Scope<'_, '_, '_>) -> Rc<Inspector> {
    if let Some(inspector) = scope.get_slot::<Rc<Inspector>>() {
        return Rc::clone(inspector);
    }
    let context = runtime(scope).context(scope);
    let client = Client {
        context: v8::Global::new(scope, context),
    };
    let inspector = V8Inspector::create(scope, V8InspectorClient::new(Box::new(client)));
    let auxiliary = br#"{"isDefault":true}"#;
    inspector.context_created(
        context,
        GROUP,
        StringView::from(&b"napi-host"[..]),
        StringView::from(&auxiliary[..]),
    );
    let inspector = Rc::new(Inspector {
        sessions: RefCell::default(),
        last: Cell::new(0),
        inspector,
    });
    scope.set_slot(Rc::clone(&inspector));
    inspector
}

/// `connect(callback(message))`: a session's number.
fn connect(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(0)) else {
        return;
    };
    let callback = JsCallback::new(scope, callback);
    let inspector = inspector(scope);
    let id = inspector.last.get() + 1;
    inspector.last.set(id);
    let mail = Rc::<Mail>::default();
    let listener = Listener {
        mail: Rc::clone(&mail),
        session: id,
    };
    let session = inspector.inspector.connect(
        GROUP,
        Channel::new(Box::new(listener)),
        StringView::empty(),
        V8InspectorClientTrustLevel::FullyTrusted,
    );
    let session = Session {
        session,
        mail,
        callback,
    };
    inspector.sessions.borrow_mut().insert(id, Rc::new(session));
    rv.set_uint32(id);
}

/// `dispatch(id, message)`: the answer, and what else V8 says, goes to the session's callback
/// before this returns.
fn dispatch(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let message: Vec<u16> = text(scope, args.get(1)).encode_utf16().collect();
    let inspector = inspector(scope);
    let Some(session) = inspector.sessions.borrow().get(&id).cloned() else {
        return;
    };
    let outer = session.mail.dispatching.replace(true);
    let view = StringView::from(&message[..]);
    session.session.dispatch_protocol_message(view);
    session.mail.dispatching.set(outer);
    hand_out(scope, &session);
}

/// Gives JavaScript the messages of a session; one that throws leaves the rest for the loop.
fn hand_out(scope: Scope<'_, '_, '_>, session: &Session) {
    loop {
        let Some(message) = session.mail.messages.borrow_mut().pop_front() else {
            return;
        };
        let message = string(scope, &message).into();
        if session.callback.call(scope, &[message]).is_none() {
            return;
        }
    }
}

/// From the loop: gives JavaScript what V8 has said on its own.
fn deliver(runtime: &Runtime, id: u32) {
    call_into_js(runtime, |scope| {
        let inspector = inspector(scope);
        let session: Weak<Session> = match inspector.sessions.borrow().get(&id) {
            Some(session) => Rc::downgrade(session),
            None => return,
        };
        if let Some(session) = session.upgrade() {
            session.mail.scheduled.set(false);
            hand_out(scope, &session);
        }
    });
}

/// `disconnect(id)`.
fn disconnect(scope: Scope<'_, '_, '_>, args: Args<'_>, _: Return<'_>) {
    let id = args.get(0).uint32_value(scope).unwrap_or(0);
    let session = inspector(scope).sessions.borrow_mut().remove(&id);
    drop(session);
}
