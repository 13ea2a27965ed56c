//! Values as programs and people read them.

use super::change::{Side, State};
use super::seen::{self, Leaf};
use crate::figures::Fraction;
use crate::plan::form::LeafForm;
use crate::plan::{FiscalYear, MoneyUnit, PENDING, Scalar};
use crate::template::print;
use rust_decimal::Decimal;

/// Digits after the point of numbers: the sources have no more.
const DECIMALS: u32 = 6;

/// A number with the unit beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// As written.
    pub written: Decimal,
    /// The unit as written; empty where there is none.
    pub unit: String,
    /// In yen where it is money; else as written.
    pub exact: Fraction,
}

impl Quantity {
    /// A number in a unit.
    pub fn new(written: Decimal, unit: &str) -> Self {
        let yen = MoneyUnit::of_word(unit).map_or(Decimal::ONE, MoneyUnit::yen);
        Quantity {
            written,
            unit: unit.to_owned(),
            exact: Fraction::product(written, yen),
        }
    }

    /// The unit, where it is one of money.
    pub fn money(&self) -> Option<MoneyUnit> {
        MoneyUnit::of_word(&self.unit)
    }

    /// For programs: amounts in yen.
    pub fn machine(&self) -> String {
        self.exact.plain(DECIMALS).to_string()
    }

    /// For people: 6,500百万円.
    pub fn shown(&self) -> String {
        format!("{}{}", print::grouped(self.written), self.unit)
    }
}

/// The quantity of a leaf that is a number or a count.
pub fn quantity(leaf: &Leaf<'_>, unit: &str) -> Option<Quantity> {
    match (&leaf.state, leaf.form) {
        (seen::State::Given(Scalar::Number(number), _), _) => Some(Quantity::new(*number, unit)),
        (seen::State::Given(Scalar::Integer(integer), _), LeafForm::Count) => {
            Some(Quantity::new(Decimal::from(*integer), unit))
        }
        _ => None,
    }
}

/// A value for programs, without regard to a unit beside it.
pub fn machine(leaf: &Leaf<'_>) -> Option<String> {
    let seen::State::Given(scalar, _) = &leaf.state else {
        return None;
    };
    Some(match scalar {
        Scalar::Line(text) | Scalar::Prose(text) => text.to_string(),
        Scalar::Number(number) => number.normalize().to_string(),
        Scalar::Integer(integer) => integer.to_string(),
        Scalar::Bool(holds) => holds.to_string(),
        Scalar::Date(date) => date.to_string(),
        Scalar::DateTime(at) => at.to_string(),
    })
}

/// A value for people, without a unit.
fn shown(scalar: &Scalar<'_>, form: LeafForm) -> String {
    match scalar {
        Scalar::Line(text) | Scalar::Prose(text) => text.to_string(),
        Scalar::Number(number) => print::grouped(number),
        Scalar::Integer(year) if form == LeafForm::FiscalYear => {
            i16::try_from(*year).map_or_else(|_| year.to_string(), |year| print::fiscal_year(FiscalYear(year)))
        }
        Scalar::Integer(count) => print::grouped(count),
        Scalar::Bool(true) => "はい".to_owned(),
        Scalar::Bool(false) => "いいえ".to_owned(),
        Scalar::Date(date) => print::date(*date),
        Scalar::DateTime(at) => print::date_time(*at),
    }
}

/// A leaf as one side of a change. `tells_reasons`: whether the readers may know why a value is pending.
pub fn side(leaf: &Leaf<'_>, unit: &str, tells_reasons: bool) -> Side {
    match &leaf.state {
        seen::State::Absent | seen::State::Withheld => Side::default(),
        seen::State::Pending(pending) => Side {
            state: State::Pending(tells_reasons.then(|| pending.reason.clone())),
            value: None,
            shown: match tells_reasons {
                true => format!("{PENDING}（{}）", pending.reason),
                false => PENDING.to_owned(),
            },
            place: Some(pending.place),
        },
        seen::State::Given(scalar, place) => {
            let quantity = quantity(leaf, unit);
            Side {
                state: State::Given,
                value: quantity.as_ref().map(Quantity::machine).or_else(|| machine(leaf)),
                shown: quantity.map_or_else(|| shown(scalar, leaf.form), |it| it.shown()),
                place: Some(*place),
            }
        }
    }
}
