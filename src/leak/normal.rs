//! One form for all the ways in which the same numbers can be written.

use crate::words::GAP;
use unicode_normalization::UnicodeNormalization;

/// A whole number as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its digits: no separators, no zeros in front, none behind the last digit after the point.
    pub digits: String,
    /// Four bare digits that everybody takes for a year.
    pub is_year: bool,
    /// As it stands there, where nothing else does: a cell, a line, a shared text of it alone.
    pub alone: Option<String>,
}

/// Every whole number of a text, of whatever width, with or without separators; 3億8598万 is also read as one.
///
/// Digits that are part of a name (`B12`, `$C$3`, `_Ref4`, `node-12`, 表12, 第12, 12行, 12ページ) or of a chain (096-333,
/// 2026-06-19, 58:36) are no whole number.
pub fn numbers(text: &str) -> Vec<Token> {
    let mut reader = Digits {
        characters: text.nfkc().collect(),
        at: 0,
    };
    reader.numbers()
}

/// Letters and digits of this length without a gap are a code: the parts of a checksum that a narrow column breaks.
const SHORTEST_CODE: usize = 12;
/// What planc counts, in front of its number: tables, figures, headings, sheets.
const COUNTED: [&str; 6] = ["表", "図", "第", "別紙", "重点支援企業 ", "重点支援企業"];
/// What planc counts, behind its number: lines of sources, pages. No value of a plan is counted in these.
const COUNTERS: [&str; 3] = ["行", "ページ", "頁"];
/// No more digits have the numbers that planc counts; what is longer, or written with commas, names nothing.
const LONGEST_COUNT: usize = 5;

struct Digits {
    characters: Vec<char>,
    at: usize,
}

impl Digits {
    fn numbers(&mut self) -> Vec<Token> {
        let mut found = Vec::new();
        let (mut sum, mut goes_on_at) = (Sum::default(), 0);
        while self.at < self.characters.len() {
            if !self.is_digit(self.at) {
                self.at += 1;
                continue;
            }
            let start = self.at;
            let token = self.number();
            if start != goes_on_at {
                sum = Sum::default();
            }
            goes_on_at = self.at + 1;
            found.extend(sum.add(&token, self.characters.get(self.at).copied()));
            if !self.in_name(start) && !self.is_counted(start) && !self.in_chain(start) && !self.in_code(start) {
                found.push(Token {
                    alone: self.alone(start),
                    ..token
                });
            }
        }
        found
    }

    /// The number as it stands, where nothing but spaces is between it and the ends of its text or line.
    fn alone(&self, start: usize) -> Option<String> {
        let is_end = |it: Option<&char>| it.is_none_or(|it| matches!(*it, GAP | '\n' | '\r'));
        let before = self.characters[..start].iter().rev().find(|it| **it != ' ');
        let behind = self.characters[self.at..].iter().find(|it| **it != ' ');
        (is_end(before) && is_end(behind)).then(|| self.characters[start..self.at].iter().collect())
    }

    /// Whether the number is the name of something counted: 表12, 12行.
    fn is_counted(&self, start: usize) -> bool {
        let bare = self.characters[start..self.at].iter().all(char::is_ascii_digit);
        let before = |word: &&str| {
            self.characters[..start]
                .iter()
                .rev()
                .copied()
                .take(word.chars().count())
                .eq(word.chars().rev())
        };
        let behind = |word: &&str| {
            self.characters[self.at..]
                .iter()
                .copied()
                .take(word.chars().count())
                .eq(word.chars())
        };
        bare && self.at - start <= LONGEST_COUNT && (COUNTED.iter().any(before) || COUNTERS.iter().any(behind))
    }

    fn is_digit(&self, at: usize) -> bool {
        self.characters.get(at).is_some_and(char::is_ascii_digit)
    }

    fn run(&mut self) -> String {
        let start = self.at;
        while self.is_digit(self.at) {
            self.at += 1;
        }
        self.characters[start..self.at].iter().collect()
    }

    fn number(&mut self) -> Token {
        let mut whole = self.run();
        let bare = whole.len() == 4;
        if whole.len() <= 3 {
            while let Some(group) = self.group() {
                whole.push_str(&group);
            }
        }
        let point = self.characters.get(self.at) == Some(&'.') && self.is_digit(self.at + 1);
        let fraction = if point {
            self.at += 1;
            self.run()
        } else {
            String::new()
        };
        let digits = canonical(&whole, &fraction);
        Token {
            is_year: bare && !point && ("1900"..="2100").contains(&&*digits),
            digits,
            alone: None,
        }
    }

    /// A separator and exactly three digits.
    fn group(&mut self) -> Option<String> {
        let separator = matches!(self.characters.get(self.at), Some(',' | ' ' | '_' | '\'' | '’' | '٬'));
        let digits = (1..=3).all(|ahead| self.is_digit(self.at + ahead)) && !self.is_digit(self.at + 4);
        if !separator || !digits {
            return None;
        }
        self.at += 1;
        Some(self.run())
    }

