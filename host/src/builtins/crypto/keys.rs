//! Asymmetric keys: RSA, the four curves of ECDSA, Ed25519 and X25519. Reading and
//! writing them as DER, making them, and their parts for JWK.
//!
//! Knows nothing of V8. Deliberately absent: encrypted private keys, DSA, DH,
//! RSA-PSS keys with parameters, Ed448 and X448.

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use p256::pkcs8::der::{Decode, Encode};
use p256::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, ObjectIdentifier,
    PrivateKeyInfoRef, SubjectPublicKeyInfoRef,
};
use rsa::BoxedUint;
use rsa::pkcs1::{
    DecodeRsaPrivateKey, DecodeRsaPublicKey, EncodeRsaPrivateKey, EncodeRsaPublicKey,
};
use sec1::{EcParameters, EcPrivateKey};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
const K256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.10");

/// What stands before the 32 bytes of a private key of curve 25519 in PKCS#8; the
/// last but five is the key's kind.
const PKCS8_25519: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
/// The same for SPKI.
const SPKI_25519: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];
const PKCS8_KIND: usize = 11;
const SPKI_KIND: usize = 8;
const KIND_ED25519: u8 = 0x70;
const KIND_X25519: u8 = 0x6e;

/// A private key.
pub(super) enum Private {
    Rsa(Box<rsa::RsaPrivateKey>),
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
    K256(k256::SecretKey),
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

/// A public key.
pub(super) enum Public {
    Rsa(Box<rsa::RsaPublicKey>),
    P256(p256::PublicKey),
    P384(p384::PublicKey),
    P521(p521::PublicKey),
    K256(k256::PublicKey),
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

/// Parts of a key by their JWK names.
pub(super) type Parts = Vec<(&'static str, Vec<u8>)>;

/// The kernel's random numbers.
pub(super) fn random() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// Runs `$body` for the curve of an EC key, with `$curve` as its crate and `$key`
/// bound; `$other` for every other key.
macro_rules! on_curve {
    ($kind:ident, $value:expr, $curve:ident, $key:ident => $body:expr, $other:expr) => {
        match $value {
            $kind::P256($key) => {
                #[allow(unused_imports, reason = "a body may not need the crate")]
                use p256 as $curve;
                $body
            }
            $kind::P384($key) => {
                #[allow(unused_imports, reason = "a body may not need the crate")]
                use p384 as $curve;
                $body
            }
            $kind::P521($key) => {
                #[allow(unused_imports, reason = "a body may not need the crate")]
                use p521 as $curve;
                $body
            }
            $kind::K256($key) => {
                #[allow(unused_imports, reason = "a body may not need the crate")]
                use k256 as $curve;
                $body
            }
            _ => $other,
        }
    };
}
pub(super) use on_curve;

fn uint(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

impl Private {
    /// A new key. `kind` is `rsa`, a curve's OpenSSL name, `ed25519` or `x25519`.
    pub(super) fn generate(kind: &str, bits: usize, exponent: u64) -> Option<Private> {
        use p256::elliptic_curve::Generate;
        let mut rng = random();
        let seed = || {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).ok().map(|()| seed)
        };
        Some(match kind {
            "rsa" => {
                let key = rsa::RsaPrivateKey::new_with_exp(&mut rng, bits, exponent.into()).ok()?;
                Private::Rsa(Box::new(key))
            }
            "prime256v1" => Private::P256(p256::SecretKey::generate_from_rng(&mut rng)),
            "secp384r1" => Private::P384(p384::SecretKey::generate_from_rng(&mut rng)),
            "secp521r1" => Private::P521(p521::SecretKey::generate_from_rng(&mut rng)),
            "secp256k1" => Private::K256(k256::SecretKey::generate_from_rng(&mut rng)),
            "ed25519" => Private::Ed25519(seed()?),
            "x25519" => Private::X25519(seed()?),
            _ => return None,
        })
    }

    /// Reads PKCS#8.
    pub(super) fn from_pkcs8(der: &[u8]) -> Option<Private> {
        let info = PrivateKeyInfoRef::try_from(der).ok()?;
        let raw = || -> Option<[u8; 32]> {
            // An OCTET STRING of 32 bytes within the key's own.
            let bytes = info.private_key.as_bytes();
            (bytes.len() == 34 && bytes[..2] == [4, 32]).then(|| bytes[2..].try_into().ok())?
        };
        match info.algorithm.oid {
            RSA => {
                let key = rsa::RsaPrivateKey::from_pkcs8_der(der).ok()?;
                Some(Private::Rsa(Box::new(key)))
            }
            ED25519 => raw().map(Private::Ed25519),
            X25519 => raw().map(Private::X25519),
            EC => match info.algorithm.parameters_oid().ok()? {
                P256 => p256::SecretKey::from_pkcs8_der(der).ok().map(Private::P256),
                P384 => p384::SecretKey::from_pkcs8_der(der).ok().map(Private::P384),
                P521 => p521::SecretKey::from_pkcs8_der(der).ok().map(Private::P521),
                K256 => k256::SecretKey::from_pkcs8_der(der).ok().map(Private::K256),
                _ => None,
            },
            _ => None,
        }
    }

    /// Reads PKCS#1 (RSA).
    pub(super) fn from_pkcs1(der: &[u8]) -> Option<Private> {
        let key = rsa::RsaPrivateKey::from_pkcs1_der(der).ok()?;
        Some(Private::Rsa(Box::new(key)))
    }

    /// Reads SEC 1 (EC) with a named curve.
    pub(super) fn from_sec1(der: &[u8]) -> Option<Private> {
        let key = EcPrivateKey::from_der(der).ok()?;
        let secret = key.private_key;
        match key.parameters?.named_curve()? {
            P256 => p256::SecretKey::from_slice(secret).ok().map(Private::P256),
            P384 => p384::SecretKey::from_slice(secret).ok().map(Private::P384),
            P521 => p521::SecretKey::from_slice(secret).ok().map(Private::P521),
            K256 => k256::SecretKey::from_slice(secret).ok().map(Private::K256),
            _ => None,
        }
    }

    /// From the parts of a JWK.
    pub(super) fn from_parts(kind: &str, part: &dyn Fn(&str) -> Vec<u8>) -> Option<Private> {
        let d = part("d");
        let fixed = || d.as_slice().try_into().ok();
        match kind {
            "rsa" => {
                let primes = vec![uint(&part("p")), uint(&part("q"))];
                let key = rsa::RsaPrivateKey::from_components(
                    uint(&part("n")),
                    uint(&part("e")),
                    uint(&d),
                    primes,
                );
                Some(Private::Rsa(Box::new(key.ok()?)))
            }
            "prime256v1" => p256::SecretKey::from_slice(&d).ok().map(Private::P256),
            "secp384r1" => p384::SecretKey::from_slice(&d).ok().map(Private::P384),
            "secp521r1" => p521::SecretKey::from_slice(&d).ok().map(Private::P521),
            "secp256k1" => k256::SecretKey::from_slice(&d).ok().map(Private::K256),
            "ed25519" => fixed().map(Private::Ed25519),
            "x25519" => fixed().map(Private::X25519),
            _ => None,
        }
    }

    /// PKCS#8.
    pub(super) fn to_pkcs8(&self) -> Option<Vec<u8>> {
        let curve25519 = |kind: u8, key: &[u8]| {
            let mut der = PKCS8_25519.to_vec();
            der[PKCS8_KIND] = kind;
            der.extend_from_slice(key);
            Some(der)
        };
        match self {
            Private::Rsa(key) => Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec()),
            Private::Ed25519(key) => curve25519(KIND_ED25519, key),
            Private::X25519(key) => curve25519(KIND_X25519, key),
            _ => on_curve!(Private, self, curve, key => {
                Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
            }, None),
        }
    }

    /// PKCS#1 for RSA, SEC 1 for EC.
    pub(super) fn to_traditional(&self) -> Option<Vec<u8>> {
        if let Private::Rsa(key) = self {
            return Some(key.to_pkcs1_der().ok()?.as_bytes().to_vec());
        }
        let oid = match self {
            Private::P256(_) => P256,
            Private::P384(_) => P384,
            Private::P521(_) => P521,
            _ => K256,
        };
        on_curve!(Private, self, curve, key => {
            use p256::elliptic_curve::sec1::ToSec1Point;
            let point = key.public_key().to_sec1_point(false);
            let secret = key.to_bytes();
            let key = EcPrivateKey {
                private_key: &secret,
                parameters: Some(EcParameters::NamedCurve(oid)),
                public_key: Some(point.as_bytes()),
            };
            key.to_der().ok()
        }, None)
    }

    /// The public half.
    pub(super) fn public(&self) -> Public {
        match self {
            Private::Rsa(key) => Public::Rsa(Box::new(key.to_public_key())),
            Private::P256(key) => Public::P256(key.public_key()),
            Private::P384(key) => Public::P384(key.public_key()),
            Private::P521(key) => Public::P521(key.public_key()),
            Private::K256(key) => Public::K256(key.public_key()),
            Private::Ed25519(key) => {
                let key = ed25519_dalek::SigningKey::from_bytes(key);
                Public::Ed25519(key.verifying_key().to_bytes())
            }
            Private::X25519(key) => {
                let secret = x25519_dalek::StaticSecret::from(*key);
                Public::X25519(x25519_dalek::PublicKey::from(&secret).to_bytes())
            }
        }
    }

    /// Every part, public ones too.
    pub(super) fn parts(&self) -> Option<Parts> {
        let mut parts = self.public().parts()?;
        match self {
            Private::Rsa(key) => {
                let der = key.to_pkcs1_der().ok()?;
                let key = rsa::pkcs1::RsaPrivateKeyRef::from_der(der.as_bytes()).ok()?;
                for (name, value) in [
                    ("d", &key.private_exponent),
                    ("p", &key.prime1),
                    ("q", &key.prime2),
                    ("dp", &key.exponent1),
                    ("dq", &key.exponent2),
                    ("qi", &key.coefficient),
                ] {
                    parts.push((name, value.as_bytes().to_vec()));
                }
            }
            Private::Ed25519(key) | Private::X25519(key) => parts.push(("d", key.to_vec())),
            _ => {
                let secret =
                    on_curve!(Private, self, curve, key => key.to_bytes().to_vec(), Vec::new());
                parts.push(("d", secret));
            }
        }
        Some(parts)
    }
}

impl Public {
    /// Reads SPKI.
    pub(super) fn from_spki(der: &[u8]) -> Option<Public> {
        let info = SubjectPublicKeyInfoRef::try_from(der).ok()?;
        let raw = || -> Option<[u8; 32]> { info.subject_public_key.as_bytes()?.try_into().ok() };
        match info.algorithm.oid {
            RSA => {
                let key = rsa::RsaPublicKey::from_public_key_der(der).ok()?;
                Some(Public::Rsa(Box::new(key)))
            }
            ED25519 => raw().map(Public::Ed25519),
            X25519 => raw().map(Public::X25519),
            EC => match info.algorithm.parameters_oid().ok()? {
                P256 => p256::PublicKey::from_public_key_der(der)
                    .ok()
                    .map(Public::P256),
                P384 => p384::PublicKey::from_public_key_der(der)
                    .ok()
                    .map(Public::P384),
                P521 => p521::PublicKey::from_public_key_der(der)
                    .ok()
                    .map(Public::P521),
                K256 => k256::PublicKey::from_public_key_der(der)
                    .ok()
                    .map(Public::K256),
                _ => None,
            },
            _ => None,
        }
    }

