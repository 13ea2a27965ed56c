//! Verifies what lies beside a zip file.

use super::algorithm::{self, Unproved, fingerprint};
use super::asn1;
use super::certificate::{Certificate, Purpose};
use super::cms::SignedData;
use super::timestamp::{self, NoStamp};
use super::trust::{Trusted, public_keys};
use super::{ANSWER, CMS, PUBLIC, RAW, REQUEST};
use jiff::Timestamp;

/// What is signed: a zip file, or the list of checksums in it.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// Its name; those of its signatures begin with it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What a signature or a timestamp proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is by somebody whom the reader trusts.
    Trusted,
    /// It fits, but nobody says whose it is.
    Unknown,
    /// It is not of what it lies beside.
    Wrong,
    /// The certificate had expired when it was made.
    Expired,
    /// The certificate was not valid yet when it was made.
    NotYetValid,
    /// The authority did not grant the timestamp.
    Refused,
    /// No key is at hand to check it.
    NoKey,
    /// Of a kind that planc does not read.
    Unsupported,
}

impl Verdict {
    /// As in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Trusted => "trusted",
            Verdict::Unknown => "unknown",
            Verdict::Wrong => "wrong",
            Verdict::Expired => "expired",
            Verdict::NotYetValid => "not-yet-valid",
            Verdict::Refused => "refused",
            Verdict::NoKey => "no-key",
            Verdict::Unsupported => "unsupported",
        }
    }

    /// Whether it contradicts what it lies beside. What cannot be checked proves nothing, but contradicts nothing.
    pub fn is_fault(self) -> bool {
        match self {
            Verdict::Wrong | Verdict::Expired | Verdict::NotYetValid | Verdict::Refused => true,
            Verdict::Trusted | Verdict::Unknown | Verdict::NoKey | Verdict::Unsupported => false,
        }
    }
}

/// A signature that lies beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its file.
    pub file: String,
    /// Whether it is over the zip file itself, not its list.
    pub is_of_zip: bool,
    /// What it proves.
    pub verdict: Verdict,
    /// Who vouches for it, among the files that the reader trusts.
    pub trusted_by: Option<String>,
    /// The name in the certificate, where somebody vouches for that.
    pub name: Option<String>,
    /// The SHA-256 of the public key.
    pub fingerprint: Option<String>,
    /// When it was made, as the signer says.
    pub at: Option<Timestamp>,
    /// Until when its certificate is valid.
    pub until: Option<Timestamp>,
    /// Whether the certificate has expired since, and no trusted timestamp says that the signature is older.
    pub has_expired_since: bool,
}

/// A timestamp that lies beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its file.
    pub file: String,
    /// Whether it is over the zip file itself.
    pub is_of_zip: bool,
    /// What it proves.
    pub verdict: Verdict,
    /// Who vouches for the authority, among the files that the reader trusts.
    pub trusted_by: Option<String>,
    /// The name of the authority, where somebody vouches for it.
    pub name: Option<String>,
    /// The SHA-256 of its public key.
    pub fingerprint: Option<String>,
    /// By this time what it is over existed.
    pub at: Option<Timestamp>,
    /// Until when the certificate of the authority is valid.
    pub until: Option<Timestamp>,
    /// Whether that has passed: since then nobody answers for the key.
    pub has_expired_since: bool,
}

/// What lies beside a zip file and proves something of it, or fails to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// Signatures.
    pub signatures: Vec<Signature>,
    /// Timestamps.
    pub stamps: Vec<Stamp>,
}

impl Proofs {
    /// Whether somebody whom the reader trusts signed.
    pub fn is_trusted(&self) -> bool {
        self.signatures.iter().any(|it| it.verdict == Verdict::Trusted)
    }

    /// Whether something of them contradicts the zip file.
    pub fn is_faulty(&self) -> bool {
        let signatures = self.signatures.iter().map(|it| it.verdict);
        signatures
            .chain(self.stamps.iter().map(|it| it.verdict))
            .any(Verdict::is_fault)
    }
}

/// Verifies the signatures and timestamps of a zip file and of the list in it. `beside` gives the files beside it by name,
/// `now` is the time of the machine: what only the signer's own word dates is judged with it too.
pub fn verify<E>(
    zip: Signed<'_>,
    list: Option<Signed<'_>>,
    trusted: &Trusted,
    now: Timestamp,
    beside: impl Fn(&str) -> Result<Option<Vec<u8>>, E>,
) -> Result<Proofs, E> {
    let mut proofs = Proofs::default();
    let public = beside(&format!("{}.{PUBLIC}", zip.name))?;
    for (signed, is_of_zip) in std::iter::once((zip, true)).chain(list.map(|it| (it, false))) {
        let mut reader = Reader {
            signed,
            is_of_zip,
            trusted,
            now,
            proofs: &mut proofs,
        };
        if let Some(bytes) = beside(&format!("{}.{RAW}", signed.name))? {
            // It says no time that a stamp could confirm; the stamp is told of for itself.
            reader.stamp(&format!("{}.{RAW}", signed.name), &bytes, &beside)?;
            reader.raw(&bytes, public.as_deref());
        }
        if let Some(bytes) = beside(&format!("{}.{CMS}", signed.name))? {
            let stamp = reader.stamp(&format!("{}.{CMS}", signed.name), &bytes, &beside)?;
            reader.cms(&bytes, stamp);
        }
        reader.stamp(signed.name, signed.bytes, &beside)?;
    }
    Ok(proofs)
}

struct Reader<'a> {
    signed: Signed<'a>,
    is_of_zip: bool,
    trusted: &'a Trusted,
    now: Timestamp,
    proofs: &'a mut Proofs,
}

