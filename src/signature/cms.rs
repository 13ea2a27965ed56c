//! Signatures in CMS (RFC 5652) beside what they sign, with the signed attributes of CAdES-B (ETSI EN 319 122-1): kind of
//! content, digest, time, and the certificate itself (ESS `signingCertificateV2`, RFC 5035).
//!
//! The `cms` crate exists for the generation of `der` used here as a release candidate only; of CMS a few types are needed.

use super::algorithm::{self, Broken, Digest, PrivateKey, Unproved};
use super::asn1::{self, Element, INTEGER, Malformed, OCTETS, OID, SEQUENCE, SET, context};
use super::certificate::{Certificate, Purpose};
use super::time;
use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use sha1::{Digest as _, Sha1};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// RFC 5652, 4 and 5.1, 11.1 to 11.3.
pub const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
/// RFC 5035, 5 and 3.
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
/// No signature that is read has more signers: each of them may lead to a long chain.
const MOST_SIGNERS: usize = 8;
/// A key identifier in the place of issuer and number: `[0] IMPLICIT OCTET STRING`.
const KEY_IDENTIFIER: u8 = 0x80;

/// Who signs: a certificate, its private key, and the certificates of its issuers as far as they are known.
pub struct Identity {
    pub key: PrivateKey,
    pub certificate: Certificate,
    pub issuers: Vec<Certificate>,
}

/// Signs some bytes, which the signature does not hold.
///
/// # Errors
/// Where the key does not sign.
pub fn sign(identity: &Identity, content: &[u8], at: Timestamp) -> Result<Vec<u8>, Broken> {
    let own = &identity.certificate;
    let hash = Digest::Sha256.of(own.raw());
    // SHA-256 is what `ESSCertIDv2` means where it names no digest.
    let named = asn1::sequence(&[&asn1::sequence(&[&asn1::element(OCTETS, &[&hash])])]);
    let attributes = vec![
        attribute(CONTENT_TYPE, &asn1::oid(DATA)),
        attribute(MESSAGE_DIGEST, &asn1::element(OCTETS, &[&Digest::Sha256.of(content)])),
        attribute(SIGNING_TIME, &time::written(at)),
        attribute(SIGNING_CERTIFICATE_V2, &asn1::sequence(&[&named])),
    ];
    // What is signed is the set of attributes under its own tag (RFC 5652, 5.4), not that of its place.
    let (algorithm, signature) = identity.key.sign(&asn1::set(SET, attributes.clone()))?;
    let digest = asn1::algorithm(Digest::Sha256.oid(), false);
    let signer = asn1::sequence(&[
        &asn1::integer(&[1]),
        &own.issuer_and_number().map_err(|_| Broken)?,
        &digest,
        &asn1::set(context(0), attributes),
        &algorithm,
        &asn1::element(OCTETS, &[&signature]),
    ]);
    let certificates = std::iter::once(own).chain(&identity.issuers);
    let signed = asn1::sequence(&[
        &asn1::integer(&[1]),
        &asn1::set(SET, vec![digest.clone()]),
        &asn1::sequence(&[&asn1::oid(DATA)]),
        &asn1::set(context(0), certificates.map(|it| it.raw().to_vec()).collect()),
        &asn1::set(SET, vec![signer]),
    ]);
    let content = asn1::element(context(0), &[&signed]);
    Ok(asn1::sequence(&[&asn1::oid(SIGNED_DATA), &content]))
}

fn attribute(kind: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(kind), &asn1::element(SET, &[value])])
}

/// `SignedData` as it stands in a file.
pub struct SignedData<'a> {
    /// What kind of content it signs.
    pub kind: ObjectIdentifier,
    /// What it signs, where it holds that itself.
    pub content: Option<&'a [u8]>,
    /// The certificates in it that planc reads.
    pub certificates: Vec<Certificate>,
    signers: Vec<Element<'a>>,
}

