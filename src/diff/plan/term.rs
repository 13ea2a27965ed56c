//! A term that was replaced in most places and left in some.

use super::change::{Change, ParagraphAction, WarningCode};
use super::stale::{Search, covered};
use crate::diff::words::{self, Change as Stretch};
use std::collections::BTreeMap;

/// In so many places a word must have been replaced by another.
const LEAST_PLACES: usize = 3;
/// No shorter word is a term, in characters.
const SHORTEST: usize = 2;

/// Says where terms were left that were replaced elsewhere.
pub fn search(changes: &[Change], search: &mut Search<'_>) {
    for ((old, new), places) in replaced(changes) {
        let places = places.len();
        if places < LEAST_PLACES {
            continue;
        }
        let left: Vec<(usize, usize)> = search
            .passages
            .iter()
            .enumerate()
            .flat_map(|(index, passage)| {
                let free = |at: &usize| !covered(&passage.text, *at, &old, [&new]);
                passage
                    .find(&old)
                    .filter(free)
                    .map(move |at| (index, at))
                    .collect::<Vec<_>>()
            })
            .collect();
        if left.len() > places {
            continue;
        }
        for (index, at) in left {
            let message = format!("「{old}」が残っています。ほかの{places}か所では「{new}」に直しました。");
            let passage = &search.passages[index];
            search.warn(passage, WarningCode::OldTerm, at, message);
        }
    }
}

/// What stood around a word that was replaced: letters without a particle or a mark between.
#[derive(Clone, Debug)]
struct Context {
    before: String,
    after: String,
}

/// Words that were replaced, with what by, and what stood around them; letters that stand around all belong to the term.
fn replaced(changes: &[Change]) -> BTreeMap<(String, String), Vec<Context>> {
    let mut pairs: BTreeMap<(String, String), Vec<Context>> = BTreeMap::new();
    for (before, after) in changes.iter().flat_map(texts) {
        let mut at = 0;
        let stretches = words::compare(&before, &after);
        for (index, stretch) in stretches.iter().enumerate() {
            if let (Stretch::Deleted(old), Some(Stretch::Inserted(new))) = (stretch, stretches.get(index + 1)) {
                let (start, old, new) = core(old, new);
                let context = Context {
                    before: last_letters(&before[..at + start]),
                    after: first_letters(&before[at + start + old.len()..]),
                };
                pairs.entry((old.to_owned(), new.to_owned())).or_default().push(context);
            }
            if let Stretch::Same(words) | Stretch::Deleted(words) = stretch {
                at += words.len();
            }
        }
    }
    let widened = pairs
        .into_iter()
        .map(|(pair, contexts)| (widened(pair, &contexts), contexts));
    widened.filter(|((old, _), _)| is_term(old)).collect()
}

/// What differs of two words, and where in the old one that begins; something is left of both.
fn core<'w>(old: &'w str, new: &'w str) -> (usize, &'w str, &'w str) {
    let same = |(one, other): &(char, char)| one == other;
    let length = |letters: usize| old.chars().take(letters).map(char::len_utf8).sum::<usize>();
    let (olds, news) = (old.chars().count(), new.chars().count());
    let most = olds.min(news).saturating_sub(1);
    let head = old.chars().zip(new.chars()).take(most).take_while(same).count();
    let tail = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take(most - head)
        .take_while(same)
        .count();
    let (from, until) = (length(head), length(olds - tail));
    let until_new = new.len() - (old.len() - until);
    (from, &old[from..until], &new[from..until_new])
}

/// The texts that differ in words, before and after.
fn texts(change: &Change) -> Vec<(String, String)> {
    if change.paragraphs.is_empty() {
        let pair = change.before.value.clone().zip(change.after.value.clone());
        return pair.filter(|_| change.delta.is_none()).into_iter().collect();
    }
    let changed = change
        .paragraphs
        .iter()
        .filter(|it| it.action == ParagraphAction::Changed);
    changed.map(|it| (it.before.concat(), it.after.concat())).collect()
}

/// Words with a meaning of their own: no particles, and no numbers, which differ from place to place.
fn is_term(word: &str) -> bool {
    word.chars().count() >= SHORTEST
        && word.chars().any(is_letter)
        && !word.contains(|it: char| it.is_numeric() || matches!(it, '。' | '\n'))
}

/// A letter of a word with a meaning of its own.
fn is_letter(it: char) -> bool {
    it.is_alphabetic() && !matches!(it, 'ぁ'..='ん')
}

fn last_letters(text: &str) -> String {
    let letters: Vec<char> = text.chars().rev().take_while(|it| is_letter(*it)).collect();
    letters.into_iter().rev().collect()
}

fn first_letters(text: &str) -> String {
    text.chars().take_while(|it| is_letter(*it)).collect()
}

/// A term with the letters that stand around it everywhere.
fn widened((old, new): (String, String), contexts: &[Context]) -> (String, String) {
    let common = |one: &str, other: &str| -> String {
        let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
        same.map(|(it, _)| it).collect()
    };
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    let heads = contexts.iter().map(|it| reversed(&it.before));
    let before = heads.reduce(|one, other| common(&one, &other)).unwrap_or_default();
    let tails = contexts.iter().map(|it| it.after.clone());
    let after = tails.reduce(|one, other| common(&one, &other)).unwrap_or_default();
    let before = reversed(&before);
    (format!("{before}{old}{after}"), format!("{before}{new}{after}"))
}

#[cfg(test)]
mod tests {
    use super::{Context, core, widened};

    #[test]
    fn a_term_is_as_long_as_what_stands_around_it_everywhere() {
        assert_eq!(core("推進会議", "推進本部"), ("推進".len(), "会議", "本部"));
        assert_eq!(core("会議", "会議体"), (3, "議", "議体"));
        let context = |before: &str, after: &str| Context {
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let contexts = [context("計画推進", ""), context("推進", "室")];
        let pair = ("会議".to_owned(), "本部".to_owned());
        assert_eq!(widened(pair, &contexts), ("推進会議".to_owned(), "推進本部".to_owned()));
    }
}
