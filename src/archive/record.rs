//! The records of a zip file, as its list (the central directory) and its entries (local headers) hold them.

use super::fault::{Fault, Reason};

const END: u32 = 0x0605_4b50;
const LISTED: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
/// Right before the end record it leads programs to another list, which planc never writes: packages are small enough.
const LOCATOR: u32 = 0x0706_4b50;
/// Stands where a number is in a zip64 record.
const ELSEWHERE: u32 = u32::MAX;

/// The bytes of an end record without its comment.
const END_SIZE: usize = 22;
const LOCATOR_SIZE: usize = 20;
const LISTED_SIZE: usize = 46;
const LOCAL_SIZE: usize = 30;

/// Bits of the flags: encrypted; sizes behind the data; the name is in UTF-8.
pub const ENCRYPTED: u16 = 1;
pub const SIZES_BEHIND: u16 = 1 << 3;
pub const UTF8: u16 = 1 << 11;

/// Where the list stands and how many records it has.
#[derive(Clone, Copy, Debug)]
pub struct List {
    pub count: usize,
    pub start: usize,
    pub end: usize,
}

/// A record of the list.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// Below the system that packed it, above the version of its program.
    pub made_by: u16,
    /// The version that a program needs to unpack it.
    pub needed: u16,
    pub flags: u16,
    pub method: u16,
    /// Date and time, as MS-DOS has them.
    pub moment: u32,
    pub checksum: u32,
    pub packed: u32,
    pub size: u32,
    /// The disk where it begins.
    pub disk: u16,
    /// Whether it passes for a text.
    pub internal: u16,
    /// The attributes of MS-DOS, and above them the mode of Unix.
    pub external: u32,
    /// Where the entry begins.
    pub at: usize,
    pub name: &'a [u8],
    pub extra: &'a [u8],
    pub comment: &'a [u8],
    /// Where the next record begins.
    pub next: usize,
}

impl Listed<'_> {
    /// The system that packed it: 0 is MS-DOS, 3 Unix.
    pub fn system(&self) -> u16 {
        self.made_by >> 8
    }

    /// The mode that Unix gives, or 0.
    pub fn mode(&self) -> u32 {
        // Systems other than Unix (3) and macOS (19) have no mode.
        if matches!(self.system(), 3 | 19) {
            self.external >> 16
        } else {
            0
        }
    }
}

/// What the header of an entry says of it beyond what must agree with the list.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    pub needed: u16,
    pub moment: u32,
    pub extra: &'a [u8],
    /// Where its data begin.
    pub data: usize,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*field))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*field))
}

fn length(bytes: &[u8], at: usize) -> Option<usize> {
    u16_at(bytes, at).map(usize::from)
}

