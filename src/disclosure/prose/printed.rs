//! What a document prints, paragraph by paragraph, with who wrote each word of it.

use super::passage::{Author, Passage, Piece};
use crate::document::text::plain;
use crate::document::{
    Block, Caption, Cell, Document, Inline, Origin, Paragraph, Row, Table, Text, Units, unit_around,
};
use crate::plan::Plan;
use crate::project::is_ours;
use crate::words::{quantities, unescaped, unit_in};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The paragraphs of a document in which templates of the project's own wrote something.
pub fn passages<'a>(plan: &Plan, document: &Document) -> Vec<Passage<'a>> {
    let mut reader = Reader {
        plan,
        ours: BTreeMap::new(),
        heading: String::new(),
        unit: None,
        found: Vec::new(),
    };
    for section in &document.sections {
        reader.blocks(&section.blocks);
    }
    reader.found
}

/// Words of a file of the templates that the project wrote itself.
pub fn of_words<'a>(plan: &Plan, path: &str, words: &[&str]) -> Vec<Passage<'a>> {
    if plan.sources.find(path).is_none() || is_ours(plan, path) {
        return Vec::new();
    }
    let path: Arc<str> = path.into();
    let one = |word: &&str| {
        let range = 0..word.len();
        let author = Author::Template(path.clone());
        Passage::of_document(word, vec![Piece { range, author }], ("", None))
    };
    words.iter().map(one).collect()
}

struct Reader<'p, 'a> {
    plan: &'p Plan,
    /// Whether planc brings a template, by its path.
    ours: BTreeMap<Arc<str>, bool>,
    /// The last heading.
    heading: String,
    /// The unit that a heading, or a paragraph behind it, gives to what follows.
    unit: Option<String>,
    found: Vec<Passage<'a>>,
}

/// A paragraph that is put together.
#[derive(Default)]
struct Line {
    text: String,
    pieces: Vec<Piece>,
    /// A line ended here.
    broken: bool,
    /// Where its links lead.
    links: Vec<Text>,
}

impl Line {
    fn push(&mut self, words: &str) {
        if std::mem::take(&mut self.broken) && !parts_number(&self.text, words) {
            self.text.push('\n');
        }
        self.text.push_str(words);
    }
}

/// Whether a line ended within a number: 3,⏎300, 33⏎億円.
fn parts_number(before: &str, behind: &str) -> bool {
    let digit = |it: char| it.is_numeric();
    let separator = [',', '，'];
    let behind = behind.trim_start();
    let grouped = before.ends_with(separator) && behind.starts_with(digit)
        || before.ends_with(digit) && behind.starts_with(separator);
    grouped
        || before.ends_with(digit)
            && quantities(&format!("1{behind}"))
                .first()
                .is_some_and(|it| it.start == 0)
            && !behind.starts_with(digit)
}

impl Reader<'_, '_> {
    fn author(&mut self, text: &Text) -> Author {
        match &text.origin {
            Origin::Template(path) => {
                let plan = self.plan;
                let known = self.ours.entry(path.clone());
                match *known.or_insert_with(|| path.is_empty() || is_ours(plan, path)) {
                    true => Author::Other,
                    false => Author::Template(path.clone()),
                }
            }
            // Words that a template joins to values; a component of planc's that does the same says only what is shown.
            Origin::Computed(places) => places.first().map_or(Author::Other, |place| Author::Both(*place)),
            Origin::Source(_) | Origin::Figure { .. } => Author::Other,
        }
    }

    fn text(&mut self, text: &Text, to: &mut Line) {
        let start = to.text.len();
        to.push(&text.text);
        let range = start..to.text.len();
        let author = self.author(text);
        to.pieces.push(Piece { range, author });
    }

    fn inlines(&mut self, content: &[Inline], to: &mut Line) {
        for inline in content {
            match inline {
                Inline::Text { text } | Inline::Pending { text } => self.text(text, to),
                Inline::Strong { content }
                | Inline::Emphasis { content }
                | Inline::Underline { content }
                | Inline::Revised { content, .. } => self.inlines(content, to),
                Inline::Link { content, url } => {
                    self.inlines(content, to);
                    to.links.push(url.clone());
                }
                Inline::Break => to.broken = true,
                Inline::Reference { text, .. } => to.push(text),
                Inline::PageReference { .. } | Inline::End { .. } => {}
            }
        }
    }

