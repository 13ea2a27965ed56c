//! Blocks that came or went whole.

use super::line::{revised, revised_paragraph};
use crate::document::{
    Beside, Block, Caption, Cell, Figure, Heading, Inline, List, NodeId, Paragraph, Picture, Revised, Revision, Row,
    Table,
};

/// Marks blocks as inserted or deleted.
#[derive(Clone, Copy)]
pub struct Whole {
    /// Which of both.
    pub revision: Revision,
    /// What is added to the numbers of nodes, that those of both versions stay apart.
    pub nodes: u32,
    /// What is added to the numbers of pictures.
    pub pictures: usize,
}

impl Whole {
    /// A block as inserted or deleted. Contents are those of the version after: of the version before, nothing is left.
    pub fn block(&self, block: &Block) -> Option<Block> {
        let inner = match block {
            Block::Contents(_) if self.revision == Revision::Deleted => return None,
            Block::Contents(_) => return Some(block.clone()),
            Block::List(list) => {
                return Some(Block::List(List {
                    start: list.start,
                    items: list.items.iter().map(|item| self.blocks(item)).collect(),
                }));
            }
            Block::Cover(cover) => Block::Cover(cover.mapped(|line| self.line(line))),
            Block::Heading(heading) => Block::Heading(self.heading(heading)),
            Block::Paragraph(paragraph) => Block::Paragraph(Paragraph {
                content: self.line(&paragraph.content),
                ..*paragraph
            }),
            Block::Table(table) => Block::Table(self.table(table)),
            Block::Figure(figure) => Block::Figure(self.figure(figure)),
            Block::Picture(picture) => Block::Picture(self.picture(picture)),
            Block::Beside(beside) => Block::Beside(Beside {
                left: self.blocks(&beside.left),
                right: self.blocks(&beside.right),
                right_width: beside.right_width,
            }),
            Block::Revised(_) => return Some(block.clone()),
        };
        Some(Block::Revised(Revised {
            revision: self.revision,
            block: Box::new(inner),
        }))
    }

    /// Blocks as inserted or deleted.
    pub fn blocks(&self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    /// A row as inserted or deleted.
    pub fn row(&self, row: &Row) -> Row {
        let cell = |cell: &Cell| Cell {
            paragraphs: match cell.paragraphs.as_slice() {
                [] => vec![self.paragraph(&[])],
                paragraphs => paragraphs.iter().map(|it| self.paragraph(it)).collect(),
            },
            ..*cell
        };
        Row {
            cells: row.cells.iter().map(cell).collect(),
        }
    }

    /// A note as inserted or deleted.
    pub fn note(&self, note: &Paragraph) -> Paragraph {
        Paragraph {
            content: self.paragraph(&note.content),
            ..*note
        }
    }

    /// The content of a paragraph that came or went whole.
    pub fn paragraph(&self, content: &[Inline]) -> Vec<Inline> {
        revised_paragraph(self.revision, content)
    }

    fn line(&self, content: &[Inline]) -> Vec<Inline> {
        revised(self.revision, content).into_iter().collect()
    }

    fn node(&self, node: NodeId) -> NodeId {
        NodeId(node.0 + self.nodes)
    }

    fn heading(&self, heading: &Heading) -> Heading {
        Heading {
            id: self.node(heading.id),
            content: self.line(&heading.content),
            page_break: heading.page_break && self.revision == Revision::Inserted,
            number: heading.number.clone(),
            ..*heading
        }
    }

    fn caption(&self, caption: &Caption) -> Caption {
        Caption {
            title: self.line(&caption.title),
            ..caption.clone()
        }
    }

    fn table(&self, table: &Table) -> Table {
        Table {
            id: self.node(table.id),
            caption: table.caption.as_ref().map(|caption| self.caption(caption)),
            head: table.head.iter().map(|row| self.row(row)).collect(),
            body: table.body.iter().map(|row| self.row(row)).collect(),
            notes: table.notes.iter().map(|note| self.note(note)).collect(),
            columns: table.columns.clone(),
            flow: table.flow.clone(),
            ..*table
        }
    }

    fn figure(&self, figure: &Figure) -> Figure {
        Figure {
            id: self.node(figure.id),
            caption: self.caption(&figure.caption),
            notes: figure.notes.iter().map(|note| self.note(note)).collect(),
            chart: figure.chart.clone(),
            alternative: figure.alternative.clone(),
        }
    }

    fn picture(&self, picture: &Picture) -> Picture {
        Picture {
            file: picture.file + self.pictures,
            caption: self.line(&picture.caption),
            alternative: picture.alternative.clone(),
            ..*picture
        }
    }
}
