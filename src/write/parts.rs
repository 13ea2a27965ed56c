//! The parts of an Office file, and the zip file around them, which is always the same.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The parts by name; sorted, so that their order never changes.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// More parts or bytes than this no file of ours has.
const MOST_PARTS: usize = 20_000;
const MOST_BYTES: u64 = 1 << 30;

/// Times are fixed, for the clock is not part of a document.
///
/// # Errors
/// Where a part is too large for a zip file.
pub fn pack(parts: Parts) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The parts of a file; `None` where it cannot be read, or is none of ours.
pub fn unpack(file: &[u8]) -> Option<Parts> {
    let mut zip = ZipArchive::new(Cursor::new(file)).ok()?;
    if zip.len() > MOST_PARTS {
        return None;
    }
    let mut parts = Parts::new();
    let mut room = MOST_BYTES;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        entry.take(room).read_to_end(&mut bytes).ok()?;
        room = room.checked_sub(bytes.len() as u64).filter(|room| *room > 0)?;
        if parts.insert(name, bytes).is_some() {
            return None;
        }
    }
    Some(parts)
}
