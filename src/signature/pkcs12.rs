//! PKCS#12 (RFC 7292), as certificates come with their private keys from a PKI or out of Windows.
//!
//! Newer files are encrypted by PBES2 (RFC 8018), older ones by the schemes of PKCS#12 itself over SHA-1, with triple DES or
//! RC2; those protect little, but they are what is issued, and nothing is written in them. The `pkcs12` crate knows the
//! types for an older generation of `der` only, and none of the decrypting.

use super::algorithm::{Digest, PrivateKey};
use super::asn1::{self, Element, INTEGER, Malformed, OCTETS, OID, SEQUENCE, context};
use super::certificate::Certificate;
use super::cms::{DATA, Identity};
use super::key::{NoKey, is_bearable};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, InnerIvInit, KeyIvInit};
use der::Decode;
use der::asn1::ObjectIdentifier;
use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const ENCRYPTED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.6");
/// RFC 7292, 4.2: kinds of bags.
const KEY: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.3");
/// RFC 7292, appendix C: SHA-1 with triple DES, RC2 of 128 and of 40 bits.
const TRIPLE_DES: ObjectIdentifier = oid("1.2.840.113549.1.12.1.3");
const RC2_128: ObjectIdentifier = oid("1.2.840.113549.1.12.1.5");
const RC2_40: ObjectIdentifier = oid("1.2.840.113549.1.12.1.6");
const SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");
/// What a derived key is for (RFC 7292, B.3).
const FOR_KEY: u8 = 1;
const FOR_IV: u8 = 2;
const FOR_MAC: u8 = 3;

/// Reads who signs from a PKCS#12 file.
///
/// # Errors
/// Where the passphrase is another, or the file holds no key that planc signs with, with its certificate.
pub fn read(bytes: &[u8], passphrase: &str) -> Result<Identity, NoKey> {
    let bytes = asn1::definite(bytes)?;
    let mut fields = Element::only(&bytes, SEQUENCE)?.fields();
    fields.take(INTEGER)?;
    let safe = content(fields.take(SEQUENCE)?, DATA)?.fields().take(OCTETS)?.value;
    // A file without this would be one signed by a public key, which nobody issues.
    check_mac(fields.optional(SEQUENCE)?.ok_or(NoKey::Unsupported)?, safe, passphrase)?;
    let mut found = Found::default();
    let safe = asn1::definite(safe)?;
    for info in Element::only(&safe, SEQUENCE)?.elements()? {
        match info.fields().take(OID)?.oid()? {
            DATA => found.bags(content(info, DATA)?.fields().take(OCTETS)?.value, passphrase)?,
            ENCRYPTED_DATA => {
                let mut data = content(info, ENCRYPTED_DATA)?.fields().take(SEQUENCE)?.fields();
                data.take(INTEGER)?;
                let mut encrypted = data.take(SEQUENCE)?.fields();
                encrypted.take(OID)?;
                let algorithm = encrypted.take(SEQUENCE)?;
                let bags = decrypt(algorithm, &encrypted.any()?.octets()?, passphrase)?;
                found.bags(&bags, passphrase)?;
            }
            _ => return Err(NoKey::Unsupported),
        }
    }
    found.identity()
}

