//! Whom the reader trusts: public keys, certificates and roots that were named as such, and nobody else. No list of a system
//! is asked, and no revocation: planc has no network.

use super::algorithm::is_public_key;
use super::certificate::Certificate;
use jiff::Timestamp;

/// No chain of certificates is longer.
const LONGEST_CHAIN: usize = 6;
/// No more signatures of certificates are checked for one chain: a hostile file may hold many of one name.
const MOST_CHECKS: usize = 64;

/// What was named as trusted, each with the file that it came from.
#[derive(Clone, Debug, Default)]
pub struct Trusted(Vec<(String, Anchor)>);

/// The file that vouches for a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vouched<'a> {
    /// Its name.
    pub file: &'a str,
    /// Whether it vouches for the name in the certificate too, not for its key alone: anybody who holds a key can write a
    /// certificate around it, with any name.
    pub is_name: bool,
}

#[derive(Clone, Debug)]
enum Anchor {
    /// `SubjectPublicKeyInfo`.
    Key(Vec<u8>),
    Certificate(Box<Certificate>),
}

/// Why a file names nobody who could be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnchor {
    /// It holds neither a public key nor a certificate.
    Nothing,
    /// It is a private key, which is shown to nobody.
    Private,
}

impl Trusted {
    /// Trusts whom a file names: public keys and certificates in PEM, or one in DER.
    ///
    /// # Errors
    /// Where it names nobody.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), NoAnchor> {
        let anchors = anchors(bytes)?;
        self.0.extend(anchors.into_iter().map(|it| (file.to_owned(), it)));
        Ok(())
    }

    /// The keys that were named, or whose certificates were, each with its file.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(file, anchor)| (&**file, anchor.key()))
    }

    /// The certificates that were named.
    pub fn certificates(&self) -> Vec<&Certificate> {
        self.0.iter().filter_map(|(_, it)| it.certificate()).collect()
    }

    /// Who vouches for a certificate at a time: a file that names itself, or one that issued it through others, each of
    /// which was valid then and may issue (RFC 5280, 6.1); or one that names its key alone.
    pub fn vouches(&self, certificate: &Certificate, others: &[Certificate], at: Timestamp) -> Option<Vouched<'_>> {
        let mut search = Search {
            trusted: self,
            others,
            at,
            left: MOST_CHECKS,
        };
        let mut anchors = self.0.iter();
        let named = anchors.find(|(_, it)| it.certificate() == Some(certificate));
        let by_name = named.map(|(file, _)| &**file);
        if let Some(file) = by_name.or_else(|| search.issuer(certificate, 0)) {
            return Some(Vouched { file, is_name: true });
        }
        let by_key = self.keys().find(|(_, key)| *key == certificate.key());
        by_key.map(|(file, _)| Vouched { file, is_name: false })
    }
}

impl Anchor {
    fn key(&self) -> &[u8] {
        match self {
            Anchor::Key(key) => key,
            Anchor::Certificate(it) => it.key(),
        }
    }

    fn certificate(&self) -> Option<&Certificate> {
        match self {
            Anchor::Key(_) => None,
            Anchor::Certificate(it) => Some(it),
        }
    }
}

/// The way from a certificate to one that is trusted.
struct Search<'a, 'o> {
    trusted: &'a Trusted,
    others: &'o [Certificate],
    at: Timestamp,
    left: usize,
}

impl<'a> Search<'a, '_> {
    fn issuer(&mut self, certificate: &Certificate, depth: usize) -> Option<&'a str> {
        let trusted = self.trusted;
        for (file, anchor) in &trusted.0 {
            if let Some(issuer) = anchor.certificate()
                && self.issued(issuer, certificate, depth)
            {
                return Some(file);
            }
        }
        let others = self.others;
        let next = others.iter().filter(|_| depth < LONGEST_CHAIN);
        for issuer in next {
            let (from, until) = issuer.validity();
            if (from..=until).contains(&self.at)
                && self.issued(issuer, certificate, depth)
                && let Some(file) = self.issuer(issuer, depth + 1)
            {
                return Some(file);
            }
        }
        None
    }

    fn issued(&mut self, issuer: &Certificate, certificate: &Certificate, depth: usize) -> bool {
        if issuer.subject() != certificate.issuer() || !issuer.may_issue(depth) || self.left == 0 {
            return false;
        }
        self.left -= 1;
        certificate.check_issued_by(issuer.key()).is_ok()
    }
}

/// What a file names.
fn anchors(bytes: &[u8]) -> Result<Vec<Anchor>, NoAnchor> {
    let found = match pem(bytes) {
        blocks if blocks.is_empty() => vec![anchor(bytes).ok_or(NoAnchor::Nothing)?],
        blocks => {
            if blocks.iter().any(|(label, _)| label.ends_with("PRIVATE KEY")) {
                return Err(NoAnchor::Private);
            }
            let anchors = blocks.iter().map(|(_, der)| anchor(der).ok_or(NoAnchor::Nothing));
            anchors.collect::<Result<Vec<_>, _>>()?
        }
    };
    Ok(found)
}

fn anchor(der: &[u8]) -> Option<Anchor> {
    match Certificate::read(der) {
        Ok(certificate) => Some(Anchor::Certificate(Box::new(certificate))),
        Err(_) => is_public_key(der).then(|| Anchor::Key(der.to_vec())),
    }
}

/// The keys that a file shows openly, for their fingerprints.
///
/// # Errors
/// Where it shows none.
pub fn public_keys(bytes: &[u8]) -> Result<Vec<Vec<u8>>, NoAnchor> {
    Ok(anchors(bytes)?.iter().map(|it| it.key().to_vec()).collect())
}

/// The blocks of a PEM file (RFC 7468), whatever stands between them; those that are broken are left out.
pub fn pem(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "-----END ";
    let text = String::from_utf8_lossy(bytes);
    let block = |rest: &str| {
        let end = rest.find(END)? + END.len();
        let end = end + rest[end..].find("-----")? + 5;
        let block = format!("{BEGIN}{}", &rest[..end]);
        let (label, der) = der::pem::decode_vec(block.as_bytes()).ok()?;
        Some((label.to_owned(), der))
    };
    text.split(BEGIN).skip(1).filter_map(block).collect()
}
