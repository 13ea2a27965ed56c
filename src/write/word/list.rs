//! Lists with real numbers and bullets.

use super::WordError;
use super::body::{Body, Room};
use crate::document::{Block, List};
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
            let rest = match item.split_first() {
                Some((Block::Paragraph(first), rest)) => {
                    let paragraph = Paragraph::new()
                        .style("ListParagraph")
                        .numbering(NumberingId::new(number as usize), IndentLevel::new(level));
                    self.add_filled(paragraph, &first.content)?;
                    rest
                }
                Some(_) | None => item,
            };
            self.blocks(rest, inside)?;
        }
        Ok(())
    }
}

/// A paragraph inside an item, below its first.
pub fn indented(paragraph: Paragraph, depth: usize) -> Paragraph {
    match depth {
        0 => paragraph,
        1.. => paragraph.indent(Some(STEP * depth.min(DEEPEST) as i32), None, None, None),
    }
}
