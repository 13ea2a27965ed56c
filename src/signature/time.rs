//! Times as certificates, signatures and stamps write them: `UTCTime` and `GeneralizedTime` (RFC 5280, 4.1.2.5; RFC 3161).

use super::asn1::{self, Element, Malformed, TIME, UTC_TIME};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The time that an element says. Fractions of a second are left out.
pub fn read(element: Element<'_>) -> Result<Timestamp, Malformed> {
    let text = std::str::from_utf8(element.value).map_err(|_| Malformed)?;
    let (digits, fraction) = text
        .strip_suffix('Z')
        .ok_or(Malformed)?
        .split_once('.')
        .unwrap_or_else(|| (&text[..text.len() - 1], "0"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !is_number(digits) || !is_number(fraction) {
        return Err(Malformed);
    }
    let full = match (element.tag, digits.len()) {
        // Years of two digits are those from 1950 to 2049.
        (UTC_TIME, 12) if digits < "50" => format!("20{digits}"),
        (UTC_TIME, 12) => format!("19{digits}"),
        (TIME, 14) => digits.to_owned(),
        _ => return Err(Malformed),
    };
    let part = |from: usize, to: usize| full[from..to].parse::<i8>().map_err(|_| Malformed);
    let year = full[..4].parse().map_err(|_| Malformed)?;
    let time = DateTime::new(
        year,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?,
        0,
    );
    Offset::UTC
        .to_timestamp(time.map_err(|_| Malformed)?)
        .map_err(|_| Malformed)
}

/// A time, in seconds (RFC 5652, 11.3).
pub fn written(time: Timestamp) -> Vec<u8> {
    let at = Offset::UTC.to_datetime(time);
    let rest = format!(
        "{:02}{:02}{:02}{:02}{:02}Z",
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    match at.year() {
        year @ 1950..=2049 => asn1::element(UTC_TIME, &[format!("{:02}{rest}", year % 100).as_bytes()]),
        year => asn1::element(TIME, &[format!("{year:04}{rest}").as_bytes()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_back_as_they_were_written() {
        for text in [
            "1950-01-01T00:00:00Z",
            "2026-07-15T05:00:59Z",
            "2049-12-31T23:59:59Z",
            "2050-01-01T00:00:00Z",
        ] {
            let time: Timestamp = text.parse().unwrap();
            let written = written(time);
            let element = Element::only(&written, written[0]).unwrap();
            assert_eq!(read(element), Ok(time), "{text}");
        }
    }

    #[test]
    fn stamps_may_have_fractions_and_nothing_else() {
        let said = |tag, text: &str| {
            let bytes = asn1::element(tag, &[text.as_bytes()]);
            read(Element::only(&bytes, tag).unwrap()).map(|it| it.to_string())
        };
        assert_eq!(said(TIME, "20260715050059.25Z"), Ok("2026-07-15T05:00:59Z".to_owned()));
        for text in [
            "20260715050059",
            "2026071505005９Z",
            "20261315050059Z",
            "20260715050059.Z",
            "Z",
            "",
            "+0260715050059Z",
        ] {
            assert_eq!(said(TIME, text), Err(Malformed), "{text}");
        }
    }
}
