//! A term that was replaced in most places and left in some.

use super::change::{Change, ParagraphAction, WarningCode};
use super::stale::Search;
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
                let free = |at: &usize| !is_within(&passage.text, *at, &old, &new);
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

/// What stood around a word that was replaced.
#[derive(Clone)]
struct Context {
    before: Option<String>,
    after: Option<String>,
}

/// Words that were replaced, with what by, and in which contexts; where one word stands around all, it belongs to the term.
fn replaced(changes: &[Change]) -> BTreeMap<(String, String), Vec<Context>> {
    let mut pairs: BTreeMap<(String, String), Vec<Context>> = BTreeMap::new();
    for (before, after) in changes.iter().flat_map(texts) {
        let stretches = words::compare(&before, &after);
        for (index, pair) in stretches.windows(2).enumerate() {
            let [Stretch::Deleted(old), Stretch::Inserted(new)] = pair else {
                continue;
            };
            if is_term(old) {
                let context = Context {
                    before: index.checked_sub(1).and_then(|at| last_word(&stretches[at])),
                    after: stretches.get(index + 2).and_then(first_word),
                };
                pairs
                    .entry(((*old).to_owned(), (*new).to_owned()))
                    .or_default()
                    .push(context);
            }
        }
    }
    pairs
        .into_iter()
        .map(|(pair, contexts)| (widened(pair, &contexts), contexts))
        .collect()
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
    let means = |it: char| it.is_alphabetic() && !matches!(it, 'ぁ'..='ん');
    word.chars().count() >= SHORTEST
        && word.chars().any(means)
        && !word.contains(|it: char| it.is_numeric() || matches!(it, '。' | '\n'))
}

fn last_word(stretch: &Stretch<'_>) -> Option<String> {
    let Stretch::Same(text) = stretch else { return None };
    words::words(text)
        .last()
        .filter(|word| is_term(word))
        .map(|word| (*word).to_owned())
}

fn first_word(stretch: &Stretch<'_>) -> Option<String> {
    let Stretch::Same(text) = stretch else { return None };
    words::words(text)
        .first()
        .filter(|word| is_term(word))
        .map(|word| (*word).to_owned())
}

fn widened((old, new): (String, String), contexts: &[Context]) -> (String, String) {
    let common = |part: &dyn Fn(&Context) -> Option<String>| {
        let first = contexts.first().and_then(part)?;
        contexts
            .iter()
            .all(|it| part(it).as_ref() == Some(&first))
            .then_some(first)
    };
    let before = common(&|it| it.before.clone()).unwrap_or_default();
    let after = common(&|it| it.after.clone()).unwrap_or_default();
    (format!("{before}{old}{after}"), format!("{before}{new}{after}"))
}

/// Whether the old word at a place is only a part of the new one.
fn is_within(text: &str, at: usize, old: &str, new: &str) -> bool {
    new.match_indices(old).any(|(within, _)| {
        let start = at.checked_sub(within);
        start
            .and_then(|start| text.get(start..))
            .is_some_and(|rest| rest.starts_with(new))
    })
}
