//! Reads numbers with what stands beside them.

use super::numeral::{Number, is_numeral, plain};
use super::units::{
    BRACKETS, CURRENCIES, HUNDRED_MILLION, MYRIAD, NOT_UNITS, PARTS, QUOTES, RANGES, ROUGH_BEFORE, ROUGH_BEHIND,
    SCALES, UNITS,
};
use super::{Kind, Quantity};
use crate::words::GAP;
use crate::words::letters::folded;
use rust_decimal::Decimal;

/// Beside this word a unit counts the numbers behind it.
pub const DECLARING: &str = "単位";

/// A unit with its scale.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    kind: Kind,
    /// What one of it is.
    one: Decimal,
}

impl Measure {
    /// That of words which are nothing else: 百万円.
    pub fn of(words: &str) -> Option<Measure> {
        let reader = Reader::of(words.trim());
        let (measure, end) = reader.measure(0)?;
        (end == reader.characters.len()).then_some(measure)
    }
}

/// A quantity that was read.
pub struct Read {
    pub quantity: Quantity,
    /// The character behind it.
    pub end: usize,
    /// What its last number was multiplied by, scale and unit together.
    factor: Decimal,
}

pub struct Reader {
    pub(super) characters: Vec<char>,
    /// The byte of the text at which each begins, and its end.
    starts: Vec<usize>,
}

impl Reader {
    pub fn of(text: &str) -> Reader {
        let (mut starts, mut characters): (Vec<usize>, Vec<char>) = folded(text).into_iter().unzip();
        plain(&mut characters);
        starts.push(text.len());
        Reader { characters, starts }
    }

    /// Numbers without a unit have one that was given above, or in front of them in their sentence.
    pub fn quantities(&self, above: Option<Measure>) -> Vec<Quantity> {
        let mut found = Vec::new();
        let (mut at, mut given) = (0, above);
        let declares = (0..self.characters.len()).any(|at| self.follows(at, DECLARING));
        while at < self.characters.len() {
            if matches!(self.characters[at], '。' | '\n' | GAP) {
                given = above;
            } else if let Some((measure, end)) = declares.then(|| self.declared(at)).flatten() {
                (given, at) = (Some(measure), end);
                continue;
            } else if let Some((_, end)) = self.in_brackets(at) {
                // It counts the number behind it, if any; where it says that it is a unit, all numbers.
                given = self
                    .worded(at + self.space(at) + 1)
                    .map(|(measure, _)| measure)
                    .or(given);
                at = end;
                continue;
            }
            if !self.begins(at) {
                at = self.behind(at);
                continue;
            }
            if let Some(read) = self.parts(at).or_else(|| self.quantity(at)) {
                found.push(read.quantity);
                at = read.end;
            } else if let Some((first, second)) = self.range(at) {
                found.extend([first, second.quantity]);
                at = second.end;
            } else if let Some(read) = self.in_front(at).or(given).and_then(|measure| self.bare(at, measure)) {
                found.push(read.quantity);
                at = read.end;
            } else {
                at = self.behind(at);
            }
        }
        found
    }

