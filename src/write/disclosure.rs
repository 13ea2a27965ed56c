//! Refuses a document that holds a text which its readers may not see.

use crate::document::{
    Block, Caption, Cell, Class, Cover, Document, Figure, Inline, Origin, Paragraph, Picture, Table, Text,
};
use std::fmt;

/// A text of a document whose class is above what the document discloses. Its value is not repeated here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undisclosed {
    /// Where the text came from.
    pub origin: Origin,
    /// Its class.
    pub class: Class,
}

impl fmt::Display for Undisclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a text of class {:?} from {:?} may not be disclosed by this document",
            self.class, self.origin
        )
    }
}

impl std::error::Error for Undisclosed {}

/// Fails at the first text whose class is above what the document discloses: every writer asks this first.
pub fn refuse_above(document: &Document) -> Result<(), Undisclosed> {
    let limit = Limit(document.discloses);
    document
        .sections
        .iter()
        .try_for_each(|section| limit.blocks(&section.blocks))
}

struct Limit(Class);

type Refusal = Result<(), Undisclosed>;

impl Limit {
    fn text(&self, text: &Text) -> Refusal {
        if text.class <= self.0 {
            return Ok(());
        }
        Err(Undisclosed {
            origin: text.origin.clone(),
            class: text.class,
        })
    }

    fn inlines(&self, content: &[Inline]) -> Refusal {
        content.iter().try_for_each(|inline| self.inline(inline))
    }

    fn inline(&self, inline: &Inline) -> Refusal {
        match inline {
            Inline::Text { text } | Inline::Pending { text } => self.text(text),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Underline { content }
            | Inline::Revised { content, .. } => self.inlines(content),
            Inline::Link { url, content } => {
                self.text(url)?;
                self.inlines(content)
            }
            Inline::Break | Inline::Reference { .. } | Inline::PageReference { .. } | Inline::End { .. } => Ok(()),
        }
    }

    fn blocks(&self, blocks: &[Block]) -> Refusal {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(&self, block: &Block) -> Refusal {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Contents(contents) => contents
                .entries
                .iter()
                .try_for_each(|entry| self.inlines(&entry.content)),
            Block::Heading(heading) => self.inlines(&heading.content),
            Block::Paragraph(paragraph) => self.inlines(&paragraph.content),
            Block::List(list) => list.items.iter().try_for_each(|item| self.blocks(item)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Picture(picture) => self.picture(picture),
            Block::Beside(beside) => {
                self.blocks(&beside.left)?;
                self.blocks(&beside.right)
            }
            Block::Revised(revised) => self.block(&revised.block),
        }
    }

    fn cover(&self, cover: &Cover) -> Refusal {
        self.inlines(&cover.series)?;
        self.inlines(&cover.title)?;
        self.inlines(&cover.period)?;
        self.inlines(&cover.stage)?;
        self.inlines(&cover.date)?;
        self.inlines(&cover.issuer)?;
        self.inlines(&cover.department)
    }

    fn table(&self, table: &Table) -> Refusal {
        table.caption.iter().try_for_each(|it| self.caption(it))?;
        let mut rows = table.head.iter().chain(&table.body);
        rows.try_for_each(|row| row.cells.iter().try_for_each(|cell| self.cell(cell)))?;
        self.notes(&table.notes)
    }

    fn cell(&self, cell: &Cell) -> Refusal {
        cell.paragraphs.iter().try_for_each(|it| self.inlines(it))
    }

    fn caption(&self, caption: &Caption) -> Refusal {
        self.inlines(&caption.title)?;
        let units = caption.unit.iter().chain(caption.former_unit());
        units.into_iter().try_for_each(|unit| self.text(unit))
    }

    fn figure(&self, figure: &Figure) -> Refusal {
        self.caption(&figure.caption)?;
        figure.chart.texts().into_iter().try_for_each(|text| self.text(text))?;
        self.notes(&figure.notes)
    }

    fn picture(&self, picture: &Picture) -> Refusal {
        self.text(&picture.alternative)?;
        self.inlines(&picture.caption)
    }

    fn notes(&self, notes: &[Paragraph]) -> Refusal {
        notes.iter().try_for_each(|note| self.inlines(&note.content))
    }
}
