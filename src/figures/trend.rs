//! Targets by year: of a company as the sources say them, of a group as their total or mean.

use super::figure::{Ends, Figure, Formula, Title, Unit};
use super::quantity::{Amount, Percent, Persons, Quantity, Ratio, Source, UnitType, Yen};
use super::{Group, Indicator};
use crate::plan::{Company, Entry, FiscalYear, Kpi, Leaf, Number};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An indicator of a company, a field or the plan.
#[derive(Clone, Debug)]
pub struct Trend {
    /// The latest business year of each company.
    pub baseline: Arc<Figure>,
    /// The years of the plan's targets, in order.
    pub targets: Vec<Target>,
}

/// A target and what it adds to the baseline.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its year.
    pub year: FiscalYear,
    /// The target.
    pub figure: Arc<Figure>,
    /// Growth of an amount, points of a rate.
    pub change: Arc<Figure>,
    /// The baseline of an amount, and the years from it where all companies begin in one; a rate has no yearly rate.
    pub(super) since: Option<(Arc<Figure>, Option<u32>)>,
}

impl Target {
    /// The compound rate a year of an amount: a root, hence computed only where it is asked for.
    pub fn yearly_rate(&self) -> Option<Arc<Figure>> {
        let (before, years) = self.since.clone()?;
        let name = format!("{}.yearly_rate", self.figure.name);
        let label = self.change.label.replace("の増加率（", "の年平均増加率（");
        let after = self.figure.clone();
        let ends = Ends { before, after };
        let formula = Formula::YearlyRate { ends, years };
        Some(Arc::new(Figure {
            precision: self.change.precision.clone(),
            class: self.change.class,
            ..Figure::compute((&name, &label), Unit::Ratio, formula)
        }))
    }
}

impl Trend {
    /// What the last target adds to the baseline.
    pub fn change(&self) -> Option<&Arc<Figure>> {
        self.targets.last().map(|target| &target.change)
    }

    /// The baseline, then the targets.
    pub fn figures(&self) -> impl Iterator<Item = &Arc<Figure>> {
        std::iter::once(&self.baseline).chain(self.targets.iter().map(|target| &target.figure))
    }

    /// The target of a year.
    pub fn target(&self, year: FiscalYear) -> Option<&Target> {
        self.targets.iter().find(|target| target.year == year)
    }

    /// Every figure of it: values, then what they add.
    pub(super) fn all(&self) -> impl Iterator<Item = Arc<Figure>> {
        let added = |target: &Target| std::iter::once(target.change.clone()).chain(target.yearly_rate());
        self.figures().cloned().chain(self.targets.iter().flat_map(added))
    }
}

/// The four indicators of a group of companies.
pub type Trends = BTreeMap<Indicator, Trend>;

/// The values of an indicator while they are computed, in their unit.
#[derive(Clone)]
struct Series<U> {
    baseline: Quantity<U>,
    /// The fiscal year of the baseline; `None` where companies have different ones.
    year: Option<FiscalYear>,
    targets: Vec<(FiscalYear, Quantity<U>)>,
}

/// The four indicators of a company or a group while they are computed.
#[derive(Clone)]
pub(super) struct AllSeries {
    internal_transactions: Series<Yen>,
    sales: Series<Yen>,
    wage_increase: Series<Percent>,
    employment: Series<Persons>,
}

/// A column of a table of targets.
#[derive(Clone, Copy)]
enum Moment {
    Baseline,
    Target(FiscalYear),
}

impl Moment {
    fn key(self) -> String {
        match self {
            Moment::Baseline => "baseline".to_owned(),
            Moment::Target(year) => year.0.to_string(),
        }
    }

    fn label(self) -> String {
        match self {
            Moment::Baseline => "基準値".to_owned(),
            Moment::Target(year) => format!("{}年度", year.0),
        }
    }
}

