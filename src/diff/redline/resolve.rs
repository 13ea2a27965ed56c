//! What a redline becomes once every change is accepted, or rejected.

use crate::document::revision::{of_paragraph, of_rows as revisions};
use crate::document::{
    Beside, Block, Caption, Cell, Document, Figure, Heading, Inline, List, Paragraph, Picture, Revision, Row, Section,
    Table,
};

/// The version after: what was inserted stays, what was deleted goes.
pub fn accept(redline: &Document) -> Document {
    Verdict(Revision::Inserted).document(redline)
}

/// The version before: what was deleted stays, what was inserted goes. Numbers of headings, the contents and running
/// heads remain those of the version after.
pub fn reject(redline: &Document) -> Document {
    Verdict(Revision::Deleted).document(redline)
}

/// Which revisions stay.
#[derive(Clone, Copy)]
struct Verdict(Revision);

impl Verdict {
    fn document(self, redline: &Document) -> Document {
        let section = |section: &Section| Section {
            page: section.page,
            blocks: self.blocks(&section.blocks),
        };
        Document {
            sections: redline.sections.iter().map(section).collect(),
            ..redline.clone()
        }
    }

    fn stays(self, revision: Option<Revision>) -> bool {
        revision.is_none_or(|revision| revision == self.0)
    }

    fn blocks(self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(self, block: &Block) -> Option<Block> {
        Some(match block {
            Block::Revised(it) if self.stays(Some(it.revision)) => return self.block(&it.block),
            Block::Revised(_) => return None,
            Block::Contents(_) => block.clone(),
            Block::Cover(it) => Block::Cover(it.mapped(|line| self.line(line))),
            Block::Heading(it) => Block::Heading(Heading {
                content: self.line(&it.content),
                ..it.clone()
            }),
            Block::Paragraph(it) => Block::Paragraph(self.paragraph(it)),
            Block::List(it) => return self.list(it).map(Block::List),
            Block::Table(it) => Block::Table(self.table(it)),
            Block::Figure(it) => Block::Figure(Figure {
                caption: self.caption(&it.caption),
                notes: self.notes(&it.notes),
                ..it.clone()
            }),
            Block::Picture(it) => Block::Picture(Picture {
                caption: self.line(&it.caption),
                ..it.clone()
            }),
            Block::Beside(it) => Block::Beside(Beside {
                left: self.blocks(&it.left),
                right: self.blocks(&it.right),
                right_width: it.right_width,
            }),
        })
    }

    /// A list whose items are all gone is gone.
    fn list(self, list: &List) -> Option<List> {
        let items = list.items.iter().filter_map(|item| {
            let kept = self.blocks(item);
            (item.is_empty() || !kept.is_empty()).then_some(kept)
        });
        let items: Vec<Vec<Block>> = items.collect();
        let start = list.start;
        (list.items.is_empty() || !items.is_empty()).then_some(List { start, items })
    }

    fn caption(self, caption: &Caption) -> Caption {
        let mut caption = caption.clone();
        caption.title = self.line(&caption.title);
        match caption.before.take() {
            Some(before) if self.0 == Revision::Deleted => Caption {
                number: before.number,
                unit: before.unit,
                ..caption
            },
            Some(_) | None => caption,
        }
    }

    fn table(self, table: &Table) -> Table {
        let rows = |rows: &[Row]| {
            let kept = revisions(rows).zip(rows).filter(|(revision, _)| self.stays(*revision));
            kept.map(|(_, row)| self.row(row)).collect()
        };
        Table {
            caption: table.caption.as_ref().map(|caption| self.caption(caption)),
            head: rows(&table.head),
            body: rows(&table.body),
            notes: self.notes(&table.notes),
            ..table.clone()
        }
    }

    fn row(self, row: &Row) -> Row {
        let cell = |cell: &Cell| {
            let kept = cell.paragraphs.iter().filter(|it| self.stays(of_paragraph(it)));
            Cell {
                paragraphs: kept.map(|it| self.line(it)).collect(),
                ..*cell
            }
        };
        Row {
            cells: row.cells.iter().map(cell).collect(),
        }
    }

    fn notes(self, notes: &[Paragraph]) -> Vec<Paragraph> {
        let kept = notes.iter().filter(|note| self.stays(of_paragraph(&note.content)));
        kept.map(|note| self.paragraph(note)).collect()
    }

    fn paragraph(self, paragraph: &Paragraph) -> Paragraph {
        Paragraph {
            content: self.line(&paragraph.content),
            ..*paragraph
        }
    }

    fn line(self, content: &[Inline]) -> Vec<Inline> {
        content.iter().flat_map(|inline| self.inline(inline)).collect()
    }

    fn inline(self, inline: &Inline) -> Vec<Inline> {
        match inline {
            Inline::Revised { revision, content } if self.stays(Some(*revision)) => self.line(content),
            Inline::Revised { .. } | Inline::End { .. } => Vec::new(),
            Inline::Text { .. }
            | Inline::Strong { .. }
            | Inline::Emphasis { .. }
            | Inline::Pending { .. }
            | Inline::Break
            | Inline::Link { .. }
            | Inline::Reference { .. }
            | Inline::PageReference { .. }
            | Inline::Underline { .. } => vec![inline.clone()],
        }
    }
}
