//! The zip file that was handed in, put together again from the record of it.

use crate::archive::{Archive, Packing, SUMS, digest, pack, parse_sums};
use crate::package::check_words;
use jiff::civil::Date;

/// The SHA-256 of the zip file of what is in a folder of a record, in the order of its list of checksums; without that
/// and what belongs to it, where those who got it have none. `None` where a file is missing or damaged.
pub fn sent(archive: &Archive<'_>, folder: &str, has_checksums: bool, day: Option<Date>) -> Option<String> {
    let read = |path: &str| archive.read(archive.entry(&format!("{folder}{path}"))?).ok();
    let sums = read(SUMS)?;
    let listed = parse_sums(&sums)?.into_iter().map(|(_, path)| path).chain([SUMS]);
    let sent = listed.filter(|path| has_checksums || ![SUMS, check_words::NAME].contains(path));
    let files: Option<Vec<(&str, Vec<u8>)>> = sent.map(|path| Some((path, read(path)?))).collect();
    let files = files?;
    let entries = files.iter().map(|(path, bytes)| (*path, &**bytes));
    Some(digest(&pack(entries, Packing::Stored, day).ok()?))
}
