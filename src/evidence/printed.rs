//! What a document prints of figures and sources, and on which pages.

use super::first::{FirstPrinted, Where};
use crate::diff::plan::HEADINGS;
use crate::document::text::{caption, plain};
use crate::document::{Block, Caption, Cell, Cover, Document, Figure, Heading, Inline, NodeId, Origin, Table, Text};
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
    /// Where values of sources are printed first.
    pub first: FirstPrinted,
}

/// Collects what a document prints.
pub fn found(document: &Document, layout: &Layout) -> Found {
    let mut collector = Collector {
        pages: layout.page_numbers(),
        marks: layout.marks(),
        headings: Vec::new(),
        page: None,
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
    /// The headings above, each with its level.
    headings: Vec<(u8, String)>,
    /// The page of the last heading, table or figure.
    page: Option<usize>,
    /// Of the table or chart that is being read.
    caption: Option<Title>,
    in_table: bool,
    found: Found,
}

impl Collector {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => self.inlines(&paragraph.content),
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Beside(beside) => {
                self.blocks(&beside.left);
                self.blocks(&beside.right);
            }
            Block::Revised(revised) => self.block(&revised.block),
            Block::Picture(picture) => {
                self.text(&picture.alternative, BTreeSet::new());
                self.inlines(&picture.caption);
            }
            Block::Contents(_) => {}
        }
    }

    fn cover(&mut self, cover: &Cover) {
        self.headings = vec![(1, "表紙".to_owned())];
        self.page = Some(1);
        let lines = [
            &cover.series,
            &cover.title,
            &cover.period,
            &cover.stage,
            &cover.date,
            &cover.issuer,
            &cover.department,
        ];
        lines.into_iter().for_each(|line| self.inlines(line));
    }

    fn heading(&mut self, heading: &Heading) {
        self.headings.retain(|(level, _)| *level < heading.level);
        let words = format!("{}　{}", heading.number, plain(&heading.content));
        self.headings.push((heading.level, words.trim().to_owned()));
        self.turn(heading.id);
        self.inlines(&heading.content);
    }

    /// Goes on to the page on which a node begins.
    fn turn(&mut self, node: NodeId) {
        self.page = self.pages.get(&node).copied().or(self.page);
    }

    fn table(&mut self, table: &Table) {
        self.turn(table.id);
        self.caption = table.caption.as_ref().map(Title::of);
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
        self.turn(figure.id);
        self.caption = Some(Title::of(&figure.caption));
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
        // The contents repeat what stands further on.
        let here = pages.range(self.page.unwrap_or_default()..).next();
        let page = here.copied().or(self.page).or(pages.first().copied());
        let (headings, caption) = (&self.headings, &self.caption);
        self.found.first.add(text, || {
            let headings = headings.iter().map(|(_, words)| words.as_str());
            let all = headings.chain(caption.as_ref().map(|title| title.whole.as_str()));
            Where {
                section: all.collect::<Vec<_>>().join(HEADINGS),
                page,
            }
        });
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
        let caption = self.caption.as_ref().map(|title| &title.number);
        if let Some(caption) = caption.filter(|it| !uses.captions.contains(it)) {
            uses.captions.push(caption.clone());
        }
        uses.pages.extend(pages);
    }
}

/// The title of a table or chart.
struct Title {
    /// 表5.
    number: String,
    /// 表5　目標値（単位：百万円）.
    whole: String,
}

impl Title {
    fn of(title: &Caption) -> Title {
        Title {
            number: format!("{}{}", title.kind.word(), title.number),
            whole: caption(title),
        }
    }
}