/// What a figure of an indicator is called: 半導体の売上額（2030年度）.
fn title(group: &Group<'_>, indicator: Indicator, moment: Moment) -> (String, String) {
    (
        format!("{}.{}.{}", group.name, indicator.key(), moment.key()),
        format!("{}の{}（{}）", group.label, indicator.label(), moment.label()),
    )
}

fn added(group: &Group<'_>, indicator: Indicator, year: FiscalYear, (key, label): Title<'_>) -> (String, String) {
    (
        format!("{}.{}.{}.{key}", group.name, indicator.key(), year.0),
        format!(
            "{}の{}の{label}（基準値→{}年度）",
            group.label,
            indicator.label(),
            year.0
        ),
    )
}

fn borrowed(title: &(String, String)) -> Title<'_> {
    (&title.0, &title.1)
}

impl AllSeries {
    /// What a company's file says.
    pub(super) fn of_company(company: &Entry<Company>, years: &[FiscalYear]) -> AllSeries {
        let group = Group::of_company(company);
        let subject = group.subject(company);
        let read = Reading {
            group: &group,
            subject: &subject,
            years,
        };
        let kpis = &company.kpi;
        AllSeries {
            internal_transactions: read.series(Indicator::InternalTransactions, &kpis.internal_transactions, money),
            sales: read.series(Indicator::Sales, &kpis.sales, money),
            wage_increase: read.series(Indicator::WageIncrease, &kpis.wage_increase, |title, source, _| {
                Quantity::rate(title, source)
            }),
            employment: read.series(Indicator::Employment, &kpis.employment, |title, source, _| {
                Quantity::persons(title, source)
            }),
        }
    }

    /// The totals of companies; of the rates, the mean weighted by employment.
    pub(super) fn of_group(group: &Group<'_>, companies: &[&AllSeries], years: &[FiscalYear]) -> AllSeries {
        fn picked<'a, U>(companies: &[&'a AllSeries], pick: fn(&AllSeries) -> &Series<U>) -> Vec<&'a Series<U>> {
            companies.iter().map(|company| pick(company)).collect()
        }
        let rates = picked(companies, |it| &it.wage_increase);
        let weights = picked(companies, |it| &it.employment);
        let transactions = picked(companies, |it| &it.internal_transactions);
        AllSeries {
            internal_transactions: total(group, Indicator::InternalTransactions, &transactions, years),
            sales: total(group, Indicator::Sales, &picked(companies, |it| &it.sales), years),
            wage_increase: mean(group, &rates, &weights, years),
            employment: total(group, Indicator::Employment, &weights, years),
        }
    }

    /// The figures, with what each target adds.
    pub(super) fn trends(&self, group: &Group<'_>) -> Trends {
        BTreeMap::from([
            (
                Indicator::InternalTransactions,
                amounts(group, Indicator::InternalTransactions, &self.internal_transactions),
            ),
            (Indicator::Sales, amounts(group, Indicator::Sales, &self.sales)),
            (Indicator::WageIncrease, rates(group, &self.wage_increase)),
            (
                Indicator::Employment,
                amounts(group, Indicator::Employment, &self.employment),
            ),
        ])
    }
}

fn money(title: Title<'_>, source: Source<'_>, kpi: &Kpi) -> Quantity<Yen> {
    Quantity::money(title, source, kpi.unit.value().and_then(|unit| unit.money()))
}

/// How a company's file is read.
struct Reading<'a> {
    group: &'a Group<'a>,
    subject: &'a Arc<str>,
    years: &'a [FiscalYear],
}

impl Reading<'_> {
    fn series<U: UnitType>(
        &self,
        indicator: Indicator,
        kpi: &Kpi,
        make: fn(Title<'_>, Source<'_>, &Kpi) -> Quantity<U>,
    ) -> Series<U> {
        let quantity = |moment: Moment| {
            let key = match moment {
                Moment::Baseline => format!("kpi.{}.baseline", indicator.key()),
                Moment::Target(year) => format!("kpi.{}.targets.{}", indicator.key(), year.0),
            };
            let source = Source {
                subject: self.subject,
                key: &key,
                leaf: leaf(kpi, moment),
            };
            make(borrowed(&title(self.group, indicator, moment)), source, kpi)
        };
        Series {
            baseline: quantity(Moment::Baseline),
            year: kpi.baseline.fiscal_year.value(),
            targets: self
                .years
                .iter()
                .map(|&year| (year, quantity(Moment::Target(year))))
                .collect(),
        }
    }
}

