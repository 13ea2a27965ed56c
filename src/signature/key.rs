//! Private keys that sign: Ed25519 keys of planc's own (RFC 8032, RFC 8410) in encrypted PKCS#8, and certificates in PKCS#12.

use super::algorithm::{Broken, ED25519};
use super::asn1::{self, Element, INTEGER, Malformed, OCTETS, SEQUENCE};
use super::certificate::Purpose;
use super::cms::{self, Identity};
use super::pkcs12;
use super::trust::pem;
use der::Decode;
use ed25519_dalek::{Signer, SigningKey};
use jiff::Timestamp;
use pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Pbkdf2Params};
use pkcs8::{DecodePrivateKey, EncodePublicKey, EncryptedPrivateKeyInfoRef, LineEnding};
use zeroize::Zeroizing;

/// Rounds of PBKDF2 over SHA-256 that make a passphrase slow to guess (OWASP, 2023).
const ROUNDS: u32 = 600_000;
/// No key that asks for more is opened: it would hold the machine.
pub const MOST_ROUNDS: u32 = 10_000_000;
/// What scrypt may take at most, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Labels of PEM (RFC 7468, 10 and 11).
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// What signs.
pub enum Key {
    /// A key of planc's own.
    Ed25519(Box<SigningKey>),
    /// A certificate.
    Certificate(Box<Identity>),
}

/// Why a file gives no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// It is no file of a key.
    Other,
    /// A private key that no passphrase protects.
    Open,
    /// The passphrase is another.
    Passphrase,
    /// Encrypted, or of a kind, that planc does not read.
    Unsupported,
    /// No certificate in it belongs to its key, or there is no key in it.
    NoCertificate,
    /// It cannot be read.
    Damaged,
}

impl From<Malformed> for NoKey {
    fn from(_: Malformed) -> Self {
        NoKey::Damaged
    }
}

/// A new key, in encrypted PKCS#8 and its public half (`SubjectPublicKeyInfo`), both in PEM.
///
/// # Errors
/// Where the machine gives no random numbers.
pub fn generate(passphrase: &str) -> Result<(Zeroizing<String>, String), Broken> {
    let mut seed = Zeroizing::new([0; 32]);
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    for random in [&mut seed[..], &mut salt, &mut iv] {
        getrandom::fill(random).map_err(|_| Broken)?;
    }
    let key = SigningKey::from_bytes(&seed);
    let parameters = Parameters {
        kdf: Kdf::Pbkdf2(Pbkdf2Params::hmac_sha256(ROUNDS, &salt).map_err(|_| Broken)?),
        encryption: EncryptionScheme::Aes256Cbc { iv },
    };
    // Without the public key in it, which older programs do not read (RFC 8410, 7).
    let seed = Zeroizing::new(asn1::element(OCTETS, &[&seed[..]]));
    let algorithm = asn1::algorithm(ED25519, false);
    let plain = asn1::sequence(&[&asn1::integer(&[]), &algorithm, &asn1::element(OCTETS, &[&seed])]);
    let encrypted = parameters
        .encrypt(passphrase, &Zeroizing::new(plain))
        .map_err(|_| Broken)?;
    let scheme = der::Encode::to_der(&pkcs5::EncryptionScheme::from(parameters)).map_err(|_| Broken)?;
    let info = asn1::sequence(&[&scheme, &asn1::element(OCTETS, &[&encrypted])]);
    let private = der::pem::encode_string(ENCRYPTED, LineEnding::LF, &info).map_err(|_| Broken)?;
    Ok((Zeroizing::new(private), public_pem(&key)?))
}

fn public_pem(key: &SigningKey) -> Result<String, Broken> {
    key.verifying_key()
        .to_public_key_pem(LineEnding::LF)
        .map_err(|_| Broken)
}

impl Key {
    /// Opens the file of a key, of either kind.
    ///
    /// # Errors
    /// Where the passphrase is another, or the file is none that planc signs with.
    pub fn open(bytes: &[u8], passphrase: &str) -> Result<Self, NoKey> {
        let blocks = pem(bytes);
        if let Some((_, der)) = blocks.iter().find(|(label, _)| label == ENCRYPTED) {
            return open(der, passphrase).map(|it| Key::Ed25519(Box::new(it)));
        }
        if blocks.iter().any(|(label, _)| label.ends_with("PRIVATE KEY")) {
            return Err(NoKey::Open);
        }
        match is_pkcs12(bytes) {
            true => pkcs12::read(bytes, passphrase).map(|it| Key::Certificate(Box::new(it))),
            false => Err(NoKey::Other),
        }
    }

    /// Whether a signature by it would be taken: its certificate, if it has one, is valid at that time and for signing.
    pub fn is_good_at(&self, time: Timestamp) -> bool {
        match self {
            Key::Ed25519(_) => true,
            Key::Certificate(it) => {
                let (from, until) = it.certificate.validity();
                (from..=until).contains(&time) && it.certificate.may(Purpose::Signing)
            }
        }
    }

    /// The public half in PEM, where no certificate says it.
    pub fn public(&self) -> Option<String> {
        match self {
            Key::Ed25519(key) => public_pem(key).ok(),
            Key::Certificate(_) => None,
        }
    }

    /// How the name of its signatures ends.
    pub fn ending(&self) -> &'static str {
        match self {
            Key::Ed25519(_) => super::RAW,
            Key::Certificate(_) => super::CMS,
        }
    }

    /// Signs some bytes; only CMS says when.
    ///
    /// # Errors
    /// Where the key does not sign.
    pub fn sign(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, Broken> {
        match self {
            Key::Ed25519(key) => Ok(key.sign(content).to_bytes().to_vec()),
            Key::Certificate(identity) => cms::sign(identity, content, at),
        }
    }
}

fn open(der: &[u8], passphrase: &str) -> Result<SigningKey, NoKey> {
    let info = EncryptedPrivateKeyInfoRef::from_der(der).map_err(|_| NoKey::Unsupported)?;
    if !is_bearable(&info.encryption_algorithm) {
        return Err(NoKey::Unsupported);
    }
    let plain = info.decrypt(passphrase).map_err(|_| NoKey::Passphrase)?;
    SigningKey::from_pkcs8_der(plain.as_bytes()).map_err(|_| NoKey::Unsupported)
}

/// Whether decrypting takes no more than the machine bears.
pub fn is_bearable(scheme: &pkcs5::EncryptionScheme) -> bool {
    let Some(kdf) = scheme.pbes2().map(|it| &it.kdf) else {
        return false;
    };
    let rounds = kdf.pbkdf2().is_some_and(|it| it.iteration_count <= MOST_ROUNDS);
    let memory = kdf.scrypt().is_some_and(|it| {
        let lanes = u64::from(it.block_size) * u64::from(it.parallelization);
        it.cost_parameter.saturating_mul(128).saturating_mul(lanes) <= MOST_MEMORY
    });
    rounds || memory
}

/// PKCS#12 begins with its version, 3 (RFC 7292, 4).
fn is_pkcs12(bytes: &[u8]) -> bool {
    let version = || {
        let whole = asn1::definite(bytes)?;
        Element::only(&whole, SEQUENCE)?.fields().take(INTEGER)?.number()
    };
    version() == Ok(3)
}