/// Who signed.
pub struct Signed {
    /// The certificate of the key that signed.
    pub certificate: Certificate,
    /// When, as the signer says.
    pub at: Option<Timestamp>,
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo` with signed data in it.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut info = Element::only(bytes, SEQUENCE)?.fields();
        if info.take(OID)?.oid()? != SIGNED_DATA {
            return Err(Malformed);
        }
        let mut fields = info.take(context(0))?.fields().take(SEQUENCE)?.fields();
        fields.take(INTEGER)?;
        fields.take(SET)?;
        let mut content = fields.take(SEQUENCE)?.fields();
        let kind = content.take(OID)?.oid()?;
        let content = content.optional(context(0))?;
        let content = content.map(|it| it.fields().take(OCTETS)).transpose()?;
        let certificates = match fields.optional(context(0))? {
            Some(set) => set.elements()?,
            None => Vec::new(),
        };
        fields.optional(context(1))?;
        let signers = fields.take(SET)?.elements()?;
        Ok(SignedData {
            kind,
            content: content.map(|it| it.value),
            // Other kinds of certificates may stand there too, and say nothing here.
            certificates: certificates
                .iter()
                .filter_map(|it| Certificate::read(it.raw).ok())
                .collect(),
            signers,
        })
    }

    /// Checks what each signer signed: `content`. A signature may do without its certificate where the reader has it.
    ///
    /// # Errors
    /// Where there is no signer, or one whose signature proves nothing.
    pub fn check(&self, content: &[u8], known: &[&Certificate], purpose: Purpose) -> Result<Vec<Signed>, Unproved> {
        if self.signers.len() > MOST_SIGNERS {
            return Err(Unproved::Unsupported);
        }
        let signers = self.signers.iter();
        let signed = signers.map(|it| self.check_signer(*it, content, known, purpose));
        let signed = signed.collect::<Result<Vec<Signed>, Unproved>>()?;
        (!signed.is_empty()).then_some(signed).ok_or(Unproved::Wrong)
    }

    fn check_signer(
        &self,
        signer: Element<'_>,
        content: &[u8],
        known: &[&Certificate],
        purpose: Purpose,
    ) -> Result<Signed, Unproved> {
        let mut fields = signer.fields();
        fields.take(INTEGER)?;
        let named = fields.any()?;
        let digest = Digest::named(fields.take(SEQUENCE)?)?;
        // Without attributes, bytes that are themselves a set of attributes could be passed off as what was signed.
        let attributes = fields.optional(context(0))?.ok_or(Unproved::Unsupported)?;
        let algorithm = fields.take(SEQUENCE)?;
        let signature = fields.take(OCTETS)?.value;
        let said = Attributes::read(attributes)?;
        if said.only(CONTENT_TYPE)?.oid()? != self.kind || said.only(MESSAGE_DIGEST)?.value != digest.of(content) {
            return Err(Unproved::Wrong);
        }
        let certificates = self.certificates.iter().chain(known.iter().copied());
        let certificate = certificates
            .into_iter()
            .find(|it| is_named(it, named))
            .ok_or(Unproved::NoKey)?;
        let signed = asn1::element(SET, &[attributes.value]);
        algorithm::check(certificate.key(), algorithm, Some(digest), &signed, signature)?;
        if !said.name_certificate(certificate, purpose)? {
            return Err(Unproved::Wrong);
        }
        Ok(Signed {
            certificate: certificate.clone(),
            at: said.optional(SIGNING_TIME)?.map(time::read).transpose()?,
        })
    }
}

/// Whether a signature names a certificate: by its issuer and number, or by the identifier of its key.
fn is_named(certificate: &Certificate, named: Element<'_>) -> bool {
    match named.tag {
        KEY_IDENTIFIER => certificate.key_identifier().is_some_and(|it| it == named.value),
        _ => certificate.issuer_and_number().is_ok_and(|it| it == named.raw),
    }
}

/// Signed attributes, each with its values.
struct Attributes<'a>(Vec<(ObjectIdentifier, Element<'a>)>);

impl<'a> Attributes<'a> {
    fn read(set: Element<'a>) -> Result<Self, Malformed> {
        let one = |it: Element<'a>| {
            let mut fields = it.fields();
            Ok((fields.take(OID)?.oid()?, fields.take(SET)?))
        };
        set.elements()?
            .into_iter()
            .map(one)
            .collect::<Result<_, _>>()
            .map(Attributes)
    }

    /// The single value of an attribute that may be there, once (RFC 5652, 11).
    fn optional(&self, kind: ObjectIdentifier) -> Result<Option<Element<'a>>, Malformed> {
        let mut found = self.0.iter().filter(|it| it.0 == kind);
        let Some((_, values)) = found.next() else {
            return Ok(None);
        };
        match (found.next(), &*values.elements()?) {
            (None, [value]) => Ok(Some(*value)),
            _ => Err(Malformed),
        }
    }

    fn only(&self, kind: ObjectIdentifier) -> Result<Element<'a>, Malformed> {
        self.optional(kind)?.ok_or(Malformed)
    }

    /// Whether what they say of the certificate fits it. A stamp must say it (RFC 3161, 2.4.2; RFC 5816).
    fn name_certificate(&self, certificate: &Certificate, purpose: Purpose) -> Result<bool, Unproved> {
        if let Some(value) = self.optional(SIGNING_CERTIFICATE_V2)? {
            let mut fields = first_certificate(value)?.fields();
            let digest = match fields.optional(SEQUENCE)? {
                Some(algorithm) => Digest::named(algorithm)?,
                None => Digest::Sha256,
            };
            return Ok(fields.take(OCTETS)?.value == digest.of(certificate.raw()));
        }
        if let Some(value) = self.optional(SIGNING_CERTIFICATE)? {
            let hash = first_certificate(value)?.fields().take(OCTETS)?.value;
            return Ok(hash == Sha1::digest(certificate.raw()).as_slice());
        }
        Ok(purpose == Purpose::Signing)
    }
}

/// The first of the certificates that `SigningCertificate` names is the signer's.
fn first_certificate(value: Element<'_>) -> Result<Element<'_>, Malformed> {
    value.fields().take(SEQUENCE)?.fields().take(SEQUENCE)
}
