//! How numbers, years and dates are printed in official documents (公用文).

use crate::figures::Fraction;
pub use crate::plan::PENDING;
use crate::plan::{FiscalYear, MoneyUnit};
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

/// In the place of what cannot be computed or does not apply.
pub const NONE: &str = "−";

/// With commas, △ for a negative.
pub fn grouped(number: Decimal) -> String {
    let text = number.abs().to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
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
    let negative = number.is_sign_negative() && !number.is_zero();
    format!("{}{grouped}", if negative { "△" } else { "" })
}

/// With ＋ or △ before it.
fn signed(number: Decimal) -> String {
    let plus = if number.is_sign_positive() && !number.is_zero() {
        "＋"
    } else {
        ""
    };
    format!("{plus}{}", grouped(number))
}

/// An amount in yen, in the unit and with the decimals that the plan is printed in.
pub fn money(amount: Fraction, unit: MoneyUnit, decimals: u32) -> String {
    grouped(money_in(amount, unit, decimals))
}

/// An amount in yen, rounded in a unit.
pub fn money_in(amount: Fraction, unit: MoneyUnit, decimals: u32) -> Decimal {
    amount
        .over(Fraction::from(unit.yen()))
        .map_or(Decimal::ZERO, |amount| amount.round(decimals))
}

/// 39.9％ of 0.399.
pub fn percent(ratio: Fraction) -> String {
    format!("{}％", grouped(ratio.percent().round(1)))
}

/// 0.095％ of 0.00095: shares too small for one decimal.
pub fn fine_percent(ratio: Fraction) -> String {
    format!("{}％", grouped(ratio.percent().round(3)))
}

/// ＋39.9％ of 0.399.
pub fn growth(ratio: Fraction) -> String {
    format!("{}％", signed(ratio.percent().round(1)))
}

/// ＋1.2ポイント of 1.2.
pub fn points(difference: Fraction) -> String {
    format!("{}ポイント", signed(difference.round(1)))
}

/// A rate in percent without its sign: one written by a company as it stands, a mean with one decimal.
pub fn rate(percent: Fraction) -> String {
    grouped(
        percent
            .written()
            .filter(|written| written.scale() > 1)
            .unwrap_or_else(|| percent.round(1)),
    )
}

/// 令和8年 of 2026; years before 2019 by their number alone.
fn era(year: i16) -> String {
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
        assert_eq!(grouped(1_234_567.into()), "1,234,567");
        assert_eq!(grouped((-1_234).into()), "△1,234");
        assert_eq!(grouped(Decimal::new(-4825, 1)), "△482.5");
        assert_eq!(grouped(Decimal::ZERO), "0");
        assert_eq!(growth(Fraction::from(Decimal::new(399, 3))), "＋39.9％");
        assert_eq!(points(Fraction::from(Decimal::new(-12, 1))), "△1.2ポイント");
        assert_eq!(growth(Fraction::from(Decimal::ZERO)), "0.0％");
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
