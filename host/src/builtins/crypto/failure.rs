//! What can go wrong, as the JavaScript error that Node makes of it: OpenSSL's errors
//! with `library`, `reason`, `code` and `opensslErrorStack`, and Node's own codes.

use openssl::error::{Error, ErrorStack};

use super::{Args, Return, bytes};
use crate::builtins::support::{constant, string};
use crate::runtime::spawn_blocking;

/// The class of an error with a code of Node's.
#[derive(Clone, Copy)]
pub(super) enum Class {
    Error,
    TypeError,
    RangeError,
}

/// Why an operation failed.
pub(super) enum Failure {
    /// OpenSSL's errors, and what to say if it gave none.
    OpenSsl(ErrorStack, &'static str),
    /// As before, with all errors in the stack: from the reading of keys.
    Reading(ErrorStack, &'static str),
    /// What is said for certain, and OpenSSL's errors beside it.
    Beside(ErrorStack, &'static str),
    /// OpenSSL's errors without a code, as Node has them from the making of keys.
    Plain(ErrorStack, &'static str),
    /// One of Node's codes.
    Coded(Class, &'static str, String),
}

pub(super) type Outcome<T> = Result<T, Failure>;

impl From<ErrorStack> for Failure {
    fn from(errors: ErrorStack) -> Self {
        Self::OpenSsl(errors, "Operation failed")
    }
}

impl Failure {
    /// An error with a code and no class of its own.
    pub(super) fn coded(code: &'static str, message: impl Into<String>) -> Self {
        Self::Coded(Class::Error, code, message.into())
    }

    /// A `TypeError` with a code.
    pub(super) fn type_error(code: &'static str, message: impl Into<String>) -> Self {
        Self::Coded(Class::TypeError, code, message.into())
    }

    /// A `RangeError` with a code.
    pub(super) fn range_error(code: &'static str, message: impl Into<String>) -> Self {
        Self::Coded(Class::RangeError, code, message.into())
    }

    /// What lies in the thread's queue of errors, else `message`.
    pub(super) fn queued(message: &'static str) -> Self {
        Self::OpenSsl(ErrorStack::get(), message)
    }

    /// The error as an object.
    pub(super) fn to_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self {
            Self::OpenSsl(errors, message) => {
                let error = plain_error(scope, errors.errors(), message);
                if let Some(first) = errors.errors().first() {
                    describe(scope, error, first);
                }
                error
            }
            Self::Reading(errors, message) => {
                let error = plain_error(scope, errors.errors(), message);
                if let Some(first) = errors.errors().first() {
                    describe(scope, error, first);
                }
                set_stack(scope, error, errors.errors());
                error
            }
            Self::Plain(errors, message) => plain_error(scope, errors.errors(), message),
            Self::Beside(errors, message) => {
                let text = string(scope, message);
                let error = v8::Exception::error(scope, text);
                set_stack(scope, error, errors.errors());
                error
            }
            Self::Coded(class, code, message) => {
                let text = string(scope, message);
                let error = match class {
                    Class::Error => v8::Exception::error(scope, text),
                    Class::TypeError => v8::Exception::type_error(scope, text),
                    Class::RangeError => v8::Exception::range_error(scope, text),
                };
                decorate(scope, error, "code", code);
                error
            }
        }
    }

    /// Throws [`Self::to_js`].
    pub(super) fn throw(&self, scope: &mut v8::PinScope<'_, '_>) {
        let error = self.to_js(scope);
        scope.throw_exception(error);
    }
}

fn decorate(
    scope: &mut v8::PinScope<'_, '_>,
    error: v8::Local<'_, v8::Value>,
    name: &str,
    value: &str,
) {
    if let Some(object) = error.to_object(scope) {
        let value = string(scope, value);
        constant(scope, object, name, value.into());
    }
}

/// `error:1C80006B:Provider routines::wrong final block length`.
fn line(error: &Error) -> String {
    let library = match error.library() {
        Some(name) => name.to_owned(),
        None => format!("lib({})", error.library_code()),
    };
    let reason = match error.reason() {
        Some(reason) => reason.to_owned(),
        None => format!("reason({})", error.reason_code()),
    };
    format!("error:{:08X}:{library}::{reason}", error.code())
}

/// The word that Node puts between `ERR_OSSL_` and the reason, by OpenSSL's number of
/// the library.
fn prefix(library: i32) -> &'static str {
    match library {
        2 => "SYS_",
        3 => "BN_",
        4 => "RSA_",
        5 => "DH_",
        6 => "EVP_",
        7 => "BUF_",
        8 => "OBJ_",
        9 => "PEM_",
        10 => "DSA_",
        11 => "X509_",
        13 => "ASN1_",
        14 => "CONF_",
        15 => "CRYPTO_",
        16 => "EC_",
        32 => "BIO_",
        33 => "PKCS7_",
        34 => "X509V3_",
        35 => "PKCS12_",
        36 => "RAND_",
        37 => "DSO_",
        38 => "ENGINE_",
        39 => "OCSP_",
        40 => "UI_",
        41 => "COMP_",
        42 => "ECDSA_",
        43 => "ECDH_",
        44 => "OSSL_STORE_",
        45 => "FIPS_",
        46 => "CMS_",
        47 => "TS_",
        48 => "HMAC_",
        50 => "CT_",
        51 => "ASYNC_",
        52 => "KDF_",
        53 => "SM2_",
        128 => "USER_",
        _ => "",
    }
}

/// Gives an error the lines of these errors, last first.
fn set_stack(scope: &mut v8::PinScope<'_, '_>, error: v8::Local<'_, v8::Value>, errors: &[Error]) {
    if errors.is_empty() {
        return;
    }
    if let Some(object) = error.to_object(scope) {
        let lines: Vec<v8::Local<'_, v8::Value>> = errors
            .iter()
            .rev()
            .map(|it| string(scope, &line(it)).into())
            .collect();
        let lines = v8::Array::new_with_elements(scope, &lines);
        constant(scope, object, "opensslErrorStack", lines.into());
    }
}

/// The first of these errors, with the others as its stack; `message` if there is none.
fn plain_error<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    errors: &[Error],
    message: &str,
) -> v8::Local<'s, v8::Value> {
    let Some((first, rest)) = errors.split_first() else {
        let text = string(scope, message);
        return v8::Exception::error(scope, text);
    };
    let text = string(scope, &line(first));
    let error = v8::Exception::error(scope, text);
    set_stack(scope, error, rest);
    error
}

/// Sets `library`, `reason` and `code`.
fn describe(scope: &mut v8::PinScope<'_, '_>, error: v8::Local<'_, v8::Value>, first: &Error) {
    if let Some(library) = first.library() {
        decorate(scope, error, "library", library);
    }
    if let Some(reason) = first.reason() {
        decorate(scope, error, "reason", reason);
        let word = reason.to_uppercase().replace(' ', "_");
        let code = format!("ERR_OSSL_{}{word}", prefix(first.library_code()));
        decorate(scope, error, "code", &code);
    }
}

/// Does `work` now, or on the pool if argument `at` is a function; that is called with
/// `(null, value)`, where a value that is an Error is the failure.
pub(super) fn job<T: Send + 'static>(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    mut rv: Return<'_>,
    at: i32,
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
    finish: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>, T) -> v8::Local<'s, v8::Value> + 'static,
) {
    if let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(at)) {
        spawn_blocking(scope, "crypto", callback, work, |scope, made| {
            Ok(match made {
                Ok(made) => finish(scope, made),
                Err(failure) => failure.to_js(scope),
            })
        });
        return;
    }
    match work() {
        Ok(made) => rv.set(finish(scope, made)),
        Err(failure) => failure.throw(scope),
    }
}

/// [`job`] for work that makes bytes: an ArrayBuffer.
pub(super) fn job_bytes(
    scope: &mut v8::PinScope<'_, '_>,
    args: &Args<'_>,
    rv: Return<'_>,
    at: i32,
    work: impl FnOnce() -> Outcome<Vec<u8>> + Send + 'static,
) {
    job(scope, args, rv, at, work, |scope, made| {
        bytes::array_buffer(scope, made).into()
    });
}

/// Returns bytes as an ArrayBuffer, or throws.
pub(super) fn answer_bytes(
    scope: &mut v8::PinScope<'_, '_>,
    mut rv: Return<'_>,
    outcome: Outcome<Vec<u8>>,
) {
    match outcome {
        Ok(made) => rv.set(bytes::array_buffer(scope, made).into()),
        Err(failure) => failure.throw(scope),
    }
}
