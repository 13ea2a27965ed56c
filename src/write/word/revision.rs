//! Tracked changes: runs, the ends of paragraphs and rows that came or went.
//!
//! The finishing pass gives them their ids, their author and their date, and deleted text its own element.

use crate::document::Revision;
use docx_rs::{Delete, Hyperlink, Insert, Paragraph, Run, TableRow};

/// A run, and whether it came or went.
pub type Stretch = (Run, Option<Revision>);

/// What holds runs.
pub trait Line: Sized {
    /// With a run that stands in both versions.
    fn with_run(self, run: Run) -> Self;
    /// With runs that came.
    fn with_insert(self, insert: Insert) -> Self;
    /// With runs that went.
    fn with_delete(self, delete: Delete) -> Self;
}

impl Line for Paragraph {
    fn with_run(self, run: Run) -> Self {
        self.add_run(run)
    }

    fn with_insert(self, insert: Insert) -> Self {
        self.add_insert(insert)
    }

    fn with_delete(self, delete: Delete) -> Self {
        self.add_delete(delete)
    }
}

impl Line for Hyperlink {
    fn with_run(self, run: Run) -> Self {
        self.add_run(run)
    }

    fn with_insert(self, insert: Insert) -> Self {
        self.add_insert(insert)
    }

    fn with_delete(self, delete: Delete) -> Self {
        self.add_delete(delete)
    }
}

/// A line with runs at its end; neighbours of one fate are one change.
pub fn with_runs<L: Line>(mut line: L, runs: Vec<Stretch>) -> L {
    let mut runs = runs.into_iter().peekable();
    while let Some((run, revision)) = runs.next() {
        let mut alike = vec![run];
        while let Some((run, _)) = runs.next_if(|(_, next)| *next == revision) {
            alike.push(run);
        }
        line = with_change(line, alike, revision);
    }
    line
}

fn with_change<L: Line>(line: L, runs: Vec<Run>, revision: Option<Revision>) -> L {
    let runs = runs.into_iter();
    match revision {
        None => runs.fold(line, L::with_run),
        Some(Revision::Inserted) => line.with_insert(runs.fold(Insert::new_with_empty(), Insert::add_run)),
        Some(Revision::Deleted) => line.with_delete(runs.fold(Delete::new(), Delete::add_run)),
    }
}

/// A paragraph whose end came or went.
pub fn ended(paragraph: Paragraph, revision: Option<Revision>) -> Paragraph {
    match revision {
        None => paragraph,
        Some(Revision::Inserted) => paragraph.insert("", ""),
        Some(Revision::Deleted) => paragraph.delete("", ""),
    }
}

/// Whether the end of a paragraph came or went.
pub fn is_ended(paragraph: &Paragraph) -> bool {
    let mark = &paragraph.property.run_property;
    mark.ins.is_some() || mark.del.is_some()
}

/// A row that came or went.
pub fn marked_row(row: TableRow, revision: Option<Revision>) -> TableRow {
    match revision {
        None => row,
        Some(Revision::Inserted) => row.insert(Insert::new_with_empty()),
        Some(Revision::Deleted) => row.delete(Delete::new()),
    }
}

/// Which ends of a cell's paragraphs came or went. The last end cannot: where the paragraphs at the end of a cell come
/// or go, the ends before them do.
pub fn ends_in_cell(paragraphs: &[Option<Revision>]) -> Vec<Option<Revision>> {
    let trailing = paragraphs.iter().rev().take_while(|it| it.is_some()).count();
    let first = paragraphs.len() - trailing;
    let mut ends = paragraphs.to_vec();
    if trailing > 0 && first > 0 {
        ends.remove(first - 1);
        ends.push(None);
    }
    ends
}
