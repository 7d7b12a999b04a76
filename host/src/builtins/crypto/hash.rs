//! Message digests, HMAC and the key derivations that stand on them.
//!
//! Owns the table of algorithm names and the running states; knows nothing of
//! V8. Deliberately absent: the digests that OpenSSL only offers by its legacy
//! provider (MD4, Whirlpool).

use digest::{DynDigest, ExtendableOutput, KeyInit, Mac, Update, XofReader};

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512_224,
    Sha512_256,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
    Blake2b512,
    Blake2s256,
    Ripemd160,
    Sm3,
    Md5Sha1,
    Shake128,
    Shake256,
}

/// Every name `crypto.getHashes()` lists, in its order, with what it means.
pub(crate) const NAMES: [(&str, Algorithm); 52] = {
    use Algorithm::*;
    [
        ("RSA-MD5", Md5),
        ("RSA-RIPEMD160", Ripemd160),
        ("RSA-SHA1", Sha1),
        ("RSA-SHA1-2", Sha1),
        ("RSA-SHA224", Sha224),
        ("RSA-SHA256", Sha256),
        ("RSA-SHA3-224", Sha3_224),
        ("RSA-SHA3-256", Sha3_256),
        ("RSA-SHA3-384", Sha3_384),
        ("RSA-SHA3-512", Sha3_512),
        ("RSA-SHA384", Sha384),
        ("RSA-SHA512", Sha512),
        ("RSA-SHA512/224", Sha512_224),
        ("RSA-SHA512/256", Sha512_256),
        ("RSA-SM3", Sm3),
        ("blake2b512", Blake2b512),
        ("blake2s256", Blake2s256),
        ("id-rsassa-pkcs1-v1_5-with-sha3-224", Sha3_224),
        ("id-rsassa-pkcs1-v1_5-with-sha3-256", Sha3_256),
        ("id-rsassa-pkcs1-v1_5-with-sha3-384", Sha3_384),
        ("id-rsassa-pkcs1-v1_5-with-sha3-512", Sha3_512),
        ("md5", Md5),
        ("md5-sha1", Md5Sha1),
        ("md5WithRSAEncryption", Md5),
        ("ripemd", Ripemd160),
        ("ripemd160", Ripemd160),
        ("ripemd160WithRSA", Ripemd160),
        ("rmd160", Ripemd160),
        ("sha1", Sha1),
        ("sha1WithRSAEncryption", Sha1),
        ("sha224", Sha224),
        ("sha224WithRSAEncryption", Sha224),
        ("sha256", Sha256),
        ("sha256WithRSAEncryption", Sha256),
        ("sha3-224", Sha3_224),
        ("sha3-256", Sha3_256),
        ("sha3-384", Sha3_384),
        ("sha3-512", Sha3_512),
        ("sha384", Sha384),
        ("sha384WithRSAEncryption", Sha384),
        ("sha512", Sha512),
        ("sha512-224", Sha512_224),
        ("sha512-224WithRSAEncryption", Sha512_224),
        ("sha512-256", Sha512_256),
        ("sha512-256WithRSAEncryption", Sha512_256),
        ("sha512WithRSAEncryption", Sha512),
        ("shake128", Shake128),
        ("shake256", Shake256),
        ("sm3", Sm3),
        ("sm3WithRSAEncryption", Sm3),
        ("ssl3-md5", Md5),
        ("ssl3-sha1", Sha1),
    ]
};

/// Names that are understood and not listed.
const ALIASES: [(&str, Algorithm); 16] = {
    use Algorithm::*;
    [
        ("sha-1", Sha1),
        ("sha-224", Sha224),
        ("sha-256", Sha256),
        ("sha2-224", Sha224),
        ("sha2-256", Sha256),
        ("sha-384", Sha384),
        ("sha2-384", Sha384),
        ("sha-512", Sha512),
        ("sha2-512", Sha512),
        ("sha512/224", Sha512_224),
        ("sha512/256", Sha512_256),
        ("sha-512/256", Sha512_256),
        ("ripemd-160", Ripemd160),
        ("blake2b-512", Blake2b512),
        ("shake-128", Shake128),
        ("shake-256", Shake256),
    ]
};

