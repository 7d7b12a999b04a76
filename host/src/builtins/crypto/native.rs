//! Functions of OpenSSL that the crate `openssl` does not wrap, each behind a safe one.
//!
//! Deliberately absent: anything that knows of V8.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_int, c_ulong, c_void};
use std::rc::Rc;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::cipher::{Cipher, CipherRef};
use openssl::dh::Dh;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::md::{Md, MdRef};
use openssl::md_ctx::{MdCtx, MdCtxRef};
use openssl::pkey::{PKey, Params, Private};
use openssl::pkey_ctx::PkeyCtxRef;
use openssl_sys as sys;

use super::failure::{Failure, Outcome};

pub(super) const MODE_STREAM: c_int = 0;
pub(super) const MODE_GCM: c_int = 6;
pub(super) const MODE_CCM: c_int = 7;
pub(super) const MODE_OCB: c_int = 0x10003;
pub(super) const MODE_WRAP: c_int = 0x10002;

type Visit<T> = unsafe extern "C" fn(*const T, *const c_char, *const c_char, *mut c_void);

/// What `EC_get_builtin_curves` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
struct BuiltinCurve {
    nid: c_int,
    comment: *const c_char,
}

unsafe extern "C" {
    fn EVP_MD_get_flags(md: *const sys::EVP_MD) -> c_ulong;
    fn EVP_MD_get0_name(md: *const sys::EVP_MD) -> *const c_char;
    fn EVP_CIPHER_get0_name(cipher: *const sys::EVP_CIPHER) -> *const c_char;
    fn EVP_MD_do_all_sorted(visit: Visit<sys::EVP_MD>, data: *mut c_void);
    fn EVP_CIPHER_do_all_sorted(visit: Visit<sys::EVP_CIPHER>, data: *mut c_void);
    fn EVP_CIPHER_get_mode(cipher: *const sys::EVP_CIPHER) -> c_int;
    fn EVP_PKEY_CTX_ctrl_str(
        context: *mut sys::EVP_PKEY_CTX,
        name: *const c_char,
        value: *const c_char,
    ) -> c_int;
    fn EC_get_builtin_curves(curves: *mut BuiltinCurve, count: usize) -> usize;
}

thread_local! {
    /// Fetching an algorithm walks the provider's lists; each is fetched once a thread.
    static DIGESTS: RefCell<HashMap<String, Option<Rc<Md>>>> = RefCell::default();
    static CIPHERS: RefCell<HashMap<String, Option<Rc<Cipher>>>> = RefCell::default();
}

/// The digest of this name, if the provider has it.
pub(super) fn digest(name: &str) -> Option<Rc<Md>> {
    if let Some(known) = DIGESTS.with_borrow(|all| all.get(name).cloned()) {
        return known;
    }
    let found = match name.contains('\0') {
        true => None,
        false => fetch_digest(name).map(Rc::new),
    };
    DIGESTS.with_borrow_mut(|all| all.insert(name.to_owned(), found.clone()));
    found
}

/// By the provider's names, then by those that older versions had.
fn fetch_digest(name: &str) -> Option<Md> {
    Md::fetch(None, name, None).ok().or_else(|| {
        let old = MessageDigest::from_name(name)?;
        // SAFETY: digests found by such names are static.
        let real = unsafe { EVP_MD_get0_name(old.as_ptr()) };
        Md::fetch(None, &owned(real), None).ok()
    })
}

/// As [`fetch_digest`].
fn fetch_cipher(name: &str) -> Option<Cipher> {
    Cipher::fetch(None, name, None).ok().or_else(|| {
        let name = CString::new(name).ok()?;
        // SAFETY: the name ends with a zero.
        let old = unsafe { sys::EVP_get_cipherbyname(name.as_ptr()) };
        if old.is_null() {
            return None;
        }
        // SAFETY: ciphers found by such names are static.
        let real = unsafe { EVP_CIPHER_get0_name(old) };
        Cipher::fetch(None, &owned(real), None).ok()
    })
}

/// [`digest`], or Node's error.
pub(super) fn required_digest(name: &str) -> Outcome<Rc<Md>> {
    digest(name).ok_or_else(|| {
        Failure::type_error(
            "ERR_CRYPTO_INVALID_DIGEST",
            format!("Invalid digest: {name}"),
        )
    })
}

/// The other type that the crate has for a digest.
pub(super) fn message_digest(digest: &MdRef) -> MessageDigest {
    // SAFETY: fetched digests are kept by their thread's table until it ends, and no
    // caller keeps this copyable name for longer than a call.
    unsafe { MessageDigest::from_ptr(digest.as_ptr()) }
}

/// The cipher of this name, if the provider has it.
pub(super) fn cipher(name: &str) -> Option<Rc<Cipher>> {
    if let Some(known) = CIPHERS.with_borrow(|all| all.get(name).cloned()) {
        return known;
    }
    let found = match name.contains('\0') {
        true => None,
        false => fetch_cipher(name).map(Rc::new),
    };
    CIPHERS.with_borrow_mut(|all| all.insert(name.to_owned(), found.clone()));
    found
}