    /// Whether the number goes on a name in front of it.
    fn in_name(&self, start: usize) -> bool {
        let before = |back: usize| start.checked_sub(back).and_then(|at| self.characters.get(at));
        let letter = |it: Option<&char>| it.is_some_and(char::is_ascii_alphabetic);
        let joined = before(1).is_some_and(|it| matches!(it, '-' | ':')) && letter(before(2));
        letter(before(1)) || before(1).is_some_and(|it| matches!(it, '_' | '$' | '#')) || joined
    }

    /// Whether the number begins a checksum or another long code.
    fn in_code(&self, start: usize) -> bool {
        let run = self
            .characters
            .iter()
            .skip(start)
            .take_while(|it| it.is_ascii_alphanumeric());
        let (mut length, mut has_letter) = (0, false);
        for character in run {
            length += 1;
            has_letter |= character.is_ascii_alphabetic();
        }
        has_letter && length >= SHORTEST_CODE
    }

    /// Whether hyphens or colons join the number to another.
    fn in_chain(&self, start: usize) -> bool {
        let joint = |at: Option<usize>| {
            at.and_then(|at| self.characters.get(at))
                .is_some_and(|it| matches!(it, '-' | ':'))
        };
        let behind = joint(Some(self.at)) && self.is_digit(self.at + 1);
        let before = joint(start.checked_sub(1)) && start >= 2 && self.is_digit(start - 2);
        behind || before
    }
}

/// Adds up 3億 and 8598万.
#[derive(Default)]
struct Sum {
    total: u128,
    parts: usize,
}

impl Sum {
    /// Adds a number before the word of its scale; the sum where it has several parts.
    fn add(&mut self, token: &Token, scale: Option<char>) -> Option<Token> {
        let scale = match scale {
            Some('兆') => 1_000_000_000_000,
            Some('億') => 100_000_000,
            Some('万') => 10_000,
            Some('円') => 1,
            _ => return None,
        };
        let part = token.digits.parse::<u128>().ok()?.checked_mul(scale)?;
        self.total = self.total.checked_add(part)?;
        self.parts += 1;
        (self.parts > 1).then(|| Token {
            digits: self.total.to_string(),
            is_year: false,
            alone: None,
        })
    }
}

/// Digits without the zeros that say nothing.
fn canonical(whole: &str, fraction: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// Whether a number tells enough to be known by: four significant digits; of a number from 1,000, whose last zeros may be
/// significant or not, three.
pub fn is_telling(digits: &str) -> bool {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let significant = match fraction {
        "" => all.trim_matches('0').len(),
        _ => all.trim_start_matches('0').len(),
    };
    significant >= 4 || significant == 3 && whole.len() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|token| token.digits).collect()
    }

    #[test]
    fn numbers_are_whole() {
        assert_eq!(
            digits("売上1,480百万円、４８２０ 12 480.50"),
            ["1480", "4820", "12480.5"]
        );
        assert_eq!(
            digits("2024,2025 1,2345 0.00950"),
            ["2024", "2025", "1", "2345", "0.0095"]
        );
        assert_eq!(digits("B1480 $C$12 _Ref34 096-333-2315 △1480"), ["1480"]);
        assert_eq!(digits("1480a3f09c27d15e 1480kg 148012345678"), ["1480", "148012345678"]);
        assert_eq!(digits("3億8598万円"), ["3", "385980000", "8598"]);
        assert_eq!(digits("1億万 5万円"), ["1", "5"]);
        assert_eq!(
            digits("表1480 図 1481、第1482の1、1483行 1484ページ 表1,485"),
            ["1481", "1", "1485"]
        );
        assert_eq!(digits("node-1480 toml:1481:36 売上:1482"), ["1482"]);
        assert!(numbers("2026年")[0].is_year && !numbers("2,026")[0].is_year && !numbers("2101")[0].is_year);
    }

    #[test]
    fn numbers_that_stand_alone_are_known() {
        let text = format!("1480{GAP}1,481\n 1482 {GAP}計1483{GAP}1484円{GAP}1485、1486");
        let alone: Vec<Option<String>> = numbers(&text).into_iter().map(|it| it.alone).collect();
        let of = |it: &str| Some(it.to_owned());
        assert_eq!(alone, [of("1480"), of("1,481"), of("1482"), None, None, None, None]);
    }

    #[test]
    fn few_digits_tell_nothing() {
        for telling in ["1480", "4820000000", "1.234", "0.1234", "139.9", "12345"] {
            assert!(is_telling(telling), "{telling}");
        }
        for vague in ["1500", "12000", "48.2", "0.012", "999"] {
            assert!(!is_telling(vague), "{vague}");
        }
    }
}
