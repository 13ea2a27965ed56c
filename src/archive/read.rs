//! Reads zip files of others: every number in them may be a lie, every name a trap.

use super::fault::{Fault, Reason};
use super::name::folded;
use super::record::{self, ENCRYPTED, Listed, SIZES_BEHIND};
use crate::world::{self, is_plain};
use encoding_rs::SHIFT_JIS;
use flate2::read::DeflateDecoder;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// No more entries are read.
const MOST_ENTRIES: usize = 20_000;
/// No larger entry is read, unpacked, in bytes: four times the largest file of a plan.
const LARGEST_ENTRY: u64 = 4 * world::LARGEST_FILE;
/// No more is read of one zip file, unpacked, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
/// An entry of this many bytes or more may not have been packed by more than [`STRONGEST`].
const SUSPICIOUS: u64 = 16 * 1024 * 1024;
/// The strongest packing that files of offices come near.
const STRONGEST: u64 = 250;
/// All entries together, of this many bytes or more, may not have been packed by more than [`STRONGEST_OF_ALL`].
const SUSPICIOUS_IN_ALL: u64 = 64 * 1024 * 1024;
/// The strongest packing that a folder of office files, pictures and fonts comes near.
const STRONGEST_OF_ALL: u64 = 20;
/// The most that may stand behind the data of an entry: its sizes, where they were not known before.
const SIZES: usize = 24;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// What a mode says of the kind of file; of a regular one; where none is said.
const KIND: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;

/// A file in a zip file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path, in the normal form of composed letters (NFC), parted by `/`.
    pub path: String,
    /// Its size, unpacked, in bytes: what is read is of this size or refused.
    pub size: u64,
    checksum: u32,
    deflated: bool,
    data: Range<usize>,
}

/// A zip file whose structure holds no surprise: every byte belongs to one entry of the list, no entry contradicts the
/// list, no name leads anywhere else or stands there twice, and the sizes that it declares are bearable. Contents are
/// read an entry at a time, and never beyond the size declared.
#[derive(Clone, Debug)]
pub struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
}

impl<'a> Archive<'a> {
    /// Looks through the structure of a zip file.
    ///
    /// # Errors
    /// Where it is no zip file, or one that nobody packed in good faith.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let list = record::find_list(bytes)?;
        if list.count > MOST_ENTRIES {
            return Err(Fault::of_file(Reason::TooMany));
        }
        let mut reader = Structure::default();
        let mut at = list.start;
        for _ in 0..list.count {
            let listed = record::listed(&bytes[..list.end], at).ok_or(Fault::of_file(Reason::Contradiction))?;
            at = listed.next;
            reader.entry(&bytes[..list.start], &listed)?;
        }
        if at != list.end {
            return Err(Fault::of_file(Reason::Contradiction));
        }
        if reader.total >= SUSPICIOUS_IN_ALL && reader.total / STRONGEST_OF_ALL > bytes.len() as u64 {
            return Err(Fault::of_file(Reason::Bomb));
        }
        let entries = reader.finish(list.start)?;
        Ok(Archive { bytes, entries })
    }

    /// The zip file itself.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its files, in the order of the list; folders are none.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|it| it.path == path)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Where it has not the size or the checksum that it declares.
    pub fn read(&self, entry: &Entry) -> Result<Vec<u8>, Fault> {
        let damaged = || Fault::of(&entry.path, Reason::Damaged);
        let data = self.bytes.get(entry.data.clone()).ok_or_else(damaged)?;
        let unpacked = match entry.deflated {
            false => Some(data.to_vec()),
            true => inflate(data, entry.size),
        };
        let unpacked = unpacked.ok_or_else(damaged)?;
        let sound = unpacked.len() as u64 == entry.size && crc32fast::hash(&unpacked) == entry.checksum;
        sound.then_some(unpacked).ok_or_else(damaged)
    }
}

/// Unpacks at most one byte more than declared; `None` where that fails or something stands behind the packed bytes.
fn inflate(data: &[u8], size: u64) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    let mut decoder = DeflateDecoder::new(data).take(size + 1);
    decoder.read_to_end(&mut unpacked).ok()?;
    let decoder = decoder.into_inner();
    (decoder.total_in() == data.len() as u64).then_some(unpacked)
}

