//! A mark in the file by which planc knows later whether somebody edited it.
//!
//! The mark is a custom property that holds a digest of all other parts. Any program that saves the file changes a
//! part, or drops the property.

use super::parts::{Parts, unpack};
use super::word::DECLARATION;
use sha2::{Digest, Sha256};

/// The part that holds the mark.
pub const PART: &str = "docProps/custom.xml";

/// The part with the mark for these parts.
pub fn part(parts: &Parts) -> String {
    format!(
        r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="planc"><vt:lpwstr>{}</vt:lpwstr></property></Properties>"#,
        digest(parts)
    )
}

/// Whether a Word or Excel file is just as planc wrote it. A file that cannot be read counts as edited.
pub fn is_as_written(file: &[u8]) -> bool {
    let Some(mut parts) = unpack(file) else { return false };
    let Some(mark) = parts.remove(PART) else { return false };
    mark == part(&parts).into_bytes()
}

/// In letters only: a digest in digits would look like a figure to who searches the file for one.
fn digest(parts: &Parts) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in parts {
        for field in [name.as_bytes(), bytes] {
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
    }
    let letter = |nibble: u8| char::from(b'a' + nibble);
    hash.finalize()
        .iter()
        .flat_map(|byte| [letter(byte >> 4), letter(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_holds_for_its_parts_only() {
        let parts = Parts::from([("a".to_owned(), b"1".to_vec()), ("b".to_owned(), b"2".to_vec())]);
        let other = Parts::from([("a".to_owned(), b"12".to_vec()), ("b".to_owned(), Vec::new())]);
        assert_eq!(part(&parts), part(&parts.clone()));
        assert_ne!(part(&parts), part(&other));
        assert!(!is_as_written(b"no zip"));
    }
}
