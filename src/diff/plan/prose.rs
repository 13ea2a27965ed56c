//! What became of the paragraphs of a text: words changed, a paragraph came, went, was split, joined or moved.

use super::change::{ParagraphAction, ParagraphChange};
use crate::diff::overlap::Bag;
use crate::template::paragraphs;
use imara_diff::{Algorithm, Diff, InternedInput};
use std::ops::Range;

/// Paragraphs that share at least this much of their words are one that was changed.
const ALIKE: f64 = 0.4;

/// What became of the paragraphs of a text.
#[derive(Debug, Default)]
pub struct Paragraphs {
    /// What changed.
    pub changes: Vec<ParagraphChange>,
    /// The paragraphs that only stand elsewhere in the text now.
    pub moved: Vec<String>,
}

/// Compares two texts paragraph by paragraph; line breaks within one are none.
pub fn compare(before: &str, after: &str) -> Paragraphs {
    let (before, after) = (paragraphs(before), paragraphs(after));
    let mut input = InternedInput::default();
    input.update_before(before.iter().map(String::as_str));
    input.update_after(after.iter().map(String::as_str));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let mut hunks: Vec<Hunk> = diff
        .hunks()
        .map(|hunk| Hunk {
            before: before[hunk.before.start as usize..hunk.before.end as usize].to_vec(),
            after: after[hunk.after.start as usize..hunk.after.end as usize].to_vec(),
        })
        .collect();
    let moved = take_moved(&mut hunks);
    Paragraphs {
        changes: hunks.into_iter().flat_map(Hunk::changes).collect(),
        moved,
    }
}

/// A stretch of paragraphs that differs.
struct Hunk {
    before: Vec<String>,
    after: Vec<String>,
}

/// Takes out the paragraphs that went in one place and came in another.
fn take_moved(hunks: &mut [Hunk]) -> Vec<String> {
    let gone: Vec<String> = hunks.iter().flat_map(|hunk| hunk.before.iter().cloned()).collect();
    let mut moved = Vec::new();
    for paragraph in gone {
        let arrived = hunks.iter().position(|hunk| hunk.after.contains(&paragraph));
        let left = hunks.iter().position(|hunk| hunk.before.contains(&paragraph));
        if let (Some(arrived), Some(left)) = (arrived, left) {
            take(&mut hunks[arrived].after, &paragraph);
            take(&mut hunks[left].before, &paragraph);
            moved.push(paragraph);
        }
    }
    moved
}

fn take(paragraphs: &mut Vec<String>, paragraph: &str) {
    if let Some(at) = paragraphs.iter().position(|it| it == paragraph) {
        paragraphs.remove(at);
    }
}

impl Hunk {
    /// The changes of the stretch, in the order of the text after.
    fn changes(self) -> Vec<ParagraphChange> {
        let mut changes = Vec::new();
        tell(&self.before, &self.after, &mut changes);
        changes
    }
}

/// Tells of paragraphs that were split or joined, and of the stretches before and behind them.
fn tell(before: &[String], after: &[String], to: &mut Vec<ParagraphChange>) {
    if let Some((action, old, new)) = regrouped(before, after) {
        tell(&before[..old.start], &after[..new.start], to);
        to.push(ParagraphChange {
            action,
            before: before[old.clone()].to_vec(),
            after: after[new.clone()].to_vec(),
        });
        tell(&before[old.end..], &after[new.end..], to);
        return;
    }
    let (mut old, mut new) = (0, 0);
    while old < before.len() || new < after.len() {
        let (action, olds, news) = step(&before[old..], &after[new..]);
        to.push(ParagraphChange {
            action,
            before: before[old..old + olds].to_vec(),
            after: after[new..new + news].to_vec(),
        });
        old += olds;
        new += news;
    }
}

/// The first paragraph that was split or joined, with what it was and became.
fn regrouped(before: &[String], after: &[String]) -> Option<(ParagraphAction, Range<usize>, Range<usize>)> {
    let pairs = (0..before.len()).flat_map(|old| (0..after.len()).map(move |new| (old, new)));
    pairs.into_iter().find_map(|(old, new)| {
        let split = parts_of(&before[old], &after[new..]);
        let split = split.map(|parts| (ParagraphAction::Split, old..old + 1, new..new + parts));
        let joined = || parts_of(&after[new], &before[old..]);
        split.or_else(|| joined().map(|parts| (ParagraphAction::Joined, old..old + parts, new..new + 1)))
    })
}

