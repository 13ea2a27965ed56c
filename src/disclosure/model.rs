//! From a plan and what is printed of it to blocks: the values that are withheld, and what each total says of them.

use super::block::{Owner, Value, WrittenIn};
use super::bounds::Bounds;
use super::printed::{Printed, PrintedTotal, PrintedValue, written};
use super::told::{Told, told};
use super::{Before, protection_percent, share};
use crate::figures::{Coarseness, Coarsening, Figure, Figures, Fraction, Indicator, Steps, Total, Trends};
use crate::parallel;
use crate::plan::{Company, Entry, FiscalYear, KeyPath, Kpi, Leaf, MoneyUnit, Number, Plan, YearValue};
use crate::source::{Place, Span};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The earlier version of two that are compared.
pub struct ShownBefore<'a> {
    /// What its readers have.
    pub shown: Box<Shown<'a>>,
    /// How coarsely it printed its totals.
    pub coarsening: &'a Coarsening,
    /// Which company of the later version each of its companies is, by their indices.
    pub partners: Vec<Option<usize>>,
}

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
    /// The earlier version beside it, as its readers have it.
    pub before: Option<ShownBefore<'a>>,
    /// The steps in which the plan prints figures.
    pub steps: Steps,
    /// What companies tell of themselves, by their index.
    told: Vec<Vec<Told>>,
    /// So near to a value readers know it as good as exactly, as a part of it.
    near: Fraction,
    /// The companies by their corporate numbers.
    pub numbers: BTreeMap<&'a str, usize>,
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
            before: None,
            steps: Steps::of(plan),
            told,
            near: share(protection_percent(plan)),
            numbers: plan.companies.iter().enumerate().filter_map(number).collect(),
        }
    }

    /// The same beside an earlier version, whose companies are known again by their corporate numbers, else by the names
    /// of their files: a corrected number makes no other company.
    #[must_use]
    pub fn beside(self, before: Before<'a>) -> Shown<'a> {
        let Before {
            plan, public, figures, ..
        } = before;
        let shown = Shown::new(plan, public, figures, before.earlier);
        let mut partners: Vec<Option<usize>> = vec![None; plan.companies.len()];
        for (number, index) in &shown.numbers {
            partners[*index] = self.numbers.get(number).copied();
        }
        let taken: BTreeSet<usize> = partners.iter().flatten().copied().collect();
        for (partner, company) in partners.iter_mut().zip(&plan.companies) {
            let same = self.plan.companies.iter().position(|it| it.id == company.id);
            *partner = partner.or(same.filter(|index| !taken.contains(index)));
        }
        let before = ShownBefore {
            shown: Box::new(shown),
            coarsening: before.coarsening,
            partners,
        };
        Shown {
            before: Some(before),
            ..self
        }
    }

    /// All blocks: the baseline, then each year, of every indicator; also of the years of the version before and of earlier
    /// editions.
    pub fn blocks(&self) -> Vec<(Indicator, Option<FiscalYear>)> {
        let mut years: BTreeSet<FiscalYear> = self.plan.target_years().into_iter().collect();
        years.extend(self.before.iter().flat_map(|before| before.shown.plan.target_years()));
        let totals = self.earlier.iter().flat_map(|printed| &printed.totals);
        years.extend(totals.filter_map(|total| total.year).map(FiscalYear));
        moments(years)
    }

    /// The value of a company; `None` where it has none, or one that counts for nothing.
    pub fn value(
        &self,
        index: usize,
        company: &Entry<Company>,
        (indicator, year): (Indicator, Option<FiscalYear>),
    ) -> Option<Value> {
        let kpi = indicator.of(&company.kpi);
        let row = row(kpi, year)?;
        let value = amount(kpi, &row.value)?;
        let weight = self.weight(company, (indicator, year))?;
        if weight.is_zero() || weight.is_negative() {
            return None;
        }
        let published = match row.already_public.get() {
            Some(_) => Some(Bounds::exactly(value.clone())),
            None => self.published(index, company, (indicator, year), &value),
        };
        let known = published.is_some();
        let bounds = published.unwrap_or_else(|| self.bounds((indicator, year), &value));
        let place = row.value.place().unwrap_or_else(|| start_of(company));
        let owner = Owner {
            company: index,
            name: name_of(company),
            written_in: WrittenIn::Plan,
        };
        let key = key(&company.id, (indicator, year));
        let mut value = Value::new(owner, (key, place), (value, weight), (bounds, known));
        value.step = written_step(kpi, &row.value);
        Some(value)
    }

    /// How often a value of a company counts in a total.
    pub fn weight(&self, company: &Company, (indicator, year): (Indicator, Option<FiscalYear>)) -> Option<Fraction> {
        match indicator {
            Indicator::WageIncrease => {
                let weights = &company.kpi.employment;
                amount(weights, &row(weights, year)?.value)
            }
            Indicator::InternalTransactions | Indicator::Sales | Indicator::Employment => Some(1.into()),
        }
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

    /// What everybody knows of a value before anything is printed of it: no amount is negative, no rate of wages below
    /// −100 ％ or above 100 ％ (nobody doubles wages within a year), and at first companies meet the conditions of the
    /// call. A bound that a value does not keep binds nobody.
    fn bounds(&self, (indicator, year): (Indicator, Option<FiscalYear>), value: &Fraction) -> Bounds {
        let conditions = &self.public.about.eligibility;
        let (low, high): (Fraction, Option<Fraction>) = match (indicator, year) {
            (Indicator::WageIncrease, _) => (Fraction::from(100).negated(), Some(100.into())),
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
        for (indicator, year) in moments(self.plan.target_years()) {
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

    /// The companies that a total sums, by their indices.
    pub fn members<'b>(&'b self, total: &'b Total) -> impl Iterator<Item = (usize, &'b Entry<Company>)> {
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
    Some(Fraction::product(number, scale(kpi)?))
}

/// The step of the last digit in which a value is written, likewise.
fn written_step(kpi: &Kpi, value: &Leaf<Number>) -> Option<Fraction> {
    let Number(number) = value.value()?;
    Some(Fraction::product(Decimal::new(1, number.scale()), scale(kpi)?))
}

/// What one of the unit is.
fn scale(kpi: &Kpi) -> Option<Decimal> {
    Some(kpi.unit.value()?.money().map_or(Decimal::ONE, MoneyUnit::yen))
}

/// The baseline, then the years, of every indicator.
fn moments(years: impl IntoIterator<Item = FiscalYear>) -> Vec<(Indicator, Option<FiscalYear>)> {
    let years: Vec<Option<FiscalYear>> = std::iter::once(None).chain(years.into_iter().map(Some)).collect();
    let of = |indicator| years.clone().into_iter().map(move |year| (indicator, year));
    Indicator::ALL.into_iter().flat_map(of).collect()
}

/// The key of a company's value: `companies/aso-seimitsu#kpi.sales.baseline.value`.
pub fn key(company: &str, (indicator, year): (Indicator, Option<FiscalYear>)) -> KeyPath {
    let key = KeyPath::of_file(format!("companies/{company}"))
        .key("kpi")
        .key(indicator.key());
    let key = match year {
        None => key.key("baseline"),
        Some(year) => key.key("targets").row(&year.0.to_string()),
    };
    key.key("value")
}

/// What people call a company.
pub fn name_of(company: &Entry<Company>) -> Arc<str> {
    let name = company.short_name.get();
    name.map_or_else(|| company.id.clone(), |name| name.0.clone())
}

/// The beginning of a company's file.
pub fn start_of(company: &Entry<Company>) -> Place {
    Place {
        file: company.file,
        span: Span::default(),
    }
}
