//! From a plan and what is printed of it to blocks: the values that are withheld, and what each total says of them.

use super::block::{Block, Statement, Value};
use super::bounds::Bounds;
use super::coarsen;
use super::printed::{Printed, PrintedTotal, PrintedValue, written};
use super::told::{Told, told};
use super::{protection_percent, share};
use crate::figures::{Coarseness, Coarsening, Figure, Figures, Fraction, Indicator, Steps, Total, Trends};
use crate::parallel;
use crate::plan::{Company, Entry, FiscalYear, KeyPath, Kpi, Leaf, MoneyUnit, Number, Plan, YearValue};
use crate::source::{Place, Span};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What readers of a public edition have in hand.
pub struct Shown<'a> {
    /// The plan with all that is withheld.
    pub plan: &'a Plan,
    /// The same as it is published.
    pub public: &'a Plan,
    /// The exact figures.
    pub figures: &'a Figures,
    /// What editions before printed.
    pub earlier: &'a [Printed],
    /// The steps in which the plan prints figures.
    pub steps: Steps,
    /// What companies tell of themselves, by their index.
    told: Vec<Vec<Told>>,
    /// So near to a value readers know it as good as exactly, as a part of it.
    near: Fraction,
    numbers: BTreeMap<&'a str, usize>,
}

/// The place of a total among the statements, and its values.
type NumberedValues = (usize, Arc<[usize]>);

/// A block as it is made, with what can be said of it.
pub struct Made<'a> {
    shown: &'a Shown<'a>,
    /// The values.
    pub block: Block,
    /// The values by company.
    of_company: BTreeMap<usize, usize>,
    /// The values of each total of this edition, with its place among the statements.
    of_total: BTreeMap<Option<Arc<str>>, NumberedValues>,
    /// What earlier editions say.
    pub earlier: Vec<Statement>,
}

impl<'a> Shown<'a> {
    /// Prepares a plan.
    pub fn new(plan: &'a Plan, public: &'a Plan, figures: &'a Figures, earlier: &'a [Printed]) -> Shown<'a> {
        let told = parallel::map(&plan.companies, |_, company| match public.company(&company.id) {
            Some(company) => told(company),
            None => Vec::new(),
        });
        let number = |(index, company): (usize, &'a Entry<Company>)| Some((&*company.corporate_number.get()?.0, index));
        Shown {
            plan,
            public,
            figures,
            earlier,
            steps: Steps::of(plan),
            told,
            near: share(protection_percent(plan)),
            numbers: plan.companies.iter().enumerate().filter_map(number).collect(),
        }
    }

    /// All blocks: the baseline, then each year, of every indicator.
    pub fn blocks(&'a self) -> Vec<(Indicator, Option<FiscalYear>)> {
        let years = self.plan.target_years().into_iter().map(Some);
        let years: Vec<Option<FiscalYear>> = std::iter::once(None).chain(years).collect();
        let of = |indicator| years.clone().into_iter().map(move |year| (indicator, year));
        Indicator::ALL.into_iter().flat_map(of).collect()
    }

