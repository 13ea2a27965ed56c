//! Figures derived from the sources: totals of the targets, growth, degrees. Computed once, exactly.
//!
//! Definitions: the table "Derived figures" of the contract of the sources, which rests on forms 1 and 2 of the call.

mod degree;
mod fraction;

pub use degree::{Degrees, NationalShares, degrees, national_shares};
pub use fraction::Fraction;

use crate::plan::{
    Company, Count, Entry, Field, FiscalYear, Kpi, KpiUnit, Kpis, Leaf, Number, Plan, Provenance, YearValue,
};
use crate::source::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What targets are set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// 域内取引額, in yen.
    InternalTransactions,
    /// 売上額, in yen.
    Sales,
    /// 賃上げ率, in percent: never summed, its mean is weighted by employment.
    WageIncrease,
    /// 雇用, in persons.
    Employment,
}

impl Indicator {
    /// All four, in the order of the tables.
    pub const ALL: [Indicator; 4] = [
        Indicator::InternalTransactions,
        Indicator::Sales,
        Indicator::WageIncrease,
        Indicator::Employment,
    ];

    /// Its key under `[kpi]`.
    pub fn key(self) -> &'static str {
        match self {
            Indicator::InternalTransactions => "internal_transactions",
            Indicator::Sales => "sales",
            Indicator::WageIncrease => "wage_increase",
            Indicator::Employment => "employment",
        }
    }

    /// As printed.
    pub fn label(self) -> &'static str {
        match self {
            Indicator::InternalTransactions => "域内取引額",
            Indicator::Sales => "売上額",
            Indicator::WageIncrease => "賃上げ率",
            Indicator::Employment => "雇用",
        }
    }

    /// Whether it is counted in money.
    pub fn is_money(self) -> bool {
        matches!(self, Indicator::InternalTransactions | Indicator::Sales)
    }

    /// The targets of a company.
    pub fn of(self, kpis: &Kpis) -> &Kpi {
        match self {
            Indicator::InternalTransactions => &kpis.internal_transactions,
            Indicator::Sales => &kpis.sales,
            Indicator::WageIncrease => &kpis.wage_increase,
            Indicator::Employment => &kpis.employment,
        }
    }
}

/// A derived value and the places of its inputs.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The value in yen, percent or persons; `None` while an input is pending, or where nothing can be divided by.
    pub value: Option<Fraction>,
    /// Whether an input is pending.
    pub pending: bool,
    /// Where its inputs are written.
    pub places: Arc<[Place]>,
}

/// An indicator of a company, a field or the plan.
#[derive(Clone, Debug)]
pub struct Trend {
    /// The latest business year of each company.
    pub baseline: Figure,
    /// The years of the plan's targets, in order.
    pub targets: Vec<(FiscalYear, Figure)>,
}

impl Trend {
    /// What the last target adds to the baseline, as a share of it; `None` on a zero baseline.
    pub fn growth(&self) -> Option<Fraction> {
        let (before, after) = self.ends()?;
        after.minus(before).over(before)
    }

    /// The last target less the baseline: for rates, in points.
    pub fn change(&self) -> Option<Fraction> {
        let (before, after) = self.ends()?;
        Some(after.minus(before))
    }

    fn ends(&self) -> Option<(Fraction, Fraction)> {
        Some((self.baseline.value?, self.targets.last()?.1.value?))
    }

    /// Whether an end of it is pending.
    pub fn is_pending(&self) -> bool {
        self.baseline.pending || self.targets.last().is_some_and(|(_, figure)| figure.pending)
    }

    /// The baseline, then the targets.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        std::iter::once(&self.baseline).chain(self.targets.iter().map(|(_, figure)| figure))
    }
}

/// The four indicators of a group of companies.
pub type Trends = BTreeMap<Indicator, Trend>;

/// Every figure of a plan.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Of all selected companies.
    pub plan: Trends,
    /// Of each field, by its id.
    pub fields: BTreeMap<Arc<str>, Trends>,
    /// Of each selected company, by its id.
    pub companies: BTreeMap<Arc<str>, Trends>,
    /// Of each selected company, by its id.
    pub degrees: BTreeMap<Arc<str>, Degrees>,
    /// Of each selected company, by its id; empty where the plan has no statistics.
    pub national_shares: BTreeMap<Arc<str>, NationalShares>,
}

/// Computes every figure of a plan.
pub fn compute(plan: &Plan) -> Figures {
    let years = plan.target_years();
    let all: Vec<&Company> = plan.selected().map(|company| &company.record).collect();
    let by_field = |field: &Entry<Field>| {
        let members: Vec<&Company> = plan.selected_of(&field.id).map(|company| &company.record).collect();
        (field.id.clone(), trends(&members, &years))
    };
    let by_company = |entry: &Entry<Company>| (entry.id.clone(), trends(&[&entry.record], &years));
    let totals = plan.statistics.as_ref();
    let shares = |entry: &Entry<Company>| Some((entry.id.clone(), national_shares(entry, totals?)));
    Figures {
        national_shares: plan.selected().filter_map(shares).collect(),
        plan: trends(&all, &years),
        fields: plan.fields.iter().map(by_field).collect(),
        companies: plan.selected().map(by_company).collect(),
        degrees: plan
            .selected()
            .map(|entry| (entry.id.clone(), degrees(entry)))
            .collect(),
    }
}

