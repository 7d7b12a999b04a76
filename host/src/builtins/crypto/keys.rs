//! Asymmetric keys: reading PEM and DER, writing them, what a key tells of itself.
//! A key is a state (`builtins::state`) that JavaScript's KeyObject holds.

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, PKeyRef, Private, Public};
use openssl::rsa::Rsa;
use openssl::symm::Cipher;
use openssl::x509::X509;

use super::failure::{Failure, Outcome};
use super::{Args, Return, Scope, bytes, key_details, native};
use crate::builtins::state;
use crate::builtins::support::{Method, method_table, string, text};

pub(super) const METHODS: &[Method] = method_table! {
    "keyRead" => read,
    "keyWrite" => write,
    "keyPublic" => public,
    "keyEquals" => equals,
    "keyIsSound" => is_sound,
    "keyDetails" => key_details::details,
};

/// A key and which half of it is meant.
#[derive(Clone)]
pub(super) enum Key {
    Public(PKey<Public>),
    Private(PKey<Private>),
}

impl Key {
    /// The public half.
    pub(super) fn public(&self) -> &PKeyRef<Public> {
        match self {
            Self::Public(key) => key,
            // SAFETY: a private key has all of the public one, and the reference lives as
            // long as the key.
            Self::Private(key) => unsafe { PKeyRef::from_ptr(key.as_ptr()) },
        }
    }

    pub(super) fn private(&self) -> Outcome<&PKeyRef<Private>> {
        match self {
            Self::Private(key) => Ok(key),
            Self::Public(_) => Err(Failure::coded(
                "ERR_CRYPTO_OPERATION_FAILED",
                "A private key is needed",
            )),
        }
    }

    pub(super) fn id(&self) -> Id {
        self.public().id()
    }
}

/// The key of a state, as an own reference.
pub(super) fn key_of(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Option<Key> {
    let state = state::get::<Key>(scope, value)?;
    let key = state.borrow();
    Some(key.clone())
}

/// Returns a key as a state, or throws.
pub(super) fn answer_key(
    scope: &mut v8::PinScope<'_, '_>,
    mut rv: Return<'_>,
    outcome: Outcome<Key>,
) {
    match outcome {
        Ok(key) => {
            if let Some(object) = state::wrap(scope, key) {
                rv.set(object.into());
            }
        }
        Err(failure) => failure.throw(scope),
    }
}

/// A key as JavaScript has it.
pub(super) fn key_to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key,
) -> v8::Local<'s, v8::Value> {
    match state::wrap(scope, key) {
        Some(object) => object.into(),
        None => v8::undefined(scope).into(),
    }
}

fn read_failure(errors: ErrorStack, passphrase: Option<&[u8]>, message: &'static str) -> Failure {
    if passphrase.is_none() && native::is_passphrase_missing(&errors) {
        return Failure::type_error(
            "ERR_MISSING_PASSPHRASE",
            "Passphrase required for encrypted key",
        );
    }
    Failure::Reading(errors, message)
}

/// The tag of the first element of a DER sequence, and what follows the tag.
fn first_element(der: &[u8]) -> Option<(u8, &[u8])> {
    let (&0x30, rest) = der.split_first()? else {
        return None;
    };
    let (&length, rest) = rest.split_first()?;
    let skip = if length & 0x80 == 0 {
        0
    } else {
        usize::from(length & 0x7f)
    };
    let (&tag, rest) = rest.get(skip..)?.split_first()?;
    Some((tag, rest))
}

/// Whether DER is PKCS#1's private key: a sequence that begins with a version.
fn is_rsa_private(der: &[u8]) -> bool {
    matches!(first_element(der), Some((2, [1, 0 | 1, ..])))
}

fn is_encrypted(der: &[u8]) -> bool {
    matches!(first_element(der), Some((0x30, _)))
}