    fn push(&mut self, line: Line) {
        for url in &line.links {
            let mut address = Line::default();
            let read = unescaped(&url.text).unwrap_or_else(|| url.text.to_string());
            address.pieces.push(Piece {
                range: 0..read.len(),
                author: self.author(url),
            });
            address.text = read;
            // Beside its words an address speaks of whom they speak of.
            let above = self.heading.clone();
            self.heading = format!("{above} {}", line.text);
            self.push(address);
            self.heading = above;
        }
        if line.pieces.iter().any(|it| !matches!(it.author, Author::Other)) {
            let unit = self.unit.clone();
            self.found
                .push(Passage::of_document(&line.text, line.pieces, (&self.heading, unit)));
        }
    }

    fn paragraph(&mut self, content: &[Inline]) {
        let mut line = Line::default();
        self.inlines(content, &mut line);
        self.push(line);
    }

    fn words(&mut self, text: &Text) {
        let mut line = Line::default();
        self.text(text, &mut line);
        self.push(line);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            match block {
                Block::Cover(cover) => {
                    let lines = [
                        &cover.series,
                        &cover.title,
                        &cover.period,
                        &cover.stage,
                        &cover.issuer,
                        &cover.department,
                    ];
                    lines.into_iter().for_each(|it| self.paragraph(it));
                }
                Block::Contents(contents) => self.words(&contents.title),
                Block::Heading(heading) => {
                    self.heading = plain(&heading.content);
                    self.unit = unit_in(&self.heading);
                    self.paragraph(&heading.content);
                }
                Block::Paragraph(paragraph) => {
                    self.paragraph(&paragraph.content);
                    self.unit = unit_in(&plain(&paragraph.content)).or(self.unit.take());
                }
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
                Block::Table(table) => self.table(table, &Units::of(table, unit_around(blocks, index).as_deref())),
                Block::Figure(figure) => {
                    self.caption(&figure.caption);
                    figure.chart.texts().into_iter().for_each(|it| self.words(it));
                    self.words(&figure.alternative);
                    self.notes(&figure.notes);
                }
                Block::Picture(picture) => {
                    self.words(&picture.alternative);
                    self.paragraph(&picture.caption);
                }
                Block::Beside(beside) => {
                    self.blocks(&beside.left);
                    self.blocks(&beside.right);
                }
                Block::Revised(revised) => self.blocks(std::slice::from_ref(&*revised.block)),
            }
        }
    }

    fn caption(&mut self, caption: &Caption) {
        self.paragraph(&caption.title);
        // A template may put a sentence there.
        caption.unit.iter().for_each(|unit| self.words(unit));
    }

    fn notes(&mut self, notes: &[Paragraph]) {
        notes.iter().for_each(|note| self.paragraph(&note.content));
    }

    /// A row is read as one sentence: what stands at its head says whose the numbers are, the head of a column what.
    fn table(&mut self, table: &Table, units: &Units) {
        let caption = table.caption.as_ref();
        let heads: Vec<String> = table.head.iter().flat_map(|row| &row.cells).map(words).collect();
        if let Some(caption) = caption {
            self.caption(caption);
        }
        let (above, unit) = (self.heading.clone(), self.unit.take());
        let title = caption.map(|it| plain(&it.title)).unwrap_or_default();
        for row in table.head.iter().chain(&table.body) {
            self.heading = format!("{above} {title} {}", heads.join(" "));
            self.row(row, units);
        }
        (self.heading, self.unit) = (above, unit);
        self.notes(&table.notes);
    }

    fn row(&mut self, row: &Row, units: &Units) {
        let mut line = Line::default();
        for (index, cell) in row.cells.iter().enumerate() {
            let start = line.text.len();
            for (count, content) in cell.paragraphs.iter().enumerate() {
                if count > 0 {
                    line.push("、");
                }
                self.inlines(content, &mut line);
            }
            let is_bare = line.text[start..]
                .trim_end()
                .ends_with(|it: char| it.is_ascii_digit() || it.is_numeric());
            if let Some(own) = units.of_cell(row, index).filter(|_| is_bare) {
                line.push(&own);
            }
            line.push("　");
        }
        self.push(line);
    }
}

fn words(cell: &Cell) -> String {
    let paragraphs: Vec<String> = cell.paragraphs.iter().map(|it| plain(it)).collect();
    paragraphs.join(" ")
}