    /// Reads PKCS#1 (RSA).
    pub(super) fn from_pkcs1(der: &[u8]) -> Option<Public> {
        let key = rsa::RsaPublicKey::from_pkcs1_der(der).ok()?;
        Some(Public::Rsa(Box::new(key)))
    }

    /// From the parts of a JWK.
    pub(super) fn from_parts(kind: &str, part: &dyn Fn(&str) -> Vec<u8>) -> Option<Public> {
        let x = part("x");
        let point = || {
            let mut point = vec![4];
            point.extend_from_slice(&x);
            point.extend(part("y"));
            point
        };
        let fixed = || x.as_slice().try_into().ok();
        match kind {
            "rsa" => {
                let key = rsa::RsaPublicKey::new(uint(&part("n")), uint(&part("e"))).ok()?;
                Some(Public::Rsa(Box::new(key)))
            }
            "prime256v1" => p256::PublicKey::from_sec1_bytes(&point())
                .ok()
                .map(Public::P256),
            "secp384r1" => p384::PublicKey::from_sec1_bytes(&point())
                .ok()
                .map(Public::P384),
            "secp521r1" => p521::PublicKey::from_sec1_bytes(&point())
                .ok()
                .map(Public::P521),
            "secp256k1" => k256::PublicKey::from_sec1_bytes(&point())
                .ok()
                .map(Public::K256),
            "ed25519" => fixed().map(Public::Ed25519),
            "x25519" => fixed().map(Public::X25519),
            _ => None,
        }
    }

