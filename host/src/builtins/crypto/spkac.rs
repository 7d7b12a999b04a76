//! Signed public keys and challenges, as browsers once made them (`crypto.Certificate`).

use std::ffi::{c_char, c_int, c_void};

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Public};
use openssl_sys as sys;

use super::key_details::element;
use super::{Args, Return, Scope, bytes};
use crate::builtins::support::{Method, method_table};

pub(super) const METHODS: &[Method] = method_table! {
    "spkacVerify" => verify,
    "spkacKey" => key,
    "spkacChallenge" => challenge,
};

unsafe extern "C" {
    fn NETSCAPE_SPKI_b64_decode(text: *const c_char, length: c_int) -> *mut c_void;
    fn NETSCAPE_SPKI_get_pubkey(signed: *mut c_void) -> *mut sys::EVP_PKEY;
    fn NETSCAPE_SPKI_verify(signed: *mut c_void, key: *mut sys::EVP_PKEY) -> c_int;
    fn NETSCAPE_SPKI_free(signed: *mut c_void);
}

/// What OpenSSL has read; freed when dropped.
struct Signed(*mut c_void);

impl Signed {
    fn read(text: &[u8]) -> Option<Self> {
        // No bytes would mean that the text ends with a zero.
        let length = c_int::try_from(text.len()).ok().filter(|&it| it > 0)?;
        // SAFETY: `length` bytes lie at the pointer.
        let read = unsafe { NETSCAPE_SPKI_b64_decode(text.as_ptr().cast(), length) };
        let _ = ErrorStack::get();
        (!read.is_null()).then_some(Self(read))
    }

    fn key(&self) -> Option<PKey<Public>> {
        // SAFETY: it is live; the answer is a new reference or null.
        let key = unsafe { NETSCAPE_SPKI_get_pubkey(self.0) };
        let _ = ErrorStack::get();
        if key.is_null() {
            return None;
        }
        // SAFETY: nothing else owns the reference.
        Some(unsafe { PKey::from_ptr(key) })
    }

    fn is_valid(&self) -> bool {
        let Some(key) = self.key() else { return false };
        // SAFETY: both are live.
        let valid = unsafe { NETSCAPE_SPKI_verify(self.0, ForeignTypeRef::as_ptr(&*key)) } > 0;
        let _ = ErrorStack::get();
        valid
    }
}

impl Drop for Signed {
    fn drop(&mut self) {
        // SAFETY: made by `read`, and freed once.
        unsafe { NETSCAPE_SPKI_free(self.0) };
    }
}

/// `spkacVerify(bytes)`.
fn verify(_: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let text = bytes::copy(args.get(0));
    rv.set_bool(Signed::read(&text).is_some_and(|it| it.is_valid()));
}

/// `spkacKey(bytes)`: the public key as PEM; undefined if there is none.
fn key(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let text = bytes::copy(args.get(0));
    let key = Signed::read(&text).and_then(|it| it.key());
    if let Some(Ok(pem)) = key.map(|key| key.public_key_to_pem()) {
        rv.set(bytes::array_buffer(scope, pem).into());
    }
}

/// The challenge within the DER: after the key, in the part that is signed.
fn challenge_of(der: &[u8]) -> Option<Vec<u8>> {
    let (_, signed, _) = element(der)?;
    let (_, both, _) = element(signed)?;
    let (_, _, rest) = element(both)?;
    let (_, challenge, _) = element(rest)?;
    Some(challenge.to_vec())
}

/// `spkacChallenge(bytes)`: undefined if there is none.
fn challenge(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let text = bytes::copy(args.get(0));
    if Signed::read(&text).is_none() {
        return;
    }
    let text = String::from_utf8_lossy(&text);
    let compact: String = text.split_whitespace().collect();
    if let Ok(der) = openssl::base64::decode_block(&compact)
        && let Some(challenge) = challenge_of(&der)
    {
        rv.set(bytes::array_buffer(scope, challenge).into());
    }
    let _ = ErrorStack::get();
}
