//! Certificates (X.509, RFC 5280): whose key a public key is, from when to when, and what it may do.

use super::algorithm::{self, Unproved};
use super::asn1::{Element, Malformed, SEQUENCE};
use der::asn1::{BmpString, ObjectIdentifier};
use der::{Decode, Encode};
use jiff::Timestamp;
use pkcs8::AssociatedOid;
use x509_cert::ext::pkix::{
    BasicConstraints, CertificatePolicies, ExtendedKeyUsage, KeyUsage, NameConstraints, SubjectKeyIdentifier,
};
use x509_cert::name::Name;

/// No larger certificate is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// For stamping times alone (RFC 3161, 2.3).
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// Purposes that are not signing documents (RFC 5280, 4.2.1.12): servers, programs, times, answers on revocation.
const OTHER_PURPOSES: [ObjectIdentifier; 4] = [
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.3"),
    TIME_STAMPING,
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9"),
];
/// `commonName`, `organizationalUnitName`, `organizationName` (X.520): who it is, and where.
const NAMES: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("2.5.4.3"),
    ObjectIdentifier::new_unwrap("2.5.4.11"),
    ObjectIdentifier::new_unwrap("2.5.4.10"),
];
/// Critical extensions that restrict what planc reads of a certificate, and are honoured. Policies are no restriction where
/// none is asked for (RFC 5280, 6.1.1).
const HONOURED: [ObjectIdentifier; 4] = [
    BasicConstraints::OID,
    KeyUsage::OID,
    ExtendedKeyUsage::OID,
    CertificatePolicies::OID,
];

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    raw: Vec<u8>,
    key: Vec<u8>,
    parsed: x509_cert::Certificate,
}

/// What a key is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing files.
    Signing,
    /// Stamping times.
    Stamping,
}

impl Certificate {
    /// Reads a certificate in DER.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        if der.len() > LARGEST {
            return Err(Malformed);
        }
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| Malformed)?;
        let key = parsed.tbs_certificate().subject_public_key_info().to_der();
        Ok(Certificate {
            raw: der.to_vec(),
            key: key.map_err(|_| Malformed)?,
            parsed,
        })
    }

    /// Its bytes.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The public key (`SubjectPublicKeyInfo`).
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// Whose it is.
    pub fn subject(&self) -> &Name {
        self.parsed.tbs_certificate().subject()
    }

    /// Who issued it.
    pub fn issuer(&self) -> &Name {
        self.parsed.tbs_certificate().issuer()
    }

    /// Its issuer and number (`IssuerAndSerialNumber`, RFC 5652, 10.2.4), by which a signature names it.
    pub fn issuer_and_number(&self) -> Result<Vec<u8>, Malformed> {
        let issuer = self.issuer().to_der().map_err(|_| Malformed)?;
        let number = self.parsed.tbs_certificate().serial_number().to_der();
        Ok(super::asn1::sequence(&[&issuer, &number.map_err(|_| Malformed)?]))
    }

    /// The identifier of its key, by which a signature may name it too.
    pub fn key_identifier(&self) -> Option<Vec<u8>> {
        let found = self.parsed.tbs_certificate().get_extension::<SubjectKeyIdentifier>();
        found.ok().flatten().map(|(_, it)| it.0.as_bytes().to_vec())
    }

    /// The days from which and until which it is valid.
    pub fn validity(&self) -> (Timestamp, Timestamp) {
        let validity = self.parsed.tbs_certificate().validity();
        let time = |it: x509_cert::time::Time| {
            let seconds = i64::try_from(it.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
            Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
        };
        (time(validity.not_before), time(validity.not_after))
    }

    /// What people call its subject: a post alone, as 知事, would be anybody's.
    pub fn name(&self) -> String {
        let names = NAMES.iter().filter_map(|it| text(self.subject(), *it));
        let names: Vec<String> = names.collect();
        match names.is_empty() {
            true => self.subject().to_string(),
            false => names.join("、"),
        }
    }

    /// Whether it says that its key may sign what this is.
    pub fn may(&self, purpose: Purpose) -> bool {
        let about = self.parsed.tbs_certificate();
        let (Ok(usage), Ok(extended)) = (
            about.get_extension::<KeyUsage>(),
            about.get_extension::<ExtendedKeyUsage>(),
        ) else {
            return false;
        };
        let signs = usage.is_none_or(|(_, it)| it.digital_signature() || it.non_repudiation());
        let is_meant = match purpose {
            Purpose::Signing => extended.is_none_or(|(_, it)| it.0.iter().any(|it| !OTHER_PURPOSES.contains(it))),
            Purpose::Stamping => extended.is_some_and(|(critical, it)| critical && it.0 == [TIME_STAMPING]),
        };
        signs && is_meant && self.has_no_unknown_restriction()
    }

    /// Whether it may issue certificates below which `depth` further issuers stand.
    pub fn may_issue(&self, depth: usize) -> bool {
        let about = self.parsed.tbs_certificate();
        let (Ok(Some((_, basic))), Ok(usage)) = (
            about.get_extension::<BasicConstraints>(),
            about.get_extension::<KeyUsage>(),
        ) else {
            return false;
        };
        let is_short = basic.path_len_constraint.is_none_or(|most| depth <= usize::from(most));
        let signs = usage.is_none_or(|(_, it)| it.key_cert_sign());
        basic.ca && is_short && signs && self.has_no_unknown_restriction()
    }

    /// Names that an issuer may not certify restrict it whether its certificate calls them critical or not.
    fn has_no_unknown_restriction(&self) -> bool {
        let mut extensions = self.parsed.tbs_certificate().extensions().into_iter().flatten();
        extensions.all(|it| {
            let is_unheeded = it.critical || it.extn_id == NameConstraints::OID;
            !is_unheeded || HONOURED.contains(&it.extn_id)
        })
    }

    /// Checks that the holder of a public key issued it.
    ///
    /// # Errors
    /// Where that is not proved.
    pub fn check_issued_by(&self, key: &[u8]) -> Result<(), Unproved> {
        let mut fields = Element::only(&self.raw, SEQUENCE)?.fields();
        let signed = fields.take(SEQUENCE)?.raw;
        let algorithm = fields.take(SEQUENCE)?;
        let signature = self.parsed.signature().as_bytes().ok_or(Unproved::Wrong)?;
        algorithm::check(key, algorithm, None, signed, signature)
    }
}

/// A text of a name, in whatever kind of string it is written.
fn text(name: &Name, kind: ObjectIdentifier) -> Option<String> {
    let value = &name.iter().find(|it| it.oid == kind)?.value;
    let plain = || String::from_utf8(value.value().to_vec()).ok();
    match BmpString::from_der(&value.to_der().ok()?) {
        Ok(wide) => Some(wide.to_string()),
        Err(_) => plain(),
    }
}
