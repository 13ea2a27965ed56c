//! Sections of both versions: chapter by chapter, heading below heading, then laid on pages again.

use super::block::heading;
use super::{Pass, texts};
use crate::diff::align::{Likeness, Pair, align};
use crate::diff::overlap::Bag;
use crate::diff::words::SURVIVING;
use crate::document::text::plain;
use crate::document::{Block, Document, Heading, Page, Section};

/// A block of the body, with the index of its section.
#[derive(Clone, Copy)]
struct Item<'a> {
    block: &'a Block,
    section: usize,
}

/// A heading with all below it.
struct Part<'a> {
    heading: &'a Heading,
    items: Vec<Item<'a>>,
}

/// A block of the redline, and the section of the version that it is from.
enum Placed {
    /// It stands in the version after.
    After(usize, Block),
    /// It stands in the version before only.
    Before(usize, Block),
}

impl Pass<'_> {
    /// The sections of the redline: those of the version after, with what was deleted where it stood.
    pub(super) fn sections(&self) -> Vec<Section> {
        let mut placed = Vec::new();
        self.parts(&items(self.before), &items(self.after), &mut placed);
        self.laid(placed)
    }

    fn parts<'a>(&self, before: &[Item<'a>], after: &[Item<'a>], to: &mut Vec<Placed>) {
        let (old_lead, old) = split(before);
        let (new_lead, new) = split(after);
        self.lead(old_lead, new_lead, to);
        let keys = |parts: &[Part<'_>]| parts.iter().map(|part| key(part.heading)).collect::<Vec<_>>();
        let likeness = Parts {
            before: &old,
            after: &new,
        };
        for pair in align(&keys(&old), &keys(&new), &likeness) {
            match pair {
                Pair::Both(at, now) => {
                    let (old, new) = (&old[at], &new[now]);
                    let heading = heading(old.heading, new.heading);
                    to.push(Placed::After(new.items[0].section, Block::Heading(heading)));
                    self.parts(&old.items[1..], &new.items[1..], to);
                }
                Pair::Before(at) => old[at].items.iter().for_each(|item| self.gone(*item, to)),
                Pair::After(now) => new[now].items.iter().for_each(|item| self.come(*item, to)),
            }
        }
    }

    /// What stands above the first heading.
    fn lead(&self, before: &[Item<'_>], after: &[Item<'_>], to: &mut Vec<Placed>) {
        let old: Vec<&Block> = before.iter().map(|item| item.block).collect();
        let new: Vec<&Block> = after.iter().map(|item| item.block).collect();
        for pair in self.pairs(&old, &new) {
            match pair {
                Pair::Both(at, now) => {
                    let blocks = self.block(old[at], new[now]).into_iter();
                    to.extend(blocks.map(|block| Placed::After(after[now].section, block)));
                }
                Pair::Before(at) => self.gone(before[at], to),
                Pair::After(now) => self.come(after[now], to),
            }
        }
    }

    fn gone(&self, item: Item<'_>, to: &mut Vec<Placed>) {
        let block = self.deleted.block(item.block);
        to.extend(block.map(|block| Placed::Before(item.section, block)));
    }

    fn come(&self, item: Item<'_>, to: &mut Vec<Placed>) {
        let block = self.inserted.block(item.block);
        to.extend(block.map(|block| Placed::After(item.section, block)));
    }

    /// Divides the blocks among the sections of the version after.
    fn laid(&self, placed: Vec<Placed>) -> Vec<Section> {
        let empty = |section: &Section| Section {
            page: section.page,
            blocks: Vec::new(),
        };
        let mut sections: Vec<Section> = self.after.sections.iter().map(empty).collect();
        let mut waiting = Vec::new();
        let mut present = 0;
        for it in placed {
            match it {
                Placed::Before(section, block) => waiting.push((self.before.sections[section].page, block)),
                Placed::After(section, block) => {
                    settle(std::mem::take(&mut waiting), present, section, &mut sections);
                    sections[section].blocks.push(block);
                    present = section;
                }
            }
        }
        let last = sections.len().saturating_sub(1);
        settle(waiting, present, last, &mut sections);
        sections
    }
}

/// Puts deleted blocks where they stood: in the section that went before or, from the first on that lies as its pages
/// do, in the section that follows.
fn settle(waiting: Vec<(Page, Block)>, present: usize, next: usize, sections: &mut [Section]) {
    let mut at = present;
    for (page, block) in waiting {
        let takes = |section: &Section| section.page == page && !lists_contents(section);
        if at != next
            && !sections.get(at).is_some_and(takes)
            && sections.get(next).is_some_and(|it| it.page != Page::Cover)
        {
            at = next;
        }
        match sections.get_mut(at) {
            Some(section) => section.blocks.push(block),
            None => continue,
        }
    }
}

fn lists_contents(section: &Section) -> bool {
    section.blocks.iter().any(|block| matches!(block, Block::Contents(_)))
}

fn items(document: &Document) -> Vec<Item<'_>> {
    let sections = document.sections.iter().enumerate();
    let blocks = sections.flat_map(|(section, it)| it.blocks.iter().map(move |block| (block, section)));
    blocks.map(|(block, section)| Item { block, section }).collect()
}

/// What stands above the first heading, and the parts that headings begin.
fn split<'a, 'i>(items: &'i [Item<'a>]) -> (&'i [Item<'a>], Vec<Part<'a>>) {
    let first = items.iter().position(|item| matches!(item.block, Block::Heading(_)));
    let (lead, rest) = items.split_at(first.unwrap_or(items.len()));
    let mut parts: Vec<Part<'a>> = Vec::new();
    for item in rest {
        match (item.block, parts.last_mut()) {
            (Block::Heading(below), Some(part)) if below.level > part.heading.level => part.items.push(*item),
            (Block::Heading(heading), _) => parts.push(Part {
                heading,
                items: vec![*item],
            }),
            (_, Some(part)) => part.items.push(*item),
            (_, None) => {}
        }
    }
    (lead, parts)
}

fn key(heading: &Heading) -> String {
    let numbering = texts::of_numbering(heading.numbering);
    format!("{} {numbering} {}", heading.level, plain(&heading.content))
}

struct Parts<'a> {
    before: &'a [Part<'a>],
    after: &'a [Part<'a>],
}

struct Feature {
    kind: String,
    title: Bag,
    words: Bag,
}

impl Feature {
    fn of(part: &Part<'_>) -> Self {
        let heading = part.heading;
        let blocks = part.items.iter().skip(1).map(|item| texts::of_block(item.block));
        Feature {
            kind: format!("{} {}", heading.level, texts::of_numbering(heading.numbering)),
            title: Bag::of(&plain(&heading.content)),
            words: Bag::of(&blocks.collect::<Vec<_>>().join("\n")),
        }
    }
}

impl Likeness for Parts<'_> {
    type Feature = Feature;

    fn before(&self, index: usize) -> Feature {
        Feature::of(&self.before[index])
    }

    fn after(&self, index: usize) -> Feature {
        Feature::of(&self.after[index])
    }

    fn between(&self, before: &Feature, after: &Feature) -> f64 {
        let title = before.title.overlap(&after.title);
        let words = before.words.overlap(&after.words);
        let likeness = title.max(words);
        if before.kind == after.kind && likeness >= SURVIVING {
            title + words
        } else {
            0.0
        }
    }
}
