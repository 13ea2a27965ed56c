//! The list of checksums by which a zip file is signed as well: it still holds where the same files were packed again.

use super::verify::bag_folder;
use crate::archive::{Archive, Fault, SUMS, TAG_MANIFEST};

/// The name of that list, and its bytes: of a package the list of all its files, of a record that of its other lists.
/// `None` where it has none, as a package that is to hold nothing but enclosures.
///
/// # Errors
/// Where the zip file cannot be read.
pub fn checksums(zip: &[u8]) -> Result<Option<(&'static str, Vec<u8>)>, Fault> {
    let archive = Archive::open(zip)?;
    let (name, path) = match bag_folder(&archive) {
        Some(folder) => (TAG_MANIFEST, format!("{folder}{TAG_MANIFEST}")),
        None => (SUMS, SUMS.to_owned()),
    };
    let entry = archive.entry(&path);
    let bytes = entry.map(|it| archive.read(it)).transpose()?;
    Ok(bytes.map(|it| (name, it)))
}
