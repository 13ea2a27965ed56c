//! The comparison table (新旧対照表): what changed between two versions, side by side, read from their redline.

mod entry;
mod grid;
mod part;
mod preset;

pub use preset::{Mark, Preset, Presets, Side};

use crate::document::text::plain;
use crate::document::{
    Align, Beside, Block, Cell, Column, Document, Flow, Heading, Inline, NodeId, Numbering, Page, Paragraph, Role, Row,
    Section, Table, TableKind, Text, Width,
};
use crate::font;
use crate::transform::complete;
use entry::{Line, Reader};

const MILLIMETRES_PER_POINT: f64 = 25.4 / 72.0;
/// Of the width of the table, remarks take so much where a version takes 1.
const REMARKS: f64 = 0.35;

/// What the versions are called, such as 素案 第2版.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The version before.
    pub before: &'a Text,
    /// The version after.
    pub after: &'a Text,
}

/// The comparison table of two versions, from their redline ([`crate::diff::redline`]); `before` is the completed
/// version before, whose headings keep their numbers.
pub fn comparison(redline: &Document, before: &Document, names: Names<'_>, preset: &Preset) -> Document {
    let reader = Reader { preset };
    let rows = part::rows(reader, redline, before);
    let title = &redline.title;
    let title = reader.made_of(&format!("{}　新旧対照表", title.text), title);
    let mut blocks = vec![heading(vec![Inline::text(title.clone())])];
    if rows.is_empty() {
        blocks.push(Block::Paragraph(Paragraph::body(reader.words("変更はありません。"))));
    } else {
        blocks.push(note(&format!("（{}）", preset.note), redline));
        blocks.push(Block::Table(table(reader, rows, names)));
    }
    let mut document = Document {
        title,
        sections: vec![Section {
            page: Page::Landscape,
            blocks,
        }],
        pictures: Vec::new(),
        ..redline.clone()
    };
    complete(&mut document);
    settle(&mut document);
    document
}

/// A row of more characters than this, some quarter of a page, may break over pages.
const LONG: usize = 250;

/// Versions stand in columns of one width, whatever their cells hold, and are read from the top.
fn settle(document: &mut Document) {
    let blocks = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for table in tables {
        let weight = |column: &Column| match column.width {
            Width::Share(weight) => weight,
            Width::Content => 0.0,
        };
        let long = |row: &Row| row.cells.iter().any(|cell| characters(cell) > LONG);
        let rows = table.body.iter().enumerate();
        table.flow = Flow {
            top: true,
            together: false,
            breaking: rows.filter(|(_, row)| long(row)).map(|(index, _)| index).collect(),
        };
        let width: f64 = table.columns.iter().map(|column| column.millimetres).sum();
        let weights: f64 = table.columns.iter().map(weight).sum();
        for column in &mut table.columns {
            column.millimetres = (width * weight(column) / weights * 100.0).round() / 100.0;
        }
    }
}

fn characters(cell: &Cell) -> usize {
    cell.paragraphs.iter().map(|it| plain(it).chars().count()).sum()
}

fn heading(content: Vec<Inline>) -> Block {
    Block::Heading(Heading {
        id: NodeId(1),
        level: 1,
        numbering: Numbering::None,
        number: String::new(),
        content,
        page_break: false,
    })
}

/// A note at the right.
fn note(words: &str, document: &Document) -> Block {
    let em = document.style.sizes.note * MILLIMETRES_PER_POINT;
    Block::Beside(Beside {
        left: Vec::new(),
        right: vec![Block::Paragraph(Paragraph {
            role: Role::Note,
            content: vec![Inline::text(Text::template(words, &"comparison.toml".into()))],
        })],
        right_width: (font::heading_width(words) + 1.0) * em,
    })
}

/// Both sides of a part, after first.
type Sides = (Vec<Line>, Vec<Line>);

fn table(reader: Reader<'_>, rows: Vec<Sides>, names: Names<'_>) -> Table {
    let preset = reader.preset;
    let remarks = !preset.remarks.is_empty();
    let row = |after: Cell, before: Cell, remark: &str| {
        let mut cells = match preset.after_side {
            Side::Left => vec![after, before],
            Side::Right => vec![before, after],
        };
        cells.extend(remarks.then(|| Cell::new(reader.words(remark))));
        Row { cells }
    };
    let head = |head: &str, name: &Text| {
        let words = format!("{head}（{}）", name.text);
        Cell::new(vec![Inline::text(reader.made_of(&words, name))])
    };
    let cell = |paragraphs| Cell {
        paragraphs,
        ..Cell::new(Vec::new())
    };
    let column = |weight| Column {
        align: Align::Left,
        width: Width::Share(weight),
        millimetres: 0.0,
        header: false,
    };
    let mut columns = vec![column(1.0), column(1.0)];
    columns.extend(remarks.then(|| column(REMARKS)));
    let heads = row(
        head(&preset.after, names.after),
        head(&preset.before, names.before),
        &preset.remarks,
    );
    Table {
        id: NodeId(2),
        style: TableKind::Comparison,
        caption: None,
        columns,
        head: vec![heads],
        body: rows
            .into_iter()
            .map(|(after, before)| row(cell(after), cell(before), ""))
            .collect(),
        flow: Flow::default(),
        notes: Vec::new(),
    }
}