impl Reader<'_> {
    /// An Ed25519 signature: by a trusted key, or by the one that lies beside.
    fn raw(&mut self, bytes: &[u8], public: Option<&[u8]>) {
        let fits = |key: &[u8]| algorithm::check_ed25519(key, self.signed.bytes, bytes).is_ok();
        let mut told = self.signature(RAW);
        let beside = public.and_then(|it| public_keys(it).ok()).unwrap_or_default();
        if let Some((file, key)) = self.trusted.keys().find(|(_, key)| fits(key)) {
            told.verdict = Verdict::Trusted;
            told.trusted_by = Some(file.to_owned());
            told.fingerprint = Some(fingerprint(key));
        } else if let Some(key) = beside.iter().find(|key| fits(key)) {
            told.verdict = Verdict::Unknown;
            told.fingerprint = Some(fingerprint(key));
        } else if beside.is_empty() && bytes.len() == ed25519_dalek::SIGNATURE_LENGTH {
            told.verdict = Verdict::NoKey;
        }
        self.proofs.signatures.push(told);
    }

    /// A signature in CMS, by each of its signers.
    fn cms(&mut self, bytes: &[u8], stamped: Option<Timestamp>) {
        let known = self.trusted.certificates();
        let bytes = asn1::definite(bytes).unwrap_or_default();
        let data = SignedData::read(&bytes);
        let signed = data.as_ref().map_err(|it| Unproved::from(*it));
        let signed = signed.and_then(|it| it.check(self.signed.bytes, &known, Purpose::Signing));
        match (signed, data) {
            (Ok(signed), Ok(data)) => {
                for it in signed {
                    let told = self.signer(&it.certificate, &data.certificates, it.at, stamped);
                    self.proofs.signatures.push(told);
                }
            }
            (Err(reason), _) => {
                let mut told = self.signature(CMS);
                told.verdict = verdict(reason);
                self.proofs.signatures.push(told);
            }
            (Ok(_), Err(_)) => {}
        }
    }

    fn signer(
        &self,
        certificate: &Certificate,
        others: &[Certificate],
        said: Option<Timestamp>,
        stamped: Option<Timestamp>,
    ) -> Signature {
        let at = stamped.or(said).unwrap_or(self.now);
        let (_, until) = certificate.validity();
        let vouched = self.trusted.vouches(certificate, others, at);
        let verdict = match (judged(certificate, at), vouched) {
            _ if !certificate.may(Purpose::Signing) => Verdict::Unsupported,
            (Some(outside), _) => outside,
            (None, Some(_)) => Verdict::Trusted,
            (None, None) => Verdict::Unknown,
        };
        Signature {
            verdict,
            trusted_by: vouched.map(|it| it.file.to_owned()),
            name: vouched.filter(|it| it.is_name).map(|_| certificate.name()),
            fingerprint: Some(fingerprint(certificate.key())),
            at: said,
            until: Some(until),
            has_expired_since: stamped.is_none() && until < self.now,
            ..self.signature(CMS)
        }
    }

    fn signature(&self, ending: &str) -> Signature {
        Signature {
            file: format!("{}.{ending}", self.signed.name),
            is_of_zip: self.is_of_zip,
            verdict: Verdict::Wrong,
            trusted_by: None,
            name: None,
            fingerprint: None,
            at: None,
            until: None,
            has_expired_since: false,
        }
    }

    /// The timestamp over a file, if there is one; the time, if an authority says it whom the reader trusts.
    fn stamp<E>(
        &mut self,
        name: &str,
        bytes: &[u8],
        beside: impl Fn(&str) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Option<Timestamp>, E> {
        let file = format!("{name}.{ANSWER}");
        let Some(answer) = beside(&file)? else {
            return Ok(None);
        };
        let request = beside(&format!("{name}.{REQUEST}"))?;
        let known = self.trusted.certificates();
        let answer = asn1::definite(&answer).unwrap_or_default();
        let stamped = timestamp::check(&answer, bytes, request.as_deref(), &known);
        let mut told = Stamp {
            file,
            is_of_zip: self.is_of_zip && name == self.signed.name,
            verdict: Verdict::Wrong,
            trusted_by: None,
            name: None,
            fingerprint: None,
            at: None,
            until: None,
            has_expired_since: false,
        };
        match stamped {
            Ok(it) => {
                let vouched = self.trusted.vouches(&it.certificate, &it.others, it.at);
                let outside = judged(&it.certificate, it.at);
                told.verdict = outside.unwrap_or(if vouched.is_some() {
                    Verdict::Trusted
                } else {
                    Verdict::Unknown
                });
                told.trusted_by = vouched.map(|it| it.file.to_owned());
                told.name = vouched.filter(|it| it.is_name).map(|_| it.certificate.name());
                told.fingerprint = Some(fingerprint(it.certificate.key()));
                let (_, until) = it.certificate.validity();
                told.at = Some(it.at);
                told.until = Some(until);
                told.has_expired_since = until < self.now;
            }
            Err(NoStamp::Refused) => told.verdict = Verdict::Refused,
            Err(NoStamp::Unproved(reason)) => told.verdict = verdict(reason),
        }
        let at = told.at.filter(|_| told.verdict == Verdict::Trusted);
        self.proofs.stamps.push(told);
        Ok(at)
    }
}

/// Whether a time lies outside the days of a certificate, and on which side.
fn judged(certificate: &Certificate, at: Timestamp) -> Option<Verdict> {
    let (from, until) = certificate.validity();
    match at {
        at if at < from => Some(Verdict::NotYetValid),
        at if at > until => Some(Verdict::Expired),
        _ => None,
    }
}

fn verdict(reason: Unproved) -> Verdict {
    match reason {
        Unproved::Wrong => Verdict::Wrong,
        Unproved::Unsupported => Verdict::Unsupported,
        Unproved::NoKey => Verdict::NoKey,
    }
}
