//! How numbers, years and dates are printed in official documents (公用文).

use crate::figures::{Figure, Formula, Fraction, RATE_DECIMALS, Rounded, Unit, displayed_money};
pub use crate::plan::PENDING;
use crate::plan::{FiscalYear, MoneyUnit, Plan};
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use std::fmt::Display;

/// In the place of what cannot be computed or does not apply.
pub const NONE: &str = "−";
/// In the place of a total that would give a company's own value away.
pub const HIDDEN: &str = "X";
/// Before a value that is stated more coarsely than others, so as not to give a company's own value away.
pub const ABOUT: &str = "約";

/// With commas, △ for a negative.
pub fn grouped(number: impl Display) -> String {
    let text = number.to_string();
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, rest) = digits
        .split_once('.')
        .map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(rest) = rest {
        grouped.push('.');
        grouped.push_str(rest);
    }
    let negative = digits.len() < text.len() && digits.contains(|digit: char| ('1'..='9').contains(&digit));
    format!("{}{grouped}", if negative { "△" } else { "" })
}

/// With ＋ or △ before it.
pub fn signed(number: &Rounded) -> String {
    let grouped = grouped(number);
    let plus = if number.is_zero() || grouped.starts_with('△') {
        ""
    } else {
        "＋"
    };
    format!("{plus}{grouped}")
}

/// The unit and the decimals in which a plan prints money.
#[derive(Clone, Copy, Debug)]
pub struct MoneyFormat {
    /// The unit.
    pub unit: MoneyUnit,
    /// Digits after the point.
    pub decimals: u32,
}

impl MoneyFormat {
    /// As a plan wants it.
    pub fn of(plan: &Plan) -> MoneyFormat {
        let (unit, decimals) = displayed_money(plan);
        MoneyFormat { unit, decimals }
    }

    /// An amount in yen, rounded.
    pub fn round(self, yen: &Fraction) -> Rounded {
        money_in(yen, self.unit, self.decimals)
    }
}

/// An amount in yen, rounded in a unit.
pub fn money_in(yen: &Fraction, unit: MoneyUnit, decimals: u32) -> Rounded {
    yen.in_money(unit).round(decimals)
}

/// The value of a figure as every table prints it; `None` where it has none.
pub fn figure(figure: &Figure, money: MoneyFormat) -> Option<String> {
    let value = figure.value.as_ref()?;
    let one = Fraction::from(1);
    let number = match figure.unit {
        Unit::Yen => {
            let unit = Fraction::from(money.unit.yen());
            grouped(money_in(value, money.unit, decimals(figure, &unit, money.decimals)))
        }
        Unit::Persons => grouped(value.round(0)),
        Unit::Percent => rate(figure, value),
        Unit::Points => format!("{}ポイント", signed(&value.round(decimals(figure, &one, 1)))),
        Unit::Ratio if adds(&figure.formula) => {
            format!("{}％", signed(&value.percent().round(percent_decimals(figure, 1))))
        }
        Unit::Ratio => percent(value),
        Unit::Free => grouped(value.plain(RATE_DECIMALS)),
    };
    Some(about(figure, number))
}

/// The digits after the point of a figure in a unit, at most `most`: no more than its precision has.
pub fn decimals(figure: &Figure, unit: &Fraction, most: u32) -> u32 {
    let precision = figure.precision.as_ref();
    precision.map_or(most, |precision| precision.decimals(unit, most))
}

/// The same of a quotient that is printed in percent.
pub fn percent_decimals(figure: &Figure, most: u32) -> u32 {
    decimals(figure, &Fraction::from(Decimal::new(1, 2)), most)
}

/// 約 before a number that stands for a figure stated more coarsely than the plan prints such figures.
pub fn about(figure: &Figure, number: String) -> String {
    match figure.is_approximate() {
        true => format!("{ABOUT}{number}"),
        false => number,
    }
}

/// The value of a figure with no digit more than tables print of it, in the unit of the figure; `None` where it has none.
pub fn rounded(figure: &Figure, money: MoneyFormat) -> Option<Fraction> {
    let value = figure.value.as_ref()?;
    let written = figure.written().filter(|written| written.scale() > 1);
    Some(match figure.unit {
        Unit::Yen => money.round(value).exact().times(&money.unit.yen().into()),
        Unit::Persons => value.round(0).exact(),
        Unit::Percent => written.map_or_else(|| value.round(1).exact(), Fraction::from),
        Unit::Points => value.round(1).exact(),
        Unit::Ratio => value.round(RATIO_DECIMALS).exact(),
        Unit::Free => value.plain(RATE_DECIMALS).exact(),
    })
}

/// A ratio is printed in percent with one decimal.
pub const RATIO_DECIMALS: u32 = 3;

