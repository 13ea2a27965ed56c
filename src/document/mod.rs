//! The one typed tree from which every output is written.
//!
//! A [`Document`] holds sections, a section blocks, a block inlines. Every piece of [`Text`] knows where it came
//! from and who may read it. The tree is complete before a writer sees it: numbers of headings and captions,
//! entries of the contents and widths of columns are filled in by `transform`.

// A new kind of block fails to compile exactly where it needs work.
#![warn(clippy::wildcard_enum_match_arm)]

mod added;
mod chart;
mod disclosable;
mod each_text;
mod inline;
mod nodes;
pub mod revision;
mod style;
mod table;
pub mod text;
mod units;

pub use added::{Added, added};
pub use chart::{Bar, BarChart, BarGroup, Chart, Point, ScatterChart, Series};
pub use disclosable::{Disclosable, Undisclosed};
pub use inline::{Class, Inline, Origin, Text};
pub use revision::{CaptionBefore, Revised, Revision};
pub use style::{Fonts, Margins, Palette, Sizes, Style};
pub use table::{Align, Cell, Column, Flow, Row, Table, TableKind, Width};
pub use units::{Units, unit_around};

use serde::Serialize;
use std::sync::Arc;

/// A node that something else refers to: a heading, a table, a figure. Unique in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NodeId(pub u32);

/// A whole document, ready to be laid out and written.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Title, as in the properties of the file.
    pub title: Text,
    /// Author, as in the properties of the file: the department, never a person.
    pub author: Text,
    /// The name of its files without the ending.
    #[serde(skip)]
    pub file_name: Text,
    /// The date of the plan: the clock of the build.
    #[serde(serialize_with = "date_as_text")]
    pub date: jiff::civil::Date,
    /// What stands at the head of every page but the cover.
    pub head: RunningHead,
    /// A word across the page, such as 素案.
    pub watermark: Option<Text>,
    /// The strictest class that this document may hold.
    pub discloses: Class,
    /// Sizes, fonts, colours.
    pub style: Style,
    /// The pages, in runs of one orientation.
    pub sections: Vec<Section>,
    /// The pictures that blocks refer to.
    #[serde(skip)]
    pub pictures: Vec<PictureFile>,
}

fn date_as_text<S: serde::Serializer>(date: &jiff::civil::Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

/// The three parts of the running head; an empty one prints nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RunningHead {
    /// The title of the plan.
    pub left: Text,
    /// The handling mark, such as 【取扱注意・検討中】.
    pub centre: Text,
    /// Stage, version and date.
    pub right: Text,
}

/// A run of pages of one orientation.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// How the paper lies.
    pub page: Page,
    /// What stands on the pages.
    pub blocks: Vec<Block>,
}

/// How the pages of a section look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// The cover: portrait, no head, no page number.
    Cover,
    /// A4 upright.
    Portrait,
    /// A4 on its side, for wide tables.
    Landscape,
}

/// What a section is made of.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// The cover's words.
    Cover(Cover),
    /// The list of contents.
    Contents(Contents),
    /// A heading.
    Heading(Heading),
    /// A paragraph of prose.
    Paragraph(Paragraph),
    /// A list with bullets or numbers.
    List(List),
    /// A table with its caption and notes.
    Table(Table),
    /// A chart with its caption and notes.
    Figure(Figure),
    /// A picture with its caption.
    Picture(Picture),
    /// Two columns side by side, without rules: facts and a photo.
    Beside(Beside),
    /// A block of a redline that came or went whole.
    Revised(Revised),
}

/// The cover of a plan, one text a line.
#[derive(Clone, Debug, Serialize)]
pub struct Cover {
    /// What the plan belongs to, above the title.
    pub series: Vec<Inline>,
    /// The title; a [`Inline::Break`] parts its lines.
    pub title: Vec<Inline>,
    /// The period of the plan.
    pub period: Vec<Inline>,
    /// Stage and version, in a frame.
    pub stage: Vec<Inline>,
    /// The date.
    pub date: Vec<Inline>,
    /// The prefecture.
    pub issuer: Vec<Inline>,
    /// The department.
    pub department: Vec<Inline>,
}

/// The list of contents.
#[derive(Clone, Debug, Serialize)]
pub struct Contents {
    /// Its heading, not itself listed.
    pub title: Text,
    /// One entry for each listed heading.
    pub entries: Vec<ContentsEntry>,
}