fn read_private(data: &[u8], kind: &str, passphrase: Option<&[u8]>) -> Outcome<Key> {
    const MESSAGE: &str = "Failed to read private key";
    let _ = ErrorStack::get();
    let key = match kind {
        "pem" => native::read_private(data, true, passphrase),
        "pkcs1" | "sec1" => PKey::private_key_from_der(data),
        _ if is_encrypted(data) => native::read_private(data, false, passphrase),
        _ => PKey::private_key_from_pkcs8(data),
    };
    match key {
        Ok(key) => Ok(Key::Private(key)),
        Err(errors) => Err(read_failure(errors, passphrase, MESSAGE)),
    }
}

/// What a PEM text holds.
enum Pem {
    Public(PKey<Public>),
    Unreadable(ErrorStack),
    Other,
}

/// The bytes of a PEM text with this label.
fn pem_contents(text: &str, label: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let body: String = body.split_whitespace().collect();
    openssl::base64::decode_block(&body).ok()
}

fn read_public_pem(data: &[u8]) -> Pem {
    let text = String::from_utf8_lossy(data);
    let attempt = if text.contains("-----BEGIN PUBLIC KEY-----") {
        match pem_contents(&text, "PUBLIC KEY") {
            Some(der) => PKey::public_key_from_der(&der),
            None => PKey::public_key_from_pem(data),
        }
    } else if text.contains("-----BEGIN RSA PUBLIC KEY-----") {
        Rsa::public_key_from_pem_pkcs1(data).and_then(PKey::from_rsa)
    } else if text.contains("-----BEGIN CERTIFICATE-----")
        || text.contains("-----BEGIN X509 CERTIFICATE-----")
        || text.contains("-----BEGIN TRUSTED CERTIFICATE-----")
    {
        X509::from_pem(data).and_then(|it| it.public_key())
    } else {
        return Pem::Other;
    };
    match attempt {
        Ok(key) => Pem::Public(key),
        Err(errors) => Pem::Unreadable(errors),
    }
}

/// A public key, or a private one that a public key is made of.
fn read_public(data: &[u8], kind: &str, passphrase: Option<&[u8]>) -> Outcome<Key> {
    const MESSAGE: &str = "Failed to read asymmetric key";
    let _ = ErrorStack::get();
    let fail = |errors| Failure::Beside(errors, MESSAGE);
    match kind {
        "pem" => match read_public_pem(data) {
            Pem::Public(key) => Ok(Key::Public(key)),
            Pem::Unreadable(errors) => Err(Failure::Reading(errors, MESSAGE)),
            Pem::Other => match native::read_private(data, true, passphrase) {
                Ok(key) => Ok(Key::Private(key)),
                Err(errors) => Err(read_failure(errors, passphrase, MESSAGE)),
            },
        },
        "pkcs1" if !is_rsa_private(data) => Rsa::public_key_from_der_pkcs1(data)
            .and_then(PKey::from_rsa)
            .map(Key::Public)
            .map_err(fail),
        "spki" => PKey::public_key_from_der(data)
            .map(Key::Public)
            .map_err(fail),
        _ => read_private(data, kind, passphrase),
    }
}

/// `keyRead(private, bytes, kind, passphrase | undefined)`: `kind` is `pem` or the kind of
/// DER. A public key may come from a private one or a certificate; whether it was a private
/// key is in the details.
fn read(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    let data = bytes::copy(args.get(1));
    let kind = text(scope, args.get(2));
    let passphrase = (!args.get(3).is_undefined()).then(|| bytes::copy(args.get(3)));
    let key = if args.get(0).is_true() {
        read_private(&data, &kind, passphrase.as_deref())
    } else {
        read_public(&data, &kind, passphrase.as_deref())
    };
    answer_key(scope, rv, key);
}

/// The public half of a key. It shares OpenSSL's key with the private half, which nothing
/// can reach through it.
pub(super) fn public_of(key: &Key) -> Key {
    let private = match key {
        Key::Public(_) => return key.clone(),
        Key::Private(private) => private.clone(),
    };
    let shared = private.as_ptr();
    std::mem::forget(private);
    // SAFETY: the reference that was forgotten is this one's now.
    Key::Public(unsafe { PKey::from_ptr(shared) })
}

/// `keyPublic(key)`: the public half.
fn public(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(key) = key_of(scope, args.get(0)) {
        answer_key(scope, rv, Ok(public_of(&key)));
    }
}