/// Runs `$body` with `$digest` as the algorithm's type and `$mac` as its HMAC;
/// `$other` for the algorithms that have no HMAC.
macro_rules! with_digest {
    ($algorithm:expr, $digest:ident, $mac:ident => $body:expr, $other:expr) => {
        with_digest!(@arms $algorithm, $digest, $mac, $body, $other,
            eager [
                Md5 md5::Md5, Sha1 sha1::Sha1, Sha224 sha2::Sha224, Sha256 sha2::Sha256,
                Sha384 sha2::Sha384, Sha512 sha2::Sha512, Sha512_224 sha2::Sha512_224,
                Sha512_256 sha2::Sha512_256, Ripemd160 ripemd::Ripemd160, Sm3 sm3::Sm3
            ]
            simple [
                Sha3_224 sha3::Sha3_224, Sha3_256 sha3::Sha3_256, Sha3_384 sha3::Sha3_384,
                Sha3_512 sha3::Sha3_512, Blake2b512 blake2::Blake2b512, Blake2s256 blake2::Blake2s256
            ])
    };
    (@arms $algorithm:expr, $digest:ident, $mac:ident, $body:expr, $other:expr,
        eager [$($e:ident $et:ty),*] simple [$($s:ident $st:ty),*]) => {
        match $algorithm {
            $(Algorithm::$e => {
                #[allow(dead_code, reason = "a body may need only one of the two")]
                type $digest = $et;
                #[allow(dead_code, reason = "a body may need only one of the two")]
                type $mac = hmac::Hmac<$et>;
                $body
            })*
            $(Algorithm::$s => {
                #[allow(dead_code, reason = "a body may need only one of the two")]
                type $digest = $st;
                #[allow(dead_code, reason = "a body may need only one of the two")]
                type $mac = hmac::SimpleHmac<$st>;
                $body
            })*
            Algorithm::Md5Sha1 | Algorithm::Shake128 | Algorithm::Shake256 => $other,
        }
    };
}

pub(super) use with_digest;

impl Algorithm {
    /// The algorithm of a name, in any case.
    pub(crate) fn find(name: &str) -> Option<Algorithm> {
        let same = |entry: &&(&str, Algorithm)| entry.0.eq_ignore_ascii_case(name);
        NAMES
            .iter()
            .find(same)
            .or_else(|| ALIASES.iter().find(same))
            .map(|entry| entry.1)
    }

    /// Bytes of a digest; for the extendable ones what OpenSSL takes when no
    /// length is asked for.
    pub(crate) fn output_size(self) -> usize {
        with_digest!(self, D, _M => <D as digest::Digest>::output_size(), match self {
            Algorithm::Md5Sha1 => 36,
            Algorithm::Shake256 => 32,
            _ => 16,
        })
    }
}

/// A digest in progress.
pub(crate) enum Hasher {
    Fixed(Box<dyn DynDigest>),
    /// MD5 and SHA-1 of the same input, one after the other (TLS 1.0).
    Pair(Box<(md5::Md5, sha1::Sha1)>),
    Shake128(Box<shake::Shake128>),
    Shake256(Box<shake::Shake256>),
}

impl Hasher {
    /// A fresh state.
    pub(crate) fn new(algorithm: Algorithm) -> Hasher {
        with_digest!(algorithm, D, _M => Hasher::Fixed(Box::new(<D as Default>::default())), match algorithm {
            Algorithm::Md5Sha1 => Hasher::Pair(Box::default()),
            Algorithm::Shake256 => Hasher::Shake256(Box::default()),
            _ => Hasher::Shake128(Box::default()),
        })
    }

    /// Absorbs `data`.
    pub(crate) fn update(&mut self, data: &[u8]) {
        match self {
            Hasher::Fixed(state) => state.update(data),
            Hasher::Pair(pair) => {
                Update::update(&mut pair.0, data);
                Update::update(&mut pair.1, data);
            }
            Hasher::Shake128(state) => state.update(data),
            Hasher::Shake256(state) => state.update(data),
        }
    }

    /// A copy that goes on from the same point.
    pub(crate) fn fork(&self) -> Hasher {
        match self {
            Hasher::Fixed(state) => Hasher::Fixed(state.box_clone()),
            Hasher::Pair(pair) => Hasher::Pair(pair.clone()),
            Hasher::Shake128(state) => Hasher::Shake128(state.clone()),
            Hasher::Shake256(state) => Hasher::Shake256(state.clone()),
        }
    }