/// How many of the companies' targets of an indicator each side has set.
pub fn provenance<'a>(
    companies: impl Iterator<Item = &'a Company>,
    indicator: Indicator,
) -> BTreeMap<Provenance, usize> {
    let mut counts = BTreeMap::new();
    for company in companies {
        if let Some(provenance) = indicator.of(&company.kpi).provenance.value() {
            *counts.entry(provenance).or_default() += 1;
        }
    }
    counts
}

fn trends(companies: &[&Company], years: &[FiscalYear]) -> Trends {
    Indicator::ALL
        .iter()
        .map(|&indicator| (indicator, trend(companies, indicator, years)))
        .collect()
}

fn trend(companies: &[&Company], indicator: Indicator, years: &[FiscalYear]) -> Trend {
    let combine = if indicator == Indicator::WageIncrease {
        weighted_mean
    } else {
        total
    };
    let figure = |moment: Moment| combine(companies, indicator, moment);
    Trend {
        baseline: figure(Moment::Baseline),
        targets: years.iter().map(|&year| (year, figure(Moment::Target(year)))).collect(),
    }
}

/// A column of a table of targets.
#[derive(Clone, Copy)]
enum Moment {
    Baseline,
    Target(FiscalYear),
}

/// A company's value of an indicator as written; `None` where the year is not written at all.
fn written(kpi: &Kpi, moment: Moment) -> Option<&YearValue> {
    match moment {
        Moment::Baseline => Some(&kpi.baseline),
        Moment::Target(year) => {
            let row = kpi.targets.iter().find(|row| row.fiscal_year.value() == Some(year));
            row.map(|row| &row.record)
        }
    }
}

fn leaf(kpi: &Kpi, moment: Moment) -> &Leaf<Number> {
    const ABSENT: &Leaf<Number> = &Leaf::Absent;
    written(kpi, moment).map_or(ABSENT, |row| &row.value)
}

/// A company's value in yen, percent or persons.
fn amount(kpi: &Kpi, moment: Moment) -> Option<Decimal> {
    let Number(number) = leaf(kpi, moment).value()?;
    let unit = kpi.unit.value()?;
    Some(number * unit.money().map_or(Decimal::ONE, crate::plan::MoneyUnit::yen))
}

impl Figure {
    /// A value derived from these leaves.
    fn of<'a>(value: Option<Fraction>, inputs: impl Iterator<Item = &'a Leaf<Number>> + Clone) -> Figure {
        Figure {
            value,
            pending: inputs.clone().any(|leaf| leaf.pending().is_some()),
            places: inputs.filter_map(Leaf::place).collect(),
        }
    }
}

fn total(companies: &[&Company], indicator: Indicator, moment: Moment) -> Figure {
    let kpis = || companies.iter().map(|company| indicator.of(&company.kpi));
    let amounts: Option<Vec<Decimal>> = kpis().map(|kpi| amount(kpi, moment)).collect();
    let sum = amounts.map(|amounts| amounts.into_iter().sum::<Decimal>());
    Figure::of(sum.map(Fraction::from), kpis().map(|kpi| leaf(kpi, moment)))
}

/// The mean of a rate, weighted by the employment of the same year; a single company's rate stands as it is.
fn weighted_mean(companies: &[&Company], indicator: Indicator, moment: Moment) -> Figure {
    let rate = |company: &Company| amount(indicator.of(&company.kpi), moment);
    let weight = |company: &Company| amount(&company.kpi.employment, moment);
    let rates = companies.iter().map(|company| leaf(indicator.of(&company.kpi), moment));
    if let [company] = companies {
        return Figure::of(rate(company).map(Fraction::from), rates);
    }
    let weights = companies.iter().map(|company| leaf(&company.kpi.employment, moment));
    let weighed: Option<Vec<(Decimal, Decimal)>> = companies
        .iter()
        .map(|company| Some((rate(company)?, weight(company)?)))
        .collect();
    let value = weighed.and_then(|pairs| {
        let sum = pairs.iter().map(|(rate, weight)| rate * weight).sum();
        Fraction::new(sum, pairs.iter().map(|(_, weight)| weight).sum())
    });
    Figure::of(value, rates.chain(weights))
}

/// Whether a unit fits an indicator.
pub fn unit_fits(indicator: Indicator, unit: KpiUnit) -> bool {
    match indicator {
        Indicator::InternalTransactions | Indicator::Sales => unit.money().is_some(),
        Indicator::WageIncrease => unit == KpiUnit::Percent,
        Indicator::Employment => unit == KpiUnit::Persons,
    }
}

/// Persons as a figure.
pub fn persons(count: Count) -> Fraction {
    Fraction::from(Decimal::from(count.0))
}
