//! Exact quotients of decimals, rounded only when printed.

use crate::plan::MoneyUnit;
use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use std::fmt;
use std::iter::Sum;

/// A rational number: no sum or quotient of amounts loses a digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(BigRational);

impl From<Decimal> for Fraction {
    fn from(number: Decimal) -> Self {
        Fraction(BigRational::new(number.mantissa().into(), power_of_ten(number.scale())))
    }
}

impl From<u32> for Fraction {
    fn from(number: u32) -> Self {
        Fraction(BigRational::from_integer(number.into()))
    }
}

impl<'a> Sum<&'a Fraction> for Fraction {
    fn sum<I: Iterator<Item = &'a Fraction>>(parts: I) -> Self {
        Fraction(parts.map(|part| &part.0).sum())
    }
}

fn power_of_ten(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

impl Fraction {
    /// The exact product of two decimals.
    pub fn product(one: Decimal, other: Decimal) -> Fraction {
        if one.scale() == 0 && other.scale() == 0 {
            let product = BigInt::from(one.mantissa()) * BigInt::from(other.mantissa());
            return Fraction(BigRational::from_integer(product));
        }
        Fraction::from(one).times(&other.into())
    }

    /// `self - other`.
    pub fn minus(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 - &other.0)
    }

    /// `self × other`.
    pub fn times(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.0)
    }

    /// `self ÷ other`; `None` where `other` is not positive.
    pub fn over(&self, other: &Fraction) -> Option<Fraction> {
        other.0.is_positive().then(|| Fraction(&self.0 / &other.0))
    }

    /// An amount in yen, in another unit of money.
    pub fn in_money(&self, unit: MoneyUnit) -> Fraction {
        Fraction(&self.0 / Fraction::from(unit.yen()).0)
    }

    /// `self + other`.
    pub fn plus(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 + &other.0)
    }

    /// The multiple of a positive step that is nearest, of two the one further from zero.
    pub fn to_step(&self, step: &Fraction) -> Fraction {
        Fraction((&self.0 / &step.0).round() * &step.0)
    }

    /// Whether it is a whole multiple of a positive step.
    pub fn is_multiple_of(&self, step: &Fraction) -> bool {
        (&self.0 / &step.0).is_integer()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// `-self`.
    pub fn negated(&self) -> Fraction {
        Fraction(-&self.0)
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// A hundred times it.
    pub fn percent(&self) -> Fraction {
        Fraction(&self.0 * BigInt::from(100))
    }

    /// Rounded half away from zero.
    pub fn round(&self, decimals: u32) -> Rounded {
        let scaled = &self.0 * power_of_ten(decimals);
        Rounded {
            units: scaled.round().to_integer(),
            decimals,
        }
    }

    /// Its digits, all of them, where it has no more than `decimals` after the point; else rounded to as many.
    pub fn plain(&self, decimals: u32) -> Rounded {
        let exact = |&decimals: &u32| (&self.0 * power_of_ten(decimals)).is_integer();
        self.round((0..decimals).find(exact).unwrap_or(decimals))
    }

    /// The rate a year by which `before` grows to `self` in so many years, correctly rounded to [`RATE_DECIMALS`];
    /// `None` where there are no years, or nothing to grow from or to.
    pub fn yearly_rate(&self, before: &Fraction, years: u32) -> Option<Fraction> {
        let ratio = self.over(before).filter(|ratio| ratio.0.is_positive())?;
        if years == 0 {
            return None;
        }
        // Half units: the root is exact to the half, so rounding decides on whole numbers alone.
        let scale = BigUint::from(2_u8) * BigUint::from(10_u8).pow(RATE_DECIMALS);
        let scaled = ratio.0 * BigInt::from(Pow::pow(&scale, years));
        let halves = scaled.to_integer().nth_root(years);
        let exact = scaled == BigRational::from_integer(Pow::pow(&halves, years));
        let one = BigInt::from(scale);
        let tie_below_zero = exact && halves < one;
        let up = if tie_below_zero { BigInt::zero() } else { BigInt::one() };
        let units = (halves + up) / BigInt::from(2) - one / BigInt::from(2);
        Some(Fraction(BigRational::new(units, power_of_ten(RATE_DECIMALS))))
    }

    /// As a binary fraction, for drawing and for cells of workbooks only.
    pub fn approximate(&self) -> f64 {
        self.0.to_f64().unwrap_or_default()
    }
}

/// A compound rate is not rational: it is rounded to so many decimals (the contract of the sources, "Derived figures").
pub const RATE_DECIMALS: u32 = 6;

/// A number rounded to some decimals; all of them are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounded {
    units: BigInt,
    decimals: u32,
}

