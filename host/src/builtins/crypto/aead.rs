//! GCM and ChaCha20-Poly1305 from their primitives: a stream cipher beside a
//! universal hash. The one-shot crates cannot give out data before the end, which
//! `cipher.update()` must.
//!
//! Deliberately absent: comparing tags, which `cipher` does.

use cipher::{KeyInit, KeyIvInit, StreamCipher};
use ghash::GHash;
use poly1305::Poly1305;
use poly1305::universal_hash::UniversalHash;

use super::cipher::{AesBlock, BLOCK, Failure};

/// What both have: encrypts or decrypts, and authenticates on the way.
pub(super) enum Aead {
    Gcm {
        stream: Box<dyn StreamCipher + Send>,
        /// Hides the tag.
        mask: [u8; BLOCK],
        sections: Box<Sections<GHash>>,
    },
    ChaChaPoly {
        stream: Box<chacha20::ChaCha20>,
        sections: Box<Sections<Poly1305>>,
    },
}

impl Aead {
    /// GCM over `Aes`.
    ///
    /// # Errors
    /// `KeyLength`, `IvLength`.
    pub(super) fn gcm<Aes>(key: &[u8], iv: &[u8]) -> Result<Aead, Failure>
    where
        Aes: KeyInit
            + cipher::BlockCipherEncrypt
            + cipher::BlockSizeUser<BlockSize = cipher::consts::U16>,
        ctr::Ctr32BE<Aes>: KeyIvInit + StreamCipher + Send + 'static,
    {
        let aes = Aes::new_from_slice(key).map_err(|_| Failure::KeyLength)?;
        let mut subkey = AesBlock::default();
        aes.encrypt_block(&mut subkey);
        let counter = gcm_counter(&subkey, iv);
        let mut stream =
            ctr::Ctr32BE::<Aes>::new_from_slices(key, &counter).map_err(|_| Failure::IvLength)?;
        let mut mask = [0; BLOCK];
        stream.apply_keystream(&mut mask);
        Ok(Aead::Gcm {
            stream: Box::new(stream),
            mask,
            sections: Box::new(Sections::new(GHash::new(&subkey))),
        })
    }

    /// ChaCha20-Poly1305 with a nonce of up to 12 bytes.
    ///
    /// # Errors
    /// `IvLength`.
    pub(super) fn chacha20_poly1305(key: &[u8], iv: &[u8]) -> Result<Aead, Failure> {
        let mut nonce = [0; 12];
        let start = nonce.len().checked_sub(iv.len()).ok_or(Failure::IvLength)?;
        nonce[start..].copy_from_slice(iv);
        let mut stream =
            chacha20::ChaCha20::new_from_slices(key, &nonce).map_err(|_| Failure::IvLength)?;
        let mut block = [0; 64];
        stream.apply_keystream(&mut block);
        let mut one_time = poly1305::Key::default();
        one_time.copy_from_slice(&block[..32]);
        Ok(Aead::ChaChaPoly {
            stream: Box::new(stream),
            sections: Box::new(Sections::new(Poly1305::new(&one_time))),
        })
    }

    /// Adds data that is authenticated and not encrypted.
    pub(super) fn aad(&mut self, data: &[u8]) {
        match self {
            Aead::Gcm { sections, .. } => sections.aad(data),
            Aead::ChaChaPoly { sections, .. } => sections.aad(data),
        }
    }

    /// Encrypts or decrypts the next piece; what is authenticated is the ciphertext.
    pub(super) fn update(&mut self, data: &[u8], encrypt: bool) -> Vec<u8> {
        let mut out = data.to_vec();
        if !encrypt {
            self.authenticate(data);
        }
        match self {
            Aead::Gcm { stream, .. } => stream.apply_keystream(&mut out),
            Aead::ChaChaPoly { stream, .. } => stream.apply_keystream(&mut out),
        }
        if encrypt {
            self.authenticate(&out);
        }
        out
    }

    fn authenticate(&mut self, ciphertext: &[u8]) {
        match self {
            Aead::Gcm { sections, .. } => sections.text(ciphertext),
            Aead::ChaChaPoly { sections, .. } => sections.text(ciphertext),
        }
    }

    /// The tag.
    pub(super) fn finish(self) -> [u8; BLOCK] {
        match self {
            Aead::Gcm { mask, sections, .. } => {
                let mut tag = sections.finish(|aad, text| {
                    (((u128::from(aad) * 8) << 64) | (u128::from(text) * 8)).to_be_bytes()
                });
                for (byte, mask) in tag.iter_mut().zip(mask) {
                    *byte ^= mask;
                }
                tag
            }
            Aead::ChaChaPoly { sections, .. } => sections
                .finish(|aad, text| ((u128::from(text) << 64) | u128::from(aad)).to_le_bytes()),
        }
    }
}

/// A universal hash fed with zero-padded sections, as GCM and
/// ChaCha20-Poly1305 authenticate.
pub(super) struct Sections<H> {
    hash: H,
    partial: Vec<u8>,
    aad: u64,
    text: u64,
}

impl<H> Sections<H>
where
    H: UniversalHash + cipher::BlockSizeUser<BlockSize = cipher::consts::U16>,
{
    fn new(hash: H) -> Self {
        Sections {
            hash,
            partial: Vec::with_capacity(BLOCK),
            aad: 0,
            text: 0,
        }
    }

    fn absorb(&mut self, mut data: &[u8]) {
        if !self.partial.is_empty() {
            let take = data.len().min(BLOCK - self.partial.len());
            let (head, tail) = data.split_at(take);
            self.partial.extend_from_slice(head);
            data = tail;
            if self.partial.len() < BLOCK {
                return;
            }
            self.close();
        }
        let whole = data.len() / BLOCK * BLOCK;
        self.hash.update_padded(&data[..whole]);
        self.partial.extend_from_slice(&data[whole..]);
    }

    /// Ends a section: fills its last block up with zeros.
    fn close(&mut self) {
        self.hash.update_padded(&self.partial);
        self.partial.clear();
    }

    fn aad(&mut self, data: &[u8]) {
        self.aad += data.len() as u64;
        self.absorb(data);
    }

    fn text(&mut self, data: &[u8]) {
        if self.text == 0 && !data.is_empty() {
            self.close();
        }
        self.text += data.len() as u64;
        self.absorb(data);
    }

    fn finish(mut self, lengths: impl FnOnce(u64, u64) -> [u8; BLOCK]) -> [u8; BLOCK] {
        self.close();
        self.hash.update_padded(&lengths(self.aad, self.text));
        self.hash.finalize().into()
    }
}

/// The first counter block of GCM (SP 800-38D, 7.1).
fn gcm_counter(subkey: &AesBlock, iv: &[u8]) -> [u8; BLOCK] {
    if iv.len() == 12 {
        let mut counter = [0; BLOCK];
        counter[..12].copy_from_slice(iv);
        counter[15] = 1;
        return counter;
    }
    let mut hash = GHash::new(subkey);
    hash.update_padded(iv);
    hash.update_padded(&(iv.len() as u128 * 8).to_be_bytes());
    hash.finalize().into()
}
