//! The parts of an Office file, and the zip file around them, which is always the same.

use crate::archive::{self, Archive, Entry, Packing};
use std::collections::BTreeMap;
use zip::result::ZipError;

/// The parts by name; sorted, so that their order never changes.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// Times are fixed, for the clock is not part of a document.
///
/// # Errors
/// Where a part is too large for a zip file.
pub fn pack(parts: Parts) -> Result<Vec<u8>, ZipError> {
    let files = parts.iter().map(|(name, bytes)| (&**name, &**bytes));
    archive::pack(files, Packing::Deflated, None)
}

/// The parts of a file; `None` where it cannot be read, or is none of ours.
pub fn unpack(file: &[u8]) -> Option<Parts> {
    let zip = Archive::open(file).ok()?;
    let part = |entry: &Entry| Some((entry.path.clone(), zip.read(entry).ok()?));
    zip.entries().iter().map(part).collect()
}
