//! What the loop's list of living things says, for `js/internal/process/active`, and
//! the probe that asks who makes them.

use napi_host_event_loop::{Active, Ended};

use crate::builtins::support::{
    self, Args, Return, constant, number_constant, runtime, string, text,
};
use crate::runtime::explain;

/// The methods of this part.
pub(super) static METHODS: &[support::Method] = support::method_table![
    "listActive" => list_active,
    "listEnded" => list_ended,
    "watchCreators" => watch_creators,
    "nameCreator" => name_creator,
    "currentCreator" => current_creator,
];

pub(super) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    support::methods(scope, target, METHODS);
}

/// An object with a `kind` and, if it is known, a `createdBy`.
fn thing<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: &str,
    created_by: Option<&str>,
) -> v8::Local<'s, v8::Object> {
    let object = v8::Object::new(scope);
    let kind = string(scope, kind).into();
    constant(scope, object, "kind", kind);
    if let Some(created_by) = created_by {
        let created_by = string(scope, created_by).into();
        constant(scope, object, "createdBy", created_by);
    }
    object
}

/// `listActive()`: `{ kind, createdBy, sinceMs, refed, fd }` for everything on the loop.
#[expect(
    clippy::cast_precision_loss,
    reason = "a program runs for less than 2^53 ms"
)]
fn list_active(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let list = runtime(scope).event_loop().active();
    let objects: Vec<v8::Local<'_, v8::Value>> = list
        .iter()
        .map(|active: &Active| {
            let object = thing(scope, active.kind, active.created_by.as_deref());
            number_constant(scope, object, "sinceMs", active.since_ms as f64);
            number_constant(scope, object, "fd", f64::from(active.fd.unwrap_or(-1)));
            let refed = v8::Boolean::new(scope, active.refed).into();
            constant(scope, object, "refed", refed);
            object.into()
        })
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &objects).into());
}

/// `listEnded()`: `{ kind, createdBy, count, longestMs, agoMs }` for what has kept the
/// loop alive, the last to end first.
#[expect(
    clippy::cast_precision_loss,
    reason = "a program runs for less than 2^53 ms"
)]
fn list_ended(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let list = runtime(scope).event_loop().ended();
    let objects: Vec<v8::Local<'_, v8::Value>> = list
        .iter()
        .map(|ended: &Ended| {
            let object = thing(scope, ended.kind, ended.created_by.as_deref());
            number_constant(scope, object, "count", ended.count as f64);
            number_constant(scope, object, "longestMs", ended.longest_ms as f64);
            number_constant(scope, object, "agoMs", ended.ago_ms as f64);
            object.into()
        })
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &objects).into());
}

/// `watchCreators()`: from here on the loop knows who makes what.
fn watch_creators(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, _: Return<'_>) {
    explain::watch_creators(&runtime(scope));
}

/// `nameCreator(text)`: who makes the next thing.
fn name_creator(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    let name = args.get(0);
    if name.is_string() {
        explain::name_creator(text(scope, name));
    }
}

/// `currentCreator()`: who is running, as a text.
fn current_creator(scope: &mut v8::PinScope<'_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    if let Some(creator) = explain::creator(scope) {
        rv.set(string(scope, &creator).into());
    }
}
