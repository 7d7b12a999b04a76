//! Symmetric ciphers that take their input piece by piece.
//!
//! Owns the table of names, block modes and their padding; `aead` has the modes
//! that authenticate. Deliberately absent: CCM, OCB, CFB, OFB, XTS, key wrap, and
//! every cipher but AES and ChaCha20.

use super::aead::Aead;
use cipher::{
    BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit, StreamCipher, StreamCipherSeek,
};

/// Bytes of a block of AES, and of a tag.
pub(super) const BLOCK: usize = 16;

/// How a cipher treats its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Cbc,
    Ecb,
    Ctr,
    Gcm,
    Stream,
    Poly1305,
}

/// One cipher as `crypto.getCipherInfo()` describes it.
pub(crate) struct Info {
    /// The name `createCipheriv` is given.
    pub(crate) name: &'static str,
    /// The name OpenSSL reports for it.
    pub(crate) reported: &'static str,
    pub(crate) nid: u32,
    pub(crate) mode: Mode,
    /// Bytes.
    pub(crate) key_length: usize,
    /// Bytes; 0 if there is none.
    pub(crate) iv_length: usize,
}

const fn info(
    name: &'static str,
    reported: &'static str,
    nid: u32,
    mode: Mode,
    key_length: usize,
) -> Info {
    let iv_length = match mode {
        Mode::Ecb => 0,
        Mode::Gcm | Mode::Poly1305 => 12,
        _ => 16,
    };
    Info {
        name,
        reported,
        nid,
        mode,
        key_length,
        iv_length,
    }
}

/// Every cipher here, in the order of `crypto.getCiphers()`.
pub(crate) const CIPHERS: [Info; 20] = [
    info("aes-128-cbc", "aes-128-cbc", 419, Mode::Cbc, 16),
    info("aes-128-ctr", "aes-128-ctr", 904, Mode::Ctr, 16),
    info("aes-128-ecb", "aes-128-ecb", 418, Mode::Ecb, 16),
    info("aes-128-gcm", "id-aes128-gcm", 895, Mode::Gcm, 16),
    info("aes-192-cbc", "aes-192-cbc", 423, Mode::Cbc, 24),
    info("aes-192-ctr", "aes-192-ctr", 905, Mode::Ctr, 24),
    info("aes-192-ecb", "aes-192-ecb", 422, Mode::Ecb, 24),
    info("aes-192-gcm", "id-aes192-gcm", 898, Mode::Gcm, 24),
    info("aes-256-cbc", "aes-256-cbc", 427, Mode::Cbc, 32),
    info("aes-256-ctr", "aes-256-ctr", 906, Mode::Ctr, 32),
    info("aes-256-ecb", "aes-256-ecb", 426, Mode::Ecb, 32),
    info("aes-256-gcm", "id-aes256-gcm", 901, Mode::Gcm, 32),
    info("aes128", "aes-128-cbc", 419, Mode::Cbc, 16),
    info("aes192", "aes-192-cbc", 423, Mode::Cbc, 24),
    info("aes256", "aes-256-cbc", 427, Mode::Cbc, 32),
    info("chacha20", "chacha20", 1019, Mode::Stream, 32),
    info(
        "chacha20-poly1305",
        "chacha20-poly1305",
        1018,
        Mode::Poly1305,
        32,
    ),
    info("id-aes128-GCM", "id-aes128-gcm", 895, Mode::Gcm, 16),
    info("id-aes192-GCM", "id-aes192-gcm", 898, Mode::Gcm, 24),
    info("id-aes256-GCM", "id-aes256-gcm", 901, Mode::Gcm, 32),
];

/// The cipher of a name, in any case.
pub(crate) fn find(name: &str) -> Option<&'static Info> {
    CIPHERS
        .iter()
        .find(|cipher| cipher.name.eq_ignore_ascii_case(name))
}

/// Why a cipher could not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The key has the wrong length.
    KeyLength,
    /// The initialisation vector has the wrong length.
    IvLength,
    /// The input does not end at a block.
    FinalBlockLength,
    /// The padding is wrong.
    BadDecrypt,
    /// The tag does not fit, or is missing.
    Authentication,
}

