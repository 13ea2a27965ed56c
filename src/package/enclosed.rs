//! What the list of enclosures says of a package, read back from the workbook.

use super::tables::{FILE, UNTOLD};
use crate::leak::{Cell, shared, sheets};
use crate::template::enclosures::own_note;
use crate::write::is_as_written;
use crate::write::parts::{Parts, unpack};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A row of a list of enclosures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The path in the package.
    pub path: String,
    /// The size in bytes, where the list tells it.
    pub size: Option<u64>,
    /// The checksum; the list does not tell its own.
    pub digest: Option<String>,
}

/// A list of enclosures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnclosureList {
    /// A row of each file.
    pub rows: Vec<Row>,
    /// Whether it says that no list of checksums goes with it.
    pub is_without_checksums: bool,
}

/// The columns of a list, as Excel calls them.
const COLUMNS: [&str; FILE.len()] = ["A", "B", "C", "D", "E"];

impl EnclosureList {
    /// Whether it is the list of the package in which it lies under this path, without the ending: it names itself, and
    /// cannot tell its own checksum. Another may be enclosed as a paper.
    pub fn is_at(&self, path: &str) -> bool {
        let stem = |it: &Row| it.path.rsplit_once('.').map_or(it.path.clone(), |it| it.0.to_owned());
        self.rows.iter().any(|row| row.digest.is_none() && stem(row) == path)
    }
}

/// Reads a list of enclosures; `None` where a workbook is none.
pub fn list(workbook: &[u8]) -> Option<EnclosureList> {
    let parts = unpack(workbook)?;
    let strings = shared(&parts);
    sheets(&parts).iter().find_map(|(_, cells)| list_of(cells, &strings))
}

fn list_of(cells: &[Cell], strings: &[String]) -> Option<EnclosureList> {
    let mut by_row: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for cell in cells {
        let row = by_row.entry(cell.row).or_default();
        // Readers see a cell in its column, wherever it stands in the file: of one that is elsewhere nothing is read.
        let is_next = COLUMNS.get(row.len()) == Some(&&*cell.column);
        row.push(if is_next { cell.value.text(strings) } else { "" });
    }
    let heads = FILE.map(|(head, _)| head);
    let mut rows = by_row.values().skip_while(|texts| ***texts != heads);
    rows.next()?;
    let row = |texts: &Vec<&str>| match **texts {
        [_, path, _, size, digest] => Some(Row {
            path: path.to_owned(),
            size: size.parse().ok(),
            digest: Some(digest.to_owned()).filter(|it| it != UNTOLD),
        }),
        _ => None,
    };
    let note = own_note(false);
    Some(EnclosureList {
        rows: rows.map_while(row).collect(),
        is_without_checksums: by_row.values().flatten().any(|text| text.contains(note)),
    })
}

/// The day on which an Office file that planc wrote says that it was made; papers of companies say other days.
pub fn made_on(office: &[u8]) -> Option<Date> {
    if !is_as_written(office) {
        return None;
    }
    const CORE: &str = "docProps/core.xml";
    const MADE: &str = "<dcterms:created";
    let parts: Parts = unpack(office)?;
    let core = String::from_utf8_lossy(parts.get(CORE)?);
    let (_, made) = core.split_once(MADE)?;
    let (_, made) = made.split_once('>')?;
    made.get(..10)?.parse().ok()
}
