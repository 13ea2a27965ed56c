//! DER (ITU-T X.690), as far as signatures need it: read element by element within bounds, and written.
//!
//! What was signed is a run of bytes, so readers keep the bytes of an element as they stand in the file: decoding into
//! types and encoding again would give other bytes wherever somebody's encoder was lax, and the signature would not fit.

use der::asn1::ObjectIdentifier;

/// Universal tags (X.680, 8.4) and those of a choice.
pub const BOOLEAN: u8 = 0x01;
pub const INTEGER: u8 = 0x02;
pub const BITS: u8 = 0x03;
pub const OCTETS: u8 = 0x04;
pub const NULL: u8 = 0x05;
pub const OID: u8 = 0x06;
pub const UTC_TIME: u8 = 0x17;
pub const TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// The tag of `[number]`, constructed.
pub const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// No set or sequence that is read has more elements.
const MOST_ELEMENTS: usize = 256;

/// Nothing that is read here is nested deeper.
const DEEPEST: usize = 32;
/// A constructed octet string, the end of an element without a length, and the length of such a one (X.690, 8.1.3.6, 8.7.3).
const PARTED_OCTETS: u8 = 0x24;
const END: &[u8] = &[0, 0];
const NO_LENGTH: u8 = 0x80;
/// The bit by which a tag says that its element is made of elements.
const CONSTRUCTED: u8 = 0x20;

/// Bytes that are not the DER that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// An element: its tag, its contents, and all its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    pub tag: u8,
    pub value: &'a [u8],
    pub raw: &'a [u8],
}

impl<'a> Element<'a> {
    /// The one element that some bytes are.
    pub fn only(bytes: &'a [u8], tag: u8) -> Result<Self, Malformed> {
        let mut fields = Fields(bytes);
        let element = fields.take(tag)?;
        fields.0.is_empty().then_some(element).ok_or(Malformed)
    }

    /// What it is made of, in order.
    pub fn fields(&self) -> Fields<'a> {
        Fields(self.value)
    }

    /// What a set or sequence holds, if it is not more than anybody writes.
    pub fn elements(&self) -> Result<Vec<Element<'a>>, Malformed> {
        let (mut fields, mut found) = (self.fields(), Vec::new());
        while let Some(element) = fields.next_if(|_| true)? {
            if found.len() == MOST_ELEMENTS {
                return Err(Malformed);
            }
            found.push(element);
        }
        Ok(found)
    }

    /// Octets under a tag of their place, whole or in parts.
    pub fn octets(&self) -> Result<Vec<u8>, Malformed> {
        match self.tag & CONSTRUCTED {
            0 => Ok(self.value.to_vec()),
            _ => octets(&self.elements()?.iter().map(|it| it.raw).collect::<Vec<_>>()),
        }
    }

    /// An object identifier.
    pub fn oid(&self) -> Result<ObjectIdentifier, Malformed> {
        let is_oid = self.tag == OID;
        let read = || ObjectIdentifier::from_bytes(self.value).ok();
        is_oid.then(read).flatten().ok_or(Malformed)
    }

    /// A small number.
    pub fn number(&self) -> Result<u32, Malformed> {
        let is_small = self.tag == INTEGER && (1..=4).contains(&self.value.len()) && self.value[0] < 0x80;
        let value = || self.value.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        is_small.then(value).ok_or(Malformed)
    }
}

/// The elements of a sequence, which are taken in order.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    /// The next element, which has this tag.
    pub fn take(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        self.optional(tag)?.ok_or(Malformed)
    }

    /// The next element, if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        self.next_if(|found| found == tag)
    }

    /// The next element, whatever it is.
    pub fn any(&mut self) -> Result<Element<'a>, Malformed> {
        self.next_if(|_| true)?.ok_or(Malformed)
    }

    fn next_if(&mut self, wanted: impl FnOnce(u8) -> bool) -> Result<Option<Element<'a>>, Malformed> {
        let Some(&tag) = self.0.first() else {
            return Ok(None);
        };
        if !wanted(tag) {
            return Ok(None);
        }
        // Tags of several bytes occur in nothing that is read here.
        if tag & 0x1F == 0x1F {
            return Err(Malformed);
        }
        let (length, header) = length(&self.0[1..])?;
        let end = header
            .checked_add(1)
            .and_then(|it| it.checked_add(length))
            .ok_or(Malformed)?;
        let raw = self.0.get(..end).ok_or(Malformed)?;
        self.0 = &self.0[end..];
        let value = &raw[1 + header..];
        Ok(Some(Element { tag, value, raw }))
    }
}

/// The length that stands here, and in how many bytes it is written: the fewest (X.690, 10.1).
fn length(bytes: &[u8]) -> Result<(usize, usize), Malformed> {
    let first = *bytes.first().ok_or(Malformed)?;
    if first < 0x80 {
        return Ok((usize::from(first), 1));
    }
    let count = usize::from(first & 0x7F);
    let digits = bytes.get(1..=count).ok_or(Malformed)?;
    let is_shortest = (1..=4).contains(&count) && digits[0] != 0 && (count > 1 || digits[0] >= 0x80);
    let length = || digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    is_shortest.then(|| (length(), 1 + count)).ok_or(Malformed)
}

/// The same in DER, of bytes in BER as other programs write them while they do not know a length yet. What is in DER already
/// stays as it is, byte for byte.
pub fn definite(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut rest = bytes;
    let whole = definite_element(&mut rest, 0)?;
    rest.is_empty().then_some(whole).ok_or(Malformed)
}

