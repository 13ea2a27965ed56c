//! Digests and signature algorithms: what a signature is checked and made with.
//!
//! RSA is PKCS#1 v1.5 (RFC 8017, 8.2), as the government's PKI issues it; ECDSA is that of FIPS 186-5 over P-256 and P-384;
//! Ed25519 is RFC 8032. SHA-1 proves nothing any more and is not taken.

use super::asn1::{self, BITS, Element, Malformed, SEQUENCE};
use der::asn1::ObjectIdentifier;
use pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePublicKey};
use rsa::Pkcs1v15Sign;
use rsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use rsa::traits::PublicKeyParts;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// Names of algorithms (RFC 8017, A.1 and A.2.4; RFC 5758, 3.2; RFC 8410, 3).
pub const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const ECDSA_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
pub const ED25519: ObjectIdentifier = oid("1.3.101.112");

/// The least size of an RSA key in bits (CRYPTREC and LGPKI: 2,048 since 2014).
const LEAST_RSA: u32 = 2048;

/// The longest public exponent in bits: longer ones make checking as slow as signing.
const LONGEST_EXPONENT: u32 = 64;

/// A digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    const ALL: [Digest; 3] = [Digest::Sha256, Digest::Sha384, Digest::Sha512];

    /// RFC 5754, 2.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Digest::Sha256 => oid("2.16.840.1.101.3.4.2.1"),
            Digest::Sha384 => oid("2.16.840.1.101.3.4.2.2"),
            Digest::Sha512 => oid("2.16.840.1.101.3.4.2.3"),
        }
    }

    /// The digest of an algorithm identifier.
    pub fn named(algorithm: Element<'_>) -> Result<Self, Unproved> {
        let (name, _) = asn1::named(algorithm)?;
        let known = Digest::ALL.into_iter().find(|it| it.oid() == name);
        known.ok_or(Unproved::Unsupported)
    }

    /// Of these bytes.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Digest::Sha256 => Sha256::digest(bytes).to_vec(),
            Digest::Sha384 => Sha384::digest(bytes).to_vec(),
            Digest::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// Why a signature proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproved {
    /// It is not that of these bytes by this key, or not a signature at all.
    Wrong,
    /// It is of an algorithm, or in a form, that planc does not read.
    Unsupported,
    /// The key that it is to be checked with is not at hand.
    NoKey,
}

impl From<Malformed> for Unproved {
    fn from(_: Malformed) -> Self {
        Unproved::Wrong
    }
}

/// Checks a signature by a public key (`SubjectPublicKeyInfo`, RFC 5280, 4.1.2.7) over a message. Where the algorithm does
/// not name its digest, as that of CMS with RSA need not, it is `digest`.
///
/// # Errors
/// Where it proves nothing.
pub fn check(
    key: &[u8],
    algorithm: Element<'_>,
    digest: Option<Digest>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Unproved> {
    let (name, _) = asn1::named(algorithm)?;
    let (is_rsa, digest) = match name {
        RSA => (true, digest),
        RSA_SHA256 => (true, Some(Digest::Sha256)),
        RSA_SHA384 => (true, Some(Digest::Sha384)),
        RSA_SHA512 => (true, Some(Digest::Sha512)),
        ECDSA_SHA256 => (false, Some(Digest::Sha256)),
        ECDSA_SHA384 => (false, Some(Digest::Sha384)),
        ECDSA_SHA512 => (false, Some(Digest::Sha512)),
        ED25519 => return check_ed25519(key, message, signature),
        _ => return Err(Unproved::Unsupported),
    };
    let digest = digest.ok_or(Unproved::Unsupported)?;
    let hashed = digest.of(message);
    match is_rsa {
        true => check_rsa(key, digest, &hashed, signature),
        false => check_ecdsa(key, &hashed, signature),
    }
}

fn check_rsa(key: &[u8], digest: Digest, hashed: &[u8], signature: &[u8]) -> Result<(), Unproved> {
    let key = rsa::PublicKey::from_public_key_der(key).map_err(|_| Unproved::Unsupported)?;
    let (n, e) = (PublicKeyParts::n(&key), PublicKeyParts::e(&key));
    if n.bit_width() < LEAST_RSA || e.bit_width() > LONGEST_EXPONENT {
        return Err(Unproved::Unsupported);
    }
    let scheme = match digest {
        Digest::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
        Digest::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
        Digest::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
    };
    key.verify(scheme, hashed, signature).map_err(|_| Unproved::Wrong)
}

fn check_ecdsa(key: &[u8], hashed: &[u8], signature: &[u8]) -> Result<(), Unproved> {
    if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(key) {
        let signature = p256::ecdsa::Signature::from_der(signature).map_err(|_| Unproved::Wrong)?;
        return key.verify_prehash(hashed, &signature).map_err(|_| Unproved::Wrong);
    }
    let key = p384::ecdsa::VerifyingKey::from_public_key_der(key).map_err(|_| Unproved::Unsupported)?;
    let signature = p384::ecdsa::Signature::from_der(signature).map_err(|_| Unproved::Wrong)?;
    key.verify_prehash(hashed, &signature).map_err(|_| Unproved::Wrong)
}

/// Checks an Ed25519 signature of 64 bytes.
///
/// # Errors
/// Where it proves nothing.
pub fn check_ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Unproved> {
    let key = ed25519_dalek::VerifyingKey::from_public_key_der(key).map_err(|_| Unproved::Unsupported)?;
    let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| Unproved::Wrong)?;
    // Strict: keys and signatures of small order would fit many messages.
    key.verify_strict(message, &signature).map_err(|_| Unproved::Wrong)
}