/// The content of a `ContentInfo` of this kind.
fn content(info: Element<'_>, kind: ObjectIdentifier) -> Result<Element<'_>, Malformed> {
    let mut fields = info.fields();
    let is_kind = fields.take(OID)?.oid()? == kind;
    let content = fields.take(context(0))?;
    is_kind.then_some(content).ok_or(Malformed)
}

/// What bags hold.
#[derive(Default)]
struct Found {
    keys: Vec<PrivateKey>,
    certificates: Vec<Certificate>,
    /// Whether a key is of a kind that planc does not sign with.
    other_key: bool,
}

impl Found {
    fn bags(&mut self, contents: &[u8], passphrase: &str) -> Result<(), NoKey> {
        let contents = Zeroizing::new(asn1::definite(contents)?);
        for bag in Element::only(&contents, SEQUENCE)?.elements()? {
            let mut fields = bag.fields();
            let kind = fields.take(OID)?.oid()?;
            let value = fields.take(context(0))?;
            match kind {
                KEY => self.key(value.value),
                SHROUDED_KEY => {
                    let mut fields = value.fields().take(SEQUENCE)?.fields();
                    let algorithm = fields.take(SEQUENCE)?;
                    let key = decrypt(algorithm, fields.take(OCTETS)?.value, passphrase)?;
                    self.key(&key);
                }
                CERTIFICATE => {
                    let mut fields = value.fields().take(SEQUENCE)?.fields();
                    fields.take(OID)?;
                    let der = fields.take(context(0))?.fields().take(OCTETS)?.value;
                    self.certificates.push(Certificate::read(der)?);
                }
                // Lists of revoked certificates, and secrets of other programs.
                _ => {}
            }
        }
        Ok(())
    }

    fn key(&mut self, der: &[u8]) {
        match PrivateKey::read(der) {
            Some(key) => self.keys.push(key),
            None => self.other_key = true,
        }
    }

    /// A key with the certificate that it belongs to; the rest are of its issuers.
    fn identity(mut self) -> Result<Identity, NoKey> {
        for key in self.keys {
            let public = key.public().ok_or(NoKey::Unsupported)?;
            if let Some(at) = self.certificates.iter().position(|it| it.key() == public) {
                let certificate = self.certificates.remove(at);
                return Ok(Identity {
                    key,
                    certificate,
                    issuers: self.certificates,
                });
            }
        }
        Err(if self.other_key {
            NoKey::Unsupported
        } else {
            NoKey::NoCertificate
        })
    }
}

/// Checks the passphrase by the code over all contents (RFC 7292, 4).
fn check_mac(about: Element<'_>, safe: &[u8], passphrase: &str) -> Result<(), NoKey> {
    let mut fields = about.fields();
    let mut told = fields.take(SEQUENCE)?.fields();
    let (name, _) = asn1::named(told.take(SEQUENCE)?)?;
    let code = told.take(OCTETS)?.value;
    let salt = fields.take(OCTETS)?.value;
    let rounds = fields.optional(INTEGER)?.map_or(Ok(1), |it| it.number())?;
    let derivation = Derivation {
        passphrase,
        salt,
        rounds,
    };
    let is_right = match name {
        SHA1 => derivation.fits::<Sha1>(64, safe, code)?,
        _ if name == Digest::Sha256.oid() => derivation.fits::<Sha256>(64, safe, code)?,
        _ if name == Digest::Sha384.oid() => derivation.fits::<Sha384>(128, safe, code)?,
        _ if name == Digest::Sha512.oid() => derivation.fits::<Sha512>(128, safe, code)?,
        _ => return Err(NoKey::Unsupported),
    };
    is_right.then_some(()).ok_or(NoKey::Passphrase)
}

fn decrypt(algorithm: Element<'_>, data: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, NoKey> {
    let (name, parameters) = asn1::named(algorithm)?;
    if name == pkcs5::pbes2::PBES2_OID {
        let scheme = pkcs5::EncryptionScheme::from_der(algorithm.raw).map_err(|_| NoKey::Unsupported)?;
        if !is_bearable(&scheme) {
            return Err(NoKey::Unsupported);
        }
        let plain = scheme.decrypt(passphrase, data).map_err(|_| NoKey::Passphrase)?;
        return Ok(Zeroizing::new(plain));
    }
    let mut fields = parameters.ok_or(Malformed)?.fields();
    let derivation = Derivation {
        passphrase,
        salt: fields.take(OCTETS)?.value,
        rounds: fields.take(INTEGER)?.number()?,
    };
    let key = |size| derivation.bytes::<Sha1>(64, FOR_KEY, size);
    let iv = derivation.bytes::<Sha1>(64, FOR_IV, 8)?;
    let mut plain = Zeroizing::new(data.to_vec());
    let length = match name {
        TRIPLE_DES => {
            let cipher = Decryptor::<des::TdesEde3>::new_from_slices(&key(24)?, &iv);
            let cipher = cipher.map_err(|_| NoKey::Damaged)?;
            cipher.decrypt_padded::<Pkcs7>(&mut plain).map(<[u8]>::len)
        }
        RC2_128 | RC2_40 => {
            let size = if name == RC2_40 { 5 } else { 16 };
            let cipher = rc2::Rc2::new_with_eff_key_len(&key(size)?, size * 8);
            let cipher = Decryptor::inner_iv_slice_init(cipher, &iv);
            let cipher = cipher.map_err(|_| NoKey::Damaged)?;
            cipher.decrypt_padded::<Pkcs7>(&mut plain).map(<[u8]>::len)
        }
        _ => return Err(NoKey::Unsupported),
    };
    plain.truncate(length.map_err(|_| NoKey::Passphrase)?);
    Ok(plain)
}

/// Keys out of a passphrase (RFC 7292, appendix B).
struct Derivation<'a> {
    passphrase: &'a str,
    salt: &'a [u8],
    rounds: u32,
}

impl Derivation<'_> {
    /// Whether the code of some data is this one; `block` is the digest's, in bytes.
    fn fits<D: EagerHash + sha1::Digest>(&self, block: usize, data: &[u8], code: &[u8]) -> Result<bool, NoKey> {
        let size = <D as sha1::Digest>::output_size();
        let key = self.bytes::<D>(block, FOR_MAC, size)?;
        let mut mac = <Hmac<D> as KeyInit>::new_from_slice(&key).map_err(|_| NoKey::Damaged)?;
        mac.update(data);
        Ok(mac.verify_slice(code).is_ok())
    }

    fn bytes<D: sha1::Digest>(&self, block: usize, purpose: u8, size: usize) -> Result<Zeroizing<Vec<u8>>, NoKey> {
        if self.rounds > super::key::MOST_ROUNDS {
            return Err(NoKey::Unsupported);
        }
        // UTF-16, and a zero behind it (B.1).
        let units = self.passphrase.encode_utf16().chain([0]);
        let passphrase: Zeroizing<Vec<u8>> = Zeroizing::new(units.flat_map(u16::to_be_bytes).collect());
        let filled = |bytes: &[u8]| {
            let size = bytes.len().div_ceil(block) * block;
            Zeroizing::new(bytes.iter().copied().cycle().take(size).collect::<Vec<u8>>())
        };
        let mut input = Zeroizing::new([&filled(self.salt)[..], &filled(&passphrase)].concat());
        let mut derived = Zeroizing::new(Vec::new());
        while derived.len() < size {
            let mut hash = D::new()
                .chain_update(vec![purpose; block])
                .chain_update(&input)
                .finalize();
            for _ in 1..self.rounds {
                hash = D::digest(&hash);
            }
            derived.extend(hash.iter());
            // Each block of the input plus the hash plus one, as a number of `block` bytes (B.2, 6C).
            for part in input.chunks_mut(block) {
                let mut carry = 1;
                for (index, byte) in part.iter_mut().enumerate().rev() {
                    let sum = u16::from(*byte) + u16::from(hash[index % hash.len()]) + carry;
                    *byte = sum as u8;
                    carry = sum >> 8;
                }
            }
        }
        derived.truncate(size);
        Ok(derived)
    }
}
