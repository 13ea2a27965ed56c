//! A figure: its value, and the way it was computed, from the sources up.

use super::Fraction;
use crate::document::Class;
use crate::plan::{Leaf, Number};
use crate::source::Place;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Name and label of a figure that is made.
pub type Title<'a> = (&'a str, &'a str);

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money, tax excluded.
    Yen,
    /// Head counts.
    Persons,
    /// A rate in percent.
    Percent,
    /// The difference of two rates.
    Points,
    /// A quotient: 0.5 is 50 ％.
    Ratio,
    /// A factor, in whatever unit the source says.
    Free,
}

impl Unit {
    /// As written after a number; a quotient has no unit.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Yen => "円",
            Unit::Persons => "人",
            Unit::Percent => "％",
            Unit::Points => "ポイント",
            Unit::Ratio | Unit::Free => "",
        }
    }
}

/// A derived value, how it was derived, and the places of its inputs.
#[derive(Clone, Debug)]
pub struct Figure {
    /// By which `planc figures` and the workbooks call it: `fields.semiconductor.sales.2030`.
    pub name: Arc<str>,
    /// What it is: 半導体の売上額（2030年度）.
    pub label: Arc<str>,
    /// What it counts.
    pub unit: Unit,
    /// The value; `None` while an input is pending, or where it is not defined.
    pub value: Option<Fraction>,
    /// Whether an input is pending.
    pub pending: bool,
    /// How it is computed.
    pub formula: Formula,
    /// Where its inputs are written.
    pub places: Arc<[Place]>,
    /// Who may read it.
    pub class: Class,
    /// Not for this edition's readers: it prints X.
    pub withheld: bool,
    /// In a public edition, how coarsely the value is stated; `None` where it is exact.
    pub precision: Option<Precision>,
}

/// How coarsely a public edition states a figure: its value is a multiple of `step`, and nothing finer is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precision {
    /// The step of rounding, in the unit of the figure.
    pub step: Fraction,
    /// Whether it is coarser than the plan prints such figures: readers are told 約.
    pub approximate: bool,
}

impl Precision {
    /// Digits after the point that a value of it needs in a unit of so many of the figure's own, at most `most`.
    pub fn decimals(&self, unit: &Fraction, most: u32) -> u32 {
        let step = self.step.over(unit).unwrap_or_else(|| self.step.clone());
        most.min(step.plain(most).decimals())
    }
}

/// How a figure is computed.
#[derive(Clone, Debug)]
pub enum Formula {
    /// From values that this edition's readers may not see.
    Undisclosed,
    /// As a source says it.
    Given(Input),
    /// The sum of figures.
    Sum(Vec<Arc<Figure>>),
    /// The product of factors.
    Product(Vec<Arc<Figure>>),
    /// The mean of rates, each weighted by a head count.
    WeightedMean(Vec<(Arc<Figure>, Arc<Figure>)>),
    /// A part by its whole.
    Quotient {
        /// What is divided.
        part: Arc<Figure>,
        /// By what.
        whole: Arc<Figure>,
    },
    /// What `after` adds to `before`, as a share of it.
    Growth(Ends),
    /// `after` less `before`.
    Difference(Ends),
    /// The rate a year at which `before` becomes `after`.
    YearlyRate {
        /// From what to what.
        ends: Ends,
        /// In how many years; `None` where companies begin in different ones.
        years: Option<u32>,
    },
}

/// The two ends of a change.
#[derive(Clone, Debug)]
pub struct Ends {
    /// The baseline.
    pub before: Arc<Figure>,
    /// The target.
    pub after: Arc<Figure>,
}

/// A value of a source.
#[derive(Clone, Debug)]
pub struct Input {
    /// The file, without ending: `companies/aso-seimitsu`.
    pub subject: Arc<str>,
    /// The key in it: `kpi.sales.targets.2030`.
    pub key: Arc<str>,
    /// The number as written; `None` where there is none.
    pub written: Option<Decimal>,
    /// The unit as written.
    pub unit: Arc<str>,
    /// What one of that unit is in the figure's: 1,000,000 where 百万円 become yen.
    pub scale: Decimal,
}

impl Input {
    /// `companies/aso-seimitsu/kpi.sales.targets.2030`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.subject, self.key)
    }
}

impl Formula {
    /// The figures it is computed from: of a weighted mean the rates, then the weights.
    pub fn parts(&self) -> Vec<&Arc<Figure>> {
        match self {
            Formula::Given(_) | Formula::Undisclosed => Vec::new(),
            Formula::Sum(parts) | Formula::Product(parts) => parts.iter().collect(),
            Formula::WeightedMean(pairs) => {
                let rates = pairs.iter().map(|(rate, _)| rate);
                rates.chain(pairs.iter().map(|(_, weight)| weight)).collect()
            }
            Formula::Quotient { part, whole } => vec![part, whole],
            Formula::Growth(ends) | Formula::Difference(ends) | Formula::YearlyRate { ends, .. } => {
                vec![&ends.before, &ends.after]
            }
        }
    }

