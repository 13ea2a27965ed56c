//! The texts of a document, paragraph by paragraph and cell by cell: by them blocks are told apart and redlines proved.

use crate::document::text::{caption, plain};
use crate::document::{Block, Cell, Cover, Document, Inline, Numbering, Paragraph, Row, Table};

/// One line for each paragraph, cell, row and table. Numbers of headings and the contents do not count.
pub fn of_document(document: &Document) -> Vec<String> {
    let mut texts = Texts::default();
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.for_each(|block| texts.block(block));
    texts.0
}

/// The same of one block, as one text.
pub fn of_block(block: &Block) -> String {
    let mut texts = Texts::default();
    texts.block(block);
    texts.0.join("\n")
}

/// The paragraphs of a cell, one a line.
pub fn of_cell(cell: &Cell) -> String {
    cell.paragraphs
        .iter()
        .map(|it| plain(it))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What a row of numbers is called in texts.
pub fn of_numbering(numbering: Numbering) -> &'static str {
    match numbering {
        Numbering::Body => "body",
        Numbering::Annex => "annex",
        Numbering::Sheet => "sheet",
        Numbering::Part => "part",
        Numbering::None => "none",
    }
}

#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn line(&mut self, kind: &str, text: &str) {
        self.0.push(format!("{kind}\t{text}"));
    }

    fn inlines(&mut self, kind: &str, content: &[Inline]) {
        self.line(kind, &plain(content));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Contents(_) => {}
            Block::Heading(it) => {
                let kind = format!("heading {} {}", it.level, of_numbering(it.numbering));
                self.inlines(&kind, &it.content);
            }
            Block::Paragraph(it) => self.paragraph(it),
            Block::List(list) => {
                self.line("list", if list.start.is_some() { "numbers" } else { "bullets" });
                for item in &list.items {
                    self.line("item", "");
                    self.blocks(item);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                self.line("caption", &caption(&figure.caption));
                self.line("chart", &figure.alternative.text);
                figure.notes.iter().for_each(|note| self.paragraph(note));
            }
            Block::Picture(picture) => {
                self.line("picture", &picture.alternative.text);
                self.inlines("caption", &picture.caption);
            }
            Block::Beside(beside) => {
                self.line("beside", "");
                self.blocks(&beside.left);
                self.line("right", "");
                self.blocks(&beside.right);
            }
            Block::Revised(revised) => self.block(&revised.block),
        }
    }

    fn cover(&mut self, cover: &Cover) {
        let lines = [&cover.series, &cover.title, &cover.period, &cover.stage];
        let foot = [&cover.date, &cover.issuer, &cover.department];
        lines
            .into_iter()
            .chain(foot)
            .for_each(|line| self.inlines("cover", line));
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.inlines(&format!("{:?}", paragraph.role), &paragraph.content);
    }

    fn table(&mut self, table: &Table) {
        self.line("table", &table.columns.len().to_string());
        if let Some(it) = &table.caption {
            self.line("caption", &caption(it));
        }
        table.head.iter().chain(&table.body).for_each(|row| self.row(row));
        table.notes.iter().for_each(|note| self.paragraph(note));
    }

    fn row(&mut self, row: &Row) {
        self.line("row", "");
        for cell in &row.cells {
            self.line("cell", "");
            cell.paragraphs.iter().for_each(|it| self.inlines("", it));
            // A cell without paragraphs is printed as one with an empty one.
            if cell.paragraphs.is_empty() {
                self.line("", "");
            }
        }
    }
}
