//! Certificates: reading one, what it says, and its checks. How Node spells what it says is
//! in JavaScript.

use std::ffi::{CString, c_char, c_int, c_uint, c_ulong, c_void};

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::asn1::Asn1TimeRef;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::x509::{GeneralNameRef, X509, X509NameRef, X509Ref};
use openssl_sys as sys;

use super::failure::{Failure, answer_bytes};
use super::keys::{Key, answer_key, key_of};
use super::{Args, Return, Scope, bytes, index, strings};
use crate::builtins::state;
use crate::builtins::support::{Method, constant, method_table, string, text};

pub(super) const METHODS: &[Method] = method_table! {
    "certificateRead" => read,
    "certificateFacts" => facts,
    "certificateWrite" => write,
    "certificateKey" => key,
    "certificateVerify" => verify,
    "certificateIssued" => issued,
    "certificateCheck" => check,
    "certificateHasKey" => has_key,
};

unsafe extern "C" {
    fn X509_NAME_print_ex(
        out: *mut sys::BIO,
        name: *const sys::X509_NAME,
        indent: c_int,
        flags: c_ulong,
    ) -> c_int;
    fn X509_check_ca(certificate: *mut sys::X509) -> c_int;
}

/// Memory that OpenSSL writes text to.
struct Sink(*mut sys::BIO);

impl Sink {
    fn new() -> Option<Self> {
        // SAFETY: the method is static.
        let method = unsafe { sys::BIO_s_mem() };
        // SAFETY: makes a sink or answers null.
        let sink = unsafe { sys::BIO_new(method) };
        (!sink.is_null()).then_some(Self(sink))
    }

    fn text(&self) -> String {
        let mut data: *mut c_char = std::ptr::null_mut();
        // SAFETY: the sink is live; the answer is how much lies at `data`.
        let length = unsafe { sys::BIO_get_mem_data(self.0, &raw mut data) };
        let length = usize::try_from(length).unwrap_or(0);
        if data.is_null() || length == 0 {
            return String::new();
        }
        // SAFETY: as said by the sink, which is not written to meanwhile.
        let bytes = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), length) };
        String::from_utf8_lossy(bytes).into_owned()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // SAFETY: made by `new`, and freed once.
        unsafe { sys::BIO_free_all(self.0) };
    }
}

/// A name as lines, `CN=example`.
fn name_lines(name: &X509NameRef) -> String {
    // Escapes of RFC 2253 and of control characters, UTF-8, one line each, short names.
    const FLAGS: c_ulong = 0x1 | 0x2 | 0x10 | (4 << 16);
    let Some(sink) = Sink::new() else {
        return String::new();
    };
    // SAFETY: sink and name are live.
    unsafe { X509_NAME_print_ex(sink.0, name.as_ptr(), 0, FLAGS) };
    sink.text()
}

fn time_text(time: &Asn1TimeRef) -> String {
    time.to_string()
}

fn certificate(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<X509> {
    let state = state::get::<X509>(scope, value)?;
    let certificate = state.borrow();
    Some(certificate.clone())
}

/// `certificateRead(bytes)`: the state. PEM is tried first.
fn read(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let data = bytes::copy(args.get(0));
    let _ = ErrorStack::get();
    let made = X509::from_pem(&data).or_else(|errors| X509::from_der(&data).map_err(|_| errors));
    match made {
        Ok(made) => {
            if let Some(object) = state::wrap(scope, made) {
                rv.set(object.into());
            }
        }
        Err(errors) => Failure::from(errors).throw(scope),
    }
}

/// The parts of a name: `[short name, text]` side by side in one list.
fn name_parts(name: &X509NameRef) -> Vec<String> {
    let mut parts = Vec::new();
    for entry in name.entries() {
        let object = entry.object();
        let nid = object.nid();
        let key = match nid.short_name() {
            Ok(known) if nid != Nid::UNDEF => known.to_owned(),
            _ => object.to_string(),
        };
        parts.push(key);
        parts.push(entry.data().to_string().unwrap_or_default());
    }
    parts
}

fn address_text(bytes: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return std::net::Ipv4Addr::from(four).to_string();
    }
    if let Ok(sixteen) = <[u8; 16]>::try_from(bytes) {
        let groups = std::net::Ipv6Addr::from(sixteen).segments();
        let groups = groups.map(|group| format!("{group:X}"));
        return groups.join(":");
    }
    "<invalid>".to_owned()
}

