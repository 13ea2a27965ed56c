//! Tables with what changed in them: rows belong together by what stands in their first cells.

use super::line::{changed, revised_paragraph};
use super::sequence::Texts;
use super::whole::Whole;
use super::{Pass, texts};
use crate::diff::align::{Likeness, Pair, align};
use crate::diff::overlap::Bag;
use crate::document::text::plain;
use crate::document::{Caption, CaptionBefore, Cell, Inline, Paragraph, Revision, Row, Table};

/// Rows of different keys are one row all the same where so much of them survives.
const RENAMED: f64 = 0.6;
/// What equal keys count beyond the words of their rows.
const KEY: f64 = 1.0;

/// Whether tables can be compared cell by cell: they have the same columns under the same heads.
pub fn comparable(before: &Table, after: &Table) -> bool {
    let captions = before.caption.is_some() == after.caption.is_some();
    let columns = before.columns.len() == after.columns.len() && before.style == after.style;
    captions && columns && shape(&before.head) == shape(&after.head)
}

/// The columns and the spans of all cells, as a text.
pub fn grid(table: &Table) -> String {
    format!(
        "{:?} {} {:?} {:?}",
        table.style,
        table.columns.len(),
        shape(&table.head),
        shape(&table.body)
    )
}

/// The spans of all cells.
fn shape(rows: &[Row]) -> Vec<Vec<(usize, usize)>> {
    let spans = |cell: &Cell| (cell.column_span, cell.row_span);
    rows.iter().map(|row| row.cells.iter().map(spans).collect()).collect()
}

impl Pass<'_> {
    /// A table that stands in both versions.
    pub(super) fn table(&self, before: &Table, after: &Table) -> Table {
        let caption = before.caption.as_ref().zip(after.caption.as_ref());
        Table {
            caption: caption.map(|(before, after)| changed_caption(before, after)),
            head: changed_rows(&before.head, &after.head),
            body: self.rows(&before.body, &after.body),
            notes: self.notes(&before.notes, &after.notes),
            columns: after.columns.clone(),
            flow: after.flow.clone(),
            ..*after
        }
    }

    fn rows(&self, before: &[Row], after: &[Row]) -> Vec<Row> {
        let (old, new) = (bands(before), bands(after));
        let keys = |bands: &[&[Row]]| bands.iter().map(|rows| band_text(rows)).collect::<Vec<_>>();
        let whole = |rows: &[Row], whole: &Whole| rows.iter().map(|row| whole.row(row)).collect::<Vec<_>>();
        let one = |pair: Pair| match pair {
            Pair::Both(at, now) => changed_rows(old[at], new[now]),
            Pair::Before(at) => whole(old[at], &self.deleted),
            Pair::After(now) => whole(new[now], &self.inserted),
        };
        let likeness = Bands {
            before: &old,
            after: &new,
        };
        let pairs = align(&keys(&old), &keys(&new), &likeness);
        pairs.into_iter().flat_map(one).collect()
    }

    /// Notes under a table or a figure.
    pub(super) fn notes(&self, before: &[Paragraph], after: &[Paragraph]) -> Vec<Paragraph> {
        let text = |notes: &[Paragraph]| notes.iter().map(|note| plain(&note.content)).collect::<Vec<_>>();
        let pairs = Texts {
            before: &text(before),
            after: &text(after),
        }
        .pairs();
        let one = |pair: Pair| match pair {
            Pair::Both(old, new) => Paragraph {
                content: changed(&before[old].content, &after[new].content),
                ..after[new]
            },
            Pair::Before(old) => self.deleted.note(&before[old]),
            Pair::After(new) => self.inserted.note(&after[new]),
        };
        pairs.into_iter().map(one).collect()
    }
}

/// A caption that stands in both versions.
pub fn changed_caption(before: &Caption, after: &Caption) -> Caption {
    let unit = |caption: &Caption| caption.unit.as_ref().map(|unit| unit.text.clone());
    let differs = before.number != after.number || unit(before) != unit(after);
    Caption {
        title: changed(&before.title, &after.title),
        before: differs.then(|| CaptionBefore {
            number: before.number,
            unit: before.unit.clone(),
        }),
        ..after.clone()
    }
}

