//! Completes a document: numbers of headings and captions, references, the contents, tables.

// A new kind of block fails to compile exactly where it needs work.
#![warn(clippy::wildcard_enum_match_arm)]

mod columns;
mod contents;
mod extract;
mod flow;
mod numbering;
mod references;

use crate::document::{Block, Document, Inline};

pub use extract::{append, extract};
pub use numbering::Names;
pub use references::Foreign;

/// Completes a document; after it both writers print the same. Gives how references name each of its nodes.
pub fn complete(document: &mut Document) -> Names {
    let numbers = numbering::number(document);
    references::resolve(document, &numbers);
    contents::fill(document);
    fit(document);
    numbers
}

/// Gives the columns and rows of a completed document's tables their room anew, after their texts have changed.
pub fn fit(document: &mut Document) {
    columns::resolve(document);
    flow::resolve(document);
}

/// Completes a document that stands beside another and refers to what is in it.
pub fn complete_beside(document: &mut Document, other: &Foreign) {
    let own = complete(document);
    references::name_foreign(document, &own, other);
}

/// Shows every block, those within blocks included, in reading order.
fn each_block(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match block {
            Block::List(list) => list.items.iter_mut().for_each(|item| each_block(item, visit)),
            Block::Beside(beside) => {
                each_block(&mut beside.left, visit);
                each_block(&mut beside.right, visit);
            }
            Block::Revised(revised) => each_block(std::slice::from_mut(&mut *revised.block), visit),
            Block::Cover(_)
            | Block::Contents(_)
            | Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::Picture(_) => {}
        }
    }
}

/// Shows every block of a document.
fn each_block_of(document: &mut Document, visit: &mut dyn FnMut(&mut Block)) {
    for section in &mut document.sections {
        each_block(&mut section.blocks, visit);
    }
}

/// Shows every run of inlines of a block, but not those of the blocks within it.
fn each_line(block: &mut Block, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    match block {
        Block::Cover(cover) => {
            let lines = [&mut cover.series, &mut cover.title, &mut cover.period, &mut cover.stage];
            lines.into_iter().for_each(&mut *visit);
            [&mut cover.date, &mut cover.issuer, &mut cover.department]
                .into_iter()
                .for_each(visit);
        }
        Block::Contents(contents) => contents.entries.iter_mut().for_each(|entry| visit(&mut entry.content)),
        Block::Heading(heading) => visit(&mut heading.content),
        Block::Paragraph(paragraph) => visit(&mut paragraph.content),
        Block::Table(table) => {
            table.caption.iter_mut().for_each(|caption| visit(&mut caption.title));
            let cells = table
                .head
                .iter_mut()
                .chain(&mut table.body)
                .flat_map(|row| &mut row.cells);
            cells.flat_map(|cell| &mut cell.paragraphs).for_each(&mut *visit);
            table.notes.iter_mut().for_each(|note| visit(&mut note.content));
        }
        Block::Figure(figure) => {
            visit(&mut figure.caption.title);
            figure.notes.iter_mut().for_each(|note| visit(&mut note.content));
        }
        Block::Picture(picture) => visit(&mut picture.caption),
        Block::List(_) | Block::Beside(_) | Block::Revised(_) => {}
    }
}
