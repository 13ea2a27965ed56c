//! Exact quotients of decimals, rounded only when printed.

use rust_decimal::Decimal;

/// A quotient; the denominator is positive.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: Decimal,
    denominator: Decimal,
}

impl From<Decimal> for Fraction {
    fn from(numerator: Decimal) -> Self {
        Fraction {
            numerator,
            denominator: Decimal::ONE,
        }
    }
}

impl Fraction {
    /// The quotient; `None` where the denominator is not positive.
    pub fn new(numerator: Decimal, denominator: Decimal) -> Option<Fraction> {
        (denominator > Decimal::ZERO).then_some(Fraction { numerator, denominator })
    }

    /// The number itself, if it is no quotient.
    pub fn written(self) -> Option<Decimal> {
        (self.denominator == Decimal::ONE).then_some(self.numerator)
    }

    /// Rounded half away from zero.
    pub fn round(self, decimals: u32) -> Decimal {
        let scale = Decimal::from(10_u64.pow(decimals.min(9)));
        let scaled = self.numerator.abs() * scale;
        let below = (scaled / self.denominator).trunc();
        // A quotient of 28 digits may round up to the next integer: then the rest is negative.
        let rest = scaled - below * self.denominator;
        let units = if rest < Decimal::ZERO {
            below - Decimal::ONE
        } else {
            below
        };
        let rest = scaled - units * self.denominator;
        let up = rest * Decimal::TWO >= self.denominator;
        let rounded = (units + Decimal::from(u8::from(up))) / scale;
        let mut rounded = if self.numerator.is_sign_negative() {
            -rounded
        } else {
            rounded
        };
        rounded.rescale(decimals);
        rounded
    }

    /// A hundred times the quotient.
    pub fn percent(self) -> Fraction {
        Fraction {
            numerator: self.numerator * Decimal::ONE_HUNDRED,
            ..self
        }
    }

    /// `self - other`.
    pub fn minus(self, other: Fraction) -> Fraction {
        if self.denominator == other.denominator {
            return Fraction {
                numerator: self.numerator - other.numerator,
                ..self
            };
        }
        Fraction {
            numerator: self.numerator * other.denominator - other.numerator * self.denominator,
            denominator: self.denominator * other.denominator,
        }
    }

    /// `self / other`; `None` where `other` is not positive.
    pub fn over(self, other: Fraction) -> Option<Fraction> {
        Fraction::new(self.numerator * other.denominator, self.denominator * other.numerator)
    }

    /// As a binary fraction, for drawing only.
    pub fn approximate(self) -> f64 {
        use rust_decimal::prelude::ToPrimitive;
        (self.numerator / self.denominator).to_f64().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(numerator: i64, denominator: i64, decimals: u32) -> String {
        let fraction = Fraction::new(numerator.into(), denominator.into());
        fraction.map(|it| it.round(decimals).to_string()).unwrap_or_default()
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(round(1, 8, 2), "0.13");
        assert_eq!(round(-1, 8, 2), "-0.13");
        assert_eq!(round(2, 3, 6), "0.666667");
        assert_eq!(round(5, 2, 0), "3");
        assert_eq!(round(1, 3, 0), "0");
    }

    #[test]
    fn a_denominator_of_nothing_gives_nothing() {
        assert!(Fraction::new(Decimal::ONE, Decimal::ZERO).is_none());
    }
}