/// A private key that a certificate belongs to.
pub enum PrivateKey {
    /// RSA.
    Rsa(Box<rsa::PrivateKey>),
    /// ECDSA over P-256.
    P256(p256::ecdsa::SigningKey),
}

impl PrivateKey {
    /// From PKCS#8 (RFC 5208).
    pub fn read(der: &[u8]) -> Option<Self> {
        if let Ok(key) = rsa::PrivateKey::from_pkcs8_der(der) {
            let is_strong = PublicKeyParts::n(&key).bit_width() >= LEAST_RSA;
            return is_strong.then(|| PrivateKey::Rsa(Box::new(key)));
        }
        p256::ecdsa::SigningKey::from_pkcs8_der(der).ok().map(PrivateKey::P256)
    }

    /// Its public half (`SubjectPublicKeyInfo`).
    pub fn public(&self) -> Option<Vec<u8>> {
        let public = match self {
            PrivateKey::Rsa(key) => key.to_public_key().to_public_key_der(),
            PrivateKey::P256(key) => key.verifying_key().to_public_key_der(),
        };
        public.ok().map(|it| it.into_vec())
    }

    /// The algorithm identifier of its signatures, and the signature of a message, by SHA-256.
    ///
    /// # Errors
    /// Where the machine gives no random numbers, or the key is broken.
    pub fn sign(&self, message: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Broken> {
        let hashed = Digest::Sha256.of(message);
        match self {
            PrivateKey::Rsa(key) => {
                let key = rsa::pkcs1v15::SigningKey::<Sha256>::new((**key).clone());
                let signature: rsa::pkcs1v15::Signature = key.sign_prehash(&hashed).map_err(|_| Broken)?;
                let bytes = rsa::signature::SignatureEncoding::to_vec(&signature);
                Ok((asn1::algorithm(RSA_SHA256, true), bytes))
            }
            PrivateKey::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(&hashed).map_err(|_| Broken)?;
                let bytes = signature.to_der().as_bytes().to_vec();
                Ok((asn1::algorithm(ECDSA_SHA256, false), bytes))
            }
        }
    }
}

/// A key that cannot sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// The SHA-256 of a public key (`SubjectPublicKeyInfo`), by which people tell keys apart.
pub fn fingerprint(key: &[u8]) -> String {
    Digest::Sha256
        .of(key)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Whether bytes are a public key as certificates hold it.
pub fn is_public_key(der: &[u8]) -> bool {
    let read = || {
        let mut fields = Element::only(der, SEQUENCE)?.fields();
        asn1::named(fields.take(SEQUENCE)?)?;
        fields.take(BITS)
    };
    read().is_ok()
}
