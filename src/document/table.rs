//! Tables.

use super::{Caption, Inline, NodeId, Paragraph};
use serde::Serialize;

/// A table with its caption above and its notes below.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What references point to.
    pub id: NodeId,
    /// How it looks.
    pub style: TableKind,
    /// Printed above.
    pub caption: Option<Caption>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// Heading rows, repeated on every page.
    pub head: Vec<Row>,
    /// The other rows; none breaks over a page unless `flow` lets it.
    pub body: Vec<Row>,
    /// How it takes the page; filled in by `transform`.
    pub flow: Flow,
    /// Printed below.
    pub notes: Vec<Paragraph>,
}

/// How a table takes the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Cells are read from the top, for some hold prose; else they lie in the middle of their rows.
    pub top: bool,
    /// The table stays on one page, with its caption and notes.
    pub together: bool,
    /// The rows of the body that may break over pages, by index.
    pub breaking: Vec<usize>,
}

/// How a table looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableKind {
    /// Figures or words under heading cells: a tinted head, strong rules above and below.
    Data,
    /// Names at the left, values at the right: a tinted first column, thin rules.
    Facts,
    /// Versions side by side: a tinted head, thin rules round every cell.
    Comparison,
}

/// A column.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Column {
    /// How its cells lie.
    pub align: Align,
    /// Its share of the width, as the component asks.
    #[serde(skip)]
    pub width: Width,
    /// Its width in millimetres; filled in by `transform`.
    pub millimetres: f64,
    /// Its body cells head their rows.
    pub header: bool,
}

/// The width of a column as asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// As wide as its longest line (short words, figures).
    Content,
    /// A share of what the others leave, by weight; for prose.
    Share(f64),
}

/// How text lies in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Words.
    Left,
    /// Short marks, headings.
    Centre,
    /// Figures.
    Right,
}

/// A row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    /// The cells, left to right; those covered by a span from the left or from above are left out.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// Its paragraphs, at least one; a paragraph may be empty.
    pub paragraphs: Vec<Vec<Inline>>,
    /// How many columns it takes, from 1.
    pub column_span: usize,
    /// How many rows it takes, from 1.
    pub row_span: usize,
    /// Overrides the alignment of its column.
    pub align: Option<Align>,
}

impl Cell {
    /// A cell of one paragraph.
    pub fn new(content: Vec<Inline>) -> Self {
        Cell {
            paragraphs: vec![content],
            column_span: 1,
            row_span: 1,
            align: None,
        }
    }
}
