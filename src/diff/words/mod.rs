//! Compares two texts word by word.

mod number;
mod segment;

pub use segment::words;

use imara_diff::{Algorithm, Diff, InternedInput};

/// A stretch of two texts, in reading order. What stands in the place of something else follows it: first
/// [`Change::Deleted`], then [`Change::Inserted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// In both texts.
    Same(&'a str),
    /// In the text before only.
    Deleted(&'a str),
    /// In the text after only.
    Inserted(&'a str),
}

/// Where less than this share of a text survives, it is shown as replaced whole.
pub const SURVIVING: f64 = 0.4;
/// Words of up to so many characters between two changes say nothing by themselves where they are particles or marks.
const WEAK: usize = 2;

/// What changed between two texts, word by word; a number changes with its sign and unit, and neighbours that differ
/// in kind never repeat.
///
/// The stretches that are the same or deleted give `before`, those that are the same or inserted give `after`. Where
/// less than [`SURVIVING`] of `before` survives, and more has changed than one place, the whole text is replaced.
pub fn compare<'a>(before: &'a str, after: &'a str) -> Vec<Change<'a>> {
    if before == after {
        return Stretches::whole_of(before, Change::Same);
    }
    let stretches = Stretches::of(before, after).without_weak();
    if stretches.in_one_place() || stretches.surviving() >= SURVIVING {
        stretches.changes(before, after)
    } else {
        let mut changes = Stretches::whole_of(before, Change::Deleted);
        changes.extend(Stretches::whole_of(after, Change::Inserted));
        changes
    }
}

/// A change in bytes: so many are the same, then so many are deleted, then so many inserted.
#[derive(Clone, Copy, Default)]
struct Stretch<'a> {
    same: &'a str,
    deleted: usize,
    inserted: usize,
}

/// Two texts as stretches, the last of which may change nothing.
struct Stretches<'a> {
    list: Vec<Stretch<'a>>,
    /// Of the text before, in bytes.
    length: usize,
}

impl<'a> Stretches<'a> {
    fn of(before: &'a str, after: &'a str) -> Self {
        let (before_words, after_words) = (words(before), words(after));
        let mut input = InternedInput::default();
        input.update_before(before_words.iter().copied());
        input.update_after(after_words.iter().copied());
        let mut diff = Diff::compute(Algorithm::Histogram, &input);
        diff.postprocess_no_heuristic(&input);
        let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
        let (mut list, mut at, mut word) = (Vec::new(), 0, 0);
        for hunk in diff.hunks() {
            let old = hunk.before.start as usize..hunk.before.end as usize;
            let new = hunk.after.start as usize..hunk.after.end as usize;
            let same = length(&before_words[word..old.start]);
            word = old.end;
            let deleted = length(&before_words[old]);
            list.push(Stretch {
                same: &before[at..at + same],
                deleted,
                inserted: length(&after_words[new]),
            });
            at += same + deleted;
        }
        list.push(Stretch {
            same: &before[at..],
            ..Stretch::default()
        });
        Stretches {
            list,
            length: before.len(),
        }
    }

    fn whole_of(text: &'a str, change: fn(&'a str) -> Change<'a>) -> Vec<Change<'a>> {
        if text.is_empty() {
            Vec::new()
        } else {
            vec![change(text)]
        }
    }

    /// Joins changes that only a particle or a mark parts.
    fn without_weak(self) -> Self {
        let mut list: Vec<Stretch<'a>> = Vec::new();
        for next in self.list {
            let changes = next.deleted + next.inserted > 0;
            match list.last_mut() {
                Some(last) if changes && is_weak(next.same) => {
                    last.deleted += next.same.len() + next.deleted;
                    last.inserted += next.same.len() + next.inserted;
                }
                _ => list.push(next),
            }
        }
        Stretches { list, ..self }
    }

    /// Something was put in or taken out at one place, and all the rest survives.
    fn in_one_place(&self) -> bool {
        let mut changed = self.list.iter().filter(|it| it.deleted + it.inserted > 0);
        let one = changed.next().is_some_and(|it| it.deleted == 0 || it.inserted == 0);
        one && changed.next().is_none()
    }

