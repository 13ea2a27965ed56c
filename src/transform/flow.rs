//! How tables take the page, from how high their rows are: the same for both writers.

use super::each_block_of;
use crate::document::text::plain;
use crate::document::{Block, Document, Flow, Row, Table};
use crate::font;

const MILLIMETRES_PER_POINT: f64 = 25.4 / 72.0;
/// White space left and right in a cell, in millimetres.
const PADDING: f64 = 4.4;
/// A row of more lines than this is prose.
const PROSE: usize = 5;
/// A row of more lines than this, about a third of a page, may break.
const HIGH: usize = 20;
/// A table of at most so many rows, and of so many lines, stays on one page.
const FEW_ROWS: usize = 8;
const FEW_LINES: usize = 28;

pub(super) fn resolve(document: &mut Document) {
    let em = document.style.sizes.table * MILLIMETRES_PER_POINT;
    each_block_of(document, &mut |block| {
        if let Block::Table(table) = block {
            table.flow = flow(table, em);
        }
    });
}

fn flow(table: &Table, em: f64) -> Flow {
    let heights = heights(table, em);
    let all: usize = heights.iter().sum();
    Flow {
        top: heights.iter().any(|lines| *lines > PROSE),
        together: heights.len() <= FEW_ROWS && all + heights.len() <= FEW_LINES,
        breaking: (0..heights.len()).filter(|&row| heights[row] > HIGH).collect(),
    }
}

/// The lines of the highest cell of each row of the body. A cell over several rows counts in none of them.
fn heights(table: &Table, em: f64) -> Vec<usize> {
    let mut covered = vec![0_usize; table.columns.len()];
    table
        .body
        .iter()
        .map(|row| height(row, table, em, &mut covered))
        .collect()
}

fn height(row: &Row, table: &Table, em: f64, covered: &mut [usize]) -> usize {
    let (mut column, mut highest) = (0, 1);
    for cell in &row.cells {
        while covered.get(column).is_some_and(|rows| *rows > 0) {
            column += 1;
        }
        let columns = table.columns.iter().skip(column).take(cell.column_span);
        let width = columns.map(|column| column.millimetres).sum::<f64>() - PADDING;
        let room = (width / em).max(1.0);
        if cell.row_span == 1 {
            highest = highest.max(
                cell.paragraphs
                    .iter()
                    .map(|paragraph| lines(&plain(paragraph), room))
                    .sum(),
            );
        }
        covered
            .iter_mut()
            .skip(column)
            .take(cell.column_span)
            .for_each(|rows| *rows = cell.row_span);
        column += cell.column_span;
    }
    covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    highest
}

/// How many lines a text takes in a column of so many ems.
fn lines(text: &str, room: f64) -> usize {
    let of_line = |line: &str| (font::heading_width(line) / room).ceil().max(1.0) as usize;
    text.split('\n').map(of_line).sum()
}