/// A line of the contents. Its page number is known after layout only.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsEntry {
    /// The heading it leads to.
    pub target: NodeId,
    /// Its level, from 1.
    pub level: u8,
    /// Its number as printed, without the space after it; empty if it has none.
    pub number: String,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A heading.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// What references and the contents point to.
    pub id: NodeId,
    /// From 1.
    pub level: u8,
    /// Which numbers it takes.
    pub numbering: Numbering,
    /// The number as printed (第1, 1, (1), ア, 別紙1 …), without the space after it; filled in by `transform`.
    pub number: String,
    /// The text.
    pub content: Vec<Inline>,
    /// Begins a new page.
    pub page_break: bool,
}

/// The row of numbers that a heading takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// 第1 → 1 → (1) → ア → (ア).
    Body,
    /// 別紙1 → 1 → (1) → ア → (ア).
    Annex,
    /// 重点支援企業 1: the banner of a company's sheet, level 2.
    Sheet,
    /// A part of a sheet, with a mark but no number, level 3.
    Part,
    /// None.
    None,
}

/// A paragraph.
#[derive(Clone, Debug, Serialize)]
pub struct Paragraph {
    /// What it is for, hence how it looks.
    pub role: Role,
    /// Its text.
    pub content: Vec<Inline>,
}

impl Paragraph {
    /// A paragraph of running text.
    pub fn body(content: Vec<Inline>) -> Self {
        Paragraph {
            role: Role::Body,
            content,
        }
    }
}

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Running text, first line one character in.
    Body,
    /// Running text of a company's sheet, a little smaller.
    Sheet,
    /// A quotation.
    Quote,
    /// （注） or （出典） under a table or figure.
    Note,
    /// A line of a letter at the left: to whom it goes.
    Left,
    /// A line of a letter in the middle: its subject, 記.
    Centre,
    /// A line of a letter at the right: number, date, sender, 以上.
    Right,
}

/// A list.
#[derive(Clone, Debug, Serialize)]
pub struct List {
    /// The first number, or none for bullets.
    pub start: Option<u32>,
    /// The items; each begins with a paragraph.
    pub items: Vec<Vec<Block>>,
}

/// 表 or 図, its number and its title.
#[derive(Clone, Debug, Serialize)]
pub struct Caption {
    /// 表 or 図.
    pub kind: CaptionKind,
    /// Counted through the document by `transform`.
    pub number: u32,
    /// The title.
    pub title: Vec<Inline>,
    /// The unit of all figures under it, printed at the right.
    pub unit: Option<Text>,
    /// In a redline, what stood here before.
    pub before: Option<CaptionBefore>,
}

/// What a caption stands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CaptionKind {
    /// A table.
    #[serde(rename = "表")]
    Table,
    /// A figure.
    #[serde(rename = "図")]
    Figure,
}

impl CaptionKind {
    /// As printed before the number.
    pub fn word(self) -> &'static str {
        match self {
            CaptionKind::Table => "表",
            CaptionKind::Figure => "図",
        }
    }
}

/// A chart with its caption above and its notes below.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What references point to.
    pub id: NodeId,
    /// Printed above.
    pub caption: Caption,
    /// The chart.
    pub chart: Chart,
    /// What the chart shows, in words, for who cannot see it.
    pub alternative: Text,
    /// Printed below.
    pub notes: Vec<Paragraph>,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct Picture {
    /// Which of [`Document::pictures`].
    pub file: usize,
    /// Printed width in millimetres.
    pub width: f64,
    /// Printed height in millimetres.
    pub height: f64,
    /// What it shows, for who cannot see it.
    pub alternative: Text,
    /// Printed below; may be empty.
    pub caption: Vec<Inline>,
}

/// A picture's bytes.
#[derive(Clone, Debug)]
pub struct PictureFile {
    /// PNG or JPEG.
    pub format: PictureFormat,
    /// The file as it is.
    pub bytes: Arc<[u8]>,
}

/// The formats of pictures that both writers take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
}

impl PictureFormat {
    /// The ending of its file names.
    pub fn extension(self) -> &'static str {
        match self {
            PictureFormat::Png => "png",
            PictureFormat::Jpeg => "jpg",
        }
    }
}

/// Two columns.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    /// The wide column.
    pub left: Vec<Block>,
    /// The narrow column.
    pub right: Vec<Block>,
    /// Width of the narrow column in millimetres.
    pub right_width: f64,
}