fn position(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// Finds the list of a zip file: its end record is the last thing in the file, and stands right behind the list.
pub fn find_list(bytes: &[u8]) -> Result<List, Fault> {
    let furthest = END_SIZE + usize::from(u16::MAX);
    let first = bytes.len().saturating_sub(furthest);
    let ends_file = |at: &usize| {
        u32_at(bytes, *at) == Some(END) && length(bytes, at + 20).is_some_and(|it| at + END_SIZE + it == bytes.len())
    };
    let at = (first..=bytes.len().saturating_sub(END_SIZE)).rev().find(ends_file);
    let at = at.ok_or(Fault::of_file(Reason::NotZip))?;
    end_record(bytes, at).unwrap_or(Err(Fault::of_file(Reason::NotZip)))
}

fn end_record(bytes: &[u8], at: usize) -> Option<Result<List, Fault>> {
    let (disk, list_disk) = (u16_at(bytes, at + 4)?, u16_at(bytes, at + 6)?);
    let (here, count) = (u16_at(bytes, at + 8)?, u16_at(bytes, at + 10)?);
    let (size, start) = (u32_at(bytes, at + 12)?, u32_at(bytes, at + 16)?);
    if (disk, list_disk) != (0, 0) || here != count || count == u16::MAX || size.max(start) == ELSEWHERE {
        return Some(Err(Fault::of_file(Reason::Form)));
    }
    let locator = at.checked_sub(LOCATOR_SIZE).and_then(|at| u32_at(bytes, at));
    if locator == Some(LOCATOR) {
        return Some(Err(Fault::of_file(Reason::Form)));
    }
    let start = usize::try_from(start).ok()?;
    if start.checked_add(usize::try_from(size).ok()?)? != at {
        return Some(Err(Fault::of_file(Reason::Hidden)));
    }
    Some(Ok(List {
        count: usize::from(count),
        start,
        end: at,
    }))
}

/// Reads a record of the list.
pub fn listed(bytes: &[u8], at: usize) -> Option<Listed<'_>> {
    if u32_at(bytes, at)? != LISTED {
        return None;
    }
    let name_end = at + LISTED_SIZE + length(bytes, at + 28)?;
    let extra_end = name_end + length(bytes, at + 30)?;
    let next = extra_end + length(bytes, at + 32)?;
    Some(Listed {
        made_by: u16_at(bytes, at + 4)?,
        needed: u16_at(bytes, at + 6)?,
        flags: u16_at(bytes, at + 8)?,
        method: u16_at(bytes, at + 10)?,
        moment: u32_at(bytes, at + 12)?,
        checksum: u32_at(bytes, at + 16)?,
        packed: u32_at(bytes, at + 20)?,
        size: u32_at(bytes, at + 24)?,
        disk: u16_at(bytes, at + 34)?,
        internal: u16_at(bytes, at + 36)?,
        external: u32_at(bytes, at + 38)?,
        at: position(bytes, at + 42)?,
        name: bytes.get(at + LISTED_SIZE..name_end)?,
        extra: bytes.get(name_end..extra_end)?,
        comment: bytes.get(extra_end..next)?,
        next,
    })
}

/// The comment of a zip file as a whole.
pub fn comment<'a>(bytes: &'a [u8], list: &List) -> &'a [u8] {
    bytes.get(list.end + END_SIZE..).unwrap_or_default()
}

/// What stands behind the data of an entry whose sizes were not known before: the same as the list says, with or without a
/// mark in front.
pub fn is_descriptor(bytes: &[u8], listed: &Listed<'_>) -> bool {
    let told: Vec<u8> = [listed.checksum, listed.packed, listed.size]
        .iter()
        .flat_map(|it| it.to_le_bytes())
        .collect();
    bytes == told
        || bytes
            .strip_prefix(&DESCRIPTOR.to_le_bytes())
            .is_some_and(|it| it == told)
}

/// The header of an entry; `None` where it says something else than the list.
pub fn header<'a>(bytes: &'a [u8], listed: &Listed<'_>) -> Option<Header<'a>> {
    let at = listed.at;
    let name_end = at.checked_add(LOCAL_SIZE)? + length(bytes, at.checked_add(26)?)?;
    let name = bytes.get(at + LOCAL_SIZE..name_end)?;
    let same = u32_at(bytes, at)? == LOCAL
        && name == listed.name
        && u16_at(bytes, at + 6)? == listed.flags
        && u16_at(bytes, at + 8)? == listed.method;
    let sizes = [
        (u32_at(bytes, at + 14)?, listed.checksum),
        (u32_at(bytes, at + 18)?, listed.packed),
        (u32_at(bytes, at + 22)?, listed.size),
    ];
    let behind = listed.flags & SIZES_BEHIND != 0;
    let agree = sizes.iter().all(|(own, told)| own == told || (behind && *own == 0));
    let data = name_end + length(bytes, at + 28)?;
    let extra = bytes.get(name_end..data)?;
    (same && agree).then_some(Header {
        needed: u16_at(bytes, at + 4)?,
        moment: u32_at(bytes, at + 10)?,
        extra,
        data,
    })
}
