//! The one form in which planc packs: a zip file that was packed again from what it holds shows every byte that planc
//! would not have written.
//!
//! Field by field: the entries stand one behind the other from the first byte on, in the order of the list, each
//! stored as it is, without folders. Made by Unix, version 1.0; needed 1.0; names in UTF-8 with bit 11 of the flags set
//! where they are not ASCII, no other flag; midnight of one day for all; a regular file of mode 0644; no extra field, no
//! comment, disk 0, no internal attribute. Right behind the list stands its end record, without a comment.
//!
//! Other programs pack the same files in forms of their own. What of these changes nothing that any program unpacks is
//! told as that; whatever may give another name, more, less or other attributes is told as a fault.

use super::fault::Fault;
use super::read::{Archive, name};
use super::record::{self, Header, List, Listed, SIZES_BEHIND, UTF8};
use super::write::{Packing, pack};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fmt;

/// How a zip file was packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packed {
    /// As planc packs, with files of this day.
    Canonical(Option<Date>),
    /// By another program, or changed since: what is not as planc writes it, in the order of the entries.
    Otherwise(Vec<Oddity>),
}

/// Something in a zip file that planc would not have written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Oddity {
    /// The entry; none where it is about the zip file.
    pub entry: Option<String>,
    /// What is odd.
    pub field: OddField,
}

/// A field of a zip file that is not as planc writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddField {
    /// Packed instead of stored.
    Method,
    /// Another day or time of day, also in fields for the times of other systems.
    Time,
    /// The program that packed it, and how it wrote what every program reads alike.
    Writer,
    /// The entries stand in another order than the list.
    Order,
    /// A folder of files that are there.
    Folder,
    /// A comment.
    Comment,
    /// A field that gives the entry another name in some programs.
    OtherName,
    /// An additional field that nobody needs.
    Extra,
    /// Attributes: hidden, of a system, read-only, a program, a folder.
    Attributes,
    /// Bytes behind the data that no list is about.
    Gap,
    /// A name whose letters some programs read as others.
    Encoding,
    /// Some programs leave it out, as it asks for a newer one.
    Version,
    /// A folder that holds none of the files.
    EmptyFolder,
    /// Other bytes, in none of these fields.
    Other,
}

impl OddField {
    /// Whether every program unpacks the same files all the same.
    pub fn is_harmless(self) -> bool {
        matches!(
            self,
            OddField::Method | OddField::Time | OddField::Writer | OddField::Order | OddField::Folder
        )
    }

    /// As in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            OddField::Method => "method",
            OddField::Time => "time",
            OddField::Writer => "writer",
            OddField::Order => "order",
            OddField::Folder => "folder",
            OddField::Comment => "comment",
            OddField::OtherName => "other-name",
            OddField::Extra => "extra-field",
            OddField::Attributes => "attributes",
            OddField::Gap => "gap",
            OddField::Encoding => "name-encoding",
            OddField::Version => "version-needed",
            OddField::EmptyFolder => "empty-folder",
            OddField::Other => "other-bytes",
        }
    }
}

impl fmt::Display for OddField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OddField::Method => "圧縮されています",
            OddField::Time => "日付や時刻が違います",
            OddField::Writer => "ほかのプログラムの書き方です",
            OddField::Order => "並び順が違います",
            OddField::Folder => "フォルダーだけの項目があります",
            OddField::Comment => "コメントが付けられています",
            OddField::OtherName => "プログラムによっては別の名前で取り出される欄があります",
            OddField::Extra => "余分な欄が付けられています",
            OddField::Attributes => "隠しファイル、実行できるファイルなどの属性が付けられています",
            OddField::Gap => "中身の後ろに、一覧にないデータがあります",
            OddField::Encoding => "名前の文字コードが UTF-8 と示されていません。パソコンによっては文字化けします",
            OddField::Version => "新しい形式を求めるため、取り出せないプログラムがあります",
            OddField::EmptyFolder => "空のフォルダーが加えられています",
            OddField::Other => "planc が書かないデータがあります",
        })
    }
}

/// Packs again what a zip file holds, and compares.
///
/// # Errors
/// Where a file of it is damaged.
pub fn packed(archive: &Archive<'_>) -> Result<Packed, Fault> {
    let mut files = Vec::new();
    for entry in archive.entries() {
        files.push((&*entry.path, archive.read(entry)?));
    }
    let bytes = archive.bytes();
    let list = record::find_list(bytes)?;
    let first = record::listed(&bytes[..list.end], list.start);
    let date = first.and_then(|it| day(it.moment));
    let again = pack(
        files.iter().map(|(path, bytes)| (*path, &**bytes)),
        Packing::Stored,
        date,
    );
    if again.is_ok_and(|again| again == bytes) {
        return Ok(Packed::Canonical(date));
    }
    let mut oddities = oddities(archive, &list, date);
    if oddities.is_empty() {
        let field = OddField::Other;
        oddities.push(Oddity { entry: None, field });
    }
    Ok(Packed::Otherwise(oddities))
}