    /// The values of an indicator at a time, of all companies that this edition or one before shows.
    pub fn made(&'a self, (indicator, year): (Indicator, Option<FiscalYear>)) -> Made<'a> {
        let before = self.earlier.iter().flat_map(|printed| &printed.totals);
        let before: Vec<&PrintedTotal> = before.filter(|total| total.is_of(indicator, year)).collect();
        let numbers: BTreeSet<&str> = before.iter().flat_map(|it| &it.companies).map(String::as_str).collect();
        let is_of_interest = |company: &Entry<Company>| {
            let number = company.corporate_number.get().map(|number| &*number.0);
            company.is_selected() || number.is_some_and(|number| numbers.contains(number))
        };
        let mut values = Vec::new();
        let mut of_company = BTreeMap::new();
        for (index, company) in self
            .plan
            .companies
            .iter()
            .enumerate()
            .filter(|(_, it)| is_of_interest(it))
        {
            if let Some(value) = self.value(index, company, (indicator, year)) {
                of_company.insert(index, values.len());
                values.push(value);
            }
        }
        let displayed = self
            .steps
            .step(indicator, Coarseness::AsDisplayed)
            .unwrap_or_else(|| 1.into());
        // A mean lies on no grid, though the rates do.
        let sums = indicator != Indicator::WageIncrease;
        let on_grid = sums
            && values
                .iter()
                .all(|it| !it.value.is_negative() && it.value.is_multiple_of(&displayed));
        let value_of = |company: usize| of_company.get(&company).copied();
        let of_total = self.totals(indicator, year).into_iter().enumerate().map(|(id, total)| {
            let values = self.members(&total).filter_map(|(company, _)| value_of(company));
            let values: Arc<[usize]> = values.collect();
            (total.field, (id, values))
        });
        let mut made = Made {
            shown: self,
            of_total: of_total.collect(),
            block: Block {
                indicator,
                year,
                values,
                resolution: displayed,
                on_grid,
            },
            of_company,
            earlier: Vec::new(),
        };
        let label = |total: &PrintedTotal| {
            let edition = self
                .earlier
                .iter()
                .find(|printed| printed.totals.iter().any(|it| std::ptr::eq(it, total)));
            edition.map_or_else(String::new, |edition| edition.label.clone())
        };
        let first = made.of_total.len();
        let earlier = before.iter().enumerate();
        let earlier = earlier.filter_map(|(index, total)| made.of_earlier(first + index, total, &label(total)));
        made.earlier = earlier.collect();
        made
    }

    /// The value of a company; `None` where it has none, or one that counts for nothing.
    fn value(
        &self,
        index: usize,
        company: &Entry<Company>,
        (indicator, year): (Indicator, Option<FiscalYear>),
    ) -> Option<Value> {
        let kpi = indicator.of(&company.kpi);
        let row = row(kpi, year)?;
        let value = amount(kpi, &row.value)?;
        let weight = match indicator {
            Indicator::WageIncrease => {
                let weights = &company.kpi.employment;
                amount(weights, &self::row(weights, year)?.value)?
            }
            Indicator::InternalTransactions | Indicator::Sales | Indicator::Employment => 1.into(),
        };
        if weight.is_zero() || weight.is_negative() {
            return None;
        }
        let published = match row.already_public.get() {
            Some(_) => Some(Bounds::exactly(value.clone())),
            None => self.published(index, company, (indicator, year), &value),
        };
        let known = published.is_some();
        let bounds = published.unwrap_or_else(|| self.bounds((indicator, year), &value));
        let key = KeyPath::of_file(format!("companies/{}", company.id))
            .key("kpi")
            .key(indicator.key());
        let key = match year {
            None => key.key("baseline"),
            Some(year) => key.key("targets").row(&year.0.to_string()),
        };
        let place = row.value.place().unwrap_or(Place {
            file: company.file,
            span: Span::default(),
        });
        Some(Value::new(
            index,
            (key.key("value"), place),
            (value, weight),
            (bounds, known),
        ))
    }

    /// Between what readers know a value to lie that is printed of the company itself, in this edition or one before: the
    /// sales that it agreed to publish, its employees, what it tells in its own words. Who reads a number that is nearly
    /// the value takes it for that.
    fn published(
        &self,
        index: usize,
        company: &Entry<Company>,
        of: (Indicator, Option<FiscalYear>),
        value: &Fraction,
    ) -> Option<Bounds> {
        let number = company.corporate_number.get().map(|number| &*number.0);
        let before = self.earlier.iter().flat_map(|printed| &printed.values);
        let mut before = before.filter(|it| Some(&*it.company) == number && it.is_of(of.0, of.1));
        if before.any(|printed| printed.prints(value)) {
            return Some(Bounds::exactly(value.clone()));
        }
        let printed = self.printed_value(company, of).into_iter();
        let printed = printed.chain(self.told_values(index, of));
        let bounds = printed.filter_map(|(printed, step)| self.nearly(of.0, value, &printed, &step));
        bounds.min_by_key(|it| it.high.as_ref().map(|high| high.minus(&it.low)))
    }

    /// What a printed number tells of a value: the value itself where it is that, as exactly as the plan prints any; where
    /// it is rounded more, between what it lies; where it is nearly that, that it lies between both.
    fn nearly(&self, indicator: Indicator, value: &Fraction, printed: &Fraction, step: &Fraction) -> Option<Bounds> {
        if value.to_step(step) == *printed {
            let displayed = self.steps.step(indicator, Coarseness::AsDisplayed);
            if displayed.is_none_or(|displayed| *step <= displayed) {
                return Some(Bounds::exactly(value.clone()));
            }
            let half = step.times(&Decimal::new(5, 1).into());
            return Some(Bounds {
                low: printed.minus(&half),
                high: Some(printed.plus(&half)),
            });
        }
        let distance = match printed < value {
            true => value.minus(printed),
            false => printed.minus(value),
        };
        let is_near = !value.is_negative() && distance <= value.times(&self.near);
        is_near.then(|| Bounds {
            low: printed.clone().min(value.clone()),
            high: Some(printed.clone().max(value.clone())),
        })
    }

    /// The numbers by which a company may tell an indicator at a time in its own words, each with the step of its last
    /// digit.
    fn told_values(
        &self,
        index: usize,
        of: (Indicator, Option<FiscalYear>),
    ) -> impl Iterator<Item = (Fraction, Fraction)> {
        self.told[index].iter().filter_map(move |told| {
            let quantity = told.of(of)?;
            let (low, high) = quantity.bounds();
            Some((quantity.value.into(), (high - low).into()))
        })
    }

    /// What this edition prints of a company that is the same as a baseline, with the step of its last digit.
    fn printed_value(
        &self,
        company: &Entry<Company>,
        of: (Indicator, Option<FiscalYear>),
    ) -> Option<(Fraction, Fraction)> {
        let public = self.public.company(&company.id);
        match of {
            (Indicator::Sales, None) => {
                let published = public
                    .map(|public| &public.profile.sales)
                    .filter(|it| it.value.get().is_some());
                let elsewhere = || Some(&company.profile.sales).filter(|it| it.already_public.get().is_some());
                let sales = published.or_else(elsewhere)?;
                let unit = sales.unit.value()?.yen();
                let Number(number) = sales.value.value()?;
                let step = Fraction::product(Decimal::new(1, number.scale()), unit);
                Some((Fraction::product(number, unit), step))
            }
            (Indicator::Employment, None) => Some((public?.employees.value()?.0.into(), 1.into())),
            _ => None,
        }
    }

    /// What everybody knows of a value before anything is printed of it: no amount is negative, no rate below −100 ％,
    /// and at first companies meet the conditions of the call. A bound that a value does not keep binds nobody.
    fn bounds(&self, (indicator, year): (Indicator, Option<FiscalYear>), value: &Fraction) -> Bounds {
        let conditions = &self.public.about.eligibility;
        let (low, high): (Fraction, Option<Fraction>) = match (indicator, year) {
            (Indicator::WageIncrease, _) => (Fraction::from(100).negated(), None),
            (Indicator::Sales, None) => {
                let least = &conditions.minimum_sales;
                let least = least.value.value().zip(least.unit.value());
                let least = least.map(|(Number(number), unit)| Fraction::product(number, unit.yen()));
                (least.filter(|least| least <= value).unwrap_or_else(|| 0.into()), None)
            }
            (Indicator::Employment, None) => (0.into(), conditions.maximum_employees.value().map(|it| it.0.into())),
            _ => (0.into(), None),
        };
        Bounds {
            low: low.min(value.clone()),
            high: high.filter(|high| high >= value),
        }
    }

    /// What this edition prints, for the editions after it. Totals as `coarsening` leaves them.
    pub fn record(&self, label: &str, coarsening: &Coarsening) -> Printed {
        let mut record = Printed {
            format: 1,
            label: label.to_owned(),
            totals: Vec::new(),
            values: Vec::new(),
        };
        for (indicator, year) in self.blocks() {
            for total in self.totals(indicator, year) {
                let coarseness = coarsening.get(&total).copied().unwrap_or_default();
                let Some(figure) = self.figure(&total) else { continue };
                let exact = figure.value.as_ref();
                let Some((exact, step)) =
                    exact.and_then(|it| Some((it, self.steps.step_of(it, indicator, coarseness)?)))
                else {
                    continue;
                };
                let number = |company: &Entry<Company>| company.corporate_number.get().map(|it| it.0.to_string());
                let mut companies: Vec<String> = self.members(&total).filter_map(|(_, it)| number(it)).collect();
                companies.sort();
                record.totals.push(PrintedTotal {
                    label: figure.label.to_string(),
                    indicator: indicator.key().to_owned(),
                    year: year.map(|year| year.0),
                    value: written(&exact.to_step(&step)),
                    step: written(&step),
                    companies,
                });
            }
            let selected = self.plan.companies.iter().enumerate();
            for (index, company) in selected.filter(|(_, company)| company.is_selected()) {
                let Some(number) = company.corporate_number.get() else {
                    continue;
                };
                let printed = self.printed_value(company, (indicator, year)).into_iter();
                let own = self.value(index, company, (indicator, year));
                let is_own = |printed: &Fraction, step: &Fraction| {
                    own.as_ref().is_some_and(|own| own.value.to_step(step) == *printed)
                };
                let told = self.told_values(index, (indicator, year));
                let told = told.filter(|(printed, step)| is_own(printed, step));
                record
                    .values
                    .extend(printed.chain(told).map(|(value, step)| PrintedValue {
                        company: number.0.to_string(),
                        indicator: indicator.key().to_owned(),
                        year: year.map(|year| year.0),
                        value: written(&value),
                        step: written(&step),
                    }));
            }
        }
        record
    }

    /// The totals of an indicator at a time, the plan's last.
    pub fn totals(&self, indicator: Indicator, year: Option<FiscalYear>) -> Vec<Total> {
        let fields = self.plan.fields.iter().map(|field| Some(field.id.clone()));
        let total = |field| Total { field, indicator, year };
        fields.chain([None]).map(total).collect()
    }

    fn members<'b>(&'b self, total: &'b Total) -> impl Iterator<Item = (usize, &'b Entry<Company>)> {
        let companies = self.plan.companies.iter().enumerate();
        companies.filter(move |(_, company)| {
            let is_of = total.field.as_ref().is_none_or(|field| company.is_of(field));
            company.is_selected() && is_of
        })
    }

