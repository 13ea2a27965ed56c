//! Timestamps (RFC 3161): the request that goes to a time stamping authority, and the answer that came from it. planc has no
//! network: somebody else carries the two files.

use super::algorithm::{Broken, Digest, Unproved};
use super::asn1::{self, BOOLEAN, Element, INTEGER, Malformed, OCTETS, OID, SEQUENCE, TIME};
use super::certificate::{Certificate, Purpose};
use super::cms::SignedData;
use super::time;
use der::asn1::ObjectIdentifier;
use jiff::Timestamp;

/// RFC 3161, 2.4.2.
const STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// `granted`, and `grantedWithMods`.
const GRANTED: u32 = 1;

/// A request for a timestamp over some bytes, by their SHA-256. The authority is asked for its certificate too.
///
/// # Errors
/// Where the machine gives no random numbers, by which the answer is known to be to this request.
pub fn request(content: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce).map_err(|_| Broken)?;
    let imprint = asn1::sequence(&[
        &asn1::algorithm(Digest::Sha256.oid(), false),
        &asn1::element(OCTETS, &[&Digest::Sha256.of(content)]),
    ]);
    Ok(asn1::sequence(&[
        &asn1::integer(&[1]),
        &imprint,
        &asn1::integer(&nonce),
        &asn1::element(BOOLEAN, &[&[0xFF]]),
    ]))
}

/// What an authority said of some bytes.
pub(super) struct Stamped {
    /// They existed at this time.
    pub at: Timestamp,
    /// The authority.
    pub certificate: Certificate,
    /// Certificates that came with it.
    pub others: Vec<Certificate>,
}

/// Why an answer proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoStamp {
    /// The authority did not grant it.
    Refused,
    /// Its signature proves nothing, or it is of something else.
    Unproved(Unproved),
}

impl<E: Into<Unproved>> From<E> for NoStamp {
    fn from(error: E) -> Self {
        NoStamp::Unproved(error.into())
    }
}

/// Reads the answer to a request, or the timestamp in it alone, and checks that it is of these bytes, and of that request
/// where it is at hand.
///
/// # Errors
/// Where it proves nothing.
pub(super) fn check(
    answer: &[u8],
    content: &[u8],
    request: Option<&[u8]>,
    known: &[&Certificate],
) -> Result<Stamped, NoStamp> {
    let data = SignedData::read(token(answer)?)?;
    let info = data.content.filter(|_| data.kind == STAMP).ok_or(Malformed)?;
    let signed = data.check(info, known, Purpose::Stamping)?;
    let mut fields = Element::only(info, SEQUENCE)?.fields();
    fields.take(INTEGER)?;
    fields.take(OID)?;
    let mut imprint = fields.take(SEQUENCE)?.fields();
    let digest = Digest::named(imprint.take(SEQUENCE)?)?;
    if imprint.take(OCTETS)?.value != digest.of(content) {
        return Err(Unproved::Wrong.into());
    }
    fields.take(INTEGER)?;
    let at = time::read(fields.take(TIME)?)?;
    // How accurate it is, and whether the authority orders its stamps.
    fields.optional(SEQUENCE)?;
    fields.optional(BOOLEAN)?;
    let nonce = fields.optional(INTEGER)?.map(|it| it.value);
    let asked = request.map(asked_nonce).transpose()?.flatten();
    // RFC 3161, 2.4.2: the nonce of the request, if it had one.
    if asked.is_some() && asked != nonce {
        return Err(Unproved::Wrong.into());
    }
    // An authority signs alone.
    let [signed] = <[_; 1]>::try_from(signed).map_err(|_| Malformed)?;
    if !signed.certificate.may(Purpose::Stamping) {
        return Err(Unproved::Wrong.into());
    }
    Ok(Stamped {
        at,
        certificate: signed.certificate,
        others: data.certificates,
    })
}

/// The timestamp in an answer.
fn token(answer: &[u8]) -> Result<&[u8], NoStamp> {
    let mut fields = Element::only(answer, SEQUENCE)?.fields();
    let Some(status) = fields.optional(SEQUENCE)? else {
        return Ok(answer);
    };
    if status.fields().take(INTEGER)?.number()? > GRANTED {
        return Err(NoStamp::Refused);
    }
    Ok(fields.take(SEQUENCE)?.raw)
}

fn asked_nonce(request: &[u8]) -> Result<Option<&[u8]>, Malformed> {
    let mut fields = Element::only(request, SEQUENCE)?.fields();
    fields.take(INTEGER)?;
    fields.take(SEQUENCE)?;
    fields.optional(OID)?;
    Ok(fields.optional(INTEGER)?.map(|it| it.value))
}
