//! Totals written as words in the texts of the prefecture: they do not follow when a target changes.

use super::stated::{contradiction, yen};
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::{Figure, Fraction, Trends, Unit, compute};
use crate::plan::{Node, Plan, Record, Scalar};
use crate::source::Place;
use rust_decimal::Decimal;

/// A number of fewer digits may be the same by chance.
const LEAST_DIGITS: usize = 3;

/// Texts of the plan, its fields and its support neither repeat nor contradict the totals.
pub(super) fn totals(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let about = texts(&plan.about.record).into_iter().chain(texts(&plan.support.record));
    let about: Vec<Text<'_>> = about.collect();
    let of_fields: Vec<_> = plan
        .fields
        .iter()
        .map(|field| (&field.id, texts(&field.record)))
        .collect();
    if about.is_empty() && of_fields.iter().all(|(_, texts)| texts.is_empty()) {
        return;
    }
    let figures = compute(plan);
    let all: Vec<&Trends> = std::iter::once(&figures.plan).chain(figures.fields.values()).collect();
    check(&about, &all, &figures.plan, to);
    for (id, texts) in of_fields {
        if let Some(own) = figures.fields.get(id) {
            check(&texts, &[own, &figures.plan], own, to);
        }
    }
}

/// A text with a number in it that may be a total.
struct Text<'a> {
    content: &'a str,
    place: Place,
    numbers: Vec<Number<'a>>,
}

fn texts(record: &impl Record) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    Node::Table(record.nodes()).each_leaf(&mut |leaf| {
        if let Node::Value {
            scalar: Scalar::Prose(content),
            place,
            ..
        } = leaf
        {
            let numbers = long_numbers(content);
            if !numbers.is_empty() || content.contains("億円") || content.contains("百万円") {
                texts.push(Text {
                    content,
                    place: *place,
                    numbers,
                });
            }
        }
    });
    texts
}

/// Looks for totals of `groups`; what a text states of years is that of `own`.
fn check(texts: &[Text<'_>], groups: &[&Trends], own: &Trends, to: &mut Vec<Diagnostic>) {
    for text in texts {
        to.extend(outdated(text.content, own, text.place));
        to.extend(repeated(text, groups));
    }
}

/// 「令和12年度に域内取引額300億円」, where the total is another.
fn outdated(text: &str, own: &Trends, place: Place) -> Option<Diagnostic> {
    let sentences = || text.split(['。', '\n']);
    let message = own
        .iter()
        .filter(|(indicator, _)| indicator.is_money())
        .find_map(|(indicator, trend)| {
            let exact = |figure: &Figure| figure.value.as_ref()?.plain(0).to_string().parse::<Decimal>().ok();
            let known: Vec<(i16, Decimal)> = trend
                .targets
                .iter()
                .filter_map(|target| Some((target.year.0, exact(&target.figure)?)))
                .collect();
            sentences().find_map(|sentence| contradiction(sentence, *indicator, &known))
        })?;
    let hint = "目標値を直したときに、文が古いまま残っていないかを確かめてください。";
    Some(Diagnostic::new(Code::ContradictsTarget, place, message).hint(hint))
}

/// A number that is a total, written out.
fn repeated(text: &Text<'_>, groups: &[&Trends]) -> Option<Diagnostic> {
    let figures = || {
        groups
            .iter()
            .flat_map(|trends| trends.values())
            .flat_map(|trend| trend.figures())
    };
    let (written, figure) = text.numbers.iter().find_map(|number| {
        let figure = figures().find(|figure| number.is(figure))?;
        Some((number.written.to_owned(), figure))
    })?;
    let message = format!(
        "文中の「{written}」は、{}と同じ値です。目標値が変わっても、文は変わりません。",
        figure.label
    );
    let hint = format!(
        "合計の値は、ひな形に {{{{ figure(\"{}\") }}}} と書くと、いつも計算した値になります。文に残す場合は、目標値を直すたびに確かめてください。",
        figure.name
    );
    Some(Diagnostic::new(Code::LiteralFigure, text.place, message).hint(hint))
}

/// A number of a text with its unit.
pub struct Number<'a> {
    /// As written, with its unit.
    pub written: &'a str,
    /// Yen, persons or percent.
    pub unit: Unit,
    value: Decimal,
    /// The unit of its last digit: what it says is right to half of it.
    step: Decimal,
}

impl Number<'_> {
    /// Whether a figure, rounded as the number is, is the number.
    fn is(&self, figure: &Figure) -> bool {
        figure.unit == self.unit && figure.value.as_ref().is_some_and(|value| self.rounds(value))
    }

    /// Whether an exact value, in yen where it is money, is the number once it is rounded as that is.
    pub fn rounds(&self, exact: &Fraction) -> bool {
        let half = self.step / Decimal::TWO;
        Fraction::from(self.value - half) <= *exact && *exact < Fraction::from(self.value + half)
    }

    /// How many of its digits count: of 1,900 two.
    pub fn digits(&self) -> usize {
        let digits = self.written.chars().filter(char::is_ascii_digit).collect::<String>();
        digits.trim_start_matches('0').trim_end_matches('0').len()
    }
}

/// The numbers of a text that are too long to be the same as a total by chance.
fn long_numbers(text: &str) -> Vec<Number<'_>> {
    let all = numbers(text).into_iter();
    all.filter(|number| number.digits() >= LEAST_DIGITS).collect()
}

/// The amounts, head counts and percentages that a text writes, in order.
pub fn numbers(text: &str) -> Vec<Number<'_>> {
    let digit = |it: char| it.is_ascii_digit();
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(digit).map(|found| at + found) {
        let end = start
            + text[start..]
                .find(|it: char| !digit(it) && !matches!(it, '.' | ','))
                .unwrap_or(text.len() - start);
        at = end;
        let Some(number) = number(&text[start..], end - start) else {
            continue;
        };
        at = start + number.written.len();
        numbers.push(number);
    }
    numbers
}

/// The number that begins a text, its first run of digits being so long.
fn number(text: &str, digits: usize) -> Option<Number<'_>> {
    if let Some((value, step, rest)) = yen(text) {
        let written = &text[..text.len() - rest.len()];
        return Some(Number {
            written,
            unit: Unit::Yen,
            value,
            step,
        });
    }
    let unit = text[digits..]
        .chars()
        .next()
        .filter(|it| matches!(it, '人' | '名' | '％' | '%'))?;
    let value = Decimal::from_str_exact(&text[..digits].replace(',', "")).ok()?;
    Some(Number {
        written: &text[..digits + unit.len_utf8()],
        unit: if matches!(unit, '人' | '名') {
            Unit::Persons
        } else {
            Unit::Percent
        },
        value,
        step: Decimal::new(1, value.scale()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_with_units_are_found() {
        let found = |text: &str| -> Vec<String> {
            long_numbers(text)
                .iter()
                .map(|it| format!("{} {}", it.written, it.value))
                .collect()
        };
        assert_eq!(
            found("計642億円、3億8598万円"),
            ["642億円 64200000000", "3億8598万円 385980000"]
        );
        assert_eq!(found("4,046人と10億円と令和12年度の2030年"), ["4,046人 4046"]);
        assert_eq!(found("1,271.5億円です"), ["1,271.5億円 127150000000.0"]);
    }
}
