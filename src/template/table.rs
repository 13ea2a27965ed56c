//! Tables of the author's Markdown.

use super::inline::Where;
use super::markdown::Reader;
use super::problem::Problem;
use crate::document::{Align, Cell, Column, Row, Table, TableKind, Width};
use comrak::nodes::{Node, NodeTable, TableAlignment};

impl Reader<'_> {
    pub(super) fn table(&mut self, node: Node<'_>, table: &NodeTable) -> Table {
        let mut rows: Vec<Row> = node.children().map(|row| self.row(row, table.num_columns)).collect();
        let body = rows.split_off(rows.len().min(1));
        Table {
            id: self.ids.fresh(),
            style: TableKind::Data,
            caption: None,
            columns: table.alignments.iter().map(|it| column(*it)).collect(),
            head: rows,
            body,
            flow: crate::document::Flow::default(),
            notes: Vec::new(),
        }
    }

    fn row(&mut self, row: Node<'_>, columns: usize) -> Row {
        self.check_row(row, columns);
        Row {
            cells: row.children().map(|cell| self.cell(cell)).collect(),
        }
    }

    /// Markdown drops cells beyond the last column and takes any line under a table for a row.
    fn check_row(&mut self, row: Node<'_>, columns: usize) {
        let at = self.start(row);
        let found = cells(self.markdown.rest_of_line(at));
        let problem = match found {
            None => Problem::new("表のすぐ下に文があります。").hint("表の後に空行を入れてください。"),
            Some(found) if found != columns => {
                Problem::new(format!("表の見出しは{columns}列ですが、この行は{found}列です。"))
                    .hint("| の数をそろえてください。文字の | は \\| と書きます。")
            }
            Some(_) => return,
        };
        self.report(at, problem);
    }

    fn cell(&mut self, cell: Node<'_>) -> Cell {
        let parts = self.parts(cell, Where::Cell);
        let mut paragraphs = self.paragraphs(parts, Where::Cell);
        if paragraphs.is_empty() {
            paragraphs.push(Vec::new());
        }
        Cell {
            paragraphs,
            ..Cell::new(Vec::new())
        }
    }
}

/// The number of cells in a row as written; none if it does not begin with `|`.
fn cells(line: &str) -> Option<usize> {
    let inner = line.trim().strip_prefix('|')?;
    let mut bars = 0;
    let mut escaped = false;
    for character in inner.chars() {
        bars += usize::from(character == '|' && !escaped);
        escaped = character == '\\' && !escaped;
    }
    let closed = inner.ends_with('|') && !inner.ends_with("\\|");
    Some(if closed { bars } else { bars + 1 })
}

fn column(alignment: TableAlignment) -> Column {
    let (align, width) = match alignment {
        TableAlignment::None | TableAlignment::Left => (Align::Left, Width::Share(1.0)),
        TableAlignment::Center => (Align::Centre, Width::Content),
        TableAlignment::Right => (Align::Right, Width::Content),
    };
    Column {
        align,
        width,
        millimetres: 0.0,
        header: false,
    }
}