    /// The exact figure of a total.
    pub fn figure(&self, total: &Total) -> Option<&Arc<Figure>> {
        let trends: &Trends = match &total.field {
            Some(field) => self.figures.fields.get(field)?,
            None => &self.figures.plan,
        };
        let trend = trends.get(&total.indicator)?;
        match total.year {
            None => Some(&trend.baseline),
            Some(year) => trend.target(year).map(|target| &target.figure),
        }
    }
}

impl Made<'_> {
    /// What an earlier edition's total says. Of a total whose values were corrected since it tells them as well as it is
    /// near to them: a correction of a unit hides nobody.
    ///
    /// Of a company whose value is no longer written nothing is known but that amounts are not negative; a mean then says
    /// nothing.
    fn of_earlier(&self, id: usize, total: &PrintedTotal, label: &str) -> Option<Statement> {
        let (value, step) = total.rounded()?;
        let found = total.companies.iter().map(|number| {
            let company = self.shown.numbers.get(number.as_str())?;
            self.of_company.get(company).copied()
        });
        let found: Vec<Option<usize>> = found.collect();
        let mut values: Vec<usize> = found.iter().flatten().copied().collect();
        values.sort_unstable();
        let complete = found.iter().all(Option::is_some);
        let mut bounds = self.rounded(&value, &step, &values);
        if !complete {
            if self.block.indicator == Indicator::WageIncrease {
                return None;
            }
            bounds.low = 0.into();
        }
        let weighted = |index: &usize| self.block.values[*index].value.times(&self.block.values[*index].weight);
        let sum: Vec<Fraction> = values.iter().map(weighted).collect();
        let sum: Fraction = sum.iter().sum();
        if let Some(beyond) = bounds.beyond(&sum) {
            // Who reads it does not know in which direction it is wrong, nor that it is.
            let spread = beyond.times(&2.into());
            bounds.low = bounds.low.minus(&spread);
            bounds.high = bounds.high.map(|high| high.plus(&spread));
        }
        (!values.is_empty()).then(|| Statement {
            label: format!("{label}の「{}」", total.label),
            id,
            values: values.into(),
            bounds,
            total: None,
        })
    }

    /// Between what a weighted sum lies that is printed as this value, rounded to this step; of a mean, the mean.
    fn rounded(&self, value: &Fraction, step: &Fraction, values: &[usize]) -> Bounds {
        let half = step.times(&Decimal::new(5, 1).into());
        let (mut low, mut high) = (value.minus(&half), value.plus(&half));
        let grid = &self.block.resolution;
        if self.block.on_grid && step.is_multiple_of(grid) {
            // The ends that the grid reaches: half a step is rounded away from zero.
            low = up_to(&low, grid).max(0.into());
            let end = up_to(&high, grid);
            high = end.minus(grid);
        }
        if self.block.indicator == Indicator::WageIncrease {
            let weights: Fraction = values.iter().map(|value| &self.block.values[*value].weight).sum();
            (low, high) = (low.times(&weights), high.times(&weights));
        }
        Bounds { low, high: Some(high) }
    }
}

