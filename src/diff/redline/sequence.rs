//! Sequences of texts that are paired by their words: paragraphs of a cell, notes, items of a list.

use crate::diff::align::{Likeness, Pair, align};
use crate::diff::overlap::Bag;
use crate::diff::words::SURVIVING;

/// Two sequences of texts.
pub struct Texts<'a> {
    /// Before.
    pub before: &'a [String],
    /// After.
    pub after: &'a [String],
}

impl Texts<'_> {
    /// Which texts belong together.
    pub fn pairs(&self) -> Vec<Pair> {
        align(self.before, self.after, self)
    }

    /// The same, with at least one pair: a cell has a paragraph that stays, whatever becomes of its words.
    pub fn pairs_with_anchor(&self) -> Vec<Pair> {
        let pairs = self.pairs();
        if pairs.iter().any(|pair| matches!(pair, Pair::Both(..))) {
            return pairs;
        }
        let rest = (1..self.before.len()).map(Pair::Before);
        let rest = rest.chain((1..self.after.len()).map(Pair::After));
        std::iter::once(Pair::Both(0, 0)).chain(rest).collect()
    }
}

impl Likeness for Texts<'_> {
    type Feature = Bag;

    fn before(&self, index: usize) -> Bag {
        Bag::of(&self.before[index])
    }

    fn after(&self, index: usize) -> Bag {
        Bag::of(&self.after[index])
    }

    fn between(&self, before: &Bag, after: &Bag) -> f64 {
        before.akin(after, SURVIVING)
    }
}