/// `keyEquals(a, b)`; undefined if the keys cannot be compared.
fn equals(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let (Some(a), Some(b)) = (key_of(scope, args.get(0)), key_of(scope, args.get(1))) {
        rv.set_bool(a.public().public_eq(b.public()));
        let _ = ErrorStack::get();
    }
}

/// `keyIsSound(key)`: whether an EC key's numbers belong to its curve.
fn is_sound(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let sound = match key_of(scope, args.get(0)) {
        Some(Key::Public(key)) => key.ec_key().and_then(|key| key.check_key()).is_ok(),
        Some(Key::Private(key)) => key.ec_key().and_then(|key| key.check_key()).is_ok(),
        None => false,
    };
    rv.set_bool(sound);
}

/// How a private key is to be encrypted.
struct Encryption {
    cipher: Cipher,
    passphrase: Vec<u8>,
}

fn write_public(key: &PKeyRef<Public>, kind: &str, pem: bool) -> Outcome<Vec<u8>> {
    Ok(match (kind, pem) {
        ("pkcs1", true) => key.rsa()?.public_key_to_pem_pkcs1()?,
        ("pkcs1", false) => key.rsa()?.public_key_to_der_pkcs1()?,
        (_, true) => key.public_key_to_pem()?,
        (_, false) => key.public_key_to_der()?,
    })
}

fn write_private(
    key: &PKeyRef<Private>,
    kind: &str,
    pem: bool,
    encryption: Option<&Encryption>,
) -> Outcome<Vec<u8>> {
    Ok(match (kind, pem, encryption) {
        ("pkcs1", true, None) => key.rsa()?.private_key_to_pem()?,
        ("pkcs1", true, Some(it)) => key
            .rsa()?
            .private_key_to_pem_passphrase(it.cipher, &it.passphrase)?,
        ("pkcs1", false, _) => key.rsa()?.private_key_to_der()?,
        ("sec1", true, None) => key.ec_key()?.private_key_to_pem()?,
        ("sec1", true, Some(it)) => key
            .ec_key()?
            .private_key_to_pem_passphrase(it.cipher, &it.passphrase)?,
        ("sec1", false, _) => key.ec_key()?.private_key_to_der()?,
        (_, true, None) => key.private_key_to_pem_pkcs8()?,
        (_, true, Some(it)) => {
            key.private_key_to_pem_pkcs8_passphrase(it.cipher, &it.passphrase)?
        }
        (_, false, None) => key.private_key_to_pkcs8()?,
        (_, false, Some(it)) => key.private_key_to_pkcs8_passphrase(it.cipher, &it.passphrase)?,
    })
}

/// The cipher of this name for the encryption of keys.
fn key_cipher(name: &str) -> Option<Cipher> {
    let nid = native::cipher(name)?.nid();
    if nid == Nid::UNDEF {
        return None;
    }
    Cipher::from_nid(nid)
}

/// `keyWrite(key, private, pem, kind, cipher | undefined, passphrase)`: a string for PEM,
/// else an ArrayBuffer.
fn write(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let Some(key) = key_of(scope, args.get(0)) else {
        return;
    };
    let pem = args.get(2).is_true();
    let kind = text(scope, args.get(3));
    let mut encryption = None;
    if !args.get(4).is_undefined() {
        let name = text(scope, args.get(4));
        let Some(cipher) = key_cipher(&name) else {
            Failure::coded("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher").throw(scope);
            return;
        };
        let passphrase = bytes::copy(args.get(5));
        encryption = Some(Encryption { cipher, passphrase });
    }
    let written = if args.get(1).is_true() {
        key.private()
            .and_then(|it| write_private(it, &kind, pem, encryption.as_ref()))
    } else {
        write_public(key.public(), &kind, pem)
    };
    match written {
        Ok(text) if pem => {
            let text = String::from_utf8_lossy(&text);
            rv.set(string(scope, &text).into());
        }
        Ok(der) => rv.set(bytes::array_buffer(scope, der).into()),
        Err(failure) => failure.throw(scope),
    }
}
