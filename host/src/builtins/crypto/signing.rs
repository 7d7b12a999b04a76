//! What asymmetric keys do: sign and verify, encrypt and decrypt, agree on a secret.
//!
//! Knows nothing of V8. `None` is a failure that the caller names.

use rsa::pkcs1v15::{Pkcs1v15Encrypt, Pkcs1v15Sign};
use rsa::signature::hazmat::{PrehashSigner, PrehashVerifier};

use super::hash::{Algorithm, Hasher, with_digest};
use super::keys::{Private, Public, on_curve, random};

/// How an RSA signature or message is padded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Padding {
    Pkcs1,
    /// Salt length in bytes; `None`: any when verifying.
    Pss(Option<usize>),
    Oaep(Algorithm),
}

/// What a signature is made with.
#[derive(Clone, Copy)]
pub(super) struct Scheme {
    /// `None` where the algorithm has its own (Ed25519).
    pub(super) digest: Option<Algorithm>,
    pub(super) padding: Padding,
    /// ECDSA as two numbers of fixed length rather than DER.
    pub(super) fixed_length: bool,
}

/// The DER that PKCS#1 puts before a digest, without the outer lengths: the OID.
fn digest_oid(algorithm: Algorithm) -> Option<&'static [u8]> {
    use Algorithm::*;
    Some(match algorithm {
        Md5 => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05],
        Sha1 => &[0x2b, 0x0e, 0x03, 0x02, 0x1a],
        Ripemd160 => &[0x2b, 0x24, 0x03, 0x02, 0x01],
        Sha256 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        Sha384 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
        Sha512 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
        Sha224 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04],
        Sha512_224 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x05],
        Sha512_256 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x06],
        Sha3_224 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x07],
        Sha3_256 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x08],
        Sha3_384 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x09],
        Sha3_512 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x0a],
        _ => return None,
    })
}

/// PKCS#1 v1.5 for a digest: the prefix is a DigestInfo up to the digest.
fn pkcs1_sign(algorithm: Algorithm) -> Option<Pkcs1v15Sign> {
    let oid = digest_oid(algorithm)?;
    let size = algorithm.output_size();
    let byte = |length: usize| u8::try_from(length).ok();
    let mut prefix = vec![
        0x30,
        byte(8 + oid.len() + size)?,
        0x30,
        byte(4 + oid.len())?,
    ];
    prefix.extend([0x06, byte(oid.len())?]);
    prefix.extend_from_slice(oid);
    prefix.extend([0x05, 0x00, 0x04, byte(size)?]);
    Some(Pkcs1v15Sign {
        hash_len: Some(size),
        prefix: prefix.into_boxed_slice(),
    })
}

fn digest_of(algorithm: Algorithm, data: &[u8]) -> Vec<u8> {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(data);
    hasher.finish(algorithm.output_size())
}

/// Signs `data`.
pub(super) fn sign(key: &Private, scheme: Scheme, data: &[u8]) -> Option<Vec<u8>> {
    if let Private::Ed25519(secret) = key {
        use rsa::signature::Signer;
        let key = ed25519_dalek::SigningKey::from_bytes(secret);
        return Some(key.try_sign(data).ok()?.to_bytes().to_vec());
    }
    let algorithm = scheme.digest.unwrap_or(Algorithm::Sha256);
    let digest = digest_of(algorithm, data);
    if let Private::Rsa(key) = key {
        let mut rng = random();
        return match scheme.padding {
            Padding::Pss(salt) => with_digest!(algorithm, D, _M => {
                let salt = salt.unwrap_or(digest.len());
                key.sign_with_rng(&mut rng, rsa::pss::Pss::<D>::new_with_salt(salt), &digest).ok()
            }, None),
            _ => key
                .sign_with_rng(&mut rng, pkcs1_sign(algorithm)?, &digest)
                .ok(),
        };
    }
    on_curve!(Private, key, curve, key => {
        let key = curve::ecdsa::SigningKey::from(key);
        let signature: curve::ecdsa::Signature = key.sign_prehash(&padded(&digest, key.to_bytes().len())).ok()?;
        Some(if scheme.fixed_length {
            signature.to_bytes().to_vec()
        } else {
            signature.to_der().as_bytes().to_vec()
        })
    }, None)
}

/// A digest that is much shorter than the curve's numbers, as the number it is.
fn padded(digest: &[u8], size: usize) -> Vec<u8> {
    if digest.len() * 2 >= size {
        return digest.to_vec();
    }
    let mut wide = vec![0; size - digest.len()];
    wide.extend_from_slice(digest);
    wide
}

