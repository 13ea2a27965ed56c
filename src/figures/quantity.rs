//! Figures whose unit is a type: what cannot be added does not compile.

use super::figure::{Ends, Figure, Formula, Input, Title, Unit};
use crate::plan::{Leaf, MoneyUnit, Number};
use rust_decimal::Decimal;
use std::marker::PhantomData;
use std::sync::Arc;

/// A unit as a type.
pub trait UnitType {
    /// The unit.
    const UNIT: Unit;
}

/// A unit of what can be summed, divided and grow: money and head counts. A rate is none.
pub trait Amount: UnitType {}

macro_rules! units {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl UnitType for $name {
            const UNIT: Unit = Unit::$name;
        }
    )*};
}

units! {
    /// Money, in yen.
    Yen
    /// Head counts.
    Persons
    /// Rates, in percent.
    Percent
    /// Differences of rates.
    Points
    /// Quotients.
    Ratio
}

impl Amount for Yen {}
impl Amount for Persons {}

/// A figure in a unit.
///
/// Money adds to money, persons to persons:
///
/// ```
/// use planc::figures::{Quantity, Yen};
/// let sales = Quantity::<Yen>::stated("companies/a", "sales", 4_820.into());
/// let purchases = Quantity::<Yen>::stated("companies/a", "purchases", 2_650.into());
/// assert!(Quantity::sum(("total", "計"), &[sales, purchases]).figure().value.is_some());
/// ```
///
/// What has different units does not:
///
/// ```compile_fail,E0308
/// use planc::figures::{Persons, Quantity, Yen};
/// let sales = Quantity::<Yen>::stated("companies/a", "sales", 4_820.into());
/// let employees = Quantity::<Persons>::stated("companies/a", "employees", 320.into());
/// Quantity::sum(("total", "計"), &[sales, employees]);
/// ```
///
/// And rates are never summed:
///
/// ```compile_fail,E0277
/// use planc::figures::{Percent, Quantity};
/// let rise = Quantity::<Percent>::stated("companies/a", "wage_increase", 3.into());
/// Quantity::sum(("total", "計"), &[rise]);
/// ```
#[derive(Clone, Debug)]
pub struct Quantity<U> {
    figure: Arc<Figure>,
    unit: PhantomData<U>,
}

/// Where a number is written, and under which key.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file, without ending.
    pub subject: &'a Arc<str>,
    /// The key in it.
    pub key: &'a str,
    /// The number.
    pub leaf: &'a Leaf<Number>,
}

impl<U: UnitType> Quantity<U> {
    fn new(title: Title<'_>, formula: Formula) -> Self {
        Quantity::of(Figure::compute(title, U::UNIT, formula))
    }

    fn of(figure: Figure) -> Self {
        Quantity {
            figure: Arc::new(figure),
            unit: PhantomData,
        }
    }

    /// The figure, its unit a value.
    pub fn figure(&self) -> &Arc<Figure> {
        &self.figure
    }

    /// A number as stated, in the unit itself, written nowhere.
    pub fn stated(subject: &str, key: &str, number: Decimal) -> Self {
        let input = Input {
            subject: subject.into(),
            key: key.into(),
            written: Some(number),
            unit: U::UNIT.word().into(),
            scale: Decimal::ONE,
        };
        Quantity::new((key, key), Formula::Given(input))
    }

    /// A number of a source; `unit` names the unit it is written in and what one of it is in this one.
    fn given(title: Title<'_>, source: Source<'_>, unit: Option<(&'static str, Decimal)>) -> Self {
        let (word, scale) = unit.unwrap_or((U::UNIT.word(), Decimal::ONE));
        let input = Input {
            subject: source.subject.clone(),
            key: source.key.into(),
            written: source.leaf.value().map(|number| number.0).filter(|_| unit.is_some()),
            unit: word.into(),
            scale,
        };
        Quantity::of(Figure::given(title, U::UNIT, input, source.leaf))
    }
}

impl Quantity<Yen> {
    /// Money of a source, written in `unit`.
    pub fn money(title: Title<'_>, source: Source<'_>, unit: Option<MoneyUnit>) -> Self {
        Quantity::given(title, source, unit.map(|unit| (unit.word(), unit.yen())))
    }
}

impl Quantity<Persons> {
    /// A head count of a source.
    pub fn persons(title: Title<'_>, source: Source<'_>) -> Self {
        Quantity::given(title, source, Some((Unit::Persons.word(), Decimal::ONE)))
    }
}

impl<U: Amount> Quantity<U> {
    /// The sum of amounts.
    pub fn sum(title: Title<'_>, parts: &[Quantity<U>]) -> Self {
        Quantity::new(
            title,
            Formula::Sum(parts.iter().map(|part| part.figure.clone()).collect()),
        )
    }

    /// This by a whole; undefined where the whole is not positive.
    pub fn over(&self, title: Title<'_>, whole: &Quantity<U>) -> Quantity<Ratio> {
        let formula = Formula::Quotient {
            part: self.figure.clone(),
            whole: whole.figure.clone(),
        };
        Quantity::new(title, formula)
    }

    /// What this adds to `before`, as a share of it; undefined where `before` is not positive.
    pub fn growth(&self, title: Title<'_>, before: &Quantity<U>) -> Quantity<Ratio> {
        Quantity::new(title, Formula::Growth(self.since(before)))
    }
}

impl Quantity<Percent> {
    /// A rate of a source, in percent.
    pub fn rate(title: Title<'_>, source: Source<'_>) -> Self {
        Quantity::given(title, source, Some((Unit::Percent.word(), Decimal::ONE)))
    }

    /// The mean of rates, weighted by head counts.
    pub fn weighted_mean(title: Title<'_>, pairs: &[(Quantity<Percent>, Quantity<Persons>)]) -> Self {
        let pair =
            |(rate, weight): &(Quantity<Percent>, Quantity<Persons>)| (rate.figure.clone(), weight.figure.clone());
        Quantity::new(title, Formula::WeightedMean(pairs.iter().map(pair).collect()))
    }

    /// This less `before`, in points.
    pub fn change(&self, title: Title<'_>, before: &Quantity<Percent>) -> Quantity<Points> {
        Quantity::new(title, Formula::Difference(self.since(before)))
    }
}

impl<U> Quantity<U> {
    fn since(&self, before: &Quantity<U>) -> Ends {
        Ends {
            before: before.figure.clone(),
            after: self.figure.clone(),
        }
    }
}