/// The cipher's mode, one of OpenSSL's `EVP_CIPH_*_MODE`.
pub(super) fn mode(cipher: &CipherRef) -> c_int {
    // SAFETY: the reference is to a live cipher.
    unsafe { EVP_CIPHER_get_mode(cipher.as_ptr()) }
}

/// Whether a digest's output may have any length.
pub(super) fn is_xof(digest: &MdRef) -> bool {
    const EVP_MD_FLAG_XOF: c_ulong = 2;
    // SAFETY: the reference is to a live digest.
    unsafe { EVP_MD_get_flags(digest.as_ptr()) & EVP_MD_FLAG_XOF != 0 }
}

/// A context that goes on from the same point.
pub(super) fn fork(context: &MdCtxRef) -> Result<MdCtx, ErrorStack> {
    let copy = MdCtx::new()?;
    // SAFETY: both contexts are live, and the copy is not initialised.
    if unsafe { sys::EVP_MD_CTX_copy_ex(copy.as_ptr(), context.as_ptr()) } != 1 {
        return Err(ErrorStack::get());
    }
    Ok(copy)
}

/// C text as Rust's; empty for null.
fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: OpenSSL's texts end with a zero.
    unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned()
}

/// Puts the name of a thing that OpenSSL lists at the end of the list at `data`.
///
/// # Safety
/// `data` is a `Vec<String>`, `from` a C string or null.
unsafe extern "C" fn collect<T>(
    _: *const T,
    from: *const c_char,
    _: *const c_char,
    data: *mut c_void,
) {
    if from.is_null() {
        return;
    }
    // SAFETY: by this function's contract.
    let names = unsafe { &mut *data.cast::<Vec<String>>() };
    names.push(owned(from));
}

/// The names of all digests that can be used.
pub(super) fn digest_names() -> Vec<String> {
    openssl::init();
    let mut names: Vec<String> = Vec::new();
    let data = (&raw mut names).cast();
    // SAFETY: `collect` gets the list that it needs, for the time of the call.
    unsafe { EVP_MD_do_all_sorted(collect, data) };
    names.retain(|name| digest(name).is_some());
    names
}

/// The names of all ciphers that can be used.
pub(super) fn cipher_names() -> Vec<String> {
    openssl::init();
    let mut names: Vec<String> = Vec::new();
    let data = (&raw mut names).cast();
    // SAFETY: `collect` gets the list that it needs, for the time of the call.
    unsafe { EVP_CIPHER_do_all_sorted(collect, data) };
    names.retain(|name| cipher(name).is_some());
    names
}

/// The numbers of all elliptic curves.
pub(super) fn curve_numbers() -> Vec<c_int> {
    // SAFETY: no room is given, so the answer is the number of curves.
    let count = unsafe { EC_get_builtin_curves(std::ptr::null_mut(), 0) };
    let none = BuiltinCurve {
        nid: 0,
        comment: std::ptr::null(),
    };
    let mut curves = vec![none; count];
    // SAFETY: there is room for `count` curves.
    unsafe { EC_get_builtin_curves(curves.as_mut_ptr(), count) };
    curves.iter().map(|curve| curve.nid).collect()
}

/// Sets an option of a key's operation by its name.
pub(super) fn set_option<T>(
    context: &mut PkeyCtxRef<T>,
    name: &CStr,
    value: &str,
) -> Result<(), ErrorStack> {
    let value = CString::new(value).unwrap_or_default();
    // SAFETY: the context is live; both texts end with a zero.
    let done = unsafe { EVP_PKEY_CTX_ctrl_str(context.as_ptr(), name.as_ptr(), value.as_ptr()) };
    if done > 0 {
        Ok(())
    } else {
        Err(ErrorStack::get())
    }
}

/// A new group for Diffie-Hellman.
pub(super) fn dh_parameters(bits: usize, generator: u32) -> Result<Dh<Params>, ErrorStack> {
    let bits = c_int::try_from(bits).unwrap_or(c_int::MAX);
    let generator = c_int::try_from(generator).unwrap_or(0);
    let _ = ErrorStack::get();
    // SAFETY: makes a group or answers null.
    let group = unsafe { sys::DH_new() };
    if group.is_null() {
        return Err(ErrorStack::get());
    }
    // SAFETY: the group is new, and nothing else owns it.
    let made: Dh<Params> = unsafe { Dh::from_ptr(group) };
    // SAFETY: the group is live; there is no callback.
    let done = unsafe {
        sys::DH_generate_parameters_ex(made.as_ptr(), bits, generator, std::ptr::null_mut())
    };
    if done == 1 {
        Ok(made)
    } else {
        Err(ErrorStack::get())
    }
}

/// What is wrong with a group, in OpenSSL's bits.
pub(super) fn dh_check(group: &Dh<Params>) -> Result<c_int, ErrorStack> {
    let mut codes = 0;
    // SAFETY: the group is live.
    let done = unsafe { sys::DH_check(group.as_ptr(), &raw mut codes) };
    let errors = ErrorStack::get();
    if done == 1 { Ok(codes) } else { Err(errors) }
}

