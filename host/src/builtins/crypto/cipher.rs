//! Ciphers in progress: their set-up, authentication tags and lengths, with Node's checks
//! in Node's order.

use openssl::cipher::CipherRef;
use openssl::cipher_ctx::{CipherCtx, CipherCtxFlags};
use openssl::nid::Nid;

use super::failure::{Failure, Outcome, answer_bytes};
use super::{Args, Return, Scope, bytes, index, native, number, optional_length, strings};
use crate::builtins::state;
use crate::builtins::support::{Method, constant, method_table, string, text};

pub(super) const METHODS: &[Method] = method_table! {
    "cipherNames" => names,
    "cipherInfo" => info,
    "cipherCreate" => create,
    "cipherUpdate" => update,
    "cipherFinal" => finish,
    "cipherPadding" => padding,
    "cipherAad" => aad,
    "cipherTag" => tag,
    "cipherExpectTag" => expect_tag,
};

/// What Node keeps of an authentication tag when it decrypts.
#[derive(PartialEq)]
enum Tag {
    Unknown,
    Known(Vec<u8>),
    Passed,
}

/// A cipher between its creation and `final()`.
struct Running {
    /// Gone after `final()`.
    context: Option<CipherCtx>,
    mode: i32,
    authenticated: bool,
    is_chacha: bool,
    encrypt: bool,
    tag_length: Option<usize>,
    tag: Tag,
    made_tag: Option<Vec<u8>>,
    most: usize,
    failed: bool,
}

fn is_authenticated(cipher: &CipherRef) -> bool {
    matches!(
        native::mode(cipher),
        native::MODE_GCM | native::MODE_CCM | native::MODE_OCB
    ) || is_chacha(cipher)
}

fn is_chacha(cipher: &CipherRef) -> bool {
    cipher.nid() == Nid::CHACHA20_POLY1305
}

fn invalid_tag(length: usize) -> Failure {
    Failure::type_error(
        "ERR_CRYPTO_INVALID_AUTH_TAG",
        format!("Invalid authentication tag length: {length}"),
    )
}

fn invalid_iv() -> Failure {
    Failure::type_error("ERR_CRYPTO_INVALID_IV", "Invalid initialization vector")
}

fn valid_gcm_tag(length: usize) -> bool {
    matches!(length, 4 | 8 | 12..=16)
}