pub(super) type AesBlock = cipher::array::Array<u8, cipher::consts::U16>;

/// A mode that works on whole blocks.
trait Blocks: Send {
    fn apply(&mut self, blocks: &mut [AesBlock]);
}

struct Encrypting<M>(M);
struct Decrypting<M>(M);

impl<M> Blocks for Encrypting<M>
where
    M: BlockModeEncrypt + cipher::BlockSizeUser<BlockSize = cipher::consts::U16> + Send,
{
    fn apply(&mut self, blocks: &mut [AesBlock]) {
        self.0.encrypt_blocks(blocks);
    }
}

impl<M> Blocks for Decrypting<M>
where
    M: BlockModeDecrypt + cipher::BlockSizeUser<BlockSize = cipher::consts::U16> + Send,
{
    fn apply(&mut self, blocks: &mut [AesBlock]) {
        self.0.decrypt_blocks(blocks);
    }
}

/// A block mode with what has not filled a block yet.
struct Blocked {
    mode: Box<dyn Blocks>,
    pending: Vec<u8>,
    encrypt: bool,
}

enum State {
    Blocked(Blocked),
    Stream(Box<dyn StreamCipher + Send>),
    Aead(Box<Aead>),
}

/// A cipher in progress.
pub(crate) struct Cipher {
    state: State,
    encrypt: bool,
    padding: bool,
    /// The tag to expect (decrypting), or the tag made (encrypting).
    tag: Option<Vec<u8>>,
    /// Bytes.
    tag_length: usize,
}

macro_rules! with_aes {
    ($length:expr, $aes:ident => $body:expr) => {
        match $length {
            16 => {
                type $aes = aes::Aes128;
                $body
            }
            24 => {
                type $aes = aes::Aes192;
                $body
            }
            _ => {
                type $aes = aes::Aes256;
                $body
            }
        }
    };
}

impl Cipher {
    /// A cipher of the named kind.
    ///
    /// # Errors
    /// `KeyLength` and `IvLength`.
    pub(crate) fn new(
        info: &Info,
        encrypt: bool,
        key: &[u8],
        iv: &[u8],
        tag_length: usize,
    ) -> Result<Cipher, Failure> {
        let any_iv = matches!(info.mode, Mode::Gcm | Mode::Poly1305);
        if any_iv && iv.is_empty() || !any_iv && iv.len() != info.iv_length {
            return Err(Failure::IvLength);
        }
        if info.mode == Mode::Poly1305 && iv.len() > 12 {
            return Err(Failure::IvLength);
        }
        if key.len() != info.key_length {
            return Err(Failure::KeyLength);
        }
        let state = start(info.mode, encrypt, key, iv)?;
        Ok(Cipher {
            state,
            encrypt,
            padding: true,
            tag: None,
            tag_length,
        })
    }

    /// PKCS#7 padding at the end, or none.
    pub(crate) fn set_padding(&mut self, on: bool) {
        self.padding = on;
    }

    /// The tag that decryption must find.
    pub(crate) fn expect_tag(&mut self, tag: &[u8]) {
        self.tag = Some(tag.to_vec());
    }

    /// The tag that encryption made.
    pub(crate) fn tag(&self) -> Option<&[u8]> {
        self.tag.as_deref()
    }

    /// Adds data that is authenticated and not encrypted.
    pub(crate) fn aad(&mut self, data: &[u8]) {
        if let State::Aead(aead) = &mut self.state {
            aead.aad(data);
        }
    }

    /// Takes the next input and gives what of the output is ready.
    pub(crate) fn update(&mut self, data: &[u8]) -> Vec<u8> {
        match &mut self.state {
            State::Blocked(blocked) => blocked.update(data, self.padding),
            State::Stream(stream) => {
                let mut out = data.to_vec();
                stream.apply_keystream(&mut out);
                out
            }
            State::Aead(aead) => aead.update(data, self.encrypt),
        }
    }