/// The least multiple of a step that is not below a number.
fn up_to(number: &Fraction, step: &Fraction) -> Fraction {
    let nearest = number.to_step(step);
    match nearest < *number {
        true => nearest.plus(step),
        false => nearest,
    }
}

impl coarsen::Printed for Made<'_> {
    fn statement(&self, total: &Total, coarseness: Coarseness) -> Option<Statement> {
        let figure = self.shown.figure(total)?;
        let exact = figure.value.as_ref()?;
        let step = self.shown.steps.step_of(exact, total.indicator, coarseness)?;
        let (id, values) = self.of_total.get(&total.field)?.clone();
        Some(Statement {
            label: format!("「{}」", figure.label),
            bounds: self.rounded(&exact.to_step(&step), &step, &values),
            id,
            values,
            total: Some(total.clone()),
        })
    }

    fn companies(&self, total: &Total) -> usize {
        self.of_total.get(&total.field).map_or(0, |(_, values)| values.len())
    }
}

/// The row of a time: the baseline, or the target of a year.
fn row(kpi: &Kpi, year: Option<FiscalYear>) -> Option<&YearValue> {
    match year {
        None => Some(&kpi.baseline),
        Some(year) => {
            let mut rows = kpi.targets.iter();
            rows.find(|row| row.fiscal_year.value() == Some(year))
                .map(|row| &row.record)
        }
    }
}

/// A value in yen, persons or percent.
fn amount(kpi: &Kpi, value: &Leaf<Number>) -> Option<Fraction> {
    let Number(number) = value.value()?;
    let scale = kpi.unit.value()?.money().map_or(Decimal::ONE, MoneyUnit::yen);
    Some(Fraction::product(number, scale))
}