impl Running {
    fn new(
        name: &str,
        encrypt: bool,
        key: &[u8],
        iv: Option<&[u8]>,
        tag_length: Option<usize>,
    ) -> Outcome<Self> {
        let cipher = native::cipher(name)
            .ok_or_else(|| Failure::coded("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?;
        let iv = iv.unwrap_or_default();
        let authenticated = is_authenticated(&cipher);
        let expected = cipher.iv_length();
        if (iv.is_empty() && expected != 0)
            || (!authenticated && !iv.is_empty() && iv.len() != expected)
            || (is_chacha(&cipher) && iv.len() > 12)
        {
            return Err(invalid_iv());
        }
        let mode = native::mode(&cipher);
        let mut context = CipherCtx::new()?;
        if mode == native::MODE_WRAP {
            context.set_flags(CipherCtxFlags::FLAG_WRAP_ALLOW);
        }
        initialise(&mut context, encrypt, Some(&cipher), None, None)?;
        let mut made = Self {
            context: None,
            mode,
            authenticated,
            is_chacha: is_chacha(&cipher),
            encrypt,
            tag_length: None,
            tag: Tag::Unknown,
            made_tag: None,
            most: i32::MAX as usize,
            failed: false,
        };
        if authenticated {
            made.set_up_tag(&mut context, name, iv.len(), tag_length)?;
        }
        if context.set_key_length(key.len()).is_err() {
            return Err(Failure::range_error(
                "ERR_CRYPTO_INVALID_KEYLEN",
                "Invalid key length",
            ));
        }
        let iv = (!iv.is_empty()).then_some(iv);
        initialise(&mut context, encrypt, None, Some(key), iv)?;
        made.context = Some(context);
        Ok(made)
    }

    fn set_up_tag(
        &mut self,
        context: &mut CipherCtx,
        name: &str,
        iv_length: usize,
        length: Option<usize>,
    ) -> Outcome<()> {
        context.set_iv_length(iv_length).map_err(|_| invalid_iv())?;
        if self.mode == native::MODE_GCM {
            if let Some(length) = length
                && !valid_gcm_tag(length)
            {
                return Err(invalid_tag(length));
            }
            self.tag_length = length;
            return Ok(());
        }
        let length = match length {
            Some(length) => length,
            None if self.is_chacha => 16,
            None => {
                return Err(Failure::type_error(
                    "ERR_CRYPTO_INVALID_AUTH_TAG",
                    format!("authTagLength required for {name}"),
                ));
            }
        };
        // Longer ones do not fit where OpenSSL keeps them.
        if length > 16 || context.set_tag_length(length).is_err() {
            return Err(invalid_tag(length));
        }
        self.tag_length = Some(length);
        if self.mode == native::MODE_CCM {
            self.most = match iv_length {
                12 => 0xff_ffff,
                13 => 0xffff,
                _ => i32::MAX as usize,
            };
        }
        Ok(())
    }

    /// Hands the tag that `setAuthTag()` was given to OpenSSL, once.
    fn pass_tag(&mut self) -> Outcome<()> {
        if self.encrypt || !self.authenticated {
            return Ok(());
        }
        let (Tag::Known(tag), Some(context)) = (&self.tag, &mut self.context) else {
            return Ok(());
        };
        context.set_tag(tag)?;
        self.tag = Tag::Passed;
        Ok(())
    }

    fn check_length(&self, length: usize) -> Outcome<()> {
        if length > i32::MAX as usize || (self.mode == native::MODE_CCM && length > self.most) {
            return Err(Failure::range_error(
                "ERR_CRYPTO_INVALID_MESSAGELEN",
                "Invalid message length",
            ));
        }
        Ok(())
    }

    fn update(&mut self, data: &[u8]) -> Outcome<Vec<u8>> {
        const REFUSED: &str = "Trying to add data in unsupported state";
        if self.context.is_none() {
            return Err(Failure::queued(REFUSED));
        }
        self.check_length(data.len())?;
        self.pass_tag()?;
        let Some(context) = &mut self.context else {
            return Err(Failure::queued(REFUSED));
        };
        if data.len() + context.block_size() > i32::MAX as usize {
            return Err(Failure::queued(REFUSED));
        }
        let mut out = Vec::new();
        match context.cipher_update_vec(data, &mut out) {
            Ok(_) => Ok(out),
            // Said by `final()`.
            Err(_) if !self.encrypt && self.mode == native::MODE_CCM => {
                self.failed = true;
                Ok(Vec::new())
            }
            Err(errors) => Err(Failure::OpenSsl(errors, REFUSED)),
        }
    }

    fn add_aad(&mut self, data: &[u8], plaintext: Option<usize>) -> Outcome<bool> {
        if self.context.is_none() || !self.authenticated {
            return Ok(false);
        }
        if self.mode == native::MODE_CCM {
            let Some(length) = plaintext else {
                return Err(Failure::type_error(
                    "ERR_MISSING_ARGS",
                    "options.plaintextLength required for CCM mode with AAD",
                ));
            };
            self.check_length(length)?;
            self.pass_tag()?;
            if let Some(context) = &mut self.context
                && context.set_data_len(length).is_err()
            {
                return Ok(false);
            }
        }
        let context = self.context.as_mut();
        Ok(context.is_some_and(|it| it.cipher_update(data, None).is_ok()))
    }

    fn expect_tag(&mut self, tag: &[u8]) -> Outcome<bool> {
        if self.context.is_none() || !self.authenticated || self.encrypt || self.tag != Tag::Unknown
        {
            return Ok(false);
        }
        let length = tag.len();
        let valid = if self.mode == native::MODE_GCM {
            self.tag_length.is_none_or(|it| it == length) && valid_gcm_tag(length)
        } else {
            self.tag_length == Some(length)
        };
        if !valid {
            return Err(invalid_tag(length));
        }
        self.tag_length = Some(length);
        self.tag = Tag::Known(tag.to_vec());
        Ok(true)
    }

    fn finish(&mut self) -> Outcome<Vec<u8>> {
        let message = if self.authenticated {
            "Unsupported state or unable to authenticate data"
        } else {
            "Unsupported state"
        };
        self.pass_tag()?;
        let Some(mut context) = self.context.take() else {
            return Err(Failure::coded("ERR_CRYPTO_INVALID_STATE", "Invalid state"));
        };
        let refused = Err(Failure::OpenSsl(openssl::error::ErrorStack::get(), message));
        if !self.encrypt && self.is_chacha && self.tag != Tag::Passed {
            return refused;
        }
        if !self.encrypt && self.mode == native::MODE_CCM {
            return if self.failed || self.tag != Tag::Passed {
                refused
            } else {
                Ok(Vec::new())
            };
        }
        let mut out = vec![0; context.block_size().max(32)];
        let length = context
            .cipher_final(&mut out)
            .map_err(|errors| Failure::OpenSsl(errors, message))?;
        out.truncate(length);
        if self.encrypt && self.authenticated {
            let mut tag = vec![0; self.tag_length.unwrap_or(16)];
            context
                .tag(&mut tag)
                .map_err(|errors| Failure::OpenSsl(errors, message))?;
            self.made_tag = Some(tag);
        }
        Ok(out)
    }
}

fn initialise(
    context: &mut CipherCtx,
    encrypt: bool,
    cipher: Option<&CipherRef>,
    key: Option<&[u8]>,
    iv: Option<&[u8]>,
) -> Outcome<()> {
    let done = if encrypt {
        context.encrypt_init(cipher, key, iv)
    } else {
        context.decrypt_init(cipher, key, iv)
    };
    done.map_err(|errors| Failure::OpenSsl(errors, "Failed to initialize cipher"))
}

fn names(scope: Scope<'_, '_, '_>, _: Args<'_>, mut rv: Return<'_>) {
    let names = native::cipher_names();
    rv.set(strings(scope, &names).into());
}

fn mode_name(mode: i32) -> Option<&'static str> {
    Some(match mode {
        0 => "stream",
        1 => "ecb",
        2 => "cbc",
        3 => "cfb",
        4 => "ofb",
        5 => "ctr",
        6 => "gcm",
        7 => "ccm",
        0x10001 => "xts",
        0x10002 => "wrap",
        0x10003 => "ocb",
        _ => return None,
    })
}

/// Whether a cipher can have a key and an IV of these lengths; the IV's length if so.
fn fitting(cipher: &CipherRef, key: Option<usize>, iv: Option<usize>) -> Option<usize> {
    let mut length = cipher.iv_length();
    if key.is_none() && iv.is_none() {
        return Some(length);
    }
    let mut context = CipherCtx::new().ok()?;
    context.encrypt_init(Some(cipher), None, None).ok()?;
    if let Some(key) = key {
        context.set_key_length(key).ok()?;
    }
    if let Some(iv) = iv {
        let fits = match native::mode(cipher) {
            native::MODE_CCM => (7..=13).contains(&iv),
            native::MODE_GCM | native::MODE_OCB => context.set_iv_length(iv).is_ok(),
            _ if is_chacha(cipher) => context.set_iv_length(iv).is_ok(),
            _ => iv == length,
        };
        if !fits {
            return None;
        }
        length = iv;
    }
    Some(length)
}

/// `cipherInfo(nameOrNid, keyLength | undefined, ivLength | undefined)`: an object or undefined.
fn info(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = if args.get(0).is_string() {
        text(scope, args.get(0))
    } else {
        let nid = args.get(0).int32_value(scope).unwrap_or(0);
        match Nid::from_raw(nid).short_name() {
            Ok(name) if nid != 0 => name.to_owned(),
            _ => return,
        }
    };
    let key = optional_length(scope, args.get(1));
    let iv = optional_length(scope, args.get(2));
    let Some(cipher) = native::cipher(&name) else {
        return;
    };
    let Some(iv_length) = fitting(&cipher, key, iv) else {
        return;
    };
    let mode = native::mode(&cipher);
    let result = v8::Object::new(scope);
    if let Some(mode) = mode_name(mode) {
        let mode = string(scope, mode);
        constant(scope, result, "mode", mode.into());
    }
    let known = cipher.nid().short_name().map(str::to_lowercase);
    let name = string(scope, &known.unwrap_or(name));
    constant(scope, result, "name", name.into());
    let nid = v8::Integer::new(scope, cipher.nid().as_raw());
    constant(scope, result, "nid", nid.into());
    if mode != native::MODE_STREAM {
        let size = number(scope, cipher.block_size());
        constant(scope, result, "blockSize", size);
    }
    if iv_length != 0 {
        let size = number(scope, iv_length);
        constant(scope, result, "ivLength", size);
    }
    let size = number(scope, key.unwrap_or_else(|| cipher.key_length()));
    constant(scope, result, "keyLength", size);
    rv.set(result.into());
}

/// `cipherCreate(name, encrypt, key, iv | null, tagLength | undefined)`: the state.
fn create(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    let name = text(scope, args.get(0));
    let encrypt = args.get(1).is_true();
    let key = bytes::copy(args.get(2));
    let iv = (!args.get(3).is_null()).then(|| bytes::copy(args.get(3)));
    let tag_length = optional_length(scope, args.get(4));
    match Running::new(&name, encrypt, &key, iv.as_deref(), tag_length) {
        Ok(running) => {
            if let Some(object) = state::wrap(scope, running) {
                rv.set(object.into());
            }
        }
        Err(failure) => failure.throw(scope),
    }
}

/// `cipherUpdate(state, bytes)`: an ArrayBuffer.
fn update(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        let made = bytes::with_bytes(args.get(1), |data| running.update(data));
        answer_bytes(scope, rv, made);
    }
}