impl Rounded {
    /// Whether it rounds to nothing.
    pub fn is_zero(&self) -> bool {
        self.units.is_zero()
    }

    /// The nearest binary fraction: where a chart draws what is printed.
    pub fn approximate(&self) -> f64 {
        self.to_string().parse().unwrap_or_default()
    }

    /// The same number exactly.
    pub fn exact(&self) -> Fraction {
        Fraction(BigRational::new(self.units.clone(), power_of_ten(self.decimals)))
    }

    /// Digits after the point.
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// The sum of numbers rounded to as many decimals.
    pub fn sum(parts: &[Rounded], decimals: u32) -> Rounded {
        Rounded {
            units: parts.iter().map(|part| &part.units).sum(),
            decimals,
        }
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units.is_negative() { "-" } else { "" };
        let width = self.decimals as usize + 1;
        let digits = format!("{:0>width$}", self.units.magnitude().to_string());
        let (whole, rest) = digits.split_at(digits.len() - self.decimals as usize);
        let point = if rest.is_empty() { "" } else { "." };
        write!(to, "{sign}{whole}{point}{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numerator: i64, denominator: i64) -> Fraction {
        Fraction(BigRational::new(numerator.into(), denominator.into()))
    }

    fn round(numerator: i64, denominator: i64, decimals: u32) -> String {
        fraction(numerator, denominator).round(decimals).to_string()
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(round(1, 8, 2), "0.13");
        assert_eq!(round(-1, 8, 2), "-0.13");
        assert_eq!(round(2, 3, 6), "0.666667");
        assert_eq!(round(5, 2, 0), "3");
        assert_eq!(round(1, 3, 0), "0");
        assert_eq!(round(-5, 2, 0), "-3");
        assert_eq!(round(-1, 1000, 2), "0.00");
    }

    #[test]
    fn a_denominator_of_nothing_gives_nothing() {
        let zero = Fraction::from(Decimal::ZERO);
        assert!(fraction(1, 1).over(&zero).is_none());
    }

    #[test]
    fn all_digits_where_there_are_few() {
        assert_eq!(Fraction::from(Decimal::new(2_550, 3)).plain(6).to_string(), "2.55");
        assert_eq!(fraction(1, 3).plain(6).to_string(), "0.333333");
        assert_eq!(fraction(3, 1).plain(6).to_string(), "3");
    }

    #[test]
    fn rates_a_year() {
        let rate = |after: Fraction, before: i64, years: u32| {
            let rate = after.yearly_rate(&fraction(before, 1), years);
            rate.map(|rate| rate.round(RATE_DECIMALS).to_string())
        };
        assert_eq!(rate(fraction(121, 1), 100, 2).as_deref(), Some("0.100000"));
        assert_eq!(rate(fraction(2_300, 1), 1_480, 6).as_deref(), Some("0.076245"));
        assert_eq!(rate(fraction(81, 1), 100, 2).as_deref(), Some("-0.100000"));
        // Exactly half a unit: away from zero on either side.
        assert_eq!(
            rate(fraction(10_000_005, 10_000_000), 1, 1).as_deref(),
            Some("0.000001")
        );
        assert_eq!(
            rate(fraction(9_999_995, 10_000_000), 1, 1).as_deref(),
            Some("-0.000001")
        );
        assert_eq!(rate(fraction(0, 1), 100, 2), None);
        assert_eq!(rate(fraction(1, 1), 100, 0), None);
    }
}