    /// The digest. `length` counts for the extendable algorithms only.
    pub(crate) fn finish(self, length: usize) -> Vec<u8> {
        let squeeze = |mut reader: Box<dyn XofReader>| {
            let mut out = vec![0; length];
            reader.read(&mut out);
            out
        };
        match self {
            Hasher::Fixed(mut state) => state.finalize_reset().into_vec(),
            Hasher::Pair(pair) => {
                let mut out = digest::Digest::finalize(pair.0).to_vec();
                out.extend_from_slice(&digest::Digest::finalize(pair.1));
                out
            }
            Hasher::Shake128(state) => squeeze(Box::new(state.finalize_xof())),
            Hasher::Shake256(state) => squeeze(Box::new(state.finalize_xof())),
        }
    }
}

/// A keyed digest in progress.
pub(crate) trait Keyed {
    /// Absorbs `data`.
    fn absorb(&mut self, data: &[u8]);
    /// The tag.
    fn finish(self: Box<Self>) -> Vec<u8>;
}

impl<M: Mac> Keyed for M {
    fn absorb(&mut self, data: &[u8]) {
        Mac::update(self, data);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        Mac::finalize(*self).into_bytes().to_vec()
    }
}

/// An HMAC; `None` for the digests that have none.
pub(crate) fn hmac(algorithm: Algorithm, key: &[u8]) -> Option<Box<dyn Keyed>> {
    with_digest!(algorithm, _D, M => {
        let state = <M as KeyInit>::new_from_slice(key).ok()?;
        Some(Box::new(state) as Box<dyn Keyed>)
    }, None)
}

/// PBKDF2 with HMAC. False if the digest has no HMAC.
pub(crate) fn pbkdf2(
    algorithm: Algorithm,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    out: &mut [u8],
) -> bool {
    with_digest!(algorithm, _D, M => {
        pbkdf2::pbkdf2::<M>(password, salt, iterations, out).is_ok()
    }, false)
}

/// HKDF, extract and expand. False if `out` is too long for the digest.
pub(crate) fn hkdf(
    algorithm: Algorithm,
    key: &[u8],
    salt: &[u8],
    info: &[u8],
    out: &mut [u8],
) -> bool {
    with_digest!(algorithm, _D, M => {
        hkdf::GenericHkdf::<M>::new(Some(salt), key).expand(info, out).is_ok()
    }, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digest_known_answers() {
        let cases = [
            ("md5", "9dd4e461268c8034f5c8564e155c67a6"),
            ("RSA-SHA1", "11f6ad8ec52a2984abaafd7c3b516503785c2072"),
            ("shake128", "e472c5e394f30ff8d5d33803f9593e63"),
            ("RipeMD160", "11ff33c6fb942655efb3"),
            ("sm3", "b9e036c07be7c1df36f6"),
            ("md5-sha1", "9dd4e461268c8034f5c8564e155c67a611f6ad8e"),
            ("blake2s256", "ec308c07c83582c663e9"),
        ];
        for (name, start) in cases {
            let algorithm = Algorithm::find(name).expect("listed above");
            let mut state = Hasher::new(algorithm);
            state.update(b"x");
            let text = hex(&state.finish(algorithm.output_size()));
            assert!(text.starts_with(start), "{name}: {text}");
            assert_eq!(text.len(), algorithm.output_size() * 2, "{name}");
        }
    }

    #[test]
    fn hmac_of_a_long_key() {
        let mut state = hmac(Algorithm::Md5, b"a").expect("MD5 has an HMAC");
        state.absorb(b"");
        assert_eq!(hex(&state.finish()), "e42235ff5af2c1446a3957f5b380fe06");
        assert!(hmac(Algorithm::Shake128, b"a").is_none());
    }

    #[test]
    fn hkdf_known_answer_and_limit() {
        let mut out = [0; 8];
        assert!(hkdf(Algorithm::Sha1, b"", b"", b"", &mut out));
        assert_eq!(hex(&out), "885fc029b3224b89");
        assert!(!hkdf(
            Algorithm::Sha1,
            b"",
            b"",
            b"",
            &mut vec![0; 20 * 255 + 1]
        ));
    }
}
