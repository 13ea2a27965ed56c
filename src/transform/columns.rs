//! Widths of columns, from what their cells hold: the same for both writers, and no number broken.

use crate::document::text::plain;
use crate::document::{Block, Cell, Document, Page, Row, Style, Table, Width};
use crate::font;

const MILLIMETRES_PER_POINT: f64 = 25.4 / 72.0;
/// White space left and right in a cell, in millimetres; both writers use it.
const PADDING: f64 = 4.4;
/// Space between two columns of [`crate::document::Beside`], in millimetres.
const GUTTER: f64 = 3.6;
/// A heading cell of up to so many characters is not broken.
const UNBROKEN_HEAD: f64 = 7.0;
/// Cells that end so are single words: a figure in points, the mark of a pending value.
const UNBROKEN_WORDS: [&str; 2] = ["ポイント", "【調整中】"];
/// No word asks for more than this share of the table's width.
const MOST: f64 = 0.45;

pub(super) fn resolve(document: &mut Document) {
    let style = document.style.clone();
    for section in &mut document.sections {
        let (paper, margins) = match section.page {
            Page::Cover | Page::Portrait => (210.0, style.portrait),
            Page::Landscape => (297.0, style.landscape),
        };
        blocks(&mut section.blocks, paper - margins.left - margins.right, &style);
    }
}

fn blocks(list: &mut [Block], width: f64, style: &Style) {
    for block in list {
        match block {
            Block::Table(table) => widths(table, width, style),
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(item, width, style)),
            Block::Beside(beside) => {
                blocks(&mut beside.left, width - beside.right_width - GUTTER, style);
                blocks(&mut beside.right, beside.right_width, style);
            }
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Figure(_)
            | Block::Picture(_) => {}
        }
    }
}

/// What a column asks for, in millimetres.
#[derive(Clone, Copy, Default)]
struct Need {
    /// Narrower, and a number or a short heading breaks.
    least: f64,
    /// Its longest line.
    whole: f64,
}

fn widths(table: &mut Table, total: f64, style: &Style) {
    let em = style.sizes.table * MILLIMETRES_PER_POINT;
    let mut needs = vec![
        Need {
            least: 2.0 * em + PADDING,
            whole: 2.0 * em + PADDING
        };
        table.columns.len()
    ];
    measure(&table.head, true, em, &mut needs);
    measure(&table.body, false, em, &mut needs);
    for need in &mut needs {
        need.least = need.least.min(total * MOST);
        need.whole = need.whole.clamp(need.least, (total * MOST).max(need.least));
    }
    let mut widths: Vec<f64> = table
        .columns
        .iter()
        .zip(&needs)
        .map(|(column, need)| {
            if column.width == Width::Content {
                need.whole
            } else {
                need.least
            }
        })
        .collect();
    let used: f64 = widths.iter().sum();
    if used > total {
        shrink(&mut widths, &needs, total);
    } else {
        share(table, &mut widths, total);
    }
    for (column, width) in table.columns.iter_mut().zip(widths) {
        column.millimetres = (width * 100.0).round() / 100.0;
    }
}

/// Takes from columns what they have above their least; where that does not do, from all alike.
fn shrink(widths: &mut [f64], needs: &[Need], total: f64) {
    let used: f64 = widths.iter().sum();
    let spare: f64 = widths.iter().zip(needs).map(|(width, need)| width - need.least).sum();
    let excess = used - total;
    if spare > excess {
        let factor = excess / spare;
        widths
            .iter_mut()
            .zip(needs)
            .for_each(|(width, need)| *width -= (*width - need.least) * factor);
    } else {
        let least: f64 = needs.iter().map(|need| need.least).sum();
        widths
            .iter_mut()
            .zip(needs)
            .for_each(|(width, need)| *width = need.least * total / least);
    }
}

/// Divides the table's width among the columns with a share, none below what it needs; the others keep theirs.
fn share(table: &Table, widths: &mut [f64], total: f64) {
    let weight = |index: usize| match table.columns[index].width {
        Width::Share(weight) => weight,
        Width::Content => 0.0,
    };
    let mut open: Vec<usize> = (0..widths.len()).filter(|&index| weight(index) > 0.0).collect();
    if open.is_empty() {
        let used: f64 = widths.iter().sum();
        widths.iter_mut().for_each(|width| *width *= total / used);
        return;
    }
    loop {
        let fixed: f64 = (0..widths.len())
            .filter(|index| !open.contains(index))
            .map(|index| widths[index])
            .sum();
        let weights: f64 = open.iter().map(|&index| weight(index)).sum();
        let unit = (total - fixed) / weights;
        let narrow: Vec<usize> = open
            .iter()
            .copied()
            .filter(|&index| weight(index) * unit < widths[index])
            .collect();
        if narrow.is_empty() || narrow.len() == open.len() {
            open.iter().for_each(|&index| widths[index] = weight(index) * unit);
            return;
        }
        open.retain(|index| !narrow.contains(index));
    }
}

fn measure(rows: &[Row], head: bool, em: f64, needs: &mut [Need]) {
    let mut covered = vec![0_usize; needs.len()];
    for row in rows {
        let mut column = 0;
        for cell in &row.cells {
            while covered.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            if let (1, Some(need)) = (cell.column_span, needs.get_mut(column)) {
                measure_cell(cell, head, em, need);
            }
            for covered in covered.iter_mut().skip(column).take(cell.column_span) {
                *covered = cell.row_span;
            }
            column += cell.column_span;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
}

fn measure_cell(cell: &Cell, head: bool, em: f64, need: &mut Need) {
    for paragraph in &cell.paragraphs {
        for line in plain(paragraph).split('\n') {
            let whole = font::heading_width(line);
            let short = (head && whole <= UNBROKEN_HEAD) || UNBROKEN_WORDS.iter().any(|word| line.ends_with(word));
            let least = if short {
                whole.min(UNBROKEN_HEAD)
            } else {
                longest_word(line)
            };
            need.whole = need.whole.max(whole * em + PADDING);
            need.least = need.least.max(least * em + PADDING);
        }
    }
}

/// The widest run of characters that has no place to break in it: numbers with their signs and units, Latin words.
fn longest_word(text: &str) -> f64 {
    let joins = |it: char| it.is_ascii_graphic() || matches!(it, '＋' | '△' | '％' | '−');
    text.split(|it| !joins(it)).map(font::heading_width).fold(0.0, f64::max)
}