/// Rows that stand in both versions, of one shape.
fn changed_rows(before: &[Row], after: &[Row]) -> Vec<Row> {
    let row = |(before, after): (&Row, &Row)| Row {
        cells: before.cells.iter().zip(&after.cells).map(changed_cell).collect(),
    };
    before.iter().zip(after).map(row).collect()
}

fn changed_cell((before, after): (&Cell, &Cell)) -> Cell {
    const EMPTY: &[Vec<Inline>] = &[Vec::new()];
    let filled = |cell: &'_ Cell| match cell.paragraphs.as_slice() {
        [] => EMPTY.to_vec(),
        paragraphs => paragraphs.to_vec(),
    };
    Cell {
        paragraphs: changed_paragraphs(&filled(before), &filled(after)),
        ..*after
    }
}

fn changed_paragraphs(before: &[Vec<Inline>], after: &[Vec<Inline>]) -> Vec<Vec<Inline>> {
    if let ([old], [new]) = (before, after) {
        return vec![changed(old, new)];
    }
    let text = |paragraphs: &[Vec<Inline>]| paragraphs.iter().map(|it| plain(it)).collect::<Vec<_>>();
    let pairs = Texts {
        before: &text(before),
        after: &text(after),
    }
    .pairs_with_anchor();
    let one = |pair: Pair| match pair {
        Pair::Both(old, new) => changed(&before[old], &after[new]),
        Pair::Before(old) => revised_paragraph(Revision::Deleted, &before[old]),
        Pair::After(new) => revised_paragraph(Revision::Inserted, &after[new]),
    };
    pairs.into_iter().map(one).collect()
}

/// Rows in pieces that cells over several rows hold together.
fn bands(rows: &[Row]) -> Vec<&[Row]> {
    let (mut bands, mut start, mut end) = (Vec::new(), 0, 0);
    for (index, row) in rows.iter().enumerate() {
        let reach = row.cells.iter().map(|cell| cell.row_span).max().unwrap_or(1);
        end = end.max(index + reach.max(1));
        if end == index + 1 {
            bands.push(&rows[start..end]);
            start = end;
        }
    }
    if start < rows.len() {
        bands.push(&rows[start..]);
    }
    bands
}

fn band_text(rows: &[Row]) -> String {
    let cells = rows.iter().flat_map(|row| &row.cells);
    let spans = |cell: &Cell| format!("{}×{}", cell.column_span, cell.row_span);
    let cells = cells.map(|cell| format!("{}\u{1f}{}", spans(cell), texts::of_cell(cell)));
    let counts: Vec<String> = rows.iter().map(|row| row.cells.len().to_string()).collect();
    counts.join(",") + "\u{1e}" + &cells.collect::<Vec<_>>().join("\u{1e}")
}

/// What a row is called by: its first cell that holds more than a number or a mark.
fn key(rows: &[Row]) -> String {
    let names = |text: &String| text.chars().any(char::is_alphabetic);
    let cells = rows.iter().flat_map(|row| &row.cells);
    cells.map(texts::of_cell).find(names).unwrap_or_default()
}

struct Bands<'a> {
    before: &'a [&'a [Row]],
    after: &'a [&'a [Row]],
}

struct Band {
    shape: Vec<Vec<(usize, usize)>>,
    key: String,
    words: Bag,
}

impl Band {
    fn of(rows: &[Row]) -> Self {
        let cells = rows.iter().flat_map(|row| &row.cells);
        let text: Vec<String> = cells.map(texts::of_cell).collect();
        Band {
            shape: shape(rows),
            key: key(rows),
            words: Bag::of(&text.join("\n")),
        }
    }
}

impl Likeness for Bands<'_> {
    type Feature = Band;

    fn before(&self, index: usize) -> Band {
        Band::of(self.before[index])
    }

    fn after(&self, index: usize) -> Band {
        Band::of(self.after[index])
    }

    fn between(&self, before: &Band, after: &Band) -> f64 {
        if before.shape != after.shape {
            return 0.0;
        }
        let overlap = before.words.overlap(&after.words);
        let same_key = before.key == after.key && !before.key.is_empty();
        match (same_key, overlap >= RENAMED) {
            (true, _) => KEY + overlap,
            (false, true) => overlap,
            (false, false) => 0.0,
        }
    }
}
