//! Lists with real numbers and bullets.

use super::WordError;
use super::body::{Body, Room};
use crate::document::{self, Block, List, Revision};
use docx_rs::{IndentLevel, NumberingId, Paragraph};

/// How deep each level of a list lies, in twentieths of a point: one character and a half.
pub const STEP: i32 = 315;

/// Word counts nine levels.
const DEEPEST: usize = 8;

impl Body<'_> {
    /// Adds a list; an item's first paragraph carries its mark, what follows is indented.
    pub fn list(&mut self, list: &List, room: Room) -> Result<(), WordError> {
        let level = room.depth.min(DEEPEST);
        let number = self.numbering.list(list.start, level as u8);
        let inside = Room {
            depth: room.depth + 1,
            ..room
        };
        for item in &list.items {
            let rest = match item
                .split_first()
                .and_then(|(first, rest)| Some((leading(first)?, rest)))
            {
                Some(((first, revision), rest)) => {
                    let paragraph = Paragraph::new()
                        .style("ListParagraph")
                        .numbering(NumberingId::new(number as usize), IndentLevel::new(level));
                    self.within(revision, |body| body.add_filled(paragraph, &first.content))?;
                    rest
                }
                None => item,
            };
            self.blocks(rest, inside)?;
        }
        Ok(())
    }
}

/// The first block of an item where it is a paragraph, and whether that came or went.
fn leading(block: &Block) -> Option<(&document::Paragraph, Option<Revision>)> {
    match block {
        Block::Paragraph(it) => Some((it, None)),
        Block::Revised(it) => Some((leading(&it.block)?.0, Some(it.revision))),
        Block::Cover(_)
        | Block::Contents(_)
        | Block::Heading(_)
        | Block::List(_)
        | Block::Table(_)
        | Block::Figure(_)
        | Block::Picture(_)
        | Block::Beside(_) => None,
    }
}

/// A paragraph inside an item, below its first.
pub fn indented(paragraph: Paragraph, depth: usize) -> Paragraph {
    match depth {
        0 => paragraph,
        1.. => paragraph.indent(Some(STEP * depth.min(DEEPEST) as i32), None, None, None),
    }
}