/// The day of a moment as MS-DOS has it.
fn day(moment: u32) -> Option<Date> {
    let date = moment >> 16;
    let part = |shift: u32, mask: u32| i8::try_from(date >> shift & mask).ok();
    let year = i16::try_from(1980 + (date >> 9)).ok()?;
    Date::new(year, part(5, 0xF)?, part(0, 0x1F)?).ok()
}

/// Midnight of a day as MS-DOS has it.
fn midnight(moment: u32) -> u32 {
    moment & 0xFFFF_0000
}

fn oddities(archive: &Archive<'_>, list: &List, date: Option<Date>) -> Vec<Oddity> {
    let bytes = archive.bytes();
    let mut found = BTreeSet::new();
    if !record::comment(bytes, list).is_empty() {
        found.insert(Oddity {
            entry: None,
            field: OddField::Comment,
        });
    }
    let folders: BTreeSet<&str> = archive
        .entries()
        .iter()
        .flat_map(|it| it.path.match_indices('/').map(|(at, _)| &it.path[..at]))
        .collect();
    let (mut at, mut last, mut first_moment) = (list.start, 0, None);
    let mut starts: Vec<usize> = Vec::new();
    for _ in 0..list.count {
        let Some(listed) = record::listed(&bytes[..list.end], at) else {
            break;
        };
        at = listed.next;
        starts.push(listed.at);
        let Some(header) = record::header(bytes, &listed) else {
            break;
        };
        let (path, _) = name(&listed);
        let mut tell = |field| {
            found.insert(Oddity {
                entry: Some(path.to_string()),
                field,
            });
        };
        if let Some(folder) = path.strip_suffix('/') {
            tell(match folders.contains(folder) {
                true => OddField::Folder,
                false => OddField::EmptyFolder,
            });
        }
        let first = *first_moment.get_or_insert(midnight(listed.moment));
        if date.is_none() || listed.moment != first || header.moment != listed.moment {
            tell(OddField::Time);
        }
        if listed.at < last {
            tell(OddField::Order);
        }
        last = listed.at;
        fields(&listed, &header).into_iter().for_each(&mut tell);
    }
    gaps(bytes, list, &starts, &mut found);
    found.into_iter().collect()
}

/// What is odd in the fields of an entry itself.
fn fields(listed: &Listed<'_>, header: &Header<'_>) -> Vec<OddField> {
    /// Packed well, fast, or very fast.
    const LEVELS: u16 = 0b110;
    /// What planc writes: by Unix, version 1.0.
    const MADE_BY: u16 = 3 << 8 | 10;
    const NEEDED: u16 = 10;
    /// Deflate and folders.
    const WIDELY_KNOWN: u16 = 20;
    /// Systems whose programs write names and attributes as everybody reads them: MS-DOS, Unix, NTFS, VFAT, macOS.
    const SYSTEMS: [u16; 5] = [0, 3, 10, 14, 19];
    let mut odd = Vec::new();
    let (ascii, is_folder) = (listed.name.is_ascii(), listed.name.ends_with(b"/"));
    if listed.method != 0 {
        odd.push(OddField::Method);
    }
    if !ascii && listed.flags & UTF8 == 0 {
        odd.push(OddField::Encoding);
    }
    if listed.flags & !(UTF8 | LEVELS | SIZES_BEHIND) != 0 || listed.disk != 0 || listed.internal > 1 {
        odd.push(OddField::Other);
    }
    if listed.needed.max(header.needed) > WIDELY_KNOWN || !SYSTEMS.contains(&listed.system()) {
        odd.push(OddField::Version);
    }
    let flags = if ascii { 0 } else { UTF8 };
    let is_ours = (listed.made_by, listed.needed, header.needed) == (MADE_BY, NEEDED, NEEDED);
    if !is_ours || listed.flags != flags || listed.internal != 0 {
        odd.push(OddField::Writer);
    }
    odd.extend(attributes(listed, is_folder));
    if !listed.comment.is_empty() {
        odd.push(OddField::Comment);
    }
    odd.extend(extras(listed.extra, listed.name));
    odd.extend(extras(header.extra, listed.name));
    odd
}

