//! A sentence, with whom and what it speaks of.

use super::names::{Named, Names};
use super::passage::Passage;
use crate::words::{Quantity, declared_unit, letters, quantities_in, sentences, years};
use std::collections::BTreeSet;
use std::ops::Range;

/// A sentence of a passage.
pub struct Sentence<'a> {
    /// Its words.
    pub text: &'a str,
    /// Its bytes in the passage.
    pub range: Range<usize>,
    /// Its words and those of the heading, in letters.
    pub letters: String,
    /// The companies it speaks of: it names them, or one before it in the paragraph or the heading does.
    pub companies: BTreeSet<usize>,
    /// It names a company itself.
    pub names_company: bool,
    /// The fields it speaks of.
    pub fields: BTreeSet<Named>,
    /// Its numbers with their units; their bytes are those of the passage.
    pub quantities: Vec<Quantity>,
    /// The years it names.
    pub years: Vec<i16>,
}

/// The sentences of a passage.
pub fn sentences_of<'a>(passage: &'a Passage<'_>, names: &Names) -> Vec<Sentence<'a>> {
    let text = passage.text();
    let heading: BTreeSet<Named> = names.find(&passage.heading).into_keys().collect();
    let heading_letters = letters(&passage.heading);
    let mut found: Vec<Sentence<'a>> = Vec::new();
    let mut carried = BTreeSet::new();
    let mut unit = passage.unit.clone();
    for range in sentences(text) {
        let words = &text[range.clone()];
        let named: BTreeSet<Named> = names.find(words).into_keys().collect();
        let own = companies(&named);
        let is_new_paragraph = found
            .last()
            .is_some_and(|it| text[it.range.end..range.start].contains('\n'));
        if is_new_paragraph || !own.is_empty() {
            carried.clone_from(&own);
        }
        let mut spoken = carried.clone();
        spoken.extend(passage.company);
        spoken.extend(companies(&heading));
        let field = passage.field.clone().map(Named::Field);
        let is_field = |it: &&Named| matches!(it, Named::Field(_));
        let fields = named.iter().chain(&heading).filter(is_field).cloned().chain(field);
        found.push(Sentence {
            letters: format!("{heading_letters}{}", letters(words)),
            names_company: !own.is_empty(),
            companies: spoken,
            fields: fields.collect(),
            quantities: quantities_in(words, unit.as_deref())
                .into_iter()
                .map(|it| it.moved(range.start))
                .collect(),
            years: years(words),
            text: words,
            range,
        });
        unit = declared_unit(words).or(unit);
    }
    found
}

fn companies(named: &BTreeSet<Named>) -> BTreeSet<usize> {
    let company = |it: &Named| match it {
        Named::Company(index) => Some(*index),
        Named::Field(_) => None,
    };
    named.iter().filter_map(company).collect()
}

impl Sentence<'_> {
    /// Whether it has one of some words, given in letters.
    pub fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.letters.contains(word))
    }
}