/// A general name: what it is, and its text.
fn general_name(name: &GeneralNameRef) -> [String; 2] {
    let (kind, value) = if let Some(value) = name.dnsname() {
        ("DNS", value.to_owned())
    } else if let Some(value) = name.email() {
        ("email", value.to_owned())
    } else if let Some(value) = name.uri() {
        ("URI", value.to_owned())
    } else if let Some(value) = name.ipaddress() {
        ("IP Address", address_text(value))
    } else if let Some(value) = name.directory_name() {
        ("DirName", name_lines(value).replace('\n', ","))
    } else {
        ("othername", "<unsupported>".to_owned())
    };
    [kind.to_owned(), value]
}

/// The purposes of the extended key usage, as numbers with dots.
fn purposes(certificate: &X509Ref) -> Vec<String> {
    // SAFETY: the certificate is live; the answer is a new list or null.
    let list = unsafe {
        sys::X509_get_ext_d2i(
            certificate.as_ptr(),
            Nid::EXT_KEY_USAGE.as_raw(),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        )
    };
    if list.is_null() {
        return Vec::new();
    }
    let list: *mut sys::stack_st_ASN1_OBJECT = list.cast();
    // SAFETY: the list is new, and nothing else owns it.
    let list: openssl::stack::Stack<openssl::asn1::Asn1Object> =
        unsafe { openssl::stack::Stack::from_ptr(list) };
    list.iter().map(dotted).collect()
}

/// An object identifier as numbers with dots.
fn dotted(object: &openssl::asn1::Asn1ObjectRef) -> String {
    let mut out = [0u8; 80];
    let size = c_int::try_from(out.len()).unwrap_or(0);
    // SAFETY: there is room for `size` bytes, and the object is live.
    let length = unsafe { sys::OBJ_obj2txt(out.as_mut_ptr().cast(), size, object.as_ptr(), 1) };
    let length = usize::try_from(length).unwrap_or(0).min(out.len());
    String::from_utf8_lossy(&out[..length]).into_owned()
}

/// Sets a list of texts.
fn set_list(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
    texts: &[String],
) {
    let list = strings(scope, texts);
    constant(scope, object, name, list.into());
}

/// `certificateFacts(state)`: an object.
fn facts(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(certificate) = certificate(scope, args.get(0)) else {
        return;
    };
    let object = v8::Object::new(scope);
    let serial = certificate.serial_number().to_bn().ok();
    let serial = serial.and_then(|it| it.to_hex_str().ok());
    for (name, value) in [
        ("subject", name_lines(certificate.subject_name())),
        ("issuer", name_lines(certificate.issuer_name())),
        ("validFrom", time_text(certificate.not_before())),
        ("validTo", time_text(certificate.not_after())),
        (
            "serialNumber",
            serial.map(|it| it.to_string()).unwrap_or_default(),
        ),
    ] {
        let value = string(scope, &value);
        constant(scope, object, name, value.into());
    }
    set_list(
        scope,
        object,
        "subjectParts",
        &name_parts(certificate.subject_name()),
    );
    set_list(
        scope,
        object,
        "issuerParts",
        &name_parts(certificate.issuer_name()),
    );
    if let Some(names) = certificate.subject_alt_names() {
        let all: Vec<String> = names.iter().flat_map(general_name).collect();
        set_list(scope, object, "alternatives", &all);
    }
    if let Some(places) = certificate.authority_info() {
        let mut all = Vec::new();
        for place in &places {
            all.push(place.method().to_string());
            all.extend(general_name(place.location()));
        }
        set_list(scope, object, "information", &all);
    }
    set_list(scope, object, "purposes", &purposes(&certificate));
    // SAFETY: the certificate is live.
    let ca = unsafe { X509_check_ca(certificate.as_ptr()) } == 1;
    let ca = v8::Boolean::new(scope, ca);
    constant(scope, object, "ca", ca.into());
    let _ = ErrorStack::get();
    rv.set(object.into());
}

