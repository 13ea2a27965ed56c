//! The second net of law 5: what an edition may not disclose is searched in all bytes of its files.
//!
//! The first net is that a view lacks it and that writers refuse it. This one knows nothing of how the files came about.

mod amount;
mod authored;
mod cells;
mod finder;
mod json;
mod normal;
mod pdf;
mod picture;
mod secrets;
mod sheets;
mod shown;
mod sought;
mod unpack;
mod xml;

pub use cells::{Cell, shared, sheets};
pub use secrets::{Secret, Secrets};

use crate::disclosure::Topic;
use crate::parallel;
use crate::words::{GAP, Kind, Quantity, letters, quantities};
use normal::numbers;
use std::collections::BTreeSet;
use unpack::{Part, unpack};

/// A withheld value in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The file; of one whose own name tells, the ending of it alone.
    pub file: String,
    /// Which part of it: `word/document.xml`; its pages, its properties.
    pub inside: String,
    /// The value, by its key.
    pub secret: Secret,
}

/// Looks for withheld values in files, given by name and bytes: unpacks each, whatever is packed in it. Each value is told
/// of once a file.
pub fn search<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>, secrets: &Secrets) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (name, bytes) in files {
        let parts = unpack(name, bytes);
        let found = parallel::map(&parts, |_, part| search_part(part, secrets));
        let found: Vec<(&Part, BTreeSet<usize>)> = parts.iter().zip(found).collect();
        let names_tell = found.iter().any(|(part, found)| part.is_name && !found.is_empty());
        let mut seen = BTreeSet::new();
        for (part, found) in found {
            let fresh = found.into_iter().filter(|index| seen.insert(*index));
            hits.extend(fresh.filter_map(|index| {
                Some(Hit {
                    file: if names_tell { ending(name) } else { name.to_owned() },
                    inside: label(part, names_tell),
                    secret: secrets.get(index)?.clone(),
                })
            }));
        }
    }
    hits
}

/// A name that holds a withheld value is not repeated.
fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| format!("….{ending}"))
}

fn label(part: &Part, names_tell: bool) -> String {
    match (part.is_name, names_tell) {
        (true, _) => "ファイルの名前".to_owned(),
        (false, true) => String::new(),
        (false, false) => part.inside.clone(),
    }
}

fn search_part(part: &Part, secrets: &Secrets) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut visit = |index: usize| {
        found.insert(index);
    };
    for text in [&part.words, &part.codes, &part.counts] {
        let letters = letters(text);
        secrets.texts.find(letters.as_bytes(), &mut visit);
        // A text may be spread over the cells of a table.
        secrets.texts.find(letters.replace(GAP, "").as_bytes(), &mut visit);
    }
    for text in [&part.words, &part.paragraphs] {
        for token in numbers(text) {
            secrets.number(&token).into_iter().for_each(&mut visit);
        }
        for quantity in quantities(text) {
            let is_of_another = |index: &usize| {
                let key = secrets.get(*index).map_or("", |it| &it.key);
                is_share(text, &quantity, key)
            };
            let found = secrets.quantity(&quantity).filter(|it| !is_of_another(it));
            found.into_iter().for_each(&mut visit);
        }
    }
    // A number alone in a code is a measure or a colour, unless it is as long as a text.
    for token in numbers(&part.codes)
        .iter()
        .filter(|it| it.digits.len() >= secrets::SHORTEST)
    {
        secrets.number(token).into_iter().for_each(&mut visit);
    }
    secrets.bytes.find(&part.bytes, &mut visit);
    found
}

/// Beside a percentage these letters say, besides the nouns for wages, that something is raised.
const RAISING: [&str; 2] = ["上げ", "アップ"];

/// Whether a percentage equals a rate of wages by chance: its sentence speaks of something else. Of what is no sentence,
/// such as cells, nothing is known.
fn is_share(words: &str, quantity: &Quantity, key: &str) -> bool {
    if quantity.kind != Kind::Rate || !key.contains("wage") {
        return false;
    }
    let start = words[..quantity.start].rfind(['。', GAP]).unwrap_or_default();
    let rest = &words[quantity.start..];
    let end = rest.find(['。', GAP]).unwrap_or(rest.len());
    let sentence = letters(&words[start..quantity.start + end]);
    let speaks = Topic::Wages
        .nouns()
        .iter()
        .chain(&RAISING)
        .any(|word| sentence.contains(word));
    rest[end..].starts_with('。') && !speaks
}

#[cfg(test)]
mod tests {
    use super::is_share;
    use crate::words::quantities;

    #[test]
    fn a_share_is_no_rate_of_wages() {
        let rows = [
            ("県内で全体の3.85％を加工します。", true),
            ("賃金を3.85％高めます。", false),
            ("毎年3.85％引き上げます。", false),
            ("甲社　3.85％", false),
        ];
        for (words, expected) in rows {
            let quantity = quantities(words)[0];
            assert_eq!(
                is_share(words, &quantity, "kpi.wage_increase.targets[0].value"),
                expected,
                "{words}"
            );
            assert!(!is_share(words, &quantity, "kpi.sales.growth"), "{words}");
        }
    }
}