/// What follows the number of a figure in a sentence; points and shares have theirs already.
pub fn unit_after(figure: &Figure) -> &'static str {
    match figure.unit {
        Unit::Yen | Unit::Persons | Unit::Percent => figure.unit.word(),
        Unit::Points | Unit::Ratio | Unit::Free => "",
    }
}

/// Whether a quotient tells what is added: it is printed with its sign.
fn adds(formula: &Formula) -> bool {
    matches!(formula, Formula::Growth(_) | Formula::YearlyRate { .. })
}

/// 642億円; below ten 億 with 万, without commas (3億8598万円).
pub fn money_words(yen: &Fraction) -> String {
    let oku = money_in(yen, MoneyUnit::HundredMillion, 0).to_string();
    if oku.trim_start_matches('-').len() > 1 {
        return format!("{}億円", oku.replace('-', "△"));
    }
    let man = yen.times(&Decimal::new(1, 4).into()).round(0);
    let (sign, digits) = if let Some(digits) = man.to_string().strip_prefix('-') {
        ("△", digits.to_owned())
    } else {
        ("", man.to_string())
    };
    let (oku, man) = digits.split_at(digits.len().saturating_sub(4));
    let man = man.trim_start_matches('0');
    match (oku.is_empty(), man.is_empty()) {
        (true, true) => format!("{}円", grouped(yen.round(0))),
        (true, false) => format!("{sign}{man}万円"),
        (false, true) => format!("{sign}{oku}億円"),
        (false, false) => format!("{sign}{oku}億{man}万円"),
    }
}

/// 39.9％ of 0.399.
pub fn percent(ratio: &Fraction) -> String {
    format!("{}％", grouped(ratio.percent().round(1)))
}

/// 0.095％ of 0.00095: shares too small for one decimal.
pub fn fine_percent(ratio: &Fraction) -> String {
    format!("{}％", grouped(ratio.percent().round(3)))
}

/// A rate in percent without its sign: one written by a company as it stands, a mean with one decimal.
fn rate(figure: &Figure, percent: &Fraction) -> String {
    match figure.written().filter(|written| written.scale() > 1) {
        Some(written) => grouped(written),
        None => grouped(percent.round(decimals(figure, &Fraction::from(1), 1))),
    }
}

/// 令和8年 of 2026; years before 2019 by their number alone.
pub fn era(year: i16) -> String {
    match year - 2018 {
        1 => "令和元年".to_owned(),
        reiwa if reiwa > 1 => format!("令和{reiwa}年"),
        _ => format!("{year}年"),
    }
}

/// 令和8年度.
pub fn fiscal_year(year: FiscalYear) -> String {
    format!("{}度", era(year.0))
}

/// 令和8年6月19日.
pub fn date(date: Date) -> String {
    format!("{}{}月{}日", era(date.year()), date.month(), date.day())
}

/// 令和8年4月.
pub fn month(date: Date) -> String {
    format!("{}{}月", era(date.year()), date.month())
}

/// 令和8年6月1日12時00分; at noon 正午.
pub fn date_time(at: DateTime) -> String {
    let day = date(at.date());
    match (at.hour(), at.minute()) {
        (12, 0) => format!("{day}正午"),
        (hour, minute) => format!("{day}{hour}時{minute:02}分"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_official_documents_print_them() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(-1_234), "△1,234");
        assert_eq!(grouped(Decimal::new(-4825, 1)), "△482.5");
        assert_eq!(grouped(Decimal::ZERO), "0");
        let fraction = |number: i64| Fraction::from(Decimal::new(number, 3));
        assert_eq!(signed(&fraction(399).percent().round(1)), "＋39.9");
        assert_eq!(signed(&fraction(-1_200).round(1)), "△1.2");
        assert_eq!(signed(&fraction(0).round(1)), "0.0");
        assert_eq!(signed(&fraction(-49).round(1)), "0.0");
    }

    #[test]
    fn money_in_prose() {
        let words = |yen: i64| money_words(&Fraction::from(Decimal::from(yen)));
        assert_eq!(words(64_190_000_000), "642億円");
        assert_eq!(words(385_980_000), "3億8598万円");
        assert_eq!(words(300_050_000), "3億5万円");
        assert_eq!(words(200_000_000), "2億円");
        assert_eq!(words(5_000_000), "500万円");
        assert_eq!(words(-385_980_000), "△3億8598万円");
        assert_eq!(words(0), "0円");
        assert_eq!(words(4_000), "4,000円");
    }

    #[test]
    fn years_of_the_era() {
        assert_eq!(fiscal_year(FiscalYear(2019)), "令和元年度");
        assert_eq!(fiscal_year(FiscalYear(2026)), "令和8年度");
        assert_eq!(date(Date::constant(2026, 6, 19)), "令和8年6月19日");
        assert_eq!(
            date_time(Date::constant(2026, 6, 1).at(12, 0, 0, 0)),
            "令和8年6月1日正午"
        );
    }
}
