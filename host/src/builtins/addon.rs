//! `process.dlopen`: loading an addon and calling its init in an env of its own.
//! Finding the file is the module loader's business, reading and opening it is
//! `module::library`'s.

use std::path::Path;

use super::support::{self, Args, Return, method, throw_coded};
use crate::api::module as addon;

pub(crate) fn install(scope: &mut v8::PinScope<'_, '_>, target: v8::Local<'_, v8::Object>) {
    method(scope, target, "dlopen", dlopen);
}

/// `dlopen(module, filename, flags)`: sets `module.exports` as the addon says.
fn dlopen(scope: &mut v8::PinScope<'_, '_>, args: Args<'_>, _: Return<'_>) {
    if args.length() < 2 {
        let message = "process.dlopen needs at least 2 arguments";
        throw_coded(
            scope,
            v8::Exception::type_error,
            "ERR_MISSING_ARGS",
            message,
        );
        return;
    }
    let Some(flags) = flags(scope, &args) else {
        let message = "flag argument must be an integer.";
        let code = "ERR_INVALID_ARG_TYPE";
        throw_coded(scope, v8::Exception::type_error, code, message);
        return;
    };
    let Some(module) = args.get(0).to_object(scope) else {
        return;
    };
    let Some(file) = args.get(1).to_string(scope) else {
        return;
    };
    let file = file.to_rust_string_lossy(scope);
    load(scope, module, &file, flags);
}

/// The third argument as a 32-bit integer, whatever it is; `None` for what has no number.
fn flags(scope: &mut v8::PinScope<'_, '_>, args: &Args<'_>) -> Option<i32> {
    if args.length() < 3 {
        return Some(crate::module::library::LAZY);
    }
    v8::tc_scope!(let scope, scope);
    args.get(2).int32_value(scope)
}

fn load(
    scope: &mut v8::PinScope<'_, '_>,
    module: v8::Local<'_, v8::Object>,
    file: &str,
    flags: i32,
) {
    let exports = support::get(scope, module, "exports");
    let Some(exports_object) = exports.to_object(scope) else {
        return;
    };
    let registration = match addon::load(Path::new(file), flags) {
        Ok(registration) => registration,
        Err(error) => {
            let message = error.to_string();
            match error.code() {
                Some(code) => throw_coded(scope, v8::Exception::error, code, &message),
                None => support::throw_error(scope, &message),
            }
            return;
        }
    };
    if !addon::is_supported(registration.api_version) {
        let message = format!(
            "The module '{file}' requires Node-API version {}, but this version of napi-host only \
             supports version 10 add-ons.\nUpdate napi-host, or use a build of the addon for \
             Node-API 10 or lower.",
            registration.api_version
        );
        let code = "ERR_DLOPEN_FAILED";
        throw_coded(scope, v8::Exception::error, code, &message);
        return;
    }
    let name = support::get(scope, module, "filename");
    let url = if name.is_string() {
        file_url(&support::text(scope, name))
    } else {
        String::new()
    };
    match addon::instantiate(scope, &registration, exports_object.into(), &url) {
        Ok(returned) if returned != exports_object => {
            support::constant(scope, module, "exports", returned);
        }
        Ok(_) => {}
        Err(exception) => {
            let exception = v8::Local::new(scope, exception);
            scope.throw_exception(exception);
        }
    }
}

/// The percent-encoded `file:` URL of a path.
fn file_url(path: &str) -> String {
    let mut url = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url.push(char::from(byte)),
            b'/' | b'-' | b'_' | b'.' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+'
            | b',' | b';' | b'=' | b':' | b'@' | b'[' | b']' | b'|' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}
