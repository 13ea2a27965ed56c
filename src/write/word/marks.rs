//! The bookmarks of a document: what references, page references and the contents lead to.

use crate::document::{Block, Document, NodeId};
use std::collections::BTreeMap;

/// The names of all bookmarks. They are made of node numbers only, so that they disclose nothing.
pub struct Marks(BTreeMap<NodeId, String>);

impl Marks {
    /// The bookmarks of all headings, tables and figures.
    pub fn of(document: &Document) -> Self {
        let mut marks = Marks(BTreeMap::new());
        for section in &document.sections {
            marks.blocks(&section.blocks);
        }
        marks
    }

    /// The bookmark of a node.
    pub fn name(&self, node: NodeId) -> Option<&str> {
        self.0.get(&node).map(String::as_str)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(it) => self.mark("_Toc", it.id),
            Block::Table(it) => self.mark("_Ref", it.id),
            Block::Figure(it) => self.mark("_Ref", it.id),
            Block::List(it) => it.items.iter().for_each(|item| self.blocks(item)),
            Block::Beside(it) => {
                self.blocks(&it.left);
                self.blocks(&it.right);
            }
            Block::Revised(it) => self.block(&it.block),
            Block::Cover(_) | Block::Contents(_) | Block::Paragraph(_) | Block::Picture(_) => {}
        }
    }

    fn mark(&mut self, prefix: &str, node: NodeId) {
        self.0.insert(node, format!("{prefix}{:06}", node.0));
    }
}