/// `cipherFinal(state)`: an ArrayBuffer.
fn finish(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let made = running.borrow_mut().finish();
        answer_bytes(scope, rv, made);
    }
}

/// `cipherPadding(state, on)`: whether the state still takes it.
fn padding(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        if let Some(context) = &mut running.context {
            context.set_padding(args.get(1).is_true());
            rv.set_bool(true);
        }
    }
}

fn answer_bool(scope: &mut v8::PinScope<'_, '_>, mut rv: Return<'_>, outcome: Outcome<bool>) {
    match outcome {
        Ok(done) => rv.set_bool(done),
        Err(failure) => failure.throw(scope),
    }
}

/// `cipherAad(state, bytes, plaintextLength | undefined)`: whether the state takes it.
fn aad(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let plaintext = match args.get(2).is_number() {
            true => Some(index(scope, args.get(2))),
            false => None,
        };
        let mut running = running.borrow_mut();
        let done = bytes::with_bytes(args.get(1), |data| running.add_aad(data, plaintext));
        answer_bool(scope, rv, done);
    }
}

/// `cipherTag(state)`: an ArrayBuffer; undefined if there is none.
fn tag(scope: Scope<'_, '_, '_>, args: Args<'_>, mut rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0))
        && let Some(tag) = &running.borrow().made_tag
    {
        rv.set(bytes::copied(scope, tag).into());
    }
}

/// `cipherExpectTag(state, bytes)`: whether the state takes it.
fn expect_tag(scope: Scope<'_, '_, '_>, args: Args<'_>, rv: Return<'_>) {
    if let Some(running) = state::get::<Running>(scope, args.get(0)) {
        let mut running = running.borrow_mut();
        let done = bytes::with_bytes(args.get(1), |tag| running.expect_tag(tag));
        answer_bool(scope, rv, done);
    }
}
