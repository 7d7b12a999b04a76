//! A cipher in progress: its set-up, authentication tags and lengths, with Node's checks in
//! Node's order.

use openssl::cipher::CipherRef;
use openssl::cipher_ctx::{CipherCtx, CipherCtxFlags};
use openssl::nid::Nid;

use super::failure::{Failure, Outcome};
use super::native;

/// What Node keeps of an authentication tag when it decrypts.
#[derive(PartialEq)]
enum Tag {
    Unknown,
    Known(Vec<u8>),
    Passed,
}

/// A cipher between its creation and `final()`.
pub(super) struct Running {
    /// Gone after `final()`.
    pub(super) context: Option<CipherCtx>,
    mode: i32,
    authenticated: bool,
    is_chacha: bool,
    encrypt: bool,
    tag_length: Option<usize>,
    tag: Tag,
    pub(super) made_tag: Option<Vec<u8>>,
    most: usize,
    failed: bool,
}

fn is_authenticated(cipher: &CipherRef) -> bool {
    matches!(
        native::mode(cipher),
        native::MODE_GCM | native::MODE_CCM | native::MODE_OCB
    ) || is_chacha(cipher)
}

pub(super) fn is_chacha(cipher: &CipherRef) -> bool {
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
    pub(super) fn new(
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

    pub(super) fn update(&mut self, data: &[u8]) -> Outcome<Vec<u8>> {
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

    pub(super) fn add_aad(&mut self, data: &[u8], plaintext: Option<usize>) -> Outcome<bool> {
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

    pub(super) fn expect_tag(&mut self, tag: &[u8]) -> Outcome<bool> {
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

    pub(super) fn finish(&mut self) -> Outcome<Vec<u8>> {
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
