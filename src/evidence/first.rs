//! Where a document prints a value of a source first: under which headings, and on which page.

use crate::diff::plan::HEADINGS;
use crate::document::text::{caption, plain};
use crate::document::{Block, Caption, Cell, Cover, Document, Figure, Heading, Inline, NodeId, Origin, Table, Text};
use crate::layout::Layout;
use crate::source::Place;
use std::collections::BTreeMap;

/// Where values of sources are printed first.
#[derive(Debug, Default)]
pub struct FirstPrinted {
    /// As they are.
    exact: BTreeMap<Key, Where>,
    /// Within a figure or sentence made from several.
    within: BTreeMap<Key, Where>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The headings above it: 第5　目標 ＞ 1　計画全体.
    pub section: String,
    /// The page, from 1; `None` where the pages do not tell.
    pub page: Option<usize>,
}

/// The file and the first byte of a value.
type Key = (u32, usize);

impl FirstPrinted {
    /// Where a value is printed first; `None` where it is not.
    pub fn of(&self, place: Place) -> Option<&Where> {
        let key = key(place);
        self.exact.get(&key).or_else(|| self.within.get(&key))
    }
}

fn key(place: Place) -> Key {
    (place.file.index(), place.span.start)
}

/// Finds where a document prints the values of its sources.
pub fn first_printed(document: &Document, layout: &Layout) -> FirstPrinted {
    let mut finder = Finder {
        pages: layout.page_numbers(),
        marks: layout.marks(),
        headings: Vec::new(),
        table: None,
        page: None,
        found: FirstPrinted::default(),
    };
    for section in &document.sections {
        finder.blocks(&section.blocks);
    }
    finder.found
}

struct Finder {
    pages: BTreeMap<NodeId, usize>,
    marks: BTreeMap<String, Vec<usize>>,
    /// The headings above, each with its level.
    headings: Vec<(u8, String)>,
    /// The table or figure around.
    table: Option<String>,
    /// The page of the last heading, table or figure.
    page: Option<usize>,
    found: FirstPrinted,
}

impl Finder {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Contents(_) => {}
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => self.inlines(&paragraph.content),
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Picture(picture) => {
                self.text(&picture.alternative);
                self.inlines(&picture.caption);
            }
            Block::Beside(beside) => {
                self.blocks(&beside.left);
                self.blocks(&beside.right);
            }
            Block::Revised(revised) => self.block(&revised.block),
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
        self.under(table.caption.as_ref(), |finder| {
            for row in table.head.iter().chain(&table.body) {
                row.cells.iter().for_each(|cell| finder.cell(cell));
            }
            table.notes.iter().for_each(|note| finder.inlines(&note.content));
        });
    }

    fn figure(&mut self, figure: &Figure) {
        self.turn(figure.id);
        self.under(Some(&figure.caption), |finder| {
            figure.chart.texts().into_iter().for_each(|text| finder.text(text));
            figure.notes.iter().for_each(|note| finder.inlines(&note.content));
        });
    }

    fn under(&mut self, title: Option<&Caption>, inside: impl FnOnce(&mut Self)) {
        self.table = title.map(caption);
        inside(self);
        self.table = None;
    }

    fn cell(&mut self, cell: &Cell) {
        cell.paragraphs.iter().for_each(|content| self.inlines(content));
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text } | Inline::Pending { text } => self.text(text),
                Inline::Strong { content }
                | Inline::Emphasis { content }
                | Inline::Link { content, .. }
                | Inline::Underline { content }
                | Inline::Revised { content, .. } => self.inlines(content),
                Inline::Break | Inline::Reference { .. } | Inline::PageReference { .. } | Inline::End { .. } => {}
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let places = match &text.origin {
            Origin::Source(place) => std::slice::from_ref(place),
            Origin::Computed(places) | Origin::Figure { places, .. } => places,
            Origin::Template(_) => return,
        };
        let whole = places.len() == 1;
        let unknown = |place: &&Place| {
            let map = if whole { &self.found.exact } else { &self.found.within };
            !map.contains_key(&key(**place))
        };
        let unknown: Vec<Key> = places.iter().filter(unknown).map(|place| key(*place)).collect();
        if unknown.is_empty() {
            return;
        }
        let here = self.here(text);
        let map = if whole {
            &mut self.found.exact
        } else {
            &mut self.found.within
        };
        map.extend(unknown.into_iter().map(|key| (key, here.clone())));
    }

    fn here(&self, text: &Text) -> Where {
        let marked = text
            .mark()
            .and_then(|mark| self.marks.get(&mark)?.iter().min().copied());
        let headings = self.headings.iter().map(|(_, words)| words.as_str());
        let all: Vec<&str> = headings.chain(self.table.as_deref()).collect();
        Where {
            section: all.join(HEADINGS),
            page: marked.or(self.page),
        }
    }
}
