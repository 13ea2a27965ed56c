//! Widths of columns, from what their cells hold: the same for both writers, and no number broken.

use crate::document::text::plain;
use crate::document::{Block, Cell, Column, Document, Page, Row, Style, Table, Width};
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
/// A column grows at most so many times to save its longest line a break, or one of several breaks.
const GROWTH: f64 = 1.6;
/// What prose may give of its width to other columns.
const GIFT: f64 = 0.25;
/// A text of more lines than this is not shortened by a line.
const SHORT: usize = 4;
/// From so many lines on, a text that heads no row takes width from prose.
const HIGH: usize = 3;
/// What a line needs beyond its own width, in em: for faces a little wider than ours, for breaks before its end.
const EASE: f64 = 0.5;

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
            Block::Revised(revised) => blocks(std::slice::from_mut(&mut *revised.block), width, style),
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
    /// That line is too long to be set whole: the column holds prose.
    prose: bool,
}

fn widths(table: &mut Table, total: f64, style: &Style) {
    let em = style.sizes.table * MILLIMETRES_PER_POINT;
    let mut needs = vec![
        Need {
            least: 2.0 * em + PADDING,
            whole: 2.0 * em + PADDING,
            prose: false,
        };
        table.columns.len()
    ];
    measure(&table.head, true, em, &mut needs);
    measure(&table.body, false, em, &mut needs);
    for need in &mut needs {
        need.least = need.least.min(total * MOST);
        need.prose = need.whole > total * MOST;
    }
    let mut widths: Vec<f64> = table
        .columns
        .iter()
        .zip(&needs)
        .map(|(column, need)| {
            if column.width == Width::Content {
                need.whole.clamp(need.least, (total * MOST).max(need.least))
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
        relieve(table, &mut widths, &needs, em);
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

/// Saves short texts a break: with what other columns can spare, then, where names or high rows gain, with some of the
/// room of prose.
fn relieve(table: &Table, widths: &mut [f64], needs: &[Need], em: f64) {
    let shared = |index: &usize| matches!(table.columns[*index].width, Width::Share(_));
    let columns: Vec<usize> = (0..widths.len()).filter(shared).collect();
    let spare = |index: usize, widths: &[f64]| match needs[index].prose {
        true => 0.0,
        false => spare(table, widths[index], needs, index),
    };
    give(widths, needs, em, &columns, &spare);
    let gains = |index: &usize| {
        let lines = lines(widths[*index], needs[*index].whole);
        !needs[*index].prose && (table.columns[*index].header || lines >= HIGH)
    };
    let columns: Vec<usize> = columns.iter().copied().filter(gains).collect();
    let gift = |index: usize, widths: &[f64]| match (needs[index].prose, table.columns[index].width) {
        (true, Width::Share(_)) => widths[index] * GIFT,
        (true, Width::Content) | (false, _) => 0.0,
    };
    give(widths, needs, em, &columns, &gift);
}

/// Grants the wishes of columns, the smallest first, as far as what all columns can spare goes.
fn give(widths: &mut [f64], needs: &[Need], em: f64, columns: &[usize], spare: &dyn Fn(usize, &[f64]) -> f64) {
    let spares: Vec<f64> = (0..widths.len()).map(|index| spare(index, widths)).collect();
    let all: f64 = spares.iter().sum();
    let wishes = columns
        .iter()
        .map(|&index| (index, wish(widths[index], needs[index].whole, em)));
    let mut wishes: Vec<(usize, f64)> = wishes.filter(|(_, wish)| *wish > 0.0).collect();
    wishes.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut given = 0.0;
    for (index, wish) in wishes {
        if given + wish <= all {
            widths[index] += wish;
            given += wish;
        }
    }
    if given > 0.0 {
        let taken = spares.iter().map(|spare| spare * given / all);
        widths.iter_mut().zip(taken).for_each(|(width, taken)| *width -= taken);
    }
}

/// What a column has beyond its longest line. Columns of one kind, such as the years of a table, stay equally wide.
fn spare(table: &Table, width: f64, needs: &[Need], index: usize) -> f64 {
    let column = &table.columns[index];
    if column.width == Width::Content {
        return 0.0;
    }
    let alike = |(other, _): &(&Column, &Need)| other.width == column.width && other.align == column.align;
    let alike = table.columns.iter().zip(needs).filter(alike);
    let whole = alike.map(|(_, need)| need.whole).fold(0.0, f64::max);
    (width - whole).max(0.0)
}

/// How much wider a column should be, that its longest line takes fewer lines.
fn wish(width: f64, whole: f64, em: f64) -> f64 {
    let (room, text) = (width - PADDING, whole - PADDING);
    let now = lines(width, whole);
    if now > SHORT {
        return 0.0;
    }
    let fewer = (1..now).map(|lines| text / lines as f64 + EASE * em);
    let target = fewer.into_iter().find(|target| *target <= room * GROWTH);
    target.map_or(0.0, |target| (target - room).max(0.0))
}

/// How many lines the longest line takes.
fn lines(width: f64, whole: f64) -> usize {
    let (room, text) = ((width - PADDING).max(1.0), whole - PADDING);
    (text / room).ceil().max(1.0) as usize
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