/// What was seen of a zip file so far.
#[derive(Default)]
struct Structure {
    entries: Vec<Entry>,
    /// The bytes that entries take, folders included; true where sizes stand behind the data.
    taken: Vec<(Range<usize>, bool)>,
    /// The names, in one form of all their letters.
    names: BTreeSet<String>,
    total: u64,
}

impl Structure {
    fn entry(&mut self, bytes: &[u8], listed: &Listed<'_>) -> Result<(), Fault> {
        let (name, is_whole) = name(listed);
        let fail = |reason| Fault::of(&name, reason);
        if let Some(reason) = refused(listed) {
            return Err(fail(reason));
        }
        let start = record::header(bytes, listed)
            .ok_or_else(|| fail(Reason::Contradiction))?
            .data;
        let end = start.saturating_add(usize::try_from(listed.packed).unwrap_or(usize::MAX));
        if end > bytes.len() {
            return Err(fail(Reason::Contradiction));
        }
        self.taken.push((listed.at..end, listed.flags & SIZES_BEHIND != 0));
        self.total += u64::from(listed.size);
        if self.total > LARGEST {
            return Err(fail(Reason::TooLarge));
        }
        if !is_whole {
            return Err(fail(Reason::NotUtf8));
        }
        let path: String = name.nfc().collect();
        let file = path.strip_suffix('/');
        if !is_plain(file.unwrap_or(&path)) || (file.is_some() && listed.size > 0) {
            return Err(fail(Reason::Path));
        }
        if !self.names.insert(folded(&path)) {
            return Err(fail(Reason::Duplicate));
        }
        if file.is_none() {
            self.entries.push(Entry {
                path,
                size: u64::from(listed.size),
                checksum: listed.checksum,
                deflated: listed.method == DEFLATED,
                data: start..end,
            });
        }
        Ok(())
    }

    /// The entries, if they share no byte and leave none before the list.
    fn finish(mut self, list_start: usize) -> Result<Vec<Entry>, Fault> {
        self.taken.sort_by_key(|(range, _)| (range.start, range.end));
        let mut before = 0..0;
        for (range, _) in &self.taken {
            if range.start < before.end {
                return Err(Fault::of_file(Reason::Contradiction));
            }
            before = range.clone();
        }
        let starts = self.taken.iter().skip(1).map(|(range, _)| range.start);
        let nexts = starts.chain([list_start]);
        let first = self.taken.first().map_or(list_start, |(range, _)| range.start);
        let gap = |((range, behind), next): (&(Range<usize>, bool), usize)| {
            next - range.end > if *behind { SIZES } else { 0 }
        };
        if first > 0 || self.taken.iter().zip(nexts).any(gap) {
            return Err(Fault::of_file(Reason::Hidden));
        }
        Ok(self.entries)
    }
}

/// The name as far as it can be read, and whether all of it can. What is not marked as UTF-8 and is none was written by a
/// Japanese Windows in its own encoding.
pub fn name<'a>(listed: &Listed<'a>) -> (Cow<'a, str>, bool) {
    if listed.flags & record::UTF8 == 0 && std::str::from_utf8(listed.name).is_err() {
        let (name, broken) = SHIFT_JIS.decode_without_bom_handling(listed.name);
        return (name, !broken);
    }
    let name = String::from_utf8_lossy(listed.name);
    let is_whole = matches!(name, Cow::Borrowed(_));
    (name, is_whole)
}

/// Why an entry is refused for what the list says of it, if it is.
fn refused(listed: &Listed<'_>) -> Option<Reason> {
    let (size, packed) = (u64::from(listed.size), u64::from(listed.packed));
    let kind = listed.mode() & KIND;
    let folder = listed.name.ends_with(b"/");
    if listed.flags & ENCRYPTED != 0 {
        return Some(Reason::Encrypted);
    }
    if !matches!(listed.method, STORED | DEFLATED) {
        return Some(Reason::Method);
    }
    if kind != 0 && kind != REGULAR && !folder {
        return Some(Reason::Link);
    }
    if size > LARGEST_ENTRY {
        return Some(Reason::TooLarge);
    }
    if size >= SUSPICIOUS && size / STRONGEST > packed {
        return Some(Reason::Bomb);
    }
    (listed.method == STORED && size != packed).then_some(Reason::Contradiction)
}