    /// The share of the text before that stands in the text after too.
    fn surviving(&self) -> f64 {
        let same: usize = self.list.iter().map(|it| it.same.len()).sum();
        same as f64 / self.length.max(1) as f64
    }

    fn changes(&self, before: &'a str, after: &'a str) -> Vec<Change<'a>> {
        let (mut old, mut new) = (0, 0);
        let mut changes = Vec::new();
        for stretch in &self.list {
            old += stretch.same.len();
            new += stretch.same.len();
            changes.extend(Self::whole_of(stretch.same, Change::Same));
            changes.extend(Self::whole_of(&before[old..old + stretch.deleted], Change::Deleted));
            changes.extend(Self::whole_of(&after[new..new + stretch.inserted], Change::Inserted));
            old += stretch.deleted;
            new += stretch.inserted;
        }
        changes
    }
}

/// A particle or a mark, which says nothing between two changes.
fn is_weak(text: &str) -> bool {
    let says_nothing = |it: char| matches!(it, 'ぁ'..='ん') || (!it.is_alphanumeric() && it != '\n');
    text.chars().count() <= WEAK && text.chars().all(says_nothing)
}

#[cfg(test)]
mod tests {
    use super::{Change, compare};

    /// A comparison as one line: [-deleted-]{+inserted+}.
    fn line(before: &str, after: &str) -> String {
        let part = |change: &Change<'_>| match change {
            Change::Same(text) => (*text).to_owned(),
            Change::Deleted(text) => format!("[-{text}-]"),
            Change::Inserted(text) => format!("{{+{text}+}}"),
        };
        compare(before, after).iter().map(part).collect()
    }

    #[test]
    fn a_number_changes_with_its_unit() {
        let cases = [
            (
                "売上高を1,234百万円とします。",
                "売上高を1,300百万円とします。",
                "売上高を[-1,234百万円-]{+1,300百万円+}とします。",
            ),
            (
                "令和8年度に3.5％増とします。",
                "令和9年度に△5％増とします。",
                "[-令和8年度に3.5％-]{+令和9年度に△5％+}増とします。",
            ),
            (
                "県内企業12人を採用します。",
                "県内企業12人を新たに採用します。",
                "県内企業12人を{+新たに+}採用します。",
            ),
        ];
        for (before, after, expected) in cases {
            assert_eq!(line(before, after), expected);
        }
    }

    #[test]
    fn little_that_survives_is_replaced_whole() {
        let (before, after) = ("人材の確保が課題です。", "水源の保全に県として取り組みます。");
        assert_eq!(line(before, after), format!("[-{before}-]{{+{after}+}}"));
    }

    #[test]
    fn what_is_put_in_or_taken_out_at_one_place_leaves_the_rest() {
        let long = "県内の企業が互いに取引を広げ、雇用を生み、賃金を上げていく姿を目指します。";
        assert_eq!(
            line("短い文です。", &format!("短い文です。{long}")),
            format!("短い文です。{{+{long}+}}")
        );
        assert_eq!(
            line(&format!("短い文です。{long}"), "短い文です。"),
            format!("短い文です。[-{long}-]")
        );
    }

    #[test]
    fn long_texts_without_anything_in_common_take_no_time() {
        let text = |seed: u32| -> String {
            let character = |it: u32| char::from_u32(0x4E00 + it.wrapping_mul(seed) % 20_000);
            (1..20_000).filter_map(character).collect()
        };
        let (before, after) = (text(7_919), text(104_729));
        let joined = compare(&before, &after).into_iter().filter_map(|change| match change {
            Change::Same(text) | Change::Deleted(text) => Some(text),
            Change::Inserted(_) => None,
        });
        assert!(joined.collect::<String>() == before);
    }

    #[test]
    fn nothing_changes_between_equal_texts() {
        assert_eq!(compare("同じ文です。", "同じ文です。"), [Change::Same("同じ文です。")]);
        assert_eq!(compare("", ""), []);
        assert_eq!(compare("", "新しい文"), [Change::Inserted("新しい文")]);
    }
}