    /// SPKI.
    pub(super) fn to_spki(&self) -> Option<Vec<u8>> {
        let curve25519 = |kind: u8, key: &[u8]| {
            let mut der = SPKI_25519.to_vec();
            der[SPKI_KIND] = kind;
            der.extend_from_slice(key);
            Some(der)
        };
        match self {
            Public::Rsa(key) => Some(key.to_public_key_der().ok()?.into_vec()),
            Public::Ed25519(key) => curve25519(KIND_ED25519, key),
            Public::X25519(key) => curve25519(KIND_X25519, key),
            _ => on_curve!(Public, self, curve, key => {
                Some(key.to_public_key_der().ok()?.into_vec())
            }, None),
        }
    }

    /// PKCS#1 (RSA).
    pub(super) fn to_pkcs1(&self) -> Option<Vec<u8>> {
        match self {
            Public::Rsa(key) => Some(key.to_pkcs1_der().ok()?.into_vec()),
            _ => None,
        }
    }

    /// The kind as `generate` takes it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Public::Rsa(_) => "rsa",
            Public::P256(_) => "prime256v1",
            Public::P384(_) => "secp384r1",
            Public::P521(_) => "secp521r1",
            Public::K256(_) => "secp256k1",
            Public::Ed25519(_) => "ed25519",
            Public::X25519(_) => "x25519",
        }
    }

    /// The parts of a JWK.
    pub(super) fn parts(&self) -> Option<Parts> {
        Some(match self {
            Public::Rsa(key) => {
                let der = key.to_pkcs1_der().ok()?;
                let key = rsa::pkcs1::RsaPublicKeyRef::from_der(der.as_bytes()).ok()?;
                vec![
                    ("n", key.modulus.as_bytes().to_vec()),
                    ("e", key.public_exponent.as_bytes().to_vec()),
                ]
            }
            Public::Ed25519(key) | Public::X25519(key) => vec![("x", key.to_vec())],
            _ => {
                let point = on_curve!(Public, self, curve, key => {
                    use p256::elliptic_curve::sec1::ToSec1Point;
                    key.to_sec1_point(false).as_bytes().to_vec()
                }, Vec::new());
                let half = point.len() / 2;
                vec![
                    ("x", point[1..=half].to_vec()),
                    ("y", point[half + 1..].to_vec()),
                ]
            }
        })
    }
}