/// `certificateWrite(state, pem)`: an ArrayBuffer.
fn write(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let Some(certificate) = certificate(scope, args.get(0)) else {
        return;
    };
    let made = if args.get(1).is_true() {
        certificate.to_pem()
    } else {
        certificate.to_der()
    };
    answer_bytes(scope, rv, made.map_err(Failure::from));
}

/// `certificateKey(state)`: its public key.
fn key(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(certificate) = certificate(scope, args.get(0)) {
        let made = certificate.public_key();
        answer_key(scope, rv, made.map(Key::Public).map_err(Failure::from));
    }
}

/// `certificateVerify(state, key)`: whether the key has signed it.
fn verify(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let (Some(certificate), Some(key)) =
        (certificate(scope, args.get(0)), key_of(scope, args.get(1)))
    {
        rv.set_bool(certificate.verify(key.public()).unwrap_or(false));
        let _ = ErrorStack::get();
    }
}

/// `certificateIssued(state, issuer)`.
fn issued(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let (Some(subject), Some(issuer)) = (
        certificate(scope, args.get(0)),
        certificate(scope, args.get(1)),
    ) {
        rv.set_bool(issuer.issued(&subject) == openssl::x509::X509VerifyResult::OK);
        let _ = ErrorStack::get();
    }
}

/// `certificateCheck(state, kind, name, flags)`: the name that matched, or undefined. An
/// address that is none is -2.
fn check(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(certificate) = certificate(scope, args.get(0)) else {
        return;
    };
    let kind = text(scope, args.get(1));
    let name = text(scope, args.get(2));
    let flags = c_uint::try_from(index(scope, args.get(3))).unwrap_or(0);
    let Ok(given) = CString::new(name.as_str()) else {
        let refused = v8::Integer::new(scope, -2);
        return rv.set(refused.into());
    };
    let mut peer: *mut c_char = std::ptr::null_mut();
    let (pointer, length) = (given.as_ptr(), name.len());
    let subject = certificate.as_ptr();
    let found = match kind.as_str() {
        // SAFETY: certificate and name are live; `peer` gets a new text or stays null.
        "host" => unsafe { sys::X509_check_host(subject, pointer, length, flags, &raw mut peer) },
        // SAFETY: certificate and name are live.
        "email" => unsafe { sys::X509_check_email(subject, pointer, length, flags) },
        // SAFETY: certificate and name are live.
        _ => unsafe { sys::X509_check_ip_asc(subject, pointer, flags) },
    };
    let _ = ErrorStack::get();
    match found {
        1 => {
            let shown = native_text(peer).unwrap_or(name);
            rv.set(string(scope, &shown).into());
        }
        0 => {}
        code => {
            let code = v8::Integer::new(scope, code);
            rv.set(code.into());
        }
    }
}

/// A text that OpenSSL has made, which is freed; `None` for null.
fn native_text(text: *mut c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: OpenSSL's texts end with a zero.
    let copy = unsafe { std::ffi::CStr::from_ptr(text) };
    let copy = copy.to_string_lossy().into_owned();
    // SAFETY: the text was made for this caller, who frees it once.
    unsafe { sys::OPENSSL_free(text.cast::<c_void>()) };
    Some(copy)
}

/// `certificateHasKey(state, privateKey)`.
fn has_key(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let (Some(certificate), Some(key)) =
        (certificate(scope, args.get(0)), key_of(scope, args.get(1)))
    {
        let own = certificate.public_key();
        rv.set_bool(own.is_ok_and(|own| own.public_eq(key.public())));
        let _ = ErrorStack::get();
    }
}
