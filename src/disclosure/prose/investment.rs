//! Pieces of the investments that companies wrote of: the same words, fifteen letters in a row or more.

use super::names::LONGEST;
use super::passage::is_read_by_all;
use crate::plan::{Node, Plan, Scalar};
use crate::words::{Letters, letters, quantities};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// So many letters in a row are no chance.
const PIECE: usize = 15;
/// What the investments of so many companies say in the same words, without a number, is a turn of phrase of theirs all.
const MANY: u8 = 3;
/// Any odd number: the base of the fingerprints.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
/// No shorter name is one, in letters.
const SHORTEST_NAME: usize = 2;
/// What is written with one of these says more than a name.
const NO_NAME: [&str; 9] = ["を", "。", "、", "\n", "ます", "です", "する", "予定", "計画で"];
/// The keys that hold names.
const NAME_KEYS: [&str; 10] = [
    "name",
    "short_name",
    "name_kana",
    "title",
    "municipality",
    "prefecture",
    "issuer",
    "department",
    "ministry",
    "measure",
];

/// A piece of an investment in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The company, by its index in the plan.
    pub company: usize,
    /// The bytes of the text.
    pub range: Range<usize>,
    /// How many letters are the same.
    pub letters: usize,
}

/// All windows of [`PIECE`] letters of all investments, by their fingerprints (Rabin and Karp).
#[derive(Default)]
pub struct Investments {
    texts: Vec<(usize, Vec<char>)>,
    windows: HashMap<u64, Window>,
}

/// A window: where it first stands, and how many companies have it.
struct Window {
    text: usize,
    start: usize,
    companies: u8,
    last: usize,
}

impl Investments {
    /// Those of all companies of a plan, selected or not, but for that which reads. A piece that is made only of names which everybody reads tells
    /// nothing.
    pub fn of(plan: &Plan, public: &Plan, reader: Option<usize>) -> Investments {
        let names = names(public);
        let mut investments = Investments::default();
        let others = plan
            .companies
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != reader);
        for (company, entry) in others {
            let Some(text) = entry.profile.investment.get() else {
                continue;
            };
            let letters = Letters::of(&text.0).letters;
            let tells = telling(&letters, names.as_ref());
            let text = investments.texts.len();
            for (start, fingerprint) in fingerprints(&letters) {
                if tells[start..start + PIECE].iter().any(|it| *it) {
                    investments.add(fingerprint, (text, start), company);
                }
            }
            investments.texts.push((company, letters));
        }
        investments
    }

    fn add(&mut self, fingerprint: u64, (text, start): (usize, usize), company: usize) {
        let window = self.windows.entry(fingerprint).or_insert(Window {
            text,
            start,
            companies: 1,
            last: company,
        });
        if window.last != company {
            window.companies = window.companies.saturating_add(1);
            window.last = company;
        }
    }

    /// The pieces in a text, each as long as it goes on.
    pub fn find(&self, text: &str) -> Vec<Piece> {
        if self.windows.is_empty() {
            return Vec::new();
        }
        let own = Letters::of(text);
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (start, fingerprint) in fingerprints(&own.letters) {
            let window = &own.letters[start..start + PIECE];
            let Some(company) = self.company(fingerprint, window) else {
                continue;
            };
            match found.last_mut() {
                Some((last, range)) if *last == company && start <= range.end => range.end = start + PIECE,
                _ => found.push((company, start..start + PIECE)),
            }
        }
        let piece = |(company, range): (usize, Range<usize>)| Piece {
            company,
            letters: range.len(),
            range: own.start(range.start)..own.end(text, range.end - 1),
        };
        found.into_iter().map(piece).collect()
    }

    /// The company whose investment has a window, where that says something of it.
    fn company(&self, fingerprint: u64, letters: &[char]) -> Option<usize> {
        let window = self.windows.get(&fingerprint)?;
        let (company, text) = &self.texts[window.text];
        let is_phrase = || window.companies >= MANY && !letters.iter().any(|it| it.is_numeric());
        (text[window.start..window.start + PIECE] == *letters && !is_phrase()).then_some(*company)
    }
}

