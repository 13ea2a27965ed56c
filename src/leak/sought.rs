//! Withheld quantities, and which of them a number tells.

use crate::words::{Kind, Quantity};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A rounded amount of fewer significant digits is everybody's.
const LEAST_ROUNDED: usize = 3;
/// A number of fewer significant digits is a bound or a guess: 300人, 10％.
const LEAST: usize = 2;
/// Numbers of up to so many significant digits can be crowded: where withheld values fill a part of all that there are, to
/// meet one of them says nothing.
const MOST_CROWDED: usize = 3;
/// That part: one of so many.
const CROWD: usize = 3;

/// Withheld quantities.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    of: BTreeMap<(Kind, Decimal), usize>,
    /// How many there are of a kind, of up to so many significant digits, and of so many digits before the point.
    crowds: BTreeMap<(Kind, usize, i64), usize>,
}

impl Sought {
    /// Adds a form of a withheld value; the first of equal ones stays.
    pub fn add(&mut self, (kind, value): (Kind, Decimal), exact: bool, secret: usize) {
        let size = Size::of(value);
        let vague = size.significant == 0 || !exact && size.significant < LEAST_ROUNDED;
        if vague || self.of.contains_key(&(kind, value)) {
            return;
        }
        self.of.insert((kind, value), secret);
        for significant in size.significant..=MOST_CROWDED {
            *self.crowds.entry((kind, significant, size.magnitude)).or_default() += 1;
        }
    }

    /// The withheld value that a quantity is, unless so many are withheld that it would be one of them by chance.
    pub fn find(&self, quantity: &Quantity) -> Option<usize> {
        let found = self.of.get(&(quantity.kind, quantity.value))?;
        let size = Size::of(quantity.value);
        (size.significant >= LEAST && !self.is_crowded(quantity.kind, &size)).then_some(*found)
    }

    fn is_crowded(&self, kind: Kind, size: &Size) -> bool {
        let crowd = self.crowds.get(&(kind, size.significant, size.magnitude));
        let all = (1..size.significant).fold(9_usize, |all, _| all.saturating_mul(10));
        crowd.is_some_and(|crowd| crowd * CROWD > all)
    }
}

/// How long a number is.
struct Size {
    /// Its digits without zeros at either end.
    significant: usize,
    /// How many digits stand before the point; of 0.03 minus one.
    magnitude: i64,
}

impl Size {
    fn of(value: Decimal) -> Size {
        let digits = value.mantissa().unsigned_abs().to_string();
        let length = i64::try_from(digits.len()).unwrap_or_default();
        Size {
            significant: digits.trim_matches('0').len(),
            magnitude: length - i64::from(value.scale()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::quantities;

    fn found(sought: &Sought, text: &str) -> Option<usize> {
        sought.find(&quantities(text)[0])
    }

    #[test]
    fn a_value_is_found_in_its_own_unit_alone() {
        let mut sought = Sought::default();
        sought.add((Kind::Rate, Decimal::new(38, 1)), true, 7);
        sought.add((Kind::Money, 2_300_000_000_i64.into()), true, 8);
        sought.add((Kind::Persons, 300.into()), true, 9);
        assert_eq!([found(&sought, "3.8％"), found(&sought, "23億円")], [Some(7), Some(8)]);
        for text in ["3.8億円", "3.9％", "23人", "300人"] {
            assert_eq!(found(&sought, text), None, "{text}");
        }
    }

    #[test]
    fn where_most_numbers_are_withheld_one_of_them_tells_nothing() {
        let mut sought = Sought::default();
        for tenths in 10..=60 {
            sought.add((Kind::Rate, Decimal::new(tenths, 1)), true, 1);
        }
        sought.add((Kind::Rate, Decimal::new(385, 2)), true, 2);
        assert_eq!([found(&sought, "3.8％"), found(&sought, "3.85％")], [None, Some(2)]);
    }
}