    /// The value; `None` where an input has none or it is not defined.
    fn value(&self) -> Option<Fraction> {
        match self {
            Formula::Undisclosed => None,
            Formula::Given(input) => Some(Fraction::product(input.written?, input.scale)),
            Formula::Sum(parts) => {
                let values: Option<Vec<&Fraction>> = parts.iter().map(|part| part.value.as_ref()).collect();
                values.map(|values| values.into_iter().sum())
            }
            Formula::Product(factors) => {
                let one = Some(Fraction::from(1));
                factors
                    .iter()
                    .fold(one, |product, factor| Some(product?.times(factor.value.as_ref()?)))
            }
            Formula::WeightedMean(pairs) => weighted_mean(pairs),
            Formula::Quotient { part, whole } => part.value.as_ref()?.over(whole.value.as_ref()?),
            Formula::Growth(ends) => {
                let (before, after) = ends.values()?;
                after.minus(before).over(before)
            }
            Formula::Difference(ends) => {
                let (before, after) = ends.values()?;
                Some(after.minus(before))
            }
            Formula::YearlyRate { ends, years } => {
                let (before, after) = ends.values()?;
                after.yearly_rate(before, (*years)?)
            }
        }
    }
}

fn weighted_mean(pairs: &[(Arc<Figure>, Arc<Figure>)]) -> Option<Fraction> {
    // One company's rate is its rate, whatever its head count.
    if let [(rate, _)] = pairs {
        return rate.value.clone();
    }
    let mut products = Vec::with_capacity(pairs.len());
    let mut weights = Vec::with_capacity(pairs.len());
    for (rate, weight) in pairs {
        let weight = weight.value.as_ref()?;
        products.push(rate.value.as_ref()?.times(weight));
        weights.push(weight);
    }
    let sum: Fraction = products.iter().sum();
    sum.over(&weights.into_iter().sum())
}

impl Ends {
    fn values(&self) -> Option<(&Fraction, &Fraction)> {
        Some((self.before.value.as_ref()?, self.after.value.as_ref()?))
    }
}

impl Figure {
    /// Computes a figure from its formula.
    pub(super) fn compute((name, label): Title<'_>, unit: Unit, formula: Formula) -> Figure {
        let parts = formula.parts();
        let pending = parts.iter().any(|part| part.pending);
        let withheld = parts.iter().any(|part| part.withheld);
        let places = parts.iter().flat_map(|part| part.places.iter().copied()).collect();
        Figure {
            name: name.into(),
            label: label.into(),
            unit,
            value: formula.value(),
            pending,
            formula,
            places,
            class: Class::Nation,
            withheld,
            precision: None,
        }
    }

    /// Whether it is stated more coarsely than the plan prints such figures.
    pub fn is_approximate(&self) -> bool {
        self.precision.as_ref().is_some_and(|it| it.approximate)
    }

    /// A number of a source.
    pub(super) fn given(title: Title<'_>, unit: Unit, input: Input, leaf: &Leaf<Number>) -> Figure {
        Figure {
            pending: leaf.pending().is_some(),
            places: leaf.place().into_iter().collect(),
            ..Figure::compute(title, unit, Formula::Given(input))
        }
    }

    /// The number as a source writes it, where the figure is one company's own.
    pub fn written(&self) -> Option<Decimal> {
        match &self.formula {
            Formula::Given(input) => input.written,
            Formula::WeightedMean(pairs) => match pairs.as_slice() {
                [(rate, _)] => rate.written(),
                _ => None,
            },
            Formula::Undisclosed
            | Formula::Sum(_)
            | Formula::Product(_)
            | Formula::Quotient { .. }
            | Formula::Growth(_)
            | Formula::Difference(_)
            | Formula::YearlyRate { .. } => None,
        }
    }

    /// Every value of the sources below it, each once, in the order of the formula.
    pub fn inputs(&self) -> Vec<(&Input, &Figure)> {
        let mut inputs = Vec::new();
        let mut seen = BTreeSet::new();
        self.collect(&mut seen, &mut inputs);
        inputs
    }

    fn collect<'a>(&'a self, seen: &mut BTreeSet<&'a str>, to: &mut Vec<(&'a Input, &'a Figure)>) {
        if !seen.insert(&self.name) {
            return;
        }
        if let Formula::Given(input) = &self.formula {
            to.push((input, self));
        }
        for part in self.formula.parts() {
            part.collect(seen, to);
        }
    }
}
