//! Amounts of money, head counts, rates, areas and counts as texts write them, with the units that stand beside them.
//!
//! The one reader of numbers in running text: digits of whatever width, with or without separators, Chinese numerals by
//! places (三百四十) or one after the other (三四〇), mixed scales (3億8598万), decimals (23.0, 三・八), ranges whose unit
//! stands once (23～25億円), words that make a number a rough one (約, 程度), units in front or in brackets
//! (（単位：百万円）3,300, 3,300（百万円）, 百万円単位で3,300, JPY 3.3 bn).

mod numeral;
mod reader;
mod units;

use super::letters::folded;
use reader::{DECLARING, Measure, Reader};
use rust_decimal::Decimal;

/// What a number counts, as far as its unit tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Money, in yen.
    Money,
    /// Persons.
    Persons,
    /// A rate in percent, or the difference of two.
    Rate,
    /// Ground or floor, in square metres.
    Area,
    /// Machines, buildings, lines: what is counted where somebody invests.
    Pieces,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What it counts.
    pub kind: Kind,
    /// How much: yen, persons, percent, square metres.
    pub value: Decimal,
    /// How many digits are written, zeros in front left out: 2,300百万円 has four, 二十三億円 two.
    pub digits: usize,
    /// What one of its last written digit is.
    step: Decimal,
    /// The byte of the text at which its number begins.
    pub start: usize,
    /// The byte behind its unit.
    pub end: usize,
    /// Words beside it say that it is a rough one.
    pub rough: bool,
}

impl Quantity {
    /// The same in a longer text, in which its own begins at a byte.
    #[must_use]
    pub fn moved(self, by: usize) -> Quantity {
        Quantity {
            start: self.start + by,
            end: self.end + by,
            ..self
        }
    }

    /// How many of its digits count: of 2,300百万円 two.
    pub fn significant(&self) -> usize {
        significant(self.value)
    }

    /// Between what an exact value lies that would be written as this number. Of a rough one zeros at the end count for
    /// nothing: 約2,300 is anything from 2,250.
    pub fn bounds(&self) -> (Decimal, Decimal) {
        let mut step = self.step;
        while self.rough && !self.value.is_zero() {
            match step.checked_mul(Decimal::TEN) {
                Some(next) if (self.value % next).is_zero() => step = next,
                _ => break,
            }
        }
        let half = step / Decimal::TWO;
        (self.value - half, self.value + half)
    }
}

/// How many digits of a number count: those without zeros at either end.
pub fn significant(value: Decimal) -> usize {
    value.mantissa().unsigned_abs().to_string().trim_matches('0').len()
}

/// The quantities of a text in order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    quantities_in(text, None)
}

/// The same where a number without a unit has one that stands above: 百万円.
pub fn quantities_in(text: &str, unit: Option<&str>) -> Vec<Quantity> {
    Reader::of(text).quantities(unit.and_then(Measure::of))
}

/// The unit that words give to the numbers behind them: 単位は百万円です, 百万円単位で.
pub fn declared_unit(words: &str) -> Option<String> {
    words
        .contains(DECLARING)
        .then(|| Reader::of(words).declaration())
        .flatten()
}

/// A number without a unit that a caption or a heading gives: 百万円, ％.
pub fn in_unit(number: &str, unit: &str) -> Option<Quantity> {
    let reader = Reader::of(&format!("{}{}", number.trim(), unit.trim()));
    let bare = folded(number)
        .into_iter()
        .map(|(_, it)| it)
        .filter(|it| !it.is_whitespace());
    let bare = bare.skip_while(|it| matches!(it, '△' | '▲' | '-' | '−' | '+'));
    let is_number = bare.clone().all(|it| it.is_ascii_digit() || matches!(it, ',' | '.')) && bare.count() > 0;
    let start = reader.characters.iter().position(char::is_ascii_digit)?;
    let read = reader.quantity(start)?;
    (is_number && read.end == reader.characters.len()).then_some(read.quantity)
}

/// Whether a word is a unit of quantities.
pub fn is_unit(word: &str) -> bool {
    in_unit("1", word).is_some()
}

/// 百万円 of 売上額（百万円）, of （単位：百万円） and of 単位は百万円です.
pub fn unit_in(words: &str) -> Option<String> {
    let brackets = ['（', '）', '(', ')', '：', ':', '［', '］'];
    let mut parts = words.split(brackets).flat_map(str::lines).map(str::trim);
    let own = parts.rfind(|it| is_unit(it)).map(str::to_owned);
    own.or_else(|| declared_unit(words))
}

#[cfg(test)]
mod tests;
