//! What a document prints of figures and sources, and on which pages.

use crate::document::{Block, Caption, Cell, Document, Figure, Inline, NodeId, Origin, Table, Text};
use crate::layout::Layout;
use crate::source::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where and how a value is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// As printed, each form once, in the order of the document.
    pub forms: Vec<Arc<str>>,
    /// The tables and charts that print it, each once: 表5.
    pub captions: Vec<String>,
    /// The pages, ascending.
    pub pages: BTreeSet<usize>,
}

/// Everything printed that a value stands behind.
#[derive(Debug, Default)]
pub struct Found {
    /// By the name of the figure.
    pub figures: BTreeMap<Arc<str>, Uses>,
    /// By the place of the value of a source, where digits are printed.
    pub sources: BTreeMap<(u32, usize), (Place, Uses)>,
}

/// Collects what a document prints.
pub fn found(document: &Document, layout: &Layout) -> Found {
    let mut collector = Collector {
        pages: layout.page_numbers(),
        marks: layout.marks(),
        caption: None,
        in_table: false,
        found: Found::default(),
    };
    for section in &document.sections {
        collector.blocks(&section.blocks);
    }
    collector.found
}

struct Collector {
    /// Of tables and figures.
    pages: BTreeMap<NodeId, usize>,
    /// Of marked texts.
    marks: BTreeMap<String, Vec<usize>>,
    /// Of the table or chart that is being read.
    caption: Option<String>,
    in_table: bool,
    found: Found,
}

impl Collector {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.inlines(&heading.content),
            Block::Paragraph(paragraph) => self.inlines(&paragraph.content),
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Beside(beside) => {
                self.blocks(&beside.left);
                self.blocks(&beside.right);
            }
            Block::Revised(revised) => self.block(&revised.block),
            Block::Cover(_) | Block::Contents(_) | Block::Picture(_) => {}
        }
    }

    fn table(&mut self, table: &Table) {
        self.caption = table.caption.as_ref().map(title);
        self.in_table = true;
        for row in table.head.iter().chain(&table.body) {
            row.cells.iter().for_each(|cell| self.cell(cell));
        }
        self.in_table = false;
        table.notes.iter().for_each(|note| self.inlines(&note.content));
        self.caption = None;
    }

    fn cell(&mut self, cell: &Cell) {
        cell.paragraphs.iter().for_each(|content| self.inlines(content));
    }

    fn figure(&mut self, figure: &Figure) {
        self.caption = Some(title(&figure.caption));
        let page = self.pages.get(&figure.id).copied();
        for text in figure.chart.texts() {
            self.text(text, page.into_iter().collect());
        }
        figure.notes.iter().for_each(|note| self.inlines(&note.content));
        self.caption = None;
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text } | Inline::Pending { text } => {
                    let marks = text.mark().and_then(|mark| self.marks.get(&mark));
                    let pages = marks.into_iter().flatten().copied().collect();
                    self.text(text, pages);
                }
                Inline::Strong { content }
                | Inline::Emphasis { content }
                | Inline::Link { content, .. }
                | Inline::Underline { content }
                | Inline::Revised { content, .. } => self.inlines(content),
                Inline::Break | Inline::Reference { .. } | Inline::PageReference { .. } | Inline::End { .. } => {}
            }
        }
    }

    fn text(&mut self, text: &Text, pages: BTreeSet<usize>) {
        let uses = match &text.origin {
            Origin::Figure { name, .. } => self.found.figures.entry(name.clone()).or_default(),
            // Of running text only figures count; a table's words may hold numbers as well.
            Origin::Source(place) if self.in_table && text.text.contains(|it: char| it.is_ascii_digit()) => {
                let key = (place.file.index(), place.span.start);
                &mut self
                    .found
                    .sources
                    .entry(key)
                    .or_insert_with(|| (*place, Uses::default()))
                    .1
            }
            Origin::Source(_) | Origin::Computed(_) | Origin::Template(_) => return,
        };
        if !uses.forms.contains(&text.text) {
            uses.forms.push(text.text.clone());
        }
        uses.captions.extend(
            self.caption
                .iter()
                .filter(|caption| !uses.captions.contains(caption))
                .cloned()
                .collect::<Vec<_>>(),
        );
        uses.pages.extend(pages);
    }
}

/// 表5.
fn title(caption: &Caption) -> String {
    format!("{}{}", caption.kind.word(), caption.number)
}