/// Every window of letters with its fingerprint.
fn fingerprints(letters: &[char]) -> Vec<(usize, u64)> {
    let highest = (1..PIECE).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut found = Vec::with_capacity(letters.len().saturating_sub(PIECE - 1));
    let mut value = 0_u64;
    for (at, letter) in letters.iter().enumerate() {
        if let Some(gone) = at.checked_sub(PIECE) {
            value = value.wrapping_sub(mixed(letters[gone]).wrapping_mul(highest));
        }
        value = value.wrapping_mul(BASE).wrapping_add(mixed(*letter));
        if at + 1 >= PIECE {
            found.push((at + 1 - PIECE, value));
        }
    }
    found
}

/// A letter as a number that differs from its neighbours' in all bits.
fn mixed(letter: char) -> u64 {
    (u64::from(u32::from(letter)) + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// Which letters tell something: they stand in no name, and are no particles.
fn telling(letters: &[char], names: Option<&AhoCorasick>) -> Vec<bool> {
    let mut tells: Vec<bool> = letters.iter().map(|it| !matches!(it, 'ぁ'..='ゖ' | 'ー')).collect();
    let Some(names) = names else { return tells };
    let text: String = letters.iter().collect();
    let mut index = vec![0; text.len() + 1];
    for (count, (at, letter)) in text.char_indices().enumerate() {
        index[at + letter.len_utf8()] = count + 1;
    }
    for hit in names.find_overlapping_iter(&text) {
        tells[index[hit.start()]..index[hit.end()]].fill(false);
    }
    tells
}

/// The names that everybody reads.
fn names(public: &Plan) -> Option<AhoCorasick> {
    let names = names_read_by_all(public);
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(&names);
    automaton.ok().filter(|_| !names.is_empty())
}

/// The same, in letters.
pub fn names_read_by_all(public: &Plan) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, node) in public.nodes() {
        node.leaves("", &mut |path, leaf| {
            let key = path.rsplit('.').next().unwrap_or_default();
            let Node::Value {
                scalar: Scalar::Line(text),
                class,
                ..
            } = leaf
            else {
                return;
            };
            if is_read_by_all(*class) && NAME_KEYS.contains(&key) && is_name(text) {
                let outside = text.split(['（', '(']).next().unwrap_or(text);
                names.extend([
                    letters(text),
                    letters(outside),
                    letters(&outside.replace("株式会社", "")),
                ]);
            }
        });
    }
    names.retain(|name: &String| (SHORTEST_NAME..=LONGEST).contains(&name.chars().count()));
    names
}

/// Whether a line is nothing but a name: it neither says what somebody does nor how much.
fn is_name(line: &str) -> bool {
    !NO_NAME.iter().any(|word| line.contains(word)) && quantities(line).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Investments {
        let mut investments = Investments::default();
        for (company, text) in texts.iter().enumerate() {
            let letters = Letters::of(text).letters;
            for (start, fingerprint) in fingerprints(&letters) {
                investments.add(fingerprint, (company, start), company);
            }
            investments.texts.push((company, letters));
        }
        investments
    }

    fn found(investments: &Investments, text: &str) -> Vec<(usize, String)> {
        let pieces = investments.find(text).into_iter();
        pieces.map(|it| (it.company, text[it.range].to_owned())).collect()
    }

    #[test]
    fn fifteen_letters_are_found_however_they_are_written() {
        let investments = of(&["大津町の隣接地に、延べ約4,200平方メートルの第三工場を建てます。"]);
        let exact = "延べ約4,200平方メートルの第";
        assert_eq!(found(&investments, &format!("甲{exact}乙")), [(0, exact.to_owned())]);
        let spread = "延べ 約 ４２００平方\nメートル「の」第";
        assert_eq!(found(&investments, spread), [(0, spread.to_owned())]);
        assert!(found(&investments, "延べ約4,200平方メートルの").is_empty(), "fourteen");
    }

    #[test]
    fn what_many_say_in_the_same_words_is_a_phrase_unless_it_has_a_number() {
        let phrase = "生産性を高めて賃上げの原資を生み出します";
        let many = of(&[phrase, phrase, phrase, "第三工場を28億円で新設し、令和9年に稼働", "甲"]);
        assert!(found(&many, phrase).is_empty());
        let two = of(&[phrase, phrase]);
        assert_eq!(found(&two, phrase).len(), 1);
    }
}