    /// The rest of the output. The cipher is of no use after it.
    ///
    /// # Errors
    /// `FinalBlockLength`, `BadDecrypt`, `Authentication`.
    pub(crate) fn finish(&mut self) -> Result<Vec<u8>, Failure> {
        let done = std::mem::replace(
            &mut self.state,
            State::Blocked(Blocked {
                mode: Box::new(Spent),
                pending: Vec::new(),
                encrypt: true,
            }),
        );
        let made = match done {
            State::Blocked(blocked) => return blocked.finish(self.padding),
            State::Stream(_) => return Ok(Vec::new()),
            State::Aead(aead) => aead.finish(),
        };
        if self.encrypt {
            self.tag = Some(made[..self.tag_length].to_vec());
            return Ok(Vec::new());
        }
        match &self.tag {
            Some(tag) if same(tag, &made[..tag.len().min(BLOCK)]) => Ok(Vec::new()),
            _ => Err(Failure::Authentication),
        }
    }
}

/// Compares in a time that tells nothing about where two byte strings differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    bool::from(subtle::ConstantTimeEq::ct_eq(a, b))
}

/// The beginning of a cipher.
fn start(mode: Mode, encrypt: bool, key: &[u8], iv: &[u8]) -> Result<State, Failure> {
    Ok(match mode {
        Mode::Cbc => with_aes!(key.len(), Aes => blocked(if encrypt {
            Box::new(Encrypting(keyed::<cbc::Encryptor<Aes>>(key, iv)?))
        } else {
            Box::new(Decrypting(keyed::<cbc::Decryptor<Aes>>(key, iv)?))
        }, encrypt)),
        Mode::Ecb => with_aes!(key.len(), Aes => blocked(if encrypt {
            let mode = ecb::Encryptor::<Aes>::new_from_slice(key);
            Box::new(Encrypting(mode.map_err(|_| Failure::KeyLength)?))
        } else {
            let mode = ecb::Decryptor::<Aes>::new_from_slice(key);
            Box::new(Decrypting(mode.map_err(|_| Failure::KeyLength)?))
        }, encrypt)),
        Mode::Ctr => with_aes!(key.len(), Aes => {
            State::Stream(Box::new(keyed::<ctr::Ctr128BE<Aes>>(key, iv)?))
        }),
        Mode::Gcm => with_aes!(key.len(), Aes => State::Aead(Box::new(Aead::gcm::<Aes>(key, iv)?))),
        Mode::Stream => {
            // OpenSSL's 16 bytes are a 32 bit little-endian counter and the nonce.
            let (counter, nonce) = iv.split_first_chunk().ok_or(Failure::IvLength)?;
            let mut stream = keyed::<chacha20::ChaCha20>(key, nonce)?;
            stream
                .try_seek(u64::from(u32::from_le_bytes(*counter)) * 64)
                .map_err(|_| Failure::IvLength)?;
            State::Stream(Box::new(stream))
        }
        Mode::Poly1305 => State::Aead(Box::new(Aead::chacha20_poly1305(key, iv)?)),
    })
}

/// Takes the place of a block mode that has ended.
struct Spent;

impl Blocks for Spent {
    fn apply(&mut self, _blocks: &mut [AesBlock]) {}
}

fn keyed<M: KeyIvInit>(key: &[u8], iv: &[u8]) -> Result<M, Failure> {
    M::new_from_slices(key, iv).map_err(|_| Failure::IvLength)
}

fn blocked(mode: Box<dyn Blocks>, encrypt: bool) -> State {
    State::Blocked(Blocked {
        mode,
        pending: Vec::new(),
        encrypt,
    })
}

impl Blocked {
    fn update(&mut self, data: &[u8], padding: bool) -> Vec<u8> {
        let mut out = std::mem::take(&mut self.pending);
        out.extend_from_slice(data);
        let mut whole = out.len() / BLOCK * BLOCK;
        if padding && !self.encrypt && whole == out.len() && whole > 0 {
            // The last block holds the padding; which is the last one is not known yet.
            whole -= BLOCK;
        }
        self.pending = out.split_off(whole);
        self.apply(&mut out);
        out
    }