/// What became of the first paragraphs of two stretches, and how many of each that takes.
fn step(before: &[String], after: &[String]) -> (ParagraphAction, usize, usize) {
    let (Some(old), Some(new)) = (before.first(), after.first()) else {
        return match before.is_empty() {
            true => (ParagraphAction::Added, 0, 1),
            false => (ParagraphAction::Removed, 1, 0),
        };
    };
    // Something else may stand before what the other was, or became.
    let later_new = nearest(old, after);
    let later_old = nearest(new, before);
    match (later_new, later_old) {
        (Some(0), _) | (_, Some(0)) => (ParagraphAction::Changed, 1, 1),
        (Some(_), _) => (ParagraphAction::Added, 0, 1),
        (None, Some(_)) => (ParagraphAction::Removed, 1, 0),
        (None, None) if before.len() == after.len() => (ParagraphAction::Changed, 1, 1),
        (None, None) if before.len() < after.len() => (ParagraphAction::Added, 0, 1),
        (None, None) => (ParagraphAction::Removed, 1, 0),
    }
}

/// How many of these paragraphs, two at least, joined give the whole.
fn parts_of(whole: &str, parts: &[String]) -> Option<usize> {
    let whole = bare(whole);
    let mut joined = String::new();
    for (count, part) in (1..).zip(parts) {
        joined.push_str(&bare(part));
        if joined.len() >= whole.len() {
            return (joined == whole && count > 1).then_some(count);
        }
    }
    None
}

/// Without white space: what stands between two sentences of one paragraph is none between two paragraphs.
fn bare(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// The paragraph that is most like one, where any is like it.
fn nearest(paragraph: &str, among: &[String]) -> Option<usize> {
    let bag = Bag::of(paragraph);
    let rated = among.iter().enumerate();
    let rated = rated.map(|(at, other)| (bag.akin(&Bag::of(other), ALIKE), at));
    let best = rated.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
    best.filter(|(likeness, _)| *likeness > 0.0).map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::compare;

    /// What became of the paragraphs, in a line each.
    fn said(before: &str, after: &str) -> Vec<String> {
        let compared = compare(before, after);
        let changes = compared.changes.iter().map(|it| {
            let parts = [&it.before, &it.after].map(|it| it.join("|"));
            format!("{} {} -> {}", it.action.name(), parts[0], parts[1])
        });
        let moved = compared.moved.iter().map(|it| format!("moved {it}"));
        changes.chain(moved).collect()
    }

    #[test]
    fn each_edit_is_named_as_what_it_is() {
        let (one, two, three) = (
            "県内の取引を広げます。",
            "雇用を生み、賃金を上げます。",
            "水源を守ります。",
        );
        let text = |parts: &[&str]| parts.join("\n\n");
        let all = text(&[one, two, three]);
        assert!(said(&all, &all).is_empty());
        assert!(
            said(&all, &all.replace('、', "、\n")).is_empty(),
            "a line break is none"
        );
        assert_eq!(said(&all, &text(&[one, three])), [format!("removed {two} -> ")]);
        assert_eq!(said(&text(&[one, three]), &all), [format!("added  -> {two}")]);
        assert_eq!(said(&all, &text(&[three, one, two])), [format!("moved {three}")]);
        let joined = format!("{two}{three}");
        assert_eq!(
            said(&text(&[one, &joined]), &all),
            [format!("split {joined} -> {two}|{three}")]
        );
        assert_eq!(
            said(&all, &text(&[one, &joined])),
            [format!("joined {two}|{three} -> {joined}")]
        );
        let changed = "雇用を生み、賃金を大きく上げます。";
        assert_eq!(
            said(&all, &text(&[one, changed, three])),
            [format!("changed {two} -> {changed}")]
        );
        // Beside one another, too.
        assert_eq!(
            said(&text(&[one, &joined]), &text(&[changed, two, three])),
            [
                format!("changed {one} -> {changed}"),
                format!("split {joined} -> {two}|{three}")
            ]
        );
    }
}