/// Whether `signature` is one of `data`.
pub(super) fn verify(key: &Public, scheme: Scheme, data: &[u8], signature: &[u8]) -> bool {
    if let Public::Ed25519(bytes) = key {
        use rsa::signature::Verifier;
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes);
        let signature = ed25519_dalek::Signature::from_slice(signature);
        return matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(data, &signature).is_ok());
    }
    let algorithm = scheme.digest.unwrap_or(Algorithm::Sha256);
    let digest = digest_of(algorithm, data);
    if let Public::Rsa(key) = key {
        return match scheme.padding {
            Padding::Pss(salt) => with_digest!(algorithm, D, _M => {
                let scheme = match salt {
                    Some(salt) => rsa::pss::Pss::<D>::new_with_salt(salt),
                    None => rsa::pss::Pss::<D> { salt_len: None, ..rsa::pss::Pss::<D>::new() },
                };
                key.verify(scheme, &digest, signature).is_ok()
            }, false),
            _ => pkcs1_sign(algorithm)
                .is_some_and(|scheme| key.verify(scheme, &digest, signature).is_ok()),
        };
    }
    on_curve!(Public, key, curve, key => {
        let size = curve::ecdsa::VerifyingKey::from(key).to_sec1_point(true).len() - 1;
        let parsed = if scheme.fixed_length {
            curve::ecdsa::Signature::from_slice(signature)
        } else {
            curve::ecdsa::Signature::from_der(signature)
        };
        // A high S is as valid; the crate for secp256k1 insists on a low one.
        parsed.is_ok_and(|signature| {
            curve::ecdsa::VerifyingKey::from(key)
                .verify_prehash(&padded(&digest, size), &signature.normalize_s())
                .is_ok()
        })
    }, false)
}

/// Encrypts with an RSA public key.
pub(super) fn encrypt(
    key: &Public,
    padding: Padding,
    label: &[u8],
    data: &[u8],
) -> Option<Vec<u8>> {
    let Public::Rsa(key) = key else {
        return None;
    };
    let mut rng = random();
    match padding {
        Padding::Oaep(algorithm) => with_digest!(algorithm, D, _M => {
            let padding = rsa::oaep::Oaep::<D>::new_with_label(label);
            key.encrypt(&mut rng, padding, data).ok()
        }, None),
        _ => key.encrypt(&mut rng, Pkcs1v15Encrypt, data).ok(),
    }
}

/// Decrypts with an RSA private key.
pub(super) fn decrypt(
    key: &Private,
    padding: Padding,
    label: &[u8],
    data: &[u8],
) -> Option<Vec<u8>> {
    let Private::Rsa(key) = key else {
        return None;
    };
    let mut rng = random();
    match padding {
        Padding::Oaep(algorithm) => with_digest!(algorithm, D, _M => {
            let padding = rsa::oaep::Oaep::<D>::new_with_label(label);
            key.decrypt_blinded(&mut rng, padding, data).ok()
        }, None),
        _ => key.decrypt_blinded(&mut rng, Pkcs1v15Encrypt, data).ok(),
    }
}

/// The secret that two keys of one kind share.
pub(super) fn agree(mine: &Private, theirs: &Public) -> Option<Vec<u8>> {
    macro_rules! ecdh {
        ($mine:expr, $theirs:expr) => {
            Some($mine.diffie_hellman($theirs).raw_secret_bytes().to_vec())
        };
    }
    match (mine, theirs) {
        (Private::X25519(mine), Public::X25519(theirs)) => {
            let secret = x25519_dalek::StaticSecret::from(*mine);
            let theirs = x25519_dalek::PublicKey::from(*theirs);
            Some(secret.diffie_hellman(&theirs).to_bytes().to_vec())
        }
        (Private::P256(mine), Public::P256(theirs)) => ecdh!(mine, theirs),
        (Private::P384(mine), Public::P384(theirs)) => ecdh!(mine, theirs),
        (Private::P521(mine), Public::P521(theirs)) => ecdh!(mine, theirs),
        (Private::K256(mine), Public::K256(theirs)) => ecdh!(mine, theirs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [&str; 5] = [
        "prime256v1",
        "secp384r1",
        "secp521r1",
        "secp256k1",
        "ed25519",
    ];

    fn scheme(digest: Algorithm, fixed_length: bool) -> Scheme {
        Scheme {
            digest: Some(digest),
            padding: Padding::Pkcs1,
            fixed_length,
        }
    }

    #[test]
    fn signatures_verify_after_a_round_trip_of_the_keys() {
        for kind in KINDS {
            for (digest, fixed) in [
                (Algorithm::Sha256, false),
                (Algorithm::Sha512, true),
                (Algorithm::Sha1, false),
            ] {
                let key = Private::generate(kind, 0, 0).expect("a known kind");
                let key = Private::from_pkcs8(&key.to_pkcs8().expect("valid")).expect("own output");
                let public = key.public().to_spki().expect("valid");
                let public = Public::from_spki(&public).expect("own output");
                let signature = sign(&key, scheme(digest, fixed), b"data").expect("can sign");
                assert!(
                    verify(&public, scheme(digest, fixed), b"data", &signature),
                    "{kind}"
                );
                assert!(
                    !verify(&public, scheme(digest, fixed), b"other", &signature),
                    "{kind}"
                );
            }
        }
    }

    #[test]
    fn both_sides_agree() {
        for kind in ["prime256v1", "x25519"] {
            let one = Private::generate(kind, 0, 0).expect("a known kind");
            let two = Private::generate(kind, 0, 0).expect("a known kind");
            assert_eq!(agree(&one, &two.public()), agree(&two, &one.public()));
            assert!(agree(&one, &two.public()).is_some());
        }
    }

    #[test]
    fn traditional_form_comes_back() {
        let key = Private::generate("prime256v1", 0, 0).expect("a known kind");
        let sec1 = key.to_traditional().expect("EC has one");
        assert_eq!(sec1.len(), 121);
        let back = Private::from_sec1(&sec1).expect("own output");
        assert_eq!(back.to_pkcs8(), key.to_pkcs8());
    }
}