    fn apply(&mut self, data: &mut [u8]) {
        let (blocks, rest) = AesBlock::slice_as_chunks_mut(data);
        debug_assert!(rest.is_empty(), "only whole blocks arrive here");
        self.mode.apply(blocks);
    }

    fn finish(mut self, padding: bool) -> Result<Vec<u8>, Failure> {
        let mut out = std::mem::take(&mut self.pending);
        if !padding {
            return if out.is_empty() {
                Ok(out)
            } else {
                Err(Failure::FinalBlockLength)
            };
        }
        if self.encrypt {
            let fill = BLOCK - out.len() % BLOCK;
            let byte = u8::try_from(fill).unwrap_or(16);
            out.resize(out.len() + fill, byte);
            self.apply(&mut out);
            return Ok(out);
        }
        if out.len() != BLOCK {
            return Err(Failure::FinalBlockLength);
        }
        self.apply(&mut out);
        let fill = usize::from(out[BLOCK - 1]);
        let valid = (1..=BLOCK).contains(&fill)
            && out[BLOCK - fill..]
                .iter()
                .all(|byte| usize::from(*byte) == fill);
        if !valid {
            return Err(Failure::BadDecrypt);
        }
        out.truncate(BLOCK - fill);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(name: &str, iv: &[u8], pieces: &[usize]) {
        let info = find(name).expect("a listed cipher");
        let key = vec![7; info.key_length];
        let total: usize = pieces.iter().sum();
        let text: Vec<u8> = (0..=255).cycle().take(total).collect();
        let mut sealing = Cipher::new(info, true, &key, iv, BLOCK).expect("lengths fit");
        sealing.aad(b"header");
        let mut sealed = Vec::new();
        let mut at = 0;
        for piece in pieces {
            sealed.extend(sealing.update(&text[at..at + piece]));
            at += piece;
        }
        sealed.extend(sealing.finish().expect("sealing cannot fail"));
        let mut opening = Cipher::new(info, false, &key, iv, BLOCK).expect("lengths fit");
        opening.aad(b"header");
        if let Some(tag) = sealing.tag() {
            opening.expect_tag(tag);
        }
        let mut opened = opening.update(&sealed[..sealed.len() / 2]);
        opened.extend(opening.update(&sealed[sealed.len() / 2..]));
        opened.extend(opening.finish().expect("what was sealed opens"));
        assert_eq!(opened, text, "{name} {pieces:?}");
    }

    #[test]
    fn cipher_round_trips_in_any_pieces() {
        for cipher in &CIPHERS {
            let iv = vec![3; cipher.iv_length];
            for pieces in [&[0][..], &[16], &[1, 2, 3], &[16, 16], &[5, 40, 3, 64]] {
                round_trip(cipher.name, &iv, pieces);
            }
        }
    }

    #[test]
    fn gcm_tag_of_nothing_with_a_long_iv() {
        let info = find("aes-128-gcm").expect("a listed cipher");
        let mut cipher = Cipher::new(info, true, &[0; 16], &[0; 16], BLOCK).expect("lengths fit");
        cipher.finish().expect("sealing cannot fail");
        let start = &cipher.tag().expect("made by finish")[..4];
        assert_eq!(start, [0xe8, 0x23, 0xb7, 0xf1]);
    }

    #[test]
    fn decryption_rejects_bad_padding_and_bad_tags() {
        let cbc = find("aes-128-cbc").expect("a listed cipher");
        let mut opening = Cipher::new(cbc, false, &[0; 16], &[0; 16], 0).expect("lengths fit");
        opening.update(&[0; 16]);
        assert_eq!(opening.finish(), Err(Failure::BadDecrypt));
        let gcm = find("aes-128-gcm").expect("a listed cipher");
        let mut opening = Cipher::new(gcm, false, &[0; 16], &[0; 12], 16).expect("lengths fit");
        opening.expect_tag(&[0; 16]);
        assert_eq!(opening.finish(), Err(Failure::Authentication));
        assert_eq!(
            Cipher::new(cbc, true, &[0; 15], &[0; 16], 0).err(),
            Some(Failure::KeyLength)
        );
    }
}