fn definite_element(bytes: &mut &[u8], depth: usize) -> Result<Vec<u8>, Malformed> {
    let [tag, first, ..] = **bytes else {
        return Err(Malformed);
    };
    let is_parted = tag & CONSTRUCTED != 0;
    if depth == DEEPEST || tag & 0x1F == 0x1F || (first == NO_LENGTH && !is_parted) {
        return Err(Malformed);
    }
    let mut parts = Vec::new();
    if first == NO_LENGTH {
        *bytes = &bytes[2..];
        while !bytes.starts_with(END) {
            parts.push(definite_element(bytes, depth + 1)?);
        }
        *bytes = &bytes[END.len()..];
    } else {
        let mut fields = Fields(bytes);
        let mut value = fields.any()?.value;
        *bytes = fields.0;
        if !is_parted {
            return Ok(element(tag, &[value]));
        }
        while !value.is_empty() {
            parts.push(definite_element(&mut value, depth + 1)?);
        }
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    match tag {
        PARTED_OCTETS => Ok(element(OCTETS, &[&octets(&parts)?])),
        tag => Ok(element(tag, &parts)),
    }
}

/// What octet strings hold together.
fn octets(parts: &[&[u8]]) -> Result<Vec<u8>, Malformed> {
    let values = parts.iter().map(|it| Element::only(it, OCTETS).map(|it| it.value));
    Ok(values.collect::<Result<Vec<_>, _>>()?.concat())
}

/// An element of these parts.
pub fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|it| it.len()).sum();
    let mut bytes = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let digits = length.to_be_bytes();
            let zeros = digits.iter().take_while(|it| **it == 0).count();
            bytes.push(0x80 | (digits.len() - zeros) as u8);
            bytes.extend(&digits[zeros..]);
        }
    }
    parts.iter().for_each(|part| bytes.extend(*part));
    bytes
}

/// A sequence of elements.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, parts)
}

/// A set of elements, in the order that DER wants (X.690, 11.6): by their bytes.
pub fn set(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    let parts: Vec<&[u8]> = elements.iter().map(Vec::as_slice).collect();
    element(tag, &parts)
}

/// An object identifier.
pub fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    element(OID, &[oid.as_bytes()])
}

/// A number that is not negative, by its digits to the base 256.
pub fn integer(digits: &[u8]) -> Vec<u8> {
    let zeros = digits.iter().take_while(|it| **it == 0).count();
    let digits = &digits[zeros..];
    match digits.first() {
        Some(first) if *first < 0x80 => element(INTEGER, &[digits]),
        _ => element(INTEGER, &[&[0], digits]),
    }
}

/// An algorithm without parameters, or with the `NULL` that RSA and digests have (RFC 3370).
pub fn algorithm(name: ObjectIdentifier, with_null: bool) -> Vec<u8> {
    let null: &[u8] = if with_null { &[NULL, 0] } else { &[] };
    sequence(&[&oid(name), null])
}

/// The name of an algorithm, and its parameters.
pub fn named<'a>(algorithm: Element<'a>) -> Result<(ObjectIdentifier, Option<Element<'a>>), Malformed> {
    let mut fields = algorithm.fields();
    let name = fields.take(OID)?.oid()?;
    Ok((name, fields.next_if(|_| true)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for size in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let content = vec![7; size];
            let written = sequence(&[&element(OCTETS, &[&content]), &integer(&[0, 0x80])]);
            let mut fields = Element::only(&written, SEQUENCE).unwrap().fields();
            assert_eq!(fields.take(OCTETS).unwrap().value, content);
            assert_eq!(fields.take(INTEGER).unwrap().value, [0, 0x80]);
            assert!(fields.0.is_empty());
        }
        assert_eq!(integer(&[]), [INTEGER, 1, 0]);
        assert_eq!(set(SET, vec![vec![2, 1, 9], vec![2, 1, 3]]), [SET, 6, 2, 1, 3, 2, 1, 9]);
    }

    #[test]
    fn what_has_no_length_yet_becomes_der_and_der_stays() {
        let whole = sequence(&[
            &element(OCTETS, &[b"abcd"]),
            &set(SET, vec![oid(crate::signature::cms::DATA)]),
        ]);
        assert_eq!(definite(&whole), Ok(whole.clone()));
        let set = &whole[8..];
        let parted = [
            &[0x30, 0x80, 0x24, 0x80, 4, 1, b'a', 4, 3, b'b', b'c', b'd', 0, 0][..],
            set,
            &[0, 0],
        ]
        .concat();
        assert_eq!(definite(&parted), Ok(whole));
        for broken in [
            &[0x30, 0x80][..],
            &[0x04, 0x80, 0, 0],
            &[0x24, 0x80, 2, 1, 0, 0, 0],
            &[0x30, 0x80, 0, 0, 0],
            &[0x30, 0x80].repeat(40),
        ] {
            assert_eq!(definite(broken), Err(Malformed), "{broken:?}");
        }
    }

    #[test]
    fn lengths_that_are_not_the_shortest_or_lead_outside_are_refused() {
        for bytes in [
            &[0x30, 0x80, 0, 0][..],
            &[0x30, 0x81, 0x7F],
            &[0x30, 0x82, 0, 0x80],
            &[0x30, 0x85, 1, 0, 0, 0, 0],
            &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
            &[0x30, 2, 0],
            &[0x30],
            &[0x3F, 1, 0],
            &[0x30, 0, 0],
            &[],
        ] {
            assert_eq!(
                Element::only(bytes, bytes.first().copied().unwrap_or(SEQUENCE)),
                Err(Malformed),
                "{bytes:?}"
            );
        }
    }
}