/// What a reader of encrypted keys asks for the passphrase.
///
/// # Safety
/// `buffer` has room for `size` bytes; `data` is an `Option<&[u8]>`.
unsafe extern "C" fn passphrase(
    buffer: *mut c_char,
    size: c_int,
    _: c_int,
    data: *mut c_void,
) -> c_int {
    // SAFETY: by this function's contract.
    let given = unsafe { *data.cast::<Option<&[u8]>>() };
    let Some(given) = given else { return -1 };
    let Ok(length) = c_int::try_from(given.len()) else {
        return -1;
    };
    if length > size {
        return -1;
    }
    // SAFETY: the length was compared with the room.
    unsafe { std::ptr::copy_nonoverlapping(given.as_ptr(), buffer.cast(), given.len()) };
    length
}

/// OpenSSL's way to read from memory; freed when dropped.
pub(super) struct Source(*mut sys::BIO);

impl Source {
    pub(super) fn new(data: &[u8]) -> Result<Self, ErrorStack> {
        openssl::init();
        let length = c_int::try_from(data.len()).unwrap_or(c_int::MAX);
        // SAFETY: the caller keeps `data` for as long as the source, which does not leave
        // the functions that make one.
        let bio = unsafe { sys::BIO_new_mem_buf(data.as_ptr().cast(), length) };
        if bio.is_null() {
            return Err(ErrorStack::get());
        }
        Ok(Self(bio))
    }

    pub(super) fn as_ptr(&self) -> *mut sys::BIO {
        self.0
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        // SAFETY: made by `new`, and freed once.
        unsafe { sys::BIO_free_all(self.0) };
    }
}

/// A private key in PEM, or in DER as encrypted PKCS#8. Without a passphrase that is
/// needed the first error is [`is_passphrase_missing`].
pub(super) fn read_private(
    data: &[u8],
    pem: bool,
    mut given: Option<&[u8]>,
) -> Result<PKey<Private>, ErrorStack> {
    let _ = ErrorStack::get();
    let source = Source::new(data)?;
    let read = if pem {
        sys::PEM_read_bio_PrivateKey
    } else {
        sys::d2i_PKCS8PrivateKey_bio
    };
    let user = (&raw mut given).cast();
    // SAFETY: the source lives, the callback gets what it needs.
    let key = unsafe {
        read(
            source.as_ptr(),
            std::ptr::null_mut(),
            Some(passphrase),
            user,
        )
    };
    if key.is_null() {
        return Err(ErrorStack::get());
    }
    let _ = ErrorStack::get();
    // SAFETY: the key is a new reference that nothing else owns.
    Ok(unsafe { PKey::from_ptr(key) })
}

/// Whether reading failed because there was no passphrase.
pub(super) fn is_passphrase_missing(errors: &ErrorStack) -> bool {
    const PEM: c_int = 9;
    const BAD_PASSWORD_READ: c_int = 104;
    errors.errors().first().is_some_and(|error| {
        error.library_code() == PEM && error.reason_code() == BAD_PASSWORD_READ
    })
}

/// An HMAC in progress.
pub(super) struct Hmac(*mut sys::HMAC_CTX);

impl Hmac {
    pub(super) fn new(digest: &MdRef, key: &[u8]) -> Result<Self, ErrorStack> {
        // SAFETY: makes a context or answers null.
        let context = unsafe { sys::HMAC_CTX_new() };
        if context.is_null() {
            return Err(ErrorStack::get());
        }
        let made = Self(context);
        // An empty key must not be null, which would mean the key of before; a slice's
        // pointer never is.
        let bytes = key.as_ptr();
        let length = c_int::try_from(key.len()).unwrap_or(c_int::MAX);
        // SAFETY: context, key and digest are live.
        let done = unsafe {
            sys::HMAC_Init_ex(
                made.0,
                bytes.cast(),
                length,
                digest.as_ptr(),
                std::ptr::null_mut(),
            )
        };
        if done == 1 {
            Ok(made)
        } else {
            Err(ErrorStack::get())
        }
    }

    /// The whole of it: the HMAC of `data`.
    pub(super) fn once(digest: &MdRef, key: &[u8], data: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let mut made = Self::new(digest, key)?;
        made.update(data);
        Ok(made.finish())
    }

    pub(super) fn update(&mut self, data: &[u8]) {
        // SAFETY: the context is initialised.
        unsafe { sys::HMAC_Update(self.0, data.as_ptr(), data.len()) };
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut out = vec![0; 64];
        let mut length = 0;
        // SAFETY: the context is initialised; no digest is longer than the room.
        unsafe { sys::HMAC_Final(self.0, out.as_mut_ptr(), &raw mut length) };
        out.truncate(length as usize);
        out
    }
}

impl Drop for Hmac {
    fn drop(&mut self) {
        // SAFETY: made by `new`, and freed once.
        unsafe { sys::HMAC_CTX_free(self.0) };
    }
}