    fn begins(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.characters.get(at));
        let part =
            |it: &char| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '#' | '.' | '第') || is_numeral(*it);
        let first = self.characters[at];
        (first.is_ascii_digit() || is_numeral(first)) && (!before.is_some_and(part) || self.is_money(at))
    }

    /// Where to look next: behind the run of digits that begins here.
    fn behind(&self, at: usize) -> usize {
        let run = self.characters[at..].iter();
        at + run.take_while(|it| it.is_ascii_digit() || **it == ',').count().max(1)
    }

    /// The quantity that begins here.
    pub fn quantity(&self, start: usize) -> Option<Read> {
        let (mut value, mut digits, mut at, mut last) = (Decimal::ZERO, 0_usize, start, i64::MAX);
        let mut step;
        loop {
            let number = self.number(at)?;
            if let Some((measure, end)) = self.in_brackets(number.end).filter(|_| last == i64::MAX) {
                return self.read(&number, measure, (start, end));
            }
            let end = self.unquoted(start, number.end);
            let scale = SCALES.iter().find(|(word, _)| self.follows(end, word));
            let (word, scale) = scale.copied().unwrap_or(("", 1));
            if scale >= last {
                return None;
            }
            value = value.checked_add(number.value.checked_mul(scale.into())?)?;
            step = number.step.checked_mul(scale.into())?;
            digits = match last {
                i64::MAX => number.digits,
                _ => digits + 4,
            };
            last = scale;
            at = end + word.chars().count();
            if scale < MYRIAD || !self.goes_on(at) {
                break;
            }
            at += self.space(at);
        }
        at += self.space(at);
        let (kind, one, end) = self.unit(start, at, last)?;
        let value = value.checked_mul(one)?.normalize();
        let step = step.checked_mul(one)?.normalize();
        Some(Read {
            quantity: self.found((kind, value, step), digits, (start, end)),
            end,
            factor: one.checked_mul(last.into())?,
        })
    }

    /// The unit behind a number: its kind, what one of it is, where it ends.
    fn unit(&self, start: usize, at: usize, scale: i64) -> Option<(Kind, Decimal, usize)> {
        if let Some((word, kind, one)) = UNITS.iter().find(|(word, ..)| self.follows(at, word)) {
            let end = at + word.chars().count();
            let is_other = *kind != Kind::Money && NOT_UNITS.iter().any(|word| self.follows(end, word));
            return (!is_other).then(|| (*kind, Decimal::new(*one, 3).normalize(), end));
        }
        (scale >= HUNDRED_MILLION || self.is_money(start)).then_some((Kind::Money, Decimal::ONE, at))
    }

    /// Two numbers of which only the second says its unit: 23～25億円.
    fn range(&self, start: usize) -> Option<(Quantity, Read)> {
        let first = self.number(start)?;
        let mark = RANGES.iter().find(|mark| self.follows(first.end, mark))?;
        let next = first.end + mark.chars().count();
        let second = self.quantity(next)?;
        let value = first.value.checked_mul(second.factor)?.normalize();
        let step = first.step.checked_mul(second.factor)?.normalize();
        let quantity = self.found((second.quantity.kind, value, step), first.digits, (start, first.end));
        Some((quantity, second))
    }

    fn found(
        &self,
        (kind, value, step): (Kind, Decimal, Decimal),
        digits: usize,
        (start, end): (usize, usize),
    ) -> Quantity {
        let before = |word: &&str| {
            let from = start.checked_sub(word.chars().count());
            from.is_some_and(|from| self.follows(from, word))
        };
        Quantity {
            kind,
            value,
            digits,
            step,
            start: self.starts[start],
            end: self.starts[end],
            rough: ROUGH_BEFORE.iter().any(before) || ROUGH_BEHIND.iter().any(|word| self.follows(end, word)),
        }
    }

    fn follows(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(index, it)| {
            let other = self.characters.get(at + index);
            other.is_some_and(|other| other.to_ascii_lowercase() == it)
        })
    }

    /// How many spaces stand here.
    fn space(&self, at: usize) -> usize {
        (at..)
            .take_while(|at| matches!(self.characters.get(*at), Some(' ' | '\t')))
            .count()
    }

    /// The same in front.
    fn space_before(&self, at: usize) -> usize {
        let before = self.characters[..at].iter().rev();
        before.take_while(|it| matches!(it, ' ' | '\t')).count()
    }

    /// Whether a currency stands in front.
    fn is_money(&self, start: usize) -> bool {
        let end = start - self.space_before(start);
        let is_before = |word: &&str| {
            let from = end.checked_sub(word.chars().count());
            from.is_some_and(|from| self.follows(from, word))
        };
        CURRENCIES.iter().any(is_before)
    }

    /// Whether a number goes on behind its scale: behind a space only where a scale or the yen follows.
    fn goes_on(&self, at: usize) -> bool {
        let next = at + self.space(at);
        let is_part = |it: &char| it.is_ascii_digit() || is_numeral(*it);
        if !self.characters.get(next).is_some_and(is_part) {
            return false;
        }
        let scaled = |end: usize| self.follows(end, "円") || SCALES.iter().any(|(word, _)| self.follows(end, word));
        next == at
            || self
                .number(next)
                .is_some_and(|number| scaled(number.end + self.space(number.end)))
    }

    /// Behind a number, its quotation marks and spaces.
    fn unquoted(&self, start: usize, end: usize) -> usize {
        let before = start.checked_sub(1).and_then(|at| self.characters.get(at));
        let quote = QUOTES.iter().find(|(open, _)| before == Some(open));
        let close = quote.map_or(0, |(_, close)| {
            let rest = self.characters[end..].iter();
            rest.take_while(|it| *it == close).count()
        });
        end + close + self.space(end + close)
    }

    /// A scale with its unit: 百万円.
    fn measure(&self, at: usize) -> Option<(Measure, usize)> {
        let scale = SCALES.iter().find(|(word, _)| self.follows(at, word));
        let (word, scale) = scale.copied().unwrap_or(("", 1));
        let behind = at + word.chars().count();
        let (word, kind, one) = UNITS.iter().find(|(word, ..)| self.follows(behind, word))?;
        let one = Decimal::new(*one, 3).checked_mul(scale.into())?;
        Some((Measure { kind: *kind, one }, behind + word.chars().count()))
    }

    /// A unit in brackets: （百万円）, （単位：百万円）.
    fn in_brackets(&self, at: usize) -> Option<(Measure, usize)> {
        let at = at + self.space(at);
        let (_, close) = BRACKETS
            .iter()
            .find(|(open, _)| self.characters.get(at) == Some(open))?;
        let (measure, end) = self.worded(at + 1).or_else(|| self.measure(at + 1))?;
        (self.characters.get(end) == Some(close)).then_some((measure, end + 1))
    }

    /// 単位は百万円.
    fn worded(&self, at: usize) -> Option<(Measure, usize)> {
        let mut behind = at + DECLARING.chars().count();
        if !self.follows(at, DECLARING) {
            return None;
        }
        while matches!(
            self.characters.get(behind),
            Some('は' | 'が' | 'を' | ':' | ' ' | '、' | ',' | '/' | '(' | '[' | '=')
        ) {
            behind += 1;
        }
        self.measure(behind)
    }

    /// A unit that counts all numbers behind it: 単位：百万円, 百万円単位で.
    fn declared(&self, at: usize) -> Option<(Measure, usize)> {
        let in_front = || {
            let (measure, end) = self.measure(at)?;
            self.follows(end, DECLARING)
                .then_some((measure, end + DECLARING.chars().count()))
        };
        self.worded(at).or_else(in_front)
    }

    /// The last unit that is declared, as it is written.
    pub fn declaration(&self) -> Option<String> {
        let (mut at, mut found) = (0, None);
        while at < self.characters.len() {
            let declared = self.declared(at);
            let end = declared.map_or(at + 1, |(_, end)| end);
            let unit = (at..end).filter(|_| declared.is_some()).find_map(|start| {
                let (_, behind) = self.measure(start).filter(|(_, behind)| *behind <= end)?;
                Some(self.characters[start..behind].iter().collect())
            });
            (found, at) = (unit.or(found), end);
        }
        found
    }

    /// The unit in brackets right in front of a number: （百万円）3,300.
    fn in_front(&self, start: usize) -> Option<Measure> {
        let mut end = start - self.space_before(start);
        if end > 0 && self.characters[end - 1] == ':' {
            end -= 1;
        }
        let close = self.characters.get(end.checked_sub(1)?)?;
        let (open, _) = BRACKETS.iter().find(|(_, it)| it == close)?;
        let at = self.characters[..end].iter().rposition(|it| it == open)?;
        self.in_brackets(at)
            .filter(|(_, it)| *it == end)
            .map(|(measure, _)| measure)
    }

    /// A number that has no unit of its own; no year, nor a part of a chain, nor what counts something else.
    fn bare(&self, start: usize, measure: Measure) -> Option<Read> {
        let number = self.number(start)?;
        let run = &self.characters[start..number.end];
        let is_year = run.len() == 4 && (Decimal::from(1900)..=Decimal::from(2100)).contains(&number.value);
        let before = start.checked_sub(1).and_then(|at| self.characters.get(at));
        let behind = self.characters.get(number.end);
        let joins = |it: Option<&char>| it.is_some_and(|it| matches!(it, '-' | '_' | '#'));
        let is_marker = before == Some(&'(') && behind == Some(&')');
        let counts = |it: &char| {
            it.is_alphanumeric() && !matches!(it, 'ぁ'..='ゖ') || matches!(it, '%' | '‰' | '+' | '~' | ':' | '.')
        };
        let is_none = is_year || joins(before) || joins(behind) || is_marker || behind.is_some_and(counts);
        (!is_none).then(|| self.read(&number, measure, (start, number.end)))?
    }

    fn read(&self, number: &Number, measure: Measure, (start, end): (usize, usize)) -> Option<Read> {
        let value = number.value.checked_mul(measure.one)?.normalize();
        let step = number.step.checked_mul(measure.one)?.normalize();
        Some(Read {
            quantity: self.found((measure.kind, value, step), number.digits, (start, end)),
            end,
            factor: measure.one,
        })
    }

    /// 二割三分, 三分八厘, 5厘; 三分 alone is a time.
    fn parts(&self, start: usize) -> Option<Read> {
        let (mut value, mut at, mut digits, mut last) = (Decimal::ZERO, start, 0, i64::MAX);
        let mut marks = String::new();
        while let Some(number) = self.number(at).filter(|it| it.value.fract().is_zero()) {
            let mark = self.characters.get(number.end).copied();
            let Some((mark, one)) = PARTS.iter().find(|(it, one)| Some(*it) == mark && *one < last) else {
                break;
            };
            value += Decimal::new(*one, 2).checked_mul(number.value)?;
            (at, digits, last) = (number.end + 1, digits + number.digits, *one);
            marks.push(*mark);
        }
        let is_rate = marks.contains('厘') || marks.starts_with("割分");
        let of = (Kind::Rate, value.normalize(), Decimal::new(last, 2).normalize());
        is_rate.then(|| Read {
            quantity: self.found(of, digits, (start, at)),
            end: at,
            factor: Decimal::ONE,
        })
    }
}