/// A company's value as written; absent where the year is not written at all.
fn leaf(kpi: &Kpi, moment: Moment) -> &Leaf<Number> {
    const ABSENT: &Leaf<Number> = &Leaf::Absent;
    match moment {
        Moment::Baseline => &kpi.baseline.value,
        Moment::Target(year) => {
            let row = kpi.targets.iter().find(|row| row.fiscal_year.value() == Some(year));
            row.map_or(ABSENT, |row| &row.value)
        }
    }
}

/// What all companies have at a moment.
fn at<U: Clone>(companies: &[&Series<U>], moment: Moment) -> Vec<Quantity<U>> {
    let value = |series: &&Series<U>| match moment {
        Moment::Baseline => Some(series.baseline.clone()),
        Moment::Target(year) => series.targets.iter().find(|it| it.0 == year).map(|it| it.1.clone()),
    };
    companies.iter().filter_map(value).collect()
}

fn group_series<U>(
    years: &[FiscalYear],
    baseline_years: impl Iterator<Item = Option<FiscalYear>>,
    figure: impl Fn(Moment) -> Quantity<U>,
) -> Series<U> {
    let mut found: Vec<Option<FiscalYear>> = baseline_years.collect();
    found.dedup();
    Series {
        baseline: figure(Moment::Baseline),
        year: match found.as_slice() {
            [year] => *year,
            _ => None,
        },
        targets: years.iter().map(|&year| (year, figure(Moment::Target(year)))).collect(),
    }
}

fn total<U: Amount + Clone>(
    group: &Group<'_>,
    indicator: Indicator,
    companies: &[&Series<U>],
    years: &[FiscalYear],
) -> Series<U> {
    group_series(years, companies.iter().map(|series| series.year), |moment| {
        Quantity::sum(borrowed(&title(group, indicator, moment)), &at(companies, moment))
    })
}

fn mean(
    group: &Group<'_>,
    rates: &[&Series<Percent>],
    weights: &[&Series<Persons>],
    years: &[FiscalYear],
) -> Series<Percent> {
    group_series(years, rates.iter().map(|series| series.year), |moment| {
        let pairs: Vec<_> = at(rates, moment).into_iter().zip(at(weights, moment)).collect();
        Quantity::weighted_mean(borrowed(&title(group, Indicator::WageIncrease, moment)), &pairs)
    })
}

fn amounts<U: Amount>(group: &Group<'_>, indicator: Indicator, series: &Series<U>) -> Trend {
    let target = |(year, value): &(FiscalYear, Quantity<U>)| {
        let names = added(group, indicator, *year, ("growth", "増加率"));
        let change: Quantity<Ratio> = value.growth(borrowed(&names), &series.baseline);
        let years = series.year.and_then(|from| u32::try_from(year.0 - from.0).ok());
        Target {
            year: *year,
            figure: value.figure().clone(),
            change: change.figure().clone(),
            since: Some((series.baseline.figure().clone(), years)),
        }
    };
    Trend {
        baseline: series.baseline.figure().clone(),
        targets: series.targets.iter().map(target).collect(),
    }
}

fn rates(group: &Group<'_>, series: &Series<Percent>) -> Trend {
    let target = |(year, value): &(FiscalYear, Quantity<Percent>)| {
        let names = added(group, Indicator::WageIncrease, *year, ("change", "増減"));
        Target {
            year: *year,
            figure: value.figure().clone(),
            change: value.change(borrowed(&names), &series.baseline).figure().clone(),
            since: None,
        }
    };
    Trend {
        baseline: series.baseline.figure().clone(),
        targets: series.targets.iter().map(target).collect(),
    }
}
