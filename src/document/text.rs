//! The text of a document, line by line: what every output must say, no more and no less.

use super::{Block, Caption, Cell, Contents, Cover, Document, Figure, Inline, Paragraph, Picture, Table, Text};

/// Every line of the body in reading order: paragraphs, headings, captions, paragraphs of cells, alternative texts.
///
/// Numbers of headings, numbers of pages, running heads and the watermark are left out; empty lines too.
pub fn lines(document: &Document) -> Vec<String> {
    let mut lines = Lines::default();
    for section in &document.sections {
        lines.blocks(&section.blocks);
    }
    lines.0
}

/// Inlines as plain text; a line break is `\n`, a page reference nothing.
pub fn plain(content: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(content, &mut text);
    text
}

fn push_plain(content: &[Inline], to: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text } | Inline::Pending { text } => to.push_str(&text.text),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Link { content, .. }
            | Inline::Underline { content }
            | Inline::Revised { content, .. } => push_plain(content, to),
            Inline::Break => to.push('\n'),
            Inline::Reference { text, .. } => to.push_str(text),
            Inline::PageReference { .. } | Inline::End { .. } => {}
        }
    }
}

/// The text of a caption as one line: 表5　title（単位：百万円）; in a redline with what stood there before.
pub fn caption(caption: &Caption) -> String {
    let number = caption.former_number().map(|it| it.to_string()).unwrap_or_default();
    let former = caption.former_unit().map(unit_note).unwrap_or_default();
    let unit = caption.unit.as_ref().map(unit_note).unwrap_or_default();
    format!(
        "{}{number}{}　{}{former}{unit}",
        caption.kind.word(),
        caption.number,
        plain(&caption.title)
    )
}

/// The unit as printed at the right of a caption.
pub fn unit_note(unit: &Text) -> String {
    format!("（単位：{}）", unit.text)
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn push(&mut self, text: &str) {
        let parts = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
        self.0.extend(parts.map(str::to_owned));
    }

    fn inlines(&mut self, content: &[Inline]) {
        self.push(&plain(content));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Contents(contents) => self.contents(contents),
            Block::Heading(heading) => self.inlines(&heading.content),
            Block::Paragraph(paragraph) => self.inlines(&paragraph.content),
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Picture(picture) => self.picture(picture),
            Block::Beside(beside) => {
                self.blocks(&beside.left);
                self.blocks(&beside.right);
            }
            Block::Revised(revised) => self.block(&revised.block),
        }
    }

    fn cover(&mut self, cover: &Cover) {
        self.inlines(&cover.series);
        self.inlines(&cover.title);
        self.inlines(&cover.period);
        self.inlines(&cover.stage);
        self.inlines(&cover.date);
        self.inlines(&cover.issuer);
        self.inlines(&cover.department);
    }

    fn contents(&mut self, contents: &Contents) {
        self.push(&contents.title.text);
        for entry in &contents.entries {
            self.push(&format!("{}　{}", entry.number, plain(&entry.content)));
        }
    }

    fn table(&mut self, table: &Table) {
        if let Some(it) = &table.caption {
            self.push(&caption(it));
        }
        for row in table.head.iter().chain(&table.body) {
            row.cells.iter().for_each(|cell| self.cell(cell));
        }
        self.notes(&table.notes);
    }

    fn cell(&mut self, cell: &Cell) {
        cell.paragraphs.iter().for_each(|content| self.inlines(content));
    }

    fn figure(&mut self, figure: &Figure) {
        self.push(&caption(&figure.caption));
        self.push(&figure.alternative.text);
        self.notes(&figure.notes);
    }

    fn picture(&mut self, picture: &Picture) {
        self.push(&picture.alternative.text);
        self.inlines(&picture.caption);
    }

    fn notes(&mut self, notes: &[Paragraph]) {
        notes.iter().for_each(|note| self.inlines(&note.content));
    }
}
