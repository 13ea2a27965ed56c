//! What pages show that their document does not hold: words that the files which set them add by themselves.

use super::Document;
use crate::words::{Letters, letters, quantities};
use serde_json::Value;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// So many letters in a row that the document holds are words of it.
const PIECE: usize = 5;
/// From so many letters on that it does not hold, a paragraph says something of its own; fewer are a mark or a number
/// that stands before its words.
const LEAST_WORDS: usize = 3;

/// A paragraph of a page that says something which the document does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The whole of it.
    pub text: String,
    /// Its bytes that count as added.
    pub parts: Vec<Range<usize>>,
    /// What stands above it on its page.
    pub above: String,
    /// The path of the file that adds it, as far as that can be seen.
    pub file: Arc<str>,
}

/// What the paragraphs of pages say beyond the document, given page by page; the files may have added it.
pub fn added(document: &Document, pages: &[Vec<String>], files: &[(Arc<str>, &str)]) -> Vec<Added> {
    let (held, mut found) = (Held::of(document), Vec::new());
    for page in pages {
        let mut above = "";
        for text in page {
            let parts = held.beyond(text);
            if let Some((first, file)) = parts.first().and_then(|it| Some((it, files.first()?))) {
                let words = &text[first.clone()];
                let start: String = words.chars().take(LEAST_WORDS).collect();
                let file = files.iter().find(|(_, it)| it.contains(&start)).unwrap_or(file);
                found.push(Added {
                    text: text.clone(),
                    parts,
                    above: above.to_owned(),
                    file: file.0.clone(),
                });
            }
            above = text;
        }
    }
    found
}

/// The letters that a document holds.
struct Held {
    letters: String,
    pieces: HashSet<[char; PIECE]>,
}

impl Held {
    /// Its texts as they follow each other, and every string that those read who set its pages.
    fn of(document: &Document) -> Held {
        let mut all = String::new();
        document.each_text(&mut |text| all.push_str(&text.text));
        strings(&serde_json::to_value(document).unwrap_or_default(), &mut all);
        let letters = letters(&all);
        let characters: Vec<char> = letters.chars().collect();
        let pieces = characters.windows(PIECE).filter_map(|it| it.try_into().ok());
        Held {
            pieces: pieces.collect(),
            letters,
        }
    }

    /// The bytes of a paragraph that are not held: quantities, and where it says more than a mark, all of it.
    fn beyond(&self, text: &str) -> Vec<Range<usize>> {
        let own = Letters::of(text);
        if self.is_short_and_held(&own.letters) {
            return Vec::new();
        }
        let mut known = vec![false; own.letters.len()];
        for (at, window) in own.letters.windows(PIECE).enumerate() {
            if window
                .try_into()
                .is_ok_and(|it: [char; PIECE]| self.pieces.contains(&it))
            {
                known[at..at + PIECE].fill(true);
            }
        }
        let says = own
            .letters
            .iter()
            .zip(&known)
            .filter(|(letter, known)| !**known && !letter.is_numeric());
        if says.count() >= LEAST_WORDS {
            return std::iter::once(0..text.len()).collect();
        }
        let numbers = quantities(text).into_iter().map(|it| it.start..it.end);
        numbers
            .filter(|it| !self.holds_number(&letters(&text[it.clone()])))
            .collect()
    }

    fn is_short_and_held(&self, own: &[char]) -> bool {
        own.len() < PIECE && self.letters.contains(&own.iter().collect::<String>())
    }

    /// Whether it holds a number that is not the end of a longer one.
    fn holds_number(&self, number: &str) -> bool {
        self.letters
            .match_indices(number)
            .any(|(at, _)| !self.letters[..at].ends_with(char::is_numeric))
    }
}

fn strings(value: &Value, to: &mut String) {
    match value {
        Value::String(text) => {
            to.push('\n');
            to.push_str(text);
        }
        Value::Number(number) => {
            to.push('\n');
            to.push_str(&number.to_string());
        }
        Value::Array(items) => items.iter().for_each(|it| strings(it, to)),
        Value::Object(keys) => keys.values().for_each(|it| strings(it, to)),
        Value::Null | Value::Bool(_) => {}
    }
}