fn attributes(listed: &Listed<'_>, is_folder: bool) -> Option<OddField> {
    const OURS: u32 = 0o100_644 << 16;
    /// Of MS-DOS: a folder, and what is not saved yet.
    const FOLDER: u32 = 0x10;
    const UNSAVED: u32 = 0x20;
    /// Of Unix: what it is, and that its owner may read and write it.
    const REGULAR: u32 = 0o100_000;
    const DIRECTORY: u32 = 0o040_000;
    const OWNERS: u32 = 0o600;
    if listed.external == OURS && !is_folder {
        return None;
    }
    let (dos, unix) = (listed.external & 0xFFFF, listed.external >> 16);
    let (known_dos, known_unix) = match is_folder {
        true => (FOLDER | UNSAVED, DIRECTORY | 0o777),
        false => (UNSAVED, REGULAR | 0o666),
    };
    let is_owners = unix & OWNERS == OWNERS || unix == 0 && listed.mode() == 0 && !matches!(listed.system(), 3 | 19);
    let is_plain = dos & !known_dos == 0 && unix & !known_unix == 0 && is_owners;
    Some(match is_plain {
        true => OddField::Writer,
        false => OddField::Attributes,
    })
}

/// What additional fields say: times and owners, of the sizes that they have; everything else is odd.
fn extras(mut extra: &[u8], name: &[u8]) -> Vec<OddField> {
    /// Times of Unix, of NTFS; owners on Unix; the name in UTF-8.
    const TIMES: u16 = 0x5455;
    const NTFS: u16 = 0x000A;
    const OWNER: u16 = 0x7875;
    const NAME: u16 = 0x7075;
    let (mut odd, mut seen) = (Vec::new(), BTreeSet::new());
    while let [id @ .., a, b] = extra.get(..4).unwrap_or_default() {
        let (id, size) = (
            u16::from_le_bytes([id[0], id[1]]),
            usize::from(u16::from_le_bytes([*a, *b])),
        );
        let Some(field) = extra.get(4..4 + size) else { break };
        extra = &extra[4 + size..];
        odd.push(match id {
            // No program writes one twice: what looks like many times holds something else.
            _ if !seen.insert(id) => OddField::Extra,
            TIMES if matches!(size, 1 | 5 | 9 | 13) => OddField::Time,
            NTFS if size == 32 && field[..8] == [0, 0, 0, 0, 1, 0, 24, 0] && field[8..].chunks(8).all(is_time) => {
                OddField::Time
            }
            OWNER if field.first() == Some(&1) && matches!(size, 7 | 11) => OddField::Writer,
            // One version, the checksum of the name that it stands for, and the name.
            NAME if field.get(5..) == Some(name) => OddField::Writer,
            NAME => OddField::OtherName,
            _ => OddField::Extra,
        });
    }
    if !extra.is_empty() {
        odd.push(OddField::Extra);
    }
    odd
}

/// Whether eight bytes are a time as NTFS has it, of this century or so, or none.
fn is_time(bytes: &[u8]) -> bool {
    /// 1980 and 2200, in steps of 100 nanoseconds since 1601.
    const YEARS: std::ops::Range<u64> = 119_600_064_000_000_000..189_026_142_480_000_000;
    let time = bytes.first_chunk().map(|it| u64::from_le_bytes(*it));
    time.is_some_and(|it| it == 0 || YEARS.contains(&it))
}

/// What stands between the entries.
fn gaps(bytes: &[u8], list: &List, starts: &[usize], found: &mut BTreeSet<Oddity>) {
    let mut ordered: Vec<usize> = starts.to_vec();
    ordered.sort_unstable();
    let mut at = list.start;
    while let Some(listed) = record::listed(&bytes[..list.end], at) {
        at = listed.next;
        let Some(header) = record::header(bytes, &listed) else {
            break;
        };
        let end = header
            .data
            .saturating_add(usize::try_from(listed.packed).unwrap_or(usize::MAX));
        let next = ordered.partition_point(|start| *start < end);
        let next = ordered.get(next).copied().unwrap_or(list.start);
        let between = bytes.get(end..next).unwrap_or_default();
        let behind = listed.flags & SIZES_BEHIND != 0;
        let is_known = match behind {
            true => record::is_descriptor(between, &listed),
            false => between.is_empty(),
        };
        if !is_known {
            found.insert(Oddity {
                entry: Some(name(&listed).0.into_owned()),
                field: OddField::Gap,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_what_hides_among_them() {
        let time = |bytes: [u8; 24]| [&[10, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0][..], &bytes].concat();
        let honest: [u8; 8] = 134_000_000_000_000_000_u64.to_le_bytes();
        let honest = time([honest, honest, [0; 8]].concat().try_into().unwrap());
        assert_eq!(extras(&honest, b"a"), [OddField::Time]);
        // Once is enough for every program.
        let twice = [&honest[..], &honest].concat();
        assert_eq!(extras(&twice, b"a"), [OddField::Time, OddField::Extra]);
        assert_eq!(
            extras(&time(*b"PK\x06\x07 anything but times."), b"a"),
            [OddField::Extra]
        );
    }
}
