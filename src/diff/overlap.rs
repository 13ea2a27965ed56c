//! How many of their words two texts have in common.

use super::words::words;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The words of a text that say something, whatever their order; particles and marks are left out.
#[derive(Clone, Debug, Default)]
pub struct Bag {
    /// Hashes of words with their lengths in characters, sorted. Two words of one hash would only pair texts badly.
    words: Vec<(u64, usize)>,
    length: usize,
}

/// Of a text that is contained in another, so much must be found there.
const CONTAINED: f64 = 0.8;
/// A text of fewer characters than this is contained in others by chance.
const CHANCE: usize = 12;

impl Bag {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let telling = words(text).into_iter().filter(|word| tells(word));
        let mut words: Vec<(u64, usize)> = telling.map(|word| (hash(word), word.chars().count())).collect();
        words.sort_unstable();
        let length = words.iter().map(|(_, length)| length).sum();
        Bag { words, length }
    }

    /// The share of the words of both texts that stand in both, from 0 to 1.
    pub fn overlap(&self, other: &Bag) -> f64 {
        let all = self.length + other.length;
        2.0 * self.common(other) as f64 / all.max(1) as f64
    }

    /// Whether one text has grown out of the other: enough of both survives, or one contains the other.
    pub fn akin(&self, other: &Bag, least: f64) -> f64 {
        let overlap = self.overlap(other);
        let shorter = self.length.min(other.length);
        let contained = self.common(other) as f64 >= CONTAINED * shorter as f64;
        if overlap >= least || (contained && shorter >= CHANCE) {
            overlap
        } else {
            0.0
        }
    }

    fn common(&self, other: &Bag) -> usize {
        let (mut mine, mut theirs) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0;
        while let (Some(one), Some(two)) = (mine.peek(), theirs.peek()) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => drop(mine.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    common += one.1;
                    mine.next();
                    theirs.next();
                }
            }
        }
        common
    }
}

fn tells(word: &str) -> bool {
    let kana = |it: char| matches!(it, 'ぁ'..='ん');
    word.chars().any(char::is_alphanumeric) && !(word.chars().count() <= 2 && word.chars().all(kana))
}

fn hash(word: &str) -> u64 {
    // The same in every process: it has no random seed.
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}
