//! Marks of a redline: what a later version inserted, and what it deleted.
//!
//! In the blocks of a redline every run of text that came or went stands in an [`Inline::Revised`]. Where a whole
//! paragraph of a cell or a note came or went, an [`Inline::End`] closes it; where a whole block did, it stands in a
//! [`Revised`].

use super::{Block, Caption, Cover, Inline, Row, Text};
use serde::Serialize;

/// What happened between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revision {
    /// Only the version after has it.
    Inserted,
    /// Only the version before has it.
    Deleted,
}

/// A block that came or went whole.
#[derive(Clone, Debug, Serialize)]
pub struct Revised {
    /// Which of both.
    pub revision: Revision,
    /// The block.
    pub block: Box<Block>,
}

/// What a caption said before, where its number or unit changed.
#[derive(Clone, Debug, Serialize)]
pub struct CaptionBefore {
    /// Its number.
    pub number: u32,
    /// Its unit.
    pub unit: Option<Text>,
}

/// Whether a whole paragraph came or went.
pub fn of_paragraph(content: &[Inline]) -> Option<Revision> {
    match content.last() {
        Some(Inline::End { revision }) => Some(*revision),
        _ => None,
    }
}

/// Whether each row came or went whole: all paragraphs of all its cells did. A row without cells of its own, which
/// spans from above cover, shares the fate of the row above it.
pub fn of_rows(rows: &[Row]) -> impl Iterator<Item = Option<Revision>> + '_ {
    rows.iter().scan(None, |above, row| {
        if !row.cells.is_empty() {
            *above = of_row(row);
        }
        Some(*above)
    })
}

fn of_row(row: &Row) -> Option<Revision> {
    let mut paragraphs = row.cells.iter().flat_map(|cell| &cell.paragraphs);
    let first = of_paragraph(paragraphs.next()?)?;
    paragraphs.all(|it| of_paragraph(it) == Some(first)).then_some(first)
}

impl Cover {
    /// A cover each of whose lines is made of the lines of two.
    pub fn joined(&self, other: &Cover, join: impl Fn(&[Inline], &[Inline]) -> Vec<Inline>) -> Cover {
        Cover {
            series: join(&self.series, &other.series),
            title: join(&self.title, &other.title),
            period: join(&self.period, &other.period),
            stage: join(&self.stage, &other.stage),
            date: join(&self.date, &other.date),
            issuer: join(&self.issuer, &other.issuer),
            department: join(&self.department, &other.department),
        }
    }

    /// A cover each of whose lines is made of one.
    pub fn mapped(&self, map: impl Fn(&[Inline]) -> Vec<Inline>) -> Cover {
        self.joined(self, |line, _| map(line))
    }
}

impl Caption {
    /// In a redline, the number before, where another stands now.
    pub fn former_number(&self) -> Option<u32> {
        let before = self.before.as_ref()?;
        (before.number != self.number).then_some(before.number)
    }

    /// In a redline, the unit before, where it stands no more.
    pub fn former_unit(&self) -> Option<&Text> {
        let unit = self.before.as_ref()?.unit.as_ref()?;
        (!self.has_unit(unit)).then_some(unit)
    }

    /// In a redline, whether the unit did not stand here before.
    pub fn has_new_unit(&self) -> bool {
        let before = self.before.as_ref().filter(|_| self.unit.is_some());
        before.is_some_and(|before| !before.unit.as_ref().is_some_and(|unit| self.has_unit(unit)))
    }

    fn has_unit(&self, unit: &Text) -> bool {
        self.unit.as_ref().is_some_and(|now| now.text == unit.text)
    }
}
