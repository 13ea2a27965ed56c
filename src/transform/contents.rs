//! Fills in the entries of the contents.

use super::each_block_of;
use crate::document::{Block, ContentsEntry, Document, Numbering};

/// Headings below this level are not listed.
const DEEPEST: u8 = 2;

pub(super) fn fill(document: &mut Document) {
    let mut entries = Vec::new();
    each_block_of(document, &mut |block| {
        if let Block::Heading(heading) = block
            && heading.level <= DEEPEST
            && heading.numbering != Numbering::Part
        {
            entries.push(ContentsEntry {
                target: heading.id,
                level: heading.level,
                number: heading.number.clone(),
                content: heading.content.clone(),
            });
        }
    });
    each_block_of(document, &mut |block| {
        if let Block::Contents(contents) = block {
            contents.entries.clone_from(&entries);
        }
    });
}
