//! Error numbers by name, under the names that Node's own internals use.

use super::errno::{TABLE, describe};
use super::support::{Args, Return, constant, method, number_constant, string};

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "errname", errname);
    method(scope, target, "getErrorMessage", error_message);
    let map = v8::Map::new(scope);
    for (errno, name, text) in TABLE {
        number_constant(scope, target, &format!("UV_{name}"), f64::from(-errno));
        let key = v8::Integer::new(scope, -errno);
        let pair = [string(scope, name).into(), string(scope, text).into()];
        let pair = v8::Array::new_with_elements(scope, &pair);
        map.set(scope, key.into(), pair.into());
    }
    constant(scope, target, "errorMap", map.into());
}

/// `errname(negative errno)`.
fn errname(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let errno = args.get(0).int32_value(scope).unwrap_or(0);
    rv.set(string(scope, describe(errno.saturating_neg()).0).into());
}

fn error_message(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let errno = args.get(0).int32_value(scope).unwrap_or(0);
    rv.set(string(scope, describe(errno.saturating_neg()).1).into());
}
