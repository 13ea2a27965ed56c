//! In which units the cells of a table count that write none.

use super::text::plain;
use super::{Block, Cell, Row, Table};
use crate::words::{declared_unit, is_unit, letters, unit_in};

/// The units of a table: of its columns, and of all of its cells.
pub struct Units {
    columns: Vec<Option<String>>,
    of_all: Option<String>,
}

impl Units {
    /// Those of a table, with that of the paragraph above or below it. A unit stands in the head of a column, in whichever
    /// of its rows; in a row of units alone; in the caption; in a note.
    pub fn of(table: &Table, around: Option<&str>) -> Units {
        let rows = table.body.iter().filter(|row| is_of_units(row));
        let mut columns: Vec<Option<String>> = Vec::new();
        for row in table.head.iter().chain(rows) {
            columns.resize(columns.len().max(row.cells.len()), None);
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                *column = unit_in(&words(cell)).or(column.take());
            }
        }
        let caption = table.caption.as_ref();
        let beside = caption.and_then(|it| it.unit.as_ref()).and_then(|it| unit_in(&it.text));
        let title = || caption.and_then(|it| unit_in(&plain(&it.title)));
        let note = || table.notes.iter().find_map(|it| declared_unit(&plain(&it.content)));
        Units {
            columns,
            of_all: beside
                .or_else(title)
                .or_else(note)
                .or_else(|| around.map(str::to_owned)),
        }
    }

    /// That of a cell by its column: the row may say its own, in its head or in a cell of its own.
    pub fn of_cell(&self, row: &Row, column: usize) -> Option<String> {
        let of_column = self.columns.get(column).cloned().flatten();
        let head = || row.cells.first().and_then(|it| unit_in(&words(it)));
        let alone = || row.cells.iter().map(words).find(|it| is_unit(it.trim()));
        of_column.or_else(head).or_else(alone).or_else(|| self.of_all.clone())
    }
}

/// That which a paragraph above or below a table gives to its cells, by the table's place among the blocks.
pub fn unit_around(blocks: &[Block], table: usize) -> Option<String> {
    let of = |at: usize| match blocks.get(at) {
        Some(Block::Paragraph(paragraph)) => unit_in(&plain(&paragraph.content)),
        _ => None,
    };
    table.checked_sub(1).and_then(of).or_else(|| of(table + 1))
}

/// Whether a row has units and nothing else: one at least, empty cells, and the word itself.
fn is_of_units(row: &Row) -> bool {
    let says = |it: &String| !matches!(&*letters(it), "" | "単位");
    let mut written = row.cells.iter().map(words).filter(says).peekable();
    let is_unit = |it: String| unit_in(&it).is_some() && !it.contains(|it: char| it.is_ascii_digit());
    written.peek().is_some() && written.all(is_unit)
}

fn words(cell: &Cell) -> String {
    let paragraphs: Vec<String> = cell.paragraphs.iter().map(|it| plain(it)).collect();
    paragraphs.join("\n")
}
