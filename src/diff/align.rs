//! Finds which parts of two sequences belong together, without ever crossing.

use imara_diff::{Algorithm, Diff, InternedInput};
use std::ops::Range;

/// What has become of a part, by its index. In the place of something else, what went stands before what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// In both sequences.
    Both(usize, usize),
    /// In the sequence before only.
    Before(usize),
    /// In the sequence after only.
    After(usize),
}

/// How parts that are not equal are compared: by features that are only taken where they are needed.
pub trait Likeness {
    /// What a part is judged by.
    type Feature;

    /// The features of a part of the sequence before.
    fn before(&self, index: usize) -> Self::Feature;

    /// The features of a part of the sequence after.
    fn after(&self, index: usize) -> Self::Feature;

    /// How much two parts are alike, from 0; at 0 they do not belong together.
    fn between(&self, before: &Self::Feature, after: &Self::Feature) -> f64;
}

/// So many comparisons of features are made at once: more parts are first divided.
const MOST: usize = 40_000;

/// Pairs two sequences: first what is equal by its key, the rare before the frequent, then in the gaps what is most
/// alike in all.
pub fn align<L: Likeness>(before: &[String], after: &[String], likeness: &L) -> Vec<Pair> {
    let mut input = InternedInput::default();
    input.update_before(before.iter().map(String::as_str));
    input.update_after(after.iter().map(String::as_str));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let (mut pairs, mut old, mut new) = (Vec::new(), 0, 0);
    for hunk in diff.hunks() {
        let gone = hunk.before.start as usize..hunk.before.end as usize;
        let come = hunk.after.start as usize..hunk.after.end as usize;
        pairs.extend((old..gone.start).zip(new..come.start).map(|(a, b)| Pair::Both(a, b)));
        (old, new) = (gone.end, come.end);
        gap(gone, come, likeness, &mut pairs);
    }
    pairs.extend((old..before.len()).zip(new..after.len()).map(|(a, b)| Pair::Both(a, b)));
    pairs
}

fn gap<L: Likeness>(before: Range<usize>, after: Range<usize>, likeness: &L, pairs: &mut Vec<Pair>) {
    if before.is_empty() || after.is_empty() {
        pairs.extend(before.map(Pair::Before));
        pairs.extend(after.map(Pair::After));
    } else if before.len().saturating_mul(after.len()) > MOST {
        let (old, new) = (middle(&before), middle(&after));
        gap(before.start..old, after.start..new, likeness, pairs);
        gap(old..before.end, new..after.end, likeness, pairs);
    } else {
        best(before, after, likeness, pairs);
    }
}

fn middle(range: &Range<usize>) -> usize {
    range.start + range.len().div_ceil(2)
}

/// The pairs whose likeness is the greatest in all.
fn best<L: Likeness>(before: Range<usize>, after: Range<usize>, likeness: &L, pairs: &mut Vec<Pair>) {
    let (rows, columns) = (before.len(), after.len());
    let old: Vec<L::Feature> = before.clone().map(|it| likeness.before(it)).collect();
    let new: Vec<L::Feature> = after.clone().map(|it| likeness.after(it)).collect();
    let mut alike = vec![vec![0.0; columns]; rows];
    // The best sum from each place on.
    let mut sums = vec![vec![0.0_f64; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let both = likeness.between(&old[row], &new[column]);
            alike[row][column] = both;
            let apart = sums[row + 1][column].max(sums[row][column + 1]);
            sums[row][column] = if both > 0.0 {
                apart.max(both + sums[row + 1][column + 1])
            } else {
                apart
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let (both, here) = (alike[row][column], sums[row][column]);
        if both > 0.0 && both + sums[row + 1][column + 1] >= here {
            pairs.push(Pair::Both(before.start + row, after.start + column));
            row += 1;
            column += 1;
        } else if sums[row + 1][column] >= here {
            pairs.push(Pair::Before(before.start + row));
            row += 1;
        } else {
            pairs.push(Pair::After(after.start + column));
            column += 1;
        }
    }
    pairs.extend((before.start + row..before.end).map(Pair::Before));
    pairs.extend((after.start + column..after.end).map(Pair::After));
}

#[cfg(test)]
mod tests {
    use super::*;

    struct ByLength<'a>(&'a [String], &'a [String]);

    impl Likeness for ByLength<'_> {
        type Feature = usize;

        fn before(&self, index: usize) -> usize {
            self.0[index].len()
        }

        fn after(&self, index: usize) -> usize {
            self.1[index].len()
        }

        fn between(&self, before: &usize, after: &usize) -> f64 {
            f64::from(u8::from(before == after))
        }
    }

    fn strings(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn equal_parts_come_first_then_those_most_alike() {
        let (before, after) = (strings("a bbb c dd"), strings("a x eee c yyyy"));
        let pairs = align(&before, &after, &ByLength(&before, &after));
        let expected = [
            Pair::Both(0, 0),
            Pair::After(1),
            Pair::Both(1, 2),
            Pair::Both(2, 3),
            Pair::Before(3),
            Pair::After(4),
        ];
        assert_eq!(pairs, expected);
    }

    #[test]
    fn every_part_is_told_of_once_and_in_order() {
        let before: Vec<String> = (0..900).map(|it| "x".repeat(it % 17 + 1) + "b").collect();
        let after: Vec<String> = (0..700).map(|it| "x".repeat(it % 13 + 1) + "a").collect();
        let pairs = align(&before, &after, &ByLength(&before, &after));
        let old: Vec<usize> = pairs
            .iter()
            .filter_map(|it| match it {
                Pair::Both(old, _) | Pair::Before(old) => Some(*old),
                Pair::After(_) => None,
            })
            .collect();
        let new: Vec<usize> = pairs
            .iter()
            .filter_map(|it| match it {
                Pair::Both(_, new) | Pair::After(new) => Some(*new),
                Pair::Before(_) => None,
            })
            .collect();
        assert!(old.iter().copied().eq(0..900) && new.iter().copied().eq(0..700));
    }
}
