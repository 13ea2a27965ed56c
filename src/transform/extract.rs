//! The parts of a document that another document lacks: what an edition says beyond the one for the public.

use super::references::{Foreign, name_foreign};
use super::{Names, contents};
use crate::document::{Block, Document, Heading, Origin, Section, Text};
use crate::source::Place;
use std::collections::BTreeSet;

/// A value, by where it comes from, and how it is printed.
type Printed<'a> = (Whence<'a>, &'a str);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Whence<'a> {
    Template,
    Places(&'a [Place]),
    Figure(&'a str),
}

/// A place in a document: the section, and the block in it.
type Position = (usize, usize);

/// The parts of a completed document that print a value which the other document does not print, or not so, with the
/// headings above them. A part is a heading and what follows it up to the next; it is taken whole. Numbers stay those of
/// the document. Words of templates are no values.
///
/// Both documents are made of the same sources.
pub fn extract(document: &Document, other: &Document) -> Vec<Section> {
    let mut known = BTreeSet::new();
    other.each_text(&mut |text| {
        known.insert(printed(text));
    });
    let kept = kept(document, &known);
    let section = |(at, section): (usize, &Section)| Section {
        page: section.page,
        blocks: blocks(section, &|index| kept.contains(&(at, index))),
    };
    let sections = document.sections.iter().enumerate().map(section);
    sections.filter(|section| !section.blocks.is_empty()).collect()
}

fn printed(text: &Text) -> Printed<'_> {
    let whence = match &text.origin {
        Origin::Template(_) => Whence::Template,
        Origin::Source(place) => Whence::Places(std::slice::from_ref(place)),
        Origin::Computed(places) => Whence::Places(places),
        Origin::Figure { name, .. } => Whence::Figure(name),
    };
    (whence, &text.text)
}

/// The blocks to keep.
fn kept(document: &Document, known: &BTreeSet<Printed<'_>>) -> BTreeSet<Position> {
    let mut parts = Parts::default();
    for (at, section) in document.sections.iter().enumerate() {
        for (index, block) in section.blocks.iter().enumerate() {
            if let Block::Heading(heading) = block {
                parts.next(heading);
            }
            // A cover and a list of contents only repeat what the document says.
            if !matches!(block, Block::Cover(_) | Block::Contents(_)) {
                let wanted = block.any_text(&mut |text| {
                    let value = !matches!(text.origin, Origin::Template(_));
                    value && !known.contains(&printed(text))
                });
                parts.block((at, index), wanted);
            }
        }
    }
    parts.close();
    parts.kept
}

/// The parts, one after the other.
#[derive(Default)]
struct Parts {
    /// The headings above the part, its own included: their levels, and where they stand.
    above: Vec<(u8, Position)>,
    level: Option<u8>,
    blocks: Vec<Position>,
    wanted: bool,
    kept: BTreeSet<Position>,
}

impl Parts {
    fn next(&mut self, heading: &Heading) {
        self.close();
        self.above.retain(|(level, _)| *level < heading.level);
        self.level = Some(heading.level);
    }

    fn block(&mut self, position: Position, wanted: bool) {
        if let Some(level) = self.level.take() {
            self.above.push((level, position));
        }
        self.blocks.push(position);
        self.wanted |= wanted;
    }

    /// Decides about the part that ends here.
    fn close(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        if std::mem::take(&mut self.wanted) {
            self.kept.extend(self.above.iter().map(|(_, position)| *position));
            self.kept.extend(blocks);
        }
    }
}

/// The blocks of a section that are kept. A heading that now follows another begins no page of its own: the one above
/// would stand there alone.
fn blocks(section: &Section, kept: &dyn Fn(usize) -> bool) -> Vec<Block> {
    let indices = (0..section.blocks.len()).filter(|index| kept(*index));
    let mut blocks: Vec<Block> = indices.map(|index| section.blocks[index].clone()).collect();
    let mut below_heading = false;
    for block in &mut blocks {
        let above = below_heading;
        below_heading = matches!(block, Block::Heading(_));
        if let Block::Heading(heading) = block {
            heading.page_break &= !above;
        }
    }
    blocks
}

/// Puts an extract behind a completed document. References that lead out of both are named as the document has them
/// from which the extract was taken.
pub fn append(document: &mut Document, extract: Vec<Section>, from: &Foreign) {
    document.sections.extend(extract);
    let named = |node| Some((node, from.names.get(&node)?.clone()));
    let own: Names = document.nodes().into_iter().filter_map(named).collect();
    name_foreign(document, &own, from);
    contents::fill(document);
}
