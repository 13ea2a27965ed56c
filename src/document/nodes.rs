//! The nodes that something may refer to.

use super::{Block, Document, NodeId};

impl Document {
    /// Every heading, table and figure, in reading order.
    pub fn nodes(&self) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        for section in &self.sections {
            push(&section.blocks, &mut nodes);
        }
        nodes
    }
}

fn push(blocks: &[Block], to: &mut Vec<NodeId>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => to.push(heading.id),
            Block::Table(table) => to.push(table.id),
            Block::Figure(figure) => to.push(figure.id),
            Block::List(list) => list.items.iter().for_each(|item| push(item, to)),
            Block::Beside(beside) => {
                push(&beside.left, to);
                push(&beside.right, to);
            }
            Block::Revised(revised) => push(std::slice::from_ref(&*revised.block), to),
            Block::Cover(_) | Block::Contents(_) | Block::Paragraph(_) | Block::Picture(_) => {}
        }
    }
}
