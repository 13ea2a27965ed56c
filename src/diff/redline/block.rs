//! Blocks with what changed in them, and which blocks of two versions belong together.

use super::line::changed;
use super::sequence::Texts;
use super::table::{changed_caption, comparable, grid};
use super::{Pass, texts};
use crate::diff::align::{Likeness, Pair, align};
use crate::diff::overlap::Bag;
use crate::diff::words::SURVIVING;
use crate::document::text::plain;
use crate::document::{Beside, Block, Caption, Document, Figure, Heading, List, Paragraph, Picture};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Blocks that hold others belong together by less.
const LOOSE: f64 = 0.2;
/// Tables and figures of one caption belong together, whatever has become of them.
const SAME_CAPTION: f64 = 0.7;

impl Pass<'_> {
    /// Blocks of both versions, none of them a heading of the body.
    pub(super) fn blocks(&self, before: &[Block], after: &[Block]) -> Vec<Block> {
        let old: Vec<&Block> = before.iter().collect();
        let new: Vec<&Block> = after.iter().collect();
        let one = |pair: Pair| match pair {
            Pair::Both(at, now) => self.block(old[at], new[now]),
            Pair::Before(at) => self.deleted.blocks(&before[at..=at]),
            Pair::After(now) => self.inserted.blocks(&after[now..=now]),
        };
        self.pairs(&old, &new).into_iter().flat_map(one).collect()
    }

    /// Which blocks belong together.
    pub(super) fn pairs(&self, before: &[&Block], after: &[&Block]) -> Vec<Pair> {
        let keys = |blocks: &[&Block], of: &Document| blocks.iter().map(|block| key(block, of)).collect::<Vec<_>>();
        let likeness = Blocks {
            pass: self,
            before,
            after,
        };
        align(&keys(before, self.before), &keys(after, self.after), &likeness)
    }

    /// A block that stands in both versions.
    pub(super) fn block(&self, before: &Block, after: &Block) -> Vec<Block> {
        let block = match (before, after) {
            (Block::Contents(_), Block::Contents(_)) => after.clone(),
            (Block::Cover(old), Block::Cover(new)) => Block::Cover(old.joined(new, changed)),
            (Block::Heading(old), Block::Heading(new)) => Block::Heading(heading(old, new)),
            (Block::Paragraph(old), Block::Paragraph(new)) => Block::Paragraph(paragraph(old, new)),
            (Block::List(old), Block::List(new)) => Block::List(self.list(old, new)),
            (Block::Table(old), Block::Table(new)) if comparable(old, new) => Block::Table(self.table(old, new)),
            (Block::Figure(old), Block::Figure(new)) if self.same_drawing(before, after) => {
                Block::Figure(self.figure(old, new))
            }
            (Block::Picture(old), Block::Picture(new)) => Block::Picture(picture(old, new)),
            (Block::Beside(old), Block::Beside(new)) => Block::Beside(Beside {
                left: self.blocks(&old.left, &new.left),
                right: self.blocks(&old.right, &new.right),
                right_width: new.right_width,
            }),
            // What has the same caption and shows something else.
            (old, new) => {
                return self
                    .deleted
                    .block(old)
                    .into_iter()
                    .chain(self.inserted.block(new))
                    .collect();
            }
        };
        vec![block]
    }

    fn same_drawing(&self, before: &Block, after: &Block) -> bool {
        drawing(before, self.before) == drawing(after, self.after)
    }

    fn list(&self, before: &List, after: &List) -> List {
        let text = |list: &List| list.items.iter().map(|item| item_text(item)).collect::<Vec<_>>();
        let pairs = Texts {
            before: &text(before),
            after: &text(after),
        }
        .pairs();
        let one = |pair: Pair| match pair {
            Pair::Both(old, new) => self.item(&before.items[old], &after.items[new]),
            Pair::Before(old) => self.deleted.blocks(&before.items[old]),
            Pair::After(new) => self.inserted.blocks(&after.items[new]),
        };
        List {
            start: after.start,
            items: pairs.into_iter().map(one).collect(),
        }
    }

    /// The first paragraph of an item carries its mark: it stays.
    fn item(&self, before: &[Block], after: &[Block]) -> Vec<Block> {
        if let ([Block::Paragraph(old), before @ ..], [Block::Paragraph(new), after @ ..]) = (before, after)
            && old.role == new.role
        {
            let mut item = vec![Block::Paragraph(paragraph(old, new))];
            item.extend(self.blocks(before, after));
            return item;
        }
        self.blocks(before, after)
    }

    fn figure(&self, before: &Figure, after: &Figure) -> Figure {
        Figure {
            caption: changed_caption(&before.caption, &after.caption),
            notes: self.notes(&before.notes, &after.notes),
            chart: after.chart.clone(),
            alternative: after.alternative.clone(),
            ..*after
        }
    }
}

/// A heading that stands in both versions.
pub fn heading(before: &Heading, after: &Heading) -> Heading {
    Heading {
        content: changed(&before.content, &after.content),
        number: after.number.clone(),
        ..*after
    }
}

fn paragraph(before: &Paragraph, after: &Paragraph) -> Paragraph {
    Paragraph {
        content: changed(&before.content, &after.content),
        ..*after
    }
}

fn picture(before: &Picture, after: &Picture) -> Picture {
    Picture {
        caption: changed(&before.caption, &after.caption),
        alternative: after.alternative.clone(),
        ..*after
    }
}

fn item_text(item: &[Block]) -> String {
    item.iter().map(texts::of_block).collect::<Vec<_>>().join("\n")
}

/// What equal blocks have in common: their texts, their drawings, and the grid of their cells.
fn key(block: &Block, document: &Document) -> String {
    let text = texts::of_block(block);
    let more = match block {
        Block::Table(table) => grid(table),
        Block::Figure(_) | Block::Picture(_) => drawing(block, document),
        Block::Beside(beside) => {
            let within = beside.left.iter().chain(&beside.right);
            return within.map(|it| key(it, document)).collect::<Vec<_>>().join("\n") + "\nbeside";
        }
        _ => String::new(),
    };
    format!("{text}\n{more}")
}

/// What a chart or a picture shows: where it differs, it is replaced whole.
fn drawing(block: &Block, document: &Document) -> String {
    match block {
        Block::Figure(it) => {
            let chart = serde_json::to_string(&it.chart).unwrap_or_default();
            format!("{chart}\n{}", it.alternative.text)
        }
        Block::Picture(it) => {
            let mut hasher = DefaultHasher::new();
            document.pictures.get(it.file).map(|file| &file.bytes).hash(&mut hasher);
            format!("{}\n{}", hasher.finish(), it.alternative.text)
        }
        _ => String::new(),
    }
}

struct Blocks<'a> {
    pass: &'a Pass<'a>,
    before: &'a [&'a Block],
    after: &'a [&'a Block],
}

struct Feature<'a> {
    block: &'a Block,
    words: Bag,
    drawing: String,
}

impl<'a> Feature<'a> {
    fn of(block: &'a Block, document: &Document) -> Self {
        Feature {
            block,
            words: Bag::of(&texts::of_block(block)),
            drawing: drawing(block, document),
        }
    }
}

impl<'a> Likeness for Blocks<'a> {
    type Feature = Feature<'a>;

    fn before(&self, index: usize) -> Feature<'a> {
        Feature::of(self.before[index], self.pass.before)
    }

    fn after(&self, index: usize) -> Feature<'a> {
        Feature::of(self.after[index], self.pass.after)
    }

    fn between(&self, before: &Feature<'a>, after: &Feature<'a>) -> f64 {
        let akin = |least| before.words.akin(&after.words, least);
        let when = |same: bool, likeness: f64| if same { likeness } else { 0.0 };
        match (before.block, after.block) {
            (Block::Contents(_), Block::Contents(_)) | (Block::Cover(_), Block::Cover(_)) => 1.0,
            (Block::Heading(old), Block::Heading(new)) => when(
                old.level == new.level && old.numbering == new.numbering,
                akin(SURVIVING),
            ),
            (Block::Paragraph(old), Block::Paragraph(new)) => when(old.role == new.role, akin(SURVIVING)),
            (Block::List(old), Block::List(new)) => when(old.start.is_some() == new.start.is_some(), akin(LOOSE)),
            (Block::Table(old), Block::Table(new)) => {
                let titles = titled(old.caption.as_ref(), new.caption.as_ref());
                titles + when(comparable(old, new), akin(SURVIVING))
            }
            (Block::Figure(old), Block::Figure(new)) => {
                let titles = titled(Some(&old.caption), Some(&new.caption));
                titles + when(before.drawing == after.drawing, 1.0)
            }
            (Block::Picture(_), Block::Picture(_)) => when(before.drawing == after.drawing, 1.0),
            (Block::Beside(_), Block::Beside(_)) => akin(LOOSE),
            _ => 0.0,
        }
    }
}

/// What captions of one title count.
fn titled(before: Option<&Caption>, after: Option<&Caption>) -> f64 {
    let same = before
        .zip(after)
        .is_some_and(|(old, new)| plain(&old.title) == plain(&new.title));
    if same { SAME_CAPTION } else { 0.0 }
}
